"""Lookups: things by their ids, or by what they belong to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from loaders.availability import AVAILABILITY
from loaders.errors import FoyerError
from loaders.http.twin import twin
from loaders.port import Found
from loaders.records import BOOKING, CUSTOMER, EVENT, SPACE, SPACE_TYPE, VENUE, Booking, Customer, Event, Record, Ref
from loaders.vendors.locaboo import lists
from loaders.vendors.locaboo.kinds import (
    BOOKED_ALONG,
    BOOKING_OF_EVENT,
    BOOKINGS,
    CUSTOMERS,
    DOCUMENTS,
    EVENTS,
    FREE_TEXT_FIELDS,
    INVENTORY,
    INVOICES,
    PROFILE,
    RESOURCES,
    SERVICES,
    SPACE_OF_EVENT,
    TYPE_OF_SPACE,
    VENUE_OF_EVENT,
)

if TYPE_CHECKING:
    from loaders.inquiry import Inquiry
    from loaders.vendors.locaboo.house import House
    from loaders.vendors.locaboo.rooms import Tree
    from loaders.vendors.locaboo.translate.events import Whereabouts

Slots: TypeAlias = Mapping[str, Record | FoyerError | None]
Lookup: TypeAlias = Callable[["House", Sequence[str], "Inquiry"], Awaitable[Slots]]
"""Looks ids up. A fault it raises is that of every id."""


async def look_up(house: House, kind: str, ids: Sequence[str], inquiry: Inquiry) -> Found:
    """Look things of one kind up; a failure is a value in its slot."""
    if not ids or (kind not in LOOKUPS and kind not in ROOMS):
        return Found({})
    beside: Mapping[Ref, Record] = {}
    try:
        if kind in ROOMS:
            tree = await house.rooms.tree(inquiry)
            slots = await ROOMS[kind](house, tree, ids, inquiry)
            beside = lists.beside(house, tree, inquiry)
        else:
            slots = await LOOKUPS[kind](house, ids, inquiry)
    except FoyerError as fault:
        return Found({key: twin(fault) for key in ids})
    return Found({key: slot for key, slot in slots.items() if slot is not None}, beside)


async def _venues(house: House, tree: Tree, ids: Sequence[str], inquiry: Inquiry) -> Slots:
    known = [key for key in ids if key in tree.mains]
    rows = await house.rooms.venues(tree, [tree.mains[key] for key in known], inquiry)
    return dict(zip(known, rows, strict=True))


async def _spaces(house: House, tree: Tree, ids: Sequence[str], inquiry: Inquiry) -> Slots:
    spaces = tree.spaces.by_id()
    known = [key for key in ids if key in spaces]
    rows = await house.rooms.spaces([spaces[key] for key in known], inquiry)
    return dict(zip(known, rows, strict=True))


async def _space_types(house: House, ids: Sequence[str], inquiry: Inquiry) -> Slots:
    """Look categories up: no list has them, so every main resource is asked for its own."""
    mains = tuple((await house.rooms.tree(inquiry)).mains)
    answers = (await house.rooms.categories(mains, inquiry)).values()
    found = {answer.ref.id: answer for answer in answers if answer is not None and not isinstance(answer, FoyerError)}
    fault = next((answer for answer in answers if isinstance(answer, FoyerError)), None)
    return {key: found.get(key, fault) for key in ids}


async def _types_of_spaces(house: House, ids: Sequence[str], inquiry: Inquiry) -> Slots:
    return await house.rooms.categories(ids, inquiry)


async def _resources(house: House, ids: Sequence[str], inquiry: Inquiry) -> Slots:
    return await house.rooms.resources(ids, inquiry)


async def _free_text_fields(house: House, ids: Sequence[str], inquiry: Inquiry) -> Slots:
    fields = (await house.rooms.tree(inquiry)).fields.by_id()
    return {key: fields.get(key) for key in ids}


async def _availability(house: House, ids: Sequence[str], inquiry: Inquiry) -> Slots:
    return await house.calendar.find(ids, inquiry)


async def _bookings(house: House, ids: Sequence[str], inquiry: Inquiry) -> Slots:
    return await house.diary.find(ids, inquiry)


async def _booked_along(house: House, ids: Sequence[str], inquiry: Inquiry) -> Slots:
    return await house.diary.booked_along(ids, inquiry)


async def _bookings_of_customers(house: House, ids: Sequence[str], inquiry: Inquiry) -> Slots:
    return await house.diary.of_customers(ids, inquiry)


async def _bookings_of_spaces(house: House, ids: Sequence[str], inquiry: Inquiry) -> Slots:
    return await house.diary.of_spaces(ids, inquiry)


async def _events(house: House, ids: Sequence[str], inquiry: Inquiry) -> Slots:
    return await house.programme.find(ids, inquiry)


async def _documents(house: House, ids: Sequence[str], inquiry: Inquiry) -> Slots:
    return await house.programme.documents(ids, inquiry)


async def _events_in_spaces(house: House, ids: Sequence[str], inquiry: Inquiry) -> Slots:
    return await house.programme.of(SPACE, ids, inquiry)


async def _events_of_bookings(house: House, ids: Sequence[str], inquiry: Inquiry) -> Slots:
    return await house.programme.of(BOOKING, ids, inquiry)


async def _venues_of_events(house: House, ids: Sequence[str], inquiry: Inquiry) -> Slots:
    """Look up where events are; where there is only one venue, they are there."""
    tree = await house.rooms.tree(inquiry)
    if len(tree.mains) == 1:
        (only,) = await house.rooms.venues(tree, tuple(tree.mains.values()), inquiry)
        return dict.fromkeys(ids, only)
    return await _led_to(house, ids, inquiry, lambda where: where.venues, partial(_venues, house, tree))


async def _spaces_of_events(house: House, ids: Sequence[str], inquiry: Inquiry) -> Slots:
    tree = await house.rooms.tree(inquiry)
    return await _led_to(house, ids, inquiry, lambda where: where.spaces, partial(_spaces, house, tree))


async def _bookings_of_events(house: House, ids: Sequence[str], inquiry: Inquiry) -> Slots:
    return await _led_to(house, ids, inquiry, lambda where: where.bookings, partial(_bookings, house))


async def _led_to(
    house: House,
    ids: Sequence[str],
    inquiry: Inquiry,
    which: Callable[[Whereabouts], Sequence[Ref]],
    find: Callable[[Sequence[str], Inquiry], Awaitable[Slots]],
) -> Slots:
    """Look up the first thing that each event's documents lead to."""
    answers: dict[str, Record | FoyerError | None] = {}
    first: dict[str, str] = {}
    for key, where in (await house.programme.whereabouts(ids, inquiry)).items():
        if isinstance(where, FoyerError):
            answers[key] = where
        elif refs := which(where):
            first[key] = refs[0].id
    found = await find(tuple(dict.fromkeys(first.values())), inquiry) if first else {}
    return answers | {key: found.get(led_to) for key, led_to in first.items()}


async def _customers(house: House, ids: Sequence[str], inquiry: Inquiry) -> Slots:
    customers = (await house.office.customers(inquiry)).by_id()
    return {key: customers.get(key) for key in ids}


async def _profile(house: House, ids: Sequence[str], inquiry: Inquiry) -> Slots:
    found = await house.office.profile(inquiry)
    return {key: found for key in ids if key == found.ref.id}


def _listed(kind: str) -> Lookup:
    """Look up among a list of what only Locaboo has."""

    async def look_up(house: House, ids: Sequence[str], inquiry: Inquiry) -> Slots:
        rows = (await house.office.listed(kind, inquiry)).by_id()
        return {key: rows.get(key) for key in ids}

    return look_up


def _details(of: Lookup) -> Lookup:
    """Look up what only Locaboo tells of an event, a booking or a customer."""

    async def look_up(house: House, ids: Sequence[str], inquiry: Inquiry) -> Slots:
        return {key: _own(row) for key, row in (await of(house, ids, inquiry)).items()}

    return look_up


def _own(row: Record | FoyerError | None) -> Record | FoyerError | None:
    return row.details if isinstance(row, Event | Booking | Customer) else row


LOOKUPS: Final[Mapping[str, Lookup]] = {
    SPACE_TYPE: _space_types,
    TYPE_OF_SPACE: _types_of_spaces,
    EVENT: _events,
    VENUE_OF_EVENT: _venues_of_events,
    SPACE_OF_EVENT: _spaces_of_events,
    BOOKING_OF_EVENT: _bookings_of_events,
    f"{EVENT}@{SPACE}": _events_in_spaces,
    f"{EVENT}@{BOOKING}": _events_of_bookings,
    BOOKING: _bookings,
    f"{BOOKING}@{CUSTOMER}": _bookings_of_customers,
    f"{BOOKING}@{SPACE}": _bookings_of_spaces,
    CUSTOMER: _customers,
    AVAILABILITY: _availability,
    BOOKED_ALONG: _booked_along,
    BOOKINGS: _details(_bookings),
    CUSTOMERS: _details(_customers),
    DOCUMENTS: _documents,
    EVENTS: _details(_events),
    FREE_TEXT_FIELDS: _free_text_fields,
    INVENTORY: _listed(INVENTORY),
    INVOICES: _listed(INVOICES),
    PROFILE: _profile,
    RESOURCES: _resources,
    SERVICES: _listed(SERVICES),
}
"""Kind → how it is looked up. A kind that is absent is one the vendor does not have."""

ROOMS: Final[Mapping[str, Callable[[House, Tree, Sequence[str], Inquiry], Awaitable[Slots]]]] = {
    VENUE: _venues,
    SPACE: _spaces,
}
"""The kinds that the list of all resources tells of, and how they are looked up in it."""
