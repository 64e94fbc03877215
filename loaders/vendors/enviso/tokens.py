"""What a login gives: a token, how long it is good for, and where it is kept.

A token is a JWT that lasts an hour. Its own times are read, without a check of its signature: it is the vendor's to
check, and all that depends on them here is when the next one is fetched.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

import orjson

from loaders.errors import StoreDown

if TYPE_CHECKING:
    from collections.abc import Callable

    from loaders.store.face import Values

HOUR: Final = dt.timedelta(hours=1)
"""How long a token is good for, where it does not say."""

EARLY: Final = dt.timedelta(minutes=5)
"""How long before its end a token is renewed; of a short-lived one, a tenth of its life."""

_LATEST: Final = dt.datetime(9000, 1, 1, tzinfo=dt.UTC).timestamp()


@dataclass(frozen=True, slots=True)
class Token:
    """A session at the vendor; `repr` shows neither token. Moments are UTC.

    Args:
        auth: what every call carries.
        refresh: what renews it, where the vendor gave one.
        renew_at: from when on it is to be renewed.
        expires_at: from when on it is of no use.

    """

    auth: str = field(repr=False)
    refresh: str | None = field(repr=False)
    renew_at: dt.datetime
    expires_at: dt.datetime


class TokenStore(Protocol):
    """Where a source's token is kept: in this process, or where several can have it."""

    async def get(self) -> Token | None:
        """Give the token put last; None where there is none."""

    async def put(self, token: Token) -> None:
        """Keep a token in place of the one before."""


class OwnToken:
    """The token of one process; a TokenStore."""

    def __init__(self) -> None:
        self._token: Token | None = None

    async def get(self) -> Token | None:
        """Give the token put last."""
        return self._token

    async def put(self, token: Token) -> None:
        """Keep a token."""
        self._token = token


class SharedToken:
    """The token that all processes of a store share; a TokenStore. Without the store each process goes on with its own.

    Args:
        values: where it is kept.
        name: under which name.
        now: the moment, in UTC.

    """

    def __init__(self, values: Values, name: str, *, now: Callable[[], dt.datetime]) -> None:
        self._values: Final = values
        self._name: Final = name
        self._now: Final = now
        self._own: Final = OwnToken()

    async def get(self) -> Token | None:
        """Give the token that any process put last."""
        try:
            told = await self._values.get(self._name, self._now().timestamp())
        except StoreDown:
            told = None
        return (None if told is None else _read(told)) or await self._own.get()

    async def put(self, token: Token) -> None:
        """Keep a token for all."""
        await self._own.put(token)
        now = self._now()
        moments = token.renew_at.timestamp(), token.expires_at.timestamp()
        written = orjson.dumps([token.auth, token.refresh, *moments])
        with contextlib.suppress(StoreDown):
            seconds = max(1.0, (token.expires_at - now).total_seconds())
            await self._values.put(self._name, written, now.timestamp(), seconds)


def _read(told: bytes) -> Token | None:
    """Read a token that was kept; None where it is none."""
    try:
        auth, refresh, renew_at, expires_at = orjson.loads(told)
        moments = (dt.datetime.fromtimestamp(float(one), dt.UTC) for one in (renew_at, expires_at))
        return Token(str(auth), None if refresh is None else str(refresh), *moments)
    except (TypeError, ValueError, OverflowError):
        return None


def issued(auth: str, refresh: str | None, now: dt.datetime) -> Token:
    """Make the token that was issued just now.

    The vendor's clock need not be ours: how long a token lasts is told by the difference of its own times. Where the
    moment of its end lies ahead by our clock, too, the sooner counts, so that one issued earlier is not kept too long.
    """
    claims = _claims(auth)
    end, begin = _seconds(claims, "exp"), _seconds(claims, "iat", "nbf")
    life = HOUR if end is None or begin is None or end <= begin else dt.timedelta(seconds=end - begin)
    if end is not None and now.timestamp() < end < (now + life).timestamp():
        life = dt.timedelta(seconds=end - now.timestamp())
    return _lasting(auth, refresh, now, life)


def extended(token: Token, refresh: str | None, now: dt.datetime) -> Token:
    """Make the token that goes on for another hour as it is, whatever it says of its own end."""
    return _lasting(token.auth, refresh or token.refresh, now, HOUR)


def _lasting(auth: str, refresh: str | None, now: dt.datetime, life: dt.timedelta) -> Token:
    return Token(auth, refresh, now + life - min(EARLY, life / 10), now + life)


def _claims(jwt: str) -> dict[str, object]:
    """Read what a JWT says; nothing where it is none."""
    part = jwt.split(".")[1] if jwt.count(".") == 2 else ""  # noqa: PLR2004  # a JWT's three parts
    try:
        claims = orjson.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (binascii.Error, orjson.JSONDecodeError):
        return {}
    return claims if isinstance(claims, dict) else {}


def _seconds(claims: dict[str, object], *names: str) -> float | None:
    """Give the first of several times that a JWT tells, in seconds since 1970, if it lies in a calendar's reach."""
    for name in names:
        value = claims.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < _LATEST:
            return float(value)
    return None
