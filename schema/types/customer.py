"""Customers: persons and companies that book."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry.types.info import Info

from loaders import records
from loaders.records import BOOKING, CUSTOMER, Ref
from schema.arguments import After, BookingsBy, First, WhichBookings
from schema.connection import Connection
from schema.context import Context
from schema.edge import View, attribute, edge, show
from schema.entity import Entity
from schema.inputs import order_of
from schema.reads import note
from schema.same import READS, same_as
from schema.types.booking_experts import BookingExpertsCustomer
from schema.types.event_temple import EventTempleAccount, EventTempleContact
from schema.types.locaboo_bookings import LocabooCustomer
from schema.types.node import Record
from schema.types.values import Address
from schema.within import list_within

if TYPE_CHECKING:
    from schema.types.booking import Booking

CustomerDetails = Annotated[
    EventTempleContact | EventTempleAccount | BookingExpertsCustomer | LocabooCustomer,
    strawberry.union("CustomerDetails", description="What only one vendor tells of a customer."),
]


def _details(record: records.Customer, _: Any) -> Any:
    return None if record.details is None else show(record.details)


def _address(record: records.Customer, context: Context) -> Any:
    """Give the address; where the vendor tells it apart from the customer, what their link leads to has it."""
    link = record.links.get("address")
    if not isinstance(link, Ref):
        return record.address

    async def wait() -> Any:
        known = context.loaders.peek(link) or await context.loaders.load(link)
        return known.attributes.get("address") if isinstance(known, records.Resource) else None

    return wait()


@strawberry.federation.type(keys=["id"], description="A person or company that books.")
class Customer(Record, View[records.Customer], Entity, kind=CUSTOMER):
    """A person or company that books."""

    name: str | None = attribute("What to call them.")
    first_name: str | None = attribute("The first name.")
    last_name: str | None = attribute("The last name.")
    company: str | None = attribute("The company.")
    email: str | None = attribute("The e-mail address.")
    phone: str | None = attribute("The telephone number, as the vendor has it.")
    address: Address | None = edge("address", "Where they live, or the company is.", resolve=_address)
    locale: str | None = attribute("The language to talk to them in, e.g. nl-BE.")
    created_at: dt.datetime | None = attribute("When the vendor came to know them.")
    details: CustomerDetails | None = edge("details", "What only its vendor tells of them.", resolve=_details)

    @strawberry.field(
        description="The same person or company at other sources, matched on normalised e-mail or, failing that, "
        "phone.",
        metadata=note(*READS),
    )
    async def same_as(
        self, info: Info[Any, Any]
    ) -> list[Annotated["Customer", strawberry.lazy("schema.types.customer")]] | None:
        """Find them at other sources."""
        return await same_as(self.record, info)

    @strawberry.field(description="What they booked.", metadata=note("bookings", edge="bookings"))
    async def bookings(  # the arguments of the contract
        self,
        info: Info[Any, Any],
        first: First = 25,
        after: After = strawberry.UNSET,
        filter: WhichBookings = strawberry.UNSET,  # noqa: A002  # the contract's name
        order_by: BookingsBy = strawberry.UNSET,
    ) -> Connection[Annotated["Booking", strawberry.lazy("schema.types.booking")]]:
        """Answer their bookings."""
        return await list_within(
            self.record, info, BOOKING, first=first, after=after, given=filter, order=order_of(order_by)
        )
