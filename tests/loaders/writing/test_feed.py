"""Changes told on: to all, in order, after what was kept of them is dropped, and to nobody for ever."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from loaders.errors import StoreDown
from loaders.readings.keep import Renewed
from loaders.records import BOOKING, SOURCE, VENUE, Booking, Ref
from loaders.store.memory import MemoryStore
from loaders.writing.announce import Announcer
from loaders.writing.feed import Feed, Hearing, Missed
from loaders.writing.word import CHANGES, Change, ChangeKind, ChangeOrigin, dump


def change(key: str = "1", source: str = "park", teller: str = "other", kind: str = BOOKING) -> Change:
    """Make a change."""
    venue = Ref(VENUE, source, "1")
    return Change(Ref(kind, source, key), ChangeKind.UPDATED, ChangeOrigin.WEBHOOK, 1.0, (venue,), teller)


def nobody() -> None:
    """Be surprised that somebody is too slow."""
    raise AssertionError("nobody is too slow here")


async def test_everybody_hears_everything_in_order() -> None:
    """Who hears from the beginning hears all; who comes later, what is told from then on; who closes, no more."""
    feed = Feed()
    one = feed.hear(nobody)
    feed.tell(change("1"))
    two = feed.hear(nobody)
    feed.tell(change("2"))
    one.close()
    feed.tell(change("3"))
    assert [(await one.next()).ref.id for _ in range(2)] == ["1", "2"]
    assert [(await two.next()).ref.id for _ in range(2)] == ["2", "3"]
    assert len(feed) == 1


async def test_who_waits_is_woken() -> None:
    """One who waits hears the next change when it is told."""
    feed = Feed()
    waiting = asyncio.create_task(feed.hear(nobody).next())
    await asyncio.sleep(0)
    feed.tell(change("1"))
    assert (await waiting).ref.id == "1"


async def test_one_too_many_ends_it_once() -> None:
    """Who lets more than so many wait is told once that it is too slow, and hears nothing more; others go on."""
    feed, slow = Feed(most=3), []
    feed.hear(lambda: slow.append(1))
    quick = feed.hear(nobody)
    for number in range(9):
        feed.tell(change(str(number)))
        assert (await quick.next()).ref.id == str(number)
    assert slow == [1]
    assert len(feed) == 1


async def test_missed_word_ends_every_hearing() -> None:
    """What came before is still heard; then that some was missed, whether one waits or not."""
    feed = Feed()
    hearing = feed.hear(nobody)
    feed.tell(change("1"))
    feed.miss()
    assert (await hearing.next()).ref.id == "1"
    with pytest.raises(Missed):
        await hearing.next()
    assert len(feed) == 0


class Kept:
    """A source that notes what it is told to forget."""

    name = "park"

    def __init__(self, feed: Feed) -> None:
        self.forgotten: list[Sequence[Ref]] = []
        self.heard: Hearing = feed.hear(nobody)

    async def forget(self, changed: Sequence[Ref]) -> None:
        """Note it, and that nobody has heard yet."""
        self.forgotten.append(changed)


class Caught:
    """Notes what it is to catch up with."""

    renewed = None

    def __init__(self) -> None:
        self.up: list[tuple[set[str], float]] = []

    async def catch_up(self, ids: Collection[str], at: float) -> None:
        """Note it."""
        self.up.append((set(ids), at))


@asynccontextmanager
async def hearing(feed: Feed, source: Any) -> AsyncIterator[tuple[MemoryStore, Announcer]]:
    """Have a process named `us` hear of changes."""
    store = MemoryStore()
    announcer = Announcer(store.notices, "us", now=lambda: 1.0, feed=feed)
    task = asyncio.create_task(announcer.hear({"park": source}))
    await feed.begun()
    yield store, announcer
    task.cancel()
    await asyncio.wait((task,))


async def announced(feed: Feed, source: Any, *words: bytes) -> None:
    """Have these words heard, then one that is our own."""
    async with hearing(feed, source) as (store, announcer):
        for word in words:
            await store.notices.tell(CHANGES, word)
        await announcer.tell(source, change("last", teller="us"))
        last = feed.hear(nobody)
        while (await last.next()).ref.id != "last":
            pass


async def test_it_is_dropped_before_it_is_heard_of() -> None:
    """Another process's change is dropped here, and only then told on; our own was dropped when it was told."""
    feed = Feed()
    order: list[str] = []

    async def forget(changed: Sequence[Ref]) -> None:
        order.append(f"forget {changed[0].id}" if changed else "forget anything")

    feed.hear(nobody)
    telling = feed.tell
    feed.tell = lambda one: (order.append(f"tell {one.ref.id}"), telling(one))[1]  # type: ignore[method-assign]  # to see when
    source = SimpleNamespace(name="park", forget=forget)
    await announced(feed, source, dump(change("1")), dump(change("2", teller="us")), dump(change("9", source="gone")))
    assert order == ["forget last", "forget 1", "tell 1", "tell 2", "tell last"]


async def test_anything_of_a_source_is_all_that_is_kept_of_it() -> None:
    """Word of the source itself stands for anything of it."""
    feed = Feed()
    source = Kept(feed)
    await announced(feed, source, dump(change("park", kind=SOURCE)))
    assert source.forgotten[-1] == ()


async def test_word_that_was_missed_is_told_on() -> None:
    """b"" has everything dropped and every hearing ended."""
    feed = Feed()
    source = Kept(feed)
    async with hearing(feed, source) as (store, _):
        await store.notices.tell(CHANGES, b"")
        with pytest.raises(Missed):
            await source.heard.next()
    assert source.forgotten == [()]


async def test_what_a_refresh_found_is_told_and_kept() -> None:
    """A difference is told with its origin; what was just read is not dropped again in the process that read it."""
    feed: Feed[Change] = Feed()
    source: Any = Kept(feed)
    source.keep = Caught()
    ref, moment = Ref(BOOKING, "park", "1"), dt.datetime(2026, 6, 15, 12, tzinfo=dt.UTC)
    old, new = Booking(ref, moment, {}, reference="A"), Booking(ref, moment, {}, reference="B")
    async with hearing(feed, source) as (_, announcer):
        await announcer.found(source, Renewed([old], [new], since=0.0, at=9.0, whole=False))
        told = await source.heard.next()
        assert (told.ref, told.kind, told.origin, told.at) == (ref, ChangeKind.UPDATED, ChangeOrigin.REFRESH, 9.0)
        assert source.keep.up == [({"1"}, 9.0)]
        await announcer.found(source, Renewed([new], [new], since=9.0, at=10.0, whole=True))
        await announcer.tell(source, change("last", teller="us"))
        assert (await source.heard.next()).ref.id == "last"
    assert len(source.keep.up) == 1
    assert source.forgotten == [(Ref(BOOKING, "park", "last"), Ref(VENUE, "park", "1"))]


async def test_what_another_process_found_is_caught_up_with() -> None:
    """What was read before is not dropped, as reading it again would take calls: what the other read is taken over."""
    feed: Feed[Change] = Feed()
    source: Any = Kept(feed)
    source.keep = Caught()
    found = Change(Ref(BOOKING, "park", "1"), ChangeKind.UPDATED, ChangeOrigin.REFRESH, 9.0, (), "other")
    await announced(feed, source, dump(found))
    assert source.keep.up == [({"1"}, 9.0)]
    assert len(source.forgotten) == 1


async def test_what_cannot_be_dropped_is_not_told() -> None:
    """Where the store is away that keeps it, who waits is told that word was missed, and hearing goes on."""
    feed: Feed[Change] = Feed()
    heard = feed.hear(nobody)

    async def forget(_: Sequence[Ref]) -> None:
        raise StoreDown("away")

    async with hearing(feed, SimpleNamespace(name="park", forget=forget)) as (store, _):
        await store.notices.tell(CHANGES, dump(change("1")))
        with pytest.raises(Missed):
            await heard.next()
        heard = feed.hear(nobody)
        await store.notices.tell(CHANGES, dump(change("2", teller="us")))
        assert (await heard.next()).ref.id == "2"
