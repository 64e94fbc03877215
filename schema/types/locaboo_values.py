"""Locaboo's own: values without an id of their own that several of its types share, and how they lead on."""

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry.types.info import Info

from schema.context import open_context
from schema.edge import attribute, follow_link
from schema.reads import note
from schema.types.values import Money, Period

if TYPE_CHECKING:
    from schema.types.booking import Booking
    from schema.types.space import Space

LedToSpace = Annotated["Space", strawberry.lazy("schema.types.space")] | None


def leads(name: str, description: str) -> Any:
    """Declare a field of a value that leads to another record.

    Args:
        name: where the value holds the reference.
        description: what the field means, for the schema.

    """

    def follow(root: Any, info: Info[Any, Any]) -> Any:
        return follow_link(getattr(root, name), open_context(info))

    return strawberry.field(resolver=follow, description=description, metadata=note(name, edge=name))


@strawberry.type(description="The value of a field of a Locaboo account's own, for one main resource.")
class LocabooCustomField:
    """The value of a field of the account's own."""

    field: str = attribute("The vendor's own name of the field, e.g. mf_56.")
    label: str | None = attribute("What the field is called.")
    value: str | None = attribute("What it holds; a box that is ticked or not holds on or off.")
    category: str | None = attribute("The vendor's own number of the field's category.")
    space: LedToSpace = leads("space", "The main resource, as the whole, that the value is for.")


@strawberry.type(description="One Locaboo resource, from when to when.")
class LocabooInstance:
    """One resource, from when to when."""

    vendor_id: strawberry.ID | None = attribute("The vendor's own id of it.")
    name: str | None = attribute("What the vendor calls the resource: main resource and part.")
    period: Period = attribute("From when to when; 23:59 is how the vendor writes the end of a day.")
    space: LedToSpace = leads("space", "The resource.")
    custom_fields: list[LocabooCustomField] = attribute("The values that this instance has of its own.")


@strawberry.type(description="What is taken of one main resource at Locaboo.")
class LocabooBookedResource:
    """What is taken of one main resource."""

    name: str | None = attribute("What the vendor calls the main resource.")
    space: LedToSpace = leads("space", "The main resource, as the whole.")
    instances: list[LocabooInstance] = attribute("Which of its parts, from when to when.")


@strawberry.type(description="A service or a piece of inventory that is booked along at Locaboo.")
class LocabooBookedThing:
    """A service or a piece of inventory that is booked along."""

    vendor_id: strawberry.ID = attribute("The vendor's own id of it.")
    name: str | None = attribute("What it is called.")
    interval: str | None = attribute("What its price is for, in the vendor's word, e.g. per_hour.")
    price: Money | None = attribute("What it costs for each of these.")
    cost: Money | None = attribute("What it costs in this booking.")
    quantity: Decimal | None = attribute("How many are booked.")
    space: LedToSpace = leads("space", "The main resource, as the whole, that it is booked with.")


@strawberry.type(description="A group of customers at Locaboo.")
class LocabooCustomerGroup:
    """A group of customers."""

    vendor_id: strawberry.ID | None = attribute("The vendor's own id of it; null where only its name is told.")
    name: str | None = attribute("What it is called; All stands for every customer.")


@strawberry.type(description="What something costs some customers at Locaboo.")
class LocabooPrice:
    """What something costs some customers."""

    price: Money | None = attribute("How much.")
    interval: str | None = attribute("What it is for, in the vendor's word, e.g. per_hour.")
    tax: Decimal | None = attribute("The tax in per cent.")
    for_all: bool = attribute("Whether it is the price for every customer.")
    customer_groups: list[LocabooCustomerGroup] = attribute("For whom it is.")


@strawberry.type(description="A Locaboo resource as another thing names it.")
class LocabooNamedResource:
    """A resource as another thing names it."""

    vendor_id: strawberry.ID = attribute("The vendor's own id of it.")
    name: str | None = attribute("What it is called there.")
    space: LedToSpace = leads("space", "The resource.")


@strawberry.type(description="A booking that a document of a Locaboo event is about.")
class LocabooMentionedBooking:
    """A booking that a document is about."""

    vendor_id: strawberry.ID = attribute("The vendor's own id of it.")
    title: str | None = attribute("What it is called.")
    resources: list[LocabooBookedResource] = attribute("What it takes, as the document has it.")
    booking: Annotated["Booking", strawberry.lazy("schema.types.booking")] | None = leads("booking", "The booking.")


@strawberry.type(description="An offer, an order confirmation or an invoice of a Locaboo event.")
class LocabooDocument:
    """An offer, an order confirmation or an invoice."""

    document_type: str | None = attribute("What it is, in the vendor's words, e.g. Order confirmation.")
    document_number: str | None = attribute("Its number.")
    price: Money | None = attribute("The sum it names.")
    document_date: dt.date | None = attribute("The day it is of.")
    processed_status: bool | None = attribute("Whether it is dealt with.")
    processed_date: dt.date | None = attribute("The day it was dealt with.")
    bookings: list[LocabooMentionedBooking] = attribute("The bookings it is about.")
