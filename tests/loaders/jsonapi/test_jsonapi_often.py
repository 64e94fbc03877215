"""A collection that is looked into again and again is read whole, whoever looks."""

from __future__ import annotations

from collections.abc import Sequence

from tiny_vendor import Clock, Tiny, Vendor, events, open_tiny, operation

from loaders.jsonapi.lookups import WORTH_READING
from loaders.jsonapi.often import IN_VAIN_SECONDS, LATELY_SECONDS, OFTEN
from loaders.records import EVENT
from loaders.store.memory import MemoryStore


async def look_up(source: Tiny, keys: Sequence[int]) -> None:
    """Look events up, each by itself."""
    for key in keys:
        found = await source.get(EVENT, [str(key)], operation("name"))
        assert list(found.slots) == [str(key)]


def ways(vendor: Vendor) -> list[str]:
    """Tell of each call whether it looked an event up, or read a page of all."""
    return ["lookup" if "filter[id]" in dict(ask.query) else "page" for ask in vendor.asked]


async def test_what_is_looked_into_often_is_read_whole() -> None:
    """Then nothing of it has to be looked up any more."""
    vendor = Vendor({"/a/events": events(150)})
    await look_up(open_tiny(vendor), range(1, 150))
    assert ways(vendor) == ["lookup"] * OFTEN + ["page"] * 2


async def test_now_and_then_is_not_often() -> None:
    """What was looked up longer ago does not count."""
    clock, vendor = Clock(), Vendor({"/a/events": events(150)})
    source = open_tiny(vendor, clock=clock)
    for key in range(1, 20):
        await look_up(source, [key])
        clock.seconds += LATELY_SECONDS / (OFTEN - 1)
    assert ways(vendor) == ["lookup"] * 19


async def test_processes_count_together() -> None:
    """Each that shares the store learns with its own next lookup that it had better read all."""
    vendor, store = Vendor({"/a/events": events(150)}), MemoryStore()
    one, other = open_tiny(vendor, store=store), open_tiny(vendor, store=store)
    await look_up(one, range(1, OFTEN))
    await look_up(other, range(OFTEN, 2 * OFTEN))
    assert ways(vendor) == ["lookup"] * OFTEN + ["page"] * 2
    await look_up(one, range(OFTEN, 2 * OFTEN))
    assert ways(vendor)[OFTEN + 2 :] == ["lookup", "page", "page"]


async def test_what_is_too_long_is_looked_into_all_the_same() -> None:
    """It is begun once, and then left alone for a while."""
    clock, vendor = Clock(), Vendor({"/a/events": events(100 * WORTH_READING + 1)})
    source = open_tiny(vendor, clock=clock, fresh=10)
    await look_up(source, range(1, 30))
    pages = ways(vendor).count("page")
    assert 0 < pages <= WORTH_READING
    assert ways(vendor).count("lookup") == 29
    clock.seconds += IN_VAIN_SECONDS
    await look_up(source, range(30, 30 + OFTEN + 1))
    assert ways(vendor).count("page") > pages
