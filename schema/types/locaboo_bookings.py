"""Locaboo's own: what it alone tells of events, bookings and customers."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry.types.info import Info

from loaders.records import Resource
from schema.context import Context, open_context
from schema.edge import attribute, edge
from schema.reads import note
from schema.resource import ResourceView
from schema.types.locaboo_values import (
    LocabooBookedResource,
    LocabooBookedThing,
    LocabooCustomField,
    LocabooDocument,
)
from schema.types.node import Record
from schema.types.values import Money

if TYPE_CHECKING:
    from schema.types.customer import Customer


def _told_alone(link: str, name: str, description: str) -> Any:
    """Declare a field that only the thing alone tells: a call more, made when the field is read.

    Args:
        link: the link in the record that leads to what is told.
        name: the attribute there.
        description: what the field means, for the schema.

    """

    async def read(record: Resource, context: Context) -> Any:
        ref: Any = record.links[link]
        found = context.loaders.peek(ref) or await context.loaders.load(ref)
        return found.attributes.get(name) if isinstance(found, Resource) else None

    return edge(link, description, resolve=read)


async def _customer_name(root: Any, info: Info[Any, Any]) -> Any:
    """Give the customer's name as the list tells it; a booking read alone has none, but its customer has."""
    told, link = root.record.attributes.get("customer_name"), root.record.links.get("customer")
    if told is not None or link is None:
        return told
    context = open_context(info)
    found = context.loaders.peek(link) or await context.loaders.load(link)
    return getattr(found, "name", None)


@strawberry.type(description="All that Locaboo documents of an event.")
class LocabooEvent(Record, ResourceView, kind="locaboo.events"):
    """All that Locaboo documents of an event."""

    event_title: str | None = attribute("What it is called.")
    marketing_data_title: str | None = attribute("What it is called in advertisements.")
    marketing_data_description: str | None = attribute("What is said of it in advertisements.")
    date_from: dt.date | None = attribute("The day it begins.")
    date_to: dt.date | None = attribute("The day it ends.")
    time_from: str | None = attribute("When it begins, HH:MM at the venue.")
    time_to: str | None = attribute("When it ends, HH:MM at the venue.")
    entrance_time: str | None = attribute("When the doors open, HH:MM at the venue.")
    beginning_time: str | None = attribute("When the performance begins, HH:MM at the venue.")
    marketing_data_ticket_link: str | None = attribute("Where tickets are sold.")
    marketing_data_price: Money | None = attribute("What a ticket costs; null where that is not written as a number.")
    marketing_data_price_text: str | None = attribute(
        "What a ticket costs, as somebody wrote it.", "marketing_data_price_text"
    )
    marketing_data_notice_text: str | None = attribute("What visitors should know.")
    image: str | None = attribute("The address of a picture.")
    documents: list[LocabooDocument] | None = _told_alone(
        "documents", "documents", "Offers, order confirmations and invoices. Reading them takes a call an event."
    )


@strawberry.type(description="All that Locaboo documents of a booking. It never tells a booking's status.")
class LocabooBooking(Record, ResourceView, kind="locaboo.bookings"):
    """All that Locaboo documents of a booking."""

    title: str | None = attribute("What it is called.")
    comments: str | None = attribute("What the customer, or the venue, said about it.")
    color: str | None = attribute("The colour it has in the vendor's calendar, e.g. #17df26.")
    customer_id: strawberry.ID | None = attribute("The vendor's own id of who books.")
    customer_name: str | None = strawberry.field(
        resolver=_customer_name,
        description="What the vendor calls who books.",
        metadata=note("customer_name", edge="customer"),
    )
    customer: Annotated["Customer", strawberry.lazy("schema.types.customer")] | None = edge("customer", "Who books.")
    persons: list[strawberry.ID] | None = attribute("The vendor's own ids of persons who take part.")
    custom_fields: list[LocabooCustomField] | None = attribute("The values of the account's own fields.")
    resources: list[LocabooBookedResource] | None = attribute("What it takes, by main resource.")
    features: list[LocabooBookedThing] | None = _told_alone(
        "booked_along", "features", "Services that are booked along. Reading them takes a call a booking."
    )
    inventory: list[LocabooBookedThing] | None = _told_alone(
        "booked_along", "inventory", "Inventory that is booked along. Reading it takes a call a booking."
    )


@strawberry.type(description="All that Locaboo documents of a customer.")
class LocabooCustomer(Record, ResourceView, kind="locaboo.customers"):
    """All that Locaboo documents of a customer."""

    email: str | None = attribute("The e-mail address.")
    company_name: str | None = attribute("The company.")
    first_name: str | None = attribute("The first name.")
    last_name: str | None = attribute("The last name.")
    show_name: str | None = attribute("What the vendor calls them.")
    group_id: strawberry.ID | None = attribute("The vendor's own id of the group of customers they belong to.")
    created: dt.datetime | None = attribute("When the vendor came to know them.")
    street: str | None = attribute("Street and house number.")
    zip: str | None = attribute("The postal code.")
    city: str | None = attribute("The town.")
    country: str | None = attribute("The country, as the vendor writes it.")
    phone: str | None = attribute("The telephone number.")
    noletter: str | None = attribute("Whether they want no letters, in the vendor's own word.")
    color: str | None = attribute("The colour they have in the vendor's calendar.")
    salutation: str | None = attribute("How to address them, in the vendor's own word.")
    customer_number: str | None = attribute("The number the venue gave them.")
    active: str | None = attribute("Whether they can log in, in the vendor's own word.")
    last_login: dt.datetime | None = attribute("When they last logged in.")
