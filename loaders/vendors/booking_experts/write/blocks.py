"""Blocks of a space's calendar: made, changed and lifted, and looked for where nobody knows whether they were.

The path decides of which kind a block is [004:1165, 004:1789], so one that is there already is read first. Only two of
the six kinds have a path.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from loaders.errors import BadResponse, Blame, NotThere, Refused, TimedOut, Unreachable, VendorDown, VendorFault
from loaders.given import Path, text_faults
from loaders.http.ask import Ask, Reason
from loaders.http.twin import twin
from loaders.inquiry import Inquiry
from loaders.records import SPACE, SPACE_BLOCK, Record, Ref
from loaders.vendors.booking_experts.desk import Desk
from loaders.vendors.booking_experts.places import Places
from loaders.vendors.booking_experts.write.calendar import PATHS, Calendar
from loaders.vendors.booking_experts.write.call import change, first, languages, made
from loaders.vendors.booking_experts.write.check import ref_faults
from loaders.vendors.booking_experts.write.sent import Part, Sent, linkage
from loaders.writes import Attempt, BlockSpace, UnblockSpace, UpdateSpaceBlock, WritableBlockKind, Written

TYPES: Final[Mapping[WritableBlockKind, str]] = {
    WritableBlockKind.MAINTENANCE: "MaintenanceAgendaPeriod",
    WritableBlockKind.EXTERNAL: "ExternalBlockedAgendaPeriod",
}

_LOST: Final = (Unreachable, TimedOut, VendorDown, BadResponse)
"""Faults after which nobody knows whether the vendor did what was asked."""

_FROM: Final = ("from_",)
_TO: Final = ("to",)


class Blocks:
    """Makes, changes and lifts blocks."""

    def __init__(self, desk: Desk, places: Places) -> None:
        """Write by way of a desk; places tell where a space is."""
        self._desk: Final = desk
        self._calendar: Final = Calendar(desk, places)

    # Faults.

    def block_faults(self, write: BlockSpace) -> Iterator[Blame]:
        """Tell what is wrong with a block that is to be made."""
        yield from ref_faults(write.space, self._desk.name, SPACE, ("space",))
        yield from _order_faults(write.from_, write.to, _TO)
        yield from text_faults(write.label, ("label",))

    def update_faults(self, write: UpdateSpaceBlock) -> Iterator[Blame]:
        """Tell what is wrong with a change of a block, as far as the block itself does not matter."""
        yield from ref_faults(write.id, self._desk.name, SPACE_BLOCK, ("id",))
        if write.from_ is not None and write.to is not None:
            yield from _order_faults(write.from_, write.to, _TO)
        yield from text_faults(write.label, ("label",))

    def unblock_faults(self, write: UnblockSpace) -> Iterator[Blame]:
        """Tell what is wrong with what is to be lifted."""
        yield from ref_faults(write.id, self._desk.name, SPACE_BLOCK, ("id",))

    # Writes.

    async def block(self, write: BlockSpace, inquiry: Inquiry) -> Written:
        """Make a block where the space is."""
        scope = await first(self._calendar.scope_of(write.space, inquiry))
        path = f"{scope.path}{PATHS[TYPES[write.kind]]}"
        reply = await change(self._desk, "POST", path, _new(write), inquiry)
        return _written(made(self._desk, scope, "space_block", reply), write.space)

    async def update(self, write: UpdateSpaceBlock, inquiry: Inquiry) -> Written:
        """Send of a block what is to be otherwise; where nothing is, it stays as it is and nothing is sent."""
        scope, row, before = await first(self._calendar.editable(write.id, inquiry))
        if write.from_ is not None or write.to is not None:
            from_, to = write.from_ or before.period.start_date, write.to or before.period.end_date
            blames = list(_order_faults(from_, to, _FROM if write.to is None else _TO))
            if blames:
                raise Refused(blames)
        changed = [part for part in _parts(write) if not Sent("agenda_period", (part,)).holds(row)]
        if not changed:
            return _written(before, before.links.get("space"))
        path = f"{scope.path}{PATHS[str(before.vendor_kind)]}/{write.id.id}"
        sent = Sent("agenda_period", tuple(changed), write.id.id)
        after = made(self._desk, scope, "space_block", await change(self._desk, "PATCH", path, sent, inquiry))
        return _written(after, before.links.get("space"))

    async def unblock(self, write: UnblockSpace, inquiry: Inquiry) -> Written:
        """Lift a block."""
        scope, _row, before = await first(self._calendar.editable(write.id, inquiry))
        await self._lift(f"{scope.path}{PATHS[str(before.vendor_kind)]}/{write.id.id}", inquiry)
        return _lifted(write.id, before.links.get("space"))

    async def _lift(self, path: str, inquiry: Inquiry) -> None:
        """Have a block deleted. Where the answer is lost it is asked once more: twice does no more than once."""
        ask = Ask("DELETE", path, headers=languages(self._desk), reason=Reason.WRITE)
        try:
            await self._desk.includes.below(ask, inquiry)
        except _LOST as fault:
            if not fault.reached:
                raise
            lost = twin(fault)
        else:
            return
        try:
            await self._desk.includes.below(ask, inquiry)
        except NotThere:
            return
        except VendorFault:
            raise lost from None  # whatever is wrong by now, the first may have been done

    # Looking for what became of a write.

    async def find_blocked(self, write: BlockSpace, attempt: Attempt, inquiry: Inquiry) -> list[Written]:
        """Look in the space's calendar for blocks like the one that was to be made."""
        kind, sent = TYPES[write.kind], _new(write)
        blocks = await self._calendar.alike(write.space, kind, sent, attempt.began, inquiry)
        return [_written(block, write.space) for block in blocks]

    async def find_updated(self, write: UpdateSpaceBlock, inquiry: Inquiry) -> list[Written]:
        """Look whether a block is as it was to be."""
        try:
            _scope, row, block = await self._calendar.block(write.id, inquiry, Reason.FIND)
        except NotThere:
            return []
        if not Sent("agenda_period", tuple(_parts(write))).holds(row):
            return []
        return [_written(block, block.links.get("space"))]

    async def find_unblocked(self, write: UnblockSpace, inquiry: Inquiry) -> list[Written]:
        """Look whether a block is gone."""
        try:
            await self._calendar.block(write.id, inquiry, Reason.FIND)
        except NotThere:
            return [_lifted(write.id, None)]
        return []


def _new(write: BlockSpace) -> Sent:
    label = (Part("attributes/label", write.label, ("label",)),) if write.label is not None else ()
    days = (
        Part("attributes/start_date", write.from_.isoformat(), _FROM),
        Part("attributes/end_date", write.to.isoformat(), _TO),
    )
    where = Part("relationships/rentable/data", linkage("rentable", write.space.id), ("space",))
    return Sent("agenda_period", (*label, *days, where))


def _parts(write: UpdateSpaceBlock) -> Iterator[Part]:
    if write.label is not None:
        yield Part("attributes/label", write.label, ("label",))
    if write.from_ is not None:
        yield Part("attributes/start_date", write.from_.isoformat(), _FROM)
    if write.to is not None:
        yield Part("attributes/end_date", write.to.isoformat(), _TO)


def _order_faults(from_: dt.date, to: dt.date, path: Path) -> Iterator[Blame]:
    """Tell whether a block would end before it has begun, or with the day it begins: its last day is not in it."""
    if from_ >= to:
        yield Blame(path, f"expected from before to, not from {from_} to {to}")


def _written(block: Record, space: object) -> Written:
    """Say what a block is now; the space is the one that was asked for, whether or not the answer tells it again."""
    if not isinstance(space, Ref):
        return Written(block.ref, block, changed=(block.ref,))
    told = replace(block, links={**block.links, "space": space})  # type: ignore[type-var]  # every record is a dataclass
    return Written(block.ref, told, changed=(block.ref, space))


def _lifted(block: Ref, space: object) -> Written:
    return Written(block, None, changed=(block, space) if isinstance(space, Ref) else (block,))
