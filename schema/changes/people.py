"""Inputs of changes to customers, and of whom to speak to."""

from typing import Any

import strawberry

from loaders import writes
from loaders.port import Source
from loaders.records import BOOKING, Ref
from schema.changes.reader import Reader, further, given
from schema.types.booking_experts_inputs import BookingExpertsCustomerInput
from schema.types.locaboo_inputs import LocabooAddressInput, LocabooCustomerInput


@strawberry.input(description="A postal address; what is left out is not said.")
class AddressInput:
    """A postal address."""

    lines: list[str] | None = strawberry.field(
        default=strawberry.UNSET, description="Street and what else stands above the town."
    )
    house_number: str | None = strawberry.field(
        default=strawberry.UNSET, description="The number of the house, unless the first line has it."
    )
    postal_code: str | None = strawberry.field(default=strawberry.UNSET, description="The postal code.")
    city: str | None = strawberry.field(default=strawberry.UNSET, description="The town.")
    country: str | None = strawberry.field(
        default=strawberry.UNSET, description="The country: ISO 3166-1 alpha-2, or its name where the vendor takes one."
    )

    def read(self) -> writes.PostalAddress:
        """Read it."""
        lines = given(self.lines)
        return writes.PostalAddress(
            None if lines is None else tuple(lines),
            given(self.house_number),
            given(self.postal_code),
            given(self.city),
            given(self.country),
        )


def read_address(address: Any) -> writes.PostalAddress | None:
    """Read an address that may have been left out."""
    there = given(address)
    return None if there is None else there.read()


@strawberry.input(description="Whom to speak to; what is left out is not said.")
class ContactInput:
    """Whom to speak to."""

    first_name: str | None = strawberry.field(default=strawberry.UNSET, description="First name.")
    last_name: str | None = strawberry.field(default=strawberry.UNSET, description="Last name.")
    company: str | None = strawberry.field(default=strawberry.UNSET, description="Company.")
    email: str | None = strawberry.field(default=strawberry.UNSET, description="E-mail address.")
    phone: str | None = strawberry.field(default=strawberry.UNSET, description="Telephone number.")
    address: AddressInput | None = strawberry.field(default=strawberry.UNSET, description="Postal address.")

    def read(self) -> writes.Contact:
        """Read it."""
        return writes.Contact(
            given(self.first_name),
            given(self.last_name),
            given(self.company),
            given(self.email),
            given(self.phone),
            read_address(self.address),
        )


def read_contact(contact: Any) -> writes.Contact | None:
    """Read a contact that may have been left out."""
    there = given(contact)
    return None if there is None else there.read()


@strawberry.input(description="A customer to be known at a source.")
class CreateCustomerInput:
    """A customer to be known at a source."""

    idempotency_key: strawberry.ID = strawberry.field(
        description="Of your making, new for every customer: the same key with the same input gives the first outcome."
    )
    source: str = strawberry.field(description="Where: the source's name in the configuration.")
    first_name: str | None = strawberry.field(default=strawberry.UNSET, description="First name.")
    last_name: str | None = strawberry.field(default=strawberry.UNSET, description="Last name.")
    company: str | None = strawberry.field(default=strawberry.UNSET, description="Company.")
    email: str | None = strawberry.field(default=strawberry.UNSET, description="E-mail address.")
    phone: str | None = strawberry.field(default=strawberry.UNSET, description="Telephone number.")
    address: AddressInput | None = strawberry.field(default=strawberry.UNSET, description="Postal address.")
    locale: str | None = strawberry.field(
        default=strawberry.UNSET, description="The language to write to them in, e.g. nl-BE."
    )
    locaboo: LocabooCustomerInput | None = strawberry.field(
        default=strawberry.UNSET, description="What only Locaboo keeps of a customer."
    )

    def read(self) -> writes.CreateCustomer:
        """Read it."""
        return writes.CreateCustomer(
            self.source,
            given(self.first_name),
            given(self.last_name),
            given(self.company),
            given(self.email),
            given(self.phone),
            read_address(self.address),
            given(self.locale),
            further(self.locaboo),
        )


@strawberry.input(description="A customer to be known otherwise; what is left out stays.")
class UpdateCustomerInput:
    """A customer to be known otherwise."""

    id: strawberry.ID = strawberry.field(description="Which customer.")
    booking: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET,
        description="Booking Experts changes a customer only through one of its bookings: which.",
    )
    first_name: str | None = strawberry.field(default=strawberry.UNSET, description="First name.")
    last_name: str | None = strawberry.field(default=strawberry.UNSET, description="Last name.")
    company: str | None = strawberry.field(default=strawberry.UNSET, description="Company.")
    email: str | None = strawberry.field(default=strawberry.UNSET, description="E-mail address.")
    phone: str | None = strawberry.field(default=strawberry.UNSET, description="Telephone number.")
    address: AddressInput | None = strawberry.field(default=strawberry.UNSET, description="Postal address.")
    locale: str | None = strawberry.field(
        default=strawberry.UNSET, description="The language to write to them in, e.g. nl-BE."
    )
    locaboo: LocabooCustomerInput | None = strawberry.field(
        default=strawberry.UNSET, description="What only Locaboo keeps of a customer."
    )
    booking_experts: BookingExpertsCustomerInput | None = strawberry.field(
        default=strawberry.UNSET, description="What only Booking Experts keeps of a customer."
    )

    def read(self, reader: Reader, ref: Ref, source: Source | None) -> writes.UpdateCustomer:
        """Read it."""
        booking = given(self.booking)
        through = None if booking is None else reader.ref(booking, BOOKING, "booking")
        reader.at(source, [] if through is None else [(through, ("booking",))])
        return writes.UpdateCustomer(
            ref,
            through,
            given(self.first_name),
            given(self.last_name),
            given(self.company),
            given(self.email),
            given(self.phone),
            read_address(self.address),
            given(self.locale),
            further(self.locaboo),
            further(self.booking_experts),
        )


@strawberry.input(description="A further address of a customer.")
class AddCustomerAddressInput:
    """A further address of a customer."""

    idempotency_key: strawberry.ID = strawberry.field(
        description="Of your making, new for every address: the same key with the same input gives the first outcome."
    )
    customer: strawberry.ID = strawberry.field(description="Whose address.")
    address: AddressInput = strawberry.field(description="The address.")
    contact: ContactInput | None = strawberry.field(default=strawberry.UNSET, description="Whom to speak to there.")
    secondary: bool | None = strawberry.field(default=True, description="Whether it is a second one, not the first.")
    locaboo: LocabooAddressInput | None = strawberry.field(
        default=strawberry.UNSET, description="What only Locaboo keeps of an address."
    )

    def read(self, ref: Ref) -> writes.AddCustomerAddress:
        """Read it."""
        return writes.AddCustomerAddress(
            ref,
            self.address.read(),
            read_contact(self.contact),
            given(self.secondary) is not False,
            further(self.locaboo),
        )
