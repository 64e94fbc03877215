"""What changes things at Locaboo: bookings, customers and their addresses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from loaders.records import BOOKING
from loaders.vendors.locaboo.write import bookings, check, customers, find, save
from loaders.writes import (
    AddCustomerAddress,
    CancelBooking,
    CreateBooking,
    CreateCustomer,
    UpdateBooking,
    UpdateCustomer,
)

if TYPE_CHECKING:
    from loaders.errors import Blame
    from loaders.inquiry import Inquiry
    from loaders.vendors.locaboo.house import House
    from loaders.writes import Attempt, Write, Written


class LocabooWriter:
    """Changes things at one account; satisfies `loaders.port.Writer`.

    Args:
        house: all of the account.

    """

    def __init__(self, house: House) -> None:
        self._house: Final = house

    def faults(self, write: Write) -> Sequence[Blame]:
        """Tell everything of a change that this vendor could not take, without a call."""
        return list(_faults(write, self._house))

    async def write(self, write: Write, attempt: Attempt, inquiry: Inquiry) -> Written:  # noqa: ARG002  # no reference is kept
        """Make the change, once.

        Raises:
            Refused: nothing was changed: of what was read, or by the vendor's own word about the parts of the input.
            VendorFault: it went wrong; as `loaders.port.Writer.write` says.

        """
        house = self._house
        match write:
            case CreateBooking():
                return await bookings.create(house, write, inquiry)
            case UpdateBooking():
                return await save.update(house, write, inquiry)
            case CancelBooking():
                return await save.cancel(house, write, inquiry)
            case CreateCustomer():
                return await customers.create(house, write, inquiry)
            case UpdateCustomer():
                return await customers.update(house, write, inquiry)
            case AddCustomerAddress():
                return await customers.add_address(house, write, inquiry)
        raise _no_such(write)

    async def find(self, write: Write, attempt: Attempt, inquiry: Inquiry) -> Sequence[Written] | None:
        """Look whether a change happened whose answer was lost; None where the vendor does not tell.

        Raises:
            VendorFault: the vendor could be asked, and did not answer.

        """
        house = self._house
        match write:
            case CreateBooking():
                return await find.created_booking(house, write, inquiry)
            case UpdateBooking():
                return await find.updated_booking(house, write, inquiry)
            case CreateCustomer():
                return await find.created_customer(house, write, attempt, inquiry)
            case UpdateCustomer():
                return await find.updated_customer(house, write, inquiry)
        return None


def _faults(write: Write, house: House) -> Iterator[Blame]:
    source, zone = house.site.source, house.site.zone
    match write:
        case CreateBooking():
            yield from bookings.faults(write, source, zone)
        case UpdateBooking():
            yield from save.faults(write, source, zone)
        case CancelBooking():
            yield from check.own(("id",), write.id, BOOKING, source)
        case CreateCustomer() | UpdateCustomer():
            yield from customers.faults(write, source)
        case AddCustomerAddress():
            yield from customers.address_faults(write, source)
        case _:
            raise _no_such(write)


def _no_such(write: Write) -> TypeError:
    return TypeError(f"no capability of Locaboo takes a {type(write).__name__}")
