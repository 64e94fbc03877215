"""The calendars that blocks stand in, read past everything that is kept: one block, where a space is, what is alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from loaders.errors import Blame, Refused
from loaders.http.ask import Ask, Reason
from loaders.inquiry import Inquiry, Selection
from loaders.jsonapi import query
from loaders.jsonapi.account import PAGE_SIZE, Scope
from loaders.jsonapi.document import Identifier, ResourceObject
from loaders.jsonapi.pages import walk
from loaders.records import VENUE, Ref, SpaceBlock
from loaders.vendors.booking_experts.desk import Desk
from loaders.vendors.booking_experts.places import Places
from loaders.vendors.booking_experts.write.call import alike, languages, met, sure
from loaders.vendors.booking_experts.write.nearest import nearest
from loaders.vendors.booking_experts.write.sent import Sent

PATHS: Final[Mapping[str, str]] = {
    "MaintenanceAgendaPeriod": "/maintenance_agenda_periods",
    "ExternalBlockedAgendaPeriod": "/external_blocked_agenda_periods",
}
"""A block's kind → where blocks of that kind are made, changed and lifted."""


class Calendar:
    """Reads the calendars."""

    def __init__(self, desk: Desk, places: Places) -> None:
        """Read by way of a desk; places tell where a space is."""
        self._desk: Final = desk
        self._places: Final = places

    async def block(self, ref: Ref, inquiry: Inquiry, reason: Reason) -> tuple[Scope, ResourceObject, SpaceBlock]:
        """Read a block: where it is, as it was sent, and as it is understood.

        Raises:
            NotThere: there is none.
            VendorFault: it could not be read.

        """
        kind, path = "agenda_period", "/agenda_periods"
        scope, resources, row = await met(self._desk, kind, path, ref.id, inquiry, reason=reason)
        return scope, row, self._understood(scope, resources, row)

    async def editable(self, ref: Ref, inquiry: Inquiry) -> tuple[Scope, ResourceObject, SpaceBlock]:
        """Read a block that is to be changed.

        Raises:
            Refused: it is of a kind that cannot be.
            NotThere: there is none.
            VendorFault: it could not be read.

        """
        scope, row, block = await self.block(ref, inquiry, Reason.WRITE)
        if block.vendor_kind not in PATHS:
            told = f"{self._desk.name} lets no block of this kind be changed: {block.kind.value}"
            raise Refused([Blame(("id",), told)])
        return scope, row, block

    async def scope_of(self, space: Ref, inquiry: Inquiry) -> Scope:
        """Find out in which administration a space is; with one alone, or where it was met before, without a call.

        Raises:
            Refused: it is in none that is known.
            VendorFault: some could not be asked.

        """
        desk = self._desk
        met_in = list(desk.whereabouts.spread("rentable", [space.id]))
        if len(met_in) == 1:
            return desk.scopes[met_in[0]]
        bare = Inquiry(inquiry.deadline, Selection(), hints=inquiry.hints, calls=inquiry.calls, began=inquiry.began)
        found = (await self._places.spaces([space.id], bare)).slots.get(space.id)
        venue = None if found is None else sure(found).links.get("venue")
        if not isinstance(venue, Ref) or venue.kind != VENUE:
            told = f"{desk.name} has no space with this id in the calendar of any of its parks"
            raise Refused([Blame(("space",), told)])
        return desk.scopes[venue.id]

    async def alike(self, space: Ref, kind: str, sent: Sent, began: dt.datetime, inquiry: Inquiry) -> list[SpaceBlock]:
        """Look for blocks of a space that are as one that was sent, the likeliest to be it first.

        Args:
            space: whose calendar is read.
            kind: the vendor's word for their kind.
            sent: what was sent. Where it names no label, one with a label is another.
            began: when it was sent.
            inquiry: the operation that needs it.

        Raises:
            Refused: the space is in no administration that is known.
            VendorFault: the calendar could not be read, or not all of it and nothing is alike in the rest.

        """
        desk, scope = self._desk, await self.scope_of(space, inquiry)
        wanted = (*query.filter("rentable", [space.id]), *query.filter("type", [kind]))

        def ask(number: int) -> Ask:
            pairs = query.write(wanted, query.page(number, PAGE_SIZE), query.sort(("created_at",)))
            return Ask("GET", f"{scope.path}/agenda_periods", pairs, languages(desk), reason=Reason.FIND)

        walked = await walk(desk.includes.below, ask, inquiry, source=desk.name, vendor=desk.vendor)
        labelled = any(part.pointer == "attributes/label" for part in sent.parts)

        def holds(row: ResourceObject) -> bool:
            told = row.attributes
            return told.get("type") == kind and sent.holds(row) and (labelled or not told.get("label"))

        rows = alike(walked, holds)
        return nearest([self._understood(scope, {}, row) for row in rows], began)

    def _understood(
        self, scope: Scope, resources: Mapping[Identifier, ResourceObject], row: ResourceObject
    ) -> SpaceBlock:
        block = self._desk.translator(scope, resources)("space_block", row, self._desk.now())
        assert isinstance(block, SpaceBlock)  # noqa: S101  # what the view makes
        return block
