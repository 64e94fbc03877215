"""Readings are kept while they are fresh, shared while they are under way, and never outlive a failure."""

from __future__ import annotations

import asyncio

import pytest
from loaders.fresh import Fresh

from loaders.errors import BadResponse, TimedOut
from loaders.inquiry import Call, Deadline, Inquiry


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        """Give the seconds."""
        return self.seconds


class Shelf:
    """Something to read: gives the number of the reading, once it may."""

    def __init__(self) -> None:
        self.readings = 0
        self.ended = 0
        self.begun = asyncio.Event()
        self.may_end = asyncio.Event()
        self.may_end.set()
        self.failure: Exception | None = None

    async def read(self, inquiry: Inquiry) -> int:
        """Read it, entering one call in the log."""
        self.readings += 1
        number = self.readings
        self.begun.set()
        query = f"reading={number}"
        inquiry.calls.append(Call("hall", "locaboo", "GET", "/list", query, "walk", 1, "MISS", inquiry.elapsed_ms()))
        await self.may_end.wait()
        self.ended += 1
        if self.failure is not None:
            raise self.failure
        return number


def operation(seconds: float = 30.0) -> Inquiry:
    """Open an operation."""
    return Inquiry(Deadline.after(seconds))


def keep(clock: Clock, fresh: float = 30.0, most: int = 10) -> Fresh[str, int]:
    """Make a place for readings."""
    return Fresh("hall", "locaboo", fresh=fresh, clock=clock, most=most)


async def test_a_reading_is_kept_for_as_long_as_it_is_fresh() -> None:
    """Within 30 seconds of having been read nothing is read again; at 30 seconds it is."""
    clock, shelf = Clock(), Shelf()
    fresh = keep(clock)
    assert [await fresh.get("a", operation(), shelf.read) for _ in range(3)] == [1, 1, 1]
    clock.seconds = 29.9
    assert await fresh.get("a", operation(), shelf.read) == 1
    clock.seconds = 30.0
    assert fresh.kept("a") is None
    assert await fresh.get("a", operation(), shelf.read) == 2


async def test_each_key_is_a_reading_of_its_own() -> None:
    """What was read for one key answers no other."""
    shelf, fresh = Shelf(), keep(Clock())
    assert [await fresh.get(key, operation(), shelf.read) for key in "aba"] == [1, 2, 1]
    assert sorted(fresh.known()) == ["a", "b"]


async def test_equal_readings_under_way_are_one() -> None:
    """Fifty that ask at the same time have it read once, even where nothing is kept."""
    shelf, fresh = Shelf(), keep(Clock(), fresh=0)
    assert await asyncio.gather(*(fresh.get("a", operation(), shelf.read) for _ in range(50))) == [1] * 50
    assert await fresh.get("a", operation(), shelf.read) == 2
    assert fresh.known() == []


async def test_a_failure_is_told_to_all_and_not_kept() -> None:
    """Each of those that wait is raised a fault of its own, and the next one has it read anew."""
    shelf, fresh = Shelf(), keep(Clock())
    shelf.failure = BadResponse("hall sent nonsense", source="hall", vendor="locaboo")
    told = await asyncio.gather(*(fresh.get("a", operation(), shelf.read) for _ in range(3)), return_exceptions=True)
    assert [str(fault) for fault in told] == ["hall sent nonsense"] * 3
    assert len({id(fault) for fault in told}) == 3
    shelf.failure = None
    assert await fresh.get("a", operation(), shelf.read) == 2


async def test_a_bug_is_raised_as_it_is() -> None:
    """What nobody expects to go wrong reaches whoever asked."""
    shelf, fresh = Shelf(), keep(Clock())
    shelf.failure = ZeroDivisionError("oops")
    with pytest.raises(ZeroDivisionError, match="oops"):
        await fresh.get("a", operation(), shelf.read)


async def test_a_reading_outlives_the_one_who_began_it() -> None:
    """Whoever began a reading may go; those who joined it still get it, and it is kept."""
    shelf, fresh = Shelf(), keep(Clock())
    shelf.may_end.clear()
    first = asyncio.create_task(fresh.get("a", operation(), shelf.read))
    await shelf.begun.wait()
    second = asyncio.create_task(fresh.get("a", operation(), shelf.read))
    await asyncio.sleep(0)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    shelf.may_end.set()
    assert await second == 1
    assert fresh.kept("a") == 1


async def test_a_reading_dies_with_the_last_who_waits() -> None:
    """When nobody waits any more the reading is called off, and the next one begins anew."""
    shelf, fresh = Shelf(), keep(Clock())
    shelf.may_end.clear()
    waiting = [asyncio.create_task(fresh.get("a", operation(), shelf.read)) for _ in range(2)]
    await shelf.begun.wait()
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    shelf.may_end.set()
    assert await fresh.get("a", operation(), shelf.read) == 2
    assert shelf.ended == 1


async def test_an_operation_waits_no_longer_than_it_may() -> None:
    """Who has no time left is told so; the reading goes on for those who have."""
    shelf, fresh = Shelf(), keep(Clock())
    shelf.may_end.clear()
    patient = asyncio.create_task(fresh.get("a", operation(), shelf.read))
    await shelf.begun.wait()
    with pytest.raises(TimedOut, match=r"^hall did not answer within the time there was$"):
        await fresh.get("a", operation(0.0), shelf.read)
    shelf.may_end.set()
    assert await patient == 1


async def test_what_is_forgotten_is_read_anew_even_if_it_was_under_way() -> None:
    """After a change, neither what was kept nor what began before it is given to whoever asks from then on."""
    shelf, fresh = Shelf(), keep(Clock())
    shelf.may_end.clear()
    before = asyncio.create_task(fresh.get("a", operation(), shelf.read))
    await shelf.begun.wait()
    fresh.forget()
    after = asyncio.create_task(fresh.get("a", operation(), shelf.read))
    shelf.may_end.set()
    assert [await before, await after] == [1, 2]
    assert fresh.kept("a") == 2


async def test_no_more_is_kept_than_there_is_room_for() -> None:
    """The oldest gives way, and what is stale goes whenever something new comes."""
    clock, shelf = Clock(), Shelf()
    fresh = keep(clock, most=2)
    for key in "abc":
        await fresh.get(key, operation(), shelf.read)
        clock.seconds += 1
    assert fresh.known() == ["b", "c"]
    clock.seconds = 31.5
    await fresh.get("d", operation(), shelf.read)
    assert fresh.known() == ["c", "d"]


async def test_the_log_tells_how_each_operation_was_served() -> None:
    """Who began a reading finds its calls, who joined finds them as JOINED, who came later as one HIT, told once."""
    shelf, fresh = Shelf(), keep(Clock())
    first, second, later = operation(), operation(), operation()
    await asyncio.gather(fresh.get("a", first, shelf.read), fresh.get("a", second, shelf.read))
    await fresh.get("a", later, shelf.read)
    await fresh.get("a", later, shelf.read)
    await fresh.get("a", first, shelf.read)
    logs = [[(call.path, call.cache) for call in one.calls] for one in (first, second, later)]
    assert logs == [[("/list", "MISS")], [("/list", "JOINED")], [("/list", "HIT")]]
    assert later.calls[0].duration_ms == 0


async def test_the_log_of_a_reading_that_was_too_slow_is_told_all_the_same() -> None:
    """An operation that gave up sees which call it waited for."""
    shelf, fresh = Shelf(), keep(Clock())
    shelf.may_end.clear()
    patient, hasty = operation(), operation(0.0)
    task = asyncio.create_task(fresh.get("a", patient, shelf.read))
    await shelf.begun.wait()
    with pytest.raises(TimedOut):
        await fresh.get("a", hasty, shelf.read)
    assert [(call.path, call.cache) for call in hasty.calls] == [("/list", "JOINED")]
    shelf.may_end.set()
    await task
