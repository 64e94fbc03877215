"""What every translation needs of the source: its name, and the zone of its wall clocks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from loaders import clock
from loaders.errors import BadResponse
from loaders.records import SPACE, VENUE, Address, Money, Period, Ref
from loaders.vendors.locaboo.kinds import NAME

_MIDNIGHT: Final = dt.time()
_DAYS_END: Final = dt.time(23, 59)
"""How the vendor writes the end of a day [002:100-105, 002:191-211]."""

_CODE: Final = 2


@dataclass(frozen=True, slots=True)
class Site:
    """One source, as a translation sees it."""

    source: str
    zone: ZoneInfo

    def ref(self, kind: str, key: str) -> Ref:
        """Refer to a thing of this source."""
        return Ref(kind, self.source, key)

    def space(self, key: str | None) -> Ref | None:
        """Refer to a space, where one is told."""
        return None if key is None else _ref(SPACE, self.source, key)

    def venue(self, key: str | None) -> Ref | None:
        """Refer to a venue, where one is told."""
        return None if key is None else _ref(VENUE, self.source, key)

    def bad(self, what: str) -> BadResponse:
        """Make the fault that says what the vendor sent."""
        return BadResponse(f"{self.source} sent {what}", source=self.source, vendor=NAME)

    def moment(self, wall: dt.datetime | None) -> dt.datetime | None:
        """Give the moment that a wall clock shows, or that a stamp with an offset means."""
        if wall is None:
            return None
        return clock.local(wall, self.zone) if wall.tzinfo is None else wall.astimezone(self.zone)

    def period(self, start: dt.datetime, end: dt.datetime, whose: str) -> Period:
        """Make the period between two wall clocks; from 00:00 to 23:59 are whole days.

        Raises:
            BadResponse: it ends before it begins; `whose` says in the message of what.

        """
        if end < start:
            raise self.bad(f"a row that cannot be read: it ends before it begins ({whose})")
        starts_at = clock.local(start, self.zone)
        return Period(
            start.date(),
            end.date(),
            starts_at,
            max(starts_at, clock.local(end, self.zone), key=clock.utc),
            all_day=start.time() == _MIDNIGHT and end.time() == _DAYS_END,
            time_zone=self.zone.key,
        )


@lru_cache(maxsize=4096)
def _ref(kind: str, source: str, key: str) -> Ref:
    """Give one and the same reference each time: thousands of bookings lead to a few spaces."""
    return Ref(kind, source, key)


def money(amount: Decimal | None, currency: str | None) -> Money | None:
    """Give an amount its currency."""
    return None if amount is None else Money(amount, currency)


def address(lines: str | None, postal_code: str | None, city: str | None, country: str | None) -> Address | None:
    """Make a postal address; None where nothing of one is told. A country of two letters is a code."""
    if not any((lines, postal_code, city, country)):
        return None
    is_code = country is not None and len(country) == _CODE and country.isalpha()
    return Address(
        (lines,) if lines else (),
        postal_code,
        city,
        country=None if is_code else country,
        country_code=country.upper() if country is not None and is_code else None,
    )
