"""The agenda: its periods, by the reservation they stand for or the rentable they block.

They are where a stay's dates and place are found. Few are looked up by a filter; many by reading the whole agenda,
where that takes fewer calls. An agenda that is kept answers everything without a call.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from loaders.clock import hull
from loaders.errors import BadResponse, FoyerError
from loaders.inquiry import Inquiry
from loaders.jsonapi.account import Collection, Scope
from loaders.jsonapi.document import Identifier
from loaders.jsonapi.query import Pairs
from loaders.jsonapi.walks import Filtered, Kept
from loaders.readings.batches import AT_ONCE
from loaders.records import SPACE, Allocation, Allocations, Booking, Record, Ref, SpaceBlock
from loaders.vendors.booking_experts.desk import Desk, Part
from loaders.vendors.booking_experts.endpoints import ONLY_STAYS, STAYS
from loaders.vendors.booking_experts.translate import BOOKING_BY_RESERVATION, reserved

MANY: Final = 300
"""From how many reservations on it is worth a call to find out how long the agenda is."""


@dataclass(slots=True)
class Periods:
    """Agenda periods by the ids they were looked up by.

    Args:
        rows: by id.
        faults: the ids of which something could not be read, and why.
        beside: what came along.
        fetched_at: when each part was read.

    """

    rows: dict[str, list[SpaceBlock]] = field(default_factory=dict)
    faults: dict[str, FoyerError] = field(default_factory=dict)
    beside: list[Mapping[Ref, Record]] = field(default_factory=list)
    fetched_at: list[dt.datetime] = field(default_factory=list)

    def blocks(self) -> Iterable[SpaceBlock]:
        """Give all rows."""
        return (block for blocks in self.rows.values() for block in blocks)

    def whole(self, ids: Iterable[str]) -> bool:
        """Tell whether all that was found of these could be read."""
        return not self.faults or not any(key in self.faults for key in ids)

    def unreadable(self) -> list[BadResponse]:
        """Give the faults of periods that cannot be read, each once.

        Raises:
            FoyerError: some could not be asked for.

        """
        faults = {id(fault): fault for fault in self.faults.values()}.values()
        for fault in faults:
            if not isinstance(fault, BadResponse):
                raise fault
        return [fault for fault in faults if isinstance(fault, BadResponse)]


class Agenda:
    """Reads agenda periods."""

    def __init__(self, desk: Desk) -> None:
        """Read by way of a desk."""
        self._desk: Final = desk

    async def of_reservations(self, scope: Scope, ids: Sequence[str], inquiry: Inquiry) -> Periods:
        """Give the periods of reservations that are this administration's."""
        kept = await self._kept(scope, STAYS, inquiry) or await self._kept(scope, STAYS, inquiry, ONLY_STAYS)
        if kept is None and len(ids) > MANY:
            kept = await self._worth_reading(scope, len(ids), inquiry)
        if kept is not None:
            return self.told(kept, scope, ids, inquiry)
        return self._sorted(await self._desk.look_at(scope, STAYS, "reservation", ids, inquiry), "reservation", inquiry)

    def told(self, kept: Kept, scope: Scope, ids: Sequence[str], inquiry: Inquiry) -> Periods:
        """Give what an agenda tells of reservations."""
        park = self._desk.parks[scope.venue]
        refs = [park.lookup(BOOKING_BY_RESERVATION, key) for key in ids]
        return self._sorted([_part(scope, ids, kept, "booking", refs)], "reservation", inquiry)

    async def of_rentables(self, collection: Collection, ids: Sequence[str], inquiry: Inquiry) -> Periods:
        """Give the periods that block rentables.

        Args:
            collection: STAYS for those of reservations only, PERIODS for all.
            ids: the rentables.
            inquiry: the operation that needs them.

        """
        pairs = ONLY_STAYS if collection is STAYS else ()
        spread = self._desk.whereabouts.spread("rentable", ids)
        answers = await asyncio.gather(
            *(self._of(self._desk.scopes[venue], collection, some, inquiry, pairs) for venue, some in spread.items())
        )
        return self._sorted([part for parts in answers for part in parts], "rentable", inquiry)

    async def _of(
        self, scope: Scope, collection: Collection, ids: Sequence[str], inquiry: Inquiry, pairs: Pairs
    ) -> list[Part]:
        kept = await self._kept(scope, collection, inquiry) or (
            await self._kept(scope, collection, inquiry, pairs) if pairs else None
        )
        if kept is not None:
            return [_part(scope, ids, kept, "space", [Ref(SPACE, self._desk.name, key) for key in ids])]
        return await self._desk.look_at(scope, collection, "rentable", ids, inquiry, pairs=pairs)

    async def stays(self, scope: Scope, inquiry: Inquiry) -> Kept:
        """Read all periods of reservations.

        Raises:
            VendorFault: they could not be read.

        """
        whole = await self._kept(scope, STAYS, inquiry)
        return whole or await self._desk.walked(STAYS, scope, inquiry, ONLY_STAYS)

    def stubs(self, blocks: Iterable[SpaceBlock], inquiry: Inquiry) -> Mapping[Ref, Record]:
        """Make spaces of the ids that periods link to, where the id is all that is read, or can be."""
        if not self._desk.stubs(inquiry):
            return {}
        made: dict[Ref, Record] = {}
        for block in blocks:
            space, venue = block.links.get("space"), block.links.get("venue")
            if isinstance(space, Ref) and isinstance(venue, Ref) and space not in made:
                made[space] = self._desk.parks[venue.id].stub(space.id, block.fetched_at)
        return made

    async def _kept(self, scope: Scope, collection: Collection, inquiry: Inquiry, pairs: Pairs = ()) -> Kept | None:
        """Give the agenda if it was read lately and holds all that is needed."""
        headers = self._desk.headers(collection, inquiry)
        kept = self._desk.walks.kept((collection.path, scope.path, pairs, headers))
        if kept is None or not kept.plan.carries(self._desk.plan(collection, inquiry)):
            return None
        return await self._desk.walked(collection, scope, inquiry, pairs)

    async def _worth_reading(self, scope: Scope, count: int, inquiry: Inquiry) -> Kept | None:
        """Read all periods of reservations if that takes no more calls than looking so many up; None if it does."""
        calls = math.ceil(count / AT_ONCE)
        try:
            return await self._desk.walked(STAYS, scope, inquiry, ONLY_STAYS, max_pages=calls)
        except FoyerError:
            return None  # too long; or looking them up tells what is wrong, each where it is

    def _sorted(self, parts: Iterable[Part], relationship: str, inquiry: Inquiry) -> Periods:
        found = Periods()
        failed: dict[str, FoyerError] = {}
        for part in parts:
            if isinstance(part.found, FoyerError):
                failed.update(dict.fromkeys(part.ids, part.found))
                continue
            for row in (row for row in part.found.rows if isinstance(row, SpaceBlock)):
                for key in _owners(row, relationship):
                    found.rows.setdefault(key, []).append(row)
            found.faults.update(blamed(part, "agenda_period", relationship))
            found.beside.append(part.found.beside)
            found.fetched_at.append(part.found.fetched_at)
        found.faults.update({key: fault for key, fault in failed.items() if key not in found.rows})
        found.beside.append(self.stubs(found.blocks(), inquiry))
        return found


def allocations(
    ref: Ref, ids: Iterable[str], periods: Mapping[str, Sequence[SpaceBlock]], at: dt.datetime
) -> Allocations:
    """Make a booking's allocations of the periods of its reservations."""
    rows = tuple(
        Allocation(key, _space(block), None if block is None else block.period, None, None)
        for key in ids
        for block in periods.get(key) or (None,)
    )
    return Allocations(ref, at, hull([row.period for row in rows if row.period is not None]), rows)


def blamed(part: Part, kind: str, relationship: str) -> dict[str, FoyerError]:
    """Give, of the ids a part was asked for, those that rows which cannot be read belong to, with what is wrong.

    A row of which not even that is known may be anybody's of whom nothing was found.
    """
    if isinstance(part.found, FoyerError):
        return {}
    faults: dict[str, FoyerError] = {}
    for key, fault in part.found.broken:
        resource = None if key is None else part.found.resources.get(Identifier(kind, key))
        if resource is None:
            met = {owner for row in part.found.rows for owner in _owners(row, relationship)}
            faults.update({one: fault for one in part.ids if one not in met})
            continue
        linkage = resource.relationships.get(relationship)
        owners = (linkage,) if isinstance(linkage, Identifier) else linkage or ()
        faults.update({owner.id: fault for owner in owners})
    return {key: fault for key, fault in faults.items() if key in part.ids}


def _owners(row: Record, relationship: str) -> tuple[str, ...]:
    """Give the ids a row stands under, by the vendor's name of the relationship."""
    if isinstance(row, Booking) and relationship == "reservations":
        return reserved(row)
    if isinstance(row, SpaceBlock) and relationship == "reservation":
        return (row.reservation_id,) if row.reservation_id is not None else ()
    link = row.links.get("space" if relationship == "rentable" else relationship)
    return (link.id,) if isinstance(link, Ref) else ()


def _space(block: SpaceBlock | None) -> Ref | None:
    link = None if block is None else block.links.get("space")
    return link if isinstance(link, Ref) and link.kind == SPACE else None


def _part(scope: Scope, ids: Sequence[str], kept: Kept, edge: str, refs: Sequence[Ref]) -> Part:
    """Take from the agenda what stands under some references."""
    index = kept.by_link(edge)
    rows = [row for ref in refs for row in index.get(ref, ())]
    return Part(scope, tuple(ids), Filtered(rows, kept.faults, kept.shelf, kept.fetched_at, kept.resources))
