"""The server is killed and comes back: reads go on with care, no change is begun, and nobody has to do anything."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from loaders.errors import StoreDown
from loaders.store.face import Entry, Left, Limit, State, Told
from loaders.store.shared import SharedStore
from tests.redis_server import Server

NOW = 1_800_000_000.0
ENTRY = Entry("digest", "print", State.RUNNING, NOW)
QUARTER = (Limit(500, 900),)
SAFE = ("--appendonly", "yes", "--appendfsync", "always")
"""How a server is started that remembers what it was told."""


@asynccontextmanager
async def stores(server: Server, count: int) -> AsyncIterator[list[SharedStore]]:
    """Open so many stores on a server, as so many processes do."""
    opened = [SharedStore(server.url, max_bytes=1_000_000) for _ in range(count)]
    try:
        yield opened
    finally:
        for store in opened:
            await store.close()


@asynccontextmanager
async def back(*opened: SharedStore) -> AsyncIterator[None]:
    """Lose the server in each, do what brings it back, and wait until each has noticed."""
    noticed = []
    for store in opened:
        with pytest.raises(StoreDown):
            await store.check()
        event = asyncio.Event()

        async def notice(event: asyncio.Event = event) -> None:
            event.set()

        store.link.restored(notice)
        noticed.append(event)
    yield
    async with asyncio.timeout(20):
        for event in noticed:
            await event.wait()


async def spend(store: SharedStore, most: int, now: float = NOW) -> int:
    """Ask for so many calls and tell how many may be made."""
    waits = [await store.windows.spend("name", QUARTER, now) for _ in range(most)]
    return waits.count(0.0)


async def test_no_change_is_begun_until_it_is_back(own: Server) -> None:
    """Every verb of the keys says that the store is down; afterwards they work."""
    async with stores(own, 1) as (store,):
        await store.keys.begin("before", ENTRY, NOW, 30)
        own.kill()
        for verb in (
            store.keys.begin("key", ENTRY, NOW, 30),
            store.keys.look("before", NOW),
            store.keys.beat("before", NOW, 30),
            store.keys.lose("before", NOW),
            store.keys.finish("before", b"outcome", None, NOW),
            store.keys.release("before"),
            store.keys.rivals("print", "key", NOW),
            store.keys.makers(["booking:1"]),
        ):
            with pytest.raises(StoreDown) as down:
                await verb
            assert str(down.value) == "the store cannot be reached"
            assert down.value.retryable
        async with back(store):
            own.start()
        assert await store.keys.begin("key", ENTRY, NOW, 30) is None


async def test_values_are_given_from_memory(own: Server) -> None:
    """What this process has had is there within its time; names are held within it."""
    async with stores(own, 1) as (store,):
        await store.values.put("name", b"value", NOW, 60)
        own.kill()
        assert await store.values.get("name", NOW + 59) == b"value"
        assert await store.values.get("name", NOW + 60) is None
        assert await store.values.get("other", NOW) is None
        await store.values.put("new", b"value", NOW, 60)
        assert await store.values.get("new", NOW) == b"value"
        assert await store.values.take("held", NOW, 60)
        assert not await store.values.take("held", NOW, 60)


@pytest.mark.parametrize("many", [0, 11_000])
async def test_what_was_put_and_dropped_meanwhile_is_told(own: Server, many: int) -> None:
    """A server that kept its memory gives nothing that was dropped while it was away, however much that was."""
    own.kill()
    own.start(*SAFE)
    async with stores(own, 2) as (one, other):
        for name in ("dropped", "replaced", "kept"):
            await one.values.put(name, b"before", NOW, 3600)
        assert await other.values.get("dropped", NOW) == b"before"
        own.kill()
        await one.values.drop([f"name{at}" for at in range(many)])
        await one.values.drop(["dropped"])
        await one.values.put("replaced", b"after", NOW, 3600)
        async with back(one, other):
            own.start(*SAFE)
        assert await one.values.get("dropped", NOW) is None
        assert await other.values.get("dropped", NOW) is None
        assert await other.values.get("replaced", NOW) == b"after"
        assert await other.values.get("kept", NOW) == (None if many > 10_000 else b"before")


async def test_ten_processes_share_what_was_left(own: Server) -> None:
    """Each makes a tenth of it, so that together they make no more, and each at least one where there is one."""
    async with stores(own, 10) as ten:
        for _ in range(20):
            assert [await spend(store, 1) for store in ten] == [1] * 10
        own.kill()
        assert [await spend(store, 50) for store in ten] == [30] * 10
        assert await ten[0].windows.spend("name", QUARTER, NOW + 100) == 800.0
        assert await ten[0].windows.left("name", QUARTER, NOW + 100) == [Left(50, 0, 900, NOW + 900)]
        assert [await spend(store, 100, NOW + 900) for store in ten] == [50] * 10
        assert [await store.windows.spend("few", (Limit(3, 60),), NOW) for store in ten] == [0.0] * 10
        assert await ten[0].windows.spend("few", (Limit(3, 60),), NOW) == 60.0


async def test_who_spares_spares_a_share(own: Server) -> None:
    """Who is to leave 400 of 500 calls to others leaves 40 of this process's 50, and who may have all gets those."""
    own.kill()
    async with stores(own, 1) as (store,):
        waits = [await store.windows.spend("name", QUARTER, NOW, spare=[400]) for _ in range(20)]
        assert waits.count(0.0) == 10
        assert await spend(store, 50) == 40


async def test_what_was_made_meanwhile_is_told(own: Server) -> None:
    """A server that kept its memory is asked again at once, and counts every call that was made without it."""
    own.kill()
    own.start(*SAFE)
    async with stores(own, 2) as (one, other):
        assert await spend(one, 100) == 100
        own.kill()
        made = await spend(one, 100) + await spend(other, 100)
        async with back(one, other):
            own.start(*SAFE)
        assert [await store.windows.left("name", QUARTER, NOW) for store in (one, other)] == [
            [Left(500, 400 - made, 900, NOW + 900)]
        ] * 2
        assert await spend(other, 500) == 400 - made


async def test_a_server_that_forgot_everything_is_told_everything(own: Server) -> None:
    """All tell it what they made before, and ask it again when all have had the time to: never more than 500 in all."""
    async with stores(own, 4) as four:
        made = sum([await spend(store, 75) for store in four])
        assert made == 300
        own.kill()
        async with back(*four):
            own.start()
        made += sum([await spend(store, 20) for store in four])
        assert made < 500
        made += sum([await spend(store, 500, NOW + 3) for store in four])
        assert made == 500
        assert await four[0].windows.left("name", QUARTER, NOW + 3) == [Left(500, 0, 900, NOW + 903)]


async def test_a_server_that_forgot_everything_is_not_asked_until_all_can_have_told_it(own: Server) -> None:
    """The first to notice makes its share of what it last saw was left, not all that the server knows nothing of."""
    async with stores(own, 4) as four:
        assert [await spend(store, 75) for store in four] == [75] * 4
        own.kill()
        async with back(four[3]):
            own.start()
        assert await spend(four[3], 500, NOW + 1) == 20
        made = 320 + sum([await spend(store, 500, NOW + 2) for store in four])
        assert made < 500
        assert made + sum([await spend(store, 500, NOW + 5) for store in four]) == 500


async def test_a_process_that_is_idle_tells_too(own: Server) -> None:
    """It asks for nothing while the server is away; what it made before is told all the same, before it hears b""."""
    async with stores(own, 2) as (idle, other):
        assert await spend(idle, 100) == 100
        listening = idle.notices.listen("topic")
        await listening.ready()
        own.kill()
        own.start()
        async with asyncio.timeout(20):
            assert await listening.__anext__() == b""
        assert await other.windows.left("name", QUARTER, NOW) == [Left(500, 400, 900, NOW + 900)]


async def test_killed_amid_a_thousand_calls(own: Server) -> None:
    """Those under way may have been counted or not: in the end no more than 500 were made."""
    async with stores(own, 4) as four:
        made = 0

        async def call(at: int) -> None:
            nonlocal made
            if not await four[at % 4].windows.spend("name", QUARTER, NOW):
                made += 1
            if made == 100:
                own.kill()

        await asyncio.gather(*(call(at) for at in range(1000)))
        assert 100 <= made <= 500
        async with back(*four):
            own.start()
        made += sum([await spend(store, 500) for store in four])
        made += sum([await spend(store, 500, NOW + 3) for store in four])
        assert made == 500


async def test_a_pause_is_kept_and_told(own: Server) -> None:
    """What a vendor asked for while the server was away, or before, holds in this process and then in all."""
    async with stores(own, 2) as (one, other):
        await one.windows.correct("before", QUARTER, NOW, Told(until=NOW + 50))
        assert await one.windows.spend("name", QUARTER, NOW) == 0.0
        own.kill()
        assert await one.windows.spend("before", QUARTER, NOW + 10) == 40.0
        await one.windows.correct("name", QUARTER, NOW, Told(remaining=0, until=NOW + 60))
        assert await one.windows.spend("name", QUARTER, NOW + 10) == 890.0
        async with back(one):
            own.start()
        assert await other.windows.spend("name", QUARTER, NOW + 10) == 50.0


async def test_who_listens_learns_that_it_missed_word(own: Server) -> None:
    """b"" comes once, then every word as before; within the process word was heard all the time."""
    async with stores(own, 2) as (one, other):
        here, there = one.notices.listen("topic"), other.notices.listen("topic")
        for listening in (here, there):
            await listening.ready()
        own.kill()
        await one.notices.tell("topic", b"within")
        async with asyncio.timeout(20), contextlib.aclosing(here), contextlib.aclosing(there):
            assert await here.__anext__() == b"within"
            own.start()
            assert await here.__anext__() == b""
            assert await there.__anext__() == b""
            await here.ready()
            await there.ready()
            await one.notices.tell("topic", b"after")
            assert await here.__anext__() == b"after"
            heard = [await there.__anext__()]
            while heard[-1] != b"after":
                heard.append(await there.__anext__())
            assert set(heard) <= {b"", b"after"}


async def test_who_missed_what_was_told_without_the_server_learns_it(own: Server) -> None:
    """Also a process whose own connection never broke: it hears b"" when the server can be told."""
    own.kill()
    async with stores(own, 2) as (one, other):
        await one.notices.tell("topic", b"unheard")
        listening = other.notices.listen("topic")
        async with asyncio.timeout(20):
            own.start()
            await listening.ready()
            await one.notices.tell("topic", b"heard")
            heard = await listening.__anext__()
        assert heard in (b"", b"heard")


async def test_a_server_that_is_not_there_at_the_start_is_found_later(own: Server) -> None:
    """A process that starts without it has its share, begins no change, and goes over to the server by itself."""
    own.kill()
    async with stores(own, 1) as (store,):
        assert await spend(store, 100) == 50
        async with back(store):
            own.start()
        assert await spend(store, 500) == 450
        assert await store.keys.begin("key", ENTRY, NOW, 30) is None


async def test_a_server_that_hangs_is_given_up(own: Server) -> None:
    """Not to answer is as good as not to be there, also for those who wait their turn."""
    async with stores(own, 1) as (store,):
        await store.check()
        own.pause()
        looks = [store.keys.look("key", NOW) for _ in range(200)]
        async with asyncio.timeout(20):
            faults = await asyncio.gather(*looks, return_exceptions=True)
        assert {str(fault) for fault in faults} == {"the store did not answer in time"}
        async with back(store):
            own.resume()
        assert await store.keys.look("key", NOW) is None
