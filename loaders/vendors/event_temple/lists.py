"""Whole lists: what a collection holds, and what its rows mention where the vendor has no endpoint for it.

The document has a heading "Filter" and no word below it [001:65], so a filter is applied here, over a walked collection
that is kept. Where the configuration says `filters`, the vendor narrows events by their days first.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from loaders.errors import NotListable, VendorFault
from loaders.jsonapi import query
from loaders.match import passes
from loaders.port import Filter, Gathered, Listing
from loaders.records import BOOKING, EVENT, SOURCE, Booking, Record, Ref
from loaders.together import together
from loaders.vendors.event_temple.find import onward, slot_of
from loaders.vendors.event_temple.owned import allocating, newest_first, number, with_events
from loaders.vendors.event_temple.routes import COLLECTIONS, MENTIONED, Mention

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from zoneinfo import ZoneInfo

    from loaders.inquiry import Inquiry
    from loaders.jsonapi.account import Scope
    from loaders.jsonapi.query import Pairs
    from loaders.jsonapi.source import JsonApiSource

_DAY = dt.timedelta(days=1)


def within_venue(wanted: Filter, venue: str) -> bool:
    """Tell whether a filter asks for nothing but rows of venues, ours among them."""
    return replace(wanted, venues=None) == Filter() and (wanted.venues is None or venue in wanted.venues)


async def gathered(
    source: JsonApiSource, scope: Scope, listing: Listing, inquiry: Inquiry, *, filters: bool
) -> Gathered:
    """Read all rows of a list that pass its filter.

    Args:
        source: the source.
        scope: its venue.
        listing: the list.
        inquiry: the operation that asks.
        filters: whether the vendor can narrow events by their days.

    Raises:
        NotListable: there is no such list.
        VendorFault: the vendor could not be asked.

    """
    wanted = listing.filter
    if listing.kind not in COLLECTIONS and listing.kind not in MENTIONED:
        raise NotListable(source.vendor, f"{listing.kind}s")
    if wanted.venues is not None and scope.venue not in wanted.venues:
        return Gathered((), source.now())
    if listing.kind in MENTIONED:
        return await _mentioned(source, scope, listing, inquiry)
    if listing.kind == BOOKING and (wanted.spaces is not None or wanted.overlaps is not None):
        return await _bookings_with_events(source, scope, listing, inquiry)
    pairs = _around(wanted, source.zone) if filters and listing.kind == EVENT else ()
    found = await source.gather_collection(listing, COLLECTIONS[listing.kind], inquiry, pairs)
    ordered = COLLECTIONS[listing.kind].sort
    return replace(found, rows=newest_first(found.rows)) if ordered else found


def _around(wanted: Filter, zone: ZoneInfo) -> Pairs:
    """Give the filter that finds, among others, all events that touch the range wanted.

    Days are the venue's, and an event may run into the day behind its last, so a day is added at either end.
    """
    if wanted.overlaps is None:
        return ()
    try:
        first, last = (moment.astimezone(zone).date() for moment in wanted.overlaps)
        from_, to = first - _DAY, last + _DAY
    except OverflowError:
        return ()
    return query.filter("start_date", (to.isoformat(),), predicate="lteq") + query.filter(
        "end_date", (from_.isoformat(),), predicate="gteq"
    )


async def _bookings_with_events(source: JsonApiSource, scope: Scope, listing: Listing, inquiry: Inquiry) -> Gathered:
    """Read the bookings of which an event is where and when it is wanted."""
    bookings, events = await together(
        source.walked(COLLECTIONS[kind], scope, reading)
        for kind, reading in ((BOOKING, inquiry), (EVENT, allocating(inquiry)))
    )
    held = events.by_link(BOOKING)
    filled = [with_events(booking, held.get(booking.ref, ())) for booking in bookings.records]
    return Gathered(
        newest_first(booking for booking in filled if passes(booking, listing.filter)),
        min(bookings.fetched_at, events.fetched_at),
        bookings.shelf,
        [fault for kept in (bookings, events) for _, fault in kept.faults],
    )


async def _mentioned(source: JsonApiSource, scope: Scope, listing: Listing, inquiry: Inquiry) -> Gathered:
    """Read what the rows of a collection mention and what came along with them, in the order of the ids."""
    mention = MENTIONED[listing.kind]
    ways = {way: view for one in _alike(mention, inquiry) for way, view in one.ways.items()}
    extra = [path for way, view in ways.items() for path in onward(source, view, (way,), inquiry)]
    kept = await source.walked(COLLECTIONS[mention.collection], scope, inquiry, extra=extra)
    rows: list[Record] = []
    faults: list[VendorFault] = [fault for _, fault in kept.faults]
    for ref in sorted(set(_led(kept.records, mention.edge, own=mention.own)), key=number):
        found = source.account.views.find(ref.kind, ref.id)
        slot = slot_of(source, kept, ref, *found) if found is not None else None
        if isinstance(slot, VendorFault):
            faults.append(slot)
        elif slot is not None and passes(slot, listing.filter):
            rows.append(slot)
    return Gathered(rows, kept.fetched_at, kept.shelf, faults)


def _alike(mention: Mention, inquiry: Inquiry) -> list[Mention]:
    """Give a mention with those that the operation lists from the same collection, so that one walk serves them all."""
    listed = inquiry.selection.tree(SOURCE) if inquiry.hints else {}
    return [
        one
        for one in MENTIONED.values()
        if one is mention or (one.listed in listed and one.collection == mention.collection and mention.listed)
    ]


def _led(rows: Iterable[Record], edge: str, *, own: bool) -> Iterable[Ref]:
    for row in rows:
        links: Mapping[str, object] = row.links
        if own and isinstance(row, Booking):
            links = row.details.links if row.details is not None else {}
        link = links.get(edge)
        if isinstance(link, Ref):
            yield link
