"""What calls to Locaboo cost: one for each list, whatever is wanted of it, and one a thing for what no list tells."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

from loaders.availability import AVAILABILITY
from loaders.costs import Cost, Wanted, calls_for, each, listed
from loaders.records import BOOKING, CUSTOMER, EVENT, SOURCE, SPACE, SPACE_TYPE, VENUE
from loaders.vendors.locaboo.calendar import AT_ONCE
from loaders.vendors.locaboo.kinds import (
    BOOKINGS,
    CUSTOMERS,
    EVENTS,
    FREE_TEXT_FIELDS,
    INVENTORY,
    INVOICES,
    MONEY,
    PROFILE,
    RESOURCES,
    SERVICES,
)
from loaders.vendors.locaboo.programme import MOST
from loaders.vendors.locaboo.rooms import SPACE_ALONE, VENUE_ALONE
from loaders.vendors.locaboo.sheet import FEW

if TYPE_CHECKING:
    from loaders.inquiry import Selection

EVENTS_ASKED: Final = 50
"""How many events a range is taken for of which each has to be asked where it is. No page size changes them."""

PLACES: Final = 40
"""How many resources and parts an account is taken to have before they were read."""

VENUES: Final = 15
"""How many main resources an account is taken to have before they were read."""

_WINDOW: Final = "of the window"
_BOOKING: Final = "booking/{id}"
_RESOURCE: Final = "resource/{id}"
_DETAILS: Final = "event_details/{id} of all"
_MORE_EVENTS: Final = f"if there are more than {EVENTS_ASKED} events: one each, up to {MOST}"
_TREE: Final = listed("resource_list")
_LISTS: Final = {
    FREE_TEXT_FIELDS: "resource_list",
    INVENTORY: "inventory_list",
    SERVICES: "service_list",
    INVOICES: "invoice_list",
    CUSTOMER: "customer_list",
    CUSTOMERS: "customer_list",
    PROFILE: "profile",
}
"""Kind → the one call that tells all of them."""

_ALONE: Final = {SPACE: SPACE_ALONE, VENUE: VENUE_ALONE}
"""Kind → what of it only the thing alone tells."""

_TOLD: Final = frozenset(
    {
        *(VENUE, SPACE, SPACE_TYPE, EVENT, BOOKING, SOURCE, "Allocation", "LocabooMentionedBooking"),
        *(BOOKINGS, EVENTS, RESOURCES, *_LISTS),
        *("LocabooBookedResource", "LocabooBookedThing", "LocabooCustomField", "LocabooInstance"),
        *("LocabooInvoiceRow", "LocabooNamedResource"),
    }
)
"""The kinds and types whose edges are told of."""

_LEADS: Final = {
    "venue": VENUE,
    "space": SPACE,
    "parent": SPACE,
    "parts": SPACE,
    "customer": CUSTOMER,
    "booking": BOOKING,
    "venues": VENUE,
}
"""Edge → the kind it leads to by its id."""

Follow: TypeAlias = Callable[[int, "Selection"], Sequence[Cost]]


class LocabooCosts:
    """Satisfies `loaders.costs.Costs`.

    Args:
        venues: gives the main resources as they were last read; none before that.
        places: gives the number of main resources and parts as they were last read; 0 before that.
        currency: whether the configuration says in which currency amounts are.

    """

    def __init__(self, venues: Callable[[], Sequence[str]], places: Callable[[], int], *, currency: bool) -> None:
        self._venues: Final = venues
        self._places: Final = places
        self._currency: Final = currency
        self._edges: Final[Mapping[tuple[str, str], Follow]] = {
            (EVENT, "venue"): self._venue_of_event,
            (EVENT, "space"): lambda count, reads: (_detail(count), *(self.lookup(SPACE, count, reads) or ())),
            (EVENT, "booking"): lambda count, reads: (_detail(count), *(self.lookup(BOOKING, count, reads) or ())),
            (SPACE, "events"): _events_of,
            (BOOKING, "events"): _events_of,
            (SPACE, "bookings"): _bookings_of,
            (CUSTOMER, "bookings"): _bookings_of,
            (SPACE, "space_type"): lambda count, _: (self._resource(count),),
            (SPACE, "availability"): _available,
            (BOOKINGS, "booked_along"): lambda count, reads: (each(_BOOKING, count), *self._profile(BOOKINGS, reads)),
            (EVENTS, "documents"): lambda count, reads: (_detail(count), *self._profile(EVENTS, reads)),
            (SOURCE, "profile"): lambda _, __: (listed("profile"),),
        }

    def known(self) -> Hashable:
        """Give how many resources there are."""
        return len(self._venues()), self._places()

    def most(self, kind: str) -> int | None:
        """Give how many there were when they were last read, if they are fewer than an account is taken to have."""
        if kind == SPACE:
            return min(self._places() or PLACES, PLACES)
        return min(len(self._venues()) or VENUES, VENUES) if kind in {VENUE, RESOURCES} else None

    def listing(self, wanted: Wanted, selection: Selection) -> Sequence[Cost]:
        """Tell what a list takes: its one call, and a call a row where more is read of it than the list tells."""
        kind, asked = wanted.listing.kind, wanted.listing.filter
        profile = self._profile(kind, selection)
        if kind in {VENUE, SPACE, RESOURCES}:
            return (_TREE, *profile, *self._alone(kind, min(wanted.first, self.most(kind) or wanted.first), selection))
        if kind == BOOKING:
            if asked.reference is not None:
                return (each(_BOOKING, 1), *profile)
            return (listed(f"booking_list {_days(wanted)}"), *profile)
        if kind == EVENT:
            placed = asked.spaces is not None or (asked.venues is not None and not self._only())
            tree = (_TREE,) if asked.venues is not None else ()
            return (
                listed(f"event_list {_days(wanted)}"),
                *tree,
                *(_asked_where(_days(wanted)) if placed else ()),
                *profile,
            )
        there = (listed(f"booking_list {_WINDOW}"),) if asked.venues is not None else ()
        return (listed(_LISTS[kind]), *there, *profile)

    def lookup(self, kind: str, count: int, selection: Selection) -> Sequence[Cost] | None:
        """Tell what a lookup takes: of few a call each, of more their list and a call for each that is not in it."""
        profile = self._profile(kind, selection)
        if kind in {BOOKING, BOOKINGS}:
            return (*_few_or_all(_BOOKING, f"booking_list {_WINDOW}", count), *profile)
        if kind in {EVENT, EVENTS}:
            return (*_few_or_all("event_details/{id}", f"event_list {_WINDOW}", count), *profile)
        if kind in {VENUE, SPACE}:
            return (_TREE, *profile, *self._alone(kind, count, selection))
        if kind == SPACE_TYPE:
            return (_TREE, self._resource(self.most(VENUE) or count))
        if kind == RESOURCES:
            return (self._resource(count),)
        return (listed(_LISTS[kind]), *profile) if kind in _LISTS else None

    def edge(self, kind: str, edge: str, count: int, selection: Selection) -> Sequence[Cost] | None:
        """Tell what leads on, by where the vendor tells it."""
        follow = self._edges.get((kind, edge))
        if follow is not None:
            return follow(count, selection)
        if kind not in _TOLD:
            return None
        to = _LEADS.get(edge)
        return self.lookup(to, count, selection) if to is not None else ()

    def writing(self) -> int:
        """Tell what a change takes: its booking or its spaces, the list it stands in, itself, and what came of it."""
        return 5

    def _only(self) -> bool:
        return len(self._venues()) == 1

    def _venue_of_event(self, count: int, selection: Selection) -> Sequence[Cost]:
        """Tell what it takes to know where events are: where there is one main resource only, they are there."""
        asked = () if self._only() else (_detail(count),)
        return (*asked, *(self.lookup(VENUE, count, selection) or ()))

    def _resource(self, count: int) -> Cost:
        """Tell what it takes to read what resources and parts tell alone, each once."""
        return each(
            _RESOURCE, count, at_most=min(self._places() or PLACES, PLACES), more=f"if there are more than {PLACES}"
        )

    def _alone(self, kind: str, count: int, selection: Selection) -> Sequence[Cost]:
        """Tell what it takes to read what a main resource or a part tells alone."""
        reads = selection.reads(kind) & _ALONE.get(kind, frozenset())
        return (self._resource(count),) if reads or kind == RESOURCES else ()

    def _profile(self, kind: str, selection: Selection) -> Sequence[Cost]:
        """Tell whether the account's currency has to be asked for."""
        reads = "currency" in selection.reads(VENUE if kind == VENUE else MONEY)
        return (listed("profile"),) if reads and not self._currency else ()


def _events_of(_: int, __: Selection) -> Sequence[Cost]:
    return (listed(f"event_list {_WINDOW}"), *_asked_where(_WINDOW))


def _bookings_of(_: int, __: Selection) -> Sequence[Cost]:
    return (listed(f"booking_list {_WINDOW}"),)


def _available(count: int, _: Selection) -> Sequence[Cost]:
    return (_TREE, Cost(AVAILABILITY, calls_for(count, AT_ONCE), more=f"if they have more than {AT_ONCE} parts"))


def _days(wanted: Wanted) -> str:
    range_ = wanted.listing.filter.overlaps
    return _WINDOW if range_ is None else f"of {range_[0].date()} to {range_[1].date()}"


def _asked_where(days: str) -> Sequence[Cost]:
    """Tell what it takes to ask of each event of a range where it is; asked once, it is known."""
    return (Cost(f"{_DETAILS} {days}", EVENTS_ASKED, once=True, each=True, more=_MORE_EVENTS),)


def _detail(count: int) -> Cost:
    """Tell what it takes to read what only events alone tell."""
    return each("event_details/{id}", count, at_most=EVENTS_ASKED, told_by=_DETAILS, more=_MORE_EVENTS)


def _few_or_all(alone: str, list_: str, count: int) -> Sequence[Cost]:
    if count <= FEW:
        return (each(alone, count),)
    return (listed(list_), each(alone, FEW, more="if more of them are not in the list"))
