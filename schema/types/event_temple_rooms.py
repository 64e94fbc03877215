"""Event Temple's own: hotel rooms held for a booking, night by night, and what they cost."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import strawberry

from schema.edge import attribute, edge
from schema.resource import ResourceView
from schema.types.node import Record
from schema.types.values import Money

if TYPE_CHECKING:
    from schema.types.booking import Booking


@strawberry.type(description="A kind of hotel room in Event Temple.")
class EventTempleRoomType(Record, ResourceView, kind="event_temple.room_types"):
    """A kind of hotel room."""

    name: str | None = attribute("What it is called.")
    code: str | None = attribute("Its short name, e.g. STD.")


@strawberry.type(description="What the rooms of a group in Event Temple cost a night.")
class EventTempleRoomRate(Record, ResourceView, kind="event_temple.room_rates"):
    """What the rooms of a group cost a night."""

    start_date: dt.date | None = attribute("From which night on; null for the group's whole stay.")
    end_date: dt.date | None = attribute("Up to which night; null for the group's whole stay.")
    single: Money | None = attribute("A room for one.")
    double: Money | None = attribute("A room for two.")
    extra_adult: Money | None = attribute("Each adult more.")
    child: Money | None = attribute("Each child.")
    group: Annotated["EventTempleGroup", strawberry.lazy("schema.types.event_temple_rooms")] | None = edge(
        "group", "The group it holds for."
    )
    room_type: EventTempleRoomType | None = edge("room_type", "The kind of room it is for.")


@strawberry.type(description="One night of a group in Event Temple: how many rooms are held and how many were taken.")
class EventTempleRoomBlockMember(Record, ResourceView, kind="event_temple.room_block_members"):
    """One night of a group."""

    date: dt.date | None = attribute("The night.")
    single: int | None = attribute("How many rooms for one are held.")
    double: int | None = attribute("How many rooms for two are held.")
    triple: int | None = attribute("How many rooms for three are held.")
    quadruple: int | None = attribute("How many rooms for four are held.")
    single_pickup: int | None = attribute("How many rooms for one were taken.")
    double_pickup: int | None = attribute("How many rooms for two were taken.")
    triple_pickup: int | None = attribute("How many rooms for three were taken.")
    quadruple_pickup: int | None = attribute("How many rooms for four were taken.")
    room_rate: EventTempleRoomRate | None = edge("room_rate", "What a room costs.")
    room_type: EventTempleRoomType | None = edge("room_type", "The kind of room.")


@strawberry.type(description="Hotel rooms that Event Temple holds for a booking.")
class EventTempleGroup(Record, ResourceView, kind="event_temple.groups"):
    """Hotel rooms held for a booking."""

    name: str | None = attribute("What it is called.")
    code: str | None = attribute("The code that guests book their rooms with.")
    net_factor: int | None = attribute("The vendor's factor between gross and net rates; 100 in its document.")
    release_date: dt.date | None = attribute("The day on which rooms not taken are given back.")
    arrival_date: dt.date | None = attribute("The day of arrival.")
    departure_date: dt.date | None = attribute("The day of departure.")
    blocked_room_nights: int | None = attribute("How many room nights are held.")
    pickup_room_nights: int | None = attribute("How many room nights were taken; at times more than are held.")
    blocked_revenue: Money | None = attribute("What the room nights held would bring in.")
    pickup_revenue: Money | None = attribute("What the room nights taken bring in.")
    status: str | None = attribute("The vendor's own word for how far it is.")
    booking: Annotated["Booking", strawberry.lazy("schema.types.booking")] | None = edge(
        "booking", "The booking the rooms are held for."
    )
    room_block_members: list[EventTempleRoomBlockMember] | None = edge("room_block_members", "Its nights.")
    room_rates: list[EventTempleRoomRate] | None = edge("room_rates", "What its rooms cost.")
