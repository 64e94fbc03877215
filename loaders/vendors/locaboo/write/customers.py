"""A customer that is to be known, known otherwise, or to have a further address [002:1274-1535]."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from loaders.errors import Blame, NotThere
from loaders.records import CUSTOMER, Customer, Ref
from loaders.vendors.locaboo.api import is_key
from loaders.vendors.locaboo.translate.site import address
from loaders.vendors.locaboo.write import check, fields
from loaders.vendors.locaboo.write.form import Part
from loaders.vendors.locaboo.write.send import id_in, send, unknown
from loaders.writes import AddCustomerAddress, CreateCustomer, UpdateCustomer, Written

if TYPE_CHECKING:
    from loaders.inquiry import Inquiry
    from loaders.vendors.locaboo.house import House


def faults(write: CreateCustomer | UpdateCustomer, source: str) -> Iterator[Blame]:
    """Say what of a customer cannot be taken."""
    if isinstance(write, UpdateCustomer):
        yield from check.own(("id",), write.id, CUSTOMER, source)
        for name in write.booking_experts:
            yield Blame(("booking_experts", name), f"{source} is no account at Booking Experts.")
    if write.locale is not None:
        yield Blame(("locale",), f"{source} keeps no language of a customer.")
    yield from fields.faults(parts(write))
    if next(parts(write), None) is None:
        yield Blame((), "Something to tell of the customer is expected; got nothing.")


def address_faults(write: AddCustomerAddress, source: str) -> Iterator[Blame]:
    """Say what of a further address cannot be taken."""
    yield from check.own(("customer",), write.customer, CUSTOMER, source)
    if write.contact is not None and write.contact.address is not None:
        yield Blame(("contact", "address"), "One address is expected, in address; got another of the contact.")
    yield from fields.faults(address_fields(write))
    if next(fields.place(write.address), None) is None:
        yield Blame(("address",), "Something of an address is expected; got nothing.")


def parts(write: CreateCustomer | UpdateCustomer) -> Iterator[Part]:
    """Give what is sent of a customer: what was given, and nothing else."""
    yield from fields.people(write)
    yield from fields.place(write.address)
    yield from fields.own(write.locaboo, fields.CUSTOMER)


def address_fields(write: AddCustomerAddress) -> Iterator[Part]:
    """Give what is told of a further address, by the names of its fields."""
    if write.contact is not None:
        yield from fields.people(write.contact, ("contact",))
    yield from fields.place(write.address)
    yield from fields.own(write.locaboo, fields.ADDRESS)


async def create(house: House, write: CreateCustomer, inquiry: Inquiry) -> Written:
    """Make a customer known.

    Raises:
        Refused: the vendor says which parts of the input it does not take.
        VendorFault: as `loaders.port.Writer.write` says.

    """
    at = house.api.now()
    data = await send(house.api, "customer_add", list(parts(write)), inquiry)
    return written(write, house.site.ref(CUSTOMER, id_in(house.api, data, "customer")), at)


async def update(house: House, write: UpdateCustomer, inquiry: Inquiry) -> Written:
    """Change what is known of a customer. Only what was given is sent: whether the rest stays is not documented.

    Raises:
        Refused: the vendor says which parts of the input it does not take.
        VendorFault: as `loaders.port.Writer.write` says.

    """
    at = house.api.now()
    data = await _of(house, write.id, "customer_edit", [_who(write.id, "id"), *parts(write)], inquiry)
    id_in(house.api, data, "customer", known=write.id.id)
    return written(write, write.id, at)


async def add_address(house: House, write: AddCustomerAddress, inquiry: Inquiry) -> Written:
    """Give a customer a further address. Whose id the answer tells is not documented, so none is read.

    Raises:
        Refused: the vendor says which parts of the input it does not take.
        VendorFault: as `loaders.port.Writer.write` says.

    """
    at, kind = house.api.now(), "secondary" if write.secondary else ""
    told = [*address_fields(write), Part("address_type", kind, ("secondary",))]
    sent = [replace(part, name=f"address[0][{part.name}]") for part in told]
    await _of(house, write.customer, "customer_address_add", [_who(write.customer, "customer"), *sent], inquiry)
    return Written(
        write.customer, Customer(write.customer, at, {}), frozenset(("locale", "bookings")), (write.customer,)
    )


def written(write: CreateCustomer | UpdateCustomer, ref: Ref, at: dt.datetime) -> Written:
    """Tell what is known of a customer that was made or changed: what was sent.

    A new customer has nothing else. What they are called the vendor may decide, and whether the street it tells has
    the house number is not documented.
    """
    known = {"locale", "bookings"}
    new, place = isinstance(write, CreateCustomer), write.address
    known |= {name for name in fields.PEOPLE if new or getattr(write, name) is not None}
    name = write.locaboo.get("show_name")
    record = Customer(ref, at, {}, **{name: getattr(write, name) or None for name in fields.PEOPLE})
    if isinstance(name, str) and name:
        known.add("name")
        record = replace(record, name=name)
    if place is None and new:
        known.add("address")
    elif place is not None and new and not place.house_number:
        known.add("address")
        street = ", ".join(place.lines or ())
        record = replace(record, address=address(street, place.postal_code, place.city, place.country))
    return Written(ref, record, frozenset(known), (ref,))


def _who(ref: Ref, name: str) -> Part:
    return Part("customer_id", ref.id, (name,))


async def _of(house: House, ref: Ref, endpoint: str, sent: list[Part], inquiry: Inquiry) -> object:
    """Send what concerns a customer who is there."""
    if is_key(ref.id):
        try:
            return await send(house.api, endpoint, sent, inquiry)
        except NotThere:
            pass
    raise unknown(house.api, "customer", ref.id)
