"""When a new booking is: once, or again by day, week, month or year [002:1089-1170]."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sandbox.locaboo.parameters import Parameters

Times: TypeAlias = tuple[str, str]
"""From and to, H:i."""
Occurrence: TypeAlias = tuple[date, str, str]
"""A day, from and to."""

FULL_DAY: Final[Times] = ("00:00", "23:59")
MOST: Final = 5000
"""Occurrences that the sandbox writes at the most; the document tells no limit."""
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKS: Final = {"week": 1, "biweek": 2, "triweek": 3, "quadweek": 4}


def occurrences(sent: Parameters) -> list[Occurrence]:
    """Read every occurrence of a booking that is to be added, in order. Faults are the parameters' to tell."""
    recurring = sent.choice("recurring", ("0", "1")) == "1"
    first, last = sent.days()
    if "date_from" in sent.faults or "date_to" in sent.faults:
        return []
    found = _recurring(sent, first, last) if recurring else _single(sent, first, last)
    if (last - first).days >= MOST:
        sent.wrong("date_to", f"A booking has {MOST} days at the most.")
        return []
    listed = sorted(found)
    if not listed and not sent.faults:
        sent.wrong("date_to", "No day of the range is booked.")
    return listed


def spread(first: date, last: date, start: str, end: str) -> Iterator[Occurrence]:
    """Book the same times on each of some days; over night where they end before they begin."""
    if end > start:
        yield from ((day, start, end) for day in days(first, last))
        return
    for day in days(first, last):
        yield day, start if day == first else "00:00", end if day == last else "23:59"


def days(first: date, last: date) -> Iterator[date]:
    """Give each day of a range."""
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def check_times(sent: Parameters, first: date, last: date, start: str | None, end: str | None) -> None:
    """Note it as a fault when a booking of one day ends before it begins."""
    if start is not None and end is not None and end <= start and first == last:
        sent.wrong("time_to", "The time_to must be after time_from.")


def _single(sent: Parameters, first: date, last: date) -> Iterable[Occurrence]:
    start, end = sent.time("time_from", required=True), sent.time("time_to", required=True)
    if sent.flag("multi_day"):
        return spread(first, last, *FULL_DAY)
    check_times(sent, first, last, start, end)
    return spread(first, last, start, end) if start and end else ()


def _recurring(sent: Parameters, first: date, last: date) -> Iterable[Occurrence]:
    match sent.choice("recurrence_type", ("day", "week", "month", "year")):
        case "day":
            times = _times(_rule(sent, "daily_recurrence"))
            return ((day, *times) for day in days(first, last)) if times else ()
        case "week":
            return _weekly(sent, first, last)
        case "month":
            return _monthly(_rule(sent, "monthly_recurrence"), first, last)
        case "year":
            return _yearly(_rule(sent, "yearly_recurrence"), first, last)
    return ()


def _rule(sent: Parameters, name: str) -> Parameters:
    sent.map(name, required=True)
    return sent.under(name)


def _times(rule: Parameters) -> Times | None:
    """Read from and to, or the whole day."""
    if rule.flag("full_day"):
        return FULL_DAY
    start, end = rule.time("from", required=True), rule.time("to", required=True)
    if start is not None and end is not None and end <= start:
        rule.wrong("to", "The to must be after from.")
    return (start, end) if start and end else None


def _weekly(sent: Parameters, first: date, last: date) -> Iterator[Occurrence]:
    """Repeat on days of the week, in each, every second, third or fourth week from the first day's on."""
    step = _WEEKS.get(sent.choice("weekly_type_select", tuple(_WEEKS), "week"), 1)
    rules = _rule(sent, "weekly_recurrence")
    wanted: dict[int, list[Times]] = {}
    for key in rules.form:
        rule = rules.under(key)
        weekday, times = rule.choice("day", _WEEKDAYS), _times(rule)
        if weekday in _WEEKDAYS and times is not None:
            wanted.setdefault(_WEEKDAYS.index(weekday), []).append(times)
    monday = first - timedelta(days=first.weekday())
    for day in days(first, last):
        if (day - monday).days // 7 % step == 0:
            yield from ((day, *times) for times in wanted.get(day.weekday(), ()))


def _monthly(rule: Parameters, first: date, last: date) -> Iterator[Occurrence]:
    """Repeat on a day of the month, or on its first to fifth of a weekday, in every so many months from the first."""
    mode, times = rule.choice("mode", ("day", "week")), _times(rule)
    rule.map("days", required=True)
    on = rule.under("days")
    step, day, week, weekday = on.needed_number("month"), 0, 0, ""
    if mode == "day":
        day = on.needed_number("day")
    elif mode == "week":
        week, weekday = on.needed_number("week_number"), on.choice("week_day", _WEEKDAYS)
    if times is None or rule.faults:
        return
    for number, (_, group) in enumerate(groupby(days(first.replace(day=1), last), lambda day: (day.year, day.month))):
        if number % step:
            continue
        month = next(group)
        chosen = day or 1 + (_WEEKDAYS.index(weekday) - month.weekday()) % 7 + 7 * (week - 1)
        if 1 <= chosen <= monthrange(month.year, month.month)[1] and first <= month.replace(day=chosen) <= last:
            yield month.replace(day=chosen), *times


def _yearly(rule: Parameters, first: date, last: date) -> Iterator[Occurrence]:
    """Repeat on a day of every year; 29 February comes in leap years alone."""
    day, month, times = rule.needed_number("day"), rule.needed_number("month"), _times(rule)
    if times is None or rule.faults:
        return
    yield from ((on, *times) for on in days(first, last) if (on.day, on.month) == (day, month))
