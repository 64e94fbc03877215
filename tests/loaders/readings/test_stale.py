"""What is stale is given at once while it is read again for everybody, and longer where it cannot be."""

from __future__ import annotations

import asyncio
from typing import Any

from reader import Clock, Hall, Names, keep, operation, ticks, told

from loaders.errors import RateLimited, VendorDown
from loaders.readings.keep import Keep
from loaders.readings.readings import Readings

NAME, SPACES = Names({"name"}), Names({"space"})


def readings(fresh: float = 30.0, stale: float = 60.0) -> tuple[Readings[Any, Any], Hall, Clock, Keep]:
    """Make a place for readings, what is read, the clock, and how they are kept."""
    clock = Clock()
    place = keep(clock, fresh=fresh, stale=stale)
    return Readings(place, "lists"), Hall(clock), clock, place


async def test_what_is_stale_is_given_at_once_and_renewed_once_for_all() -> None:
    """Fifty that ask get it while one call renews it, marked as one that gives way to others; then it is fresh."""
    kept, hall, clock, _ = readings()
    await kept.get("a", operation(), hall.read)
    clock.seconds = 30.0
    (gate,) = hall.hold()
    asking = [operation() for _ in range(50)]
    old = await asyncio.gather(*(kept.get("a", one, hall.read) for one in asking))
    await ticks()
    assert {(number, clock.age(at)) for number, at in old} == {(1, 0.0)}
    assert {tuple(told(one)) for one in asking} == {(("/list", "STALE"),)}
    gate.set()
    await ticks()
    later = operation()
    number, at = await kept.get("a", later, hall.read)
    assert (number, clock.age(at), told(later)) == (2, 30.0, [("/list", "HIT")])
    assert [ask.refresh for ask in hall.asked] == [False, True]


async def test_what_is_too_old_is_not_given() -> None:
    """Past `fresh` and `stale` together whoever asks waits for a new reading."""
    kept, hall, clock, _ = readings()
    await kept.get("a", operation(), hall.read)
    clock.seconds = 89.9
    _, gate = hall.hold(2)
    assert (await kept.get("a", operation(), hall.read))[0] == 1
    await ticks()
    clock.seconds = 90.0
    waiting = asyncio.ensure_future(kept.get("a", operation(), hall.read))
    await ticks()
    assert (waiting.done(), len(hall.asked)) == (False, 3)
    gate.set()
    assert (await waiting)[0] == 3


async def test_a_refresh_counts_from_its_beginning() -> None:
    """What it brought is as old as the moment it was asked for, however long the answer took."""
    kept, hall, clock, _ = readings()
    await kept.get("a", operation(), hall.read)
    clock.seconds = 30.0
    (gate,) = hall.hold()
    await kept.get("a", operation(), hall.read)
    await ticks()
    clock.seconds = 55.0
    gate.set()
    await ticks()
    clock.seconds = 59.9
    log = operation()
    assert clock.age((await kept.get("a", log, hall.read))[1]) == 30.0
    assert told(log) == [("/list", "HIT")]
    clock.seconds = 60.0
    log = operation()
    await kept.get("a", log, hall.read)
    assert told(log) == [("/list", "STALE")]


async def test_a_refresh_that_fails_leaves_what_is_stale() -> None:
    """It is tried again after a second and not before; the health tells why meanwhile, and no longer once it worked."""
    kept, hall, clock, place = readings()
    await kept.get("a", operation(), hall.read)
    clock.seconds, hall.status = 30.0, 503
    await kept.get("a", operation(), hall.read)
    await ticks()
    fault = place.health.not_renewed
    assert isinstance(fault, VendorDown)
    clock.seconds = 30.9
    assert (await kept.get("a", operation(), hall.read))[0] == 1
    await ticks()
    assert len(hall.asked) == 2
    clock.seconds, hall.status = 31.0, 200
    assert (await kept.get("a", operation(), hall.read))[0] == 1
    await ticks()
    assert place.health.not_renewed is None
    assert (await kept.get("a", operation(), hall.read))[0] == 3


async def test_a_refresh_waits_as_long_as_the_vendor_wants() -> None:
    """A vendor that names the seconds is not asked before; what is stale is given until it is too old."""
    kept, hall, clock, place = readings()
    await kept.get("a", operation(), hall.read)
    clock.seconds, hall.status, hall.headers = 30.0, 429, {"Retry-After": "20"}
    for second in (30.0, 40.0, 49.9):
        clock.seconds = second
        assert (await kept.get("a", operation(), hall.read))[0] == 1
        await ticks()
    assert isinstance(place.health.not_renewed, RateLimited)
    assert len(hall.asked) == 2
    clock.seconds, hall.status = 50.0, 200
    await kept.get("a", operation(), hall.read)
    await ticks()
    assert (await kept.get("a", operation(), hall.read))[0] == 3


async def test_a_bug_in_a_refresh_does_not_have_it_tried_without_end() -> None:
    """What is stale is given, the next try waits its second, and the bug is told to the event loop."""
    kept, hall, clock, _ = readings()
    heard: list[BaseException] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: heard.append(context["exception"]))
    await kept.get("a", operation(), hall.read)
    clock.seconds, hall.bug = 30.0, ZeroDivisionError("a bug")
    for _ in range(3):
        assert (await kept.get("a", operation(), hall.read))[0] == 1
        await ticks()
    assert (len(hall.asked), [str(bug) for bug in heard]) == (2, ["a bug"])


async def test_what_was_forgotten_is_not_brought_back_by_a_refresh() -> None:
    """One under way is called off: what it brings may be older than what one knows."""
    kept, hall, clock, _ = readings()
    await kept.get("a", operation(), hall.read)
    clock.seconds = 30.0
    (gate,) = hall.hold()
    await kept.get("a", operation(), hall.read)
    await ticks()
    kept.forget()
    gate.set()
    await ticks()
    assert (kept.kept("a"), hall.ended) == (None, ["called off"])
    assert (await kept.get("a", operation(), hall.read))[0] == 3


async def test_who_reads_anew_does_not_have_it_undone_by_a_refresh() -> None:
    """A refresh that began before is called off."""
    kept, hall, clock, _ = readings()
    await kept.get("a", operation(), hall.read)
    clock.seconds = 30.0
    hall.hold()
    await kept.get("a", operation(), hall.read)
    await ticks()
    await kept.get("a", operation(), hall.read, anew=True)
    await ticks()
    assert (hall.ended, (await kept.get("a", operation(), hall.read))[0]) == (["called off"], 3)


async def test_a_refresh_brings_all_that_is_kept() -> None:
    """Whoever starts it may need less than others do."""
    kept, hall, clock, _ = readings()
    await kept.get_for("a", NAME | SPACES, operation(), hall.read_names)
    clock.seconds = 30.0
    assert await kept.get_for("a", NAME, operation(), hall.read_names) == (1, NAME | SPACES)
    await ticks()
    assert await kept.get_for("a", SPACES, operation(), hall.read_names) == (2, NAME | SPACES)


async def test_who_needs_more_than_what_is_stale_waits_for_it() -> None:
    """What is kept does not have it, so a new reading brings both."""
    kept, hall, clock, _ = readings()
    await kept.get_for("a", NAME, operation(), hall.read_names)
    clock.seconds = 30.0
    assert await kept.get_for("a", SPACES, operation(), hall.read_names) == (2, NAME | SPACES)
    assert [ask.refresh for ask in hall.asked] == [False, False]


async def test_no_caller_leaving_ends_a_refresh() -> None:
    """It runs for everybody: who started it has its answer already."""
    kept, hall, clock, _ = readings()
    await kept.get("a", operation(), hall.read)
    clock.seconds = 30.0
    (gate,) = hall.hold()
    task = asyncio.ensure_future(kept.get("a", operation(), hall.read))
    await ticks()
    task.cancel()
    gate.set()
    await ticks()
    assert (await kept.get("a", operation(), hall.read))[0] == 2
