"""Free slots, derived from what occupies a space."""

from __future__ import annotations

import datetime as dt
from itertools import islice
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from random_records import AMSTERDAM, NOON, zones

from loaders.availability import occupied, slots, written
from loaders.clock import dates_only, parse_stamp
from loaders.records import EVENT, SPACE_BLOCK, Booking, Event, EventStatus, Period, Ref, SpaceBlock, SpaceBlockKind

START = dt.datetime(2026, 10, 24, 20, 0, tzinfo=dt.UTC)
"""So that a range of a day holds the hour that comes twice."""
MINUTE = dt.timedelta(minutes=1)
FIFTH = dt.date(2026, 6, 5)


def moment(text: str) -> dt.datetime:
    """Read a wall clock of 5 June 2026."""
    return parse_stamp(f"2026-06-05T{text}", AMSTERDAM)


def free(taken: list[tuple[str, str]], minutes: int, from_: str = "08:00", to: str = "18:00") -> list[tuple[str, str]]:
    """Give the free slots of a day, as wall clocks."""
    spans = [(moment(start), moment(stop)) for start, stop in taken]
    found = slots(spans, moment(from_), moment(to), minutes, AMSTERDAM)
    return [(f"{start:%H:%M}", f"{stop:%H:%M}") for start, stop in found]


def test_slots_stand_end_to_end_in_each_gap() -> None:
    """They begin where the gap does, and what is too short for one is left."""
    assert free([("10:00", "11:30"), ("13:00", "17:30")], 60) == [
        ("08:00", "09:00"),
        ("09:00", "10:00"),
        ("11:30", "12:30"),
    ]


def test_what_overlaps_or_lies_outside_takes_no_more_than_it_fills() -> None:
    """Spans may contain each other, reach over the range's ends, and come in any order."""
    taken = [("16:00", "23:00"), ("09:00", "15:00"), ("10:00", "11:00"), ("05:00", "08:30"), ("19:00", "20:00")]
    assert free(taken, 30) == [("08:30", "09:00"), ("15:00", "15:30"), ("15:30", "16:00")]


def test_a_slot_that_fits_exactly_is_free() -> None:
    """Ranges are half-open: what ends when a slot begins does not take it."""
    assert free([("07:00", "08:00"), ("09:00", "18:00")], 60) == [("08:00", "09:00")]


def test_no_slot_runs_across_what_has_no_length() -> None:
    """An event whose end is not known takes no time, but no slot has it in its midst."""
    assert free([("09:30", "09:30")], 60, to="11:00") == [("08:00", "09:00"), ("09:30", "10:30")]


def test_slots_are_as_long_as_asked_when_clocks_go_back() -> None:
    """The hour that comes twice holds two slots of an hour, told apart by their offsets."""
    from_, to = (parse_stamp(f"2026-10-25T0{hour}:00:00+00:00", AMSTERDAM) for hour in (0, 2))
    assert [start.isoformat() for start, _ in slots([], from_, to, 60, AMSTERDAM)] == [
        "2026-10-25T02:00:00+02:00",
        "2026-10-25T02:00:00+01:00",
    ]


def test_what_is_longer_than_the_range_is_no_slot() -> None:
    """Nor is it an error, however long it is."""
    assert free([], 2**31) == []


def test_the_last_hours_of_the_calendar_break_nothing() -> None:
    """A slot that no clock of the zone can show is given in UTC."""
    to = dt.datetime.max.replace(tzinfo=dt.UTC)
    found = list(slots([], to - 3 * 60 * MINUTE, to, 60, AMSTERDAM))
    assert len(found) == 3
    assert {stop - start for start, stop in found} == {60 * MINUTE}


def test_a_long_range_is_not_worked_out_further_than_it_is_read() -> None:
    """The first slots of a thousand years come at once."""
    found = slots([], NOON, NOON + dt.timedelta(days=365_000), 1, AMSTERDAM)
    assert len(list(islice(found, 5))) == 5


spans = st.builds(
    lambda start, length: (START + start * MINUTE, START + (start + length) * MINUTE),
    st.integers(-200, 1500),
    st.integers(1, 400),
)


@given(st.lists(spans, max_size=8), st.integers(1, 300), st.integers(0, 100), zones)
def test_slots_tile_the_free_time(
    taken: list[tuple[dt.datetime, dt.datetime]], length: int, offset: int, zone: ZoneInfo
) -> None:
    """By the minute: slots hold free minutes only, none overlap, and no run that is left would hold another."""
    minutes = 1440
    from_ = START + offset * MINUTE
    busy = [any(start <= from_ + at * MINUTE < stop for start, stop in taken) for at in range(minutes)]
    found = list(
        slots([(start.astimezone(zone), stop) for start, stop in taken], from_, from_ + minutes * MINUTE, length, zone)
    )
    covered = list(busy)
    for start, stop in found:
        first, last = ((one.astimezone(dt.UTC) - from_) // MINUTE for one in (start, stop))
        assert last - first == length
        assert not any(covered[first:last])
        covered[first:last] = [True] * length
    longest = max((len(run) for run in "".join("x" if one else "." for one in covered).split("x")), default=0)
    assert longest < length


@given(st.lists(spans, max_size=6), st.integers(1, 300))
def test_the_order_of_what_is_taken_changes_nothing(taken: list[tuple[dt.datetime, dt.datetime]], length: int) -> None:
    """Nor does saying it twice."""
    to = START + 1440 * MINUTE
    once = list(slots(taken, START, to, length, AMSTERDAM))
    assert list(slots([*reversed(taken), *taken], START, to, length, AMSTERDAM)) == once


def event(status: EventStatus, period: Period | None = None) -> Event:
    """Make an event."""
    return Event(Ref(EVENT, "hall", "1"), NOON, {}, status=status, period=period)


def test_all_but_cancelled_events_occupy() -> None:
    """Tentative ones do; what has no known period cannot; blocks of every kind do; other records do not."""
    day = dates_only(FIFTH, FIFTH, AMSTERDAM)
    for status in EventStatus:
        assert len(occupied([event(status, day)])) == (status is not EventStatus.CANCELLED)
    assert occupied([event(EventStatus.CONFIRMED), Booking(Ref("booking", "hall", "1"), NOON, {}, period=day)]) == []
    for kind in SpaceBlockKind:
        block = SpaceBlock(Ref(SPACE_BLOCK, "hall", "1"), NOON, {}, kind, None, day, editable=False)
        ((start, stop),) = occupied([block])
        assert stop - start == dt.timedelta(days=1)


def test_what_is_asked_of_a_vendor_is_written_into_the_id() -> None:
    """Length, range and space, apart by bars; the space stands last, whatever characters it has."""
    assert (
        written("a|b", moment("08:00"), moment("09:30"), 45)
        == "45|2026-06-05T08:00:00+02:00|2026-06-05T09:30:00+02:00|a|b"
    )
