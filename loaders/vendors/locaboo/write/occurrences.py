"""Which days and times a booking that was sent would take, to know it again among those that are there. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeAlias

from loaders.vendors.locaboo.write.when import DAYS_END, MIDNIGHT, Span
from loaders.writes import Weekday

if TYPE_CHECKING:
    from loaders.writes import Monthly, Recurrence, Times, Weekly

Taken: TypeAlias = frozenset[tuple[dt.datetime, dt.datetime]]
"""From when to when something is taken."""

MOST_DAYS: Final = 20_000
"""How many days of a range are looked at, some fifty years."""

_DAY: Final = dt.timedelta(days=1)
_WEEK: Final = tuple(Weekday)


def is_span(span: Span, taken: Taken) -> bool:
    """Tell whether a booking that does not repeat takes this: the vendor may write one instance, or one a day."""
    ends = {end for _, end in taken}
    days = {day for start, end in taken for day in _days(start.date(), end.date())}
    return bool(taken) and (
        min(start for start, _ in taken) == span.start
        and max(ends) == span.end
        and days == set(_days(*span.days))
        and (len(taken) == 1 or all(start.date() == end.date() for start, end in taken))
    )


def likeness(recurrence: Recurrence, span: Span, taken: Taken) -> int:
    """Tell how well a booking that repeats takes this: 2 as it reads, 1 in other weeks or months, 0 not at all.

    From which week or month on every second, third and so on is counted is not documented.
    """
    if taken == frozenset(_repeated(recurrence, span)):
        return 2 if taken else 0
    skips = (recurrence.weekly is not None and recurrence.weekly.every > 1) or (
        recurrence.monthly is not None and recurrence.monthly.every_months > 1
    )
    return int(skips and bool(taken) and taken <= frozenset(_repeated(recurrence, span, every=True)))


def _repeated(recurrence: Recurrence, span: Span, *, every: bool = False) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    first, last = span.days
    for day in _days(first, last):
        for times in _on(recurrence, first, day, every=every):
            start = MIDNIGHT if times.full_day else dt.time.fromisoformat(times.from_ or "")
            end = DAYS_END if times.full_day else dt.time.fromisoformat(times.to or "")
            yield dt.datetime.combine(day, start), dt.datetime.combine(day, end)


def _on(recurrence: Recurrence, first: dt.date, day: dt.date, *, every: bool) -> Iterable[Times]:
    """Give the times of a day; with `every` no week or month is passed over."""
    if recurrence.daily is not None:
        return (recurrence.daily,)
    if recurrence.weekly is not None:
        return _weekly(recurrence.weekly, first, day, every=every)
    if recurrence.monthly is not None:
        return (recurrence.monthly,) if _is_monthly(recurrence.monthly, first, day, every=every) else ()
    yearly = recurrence.yearly
    return (yearly,) if yearly is not None and (day.day, day.month) == (yearly.day, yearly.month) else ()


def _weekly(weekly: Weekly, first: dt.date, day: dt.date, *, every: bool) -> Iterable[Times]:
    weeks = (day - (first - first.weekday() * _DAY)).days // 7
    if weeks % weekly.every and not every:
        return ()
    return (times for times in weekly.days if times.day is _WEEK[day.weekday()])


def _is_monthly(monthly: Monthly, first: dt.date, day: dt.date, *, every: bool) -> bool:
    months = (day.year - first.year) * 12 + day.month - first.month
    if months % monthly.every_months and not every:
        return False
    if monthly.day_of_month is not None:
        return day.day == monthly.day_of_month
    return monthly.weekday is _WEEK[day.weekday()] and (day.day - 1) // 7 + 1 == monthly.week


def _days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    return islice((first + number * _DAY for number in range((last - first).days + 1)), MOST_DAYS)
