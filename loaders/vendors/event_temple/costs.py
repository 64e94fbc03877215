"""What calls to Event Temple cost: pages of four lists, and everything else found in one of them, read whole.

No path of a single resource is documented, and no filter, so a lookup is a walk; what a resource's relationships lead
to is included in the page or the walk it came by.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from loaders.costs import Cost, Seen, Wanted, calls_for, each, whole
from loaders.records import ALLOCATIONS, BOOKING, CUSTOMER, EVENT, SOURCE, SPACE, VENUE
from loaders.vendors.event_temple.lists import within_venue
from loaders.vendors.event_temple.owned import FILTERED_AT_MOST, OWNED
from loaders.vendors.event_temple.routes import COLLECTIONS, MENTIONED, ROUTES
from loaders.vendors.event_temple.show import AT_ONCE
from loaders.vendors.event_temple.views import VIEWS

if TYPE_CHECKING:
    from loaders.inquiry import Selection

_TYPES: Final = {view.kind: {one.type for one in VIEWS.values() if one.kind == view.kind} for view in VIEWS.values()}
"""Kind → the vendor's types it is made of."""

_TOLD: Final = frozenset({*_TYPES, VENUE, SOURCE, "Allocation"})
"""The kinds and types whose edges are told of."""

_LOOKUPS: Final = {
    (BOOKING, "events"): f"{EVENT}@{BOOKING}",
    (BOOKING, "allocations"): ALLOCATIONS,
    (SPACE, "events"): f"{EVENT}@{SPACE}",
    (SPACE, "availability"): f"{EVENT}@{SPACE}",
    (SPACE, "bookings"): f"{BOOKING}@{SPACE}",
    (CUSTOMER, "bookings"): f"{BOOKING}@{CUSTOMER}",
}
"""Kind and edge → the lookup that follows it, of those that no relationship leads along."""


class EventTempleCosts:
    """Satisfies `loaders.costs.Costs`.

    Args:
        seen: how long the collections were, by their paths.
        venue: the id of the one venue.
        show: whether the extra `show` may be used.
        filters: whether the extra `filters` may be used.

    """

    def __init__(self, seen: Seen, venue: str, *, show: bool, filters: bool) -> None:
        self._seen: Final = seen
        self._venue: Final = venue
        self._show: Final = show
        self._filters: Final = filters

    def known(self) -> Hashable:
        """Give how long the collections are."""
        return self._seen.pages()

    def most(self, kind: str) -> int | None:
        """Give 1 for venues: the venue is the organisation."""
        return 1 if kind == VENUE else None

    def listing(self, wanted: Wanted, selection: Selection) -> Sequence[Cost]:  # noqa: ARG002  # the face's signature
        """Tell what a list takes: a page where all rows in the vendor's own order will do, else a walk."""
        kind, asked = wanted.listing.kind, wanted.listing.filter
        if kind == VENUE:
            return ()
        if kind in MENTIONED:
            return (self._walk(MENTIONED[kind].collection, MENTIONED[kind].ways),)
        if not wanted.ordered and within_venue(asked, self._venue):
            path = COLLECTIONS[kind].path
            more = "if the list changes while it is read" if wanted.goes_on else ""
            return (Cost(f"GET /v2{path}, a page", 2 if wanted.goes_on else 1, more=more),)
        if kind == BOOKING and (asked.spaces is not None or asked.overlaps is not None):
            return (self._walk(BOOKING), self._walk(EVENT))
        return (
            self._walk(kind, ("by days",) if self._filters and asked.overlaps is not None and kind == EVENT else ()),
        )

    def lookup(self, kind: str, count: int, selection: Selection) -> Sequence[Cost] | None:  # noqa: ARG002  # as above
        """Tell what a lookup takes: a walk along the likeliest route to it."""
        if kind == VENUE:
            return ()
        if kind not in _TYPES:
            return None
        if self._show and kind in COLLECTIONS and count <= AT_ONCE:
            return (each(f"GET /v2{COLLECTIONS[kind].path}/{{id}}", count),)
        ways = (self._walk(ROUTES[of][0].collection, ROUTES[of][0].paths) for of in sorted(_TYPES[kind]))
        return tuple({replace(way, more=f"{way.more}, or one is not found there"): None for way in ways})

    def edge(self, kind: str, edge: str, count: int, selection: Selection) -> Sequence[Cost] | None:  # noqa: ARG002  # as above
        """Tell what leads on: relationships come along, what leads the other way is found in a walk."""
        owned = _LOOKUPS.get((kind, edge))
        if owned is None:
            return () if kind in _TOLD else None
        if self._filters and OWNED[owned].edge == BOOKING and count <= FILTERED_AT_MOST:
            more = "if they have more than 100 events together"
            return (Cost("GET /v2/events by booking_id", calls_for(count), more=more),)
        first = self._walk(OWNED[owned].collection, ("space",) if owned == ALLOCATIONS else ())
        return (first, self._walk(BOOKING)) if owned == f"{BOOKING}@{SPACE}" else (first,)

    def writing(self) -> int:
        """Give 0: the document has no writes."""
        return 0

    def _walk(self, kind: str, carrying: Iterable[str] = ()) -> Cost:
        """Tell of a walk; one that has to bring more along than another is another walk."""
        path, along = COLLECTIONS[kind].path, ", ".join(carrying)
        return whole(f"GET /v2{path}{f' with {along}' if along else ''}", rows=self._seen.rows(path))
