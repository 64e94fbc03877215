"""From what a vendor writes to moments, and back to what a range covers.

A wall clock in a gap (clocks go forward) is moved forward; in an overlap (clocks go back) the earlier offset is taken.
"""

from __future__ import annotations

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

from loaders.records import Period

DAY: Final = dt.timedelta(days=1)


def at(day: dt.date, seconds: int, zone: ZoneInfo) -> dt.datetime:
    """Give the moment at which a venue's wall clock shows so many seconds after midnight of a day.

    Args:
        day: the calendar day.
        seconds: seconds of the day as the wall clock counts them; 86400 is midnight at its end.
        zone: the venue's zone.

    """
    wall = dt.datetime.combine(day, dt.time()) + dt.timedelta(seconds=seconds)
    return local(wall, zone)


def local(wall: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """Give the moment a naive wall clock means in a zone."""
    return wall.replace(tzinfo=zone).astimezone(dt.UTC).astimezone(zone)


def start_of(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    """Give the first moment of a day in a zone."""
    return at(day, 0, zone)


def parse_stamp(text: str, zone: ZoneInfo) -> dt.datetime:
    """Read an ISO 8601 date-time; without an offset it is the zone's wall clock.

    Raises:
        ValueError: it is not one.

    """
    moment = dt.datetime.fromisoformat(text)
    return local(moment, zone) if moment.tzinfo is None else moment.astimezone(zone)


def dates_only(start: dt.date, end: dt.date, zone: ZoneInfo) -> Period:
    """Make the period of a thing that knows only dates."""
    return Period(start, end, None, None, all_day=True, time_zone=zone.key)


def span(period: Period) -> tuple[dt.datetime, dt.datetime]:
    """Give the half-open span of moments a period fills.

    Dates alone fill the days from the first up to, not including, the last; equal dates fill that day.
    """
    zone = ZoneInfo(period.time_zone)
    start = period.starts_at or start_of(period.start_date, zone)
    if period.ends_at is not None:
        return start, period.ends_at
    if period.starts_at is not None and period.end_date == period.start_date:
        return start, start
    last = period.end_date if period.end_date > period.start_date else period.start_date + DAY
    return start, start_of(last, zone)


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
    return Period(
        first.start_date,
        last.end_date,
        first.starts_at,
        last.ends_at,
        all_day=all(period.all_day for period in periods),
        time_zone=first.time_zone,
    )
