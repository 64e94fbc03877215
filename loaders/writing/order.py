"""A change that somebody wants, and what is refused of it before anybody is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from loaders.errors import Blame, Refused, Unsupported
from loaders.port import Capability, Source, Writer
from loaders.writes import Write


@dataclass(frozen=True, slots=True)
class Order:
    """A change that somebody wants.

    Args:
        source: where.
        operation: what the source must be able to do.
        write: the change.
        caller: who wants it: a key is its caller's own, and stands for one change of one kind.
        key: the client's key, for changes that make something.
        blames: what was found wrong with the input before it came here.

    """

    source: Source
    operation: Capability
    write: Write
    caller: str = ""
    key: str | None = None
    blames: tuple[Blame, ...] = ()


def check(order: Order) -> Writer:
    """Refuse what the vendor cannot do, then what is wrong with the input, before anybody is asked.

    Of a part that could not be read, the vendor's rules say nothing more.

    Raises:
        Unsupported: the vendor has no such operation.
        Refused: every fault of the input.

    """
    source = order.source
    writer = source.writer
    if order.operation not in source.capabilities or writer is None:
        raise Unsupported(source.vendor, OPERATIONS[order.operation])
    unread = [blame.path for blame in order.blames]
    further = [one for one in writer.faults(order.write) if not any(one.path[: len(path)] == path for path in unread)]
    if order.blames or further:
        raise Refused([*order.blames, *further])
    return writer


OPERATIONS: Final = {
    Capability.CREATE_BOOKING: "create bookings",
    Capability.UPDATE_BOOKING: "change bookings",
    Capability.CANCEL_BOOKING: "cancel bookings",
    Capability.REQUEST_EVENT: "take event requests",
    Capability.CREATE_CUSTOMER: "create customers",
    Capability.UPDATE_CUSTOMER: "change customers",
    Capability.ADD_CUSTOMER_ADDRESS: "add addresses to customers",
    Capability.BLOCK_SPACE: "block spaces",
    Capability.UPDATE_SPACE_BLOCK: "change blocks of spaces",
    Capability.UNBLOCK_SPACE: "remove blocks of spaces",
    Capability.CREATE_SPACE_TYPE: "create kinds of spaces",
}
"""What an operation is called in the sentence that refuses it."""
