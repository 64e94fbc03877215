"""Whole collections, read once and kept while they are fresh."""

from __future__ import annotations

import asyncio
import contextvars
import gc
import weakref
from typing import TYPE_CHECKING, Any

import pytest
from tiny_vendor import NOON, Clock, translate

from loaders.errors import BadResponse, TimedOut, VendorDown
from loaders.inquiry import Call, Deadline, Inquiry
from loaders.jsonapi.document import Identifier, ResourceObject
from loaders.jsonapi.include import Plan
from loaders.jsonapi.walks import Kept, Walks, refs, split
from loaders.records import CUSTOMER, EVENT, SPACE, Event, Ref

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME = Plan((), {"events": ("name",)})
SPACES = Plan(("space",), {"events": ("space",), "spaces": ("name",)})
KEY = ("/events", "/a", (), ())
TRACE: contextvars.ContextVar[str] = contextvars.ContextVar("TRACE", default="none")


class Reading:
    """What reads a collection: counts how often, waits if it is told to, and fails if it is told to."""

    def __init__(self, clock: Clock) -> None:
        self.plans: list[Plan] = []
        self.gates: list[asyncio.Event] = []
        self.ended: list[str] = []
        self.traces: list[str] = []
        self.fault: Exception | None = None
        self.row: Any = None
        self._clock = clock

    async def __call__(self, plan: Plan, inquiry: Inquiry) -> Kept:
        """Read it, in two calls."""
        number = len(self.plans)
        self.plans.append(plan)
        self.traces.append(TRACE.get())
        assert inquiry.deadline.left() == float("inf")
        inquiry.calls += [call(f"page={page}") for page in (1, 2)]
        try:
            if number < len(self.gates):
                await self.gates[number].wait()
            if self.fault is not None:
                raise self.fault
        except asyncio.CancelledError:
            self.ended.append("called off")
            raise
        return Kept(plan, (self.row,) if self.row else (), (), {}, {}, NOON, self._clock())


def call(query: str) -> Call:
    """Make a call as the log has it."""
    return Call("tiny", "tiny", "GET", "/a/events", query, "walk", 1, "MISS", 5.0, 40.0, 200, 1000)


def walks(fresh: float = 30) -> tuple[Walks, Reading, Clock]:
    """Make walks, what reads them, and their clock."""
    clock = Clock()
    return Walks("tiny", "tiny", fresh=fresh, clock=clock), Reading(clock), clock


def operation(seconds: float = 60) -> Inquiry:
    """Open an operation."""
    return Inquiry(Deadline.after(seconds))


async def ticks(count: int = 5) -> None:
    """Let whoever is ready go on."""
    for _ in range(count):
        await asyncio.sleep(0)


def told(inquiry: Inquiry) -> list[tuple[str, str]]:
    """Give an operation's log, in short."""
    return [(one.query, one.cache) for one in inquiry.calls]


async def test_a_walk_is_kept_while_it_is_fresh() -> None:
    """For so many seconds on the source's clock, and not one longer; whoever asks meanwhile causes no call."""
    kept, read, clock = walks(fresh=30)
    first = await kept.get(KEY, NAME, operation(), read)
    clock.seconds += 29.9
    assert await kept.get(KEY, NAME, operation(), read) is first
    assert kept.kept(KEY) is first
    clock.seconds += 0.1
    assert kept.kept(KEY) is None
    assert await kept.get(KEY, NAME, operation(), read) is not first
    assert len(read.plans) == 2


async def test_with_no_freshness_every_operation_reads() -> None:
    """`fresh = 0` keeps nothing."""
    kept, read, _ = walks(fresh=0)
    for _ in range(3):
        await kept.get(KEY, NAME, operation(), read)
    assert len(read.plans) == 3


async def test_who_needs_more_has_it_read_with_what_was_kept() -> None:
    """So that two operations that ask in turn do not undo each other's work."""
    kept, read, _ = walks()
    await kept.get(KEY, NAME, operation(), read)
    await kept.get(KEY, SPACES, operation(), read)
    assert read.plans == [NAME, NAME | SPACES]
    for plan in (NAME, SPACES, NAME | SPACES):
        await kept.get(KEY, plan, operation(), read)
    assert len(read.plans) == 2


async def test_another_key_is_another_walk() -> None:
    """Another filter, venue or language is another answer."""
    kept, read, _ = walks()
    await kept.get(KEY, NAME, operation(), read)
    await kept.get(("/events", "/b", (), ()), NAME, operation(), read)
    assert len(read.plans) == 2


async def test_equal_walks_under_way_are_one() -> None:
    """The log of who led it shows its calls, the logs of those who joined show that they did."""
    kept, read, _ = walks()
    read.gates = [asyncio.Event()]
    leader, follower = operation(), operation()
    first, second = (asyncio.ensure_future(kept.get(KEY, NAME, one, read)) for one in (leader, follower))
    await ticks()
    read.gates[0].set()
    assert await first is await second
    assert len(read.plans) == 1
    assert told(leader) == [("page=1", "MISS"), ("page=2", "MISS")]
    assert told(follower) == [("page=1", "JOINED"), ("page=2", "JOINED")]
    assert all(one.start_ms >= 0 for one in follower.calls)


async def test_a_walk_that_carries_too_little_is_not_joined() -> None:
    """A second one starts, which carries both; the slower, poorer one does not take its place when it is done."""
    kept, read, _ = walks()
    read.gates = [asyncio.Event(), asyncio.Event()]
    poor = asyncio.ensure_future(kept.get(KEY, NAME, operation(), read))
    await ticks()
    rich = asyncio.ensure_future(kept.get(KEY, SPACES, operation(), read))
    await ticks()
    third = asyncio.ensure_future(kept.get(KEY, NAME, operation(), read))
    read.gates[1].set()
    assert (await rich).plan == (await third).plan == NAME | SPACES
    read.gates[0].set()
    assert (await poor).plan == NAME
    assert kept.kept(KEY) is await rich
    assert len(read.plans) == 2


async def test_a_walk_that_may_not_go_as_far_is_not_joined() -> None:
    """Who wants a list only if it is short must not decide for who wants it whole."""
    kept, read, _ = walks()
    read.gates = [asyncio.Event()]
    short = asyncio.ensure_future(kept.get(KEY, NAME, operation(), read, max_pages=2))
    await ticks()
    await kept.get(KEY, NAME, operation(), read)
    assert len(read.plans) == 2
    read.gates[0].set()
    await short
    await kept.get(KEY, NAME, operation(), read, max_pages=2)
    assert len(read.plans) == 2


async def test_a_walk_outlives_one_caller_and_dies_with_the_last() -> None:
    """Cancelling one leaves the others their answer; when nobody waits it is called off, and the next starts anew."""
    kept, read, _ = walks()
    read.gates = [asyncio.Event(), asyncio.Event()]
    first, second = (asyncio.ensure_future(kept.get(KEY, NAME, operation(), read)) for _ in range(2))
    await ticks()
    first.cancel()
    await ticks()
    read.gates[0].set()
    assert (await second).plan == NAME
    kept.forget()
    alone = operation()
    third = asyncio.ensure_future(kept.get(KEY, NAME, alone, read))
    await ticks()
    third.cancel()
    await ticks()
    assert read.ended == ["called off"]
    assert told(alone) == [("page=1", "MISS"), ("page=2", "MISS")]
    assert (await kept.get(KEY, NAME, operation(), read)).plan == NAME


async def test_a_callers_deadline_is_its_own() -> None:
    """It gets TimedOut when its time is up; one with more time gets the answer of the same walk."""
    kept, read, _ = walks()
    read.gates = [asyncio.Event()]
    patient = asyncio.ensure_future(kept.get(KEY, NAME, operation(), read))
    with pytest.raises(TimedOut, match="tiny did not answer within the time there was"):
        await kept.get(KEY, NAME, operation(seconds=0.001), read)
    read.gates[0].set()
    assert (await patient).plan == NAME


async def test_with_no_time_left_nobody_is_asked() -> None:
    """But what is kept is given all the same."""
    kept, read, _ = walks()
    with pytest.raises(TimedOut, match="tiny was not asked, as no time was left"):
        await kept.get(KEY, NAME, operation(seconds=0), read)
    assert read.plans == []
    await kept.get(KEY, NAME, operation(), read)
    assert (await kept.get(KEY, NAME, operation(seconds=0), read)).plan == NAME


async def test_a_fault_is_told_to_each_and_not_kept() -> None:
    """Each caller has a copy of its own, since raising an exception writes into it; the next asks again."""
    kept, read, _ = walks()
    read.gates = [asyncio.Event()]
    read.fault = VendorDown("tiny is down", source="tiny", vendor="tiny", status=503)
    both = [asyncio.ensure_future(kept.get(KEY, NAME, operation(), read)) for _ in range(2)]
    await ticks()
    read.gates[0].set()
    faults = await asyncio.gather(*both, return_exceptions=True)
    assert [str(fault) for fault in faults] == ["tiny is down", "tiny is down"]
    assert faults[0] is not faults[1]
    read.fault = None
    assert (await kept.get(KEY, NAME, operation(), read)).plan == NAME


async def test_a_bug_is_raised_as_it_is() -> None:
    """What nobody expects is not made into a fault of the vendor."""
    kept, read, _ = walks()
    read.fault = ZeroDivisionError("a bug")
    with pytest.raises(ZeroDivisionError, match="a bug"):
        await kept.get(KEY, NAME, operation(), read)


async def test_what_is_forgotten_is_not_kept_by_a_walk_that_began_before() -> None:
    """After a write, what was being read may be older than the write: who waits gets it, nobody else does."""
    kept, read, _ = walks()
    await kept.get(KEY, NAME, operation(), read)
    kept.forget()
    assert kept.kept(KEY) is None
    read.gates = [asyncio.Event(), asyncio.Event()]
    before = asyncio.ensure_future(kept.get(KEY, NAME, operation(), read))
    await ticks()
    kept.forget()
    after = asyncio.ensure_future(kept.get(KEY, NAME, operation(), read))
    await ticks()
    assert len(read.plans) == 3
    assert await after is kept.kept(KEY)
    read.gates[1].set()
    assert await before is not await after
    assert kept.kept(KEY) is await after


async def test_what_is_stale_is_let_go() -> None:
    """A walk nobody asks for again does not stay in memory for ever: the next that is kept clears it away."""
    kept, read, clock = walks(fresh=30)
    read.row = Reading(clock)
    seen = weakref.ref(read.row)
    await kept.get(KEY, NAME, operation(), read)
    read.row = None
    gc.collect()
    assert seen() is not None
    clock.seconds += 30
    await kept.get(("other",), NAME, operation(), read)
    gc.collect()
    assert seen() is None


async def test_rows_answered_from_what_is_kept_are_in_the_log() -> None:
    """As a HIT without duration, once an operation; an operation that made the calls itself has them there already."""
    kept, read, _ = walks()
    made, later = operation(), operation()
    for _ in range(2):
        await kept.get(KEY, NAME, made, read)
        await kept.get(KEY, NAME, later, read)
    assert told(made) == [("page=1", "MISS"), ("page=2", "MISS")]
    assert told(later) == [("page=1", "HIT")]
    assert (later.calls[0].duration_ms, later.calls[0].status, later.calls[0].reason) == (0.0, 200, "walk")


async def test_no_callers_context_reaches_a_walk() -> None:
    """It serves several, so the trace of the one that happened to start it is not its own."""
    kept, read, _ = walks()
    token = TRACE.set("a caller's")
    try:
        await kept.get(KEY, NAME, operation(), read)
    finally:
        TRACE.reset(token)
    assert read.traces == ["none"]


def event(key: str, space: Ref | tuple[Ref, ...] | None) -> Event:
    """Make an event."""
    return Event(Ref(EVENT, "tiny", key), NOON, {"space": space})


def kept_rows(rows: Sequence[Event]) -> Kept:
    """Keep rows."""
    return Kept(NAME, tuple(rows), (), {}, {}, NOON, 0.0)


def test_rows_are_found_by_id_and_by_where_they_lead() -> None:
    """A link may hold one reference, several or none, or be absent."""
    hall, room = Ref(SPACE, "tiny", "1"), Ref(SPACE, "tiny", "2")
    rows = [event("1", hall), event("2", (hall, room)), event("3", None), event("4", ())]
    kept = kept_rows(rows)
    assert kept.by_id()["2"] is rows[1]
    assert kept.by_link("space") == {hall: [rows[0], rows[1]], room: [rows[1]]}
    assert kept.by_link("space") is kept.by_link("space")
    assert kept.by_link("customer") == {}
    assert refs(None) == ()
    assert refs(Ref(CUSTOMER, "tiny", "1")) == (Ref(CUSTOMER, "tiny", "1"),)


def test_rows_that_make_no_sense_stand_apart() -> None:
    """Each with its id, where it has one; the others are translated, in their order."""
    sound = [ResourceObject(Identifier("events", key), {"name": "Gala"}) for key in "12"]
    odd = ResourceObject(Identifier("events", "9"), {"number": "many"})
    unread = BadResponse("a row that cannot be read", source="tiny", vendor="tiny")
    records, broken = split([sound[0], unread, odd, sound[1]], lambda row: translate(EVENT, row, NOON))
    assert [record.ref.id for record in records] == ["1", "2"]
    assert [(key, str(fault)) for key, fault in broken] == [
        (None, "a row that cannot be read"),
        ("9", "tiny sent events 9, whose number cannot be read"),
    ]


async def test_a_walk_longer_than_a_deadline_is_there_for_the_next() -> None:
    """Who runs out of time leaves the walk to go on, so that a large collection is read once and not begun for ever."""
    known, read, _ = walks()
    read.gates = [asyncio.Event()]
    with pytest.raises(TimedOut, match="did not answer within the time there was"):
        await known.get(KEY, NAME, operation(0.01), read)
    assert read.ended == []
    read.gates[0].set()
    assert (await known.get(KEY, NAME, operation(), read)).plan == NAME
    assert len(read.plans) == 1


async def test_closing_calls_off_what_is_under_way() -> None:
    """A source that is closed leaves nothing running."""
    known, read, _ = walks()
    read.gates = [asyncio.Event()]
    with pytest.raises(TimedOut):
        await known.get(KEY, NAME, operation(0.01), read)
    await known.close()
    assert read.ended == ["called off"]
