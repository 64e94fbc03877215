"""Event Temple's own: events, bookings, what they bring in, activities, and sources at this vendor."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry.types.info import Info

from loaders.port import Filter
from schema.arguments import After, First
from schema.connection import Connection, connect
from schema.edge import attribute, edge
from schema.reads import note
from schema.resource import ResourceView
from schema.types.event_temple_crm import EventTempleAccount, EventTempleContact, EventTemplePickable, EventTempleUser
from schema.types.event_temple_rooms import EventTempleGroup
from schema.types.node import Record
from schema.types.source import Source, Vendor, source_type
from schema.types.values import Money

if TYPE_CHECKING:
    from schema.types.booking import Booking
    from schema.types.space import Space

__all__ = [
    "EventTempleAccount",
    "EventTempleActivity",
    "EventTempleBooking",
    "EventTempleContact",
    "EventTempleEvent",
    "EventTempleRevenueCategory",
    "EventTempleRevenueSummary",
    "EventTempleSource",
]


@strawberry.type(description="What revenue is filed under in Event Temple.")
class EventTempleRevenueCategory(Record, ResourceView, kind="event_temple.revenue_categories"):
    """What revenue is filed under."""

    title: str | None = attribute("What it is called.")


@strawberry.type(description="What a booking or an event in Event Temple brings in under one category.")
class EventTempleRevenueSummary(Record, ResourceView, kind="event_temple.revenue_summaries"):
    """What a booking or an event brings in under one category."""

    amount: Money | None = attribute("How much.")
    revenue_category: EventTempleRevenueCategory | None = edge("revenue_category", "What it is filed under.")


@strawberry.type(description="All that Event Temple documents of an event.")
class EventTempleEvent(Record, ResourceView, kind="event_temple.events"):
    """All that Event Temple documents of an event."""

    external_id: str | None = attribute("Its id in a system outside Event Temple.")
    name: str | None = attribute("What it is called.")
    start_time: int | None = attribute("When it starts: seconds after midnight of startDate by the venue's clock.")
    end_time: int | None = attribute("When it ends: seconds after midnight of endDate by the venue's clock.")
    start_date: dt.date | None = attribute("The day it starts.")
    end_date: dt.date | None = attribute("The day it ends.")
    notes: str | None = attribute("What is noted of it.")
    uuid: str | None = attribute("An id that no other thing has anywhere.")
    unique_id: str | None = attribute("The number people quote, e.g. EV-00053.")
    expected: int | None = attribute("How many people are expected.")
    guaranteed: int | None = attribute("How many people are guaranteed.")
    actual: int | None = attribute("How many people there really were.")
    set: int | None = attribute("How many places are set.")
    deposit: Money | None = attribute("What is to be paid beforehand.")
    amount_paid: Money | None = attribute("What is paid.")
    status: str | None = attribute("The vendor's own word for how far it is.")
    all_day: bool | None = attribute("Whether it fills whole days; its times then mean nothing.")
    status_date: dt.date | None = attribute("The day on which it came to be in its status.")
    created_at: dt.datetime | None = attribute("When it was created.")
    updated_at: dt.datetime | None = attribute("When it was last changed.")
    booking: Annotated["Booking", strawberry.lazy("schema.types.booking")] | None = edge(
        "booking", "The booking it belongs to."
    )
    space: Annotated["Space", strawberry.lazy("schema.types.space")] | None = edge("space", "Where it is held.")
    revenue_summaries: list[EventTempleRevenueSummary] | None = edge("revenue_summaries", "What it brings in.")


@strawberry.type(description="All that Event Temple documents of a booking.")
class EventTempleBooking(Record, ResourceView, kind="event_temple.bookings"):
    """All that Event Temple documents of a booking."""

    external_id: str | None = attribute("Its id in a system outside Event Temple.")
    created_at: dt.datetime | None = attribute("When it was created.")
    updated_at: dt.datetime | None = attribute("When it was last changed.")
    unique_id: str | None = attribute("The number people quote, e.g. BK-00101.")
    deal_value: Money | None = attribute("What the deal is thought to be worth.")
    name: str | None = attribute("What it is called.")
    inquiry_date: dt.date | None = attribute("The day somebody asked.")
    tentative_date: dt.date | None = attribute("The day it became tentative.")
    definite_date: dt.date | None = attribute("The day it became definite.")
    lost_date: dt.date | None = attribute("The day it was lost.")
    archived_at: dt.datetime | None = attribute("When it was archived, whatever its status; null if it is not.")
    amount_paid: Money | None = attribute("What is paid.")
    total: Money | None = attribute("What it costs.")
    status: str | None = attribute("The vendor's own word for how far it is.")
    start_date: dt.date | None = attribute("The day it starts.")
    end_date: dt.date | None = attribute("The day it ends.")
    start_time: str | None = attribute("The time it starts, as the vendor writes it.")
    end_time: str | None = attribute("The time it ends, as the vendor writes it.")
    booking_type: EventTemplePickable | None = edge("booking_type", "What kind of booking it is.")
    referral_source: EventTemplePickable | None = edge("referral_source", "How it came to the hotel.")
    group: EventTempleGroup | None = edge("group", "The hotel rooms held for it.")
    account: EventTempleAccount | None = edge("account", "The company it is for.")
    contact: EventTempleContact | None = edge("contact", "The person who books.")
    revenue_summaries: list[EventTempleRevenueSummary] | None = edge("revenue_summaries", "What it brings in.")


@strawberry.type(description="A call, a mail, a task that somebody logged in Event Temple.")
class EventTempleActivity(Record, ResourceView, kind="event_temple.activities"):
    """A call, a mail, a task that somebody logged."""

    created_at: dt.datetime | None = attribute("When it was created.")
    trackable_type: str | None = attribute("What kind of thing it is about.")
    trackable_id: str | None = attribute("The vendor's id of the thing it is about.")
    activity_type: str | None = attribute("What was done.")
    title: str | None = attribute("What it is called.")
    activity_sub_type: str | None = attribute("What was done, more closely.")
    booking: Annotated["Booking", strawberry.lazy("schema.types.booking")] | None = edge(
        "booking", "The booking it is about."
    )
    user: EventTempleUser | None = edge("user", "Who did it.")
    contact: EventTempleContact | None = edge("contact", "The person it is about.")
    account: EventTempleAccount | None = edge("account", "The company it is about.")


async def _listed(root: Source, info: Info[Any, Any], kind: str, first: int | None, after: str | None) -> Any:
    """Answer a list that only this source is asked for."""
    return await connect(info, kind, {root.source.name: Filter()}, first=first, after=after)


@source_type(Vendor.EVENT_TEMPLE)
@strawberry.type(description="An organisation at Event Temple.")
class EventTempleSource(Source):
    """An organisation at Event Temple."""

    @strawberry.field(description="What was logged, the newest first.", metadata=note("activities", edge="activities"))
    async def activities(
        self, info: Info[Any, Any], first: First = 25, after: After = strawberry.UNSET
    ) -> Connection[EventTempleActivity]:
        """Answer its activities."""
        return await _listed(self, info, EventTempleActivity.record_kind, first, after)

    @strawberry.field(
        description="What revenue is filed under.", metadata=note("revenue_categories", edge="revenue_categories")
    )
    async def revenue_categories(
        self, info: Info[Any, Any], first: First = 25, after: After = strawberry.UNSET
    ) -> Connection[EventTempleRevenueCategory]:
        """Answer its revenue categories."""
        return await _listed(self, info, EventTempleRevenueCategory.record_kind, first, after)

    @strawberry.field(
        description="The companies that bookings are for. The vendor lists none, so its bookings are gone through.",
        metadata=note("accounts", edge="accounts"),
    )
    async def accounts(
        self, info: Info[Any, Any], first: First = 25, after: After = strawberry.UNSET
    ) -> Connection[EventTempleAccount]:
        """Answer the accounts that its bookings mention."""
        return await _listed(self, info, EventTempleAccount.record_kind, first, after)

    @strawberry.field(
        description="The hotel rooms held for bookings. The vendor lists none, so its bookings are gone through.",
        metadata=note("groups", edge="groups"),
    )
    async def groups(
        self, info: Info[Any, Any], first: First = 25, after: After = strawberry.UNSET
    ) -> Connection[EventTempleGroup]:
        """Answer the groups that its bookings mention."""
        return await _listed(self, info, EventTempleGroup.record_kind, first, after)
