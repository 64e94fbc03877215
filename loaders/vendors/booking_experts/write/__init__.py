"""What can be changed at Booking Experts: blocks of its calendars, a booking's customer, and its categories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from loaders.errors import Blame, Unsupported
from loaders.inquiry import Inquiry
from loaders.vendors.booking_experts.desk import Desk
from loaders.vendors.booking_experts.places import Places
from loaders.vendors.booking_experts.write.blocks import Blocks
from loaders.vendors.booking_experts.write.categories import Categories
from loaders.vendors.booking_experts.write.customers import Customers
from loaders.writes import (
    Attempt,
    BlockSpace,
    CreateSpaceType,
    UnblockSpace,
    UpdateCustomer,
    UpdateSpaceBlock,
    Write,
    Written,
)


class BookingExpertsWriter:
    """Changes things at Booking Experts; satisfies `loaders.port.Writer`."""

    def __init__(self, desk: Desk, places: Places) -> None:
        """Write by way of a desk; places tell where a space is."""
        self._desk: Final = desk
        self._blocks: Final = Blocks(desk, places)
        self._customers: Final = Customers(desk)
        self._categories: Final = Categories(desk)

    def faults(self, write: Write) -> Sequence[Blame]:
        """Tell everything of a change that this vendor could not take, without a call."""
        match write:
            case BlockSpace():
                return list(self._blocks.block_faults(write))
            case UpdateSpaceBlock():
                return list(self._blocks.update_faults(write))
            case UnblockSpace():
                return list(self._blocks.unblock_faults(write))
            case UpdateCustomer():
                return list(self._customers.update_faults(write))
            case CreateSpaceType():
                return list(self._categories.create_faults(write))
        raise self._unsupported(write)

    async def write(self, write: Write, attempt: Attempt, inquiry: Inquiry) -> Written:  # noqa: ARG002  # the port's signature; the vendor keeps no reference
        """Make the change."""
        match write:
            case BlockSpace():
                return await self._blocks.block(write, inquiry)
            case UpdateSpaceBlock():
                return await self._blocks.update(write, inquiry)
            case UnblockSpace():
                return await self._blocks.unblock(write, inquiry)
            case UpdateCustomer():
                return await self._customers.update(write, inquiry)
            case CreateSpaceType():
                return await self._categories.create(write, inquiry)
        raise self._unsupported(write)

    async def find(self, write: Write, attempt: Attempt, inquiry: Inquiry) -> Sequence[Written] | None:
        """Look whether a change happened whose answer was lost."""
        match write:
            case BlockSpace():
                return await self._blocks.find_blocked(write, attempt, inquiry)
            case UpdateSpaceBlock():
                return await self._blocks.find_updated(write, inquiry)
            case UnblockSpace():
                return await self._blocks.find_unblocked(write, inquiry)
            case UpdateCustomer():
                return await self._customers.find_updated(write, inquiry)
            case CreateSpaceType():
                return await self._categories.find_created(write, attempt, inquiry)
        raise self._unsupported(write)

    def _unsupported(self, write: Write) -> Unsupported:
        """Refuse what no capability names; whoever asks has looked."""
        return Unsupported(self._desk.vendor, f"do a {type(write).__name__}")
