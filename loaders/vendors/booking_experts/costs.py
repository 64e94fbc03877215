"""What calls to Booking Experts cost: pages and lookups by a filter, fifty ids to a call, of each administration.

An id does not tell its administration: of several, each is asked. What a relationship leads to is included where the
key may include it; the agenda is looked up by reservation or by rentable.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from loaders.costs import FEW, PER_BATCH, PER_PAGE, Cost, Seen, Wanted, calls_for, whole
from loaders.errors import BadInput
from loaders.port import Filter
from loaders.records import BOOKING, CUSTOMER, SOURCE, SPACE, SPACE_BLOCK, SPACE_TYPE, VENUE
from loaders.vendors.booking_experts.desk import ADMINISTRATIONS, RENTABLES
from loaders.vendors.booking_experts.lists import COLLECTIONS
from loaders.vendors.booking_experts.pushdown import pushdown
from loaders.vendors.booking_experts.views import OWN_BOOKING, OWN_CATEGORY, OWN_CUSTOMER, VIEWS

if TYPE_CHECKING:
    from loaders.inquiry import Selection
    from loaders.jsonapi.query import Pairs

STAYS_OF_A_SPACE: Final = 20
"""How many periods the agenda of one rentable is taken to have."""

BOOKINGS_OF_A_CUSTOMER: Final = 4
"""How many bookings one customer is taken to have."""

_PERIODS: Final = "GET …/agenda_periods"
_BOOKINGS: Final = "GET …/bookings"
_PATHS: Final = {
    BOOKING: "bookings",
    OWN_BOOKING: "bookings",
    SPACE_TYPE: "categories",
    OWN_CATEGORY: "categories",
    SPACE_BLOCK: "agenda_periods",
    **{kind: collection.path.strip("/") for kind, collection in COLLECTIONS.items()},
}
"""Kind → the collection it is looked up in by id."""

_WALKED: Final = (
    "/bookings",
    "/agenda_periods",
    "/categories",
    "/agreements",
    "/administration_amenities",
    "/rentables",
)
"""The collections that are read whole."""

_TOLD: Final = frozenset({*(view.kind for view in VIEWS.values()), VENUE, SOURCE, "Allocation"})
"""The kinds and types whose edges are told of."""


class BookingExpertsCosts:
    """Satisfies `loaders.costs.Costs`.

    Args:
        seen: how long the collections were, by their paths.
        venues: the ids of the administrations.
        extras: what may be asked for beyond the vendor's document.

    """

    def __init__(self, seen: Seen, venues: Collection[str], extras: Collection[str]) -> None:
        self._seen: Final = seen
        self._venues: Final = frozenset(venues)
        self._extras: Final = frozenset(extras)
        self._edges: Final[Mapping[tuple[str, str], Callable[[int], Sequence[Cost]]]] = {
            (BOOKING, "allocations"): self._stays,
            (BOOKING, "period"): self._stays,
            (CUSTOMER, "bookings"): self._by_customer,
            (SPACE, "space_type"): partial(self._by_id, SPACE_TYPE),
            (SPACE, "blocks"): self._agendas,
            (SPACE, "availability"): self._agendas,
            (SPACE, "bookings"): self._booked,
            (SPACE_BLOCK, "booking"): self._by_reservation,
            (VENUE, "amenities"): self._amenities,
        }

    def known(self) -> Hashable:
        """Give how long the collections are."""
        return self._seen.pages()

    def most(self, kind: str) -> int | None:
        """Give the number of administrations."""
        return len(self._venues) if kind == VENUE else None

    def listing(self, wanted: Wanted, selection: Selection) -> Sequence[Cost]:  # noqa: ARG002  # the face's signature
        """Tell what a list takes, of each administration wanted."""
        kind, asked = wanted.listing.kind, wanted.listing.filter
        places = len(self._venues if asked.venues is None else self._venues & asked.venues)
        if kind == VENUE or not places:
            return self._administrations() if places else ()
        if kind == BOOKING:
            return self._bookings(wanted, places)
        if kind in {SPACE, CUSTOMER}:
            mentioned = "GET …/rentables" if RENTABLES in self._extras else f"{_PERIODS} with spaces"
            return (self._whole(mentioned if kind == SPACE else f"{_BOOKINGS} with customers", times=places),)
        if replace(asked, venues=None) != Filter() or wanted.ordered:
            return (self._whole(f"GET …{COLLECTIONS[kind].path}", times=places),)
        return (_page(f"GET …{COLLECTIONS[kind].path}", wanted, places),)

    def _bookings(self, wanted: Wanted, places: int) -> Sequence[Cost]:
        try:
            split = pushdown(wanted.listing.filter)
        except BadInput:
            split = None
        if split is None:
            return ()
        pairs, rest = split
        if rest.overlaps is not None or rest.spaces is not None:
            return (self._whole(f"{_PERIODS}, reservations", times=places), self._whole(_named(pairs), times=places))
        if wanted.listing.periods:
            return (self._whole(_named(pairs), times=places), self._whole(f"{_PERIODS}, reservations", times=places))
        if wanted.ordered or replace(rest, venues=None) != Filter():
            return (self._whole(_named(pairs), times=places),)
        return (_page(_BOOKINGS, wanted, places),)

    def lookup(self, kind: str, count: int, selection: Selection) -> Sequence[Cost] | None:  # noqa: ARG002  # the face's signature
        """Tell what a lookup takes: a filter by ids, at each administration, as nobody may know where a thing is."""
        if kind == VENUE:
            return self._administrations()
        if kind == SPACE:
            return self._spaces(count)
        if kind in {CUSTOMER, OWN_CUSTOMER}:
            return self._by_customer(count)
        return self._by_id(kind, count) if kind in _PATHS else None

    def edge(self, kind: str, edge: str, count: int, selection: Selection) -> Sequence[Cost] | None:  # noqa: ARG002  # as above
        """Tell what leads on: what cannot be included is looked up in the agenda, or by who it belongs to."""
        follow = self._edges.get((kind, edge))
        if follow is not None:
            return follow(count)
        return () if kind in _TOLD else None

    def writing(self) -> int:
        """Tell what a change takes: what it changes is looked for everywhere first, and read afterwards."""
        return 2 + 2 * len(self._venues)

    def _administrations(self) -> Sequence[Cost]:
        return (Cost("GET /v3/administrations", 1, once=True),) if ADMINISTRATIONS in self._extras else ()

    def _whole(self, what: str, *, times: int) -> Cost:
        """Tell of a collection that is read whole; a part of it is no longer than all."""
        path = next((path for path in _WALKED if path in what), "")
        return whole(what, times=times, rows=self._seen.rows(path))

    def _by_id(self, kind: str, count: int) -> Sequence[Cost]:
        return (self._spread(f"GET …/{_PATHS[kind]} by id", count),)

    def _by_customer(self, count: int) -> Sequence[Cost]:
        return (self._spread(f"{_BOOKINGS} by customer", count, BOOKINGS_OF_A_CUSTOMER),)

    def _by_reservation(self, count: int) -> Sequence[Cost]:
        return (self._at_known(f"{_BOOKINGS} by reservation", count),)

    def _stays(self, count: int) -> Sequence[Cost]:
        return (self._at_known(f"{_PERIODS} by reservation", count * FEW),)

    def _agendas(self, count: int) -> Sequence[Cost]:
        return (self._spread(f"{_PERIODS} by rentable", count, STAYS_OF_A_SPACE),)

    def _booked(self, count: int) -> Sequence[Cost]:
        stays = self._spread(f"{_PERIODS} by rentable, reservations", count, STAYS_OF_A_SPACE)
        return (stays, *self._by_reservation(count * STAYS_OF_A_SPACE))

    def _amenities(self, count: int) -> Sequence[Cost]:
        """Tell of the one list that each administration has of its own."""
        what = "GET …/administration_amenities"
        return (replace(self._whole(what, times=min(count, len(self._venues))), each=True),)

    def _spaces(self, count: int) -> Sequence[Cost]:
        if RENTABLES in self._extras:
            return (self._whole("GET …/rentables", times=len(self._venues)),)
        return (self._spread(f"{_PERIODS} by rentable, with spaces", count, STAYS_OF_A_SPACE),)

    def _spread(self, what: str, count: int, rows: int = 1) -> Cost:
        """Tell of ids that are asked for everywhere, each of which finds so many rows."""
        full, rest = divmod(count, PER_BATCH)
        pages = full * math.ceil(PER_BATCH * rows / PER_PAGE) + math.ceil(rest * rows / PER_PAGE)
        more = f"if they have more than {rows} each" if rows > 1 else ""
        return Cost(what, pages * len(self._venues), more=more)

    def _at_known(self, what: str, count: int) -> Cost:
        """Tell of ids that are known to be at one administration each, which nobody knows yet."""
        return Cost(what, min(count, calls_for(count) + len(self._venues) - 1))


def _page(what: str, wanted: Wanted, places: int) -> Cost:
    more = "if the list changes while it is read" if wanted.goes_on else ""
    return Cost(f"{what}, a page", places + wanted.goes_on, more=more)


def _named(pairs: Pairs) -> str:
    """Name a walk of bookings; each filter that the vendor applies makes it another."""
    return " ".join((_BOOKINGS, *(f"{name}={value}" for name, value in pairs)))
