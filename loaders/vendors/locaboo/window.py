"""Days: bookings and events are listed for a range of them, a window around today where a question names none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from loaders.vendors.locaboo.wire.values import FIRST_DAY, LAST_DAY

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

Days: TypeAlias = tuple[dt.date, dt.date]
"""The first and the last day of a range; both are in it."""

PAST_DAYS: Final = 400
FUTURE_DAYS: Final = 800


@dataclass(frozen=True, slots=True)
class Window:
    """The days around today that a list without a range asks for.

    Args:
        past_days: how many before today.
        future_days: how many behind it.
        today: gives the day it is at the source.

    """

    past_days: int
    future_days: int
    today: Callable[[], dt.date]

    def days(self) -> Days:
        """Give the days as of today."""
        today = self.today()
        return _moved(today, -self.past_days), _moved(today, self.future_days)

    @classmethod
    def of(cls, configured: object, today: Callable[[], dt.date]) -> Window:
        """Make the window that the configuration's `window` tells: a table, its model, or nothing."""

        def told(name: str, default: int) -> int:
            found = configured.get(name) if isinstance(configured, Mapping) else getattr(configured, name, None)
            return default if found is None else int(found)

        return cls(told("past_days", PAST_DAYS), told("future_days", FUTURE_DAYS), today)


def around(range_: tuple[dt.datetime, dt.datetime], zone: ZoneInfo) -> Days:
    """Give the days that a half-open range of moments touches, and one more on each side.

    Whether the vendor leaves out what merely reaches into a day is not documented.
    """
    first, last = (_day(moment, zone) for moment in range_)
    return _moved(first, -1), _moved(last, 1)


def covering(days: Days, known: Iterable[Days]) -> Days:
    """Give known days that hold all these, the days themselves before others; the days themselves if none does."""
    found = [other for other in known if other[0] <= days[0] and other[1] >= days[1]]
    return days if days in found or not found else found[0]


def _day(moment: dt.datetime, zone: ZoneInfo) -> dt.date:
    if not FIRST_DAY < moment.date() < LAST_DAY:
        return min(max(moment.date(), FIRST_DAY), LAST_DAY)
    return moment.astimezone(zone).date()


def _moved(day: dt.date, days: int) -> dt.date:
    """Move a day, but not out of the calendar."""
    number = min(max(day.toordinal() + days, FIRST_DAY.toordinal()), LAST_DAY.toordinal())
    return dt.date.fromordinal(number)
