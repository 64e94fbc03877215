"""What belongs to a thing: the events of a booking or in a space, the bookings of a customer or in a space.

The vendor's relationships lead the other way, from event to booking and space and from booking to customer. So the
collection is walked, and each row is filed under where it leads; or, where the configuration says `filters`, events are
asked for by their booking.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from loaders.errors import FoyerError
from loaders.jsonapi.document import Identifier, ResourceObject
from loaders.jsonapi.lookups import Sought
from loaders.jsonapi.source import JsonApiSource
from loaders.jsonapi.walks import Filtered
from loaders.port import Found
from loaders.records import (
    ALLOCATIONS,
    BOOKING,
    CUSTOMER,
    EVENT,
    SPACE,
    Allocation,
    Allocations,
    Booking,
    BookingStatus,
    Event,
    Links,
    Record,
    Ref,
    Rows,
)
from loaders.vendors.event_temple.find import onward
from loaders.vendors.event_temple.routes import COLLECTIONS, joined

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from loaders.inquiry import Inquiry
    from loaders.jsonapi.account import Collection, Scope

FILTERED_AT_MOST: Final = 500
"""For up to how many bookings their events are asked for by a filter; a walk may be cheaper for more."""

_ALLOCATED: Final = {"status": "status", "people": "attendance"}
"""What is read of an allocation → what of an event it is made of. When and where it is is always told."""


_DIGITS: Final = 18


@dataclass(frozen=True, slots=True)
class Way:
    """How rows are found by their owner: which collection, and the edge that leads from its rows to the owner."""

    collection: str
    edge: str


OWNED: Final[Mapping[str, Way]] = {
    f"{EVENT}@{BOOKING}": Way(EVENT, BOOKING),
    f"{EVENT}@{SPACE}": Way(EVENT, SPACE),
    f"{BOOKING}@{CUSTOMER}": Way(BOOKING, CUSTOMER),
    f"{BOOKING}@{SPACE}": Way(EVENT, SPACE),
    ALLOCATIONS: Way(EVENT, BOOKING),
}
"""Lookup → the way to what it looks for."""


@dataclass(frozen=True, slots=True)
class Owned:
    """Rows by the id of their owner, the newest first; the faults of those that are missing; and what came along."""

    rows: Mapping[str, Sequence[Record]]
    faults: Mapping[str, tuple[Exception, ...]]
    fetched_at: dt.datetime
    beside: Mapping[Ref, Record]


async def owned(  # noqa: PLR0913  # a lookup is told by these
    source: JsonApiSource, scope: Scope, kind: str, ids: Sequence[str], inquiry: Inquiry, *, filters: bool
) -> Found:
    """Look up what belongs to things; a thing that does not exist owns nothing.

    Args:
        source: the source.
        scope: its venue.
        kind: one of OWNED.
        ids: the owners' ids.
        inquiry: the operation that asks.
        filters: whether the vendor can be asked for the events of a booking.

    Raises:
        VendorFault: the vendor could not be asked.

    """
    if kind == f"{BOOKING}@{SPACE}":
        return await _bookings_in(source, scope, ids, inquiry)
    extra: tuple[str, ...] = ()
    if kind == ALLOCATIONS:
        inquiry = allocating(inquiry)
        if SPACE in inquiry.selection.tree(ALLOCATIONS) and inquiry.hints:
            extra = tuple(onward(source, SPACE, (SPACE,), inquiry))
    found = await _by_owner(source, scope, OWNED[kind], ids, inquiry, extra=extra, filters=filters)
    slots: dict[str, Record | FoyerError] = {}
    for one in ids:
        ref, rows = Ref(kind, source.name, one), found.rows[one]
        slots[one] = (
            Allocations(ref, found.fetched_at, None, allocated(rows))
            if kind == ALLOCATIONS
            else Rows(ref, found.fetched_at, tuple(rows), faults=found.faults[one])
        )
    return Found(slots, found.beside)


async def _by_owner(  # noqa: PLR0913  # a lookup is told by these
    source: JsonApiSource,
    scope: Scope,
    way: Way,
    ids: Sequence[str],
    inquiry: Inquiry,
    *,
    extra: Iterable[str] = (),
    filters: bool = False,
) -> Owned:
    """File the rows of a collection under their owners."""
    collection = COLLECTIONS[way.collection]
    inquiry = joined(collection, inquiry)
    if filters and way.edge == BOOKING and len(ids) <= FILTERED_AT_MOST:
        found = await _filtered(source, collection, scope, ids, inquiry, extra)
        filed: dict[Ref, list[Record]] = {}
        for row in found.rows:
            link = row.links.get(way.edge)
            if isinstance(link, Ref):
                filed.setdefault(link, []).append(row)
        index: Mapping[Ref, Sequence[Record]] = filed
        broken, resources, fetched_at, beside = found.broken, found.resources, found.fetched_at, found.beside
    else:
        kept = await source.walked(collection, scope, inquiry, extra=extra)
        index = kept.by_link(way.edge)
        broken, resources, fetched_at, beside = kept.faults, kept.resources, kept.fetched_at, kept.shelf
    owners = {one: Ref(way.edge, source.name, one) for one in ids}
    rows = {one: newest_first(index.get(owner, ())) for one, owner in owners.items()}
    unread = [(_led_by(source, collection.view, key, resources), fault) for key, fault in broken]
    faults = {
        one: tuple(fault for links, fault in unread if links is None or links.get(way.edge) == owner)
        for one, owner in owners.items()
    }
    return Owned(rows, faults, fetched_at, beside)


async def _filtered(  # noqa: PLR0913, PLR0917  # a lookup is told by these
    source: JsonApiSource,
    collection: Collection,
    scope: Scope,
    ids: Sequence[str],
    inquiry: Inquiry,
    extra: Iterable[str],
) -> Filtered:
    """Give what the vendor finds by bookings' ids.

    Raises:
        FoyerError: it could not be asked for some of them.

    """
    sought = Sought(collection, scope, "booking_id", tuple(extra), predicate="in")
    parts = await source.lookups.find(sought, ids, inquiry)
    for _, part in parts:
        if isinstance(part, FoyerError):
            raise part
    known = [part for _, part in parts if isinstance(part, Filtered)]
    return known[0] if known else Filtered((), (), {}, source.now())


def _led_by(
    source: JsonApiSource, view: str, key: str | None, resources: Mapping[Identifier, ResourceObject]
) -> Links | None:
    """Give where a row leads whose attributes cannot be read; None where it is not even known which row it is."""
    row = None if key is None else resources.get(Identifier(source.account.views.by_name[view].type, key))
    if row is None:
        return None
    return source.account.translate(view, ResourceObject(row.identifier, {}, row.relationships), source.now()).links


async def _bookings_in(source: JsonApiSource, scope: Scope, ids: Sequence[str], inquiry: Inquiry) -> Found:
    """Look up the bookings of the events in each space, each once."""
    extra = tuple(onward(source, BOOKING, (BOOKING,), inquiry)) if inquiry.hints else ()
    events = await _by_owner(source, scope, Way(EVENT, SPACE), ids, inquiry, extra=extra)
    wanted = {one: dict.fromkeys(_led(rows, BOOKING)) for one, rows in events.rows.items()}
    known = {ref: events.beside.get(ref) for refs in wanted.values() for ref in refs}
    broken: Mapping[str | None, Exception] = {}
    if None in known.values():
        walked = await source.walked(COLLECTIONS[BOOKING], scope, inquiry)
        known = {ref: record or walked.by_id().get(ref.id) for ref, record in known.items()}
        broken = dict(walked.faults)
    slots: dict[str, Record | FoyerError] = {}
    for one, refs in wanted.items():
        bookings = [record for ref in refs if (record := known[ref]) is not None]
        faults = tuple(broken[ref.id] for ref in refs if ref.id in broken)
        ref = Ref(f"{BOOKING}@{SPACE}", source.name, one)
        slots[one] = Rows(ref, events.fetched_at, tuple(newest_first(bookings)), faults=events.faults[one] + faults)
    return Found(slots, events.beside)


def _led(rows: Iterable[Record], edge: str) -> Iterable[Ref]:
    return (link for row in rows if isinstance(link := row.links.get(edge), Ref))


def newest_first(rows: Iterable[Record]) -> list[Record]:
    """Put rows in the vendor's own order: the highest id first [001:294, 001:399, 001:549]."""
    return sorted(rows, key=lambda row: number(row.ref), reverse=True)


def number(ref: Ref) -> tuple[int, str]:
    """Give what orders ids, which are numbers; any other comes before them."""
    bare = ref.vendor_id
    counts = bare.isascii() and bare.isdecimal() and len(bare) <= _DIGITS
    return (int(bare) if counts else -1, ref.id)


def allocating(inquiry: Inquiry) -> Inquiry:
    """Give the operation that reads of events what it reads of allocations."""
    read = inquiry.selection.reads(ALLOCATIONS)
    return inquiry.reading(EVENT, frozenset({"period", *(_ALLOCATED[name] for name in read if name in _ALLOCATED)}))


def allocated(events: Iterable[Record]) -> tuple[Allocation, ...]:
    """Give what a booking takes: its events."""
    return tuple(_allocation(event) for event in events if isinstance(event, Event))


def _allocation(event: Event) -> Allocation:
    space, people = event.links.get(SPACE), event.attendance
    counts = (people.actual, people.guaranteed, people.expected) if people is not None else ()
    return Allocation(
        event.ref.id,
        space if isinstance(space, Ref) else None,
        event.period,
        next((count for count in counts if count is not None), None),
        BookingStatus[event.status.name],
    )


def with_events(booking: Record, events: Iterable[Record]) -> Record:
    """Fill a booking's allocations in, so that nothing is left to be looked up for them."""
    if not isinstance(booking, Booking):
        return booking
    links = {name: link for name, link in booking.links.items() if name != ALLOCATIONS}
    return replace(booking, links=links, allocations=allocated(newest_first(events)))
