"""Waldhof: a vendor nobody has heard of, as small as a vendor's folder can be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from loaders.clock import dates_only
from loaders.costs import Cost, Wanted
from loaders.errors import NotListable
from loaders.health import Health
from loaders.inquiry import Inquiry, Selection
from loaders.match import passes
from loaders.port import Capability, Check, Found, Gathered, Listing, Options, Page, Spot, Vendor, Writer
from loaders.records import BOOKING, VENUE, Booking, BookingStatus, Record, Ref, Venue


class Free:
    """What it costs to look into a notebook."""

    def known(self) -> None:
        """Know nothing."""

    def most(self, kind: str) -> int | None:
        """Give the number of cabins in a wood."""
        return {VENUE: 1, BOOKING: 2}.get(kind)

    def listing(self, wanted: Wanted, selection: Selection) -> Sequence[Cost]:  # noqa: ARG002  # the port's
        """Take no call."""
        return ()

    def lookup(self, kind: str, count: int, selection: Selection) -> Sequence[Cost] | None:  # noqa: ARG002  # the port's
        """Take no call."""
        return () if kind in {VENUE, BOOKING} else None

    def edge(self, kind: str, edge: str, count: int, selection: Selection) -> Sequence[Cost] | None:  # noqa: ARG002  # the port's
        """Take no call."""
        return () if kind in {VENUE, BOOKING} else None

    def writing(self) -> int:
        """Take no call."""
        return 0


class WaldhofSource:
    """Two cabins in a wood, kept in a notebook."""

    vendor = "waldhof"
    capabilities = frozenset((Capability.LIST_VENUES, Capability.LIST_BOOKINGS, Capability.GET_BOOKING))
    costs = Free()
    venue_ids: Sequence[str] = ("wood",)

    def __init__(self, options: Options) -> None:
        """Open the notebook."""
        self.name = options.name
        self.zone: ZoneInfo = options.zone
        self.health = Health()
        self._now = options.now

    def _records(self, kind: str) -> list[Record]:
        now, wood = self._now(), Ref(VENUE, self.name, "wood")
        if kind == VENUE:
            return [Venue(wood, now, "Waldhof", self.zone.key)]
        return [
            Booking(
                Ref(BOOKING, self.name, str(number)),
                now,
                {"venue": wood},
                reference=f"W-{number}",
                status=BookingStatus.CONFIRMED,
                period=dates_only(dt.date(2026, 6, number), dt.date(2026, 6, number + 2), self.zone),
            )
            for number in (14, 20)
        ]

    async def get(self, kind: str, ids: Sequence[str], inquiry: Inquiry) -> Found:  # noqa: ARG002  # the port's
        """Look things up."""
        known = {record.ref.id: record for record in self._records(kind)} if kind in {VENUE, BOOKING} else {}
        return Found({one: known[one] for one in ids if one in known})

    async def page(self, listing: Listing, after: Spot | None, limit: int, inquiry: Inquiry) -> Page | None:  # noqa: ARG002  # the port's
        """Leave paging to `gather`."""
        return None

    async def gather(self, listing: Listing, inquiry: Inquiry) -> Gathered:  # noqa: ARG002  # the port's
        """Read the notebook."""
        if listing.kind not in {VENUE, BOOKING}:
            raise NotListable(self.vendor, f"{listing.kind}s")
        rows = [row for row in self._records(listing.kind) if passes(row, listing.filter)]
        return Gathered(rows, self._now())

    writer: Writer | None = None
    keep = None
    """Nothing is kept."""

    def is_stale(self, at: dt.datetime) -> bool:  # noqa: ARG002  # the port's signature
        """Tell that nothing kept is old: nothing is kept."""
        return False

    async def forget(self, changed: Sequence[Ref]) -> None:
        """Forget nothing: nothing is kept."""

    async def check(self, inquiry: Inquiry) -> Sequence[Check]:  # noqa: ARG002  # the port's
        """Look whether the notebook is there."""
        return [Check("the notebook", None)]

    async def close(self) -> None:
        """Close the notebook."""


VENDOR = Vendor("waldhof", WaldhofSource)
