"""From moments to the wall clocks that Locaboo is told, to the minute and without a zone. Pure.

It writes the end of a day as 23:59 [002:191-211], so what ends at midnight is told to end then, the day before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from loaders import clock
from loaders.errors import Blame
from loaders.vendors.locaboo.wire.values import FIRST_DAY, LAST_DAY

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from loaders.vendors.locaboo.write.form import Path

MINUTE: Final = dt.timedelta(minutes=1)
MIDNIGHT: Final = dt.time()
DAYS_END: Final = dt.time(23, 59)


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when, by the wall clocks of the source's zone."""

    start: dt.datetime
    end: dt.datetime

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """The first and the last day."""
        return self.start.date(), self.end.date()

    @property
    def one_day(self) -> bool:
        """Whether it begins and ends on one day."""
        return self.start.date() == self.end.date()


def span(from_: dt.datetime, to: dt.datetime, zone: ZoneInfo, *, all_day: bool = False) -> Span:
    """Give what is told of two moments; with `all_day` the days that they touch, whole."""
    start, end = wall(from_, zone), wall(to, zone)
    end = before_midnight(start, end)
    if all_day:
        start, end = dt.datetime.combine(start, MIDNIGHT), dt.datetime.combine(end, DAYS_END)
    return Span(start, end)


def before_midnight(start: dt.datetime, end: dt.datetime) -> dt.datetime:
    """Give the end of the day before for one that is midnight."""
    return end - MINUTE if end.time() == MIDNIGHT and end.date() > start.date() else end


def wall(moment: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """Give what the wall clocks show at a moment."""
    return clock.shown(moment, zone).replace(tzinfo=None, fold=0)


def untold(path: Path, moment: dt.datetime | None, zone: ZoneInfo, *, exact: bool) -> Iterator[Blame]:
    """Say why a moment cannot be told.

    Args:
        path: where it stands in the input.
        moment: the moment; None is no fault.
        zone: the source's zone.
        exact: whether its time of day is told, or only its day.

    """
    if moment is None:
        return
    shown = wall(moment, zone)
    if not FIRST_DAY < shown.date() < LAST_DAY:
        yield Blame(path, f"A day of the calendar is expected; got {moment.date()}.")
    elif exact and (shown.second or shown.microsecond):
        yield Blame(path, f"Whole minutes are expected; got {moment.isoformat()}.")
    elif exact and clock.utc(clock.local(shown, zone)) != clock.utc(moment):
        yield Blame(path, f"The clocks of {zone.key} show that time twice, and only the first can be booked.")


def backwards(path: Path, from_: dt.datetime, to: dt.datetime, zone: ZoneInfo, *, exact: bool) -> Iterator[Blame]:
    """Say that a range ends before it begins, or where it begins; by its days, where only they are told."""
    told = span(from_, to, zone, all_day=not exact)
    if clock.utc(to) <= clock.utc(from_) or told.end <= told.start:
        yield Blame(path, f"A moment after {from_.isoformat()} is expected; got {to.isoformat()}.")
