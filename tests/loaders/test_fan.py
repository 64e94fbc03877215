"""One list over several sources: with an order they are merged."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from memory_source import LISTS, Memory, down, event, keys, operation, question, several, statuses, unreadable, walk
from random_records import AMSTERDAM, NOON, bookings, events

from loaders.clock import dates_only
from loaders.errors import BadInput, NotListable
from loaders.fan import fan, paged
from loaders.match import CREATED_AT, NAME, STARTS_AT, UPDATED_AT, Order, passes, sort
from loaders.port import Capability, Filter, Spot
from loaders.question import Mark
from loaders.records import (
    ALLOCATIONS,
    BOOKING,
    EVENT,
    Allocations,
    Booking,
    BookingStatus,
    Record,
    Ref,
    Rows,
)

FIFTH = dt.date(2026, 6, 5)
BY_NAME = Order(NAME)

orders = st.builds(Order, st.sampled_from((STARTS_AT, CREATED_AT, UPDATED_AT, NAME)), st.booleans())


@given(
    st.lists(st.one_of(events(), bookings()), max_size=30, unique_by=lambda row: row.ref),
    orders,
    st.sampled_from((1, 2, 7, 100)),
)
def test_an_ordered_list_is_the_same_whatever_the_page_size(rows: list[Record], order: Order, first: int) -> None:
    """Pages of any size give all sources' rows in one order, each once."""
    sources = [Memory(name, [row for row in rows if row.ref.source == name]) for name in ("hotel", "park")]
    expected = [f"{row.ref.source} {row.ref.id}" for _, _, row in sort(rows, order)]
    assert asyncio.run(walk(sources, order, first)) == expected


async def test_rows_inserted_between_pages_lose_and_repeat_none() -> None:
    """Those that were there before come once each; new ones come where they belong, if that is still ahead."""
    sources = [Memory("hotel", several("hotel", 20)), Memory("park", several("park", 20))]
    before = await walk(sources, BY_NAME, 100)

    def insert(number: int) -> None:
        sources[number % 2].rows.insert(0, event(sources[number % 2].name, f"new{number}", name=f"Event {number % 3}"))

    after = await walk(sources, BY_NAME, 7, insert)
    assert [one for one in after if one in before] == before
    assert len(set(after)) == len(after) > len(before)


async def test_an_ordered_page_begins_behind_a_row_that_is_gone() -> None:
    """The cursor holds the value and the id, so whatever is deleted, what stands behind it comes, once."""
    source = Memory("hotel", several("hotel", 20))
    whole = await walk([source], BY_NAME, 100)
    first = await fan([source], question(source, order=BY_NAME, first=6), *operation(source))
    gone = {record.ref for record, _ in first.rows}
    source.rows = [row for row in source.rows if row.ref not in gone]
    mark = first.rows[-1][1]
    second = await fan([source], question(source, order=BY_NAME, first=100, after=mark), *operation(source))
    assert keys(second) == whole[6:]


async def test_a_source_that_fails_is_a_gap_and_may_come_back() -> None:
    """The others' rows come, the total is not known; the next page has the rows of the one that is back."""
    hotel, park = Memory("hotel", several("hotel", 9)), Memory("park", several("park", 9))
    whole = await walk([hotel, park], BY_NAME, 100)
    park.fault = down("park")
    first = await fan([hotel, park], question(hotel, park, order=BY_NAME, first=4), *operation(hotel, park))
    assert {record.ref.source for record, _ in first.rows} == {"hotel"}
    assert (statuses(first), first.total, first.reports[1].error) == (["COMPLETE", "FAILED"], None, park.fault)
    park.fault = None
    mark = first.rows[-1][1]
    asked = question(hotel, park, order=BY_NAME, first=100, after=mark)
    second = await fan([hotel, park], asked, *operation(hotel, park))
    assert keys(second) == whole[whole.index(keys(first)[-1]) + 1 :]
    assert (statuses(second), second.total) == (["COMPLETE", "COMPLETE"], 18)


async def test_what_cannot_list_is_not_asked_and_has_no_rows() -> None:
    """A source without the capability is NOT_LISTABLE, as is one that refuses; the total is that of the others."""
    hotel, park, zoo = Memory("hotel", several("hotel", 3)), Memory("park"), Memory("zoo")
    park.capabilities = LISTS - {Capability.LIST_EVENTS}
    zoo.fault = NotListable("event_temple", "events")
    for order in (BY_NAME, None):
        park.asked.clear()
        asked = question(hotel, park, zoo, order=order, count=True)
        page = await fan([hotel, park, zoo], asked, *operation(hotel, park, zoo))
        assert statuses(page) == ["COMPLETE", "NOT_LISTABLE", "NOT_LISTABLE"]
        assert (page.total, page.more, len(page.rows)) == (3, False, 3)
        assert str(page.reports[1].error) == "event_temple has no way to list events"
        assert park.asked == []


async def test_a_vendors_own_kind_needs_no_capability() -> None:
    """It is asked only of sources that have it."""
    source = Memory("hotel", several("hotel", 3))
    source.capabilities = frozenset()
    page = await fan([source], question(source, kind="event_temple.groups"), *operation(source))
    assert len(page.rows) == 3


async def test_a_source_without_a_filter_is_no_part_of_the_list() -> None:
    """It is neither asked nor reported."""
    hotel, park = Memory("hotel", several("hotel", 2)), Memory("park", several("park", 2))
    for order in (BY_NAME, None):
        page = await fan([hotel, park], question(park, order=order), *operation(hotel, park))
        assert (len(page.rows), [report.source.name for report in page.reports]) == (2, ["park"])
    assert hotel.asked == []


async def test_a_report_says_when_and_for_which_days() -> None:
    """When the oldest row was read, and the range asked for where the vendor lists nothing without one."""
    source = Memory("hotel", several("hotel", 1))
    source.covers = (FIFTH, FIFTH)
    for order in (BY_NAME, None):
        (report,) = (await fan([source], question(source, order=order), *operation(source))).reports
        assert (report.as_of, report.covers) == (NOON, (FIFTH, FIFTH))


@pytest.mark.parametrize("order", [BY_NAME, None], ids=["ordered", "in turn"])
async def test_what_the_filter_and_the_order_look_at_is_read(order: Order | None) -> None:
    """Attributes nobody selected are asked for all the same; and the list leaves time for what hangs off its rows."""
    source = Memory("hotel", several("hotel", 1))
    wanted = Filter(search="event", spaces=frozenset("1"))
    loaders, inquiry = operation(source, seconds=100)
    await fan([source], question(source, order=order, wanted=wanted), loaders, inquiry)
    (given,) = source.inquiries
    assert given.selection.reads(EVENT) == {"name", "space"}
    assert given.deadline.left() == 85
    assert inquiry.selection.reads(EVENT) == frozenset()


async def test_rows_and_what_came_along_are_known_from_then_on() -> None:
    """Whoever follows a link to one of them asks nobody."""
    other = event("hotel", "beside")
    for order in (BY_NAME, None):
        for pages in (None, 10):
            source = Memory("hotel", several("hotel", 3), pages=pages)
            source.beside = {other.ref: other}
            loaders, inquiry = operation(source)
            page = await fan([source], question(source, order=order), loaders, inquiry)
            assert loaders.peek(other.ref) is other
            assert all(loaders.peek(record.ref) is record for record, _ in page.rows)


async def test_rows_that_cannot_be_read_are_told() -> None:
    """One fault each, beside the rows that can."""
    for order in (BY_NAME, None):
        source = Memory("hotel", several("hotel", 3))
        source.broken = [unreadable("hotel")]
        page = await fan([source], question(source, order=order), *operation(source))
        assert (len(page.rows), list(page.faults), statuses(page)) == (3, source.broken, ["COMPLETE"])


async def test_a_bug_in_one_source_leaves_no_other_running() -> None:
    """What is no fault is raised, and what was still being asked is called off first."""
    hotel, park = Memory("hotel"), Memory("park")
    hotel.fault = ZeroDivisionError()
    ended: list[str] = []

    async def hang() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("park")

    park.before = hang
    with pytest.raises(ZeroDivisionError):
        await fan([hotel, park], question(hotel, park, order=BY_NAME), *operation(hotel, park))
    assert ended == ["park"]


@pytest.mark.parametrize(
    ("order", "mark"),
    [
        (None, Mark("x", source="hotel", spot=Spot("1", page=0))),
        (None, Mark("x", source="hotel", spot=Spot("1", at=-1))),
        (None, Mark("x", source="hotel", spot=Spot("1", scope=-1))),
        (None, Mark("x", source="hotel")),
        (None, Mark("x", source="zoo", spot=Spot("1"))),
        (Order(CREATED_AT), Mark("x", value="2026-06-05")),
        (Order(CREATED_AT), Mark("x", value=dt.datetime(2026, 6, 5))),  # noqa: DTZ001  # the point
        (BY_NAME, Mark("x", value=NOON)),
        (BY_NAME, replace(Mark("x"), id=5)),  # type: ignore[arg-type]
    ],
)
async def test_a_cursor_that_was_changed_is_refused(order: Order | None, mark: Mark) -> None:
    """Before anyone is asked, by a sentence that says what was expected."""
    source = Memory("hotel", several("hotel", 3), pages=2)
    with pytest.raises(BadInput, match="after: expected a cursor of this list; got one "):
        await fan([source], question(source, order=order, after=mark), *operation(source))
    assert source.asked == []


# Bookings whose period or allocations are told apart from them.


def booking(key: str, day: int | None = None, **links: Ref) -> Booking:
    """Make a booking of a day of June 2026."""
    days = dates_only(dt.date(2026, 6, day), dt.date(2026, 6, day), AMSTERDAM) if day else None
    return Booking(Ref(BOOKING, "park", key), NOON, links, period=days, status=BookingStatus.CONFIRMED)


def apart(source: Memory, key: str, day: int) -> Ref:
    """Have a source tell a booking's period apart from it, and give the reference."""
    ref = Ref(ALLOCATIONS, "park", key)
    source.things[ref] = Allocations(ref, NOON, booking(key, day).period, ())
    return ref


async def test_bookings_are_ordered_by_the_period_that_is_told_apart() -> None:
    """It is looked up in one batch, before the rows are ordered."""
    park = Memory("park")
    park.rows = [
        booking("late", period=apart(park, "1", 20)),
        booking("own", 10),
        booking("early", period=apart(park, "2", 5)),
    ]
    page = await fan([park], question(park, kind=BOOKING, order=Order(STARTS_AT)), *operation(park))
    assert keys(page) == ["park early", "park own", "park late"]
    assert [verb for verb, _ in park.asked] == ["gather", "get"]


async def test_a_period_that_cannot_be_read_spoils_only_its_booking() -> None:
    """The row is there, without a period and so last, and the fault is told; a vendor that is down fails the list."""
    park = Memory("park")
    park.rows = [booking("broken", period=apart(park, "1", 1)), booking("sound", period=apart(park, "2", 5))]
    park.things[Ref(ALLOCATIONS, "park", "1")] = unreadable("park")
    asked = question(park, kind=BOOKING, order=Order(STARTS_AT))
    page = await fan([park], asked, *operation(park))
    assert (keys(page), [str(fault) for fault in page.faults]) == (
        ["park sound", "park broken"],
        ["park sent a row that cannot be read"],
    )
    park.things[Ref(ALLOCATIONS, "park", "1")] = down("park")
    failed = await fan([park], asked, *operation(park))
    assert (list(failed.rows), statuses(failed)) == ([], ["FAILED"])


# Rows found under one reference.


def found(rows: list[Record]) -> Rows:
    """Find rows."""
    return Rows(Ref("event@space", "hotel", "7"), NOON, tuple(rows))


@pytest.mark.parametrize("order", [BY_NAME, Order(NAME, descending=True), None], ids=["up", "down", "in turn"])
async def test_rows_found_under_a_reference_are_paged_alike(order: Order | None) -> None:
    """Filtered, ordered or in the vendor's order, page by page; the total counts those that pass."""
    rows: list[Record] = [*several("hotel", 23)]
    wanted = Filter(search="event 1")
    source = Memory("hotel")
    loaders, _ = operation(source)
    pages: list[str] = []
    mark: Mark | None = None
    more = True
    while more:
        asked = question(source, order=order, after=mark, first=3, wanted=wanted)
        page = await paged(found(rows), source, asked, loaders)
        pages += keys(page)
        mark, more = page.rows[-1][1], page.more
        assert (page.total, page.reports[0].as_of) == (8, NOON)
    kept = [row for row in rows if passes(row, wanted)]
    expected = kept if order is None else [row for _, _, row in sort(kept, order)]
    assert pages == [f"hotel {row.ref.id}" for row in expected]
    assert source.asked == []


async def test_rows_found_that_could_not_be_read_are_told() -> None:
    """Those of the rows, and those of what had to be looked up for the filter."""
    park = Memory("park")
    park.things[Ref(ALLOCATIONS, "park", "1")] = unreadable("park")
    rows = Rows(
        Ref("booking@customer", "park", "7"),
        NOON,
        (booking("1", 5, allocations=Ref(ALLOCATIONS, "park", "1")),),
        faults=(unreadable("park"),),
    )
    asked = question(park, kind=BOOKING, wanted=Filter(overlaps=(NOON - dt.timedelta(20), NOON)))
    page = await paged(rows, park, asked, operation(park)[0])
    assert (keys(page), len(page.faults)) == (["park 1"], 2)


async def test_a_changed_cursor_is_refused_there_too() -> None:
    """With the same sentence."""
    source = Memory("hotel")
    with pytest.raises(BadInput, match="after: expected a cursor of this list"):
        await paged(found([]), source, question(source, after=Mark("x", source="hotel")), operation(source)[0])
