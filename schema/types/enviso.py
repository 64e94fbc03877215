"""Enviso's own: bookings, events, tasks, and sources at this vendor."""

from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry.types.info import Info

from loaders.errors import FoyerError
from loaders.records import Ref
from schema.context import open_context
from schema.edge import attribute, edge, follow_link, show
from schema.enums import described
from schema.reads import note
from schema.resource import ResourceView
from schema.types.errors import graphql_error
from schema.types.node import Record
from schema.types.source import Source, Vendor, source_type

if TYPE_CHECKING:
    from schema.types.booking import Booking
    from schema.types.event import Event

__all__ = ["EnvisoBooking", "EnvisoEvent", "EnvisoSource", "EnvisoTask"]


class EnvisoTaskStatus(Enum):
    """How far a task is."""

    OPEN = "OPEN"
    AWAITING_CONFIRMATION = "AWAITING_CONFIRMATION"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    CANCELLED = "CANCELLED"
    UNKNOWN = "UNKNOWN"


described(
    EnvisoTaskStatus,
    "How far a task is.",
    {
        "OPEN": "No guide has been asked yet.",
        "AWAITING_CONFIRMATION": "A guide was asked and has not answered.",
        "ACCEPTED": "A guide will do it.",
        "DECLINED": "The guide who was asked will not do it.",
        "CANCELLED": "It is not to be done any more.",
        "UNKNOWN": "The vendor says something unheard of; vendorStatus holds its word.",
    },
)


@strawberry.type(description="When a line's visitors come to an Enviso venue, as the vendor writes it.")
class EnvisoVisit:
    """When a line's visitors come."""

    start: str | None = attribute("When they come, as the vendor writes it; the allocation's period tells the moment.")
    end: str | None = attribute("When they leave, as the vendor writes it; the allocation's period tells the moment.")


@strawberry.type(description="Visitors of an Enviso booking who come together.")
class EnvisoBookingLine:
    """Visitors of a booking who come together."""

    vendor_id: strawberry.ID | None = attribute("The vendor's own id of it.")
    booking_id: strawberry.ID | None = attribute("The vendor's own id of its booking.")
    offer_id: strawberry.ID | None = attribute("The vendor's own id of what was offered.")
    status: str | None = attribute("The vendor's own number for how far it is; it does not explain 0.")
    number_of_visitors: int | None = attribute("How many people come.")
    guide_language: str | None = attribute("The language they are guided in.")
    visit: EnvisoVisit | None = attribute("When they come.")


@strawberry.type(description="All that Enviso documents of a booking. Its dates are the vendor's own texts.")
class EnvisoBooking(Record, ResourceView, kind="enviso.bookings"):
    """All that Enviso documents of a booking."""

    status: str | None = attribute("The vendor's own number for how far it is: 1 is confirmed, 2 is cancelled.")
    booking_date: str | None = attribute("When it was booked, as the vendor writes it; createdAt tells the moment.")
    visitor_first_name: str | None = attribute("The first name of who placed the order.")
    visitor_last_name: str | None = attribute("The last name of who placed the order.")
    event_id: strawberry.ID | None = attribute("The vendor's own id of the event.")
    event_name: str | None = attribute("What the event is called.")
    event_description: str | None = attribute("What the event is about.")
    event_start_date: str | None = attribute(
        "When the event starts, as the vendor writes it; the event's period tells the moment."
    )
    event_end_date: str | None = attribute(
        "When the event ends, as the vendor writes it; the event's period tells the moment."
    )
    order_id: strawberry.ID | None = attribute("The vendor's own id of the order, which people quote.")
    booking_lines: list[EnvisoBookingLine] | None = attribute("Who comes when.")
    event: Annotated["Event", strawberry.lazy("schema.types.event")] | None = edge("event", "The event it is for.")


@strawberry.type(description="All that Enviso documents of an event, which it tells along with each booking of it.")
class EnvisoEvent(Record, ResourceView, kind="enviso.events"):
    """All that Enviso documents of an event."""

    event_id: strawberry.ID | None = attribute("The vendor's own id of it, the same for all its bookings.")
    event_name: str | None = attribute("What it is called.")
    event_description: str | None = attribute("What it is about.")
    event_start_date: str | None = attribute("When it starts, as the vendor writes it; the period tells the moment.")
    event_end_date: str | None = attribute("When it ends, as the vendor writes it; the period tells the moment.")
    booking: Annotated["Booking", strawberry.lazy("schema.types.booking")] | None = edge(
        "booking", "The booking it was read with."
    )


def _booking(root: Any, info: Info[Any, Any]) -> Any:
    return follow_link(root.booking, open_context(info))


@strawberry.type(description="What of a booking an Enviso task is for.")
class EnvisoLinkedBooking:
    """What of a booking a task is for."""

    booking_id: strawberry.ID | None = attribute("The vendor's own id of the booking.")
    booking_line_id: strawberry.ID | None = attribute("The vendor's own id of the line of that booking.")
    booking: Annotated["Booking", strawberry.lazy("schema.types.booking")] | None = strawberry.field(
        resolver=_booking, description="The booking.", metadata=note("booking", edge="booking")
    )


@strawberry.type(description="A person who guides visitors at an Enviso venue.")
class EnvisoGuide:
    """A person who guides visitors."""

    vendor_id: strawberry.ID | None = attribute("The vendor's own id of them.")
    first_name: str | None = attribute("The first name.")
    last_name: str | None = attribute("The last name.")


def _task_status(root: Any) -> EnvisoTaskStatus:
    return EnvisoTaskStatus(root.record.attributes["status"])


@strawberry.type(description="What a guide should do at an Enviso venue.")
class EnvisoTask(Record, ResourceView, kind="enviso.tasks"):
    """What a guide should do."""

    title: str | None = attribute("What it is called.")
    description: str | None = attribute("What is to be done.")
    location: str | None = attribute("Where, in the vendor's words.")
    status: EnvisoTaskStatus = strawberry.field(
        resolver=_task_status, description="How far it is.", metadata=note("status")
    )
    vendor_status: str | None = attribute("The vendor's own number for how far it is.")
    languages: list[str] | None = attribute("The languages it is to be done in.")
    type: str | None = attribute("What kind of task it is, in the vendor's word.")
    linked_bookings: list[EnvisoLinkedBooking] | None = attribute("The bookings it is for.")
    task_guide: EnvisoGuide | None = attribute("Who does it; null while nobody is found.")


@source_type(Vendor.ENVISO)
@strawberry.type(description="A venue at Enviso.")
class EnvisoSource(Source):
    """A venue at Enviso."""

    @strawberry.field(
        description="A task of its guides; null if there is no such task.", metadata=note("task", edge="task")
    )
    async def task(
        self,
        info: Info[Any, Any],
        id: Annotated[  # noqa: A002  # the contract's name
            strawberry.ID, strawberry.argument(description="The vendor's own id of it, a GUID; or its global id.")
        ],
    ) -> EnvisoTask | None:
        """Look a task up."""
        context = open_context(info)
        ref = _task(str(id), self.source.name)
        try:
            record = context.loaders.peek(ref) or await context.loaders.load(ref)
        except FoyerError as fault:
            raise graphql_error(fault) from None
        found: Any = None if record is None else show(record)
        return found


def _task(key: str, source: str) -> Ref:
    """Refer to the task that a vendor's id, or a global id of this source's, names."""
    ref = Ref.decode(key)
    known = ref is not None and ref.kind == EnvisoTask.record_kind and ref.source == source
    return ref if ref is not None and known else Ref(EnvisoTask.record_kind, source, key)
