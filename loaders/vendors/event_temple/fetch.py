"""A source at Event Temple: what the rest of the house may ask of it, and who answers that."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from loaders.costs import Seen
from loaders.errors import FoyerError
from loaders.http.ask import Reason
from loaders.http.twin import twin
from loaders.jsonapi.account import Account, Scope
from loaders.jsonapi.document import read
from loaders.jsonapi.include import Plan
from loaders.jsonapi.open import open_account
from loaders.jsonapi.source import JsonApiSource
from loaders.jsonapi.walks import MOST_PAGES, Kept
from loaders.match import passes
from loaders.port import Capability, Check, Filter, Found, Gathered, Listing, Options
from loaders.records import VENUE, Ref, Venue
from loaders.vendors.event_temple.costs import EventTempleCosts
from loaders.vendors.event_temple.find import find
from loaders.vendors.event_temple.lists import gathered, within_venue
from loaders.vendors.event_temple.owned import OWNED, owned
from loaders.vendors.event_temple.routes import COLLECTIONS, joined
from loaders.vendors.event_temple.show import can_show, show
from loaders.vendors.event_temple.translate import translator
from loaders.vendors.event_temple.views import NAME, VIEWS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from loaders.inquiry import Inquiry
    from loaders.jsonapi.account import Collection
    from loaders.jsonapi.query import Pairs

CAPABILITIES: Final = frozenset(
    {
        Capability.LIST_VENUES,
        Capability.LIST_SPACES,
        Capability.LIST_EVENTS,
        Capability.LIST_BOOKINGS,
        Capability.LIST_CUSTOMERS,
        Capability.GET_EVENT,
        Capability.GET_BOOKING,
        Capability.GET_CUSTOMER,
        Capability.AVAILABILITY,
    }
)
"""The document has reads only."""

SHOW: Final = "show"
FILTERS: Final = "filters"


def open_source(options: Options) -> EventTempleSource:
    """Open a source; no call is made.

    Its one venue is the organisation that the credentials belong to. The organisation's id is a credential and shown
    nowhere, so the venue's id is the source's name.
    """
    credentials = options.credentials
    account = open_account(
        options,
        vendor=NAME,
        headers={"X-Api-Org": credentials["org"], "X-Api-Key": credentials["api_key"]},
        windows=(),
        scopes=(Scope(options.name, "/v2"),),
        views=VIEWS,
        translate=translator(options.name, options.zone, options.currency, options.name),
        capabilities=CAPABILITIES,
    )
    extras = options.further.get("extras")
    return EventTempleSource(
        account,
        venue_name=options.venue_name or options.name,
        currency=options.currency,
        extras=extras if isinstance(extras, list | tuple | frozenset | set) else (),
    )


class EventTempleSource(JsonApiSource):
    """An organisation at Event Temple."""

    collections = COLLECTIONS

    def __init__(self, account: Account, *, venue_name: str, currency: str | None, extras: Iterable[str]) -> None:
        """Make the source of an account.

        Args:
            account: what is asked, with one scope.
            venue_name: what its venue is called.
            currency: ISO 4217, of its amounts.
            extras: of `show` and `filters`, what may be used beyond the vendor's document.

        """
        super().__init__(account)
        self._scope: Final = account.scopes[0]
        self._venue_name: Final = venue_name
        self._currency: Final = currency
        self._extras: Final = frozenset(extras)
        self._seen: Final = Seen()
        self.costs: Final = EventTempleCosts(
            self._seen, self._scope.venue, show=SHOW in self._extras, filters=FILTERS in self._extras
        )

    def pushed(self, listing: Listing) -> Pairs | None:
        """Push no filter down: the document has none. Nothing is left out of a list of the whole venue."""
        return () if within_venue(listing.filter, self._scope.venue) else None

    async def walked(  # noqa: PLR0913  # the parts of a walk
        self,
        collection: Collection,
        scope: Scope,
        inquiry: Inquiry,
        pairs: Pairs = (),
        extra: Iterable[str] = (),
        *,
        max_pages: int = MOST_PAGES,
    ) -> Kept:
        """Give a whole collection, with what its rows are joined by."""
        reading = joined(collection, inquiry)
        kept = await super().walked(collection, scope, reading, pairs, extra, max_pages=max_pages)
        if not pairs:
            self._seen.note(collection.path, scope.venue, len(kept.records))
        return kept

    async def gather(self, listing: Listing, inquiry: Inquiry) -> Gathered:
        """Read all rows that pass the filter; venues are known without a call."""
        if listing.kind == VENUE:
            venue = self._venue()
            return Gathered([venue] if _is_wanted(venue, listing.filter) else [], venue.fetched_at)
        return await gathered(self, self._scope, listing, inquiry, filters=FILTERS in self._extras)

    async def get(self, kind: str, ids: Sequence[str], inquiry: Inquiry) -> Found:
        """Look things of one kind up; a failed call is in the slot of each thing that it was for."""
        try:
            return await self._get(kind, ids, inquiry)
        except FoyerError as fault:
            return Found({one: twin(fault) for one in ids})

    async def _get(self, kind: str, ids: Sequence[str], inquiry: Inquiry) -> Found:
        if kind == VENUE:
            venue = self._venue()
            return Found({venue.ref.id: venue} if venue.ref.id in ids else {})
        if kind in OWNED:
            return await owned(self, self._scope, kind, ids, inquiry, filters=FILTERS in self._extras)
        if SHOW in self._extras and can_show(self, kind, ids):
            return await show(self, self._scope, kind, ids, inquiry)
        return await find(self, self._scope, kind, ids, inquiry)

    async def check(self, inquiry: Inquiry) -> Sequence[Check]:
        """Ask each of the four endpoints for one row."""
        return await asyncio.gather(*(self._check(collection, inquiry) for collection in COLLECTIONS.values()))

    async def _check(self, collection: Collection, inquiry: Inquiry) -> Check:
        ask = self.ask(collection, self._scope, Plan(), (), 1, Reason.CHECK, size=1)
        fault: FoyerError | None = None
        try:
            reply = await self.account.send(ask, inquiry)
            read(reply.body, source=self.name, vendor=self.vendor)
        except FoyerError as failed:
            fault = failed
        return Check(f"list {collection.path.removeprefix('/').replace('_', ' ')}", fault)

    def _venue(self) -> Venue:
        return Venue(
            Ref(VENUE, self.name, self._scope.venue),
            self.now(),
            name=self._venue_name,
            time_zone=self.zone.key,
            currency=self._currency,
        )


def _is_wanted(venue: Venue, wanted: Filter) -> bool:
    inside = wanted.venues is None or venue.ref.id in wanted.venues
    return inside and passes(venue, replace(wanted, venues=None))
