"""Things looked up by their ids, or by what they belong to. A failed call fails the slots it was for, and no others."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Final, TypeAlias

from loaders.errors import FoyerError
from loaders.inquiry import Inquiry
from loaders.jsonapi.account import Collection
from loaders.jsonapi.query import Pairs
from loaders.port import Found
from loaders.records import ALLOCATIONS, BOOKING, CUSTOMER, SPACE, SPACE_BLOCK, SPACE_TYPE, VENUE, SpaceBlock
from loaders.vendors.booking_experts.agenda import Agenda
from loaders.vendors.booking_experts.desk import Desk
from loaders.vendors.booking_experts.endpoints import (
    AGREEMENTS,
    AMENITIES,
    BOOKINGS,
    CATEGORIES,
    OWN_BOOKINGS,
    OWN_CATEGORIES,
    PERIODS,
    WITH_ARCHIVED,
)
from loaders.vendors.booking_experts.people import BOOKINGS_OF_CUSTOMER, People
from loaders.vendors.booking_experts.places import BLOCKS_OF_SPACE, BOOKINGS_OF_SPACE, Places
from loaders.vendors.booking_experts.pushdown import well_formed
from loaders.vendors.booking_experts.slots import Slots
from loaders.vendors.booking_experts.translate import BOOKING_BY_RESERVATION, CUSTOMER_BY_BOOKING
from loaders.vendors.booking_experts.venues import Venues
from loaders.vendors.booking_experts.views import (
    ADMINISTRATION_AMENITY,
    AGREEMENT,
    OWN_BOOKING,
    OWN_CATEGORY,
    OWN_CUSTOMER,
    VIEWS,
)
from loaders.vendors.booking_experts.views import AMENITIES as AMENITIES_OF_VENUE

Find: TypeAlias = Callable[[Sequence[str], Inquiry], Awaitable[Found]]

_LOOKUP: Final = re.compile(r"[A-Za-z0-9_-]+/[A-Za-z0-9_-]+(,[A-Za-z0-9_-]+)*", re.ASCII)
"""An administration's id and those of things that are known to be there."""

_LOOKUPS: Final = frozenset({ALLOCATIONS, BOOKING_BY_RESERVATION, CUSTOMER_BY_BOOKING})


class Lookups:
    """Answers `get`."""

    def __init__(self, desk: Desk, agenda: Agenda, venues: Venues) -> None:
        """Look up by way of a desk, its agenda and its venues."""
        self._desk: Final = desk
        self._agenda: Final = agenda
        people, places = People(desk), Places(desk, agenda)
        self._finds: Final[Mapping[str, Find]] = {
            VENUE: venues.venues,
            AMENITIES_OF_VENUE: venues.amenities,
            SPACE: places.spaces,
            SPACE_TYPE: partial(self._by_id, CATEGORIES, WITH_ARCHIVED),
            SPACE_BLOCK: partial(self._by_id, PERIODS, ()),
            BOOKING: partial(self._by_id, BOOKINGS, ()),
            CUSTOMER: partial(people.customers, "customer"),
            ALLOCATIONS: places.allocations,
            OWN_BOOKING: partial(self._by_id, OWN_BOOKINGS, ()),
            OWN_CUSTOMER: partial(people.customers, "own_customer"),
            OWN_CATEGORY: partial(self._by_id, OWN_CATEGORIES, WITH_ARCHIVED),
            AGREEMENT: partial(self._by_id, AGREEMENTS, ()),
            ADMINISTRATION_AMENITY: partial(self._by_id, AMENITIES, ()),
            BOOKINGS_OF_CUSTOMER: people.bookings,
            BOOKINGS_OF_SPACE: places.bookings,
            BLOCKS_OF_SPACE: places.blocks,
            BOOKING_BY_RESERVATION: places.by_reservation,
            CUSTOMER_BY_BOOKING: people.of_bookings,
        }

    async def get(self, kind: str, ids: Sequence[str], inquiry: Inquiry) -> Found:
        """Look things of one kind up; kinds that the vendor has not are nowhere to be found."""
        find = self._finds.get(kind)
        wanted = [key for key in ids if _LOOKUP.fullmatch(key)] if kind in _LOOKUPS else well_formed(ids)
        return await find(wanted, inquiry) if find is not None and wanted else Found({})

    async def _by_id(self, collection: Collection, pairs: Pairs, ids: Sequence[str], inquiry: Inquiry) -> Found:
        slots = Slots()
        kind = VIEWS[collection.view].type
        for part in await self._desk.look(collection, "id", kind, ids, inquiry, pairs=pairs):
            if isinstance(part.found, FoyerError):
                slots.fail(part.ids, part.found)
                continue
            for row in part.found.rows:
                slots.put(row.ref.id, row)
            for key, fault in part.found.broken:
                if key is None:
                    slots.fail(part.ids, fault)
                else:
                    slots.put(key, fault)
            slots.shelve(part.found.beside)
            blocks = (row for row in part.found.rows if isinstance(row, SpaceBlock))
            slots.shelve(self._agenda.stubs(blocks, inquiry))
        return slots.answer()
