"""Events: what happens in a venue."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from loaders import records
from loaders.records import EVENT
from schema.edge import View, attribute, edge, show
from schema.entity import Entity
from schema.types.enviso import EnvisoEvent
from schema.types.event_temple import EventTempleEvent
from schema.types.locaboo_bookings import LocabooEvent
from schema.types.node import Record
from schema.types.statuses import EventStatus
from schema.types.values import Attendance, Money, Period

if TYPE_CHECKING:
    from schema.types.booking import Booking
    from schema.types.space import Space
    from schema.types.venue import Venue

EventDetails = Annotated[
    EventTempleEvent | LocabooEvent | EnvisoEvent,
    strawberry.union("EventDetails", description="What only one vendor tells of an event."),
]


def _details(record: records.Event, _: Any) -> Any:
    return None if record.details is None else show(record.details)


@strawberry.federation.type(keys=["id"], description="Something that happens in a venue.")
class Event(Record, View[records.Event], Entity, kind=EVENT):
    """Something that happens in a venue."""

    name: str | None = attribute("What it is called.")
    description: str | None = attribute("What it is about.")
    status: EventStatus = attribute("How far it is.")
    vendor_status: str | None = attribute("The vendor's own word for how far it is.", "status")
    period: Period | None = attribute("From when to when.")
    venue: Annotated["Venue", strawberry.lazy("schema.types.venue")] | None = edge("venue", "The venue it is in.")
    space: Annotated["Space", strawberry.lazy("schema.types.space")] | None = edge("space", "Where in the venue.")
    booking: Annotated["Booking", strawberry.lazy("schema.types.booking")] | None = edge(
        "booking", "The booking it belongs to."
    )
    attendance: Attendance | None = attribute("How many people.")
    deposit: Money | None = attribute("What is to be paid beforehand.")
    amount_paid: Money | None = attribute("What is paid.")
    created_at: dt.datetime | None = attribute("When it was created.")
    updated_at: dt.datetime | None = attribute("When it was last changed.")
    details: EventDetails | None = edge("details", "What only its vendor tells of it.", resolve=_details)
