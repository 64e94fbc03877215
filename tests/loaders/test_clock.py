"""What wall clocks mean, and what a period fills."""

from __future__ import annotations

import datetime as dt
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_records import AMSTERDAM, days, moments, periods, ranges, walls, zones

from loaders.clock import at, dates_only, hull, local, overlaps, parse_stamp, shown, span, start_of, utc
from loaders.records import Period

MINUTE = dt.timedelta(minutes=1)
TORONTO = ZoneInfo("America/Toronto")
FIFTH = dt.date(2026, 6, 5)


def wall(text: str) -> dt.datetime:
    """Read a naive wall clock."""
    return dt.datetime.fromisoformat(text)


def timed(start: str | None, end: str | None, zone: ZoneInfo = AMSTERDAM) -> Period:
    """Make a period on 5 June 2026 and later, of moments that may not be known."""
    starts_at = parse_stamp(start, zone) if start else None
    ends_at = parse_stamp(end, zone) if end else None
    first = starts_at.date() if starts_at else FIFTH
    return Period(first, ends_at.date() if ends_at else first, starts_at, ends_at, all_day=False, time_zone=zone.key)


def test_a_wall_clock_in_a_gap_is_moved_forward() -> None:
    """Half past two does not come on the day clocks go forward: it is half past three."""
    assert local(wall("2026-03-29T02:30"), AMSTERDAM).isoformat() == "2026-03-29T03:30:00+02:00"
    assert at(dt.date(2026, 3, 29), 9000, AMSTERDAM).isoformat() == "2026-03-29T03:30:00+02:00"


@pytest.mark.parametrize("fold", [0, 1])
def test_a_wall_clock_that_comes_twice_means_the_first(fold: int) -> None:
    """Half past two on the day clocks go back is the earlier one, whatever a naive clock says of itself."""
    twice = wall("2026-10-25T02:30").replace(fold=fold)
    assert local(twice, AMSTERDAM).isoformat() == "2026-10-25T02:30:00+02:00"


@given(walls, zones)
def test_a_clock_shows_what_was_read_from_it(naive: dt.datetime, zone: ZoneInfo) -> None:
    """Outside a gap the moment's wall clock is the one given; in a gap, which no clock shows, it is later."""
    moment = local(naive, zone)
    if moment.replace(tzinfo=None, fold=0) != naive:
        assert moment.replace(tzinfo=None) > naive
        shows = {utc(moment) + minutes * MINUTE for minutes in range(-180, 180)}
        assert naive not in {one.astimezone(zone).replace(tzinfo=None) for one in shows}


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0, "2026-06-05T00:00:00+02:00"), (30_600, "2026-06-05T08:30:00+02:00"), (86_400, "2026-06-06T00:00:00+02:00")],
)
def test_seconds_of_a_day_are_those_of_its_wall_clock(seconds: int, expected: str) -> None:
    """The end of the day is midnight of the next."""
    assert at(FIFTH, seconds, AMSTERDAM).isoformat() == expected


def test_seconds_of_a_day_with_a_gap_count_what_the_clock_shows() -> None:
    """Nine o'clock is nine o'clock, though only eight hours have gone by since midnight."""
    assert at(dt.date(2026, 3, 29), 9 * 3600, AMSTERDAM).isoformat() == "2026-03-29T09:00:00+02:00"


def test_a_day_may_begin_at_one() -> None:
    """Where clocks go forward at midnight the first moment of the day is one o'clock."""
    assert start_of(dt.date(2022, 3, 27), ZoneInfo("Asia/Beirut")).isoformat() == "2022-03-27T01:00:00+03:00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-06-05T12:00:00Z", "2026-06-05T14:00:00+02:00"),
        ("2026-06-05T12:00:00.123-04:00", "2026-06-05T18:00:00.123000+02:00"),
        ("2026-06-05T12:00", "2026-06-05T12:00:00+02:00"),
        ("2026-10-25T01:30:00Z", "2026-10-25T02:30:00+01:00"),
    ],
)
def test_a_stamp_is_read_with_its_offset_or_as_a_wall_clock(text: str, expected: str) -> None:
    """An offset counts; without one the zone's wall clock is meant."""
    assert parse_stamp(text, AMSTERDAM).isoformat() == expected


@pytest.mark.parametrize("text", ["", "yesterday", "2026-02-30T00:00:00Z", "2026-06-05T25:00", "0001-01-01T00:00:00Z"])
def test_what_is_no_stamp_is_refused(text: str) -> None:
    """Nor is a moment before the zone's first year one: ValueError, and nothing else."""
    with pytest.raises(ValueError):  # noqa: PT011  # Python's own sentence, or ours; both are for the log
        parse_stamp(text, TORONTO)


@pytest.mark.parametrize("zone", [AMSTERDAM, TORONTO, ZoneInfo("Pacific/Kiritimati")], ids=str)
@pytest.mark.parametrize("day", [dt.date.min, dt.date.max])
def test_the_ends_of_the_calendar_break_nothing(day: dt.date, zone: ZoneInfo) -> None:
    """Vendors write 0001-01-01 and 9999-12-31 for never and for ever; their periods fill something all the same."""
    start, end = span(dates_only(day, day, zone))
    assert start <= end
    assert at(day, 86_400, zone).year == day.year
    assert at(day, -1, zone).year == day.year
    assert utc(start_of(day, zone)).tzinfo is dt.UTC
    assert overlaps(dates_only(dt.date.min, dt.date.max, zone), *map(utc, (start_of(FIFTH, zone), at(FIFTH, 60, zone))))
    for last in (dt.datetime.min, dt.datetime.max):  # noqa: DTZ901  # given a zone in the next line
        assert shown(last.replace(tzinfo=dt.UTC), zone) == last.replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        (dates_only(FIFTH, dt.date(2026, 6, 8), AMSTERDAM), "2026-06-05T00:00+02:00", "2026-06-08T00:00+02:00"),
        (dates_only(FIFTH, FIFTH, AMSTERDAM), "2026-06-05T00:00+02:00", "2026-06-06T00:00+02:00"),
        (dates_only(FIFTH, dt.date(2026, 6, 1), AMSTERDAM), "2026-06-05T00:00+02:00", "2026-06-06T00:00+02:00"),
        (
            dates_only(dt.date(2026, 3, 29), dt.date(2026, 3, 30), AMSTERDAM),
            "2026-03-29T00:00+01:00",
            "2026-03-30T00:00+02:00",
        ),
        (timed("2026-06-05T10:00", "2026-06-05T12:00"), "2026-06-05T10:00+02:00", "2026-06-05T12:00+02:00"),
        (timed("2026-06-05T10:00", None), "2026-06-05T10:00+02:00", "2026-06-05T10:00+02:00"),
        (timed(None, "2026-06-05T12:00"), "2026-06-05T00:00+02:00", "2026-06-05T12:00+02:00"),
        (timed("2026-06-05T10:00", "2026-06-05T09:00"), "2026-06-05T10:00+02:00", "2026-06-05T10:00+02:00"),
        (
            timed("2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00"),
            "2026-10-25T02:30+02:00",
            "2026-10-25T02:30+01:00",
        ),
    ],
    ids=["dates", "one day", "dates the wrong way", "a short day", "moments", "start", "end", "backwards", "twice"],
)
def test_a_period_fills(period: Period, start: str, end: str) -> None:
    """Dates fill days up to the last, equal dates that day; no known end, or one before the start, is no length."""
    assert span(period) == (dt.datetime.fromisoformat(start), dt.datetime.fromisoformat(end))


@given(periods())
def test_a_span_is_ordered_in_utc_and_worked_out_once(period: Period) -> None:
    """What is compared is compared in UTC, since Python compares two moments of one zone by their wall clocks."""
    start, end = span(period)
    assert start <= end
    assert (start.tzinfo, end.tzinfo) == (dt.UTC, dt.UTC)
    assert span(period) is span(period)
    assert "span" not in repr(period)


@given(periods(), ranges(), st.floats(0, 1))
def test_a_range_cut_in_two_matches_as_the_whole(
    period: Period, between: tuple[dt.datetime, dt.datetime], share: float
) -> None:
    """Ranges are half-open: of two that follow each other at least one matches what the whole matches, and no more."""
    from_, to = map(utc, between)
    cut = from_ + (to - from_) * share
    parts = [part for part in ((from_, cut), (cut, to)) if part[0] < part[1]]
    assert overlaps(period, from_, to) == any(overlaps(period, *part) for part in parts)


@given(periods(), st.integers(1, 2000), zones)
def test_a_period_touches_neither_what_ends_at_its_start_nor_what_starts_at_its_end(
    period: Period, minutes: int, zone: ZoneInfo
) -> None:
    """It touches the range that begins at its start, in whatever zone the range is given."""
    start, end = span(period)
    length = minutes * MINUTE
    assert overlaps(period, shown(start, zone), shown(start + length, zone))
    assert not overlaps(period, shown(start - length, zone), shown(start, zone))
    if end > start:
        assert not overlaps(period, shown(end, zone), shown(end + length, zone))


@given(zones.flatmap(lambda zone: st.lists(periods(zone), min_size=1, max_size=4)))
def test_a_hull_fills_from_the_first_start_to_the_last_end(some: list[Period]) -> None:
    """Whatever is known of the periods, days or moments, nothing of them is cut off and nothing is added."""
    for ordered in permutations(some):
        whole = hull(list(ordered))
        assert whole is not None
        assert span(whole) == (min(span(p)[0] for p in some), max(span(p)[1] for p in some))


@given(periods())
def test_a_hull_of_one_is_it(period: Period) -> None:
    """And of none there is none."""
    assert hull([period]) == hull([period, period]) == period
    assert hull([]) is None


def test_a_hull_of_days_ends_behind_the_last() -> None:
    """Two bookings of one day each, the 5th and the 6th, fill both days: the hull's last date is the 7th."""
    sixth = dt.date(2026, 6, 6)
    whole = hull([dates_only(sixth, sixth, AMSTERDAM), dates_only(FIFTH, FIFTH, AMSTERDAM)])
    assert whole == dates_only(FIFTH, dt.date(2026, 6, 7), AMSTERDAM)


@given(days, days, zones)
def test_dates_only_are_all_day(first: dt.date, last: dt.date, zone: ZoneInfo) -> None:
    """Their moments are unknown, their zone is told."""
    period = dates_only(first, last, zone)
    assert (period.starts_at, period.ends_at, period.all_day, period.time_zone) == (None, None, True, zone.key)


@given(moments)
def test_a_moment_stays_the_same_in_utc(moment: dt.datetime) -> None:
    """Only how it is written changes."""
    assert utc(moment) - moment.astimezone(dt.UTC) == dt.timedelta()
