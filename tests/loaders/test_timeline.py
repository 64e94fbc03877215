"""A timeline finds what a look at every record would find, and looks at few."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from loaders.match import passing
from loaders.port import Filter
from loaders.records import BOOKING, EVENT, SPACE, Allocation, Booking, Event, Period, Record, Ref
from loaders.timeline import Timeline
from tests.counted import Counted

FIRST = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
DAYS = st.integers(0, 40)
SPANS = st.tuples(DAYS, st.integers(0, 12))


def moment(day: int) -> dt.datetime:
    """Give the first moment of a day, counted from the first."""
    return FIRST + dt.timedelta(days=day)


def period(day: int, length: int, *, dates: bool = False) -> Period:
    """Make a period of so many days; of no length where it is 0 and not of dates alone."""
    start, end = moment(day), moment(day + length)
    known = (None, None) if dates else (start, end)
    return Period(start.date(), end.date(), *known, all_day=dates, time_zone="UTC")


def event(key: int, when: Period | None) -> Event:
    """Make an event."""
    return Event(Ref(EVENT, "tiny", str(key)), FIRST, {}, period=when)


EVENTS = st.builds(
    lambda span, dates: event(0, None if span is None else period(*span, dates=dates)), st.none() | SPANS, st.booleans()
)
BOOKINGS = st.builds(
    lambda own, taken: Booking(
        Ref(BOOKING, "tiny", "0"),
        FIRST,
        {},
        period=None if own is None else period(*own),
        allocations=[Allocation(None, Ref(SPACE, "tiny", "1"), period(*one), None, None) for one in taken],
    ),
    st.none() | SPANS,
    st.lists(SPANS, max_size=3),
)


@given(st.lists(EVENTS | BOOKINGS, max_size=40), SPANS)
async def test_it_finds_what_a_look_at_every_record_finds(
    records: list[Event | Booking], asked: tuple[int, int]
) -> None:
    """In their own order, each once; what it gives besides is sorted out by the same filter."""
    rows = [replace(record, ref=Ref(record.ref.kind, "tiny", str(place))) for place, record in enumerate(records)]
    between = (moment(asked[0]), moment(asked[0] + asked[1]))
    wanted = Filter(overlaps=between)
    found = (await Timeline.of(rows)).around(*between)
    assert passing(found, wanted) == passing(rows, wanted)
    places = [int(record.ref.id) for record in found]
    assert places == sorted(set(places))


async def test_a_day_among_fifty_thousand_rows_is_found_by_looking_at_few() -> None:
    """Also where one row lasts for all the years, and others have no time at all."""
    rows: list[Record] = [event(0, period(0, 10_000)), event(1, None)]
    rows += [event(key, period(key // 10, 1)) for key in range(10, 50_010)]
    timeline = await Timeline.of(rows)
    for day in (1, 2500, 5000):
        Counted.looks = 0
        found = timeline.around(Counted.at(moment(day)), Counted.at(moment(day + 1)))
        assert len(passing(found, Filter(overlaps=(moment(day), moment(day + 1))))) == 11
        assert len(found) <= 21
        assert Counted.looks < 600


async def test_nothing_is_found_where_nothing_is() -> None:
    """Not in an empty list, nor before all rows, nor behind them."""
    assert (await Timeline.of([])).around(moment(0), moment(1)) == []
    timeline = await Timeline.of([event(1, period(5, 1))])
    assert timeline.around(moment(0), moment(5)) == []
    assert timeline.around(moment(7), moment(9)) == []
    assert len(timeline.around(moment(5), moment(6))) == 1
