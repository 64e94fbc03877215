"""From an input to its payload: read it, have the change made, show what came of it.

A change that was made shows the thing as it is now: from what the change itself told, where the operation reads no more
than that, else read again.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Final

from strawberry.types.info import Info

from loaders.errors import FoyerError, Refused
from loaders.port import Capability, Source
from loaders.records import Booking, BookingStatus, Record
from loaders.writes import Receipt, Write, Written
from loaders.writing.order import Order
from schema.changes.reader import Reader
from schema.context import Context, open_context
from schema.edge import View, show
from schema.types.payloads import EventRequestReceipt, user_errors

_ALWAYS: Final = frozenset({"id", "source", "vendor_id", "fetched_at"})
"""What every record tells of itself."""


class Making:
    """One change on its way.

    Args:
        info: of the mutation's field.
        operation: what the source must be able to do.

    """

    def __init__(self, info: Info[Any, Any], operation: Capability) -> None:
        self._info: Final = info
        self._operation: Final = operation
        self._context: Final[Context] = open_context(info)
        self.reader: Final = Reader(self._context)

    async def make(self, source: Source | None, write: Write, key: str | None = None) -> Written:
        """Have the change made.

        Args:
            source: where; None where the input does not tell, which was blamed.
            write: the change.
            key: the client's key, for changes that make something.

        Raises:
            FoyerError: it was not made, or nobody knows.

        """
        context, reader = self._context, self.reader
        named = None if key is None else reader.key(key)
        if source is None:
            raise Refused(reader.blames)
        if context.changes is None:
            raise RuntimeError("an operation that changes something was opened without what makes changes")
        order = Order(source, self._operation, write, context.caller, named, tuple(reader.blames))
        written = await context.changes.make(order, context.inquiry)
        context.renew()
        return written

    async def shown(self, record: Record, knows: frozenset[str] | None) -> View[Any]:
        """Show what was made or changed."""
        if isinstance(record, Receipt):
            return EventRequestReceipt.of(record)
        reads = self._context.inquiry.selection.reads(record.ref.kind) - _ALWAYS
        return show(record if knows is None or reads <= knows else await self._read_again(record))

    async def _read_again(self, record: Record) -> Record:
        """Read a thing as it is now; what cannot be read is shown as far as the change tells, with the fault beside."""
        try:
            known = await self._context.loaders.load(record.ref)
        except FoyerError as fault:
            self._context.miss([fault], self._info)
            return record
        if known is None:
            return record
        if isinstance(known, Booking) and isinstance(record, Booking) and known.status is BookingStatus.UNKNOWN:
            return replace(known, status=record.status, vendor_status=record.vendor_status)
        return known


async def answered(
    info: Info[Any, Any],
    operation: Capability,
    work: Callable[[Making], Awaitable[Written]],
    payload: type[Any],
    name: str,
) -> Any:
    """Answer a change with its payload.

    Args:
        info: of the mutation's field.
        operation: what the source must be able to do.
        work: reads the input and makes the change.
        payload: the payload's type.
        name: its field for the thing; of a thing that is gone, for the id it had.

    """
    making = Making(info, operation)
    try:
        written = await work(making)
    except FoyerError as fault:
        return payload(**{name: None}, user_errors=user_errors(fault))
    shown = written.ref.encode() if written.record is None else await making.shown(written.record, written.knows)
    return payload(**{name: shown}, user_errors=[])
