"""Lists: whole collections read and matched, with as much of the filter left to the vendor as it has.

Bookings know neither their dates nor their places. Asked for either, the agenda is read first: it tells which
reservations match, and then the bookings of those are looked up, or all are read where there are too many.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final, TypeAlias

from loaders.allocations import with_allocations
from loaders.clock import DAY, overlaps
from loaders.errors import FoyerError, NotListable, VendorFault
from loaders.http.twin import twin
from loaders.inquiry import Inquiry
from loaders.jsonapi.account import Collection, Scope
from loaders.jsonapi.query import Pairs
from loaders.jsonapi.shelf import Beside
from loaders.jsonapi.walks import Filtered, Kept
from loaders.match import passing
from loaders.port import Filter, Gathered, Listing
from loaders.records import BOOKING, CUSTOMER, SPACE, SPACE_BLOCK, SPACE_TYPE, VENUE, Booking, Record, Ref, SpaceBlock
from loaders.vendors.booking_experts.agenda import Agenda, Periods, allocations
from loaders.vendors.booking_experts.desk import RENTABLES as LISTED
from loaders.vendors.booking_experts.desk import RESERVATIONS, Desk, Part
from loaders.vendors.booking_experts.endpoints import (
    AGREEMENTS,
    AMENITIES,
    BOOKINGS,
    CATEGORIES,
    PERIODS,
    RENTABLES,
    WITH_ARCHIVED,
)
from loaders.vendors.booking_experts.people import INCLUDED
from loaders.vendors.booking_experts.pushdown import pushdown
from loaders.vendors.booking_experts.slots import came
from loaders.vendors.booking_experts.translate import reserved
from loaders.vendors.booking_experts.venues import Venues
from loaders.vendors.booking_experts.views import ADMINISTRATION_AMENITY, AGREEMENT, VIEWS

FEW: Final = 500
"""Up to how many reservations bookings are looked up by; of more, all bookings are read."""

COLLECTIONS: Final[Mapping[str, Collection]] = {
    BOOKING: BOOKINGS,
    SPACE_BLOCK: PERIODS,
    SPACE_TYPE: CATEGORIES,
    AGREEMENT: AGREEMENTS,
    ADMINISTRATION_AMENITY: AMENITIES,
}
"""Kind → where its list is."""

Read: TypeAlias = Callable[[Scope, Filter, Inquiry], Awaitable[Gathered]]
"""Reads the rows of one administration that pass a filter."""


class Lists:
    """Answers `gather`."""

    def __init__(self, desk: Desk, agenda: Agenda, venues: Venues) -> None:
        """Read by way of a desk, its agenda and its venues."""
        self._desk: Final = desk
        self._agenda: Final = agenda
        self._venues: Final = venues
        self._special: Final[Mapping[str, Read]] = {
            BOOKING: self._bookings,
            SPACE: self._spaces,
            CUSTOMER: self._customers,
        }
        self._last_dated: Final[dict[str, tuple[Mapping[Ref, Record], Kept, Gathered]]] = {}

    async def gather(self, listing: Listing, inquiry: Inquiry) -> Gathered:
        """Read all rows that pass the filter, in the order of their ids.

        Raises:
            NotListable: the vendor lists no such things.
            VendorFault: it could not be asked.

        """
        kind, wanted = listing.kind, listing.filter
        if kind == VENUE:
            return await self._all_venues(wanted, inquiry)
        read = self._special.get(kind) or (partial(self._plainly, kind) if kind in COLLECTIONS else None)
        if read is None:
            raise NotListable(self._desk.vendor, f"{kind}s")
        scopes = self._desk.account.scopes
        asked = [scope for scope in scopes if wanted.venues is None or scope.venue in wanted.venues]
        if kind == BOOKING and listing.periods:
            read = self._dated
        return self._joined(await asyncio.gather(*(read(scope, wanted, inquiry) for scope in asked)))

    def _joined(self, parts: Sequence[Gathered]) -> Gathered:
        """Put the administrations' rows together: each administration's by id, and each row once."""
        rows = {row.ref: row for part in parts for row in sorted(part.rows, key=_by_id)}
        return Gathered(
            rows=list(rows.values()),
            fetched_at=min((part.fetched_at for part in parts), default=self._desk.now()),
            beside=Beside([part.beside for part in parts]),
            faults=[fault for part in parts for fault in part.faults],
        )

    async def _all_venues(self, wanted: Filter, inquiry: Inquiry) -> Gathered:
        ids = self._desk.venue_ids
        found = await self._venues.venues(ids, inquiry)
        slots = [found.slots[key] for key in ids]
        faults = [slot for slot in slots if isinstance(slot, VendorFault)]
        if len(faults) == len(slots):
            raise faults[0]
        rows = passing((slot for slot in slots if not isinstance(slot, FoyerError)), wanted)
        return Gathered(rows=rows, fetched_at=self._desk.now(), faults=faults)

    async def _plainly(self, kind: str, scope: Scope, wanted: Filter, inquiry: Inquiry) -> Gathered:
        """Read a collection that the graph shows as it is."""
        kept = await self._desk.walked(COLLECTIONS[kind], scope, inquiry, WITH_ARCHIVED if kind == SPACE_TYPE else ())
        gathered = _passing(kept.records, kept, wanted)
        blocks = (row for row in gathered.rows if isinstance(row, SpaceBlock))
        return replace(gathered, beside=Beside([kept.shelf, self._agenda.stubs(blocks, inquiry)]))

    # Bookings.

    async def _bookings(self, scope: Scope, wanted: Filter, inquiry: Inquiry) -> Gathered:
        pushed = pushdown(wanted)
        if pushed is None:
            return Gathered(rows=(), fetched_at=self._desk.now())
        pairs, rest = pushed
        if rest.overlaps is None and rest.spaces is None:
            kept = await self._desk.walked(BOOKINGS, scope, inquiry, pairs)
            return _passing(kept.records, kept, rest)
        return await self._staying(scope, pairs, rest, inquiry)

    async def _dated(self, scope: Scope, wanted: Filter, inquiry: Inquiry) -> Gathered:
        """Read bookings with their periods; one of which some cannot be read leads to what is wrong with it."""
        if replace(wanted, venues=None) == Filter():
            reading = self._bookings(scope, wanted, inquiry), self._agenda.stays(scope, inquiry)
            gathered, agenda = await asyncio.gather(*reading)
            return self._all_dated(scope, gathered, agenda, inquiry)
        gathered = await self._bookings(scope, wanted, inquiry)
        told = await self._agenda.of_reservations(scope, _reserved(gathered.rows), inquiry)
        return _with_dates(gathered, told)

    def _all_dated(self, scope: Scope, gathered: Gathered, agenda: Kept, inquiry: Inquiry) -> Gathered:
        """Fill in all bookings of an administration, once for as long as they and their agenda are kept."""
        bookings, stays, filled = self._last_dated.get(scope.venue, (None, None, None))
        if filled is None or bookings is not gathered.beside or stays is not agenda:
            filled = _with_dates(gathered, self._agenda.told(agenda, scope, _reserved(gathered.rows), inquiry))
            self._last_dated[scope.venue] = gathered.beside, agenda, filled
        taken = (block for block in agenda.records if isinstance(block, SpaceBlock))
        beside = Beside([gathered.beside, agenda.shelf, self._agenda.stubs(taken, inquiry)])
        return replace(filled, beside=beside)

    async def _staying(self, scope: Scope, pairs: Pairs, wanted: Filter, inquiry: Inquiry) -> Gathered:
        """Read the bookings that the agenda has something to say about."""
        agenda = await self._agenda.stays(scope, inquiry)
        keys = self._matching(agenda, wanted)
        everyone = RESERVATIONS in self._desk.manner.extras
        if len(keys) > FEW or everyone:
            kept = await self._desk.walked(BOOKINGS, scope, inquiry, pairs)
            found = [Filtered(kept.records, kept.faults, kept.shelf, kept.fetched_at)]
        else:
            parts = await self._desk.look_at(scope, BOOKINGS, "reservations", list(keys), inquiry, pairs=pairs)
            found = [_sure(part.found) for part in parts]
        rows = (row for one in found for row in one.rows)
        near = [row for row in rows if everyone or not keys.keys().isdisjoint(_reserved([row]))]
        told = self._agenda.told(agenda, scope, _reserved(near), inquiry)
        taken = (block for block in agenda.records if isinstance(block, SpaceBlock))
        return Gathered(
            rows=passing((_filled(row, told, agenda.fetched_at) for row in near), wanted),
            fetched_at=min((one.fetched_at for one in found), default=agenda.fetched_at),
            beside=Beside([*(one.beside for one in found), agenda.shelf, self._agenda.stubs(taken, inquiry)]),
            faults=[fault for _, fault in (*agenda.faults, *(broken for one in found for broken in one.broken))],
        )

    def _matching(self, agenda: Kept, wanted: Filter) -> dict[str, None]:
        """Give the reservations of which a booking that passes must have one, each once."""
        choices = []
        stays = [row for row in agenda.records if isinstance(row, SpaceBlock)]
        if wanted.overlaps is not None:
            choices.append([row.reservation_id for row in _touching(stays, *wanted.overlaps)])
        if wanted.spaces is not None:
            spaces = {Ref(SPACE, self._desk.name, key) for key in wanted.spaces}
            choices.append([row.reservation_id for row in stays if row.links.get("space") in spaces])
        return {key: None for key in min(choices, key=len) if key is not None}

    # What comes along with something else.

    async def _customers(self, scope: Scope, wanted: Filter, inquiry: Inquiry) -> Gathered:
        kept = await self._desk.walked(BOOKINGS, scope, inquiry, (), INCLUDED)
        refusal = self._desk.includes.refusal("customer")
        if refusal is not None:
            raise twin(refusal)
        return self._mentioned(CUSTOMER, "customer", scope, kept, wanted)

    async def _spaces(self, scope: Scope, wanted: Filter, inquiry: Inquiry) -> Gathered:
        if LISTED in self._desk.manner.extras:
            kept = await self._desk.walked(RENTABLES, scope, inquiry)
            return _passing(kept.records, kept, wanted)
        kept = await self._desk.walked(PERIODS, scope, inquiry, (), self._desk.of_spaces(inquiry))
        gathered = self._mentioned(SPACE, "space", scope, kept, wanted)
        park, linked = self._desk.parks[scope.venue], kept.by_link("space")
        came = {Ref(SPACE, self._desk.name, key) for type_, key in kept.resources if type_ == "rentable"}
        others = [park.stub(ref.id, kept.fetched_at) for ref in linked if ref not in came]
        return replace(gathered, rows=[*gathered.rows, *passing(others, wanted)])

    def _mentioned(self, kind: str, view: str, scope: Scope, kept: Kept, wanted: Filter) -> Gathered:
        """Give the records of a kind that came along with a collection."""
        ids = (key for type_, key in kept.resources if type_ == VIEWS[view].type)
        part = Part(scope, (), Filtered((), (), kept.shelf, kept.fetched_at, kept.resources))
        found = [kept.shelf.get(Ref(kind, self._desk.name, key)) or came(self._desk, part, view, key) for key in ids]
        known = (one for one in found if one is not None and not isinstance(one, FoyerError))
        faults = [one for one in found if isinstance(one, VendorFault)]
        return Gathered(rows=passing(known, wanted), fetched_at=kept.fetched_at, beside=kept.shelf, faults=faults)


def _passing(rows: Iterable[Record], kept: Kept, wanted: Filter) -> Gathered:
    return Gathered(
        rows=passing(rows, wanted),
        fetched_at=kept.fetched_at,
        beside=kept.shelf,
        faults=[fault for _, fault in kept.faults],
    )


def _with_dates(gathered: Gathered, told: Periods) -> Gathered:
    at = min((gathered.fetched_at, *told.fetched_at))
    return replace(
        gathered,
        rows=[_filled(row, told, at) if told.whole(_reserved([row])) else row for row in gathered.rows],
        fetched_at=at,
        beside=Beside([gathered.beside, *told.beside]),
        faults=[*gathered.faults, *told.unreadable()],
    )


def _reserved(rows: Iterable[Record]) -> list[str]:
    """Give the reservations of bookings."""
    return [key for row in rows if isinstance(row, Booking) for key in reserved(row)]


def _filled(row: Record, told: Periods, at: dt.datetime) -> Record:
    """Fill in a booking what the agenda tells of its reservations; what only the booking tells stays."""
    link = row.links.get("allocations") if isinstance(row, Booking) else None
    if not isinstance(row, Booking) or not isinstance(link, Ref):
        return row
    known = allocations(link, reserved(row), told.rows, at)
    links = {edge: to for edge, to in row.links.items() if edge not in {"allocations", "period"}}
    return replace(with_allocations(row, known), links=links)


def _sure(found: Filtered | FoyerError) -> Filtered:
    """Give what was found.

    Raises:
        FoyerError: why nothing was.

    """
    if isinstance(found, FoyerError):
        raise found
    return found


_FAR: Final = 2 * DAY
"""How far apart two dates are at least that no zone brings together."""


def _touching(stays: Iterable[SpaceBlock], from_: dt.datetime, to: dt.datetime) -> Iterable[SpaceBlock]:
    """Give the stays that touch a range; dates far off are told apart from it without looking at clocks."""
    near = (
        row for row in stays if row.period.start_date - to.date() <= _FAR and from_.date() - row.period.end_date <= _FAR
    )
    return (row for row in near if overlaps(row.period, from_, to))


def _by_id(row: Record) -> tuple[int, str]:
    return len(row.ref.id), row.ref.id
