"""How a booking repeats: what is wrong with a rule, and what is sent of it [002:1089-1171]. Pure.

Days and months are two digits, weekdays three letters; `full_day` stands where the document's examples have it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, TypeGuard

from loaders.errors import Blame
from loaders.vendors.locaboo.write.form import Part, flag, quoted
from loaders.writes import Daily, Monthly, Recurrence, Times, Weekly, Yearly

if TYPE_CHECKING:
    from loaders.vendors.locaboo.write.form import Path

REPEATS: Final = ("week", "biweek", "triweek", "quadweek")
"""What every first to fourth week is called."""

MOST_MONTHS: Final = 12
MOST_WEEKS: Final = 5
MOST_DAYS: Final = 31

_TIME: Final = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
_LEAP_YEAR: Final = 2024
_AT: Final = ("recurrence",)


def rules(recurrence: Recurrence) -> Iterator[tuple[Path, Times]]:
    """Give everything that has times, with its place."""
    for name in ("daily", "monthly", "yearly"):
        rule: Times | None = getattr(recurrence, name)
        if rule is not None:
            yield (*_AT, name), rule
    for index, day in enumerate(recurrence.weekly.days if recurrence.weekly is not None else ()):
        yield (*_AT, "weekly", "days", str(index)), day


def faults(recurrence: Recurrence) -> Iterator[Blame]:
    """Say what is wrong with a rule."""
    given = [one for one in (recurrence.daily, recurrence.weekly, recurrence.monthly, recurrence.yearly) if one]
    if len(given) != 1:
        yield Blame(_AT, f"One of daily, weekly, monthly and yearly is expected; got {len(given)}.")
    for path, rule in rules(recurrence):
        yield from _times(path, rule)
    if recurrence.weekly is not None:
        yield from _weekly(recurrence.weekly)
    if recurrence.monthly is not None:
        yield from _monthly(recurrence.monthly)
    if recurrence.yearly is not None:
        yield from _yearly(recurrence.yearly)


def parts(recurrence: Recurrence) -> Iterator[Part]:
    """Give what is sent of a rule that has no faults."""
    if (daily := recurrence.daily) is not None:
        yield from _rule("day", "daily", daily)
    if (weekly := recurrence.weekly) is not None:
        yield from _weekly_parts(weekly)
    if (monthly := recurrence.monthly) is not None:
        yield from _monthly_parts(monthly)
    if (yearly := recurrence.yearly) is not None:
        yield Part("recurrence_type", "year", (*_AT, "yearly"))
        yield Part("yearly_recurrence[day]", f"{yearly.day:02d}", (*_AT, "yearly", "day"))
        yield Part("yearly_recurrence[month]", f"{yearly.month:02d}", (*_AT, "yearly", "month"))
        yield from _sent_times("yearly_recurrence", (*_AT, "yearly"), yearly)


def _rule(kind: str, name: str, rule: Daily) -> Iterator[Part]:
    yield Part("recurrence_type", kind, (*_AT, name))
    yield from _sent_times(f"{name}_recurrence", (*_AT, name), rule)


def _weekly_parts(weekly: Weekly) -> Iterator[Part]:
    path = (*_AT, "weekly")
    yield Part("recurrence_type", "week", path)
    yield Part("weekly_type_select", REPEATS[weekly.every - 1], (*path, "every"))
    for index, day in enumerate(weekly.days):
        name, at = f"weekly_recurrence[{index}]", (*path, "days", str(index))
        yield Part(f"{name}[day]", day.day.value.lower(), (*at, "day"))
        yield from _sent_times(name, at, day, zero=False)


def _monthly_parts(monthly: Monthly) -> Iterator[Part]:
    path = (*_AT, "monthly")
    yield Part("recurrence_type", "month", path)
    if monthly.day_of_month is not None:
        yield Part("monthly_recurrence[mode]", "day", (*path, "day_of_month"))
        yield Part("monthly_recurrence[days][day]", f"{monthly.day_of_month:02d}", (*path, "day_of_month"))
    elif monthly.weekday is not None:
        yield Part("monthly_recurrence[mode]", "week", (*path, "week"))
        yield Part("monthly_recurrence[days][week_number]", str(monthly.week), (*path, "week"))
        yield Part("monthly_recurrence[days][week_day]", monthly.weekday.value.lower(), (*path, "weekday"))
    yield Part("monthly_recurrence[days][month]", f"{monthly.every_months:02d}", (*path, "every_months"))
    yield from _sent_times("monthly_recurrence", path, monthly)


def _sent_times(name: str, path: Path, rule: Times, *, zero: bool = True) -> Iterator[Part]:
    """Give from and to, or the whole day; with `zero` it is also sent that it is not a whole day."""
    if rule.from_ is not None and rule.to is not None:
        yield Part(f"{name}[from]", rule.from_, (*path, "from_"))
        yield Part(f"{name}[to]", rule.to, (*path, "to"))
    if rule.full_day or zero:
        yield Part(f"{name}[full_day]", flag(rule.full_day), (*path, "full_day"))


def _times(path: Path, rule: Times) -> Iterator[Blame]:
    for name, time in (("from_", rule.from_), ("to", rule.to)):
        if rule.full_day and time is not None:
            yield Blame((*path, name), f"A whole day has no times; got {quoted(time)}.")
        elif not rule.full_day and time is None:
            yield Blame((*path, name), "A time, HH:MM, is expected, or fullDay; got neither.")
        elif time is not None and not _TIME.fullmatch(time):
            yield Blame((*path, name), f"A time, HH:MM, is expected; got {quoted(time)}.")
    if not rule.full_day and _is_time(rule.from_) and _is_time(rule.to) and rule.from_ >= rule.to:
        yield Blame((*path, "to"), f"A time after {rule.from_} is expected; got {rule.to}.")


def _is_time(time: str | None) -> TypeGuard[str]:
    return time is not None and _TIME.fullmatch(time) is not None


def _weekly(weekly: Weekly) -> Iterator[Blame]:
    path = (*_AT, "weekly")
    if not 1 <= weekly.every <= len(REPEATS):
        yield Blame((*path, "every"), f"1 to {len(REPEATS)} is expected; got {weekly.every}.")
    if not weekly.days:
        yield Blame((*path, "days"), "A day of the week is expected; got none.")
    for index, day in enumerate(weekly.days):
        for other in weekly.days[:index]:
            if day.day is other.day and _meet(day, other):
                message = f"Times that do not meet are expected; got two on {day.day.value} that do."
                yield Blame((*path, "days", str(index)), message)
                break


def _meet(one: Times, other: Times) -> bool:
    if one.full_day or other.full_day:
        return True
    ends = (one.from_, one.to, other.from_, other.to)
    return None not in ends and str(one.from_) < str(other.to) and str(other.from_) < str(one.to)


def _monthly(monthly: Monthly) -> Iterator[Blame]:
    path = (*_AT, "monthly")
    if monthly.day_of_month is not None:
        if not 1 <= monthly.day_of_month <= MOST_DAYS:
            yield Blame((*path, "day_of_month"), f"1 to {MOST_DAYS} is expected; got {monthly.day_of_month}.")
        for name in ("week", "weekday"):
            if getattr(monthly, name) is not None:
                yield Blame((*path, name), "Either dayOfMonth or week and weekday is expected; got both.")
    elif monthly.week is None and monthly.weekday is None:
        yield Blame((*path, "day_of_month"), "Either dayOfMonth or week and weekday is expected; got neither.")
    else:
        if monthly.week is None or not 1 <= monthly.week <= MOST_WEEKS:
            yield Blame((*path, "week"), f"1 to {MOST_WEEKS} is expected; got {monthly.week or 'none'}.")
        if monthly.weekday is None:
            yield Blame((*path, "weekday"), "A day of the week is expected; got none.")
    if not 1 <= monthly.every_months <= MOST_MONTHS:
        yield Blame((*path, "every_months"), f"1 to {MOST_MONTHS} is expected; got {monthly.every_months}.")


def _yearly(yearly: Yearly) -> Iterator[Blame]:
    path = (*_AT, "yearly")
    if not 1 <= yearly.month <= MOST_MONTHS:
        yield Blame((*path, "month"), f"1 to {MOST_MONTHS} is expected; got {yearly.month}.")
        return
    try:
        dt.date(_LEAP_YEAR, yearly.month, yearly.day)
    except (ValueError, OverflowError):
        yield Blame((*path, "day"), f"A day of month {yearly.month} is expected; got {yearly.day}.")
