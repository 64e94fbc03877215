"""Whether a record passes a filter, and where it stands in an order."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_records import AMSTERDAM, NOON, bookings, customers, events, ranges, spaces

from loaders.clock import dates_only, overlaps, parse_stamp, span
from loaders.match import (
    CREATED_AT,
    NAME,
    REFERENCE,
    STARTS_AT,
    UPDATED_AT,
    Order,
    OrderValue,
    behind,
    first_rows,
    passes,
    passing,
    reads,
    sort,
    value,
)
from loaders.port import Filter
from loaders.records import (
    BOOKING,
    CUSTOMER,
    EVENT,
    SPACE,
    VENUE,
    Allocation,
    Booking,
    BookingStatus,
    Customer,
    Event,
    EventStatus,
    Period,
    Record,
    Ref,
    Space,
    Venue,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

FIFTH = dt.date(2026, 6, 5)
ORDERS = [
    Order(field, descending)
    for field in (STARTS_AT, CREATED_AT, UPDATED_AT, NAME, REFERENCE)
    for descending in (False, True)
]

orders = st.sampled_from(ORDERS)
lists = st.lists(st.one_of(events(), bookings()), max_size=40, unique_by=lambda row: row.ref)
filters = st.builds(
    Filter,
    venues=st.sampled_from((None, frozenset("1"))),
    spaces=st.sampled_from((None, frozenset("2"))),
    event_statuses=st.sampled_from((None, frozenset((EventStatus.CONFIRMED, EventStatus.TENTATIVE)))),
    overlaps=st.one_of(st.none(), ranges()),
    search=st.sampled_from((None, "GAL", "ö")),
    updated_since=st.sampled_from((None, NOON)),
    reference=st.sampled_from((None, "Gala")),
)


def event(key: str = "1", **told: Any) -> Event:
    """Make an event."""
    return Event(Ref(EVENT, "hall", key), NOON, told.pop("links", {}), **told)


def booking(key: str = "1", **told: Any) -> Booking:
    """Make a booking."""
    return Booking(Ref(BOOKING, "hall", key), NOON, told.pop("links", {}), **told)


def between(start: str, stop: str) -> Period:
    """Make a period of 5 June 2026, by wall clocks."""
    starts_at, ends_at = (parse_stamp(f"2026-06-05T{text}", AMSTERDAM) for text in (start, stop))
    return Period(FIFTH, FIFTH, starts_at, ends_at, all_day=False, time_zone=AMSTERDAM.key)


def ids(rows: Sequence[tuple[OrderValue, str, Record]]) -> list[str]:
    """Give the vendor's ids of ordered rows."""
    return [record.ref.id for _, _, record in rows]


# Filters.


def test_an_empty_filter_passes_everything() -> None:
    """None means any, in each part; a venue, too, passes it."""
    assert passes(event(), Filter())
    assert passes(Venue(Ref(VENUE, "hall", "1"), NOON, "Hall", "Europe/Amsterdam"), Filter())


@given(lists, filters)
def test_a_filter_passes_what_passes_all_its_parts(rows: list[Record], wanted: Filter) -> None:
    """Parts are independent: each may be asked alone and the answers put together; the order of rows stays."""
    kept = passing(rows, wanted)
    alone = [Filter(**{part.name: getattr(wanted, part.name)}) for part in fields(Filter)]
    assert kept == [row for row in rows if all(passes(row, part) for part in alone)]
    assert kept == [row for row in rows if passes(row, wanted)]


@given(st.one_of(spaces, customers), st.sampled_from([part.name for part in fields(Filter)]))
def test_a_part_that_a_kind_does_not_have_passes_none_of_it(row: Record, name: str) -> None:
    """A space has no status and a customer no capacity, so what asks for one finds none of them."""
    asked = {
        "overlaps": (NOON, NOON + dt.timedelta(days=9999)),
        "search": "no such name",
        "updated_since": NOON - dt.timedelta(days=9999),
        "reference": "",
        "email": "",
        "min_capacity": 1000,
    }
    assert not passes(row, Filter(**{name: asked.get(name, frozenset(("1",)))}))


def test_venues_customers_and_spaces_are_matched_by_their_links() -> None:
    """By the id the link holds; a link that is absent, or leads nowhere, matches nothing."""
    row = booking(links={VENUE: Ref(VENUE, "hall", "7"), CUSTOMER: Ref(CUSTOMER, "hall", "contacts/9")})
    assert passes(row, Filter(venues=frozenset(("7", "8")), customers=frozenset(("contacts/9",))))
    assert not passes(row, Filter(venues=frozenset("8")))
    assert not passes(replace(row, links={CUSTOMER: None}), Filter(customers=frozenset(("contacts/9",))))
    assert not passes(replace(row, links={}), Filter(venues=frozenset("7")))
    assert passes(event(links={SPACE: Ref(SPACE, "hall", "3")}), Filter(spaces=frozenset("3")))


def test_a_booking_is_in_the_spaces_its_allocations_take() -> None:
    """Any one of them is enough; what is not told takes none."""
    taken = tuple(
        Allocation(None, space, None, None, BookingStatus.CONFIRMED) for space in (None, Ref(SPACE, "hall", "3"))
    )
    assert passes(booking(allocations=taken), Filter(spaces=frozenset("3")))
    assert not passes(booking(allocations=taken), Filter(spaces=frozenset("4")))
    assert not passes(booking(), Filter(spaces=frozenset("3")))


def test_a_booking_touches_a_range_when_one_of_its_allocations_does() -> None:
    """Its own period, the hull of them, counts only where no allocation tells when."""
    morning, evening = between("08:00", "10:00"), between("20:00", "22:00")
    noon = (parse_stamp("2026-06-05T12:00", AMSTERDAM), parse_stamp("2026-06-05T13:00", AMSTERDAM))
    whole = between("08:00", "22:00")
    taken = tuple(Allocation(None, None, period, None, None) for period in (morning, None, evening))
    assert not passes(booking(period=whole, allocations=taken), Filter(overlaps=noon))
    assert passes(booking(period=whole), Filter(overlaps=noon))
    assert passes(booking(period=whole, allocations=(taken[1],)), Filter(overlaps=noon))
    assert not passes(booking(), Filter(overlaps=noon))


@given(events(), ranges())
def test_an_event_touches_a_range_as_its_period_does(row: Event, asked: tuple[dt.datetime, dt.datetime]) -> None:
    """By the one rule for ranges; without a period it touches none."""
    expected = row.period is not None and overlaps(row.period, *asked)
    assert passes(row, Filter(overlaps=asked)) == expected


@pytest.mark.parametrize("status", BookingStatus)
def test_statuses_are_of_a_kind(status: BookingStatus) -> None:
    """Booking statuses ask for bookings with one of them, event statuses for events: the same word is not the same."""
    assert passes(booking(status=status), Filter(booking_statuses=frozenset((status,))))
    assert not passes(event(), Filter(booking_statuses=frozenset(BookingStatus)))
    assert not passes(booking(status=status), Filter(event_statuses=frozenset(EventStatus)))
    assert not passes(booking(status=status), Filter(booking_statuses=frozenset(set(BookingStatus) - {status})))


def test_search_looks_at_what_a_row_is_called() -> None:
    """Whatever its case: names, of bookings the reference too, of customers the company and the address."""
    assert passes(event(name="Straße der Gala"), Filter(search="STRASSE"))
    assert passes(booking(reference="BK-00101"), Filter(search="bk-001"))
    assert not passes(event(description="Gala"), Filter(search="gala"))
    ann = Customer(Ref(CUSTOMER, "hall", "1"), NOON, {}, company="Ann & Co", email="x@y.example", phone="0612345678")
    assert passes(ann, Filter(search="ann & C"))
    assert passes(ann, Filter(search="Y.EXAMPLE"))
    assert not passes(ann, Filter(search="0612345678"))


def test_the_other_parts() -> None:
    """Changed at the moment counts as since; references are exact; addresses whatever case; places at least so many."""
    assert passes(event(updated_at=NOON.astimezone(AMSTERDAM)), Filter(updated_since=NOON))
    assert not passes(event(updated_at=NOON - dt.timedelta(microseconds=1)), Filter(updated_since=NOON))
    assert not passes(event(), Filter(updated_since=NOON))
    assert passes(booking(reference="BK-1"), Filter(reference="BK-1"))
    assert not passes(booking(reference="bk-1"), Filter(reference="BK-1"))
    ann = Customer(Ref(CUSTOMER, "hall", "1"), NOON, {}, email=" Ann@Example.com")
    assert passes(ann, Filter(email="ann@EXAMPLE.com "))
    assert not passes(replace(ann, email=None), Filter(email="ann@example.com"))
    hall = Space(Ref(SPACE, "hall", "1"), NOON, {}, capacity=80)
    assert [passes(hall, Filter(min_capacity=people)) for people in (79, 80, 81)] == [True, True, False]
    assert not passes(replace(hall, capacity=None), Filter(min_capacity=1))


def test_a_vendors_own_kind_has_no_name_to_search() -> None:
    """A search of it finds nothing, and is no error."""
    assert reads("event_temple.groups", Filter(search="x"), None) == frozenset()
    assert not passes(replace(event(), ref=Ref("event_temple.groups", "hall", "1")), Filter(search="x"))


@pytest.mark.parametrize("part", [part.name for part in fields(Filter)])
@pytest.mark.parametrize("kind", [EVENT, BOOKING, CUSTOMER, SPACE])
def test_what_a_filter_looks_at_is_read(kind: str, part: str) -> None:
    """Each part names attributes or links, so that the vendor is asked for them; no part, no names."""
    some = (NOON, NOON) if part == "overlaps" else "x"
    assert reads(kind, Filter(**{part: some}), None)
    assert reads(kind, Filter(), None) == frozenset()


def test_what_an_order_looks_at_is_read() -> None:
    """Together with what the filter does."""
    assert reads(EVENT, Filter(), Order(CREATED_AT)) == {"created_at"}
    assert "period" in reads(BOOKING, Filter(), Order(STARTS_AT))
    assert reads(EVENT, Filter(spaces=frozenset("1")), Order(NAME)) == {"name", "space"}
    assert "allocations" in reads(BOOKING, Filter(spaces=frozenset("1")), None)


# Orders.


@given(lists, orders)
def test_an_order_is_total(rows: list[Record], order: Order) -> None:
    """However the rows came, they stand in the same order, each once."""
    once = ids(sort(rows, order))
    assert ids(sort(reversed(rows), order)) == once
    assert sorted(once) == sorted(row.ref.id for row in rows)


@given(lists, orders)
def test_rows_stand_by_their_value_then_by_their_id(rows: list[Record], order: Order) -> None:
    """Nulls last in both directions, moments by when they are, texts whatever their case, ties by the id one sees."""

    def rank(found: OrderValue) -> Any:
        return (found.casefold(), found) if isinstance(found, str) else found

    ordered = sort(rows, order)
    for (here, here_id, _), (there, there_id, _) in pairwise(ordered):
        if here is None or there is None:
            assert there is None
            assert here is not None or here_id < there_id
        elif rank(here) == rank(there):
            assert here_id < there_id
        else:
            assert (rank(here) > rank(there)) is order.descending


def test_turning_an_order_round_turns_neither_nulls_nor_ties() -> None:
    """Descending, the largest come first; without a value last, and equal ones by ascending global id, as before."""
    rows = [event("1"), event("2", name="B"), event("3", name="A"), event("4", name="A"), event("5")]
    first, second = sorted("34", key=lambda key: event(key).ref.encode())
    without = sorted("15", key=lambda key: event(key).ref.encode())
    assert ids(sort(rows, Order(NAME))) == [first, second, "2", *without]
    assert ids(sort(rows, Order(NAME, descending=True))) == ["2", first, second, *without]


def test_rows_with_dates_only_start_with_their_day() -> None:
    """At the venue: before what starts at ten, after what started the evening before."""
    dated = event("1", period=dates_only(FIFTH, FIFTH, AMSTERDAM))
    early, late = event("2", period=between("00:00", "01:00")), event("3", period=between("10:00", "11:00"))
    assert ids(sort([late, dated, early], Order(STARTS_AT))) == ["1", "2", "3"]
    assert value(dated, STARTS_AT) == parse_stamp("2026-06-05T00:00", AMSTERDAM)


def test_the_hour_that_comes_twice_comes_in_order() -> None:
    """Half past two, the first, stands before a quarter past two, the second."""
    first, second = (
        event(key, created_at=parse_stamp(f"2026-10-25T{text}", AMSTERDAM))
        for key, text in (("1", "02:30+02:00"), ("2", "02:15+01:00"))
    )
    assert ids(sort([second, first], Order(CREATED_AT))) == ["1", "2"]
    assert ids(first_rows([second, first], Order(CREATED_AT), 1)[0]) == ["1"]


@given(lists, orders)
def test_behind_agrees_with_the_order(rows: list[Record], order: Order) -> None:
    """A row is behind all that stand before it, and before all others and itself it is not."""
    ordered = sort(rows, order)
    for at, (found, row_id, _) in enumerate(ordered):
        told = [behind(found, row_id, mark, mark_id, order) for mark, mark_id, _ in ordered]
        assert told == [other < at for other in range(len(ordered))]


@given(lists, orders, st.integers(1, 12))
def test_pages_of_any_size_are_the_order(rows: list[Record], order: Order, size: int) -> None:
    """Page after page gives what sorting all gives, and says that more follow exactly when they do."""
    whole = sort(rows, order)
    pages: list[tuple[OrderValue, str, Record]] = []
    more = True
    while more:
        mark = (pages[-1][0], pages[-1][1]) if pages else None
        page, more = first_rows(iter(rows), order, size, mark)
        assert len(page) == min(size, len(whole) - len(pages))
        pages += page
        assert more == (len(pages) < len(whole))
    assert pages == whole


@given(lists, orders, st.data())
def test_a_mark_counts_when_its_row_is_gone(rows: list[Record], order: Order, data: st.DataObject) -> None:
    """What stands behind a row stands behind its mark, whichever rows went meanwhile, it among them."""
    if not rows:
        return
    gone = data.draw(st.lists(st.sampled_from(rows), max_size=10))
    ordered = sort(rows, order)
    at = data.draw(st.integers(0, len(rows) - 1))
    page, more = first_rows([row for row in rows if row not in gone], order, 100, ordered[at][:2])
    assert page == [row for row in ordered[at + 1 :] if row[2] not in gone]
    assert not more


@given(lists, orders)
def test_what_rows_are_ordered_by_can_be_written_and_read(rows: list[Record], order: Order) -> None:
    """Moments are in UTC, so that a cursor that holds one means the same everywhere."""
    for row in rows:
        found = value(row, order.field)
        assert found is None or isinstance(found, str) or found.tzinfo is dt.UTC
        if order.field == STARTS_AT and isinstance(row, Event | Booking) and row.period is not None:
            assert found == span(row.period)[0]
