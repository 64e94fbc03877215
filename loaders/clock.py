"""From what a vendor writes to moments, and back to what a range covers.

A wall clock in a gap (clocks go forward) is moved forward; in an overlap (clocks go back) the earlier offset is taken.

Python compares two moments of one zone by their wall clocks, which is wrong for the hour that comes twice. So whatever
is compared here is compared in UTC.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from loaders.records import Period

DAY: Final = dt.timedelta(days=1)

FIRST: Final = dt.datetime.min.replace(tzinfo=dt.UTC)
LAST: Final = dt.datetime.max.replace(tzinfo=dt.UTC)


def at(day: dt.date, seconds: int, zone: ZoneInfo) -> dt.datetime:
    """Give the moment at which a venue's wall clock shows so many seconds after midnight of a day.

    Args:
        day: the calendar day.
        seconds: seconds of the day as the wall clock counts them; 86400 is midnight at its end.
        zone: the venue's zone.

    """
    midnight = dt.datetime.combine(day, dt.time())
    try:
        return local(midnight + dt.timedelta(seconds=seconds), zone)
    except OverflowError:
        return shown(FIRST if seconds < 0 else LAST, zone)


def local(wall: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """Give the moment a naive wall clock means in a zone."""
    moment = wall.replace(tzinfo=zone, fold=0)
    try:
        return moment.astimezone(dt.UTC).astimezone(zone)
    except OverflowError:  # in the first or the last hours there are, where no clock is changed
        return moment


def utc(moment: dt.datetime) -> dt.datetime:
    """Give a moment in UTC, where moments can be compared; what no UTC date can be written for, as the nearest."""
    try:
        return moment.astimezone(dt.UTC)
    except OverflowError:
        return FIRST if moment.year == dt.MINYEAR else LAST


def shown(moment: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """Give a moment as a zone's clocks show it; in UTC where the zone has no date for it."""
    try:
        return moment.astimezone(zone)
    except OverflowError:
        return utc(moment)


def start_of(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    """Give the first moment of a day in a zone."""
    return _midnight(day, zone)


@lru_cache(maxsize=4096)
def _midnight(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    return at(day, 0, zone)


def parse_stamp(text: str, zone: ZoneInfo) -> dt.datetime:
    """Read an ISO 8601 date-time; without an offset it is the zone's wall clock.

    Raises:
        ValueError: it is not one, or of no year that can be written in the zone.

    """
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        return local(moment, zone)
    try:
        return moment.astimezone(zone)
    except OverflowError:
        raise ValueError("expected a date-time from year 1 to 9999") from None


def dates_only(start: dt.date, end: dt.date, zone: ZoneInfo) -> Period:
    """Make the period of a thing that knows only dates."""
    return Period(start, end, None, None, all_day=True, time_zone=zone.key)


def span(period: Period) -> tuple[dt.datetime, dt.datetime]:
    """Give the half-open span of moments a period fills, in UTC; worked out once a period.

    Dates alone fill the days from the first up to, not including, the last; equal dates fill that day. What starts at a
    moment and ends at none told, on the same day, has no length; nor has what ends before it starts.
    """
    known = period.span
    if known is None:
        known = _span(period)
        object.__setattr__(period, "span", known)
    return known


def _span(period: Period) -> tuple[dt.datetime, dt.datetime]:
    zone = ZoneInfo(period.time_zone)
    start = utc(period.starts_at or start_of(period.start_date, zone))
    if period.ends_at is not None:
        end = utc(period.ends_at)
    elif period.starts_at is not None and period.end_date == period.start_date:
        end = start
    else:
        end = utc(start_of(_day_behind(period), zone))
    return start, max(start, end)


def _day_behind(period: Period) -> dt.date:
    """Give the first day that dates alone do not fill."""
    if period.end_date > period.start_date:
        return period.end_date
    return period.start_date + DAY if period.start_date < dt.date.max else dt.date.max


def overlaps(period: Period, from_: dt.datetime, to: dt.datetime) -> bool:
    """Tell whether a period touches the half-open range; a thing without length matches when from <= start < to."""
    start, end = span(period)
    if start == end:
        return from_ <= start < to
    return start < to and end > from_


def hull(periods: list[Period]) -> Period | None:
    """Give the period from the first start to the last end; None of none."""
    if not periods:
        return None
    first = min(periods, key=lambda period: span(period)[0])
    last = max(periods, key=lambda period: span(period)[1])
    if first == last:
        return first
    ends_at, end_date = _end(last)
    return Period(
        first.start_date,
        end_date,
        first.starts_at,
        ends_at,
        all_day=all(period.all_day for period in periods),
        time_zone=first.time_zone,
    )


def _end(last: Period) -> tuple[dt.datetime | None, dt.date]:
    """Give how the end of a period is written in one that begins before it: its moment, or the day behind it."""
    start, end = span(last)
    if last.ends_at is not None and (end > start or last.starts_at is None):
        return last.ends_at, last.end_date
    if last.starts_at is not None and end == start:
        return last.starts_at, last.start_date
    return None, _day_behind(last)
