"""What Enviso's date-times mean. Pure.

The document says that all of them are the venue's wall clock, `yyyy-MM-ddTHH:mm:ss` [003:22-23], and shows one that
ends in Z [003:70]. So a bare one is the venue's time; one with a Z or an offset names its own moment, unless the
configuration says that this account's Z means nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders import clock
from loaders.records import Period
from loaders.vendors.enviso.wire import read_stamp

if TYPE_CHECKING:
    import datetime as dt
    from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Moments:
    """Reads the date-times of one source.

    Args:
        zone: the zone of its venue.
        z_is_local: whether a date-time that ends in Z is the venue's wall clock all the same.

    """

    zone: ZoneInfo
    z_is_local: bool = False

    def moment(self, text: str | None) -> dt.datetime | None:
        """Give the moment a date-time means, in the venue's zone; None where none is set.

        Raises:
            ValueError: it is no date-time.

        """
        stamp = read_stamp(text or "")
        if stamp is None:
            return None
        if self.z_is_local and text is not None and text[-1] in "Zz":
            stamp = stamp.replace(tzinfo=None)
        return clock.local(stamp, self.zone) if stamp.tzinfo is None else stamp.astimezone(self.zone)

    def period(self, start: str | None, end: str | None) -> Period | None:
        """Give the span between two date-times; where one is not set its day is the other's, its moment is None."""
        starts_at, ends_at = self.moment(start), self.moment(end)
        known = starts_at or ends_at
        if known is None:
            return None
        first, last = starts_at or known, ends_at or known
        return Period(first.date(), last.date(), starts_at, ends_at, all_day=False, time_zone=self.zone.key)
