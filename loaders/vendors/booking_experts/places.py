"""Spaces, what blocks them, and what is booked in them. A rentable comes along with the periods of its agenda."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from loaders.errors import BadResponse, FoyerError
from loaders.inquiry import Inquiry
from loaders.jsonapi.document import Document, ResourceObject
from loaders.jsonapi.walks import Filtered
from loaders.port import Found
from loaders.records import ALLOCATIONS, SPACE, Booking, Record, Ref, Rows, SpaceBlock
from loaders.vendors.booking_experts.agenda import Agenda, Periods, allocations, blamed
from loaders.vendors.booking_experts.desk import RENTABLES as LISTED
from loaders.vendors.booking_experts.desk import Desk, Part
from loaders.vendors.booking_experts.endpoints import BOOKINGS, PERIODS, RENTABLES, STAYS
from loaders.vendors.booking_experts.park import linked
from loaders.vendors.booking_experts.people import by_venue
from loaders.vendors.booking_experts.slots import Slots, came
from loaders.vendors.booking_experts.translate import reserved

BLOCKS_OF_SPACE: Final = "space_block@space"
BOOKINGS_OF_SPACE: Final = "booking@space"


class Places:
    """Looks spaces up, and what stands in their agendas."""

    def __init__(self, desk: Desk, agenda: Agenda) -> None:
        """Look up by way of a desk and its agenda."""
        self._desk: Final = desk
        self._agenda: Final = agenda

    async def spaces(self, ids: Sequence[str], inquiry: Inquiry) -> Found:
        """Find spaces by their ids."""
        slots = Slots()
        for part in await self._parts(ids, inquiry):
            if isinstance(part.found, FoyerError):
                slots.fail(part.ids, part.found)
                continue
            slots.shelve(part.found.beside)
            known = {row.links.get("space") for row in part.found.rows}
            for key in part.ids:
                space = came(self._desk, part, "space", key)
                if space is None and Ref(SPACE, self._desk.name, key) in known:
                    space = self._desk.parks[part.scope.venue].stub(key, part.found.fetched_at)
                slots.put(key, space)
        return slots.answer()

    async def _parts(self, ids: Sequence[str], inquiry: Inquiry) -> Iterable[Part]:
        desk = self._desk
        if LISTED in desk.manner.extras:
            spread = desk.whereabouts.spread("rentable", ids)
            return await asyncio.gather(*(self._listed(venue, some, inquiry) for venue, some in spread.items()))
        extra = desk.of_spaces(inquiry)
        return await desk.look(PERIODS, "rentable", "rentable", ids, inquiry, extra=extra, enough=_linked)

    async def _listed(self, venue: str, ids: Sequence[str], inquiry: Inquiry) -> Part:
        scope = self._desk.scopes[venue]
        try:
            kept = await self._desk.walked(RENTABLES, scope, inquiry)
        except FoyerError as fault:
            return Part(scope, tuple(ids), fault)
        return Part(scope, tuple(ids), Filtered((), (), kept.shelf, kept.fetched_at, kept.resources))

    async def blocks(self, ids: Sequence[str], inquiry: Inquiry) -> Found:
        """Find what blocks spaces: Rows by the space's id.

        One block that cannot be read fails its space's slot: without it, the space would seem to be free.
        """
        slots = Slots()
        periods = await self._agenda.of_rentables(PERIODS, ids, inquiry)
        for key in ids:
            rows = Rows(Ref(BLOCKS_OF_SPACE, self._desk.name, key), self._at(periods), tuple(periods.rows.get(key, ())))
            slots.put(key, periods.faults.get(key) or rows)
        _shelve(periods, slots)
        return slots.answer()

    async def allocations(self, lookups: Sequence[str], inquiry: Inquiry) -> Found:
        """Find what bookings take.

        Args:
            lookups: each an administration's id, a slash, and the ids of a booking's reservations.
            inquiry: the operation that needs them.

        """
        slots = Slots()
        venues = {venue: some for venue, some in by_venue(lookups).items() if venue in self._desk.scopes}
        answers = await asyncio.gather(
            *(
                self._agenda.of_reservations(
                    self._desk.scopes[venue], list({key: None for one in some for key in one.split(",")}), inquiry
                )
                for venue, some in venues.items()
            )
        )
        for (venue, some), periods in zip(venues.items(), answers, strict=True):
            for one in some:
                ref = self._desk.parks[venue].lookup(ALLOCATIONS, one)
                slots.put(ref.id, self._taken(ref, one.split(","), periods))
            _shelve(periods, slots)
        return slots.answer()

    def _taken(self, ref: Ref, reservations: Sequence[str], periods: Periods) -> Record | FoyerError:
        fault = next((periods.faults[key] for key in reservations if key in periods.faults), None)
        return fault or allocations(ref, reservations, periods.rows, self._at(periods))

    async def bookings(self, ids: Sequence[str], inquiry: Inquiry) -> Found:
        """Find what is booked in spaces: Rows by the space's id, each booking once."""
        slots = Slots()
        periods = await self._agenda.of_rentables(STAYS, ids, inquiry)
        booked = await self.by_reservation(
            list({stay.id: None for block in periods.blocks() if (stay := _stay(block)) is not None}), inquiry
        )
        slots.shelve(booked.beside)
        for key in ids:
            stays = [stay.id for block in periods.rows.get(key, ()) if (stay := _stay(block)) is not None]
            found = [booked.slots.get(stay) for stay in stays]
            rows = {one.ref: one for one in found if one is not None and not isinstance(one, FoyerError)}
            faults = tuple({id(one): one for one in found if isinstance(one, FoyerError)}.values())
            ref = Ref(BOOKINGS_OF_SPACE, self._desk.name, key)
            failed = periods.faults.get(key) or next((one for one in faults if not isinstance(one, BadResponse)), None)
            slots.put(key, failed or Rows(ref, self._at(periods), tuple(rows.values()), {}, faults))
        _shelve(periods, slots)
        return slots.answer()

    async def by_reservation(self, lookups: Sequence[str], inquiry: Inquiry) -> Found:
        """Find the bookings of reservations.

        Args:
            lookups: each an administration's id, a slash, and a reservation's id.
            inquiry: the operation that needs them.

        """
        slots = Slots()
        venues = {venue: some for venue, some in by_venue(lookups).items() if venue in self._desk.scopes}
        answers = await asyncio.gather(
            *(
                self._desk.look_at(self._desk.scopes[venue], BOOKINGS, "reservations", some, inquiry)
                for venue, some in venues.items()
            )
        )
        for part in (part for parts in answers for part in parts):
            venue = part.scope.venue
            if isinstance(part.found, FoyerError):
                slots.fail([f"{venue}/{key}" for key in part.ids], part.found)
                continue
            for row in part.found.rows:
                for key in reserved(row) if isinstance(row, Booking) else ():
                    slots.put(f"{venue}/{key}", row)
            for key, fault in blamed(part, "booking", "reservations").items():
                slots.put(f"{venue}/{key}", fault)
            slots.shelve(part.found.beside)
        return slots.answer()

    def _at(self, periods: Periods) -> dt.datetime:
        return min(periods.fetched_at, default=self._desk.now())


def _stay(block: SpaceBlock) -> Ref | None:
    link = block.links.get("booking")
    return link if isinstance(link, Ref) else None


def _shelve(periods: Periods, slots: Slots) -> None:
    for beside in periods.beside:
        slots.shelve(beside)


def _linked(ids: Sequence[str]) -> Callable[[Document], bool]:
    """Tell when some rentables have been linked to, and so have come along where they may."""
    missing = set(ids)

    def enough(document: Document) -> bool:
        rows = (row for row in document.rows if isinstance(row, ResourceObject))
        missing.difference_update(key for row in rows if (key := linked(row, "rentable")) is not None)
        return not missing

    return enough
