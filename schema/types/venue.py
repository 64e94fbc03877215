"""Venues: hotels, halls, museums, parks."""

from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry.types.info import Info

from loaders import records
from loaders.records import BOOKING, CUSTOMER, EVENT, SPACE, VENUE
from schema.arguments import After, BookingsBy, EventsBy, First, WhichBookings, WhichCustomers, WhichEvents, WhichSpaces
from schema.connection import Connection
from schema.context import open_context
from schema.edge import View, attribute
from schema.entity import Entity
from schema.inputs import order_of
from schema.reads import note
from schema.types.node import Record
from schema.types.values import Address, Closure, OpeningHours
from schema.within import list_within

if TYPE_CHECKING:
    from schema.types.booking import Booking
    from schema.types.customer import Customer
    from schema.types.event import Event
    from schema.types.space import Space


@strawberry.type(description="Something a venue has or offers.")
class Amenity:
    """Something a venue has or offers."""

    id: strawberry.ID = attribute("The vendor's id of it.")
    name: str | None = attribute("What it is.")
    value: int | None = attribute("How many, or which of several choices, where the amenity is a number or a choice.")


async def _amenities(root: Any, info: Info[Any, Any]) -> Any:
    link = root.record.links.get("amenities")
    if link is None:
        return None
    context = open_context(info)
    found = await context.loaders.load(link)
    if not isinstance(found, records.Rows):
        return None
    context.miss(found.faults, info)
    return found.rows


@strawberry.federation.type(keys=["id"], description="A hotel, hall, museum or park.")
class Venue(Record, View[records.Venue], Entity, kind=VENUE):
    """A hotel, hall, museum or park."""

    name: str = attribute("What it is called.")
    description: str | None = attribute("What it says of itself.")
    time_zone: str = attribute("Its IANA time zone.")
    currency: str | None = attribute("ISO 4217; null where neither vendor nor configuration says.")
    address: Address | None = attribute("Where it is.")
    phone: str | None = attribute("Its telephone number.")
    email: str | None = attribute("Its e-mail address.")
    website: str | None = attribute("Its website.")
    image_url: str | None = attribute("A picture of it.")
    open_today: list[OpeningHours] | None = attribute("When it is open today; null where the vendor does not say.")
    closures: list[Closure] | None = attribute("When it is closed; null where the vendor does not say.")
    amenities: list[Amenity] | None = strawberry.field(
        resolver=_amenities,
        description="What it has or offers; null where the vendor does not say.",
        metadata=note("amenities", edge="amenities"),
    )

    @strawberry.field(description="Its bookable places.", metadata=note("spaces", edge="spaces"))
    async def spaces(
        self,
        info: Info[Any, Any],
        first: First = 25,
        after: After = strawberry.UNSET,
        filter: WhichSpaces = strawberry.UNSET,  # noqa: A002  # the contract's name
    ) -> Connection[Annotated["Space", strawberry.lazy("schema.types.space")]]:
        """Answer its spaces."""
        return await list_within(self.record, info, SPACE, first=first, after=after, given=filter)

    @strawberry.field(description="What happens there.", metadata=note("events", edge="events"))
    async def events(  # the arguments of the contract
        self,
        info: Info[Any, Any],
        first: First = 25,
        after: After = strawberry.UNSET,
        filter: WhichEvents = strawberry.UNSET,  # noqa: A002  # the contract's name
        order_by: EventsBy = strawberry.UNSET,
    ) -> Connection[Annotated["Event", strawberry.lazy("schema.types.event")]]:
        """Answer its events."""
        return await list_within(
            self.record, info, EVENT, first=first, after=after, given=filter, order=order_of(order_by)
        )

    @strawberry.field(description="What is booked there.", metadata=note("bookings", edge="bookings"))
    async def bookings(  # the arguments of the contract
        self,
        info: Info[Any, Any],
        first: First = 25,
        after: After = strawberry.UNSET,
        filter: WhichBookings = strawberry.UNSET,  # noqa: A002  # the contract's name
        order_by: BookingsBy = strawberry.UNSET,
    ) -> Connection[Annotated["Booking", strawberry.lazy("schema.types.booking")]]:
        """Answer its bookings."""
        return await list_within(
            self.record, info, BOOKING, first=first, after=after, given=filter, order=order_of(order_by)
        )

    @strawberry.field(description="Who books there.", metadata=note("customers", edge="customers"))
    async def customers(
        self,
        info: Info[Any, Any],
        first: First = 25,
        after: After = strawberry.UNSET,
        filter: WhichCustomers = strawberry.UNSET,  # noqa: A002  # the contract's name
    ) -> Connection[Annotated["Customer", strawberry.lazy("schema.types.customer")]]:
        """Answer its customers."""
        return await list_within(self.record, info, CUSTOMER, first=first, after=after, given=filter)
