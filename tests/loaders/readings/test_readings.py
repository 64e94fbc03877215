"""Readings are kept while they are fresh, shared while they are under way, and never outlive a failure."""

from __future__ import annotations

import asyncio
import gc
import weakref
from typing import Any

import pytest
from reader import TRACE, Clock, Hall, Names, keep, operation, ticks, told

from loaders.errors import TimedOut, Unreachable, VendorDown
from loaders.http.ask import Ask
from loaders.inquiry import Inquiry
from loaders.readings.readings import Readings

NAME, SPACES = Names({"name"}), Names({"space"})


def readings(fresh: float = 30.0, stale: float = 0.0, most: int = 100) -> tuple[Readings[Any, Any], Hall, Clock]:
    """Make a place for readings, what is read, and the clock."""
    clock = Clock()
    return Readings(keep(clock, fresh=fresh, stale=stale), "lists", most=most), Hall(clock), clock


async def test_a_reading_is_kept_while_it_is_fresh() -> None:
    """For so many seconds from its beginning on, and not one longer; whoever asks meanwhile causes no call."""
    kept, hall, clock = readings()
    first = await kept.get("a", operation(), hall.read)
    clock.seconds = 29.9
    assert await kept.get("a", operation(), hall.read) is first
    assert kept.kept("a") is first
    clock.seconds = 30.0
    assert kept.kept("a") is None
    assert [number for number, _ in (first, await kept.get("a", operation(), hall.read))] == [1, 2]


async def test_with_no_freshness_every_operation_reads() -> None:
    """`fresh = 0` and `stale = 0` keep nothing, but equal readings under way are one all the same."""
    kept, hall, _ = readings(fresh=0)
    together = await asyncio.gather(*(kept.get("a", operation(), hall.read) for _ in range(50)))
    assert {number for number, _ in together} == {1}
    await kept.get("a", operation(), hall.read)
    assert (len(hall.asked), kept.known()) == (2, [])


async def test_each_key_is_a_reading_of_its_own() -> None:
    """What was read for one key answers no other."""
    kept, hall, _ = readings()
    assert [(await kept.get(key, operation(), hall.read))[0] for key in "aba"] == [1, 2, 1]
    assert sorted(kept.known()) == ["a", "b"]


async def test_who_needs_more_has_it_read_with_what_was_kept() -> None:
    """So that two operations that ask in turn do not undo each other's work."""
    kept, hall, _ = readings()
    await kept.get_for("a", NAME, operation(), hall.read_names)
    await kept.get_for("a", SPACES, operation(), hall.read_names)
    assert [ask.query for ask in hall.asked] == [(("name", ""),), (("name", ""), ("space", ""))]
    for need in (NAME, SPACES, NAME | SPACES):
        await kept.get_for("a", need, operation(), hall.read_names)
    assert len(hall.asked) == 2


async def test_a_reading_that_carries_too_little_is_not_joined() -> None:
    """A second one starts, which carries both; the slower, poorer one does not take its place when it is done."""
    kept, hall, _ = readings()
    slow, quick = hall.hold(2)
    poor = asyncio.ensure_future(kept.get_for("a", NAME, operation(), hall.read_names))
    await ticks()
    rich = asyncio.ensure_future(kept.get_for("a", SPACES, operation(), hall.read_names))
    await ticks()
    third = asyncio.ensure_future(kept.get_for("a", NAME, operation(), hall.read_names))
    quick.set()
    assert await rich == await third == (2, NAME | SPACES)
    slow.set()
    assert await poor == (1, NAME)
    assert kept.kept("a") == (2, NAME | SPACES)
    assert len(hall.asked) == 2


async def test_what_was_read_later_stays() -> None:
    """A reading that began before the one that is kept does not take its place, however late it ends."""
    kept, hall, clock = readings()
    (slow,) = hall.hold()
    before = asyncio.ensure_future(kept.get("a", operation(), hall.read))
    await ticks()
    clock.seconds = 1.0
    anew = await kept.get("a", operation(), hall.read, anew=True)
    slow.set()
    assert ((await before)[0], anew[0], kept.kept("a")) == (1, 2, anew)


async def test_anew_is_read_whatever_is_kept() -> None:
    """Who knows that what is kept is no longer true has it read at once, and it is kept for the others."""
    kept, hall, _ = readings()
    await kept.get("a", operation(), hall.read)
    anew = await kept.get("a", operation(), hall.read, anew=True)
    assert (anew[0], await kept.get("a", operation(), hall.read)) == (2, anew)


async def test_equal_readings_under_way_are_one() -> None:
    """The log of who led it shows its calls, the logs of those who joined show that they did."""
    kept, hall, _ = readings()
    (gate,) = hall.hold()
    leader, follower = operation(), operation()
    first, second = (asyncio.ensure_future(kept.get("a", one, hall.read)) for one in (leader, follower))
    await ticks()
    gate.set()
    assert await first is await second
    assert (told(leader), told(follower)) == ([("/list", "MISS")], [("/list", "JOINED")])
    assert all(one.start_ms >= 0 for one in follower.calls)


async def test_a_reading_outlives_one_caller_and_dies_with_the_last() -> None:
    """Cancelling one leaves the others their answer; when nobody waits it is called off, and the next starts anew."""
    kept, hall, _ = readings()
    first_gate, _ = hall.hold(2)
    first, second = (asyncio.ensure_future(kept.get("a", operation(), hall.read)) for _ in range(2))
    await ticks()
    first.cancel()
    await ticks()
    first_gate.set()
    assert (await second)[0] == 1
    alone = operation()
    third = asyncio.ensure_future(kept.get("b", alone, hall.read))
    await ticks()
    third.cancel()
    await ticks()
    assert (hall.ended, told(alone)) == (["called off"], [("/list", "MISS")])
    assert (await kept.get("b", operation(), hall.read))[0] == 3


async def test_a_callers_deadline_is_its_own() -> None:
    """It gets TimedOut when its time is up, its log shows what it waited for; one with more time gets the answer."""
    kept, hall, _ = readings()
    (gate,) = hall.hold()
    patient = asyncio.ensure_future(kept.get("a", operation(), hall.read))
    await ticks()
    hasty = operation(0.1)
    with pytest.raises(TimedOut, match=r"^hall did not answer within the time there was$"):
        await kept.get("a", hasty, hall.read)
    gate.set()
    assert ((await patient)[0], told(hasty)) == (1, [("/list", "JOINED")])


async def test_a_reading_longer_than_a_deadline_is_there_for_the_next() -> None:
    """Who runs out of time leaves it to go on, so that a large collection is read once and not begun for ever."""
    kept, hall, _ = readings()
    (gate,) = hall.hold()
    with pytest.raises(TimedOut, match="did not answer within the time there was"):
        await kept.get("a", operation(0.1), hall.read)
    assert hall.ended == []
    gate.set()
    assert (await kept.get("a", operation(), hall.read))[0] == 1
    assert len(hall.asked) == 1


async def test_with_no_time_left_nobody_is_asked() -> None:
    """But what is kept is given all the same."""
    kept, hall, _ = readings()
    with pytest.raises(TimedOut, match=r"^hall was not asked, as no time was left$"):
        await kept.get("a", operation(0), hall.read)
    assert hall.asked == []
    await kept.get("a", operation(), hall.read)
    assert (await kept.get("a", operation(0), hall.read))[0] == 1


async def test_a_fault_is_told_to_each_and_not_kept() -> None:
    """Each caller has a copy of its own, since raising an exception writes into it; the next asks again."""
    kept, hall, _ = readings()
    hall.status = 503
    faults = await asyncio.gather(*(kept.get("a", operation(), hall.read) for _ in range(3)), return_exceptions=True)
    assert all(isinstance(fault, VendorDown) for fault in faults)
    assert (len({id(fault) for fault in faults}), len({str(fault) for fault in faults})) == (3, 1)
    hall.status = 200
    assert (await kept.get("a", operation(), hall.read))[0] == 2


async def test_a_bug_is_raised_as_it_is() -> None:
    """What nobody expects is not made into a fault of the vendor."""
    kept, hall, _ = readings()
    hall.bug = ZeroDivisionError("a bug")
    with pytest.raises(ZeroDivisionError, match="a bug"):
        await kept.get("a", operation(), hall.read)


async def test_what_is_forgotten_is_not_kept_by_a_reading_that_began_before() -> None:
    """After a write, what was being read may be older than the write: who waits gets it, nobody else does."""
    kept, hall, _ = readings()
    await kept.get("a", operation(), hall.read)
    kept.forget()
    assert kept.kept("a") is None
    early, late = hall.hold(2)
    before = asyncio.ensure_future(kept.get("a", operation(), hall.read))
    await ticks()
    kept.forget()
    after = asyncio.ensure_future(kept.get("a", operation(), hall.read))
    await ticks()
    late.set()
    assert (await after)[0] == 3
    early.set()
    assert (await before)[0] == 2
    assert kept.kept("a") is await after


async def test_a_reading_nobody_may_join_any_longer_is_forgotten_as_well() -> None:
    """One whose place a richer one took began before the change, too."""
    kept, hall, _ = readings()
    gates = hall.hold(2)
    both = [asyncio.ensure_future(kept.get_for("a", need, operation(), hall.read_names)) for need in (NAME, SPACES)]
    await ticks()
    kept.forget()
    for gate in gates:
        gate.set()
    await asyncio.gather(*both)
    assert (len(hall.asked), kept.kept("a")) == (2, None)


async def test_what_changed_in_one_part_leaves_the_others() -> None:
    """Only what is of that part of the source is forgotten, and only what is being read of it is not kept."""
    clock = Clock()
    place, hall = keep(clock), Hall(clock)
    kept: Readings[str, Any] = Readings(place, "lists", area=lambda key: key[0])
    for key in ("a1", "b1"):
        await kept.get(key, operation(), hall.read)
    gates = hall.hold(2)
    under_way = [asyncio.ensure_future(kept.get(key, operation(), hall.read)) for key in ("a2", "b2")]
    await ticks()
    await place.forget(["a"])
    for gate in gates:
        gate.set()
    await asyncio.gather(*under_way)
    assert sorted(kept.known()) == ["b1", "b2"]


async def test_no_more_is_kept_than_there_is_room_for() -> None:
    """The one used least recently gives way, not the one read first."""
    kept, hall, _ = readings(most=2)
    for key in "ab":
        await kept.get(key, operation(), hall.read)
    await kept.get("a", operation(), hall.read)
    await kept.get("c", operation(), hall.read)
    assert kept.known() == ["a", "c"]


async def test_what_has_expired_is_let_go() -> None:
    """A reading nobody asks for again does not stay in memory for ever: the next that is kept clears it away."""
    kept, hall, clock = readings()
    row: Names | None = Names({"large"})
    seen = weakref.ref(row)

    async def read(_: Inquiry) -> Names | None:
        return row

    await kept.get("a", operation(), read)
    row = None
    gc.collect()
    assert seen() is not None
    clock.seconds = 30.0
    await kept.get("b", operation(), hall.read)
    gc.collect()
    assert seen() is None


async def test_what_is_kept_is_in_the_log_once() -> None:
    """As a HIT without duration; an operation that made the call itself has it there already."""
    kept, hall, _ = readings()
    made, later = operation(), operation()
    for _ in range(2):
        await kept.get("a", made, hall.read)
        await kept.get("a", later, hall.read)
    assert (told(made), told(later)) == ([("/list", "MISS")], [("/list", "HIT")])
    assert (later.calls[0].duration_ms, later.calls[0].status, later.calls[0].reason) == (0.0, 200, "page")


async def test_no_callers_context_reaches_a_reading() -> None:
    """It serves several, so the trace of the one that happened to start it is not its own."""
    kept, hall, _ = readings()
    token = TRACE.set("a caller's")
    try:
        await kept.get("a", operation(), hall.read)
    finally:
        TRACE.reset(token)
    assert hall.traces == ["none"]


async def test_closing_calls_off_what_is_under_way() -> None:
    """Also what goes on for nobody, and what nobody may join any longer: a closed source leaves nothing running."""
    clock = Clock()
    place, hall = keep(clock, stale=60.0), Hall(clock)
    kept: Readings[str, Any] = Readings(place, "lists")
    await kept.get("a", operation(), hall.read)
    clock.seconds = 30.0
    hall.hold(3)
    await kept.get("a", operation(), hall.read)
    waiting = asyncio.ensure_future(kept.get("b", operation(), hall.read))
    await ticks()
    kept.forget()
    with pytest.raises(TimedOut):
        await kept.get("b", operation(0.1), hall.read)
    await place.close()
    assert hall.ended == ["called off"] * 3
    with pytest.raises(Unreachable, match=r"^hall was called off before it had answered$"):
        await waiting


async def test_what_another_sort_keeps_is_not_touched() -> None:
    """Two sorts of one source may use the same key; forgetting reaches both."""
    clock = Clock()
    place, hall = keep(clock), Hall(clock)
    lists: Readings[str, Any] = Readings(place, "lists")
    things: Readings[str, Any] = Readings(place, "things")
    assert [(await sort.get("a", operation(), hall.read))[0] for sort in (lists, things, lists)] == [1, 2, 1]
    await place.forget()
    assert (lists.kept("a"), things.kept("a")) == (None, None)


async def test_what_changes_something_is_never_answered_from_what_is_kept() -> None:
    """Nor written down: only what changes nothing is."""
    kept, hall, _ = readings()

    async def write(own: Inquiry) -> int:
        await hall.send(Ask("POST", "/list"), own)
        assert own.tape is not None
        return len(own.tape.answers)

    assert await kept.get("a", operation(), write) == 0
