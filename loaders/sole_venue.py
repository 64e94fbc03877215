"""The one venue of a source whose vendor tells nothing of it: it is what the configuration says."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from loaders.errors import NotListable
from loaders.match import passes
from loaders.port import Gathered, Listing, Options
from loaders.records import VENUE, Ref, Venue


class SoleVenue:
    """The venue of one source.

    Args:
        options: what the configuration says.
        vendor: the vendor's name.

    """

    def __init__(self, options: Options, vendor: str) -> None:
        self._options: Final = options
        self._vendor: Final = vendor

    def record(self) -> Venue:
        """Give it as it is now."""
        options = self._options
        return Venue(
            Ref(VENUE, options.name, options.name),
            options.now().astimezone(options.zone),
            name=options.venue_name or options.name,
            time_zone=options.zone.key,
            currency=options.currency,
        )

    def gather(self, listing: Listing) -> Gathered:
        """Give it, if it passes the filter.

        Raises:
            NotListable: anything but venues is wanted.

        """
        if listing.kind != VENUE:
            raise NotListable(self._vendor, f"{listing.kind}s")
        venue, wanted = self.record(), listing.filter
        inside = wanted.venues is None or venue.ref.id in wanted.venues
        rows = [venue] if inside and passes(venue, replace(wanted, venues=None)) else []
        return Gathered(rows, venue.fetched_at)
