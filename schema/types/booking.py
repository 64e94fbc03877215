"""Bookings, and what they take."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import strawberry
from strawberry.types.info import Info

from loaders import records
from loaders.allocations import with_allocations
from loaders.records import ALLOCATIONS, BOOKING, EVENT, Ref
from schema.arguments import After, First
from schema.connection import Connection
from schema.context import Context, open_context
from schema.edge import View, attribute, edge, follow_link, show
from schema.entity import Entity
from schema.reads import note
from schema.types.booking_experts import BookingExpertsBooking
from schema.types.enviso import EnvisoBooking
from schema.types.event_temple import EventTempleBooking
from schema.types.locaboo_bookings import LocabooBooking
from schema.types.node import Record
from schema.types.statuses import BookingStatus
from schema.types.values import Money, Period
from schema.within import list_within

if TYPE_CHECKING:
    from schema.types.customer import Customer
    from schema.types.event import Event
    from schema.types.space import Space
    from schema.types.venue import Venue

BookingDetails = Annotated[
    EventTempleBooking | BookingExpertsBooking | LocabooBooking | EnvisoBooking,
    strawberry.union("BookingDetails", description="What only one vendor tells of a booking."),
]


def _space(root: Any, info: Info[Any, Any]) -> Any:
    return follow_link(root.space, open_context(info))


@strawberry.type(
    description="What a booking takes and when: Locaboo instances, Enviso lines, Booking Experts reservations, Event "
    "Temple events."
)
class Allocation:
    """What a booking takes and when."""

    record_kind: ClassVar[str] = ALLOCATIONS

    vendor_id: strawberry.ID | None = attribute("The vendor's own id of it.")
    space: Annotated["Space", strawberry.lazy("schema.types.space")] | None = strawberry.field(
        resolver=_space, description="The space it takes.", metadata=note("space", edge="space")
    )
    period: Period | None = attribute("From when to when.")
    people: int | None = attribute("For how many people.")
    status: BookingStatus = attribute("How far it is.")


def _whole(record: records.Booking, context: Context, read: str) -> Any:
    """Read the allocations, or the period, where the vendor tells it: apart from the booking, or with it."""
    link = record.links.get(read)
    if not isinstance(link, Ref):
        return getattr(record, read)

    async def wait() -> Any:
        known = context.loaders.peek(link) or await context.loaders.load(link)
        return getattr(with_allocations(record, known) if isinstance(known, records.Allocations) else record, read)

    return wait()


def _details(record: records.Booking, _: Any) -> Any:
    return None if record.details is None else show(record.details)


def _period(root: Any, info: Info[Any, Any]) -> Any:
    return _whole(root.record, open_context(info), "period")


@strawberry.federation.type(keys=["id"], description="An agreement to use spaces.")
class Booking(Record, View[records.Booking], Entity, kind=BOOKING):
    """An agreement to use spaces."""

    reference: str | None = attribute("The number people quote: BK-00101, booking_nr, order id.")
    name: str | None = attribute("What it is called.")
    status: BookingStatus = attribute("How far it is.")
    vendor_status: str | None = attribute("The vendor's own word for how far it is.", "status")
    period: Period | None = strawberry.field(
        resolver=_period, description="From the first moment to the last.", metadata=note("period")
    )
    venue: Annotated["Venue", strawberry.lazy("schema.types.venue")] | None = edge("venue", "The venue it is at.")
    customer: Annotated["Customer", strawberry.lazy("schema.types.customer")] | None = edge("customer", "Who books.")
    allocations: list[Allocation] | None = edge(
        "allocations",
        "What is taken and when: Locaboo instances, Enviso lines, Booking Experts reservations, Event Temple events.",
        resolve=lambda record, context: _whole(record, context, "allocations"),
    )
    total: Money | None = attribute("What it costs.")
    amount_paid: Money | None = attribute("What is paid.")
    amount_due: Money | None = attribute("What is still to be paid.")
    comments: str | None = attribute("What was said about it.")
    created_at: dt.datetime | None = attribute("When it was created.")
    updated_at: dt.datetime | None = attribute("When it was last changed.")
    confirmed_at: dt.datetime | None = attribute("When it was confirmed.")
    cancelled_at: dt.datetime | None = attribute(
        "When it was cancelled; where the vendor tells only the day, the start of that day."
    )
    cancel_reason: str | None = attribute("Why it was cancelled.")
    details: BookingDetails | None = edge("details", "What only its vendor tells of it.", resolve=_details)

    @strawberry.field(description="The events it consists of.", metadata=note("events", edge="events"))
    async def events(
        self, info: Info[Any, Any], first: First = 25, after: After = strawberry.UNSET
    ) -> Connection[Annotated["Event", strawberry.lazy("schema.types.event")]]:
        """Answer its events."""
        return await list_within(self.record, info, EVENT, first=first, after=after)
