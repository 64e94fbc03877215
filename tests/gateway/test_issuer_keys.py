"""The keys of a token issuer: fetched, kept, rotated, and what becomes of those that are no use."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import orjson
import pytest
from joserfc.jwk import OctKey

from gateway.issuer_keys import FRESH_SECONDS, KEPT_SECONDS, MOST_BYTES, PAUSE_SECONDS, IssuerKeys, KeysAway, fetcher
from gateway.issuer_keys import read_keys as read
from tests.gateway.issuer import NEXT, RSA, Issuer, issuer


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Give the seconds."""
        return self.now


@asynccontextmanager
async def kept() -> AsyncIterator[tuple[Issuer, IssuerKeys, Clock]]:
    """Run an issuer, and keep its keys."""
    clock = Clock()
    async with issuer() as it:
        keys = IssuerKeys(fetcher(it.url), clock)
        yield it, keys, clock
        await keys.close()


async def names(keys: IssuerKeys, kid: str | None) -> list[str | None]:
    """Give the names of the keys there are for a name."""
    return [key.kid for key in await keys.named(kid)]


async def test_a_new_key_is_fetched_when_a_token_names_it() -> None:
    """An issuer that changes its key is followed at once, and the old one is let go with its set."""
    async with kept() as (it, keys, clock):
        assert await names(keys, "first") == ["first"]
        it.publish(NEXT)
        clock.now += PAUSE_SECONDS
        assert await names(keys, "second") == ["second"]
        assert await names(keys, "first") == []
        assert it.asked == 2


async def test_unknown_names_cannot_wear_the_issuer_out() -> None:
    """However many names are made up, the issuer is asked once in a pause, and once for all who wait."""
    async with kept() as (it, keys, clock):
        await asyncio.gather(*(keys.named(f"made up {number}") for number in range(50)))
        assert it.asked == 1
        for number in range(50):
            assert await keys.named(f"made up again {number}") == []
        assert it.asked == 1
        clock.now += PAUSE_SECONDS
        await keys.named("made up once more")
        assert it.asked == 2


async def test_keys_outlive_an_issuer_that_is_away() -> None:
    """What was fetched holds on while the issuer cannot be asked, for a day; then nobody can tell."""
    async with kept() as (it, keys, clock):
        await keys.named("first")
        it.status = 503
        clock.now += KEPT_SECONDS - 1
        assert await names(keys, "first") == ["first"]
        clock.now += 2 + PAUSE_SECONDS
        with pytest.raises(KeysAway):
            await keys.named("first")
        it.status = 200
        clock.now += PAUSE_SECONDS
        assert await names(keys, "first") == ["first"]


async def test_what_is_old_is_renewed_beside() -> None:
    """After a while the keys are fetched again, and nobody waits for that."""
    async with kept() as (it, keys, clock):
        await keys.named("first")
        it.publish(RSA, NEXT)
        clock.now += FRESH_SECONDS + 1
        assert await names(keys, None) == ["first"]
        async with asyncio.timeout(10):
            while await names(keys, None) != ["first", "second"]:
                await asyncio.to_thread(lambda: None)  # lets the fetch go on
        assert it.asked == 2


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"keys": 1}', b'{"keys": [1, {}]}', b" " * (MOST_BYTES + 1)])
async def test_what_is_no_set_of_keys_changes_nothing(body: bytes) -> None:
    """Nonsense in place of the keys, or without an end, leaves those there are."""
    async with kept() as (it, keys, clock):
        await keys.named("first")
        it.body = body
        clock.now += PAUSE_SECONDS
        assert await names(keys, "second") == []
        assert await names(keys, "first") == ["first"]
        assert it.asked == 2


async def test_a_redirect_is_not_followed() -> None:
    """Keys come from the configured address and no other."""
    async with kept() as (it, keys, _):
        it.status, it.headers = 302, {"Location": it.url}
        with pytest.raises(KeysAway):
            await keys.named("first")
        assert it.asked == 1


async def test_nobody_there() -> None:
    """An address where nobody answers is told as such, once in a pause."""

    async def fetch() -> bytes:
        raise aiohttp.ClientConnectionError

    keys = IssuerKeys(fetch)
    with pytest.raises(KeysAway) as away:
        await keys.named(None)
    assert 0 < away.value.seconds <= PAUSE_SECONDS


def test_only_what_verifies_is_kept() -> None:
    """No shared secret, no key for encryption, no short one, none that is broken; and never the half that signs."""
    good = RSA.as_dict(private=True)
    listed = [
        {**OctKey.generate_key(256).as_dict(private=True), "kid": "shared"},
        {**RSA.as_dict(private=False), "kid": "locks", "use": "enc"},
        {**RSA.as_dict(private=False), "kid": "short", "n": "AQAB" * 20},
        {"kty": "EC", "kid": "broken", "crv": "P-256", "x": "AA", "y": "AA"},
        {"kty": "RSA", "kid": "half"},
        "text",
        {name: good[name] for name in ("kty", "n", "e", "d")} | {"kid": "private"},
    ]
    (key,) = read(orjson.dumps({"keys": listed}))
    assert (key.kid, key.is_private) == ("private", False)
