"""Several processes on one server: nothing is spent, begun or told twice, and what one puts the others find."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from loaders.errors import StoreDown
from loaders.store.face import Entry, Left, Limit, State, Store
from loaders.store.open import open_store
from loaders.store.redis import RedisStore
from tests.redis_server import Server

NOW = 1_800_000_000.0
ENTRY = Entry("digest", "print", State.RUNNING, NOW)


@pytest.fixture
async def four(shared_url: str) -> AsyncIterator[list[Store]]:
    """Give four stores on one server, as four processes have them."""
    stores = [open_store(shared_url, None, 1_000_000) for _ in range(4)]
    yield stores
    for store in stores:
        await store.close()


async def test_a_thousand_at_once_spend_what_there_is(four: list[Store]) -> None:
    """Of 1,000 calls over four connections 500 may be made, and no more in any window."""
    limits = (Limit(500, 900), Limit(600, 60))
    waits = await asyncio.gather(*(four[at % 4].windows.spend("name", limits, NOW) for at in range(1000)))
    assert waits.count(0.0) == 500
    assert {wait for wait in waits if wait} == {900.0}
    assert [left.remaining for left in await four[0].windows.left("name", limits, NOW)] == [0, 100]


async def test_a_call_is_counted_once_however_often_it_is_told(shared_url: str) -> None:
    """The last there was may be asked for again when the answer was lost, and stays where it was counted first."""
    store = RedisStore(shared_url)
    limits = (Limit(2, 900),)
    assert await store.windows.spend("name", limits, NOW + 50) == 0.0
    call = store.windows.call(NOW)
    for _ in range(2):
        assert (await store.windows.count("name", limits, call)).wait == 0.0
    await store.windows.tell("name", limits, [call], 0.0, NOW)
    assert await store.windows.left("name", limits, NOW + 949) == [Left(2, 0, 900, NOW + 950)]
    await store.close()


async def test_a_key_begins_in_one_process(four: list[Store]) -> None:
    """Of 400 who come with it over four connections one begins; every other is told of that."""
    begun = await asyncio.gather(*(four[at % 4].keys.begin("key", ENTRY, NOW, 30) for at in range(400)))
    assert begun.count(None) == 1
    assert begun.count(ENTRY) == 399


async def test_a_thing_has_one_maker_among_all_processes(four: list[Store]) -> None:
    """Many keys find the same thing at the vendor at the same time: one of them made it."""
    for at in range(40):
        await four[at % 4].keys.begin(f"key{at}", ENTRY, NOW, 30)
    finishing = (four[at % 4].keys.finish(f"key{at}", b"outcome", "booking:1", NOW) for at in range(40))
    assert (await asyncio.gather(*finishing)).count(True) == 1
    assert await four[0].keys.rivals("print", "", NOW) == 39


async def test_a_name_is_held_by_one_process(four: list[Store]) -> None:
    """So one process refreshes; another may when it is given back."""
    taken = await asyncio.gather(*(store.values.take("name", NOW, 60) for store in four))
    assert taken.count(True) == 1
    await four[taken.index(True)].values.drop(["name"])
    assert await four[0].values.take("name", NOW, 60)


async def test_what_one_puts_or_drops_holds_for_all(four: list[Store]) -> None:
    """At once, also where a process has its own copy."""
    for value in (b"first", b"second"):
        await four[0].values.put("name", value, NOW, 60)
        assert [await store.values.get("name", NOW) for store in four] == [value] * 4
    await four[3].values.drop(["name"])
    assert [await store.values.get("name", NOW) for store in four] == [None] * 4


async def test_what_a_process_has_is_not_sent_again(shared_url: str) -> None:
    """A value that is still the same is asked for by its stamp."""
    store = RedisStore(shared_url)
    await store.values.put("name", bytes(100_000), NOW, 60)
    parcel = await store.values.fetch("name", None, NOW)
    assert parcel is not None
    assert await store.values.fetch("name", parcel, NOW) is parcel
    await store.values.put("name", bytes(100_000), NOW, 60)
    assert await store.values.fetch("name", parcel, NOW) not in (None, parcel)
    await store.close()


async def test_word_reaches_every_process_once(four: list[Store]) -> None:
    """Whoever tells it, the one who tells included."""
    listening = [store.notices.listen("topic") for store in four]
    for one in listening:
        await one.ready()
    for at, store in enumerate(four):
        await store.notices.tell("topic", b"from %d" % at)
    async with asyncio.timeout(10):
        for one in listening:
            assert sorted([await one.__anext__() for _ in four]) == [b"from 0", b"from 1", b"from 2", b"from 3"]
    for store in four:
        await store.notices.tell("topic", b"last")
        async with asyncio.timeout(10):
            assert [await one.__anext__() for one in listening] == [b"last"] * 4


async def test_what_waits_its_turn_is_bounded(four: list[Store], running: Server) -> None:
    """However much is asked at once, a process opens no more than its 16 connections."""
    await asyncio.gather(*(four[0].windows.left("name", (), NOW) for _ in range(500)))
    assert await asyncio.to_thread(running.clients) <= 1 + 16


async def test_a_server_that_wants_a_password_is_told_of(own: Server) -> None:
    """It is no lost connection, and the sentence says so."""
    own.kill()
    own.start("--requirepass", "hunter2")
    store = open_store(own.url, None, 1000)
    with pytest.raises(StoreDown, match="the store refuses the user or password it is given"):
        await store.check()
    await store.close()


async def test_a_full_server_begins_no_change(own: Server) -> None:
    """A server that has no room refuses, and so does the store."""
    own.kill()
    own.start("--maxmemory", "1")
    store = open_store(own.url, None, 1000)
    with pytest.raises(StoreDown, match="the store refuses what it is asked to do"):
        await store.check()
    with pytest.raises(StoreDown, match="the store refuses what it is asked to do"):
        await store.keys.begin("key", ENTRY, NOW, 30)
    await store.close()
