"""How long a token is good for, by what it says of itself."""

from __future__ import annotations

import base64
import datetime as dt
import json

import pytest
from enviso_house import NOW

from loaders.store.memory import MemoryStore
from loaders.store.redis import RedisStore
from loaders.vendors.enviso.tokens import OwnToken, SharedToken, extended, issued

THEN = int(NOW.timestamp())


def jwt(**claims: object) -> str:
    """Write a token that says this of itself."""
    return f"e30.{base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b'=').decode()}.c2ln"


@pytest.mark.parametrize(
    ("auth", "minutes"),
    [
        (jwt(iat=THEN, exp=THEN + 3600), 60),
        (jwt(nbf=THEN, exp=THEN + 1800), 30),
        (jwt(iat=THEN - 600, exp=THEN + 3000), 50),
        (jwt(exp=THEN + 1200), 20),
        (jwt(iat=THEN + 86_400, exp=THEN + 90_000), 60),
        (jwt(iat=THEN - 86_400, exp=THEN - 82_800), 60),
        (jwt(iat=THEN, exp=THEN - 1), 60),
        (jwt(exp="soon"), 60),
        (jwt(exp=True, iat=False), 60),
        (jwt(exp=1e300), 60),
        (jwt(), 60),
        ("opaque", 60),
        ("a.b.c", 60),
        ("a.W10.c", 60),
        ("a.eyJ.c", 60),
    ],
    ids=[
        "an hour",
        "from not-before on",
        "issued ten minutes ago",
        "its end alone",
        "a vendor whose clock is ahead",
        "a vendor whose clock is behind",
        "an end before its beginning",
        "an end that is a text",
        "an end that is a flag",
        "an end beyond the calendar",
        "no times",
        "no JWT",
        "a JWT of nothing",
        "a JWT of a list",
        "a JWT of half a text",
    ],
)
def test_how_long_a_token_lasts(auth: str, minutes: float) -> None:
    """A token lasts as long as its own times are apart, by whichever clock; an hour where it does not say."""
    assert issued(auth, None, NOW).expires_at == NOW + dt.timedelta(minutes=minutes)


def test_when_a_token_is_renewed() -> None:
    """A token is renewed five minutes before its end; one of a minute, when a tenth of it is left."""
    assert issued(jwt(iat=THEN, exp=THEN + 3600), None, NOW).renew_at == NOW + dt.timedelta(minutes=55)
    assert issued(jwt(iat=THEN, exp=THEN + 60), None, NOW).renew_at == NOW + dt.timedelta(seconds=54)


def test_an_extended_token_goes_on_for_an_hour() -> None:
    """A token that was renewed without a new one lasts another hour, and can be renewed as before or as told."""
    old = issued(jwt(iat=THEN, exp=THEN + 3600), "refresh", NOW)
    later = NOW + dt.timedelta(minutes=56)
    for told, kept in ((None, "refresh"), ("another", "another")):
        new = extended(old, told, later)
        assert (new.auth, new.refresh) == (old.auth, kept)
        assert new.expires_at == later + dt.timedelta(hours=1)


async def test_a_token_is_kept_and_not_shown() -> None:
    """The store gives the token put last, and no repr of a token shows it."""
    store = OwnToken()
    assert await store.get() is None
    token = issued("secret-token", "secret-refresh", NOW)
    await store.put(token)
    assert await store.get() is token
    assert "secret" not in repr(token)


async def test_a_shared_token_is_everybodys() -> None:
    """What one process put, another gets; what is no token is none; without the store each goes on with its own."""
    values = MemoryStore().values
    one, other = (SharedToken(values, "token", now=lambda: NOW) for _ in range(2))
    assert await other.get() is None
    token = issued("a.b.c", "again", NOW)
    await one.put(token)
    assert await other.get() == token
    await values.put("token", b"nonsense", NOW.timestamp(), 60)
    assert await other.get() is None
    assert await one.get() == token


async def test_without_its_store_a_process_keeps_its_token() -> None:
    """The server of the store is away: the token of this process serves this process."""
    store = RedisStore("redis://127.0.0.1:9/0")
    own = SharedToken(store.values, "token", now=lambda: NOW)
    token = issued("a.b.c", None, NOW)
    await own.put(token)
    assert await own.get() == token
    await store.close()
