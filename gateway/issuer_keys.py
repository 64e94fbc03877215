"""The keys a token issuer signs with: fetched where it publishes them, kept, and fetched again when they may be new.

    kept      for `FRESH_SECONDS`; then they are fetched again while those there are serve on
    unknown   a token that names a key nobody has heard of has them fetched, and waits
    away      an issuer that cannot be asked leaves the keys as they are, for `KEPT_SECONDS` at most
    never     is it asked more often than once in `PAUSE_SECONDS`, whatever tokens name

Only what can verify and cannot sign is kept: a symmetric key in the set would let whoever reads it make tokens.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Final, TypeAlias

import aiohttp
import orjson
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey

from loaders.called_off import called_off

LOG: Final = logging.getLogger("foyer.auth")

FRESH_SECONDS: Final = 600.0
KEPT_SECONDS: Final = 24 * 3600.0
PAUSE_SECONDS: Final = 10.0
TIMEOUT_SECONDS: Final = 5.0

MOST_BYTES: Final = 256 * 1024
"""How long a set of keys may be."""

MOST_KEYS: Final = 50
LEAST_RSA_BITS: Final = 2048

Key: TypeAlias = RSAKey | ECKey | OKPKey
_KINDS: Final[dict[object, type[Key]]] = {"RSA": RSAKey, "EC": ECKey, "OKP": OKPKey}


class KeysAway(Exception):
    """The issuer could not be asked, and nothing is kept that still holds. `seconds` is when to ask again."""

    def __init__(self, seconds: float) -> None:
        super().__init__("the issuer's keys cannot be had")
        self.seconds: Final = seconds


class IssuerKeys:
    """The keys of one issuer.

    Args:
        fetch: gets what the issuer publishes; raises OSError, TimeoutError or aiohttp's ClientError where it cannot.
        clock: seconds on a clock that never goes back.

    """

    def __init__(self, fetch: Callable[[], Awaitable[bytes]], clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch: Final = fetch
        self._clock: Final = clock
        self._keys: Sequence[Key] = ()
        self._fetched: float | None = None
        self._tried: float | None = None
        self._fetching: asyncio.Task[None] | None = None

    async def named(self, kid: str | None) -> Sequence[Key]:
        """Give the keys of a name, or all where a token names none; empty where there is none of that name.

        Raises:
            KeysAway: there are no keys, because the issuer cannot be asked.

        """
        found = self._kept(kid)
        age = self._age()
        if (not found and kid is not None) or age > KEPT_SECONDS:
            await self._renewed()
            found = self._kept(kid)
        elif age > FRESH_SECONDS:
            self._renew()
        if self._age() > KEPT_SECONDS:
            raise KeysAway(self._pause() or PAUSE_SECONDS)
        return found

    async def close(self) -> None:
        """Fetch no more."""
        if self._fetching is not None:
            await called_off(self._fetching)

    def _age(self) -> float:
        return float("inf") if self._fetched is None else self._clock() - self._fetched

    def _pause(self) -> float:
        """Tell for how many seconds the issuer is not asked again."""
        return 0.0 if self._tried is None else max(0.0, self._tried + PAUSE_SECONDS - self._clock())

    def _kept(self, kid: str | None) -> Sequence[Key]:
        if self._age() > KEPT_SECONDS:
            return ()
        return [key for key in self._keys if kid is None or key.kid == kid]

    def _renew(self) -> asyncio.Task[None] | None:
        """Have the keys fetched, unless that was tried a moment ago; all who want them wait for one fetch."""
        if self._fetching is None or self._fetching.done():
            if self._pause():
                return None
            self._tried = self._clock()
            self._fetching = asyncio.create_task(self._renewing())
        return self._fetching

    async def _renewed(self) -> None:
        task = self._renew()
        if task is not None:
            await asyncio.wait((task,))  # whoever leaves does not take the fetch along

    async def _renewing(self) -> None:
        try:
            self._keys = read_keys(await self._fetch())
        except (OSError, TimeoutError, ValueError, aiohttp.ClientError) as fault:
            LOG.warning("the keys of the token issuer could not be fetched (%s)", type(fault).__name__)
        else:
            self._fetched = self._clock()


def read_keys(body: bytes) -> Sequence[Key]:
    """Read a set of keys; those that cannot be used are left out.

    Raises:
        ValueError: it is no set of keys, or none of them can be used.

    """
    document = orjson.loads(body)
    listed = document.get("keys") if isinstance(document, dict) else None
    keys = list(_usable(listed[:MOST_KEYS])) if isinstance(listed, list) else []
    if not keys:
        raise ValueError("no key that can be used")
    return keys


def _usable(listed: Sequence[object]) -> Iterator[Key]:
    for one in listed:
        kind = _KINDS.get(one.get("kty")) if isinstance(one, dict) else None
        if kind is None or not isinstance(one, dict) or one.get("use", "sig") != "sig" or _is_short(one):
            continue
        try:
            yield kind.import_key({name: value for name, value in one.items() if name != "d"})
        except (JoseError, ValueError, TypeError):
            continue


def _is_short(key: dict[str, object]) -> bool:
    """Tell whether it is an RSA key that could be broken: base64 has six bits a letter."""
    modulus = key.get("n")
    return key.get("kty") == "RSA" and (not isinstance(modulus, str) or len(modulus) * 6 < LEAST_RSA_BITS)


def fetcher(url: str) -> Callable[[], Awaitable[bytes]]:
    """Make the function that gets what an issuer publishes; it follows no redirect and uses no proxy."""

    async def fetch() -> bytes:
        timeout = aiohttp.ClientTimeout(total=TIMEOUT_SECONDS)
        async with (
            aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as client,
            client.get(
                url,
                allow_redirects=False,
                headers={"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "foyer"},
            ) as response,
        ):
            if response.status != 200:  # noqa: PLR2004  # the one status that means a set of keys
                raise ValueError(f"status {response.status}")
            body = b""
            async for chunk in response.content.iter_any():
                body += chunk
                if len(body) > MOST_BYTES:
                    raise ValueError("too long")
            return body

    return fetch
