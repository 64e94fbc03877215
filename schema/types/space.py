"""Spaces, the kinds of spaces, and what keeps them from being booked."""

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry.types.info import Info

from loaders import records
from loaders.clock import overlaps
from loaders.locale import pick
from loaders.records import BOOKING, EVENT, SPACE, SPACE_BLOCK, SPACE_TYPE, Ref, Rows
from schema.arguments import After, BookingsBy, EventsBy, First, WhichBookings, WhichEvents
from schema.connection import Connection
from schema.context import open_context
from schema.edge import View, attribute, edge, show
from schema.entity import Entity
from schema.filters import checked_range
from schema.inputs import order_of
from schema.reads import note
from schema.types.availability import ALSO, Availability, available
from schema.types.node import Record
from schema.types.statuses import SpaceBlockKind
from schema.types.values import DateTimeRange, Period
from schema.within import list_within

if TYPE_CHECKING:
    from schema.types.booking import Booking
    from schema.types.booking_experts import BookingExpertsCategory
    from schema.types.event import Event
    from schema.types.venue import Venue


@strawberry.type(description="A kind of space (Booking Experts: category).")
class SpaceType(Record, View[records.SpaceType], kind=SPACE_TYPE):
    """A kind of space."""

    max_people: int | None = attribute("For how many people it is at most.")
    area: Decimal | None = attribute("Its floor area in square metres.")
    archived: bool | None = attribute("Whether it is out of use.")
    details: Annotated["BookingExpertsCategory", strawberry.lazy("schema.types.booking_experts")] | None = edge(
        "details", "All the vendor documents of it.", resolve=lambda record, _: _details(record)
    )

    @strawberry.field(description="What it is called.", metadata=note("names", localised=True))
    def name(
        self,
        locale: Annotated[
            str | None,
            strawberry.argument(
                description="In which language, e.g. nl-BE; failing that, its base language, English, any."
            ),
        ] = strawberry.UNSET,
    ) -> str | None:
        """Pick its name in a locale."""
        return pick(self.record.names, locale or None)

    @strawberry.field(description="What it is like.", metadata=note("descriptions", localised=True))
    def description(
        self,
        locale: Annotated[
            str | None, strawberry.argument(description="In which language; see name.")
        ] = strawberry.UNSET,
    ) -> str | None:
        """Pick its description in a locale."""
        return pick(self.record.descriptions, locale or None)


def _details(record: records.SpaceType) -> Any:
    return None if record.details is None else show(record.details)


@strawberry.type(description="Something that keeps a space from being booked (Booking Experts: agenda period).")
class SpaceBlock(Record, View[records.SpaceBlock], kind=SPACE_BLOCK):
    """Something that keeps a space from being booked."""

    kind: SpaceBlockKind = strawberry.field(
        resolver=lambda root: root.record.kind, description="Why.", metadata=note("kind")
    )
    vendor_kind: str | None = attribute("The vendor's own word for why.", "kind")
    label: str | None = attribute("What it says in the calendar.")
    ical_uid: str | None = attribute("The UID it has in the calendar it was imported from.")
    space: Annotated["Space", strawberry.lazy("schema.types.space")] | None = edge("space", "The space it keeps.")
    booking: Annotated["Booking", strawberry.lazy("schema.types.booking")] | None = edge(
        "booking", "The booking it stands for, if it is a reservation."
    )
    period: Period = attribute("From when to when.")
    reservation_id: strawberry.ID | None = attribute("The vendor's own id of the reservation it stands for.")
    editable: bool = attribute("Whether it can be changed through this graph.", "kind")
    created_at: dt.datetime | None = attribute("When it was created.")
    updated_at: dt.datetime | None = attribute("When it was last changed.")


@strawberry.federation.type(
    keys=["id"], description="A bookable place in a venue: a room, a hall, a part of a hall, a rental unit."
)
class Space(Record, View[records.Space], Entity, kind=SPACE):
    """A bookable place in a venue."""

    name: str | None = attribute("What it is called.")
    venue: Annotated["Venue", strawberry.lazy("schema.types.venue")] | None = edge("venue", "The venue it is in.")
    parent: Annotated["Space", strawberry.lazy("schema.types.space")] | None = edge(
        "parent", "The whole it is a part of."
    )
    parts: list[Annotated["Space", strawberry.lazy("schema.types.space")]] | None = edge(
        "parts", "The parts it can be divided into."
    )
    space_type: SpaceType | None = edge("space_type", "What kind of space it is.")
    capacity: int | None = attribute("For how many people it is.")
    area: Decimal | None = attribute("Its floor area, in the vendor's unit (Booking Experts: square metres).")
    color: str | None = attribute("The colour it has in the vendor's calendar.")
    image_url: str | None = attribute("A picture of it.")

    @strawberry.field(description="What happens in it.", metadata=note("events", edge="events"))
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

    @strawberry.field(description="Bookings that take it.", metadata=note("bookings", edge="bookings"))
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

    @strawberry.field(
        description="What keeps it from being booked; null where the vendor does not say.",
        metadata=note("blocks", edge="blocks"),
    )
    async def blocks(
        self,
        info: Info[Any, Any],
        between: Annotated[DateTimeRange, strawberry.argument(description="Only what touches this range.")],
    ) -> list[SpaceBlock] | None:
        """Answer what keeps it from being booked."""
        context = open_context(info)
        from_, to = checked_range(between, "between")
        found = await context.loaders.load(Ref(f"{SPACE_BLOCK}@{SPACE}", self.record.ref.source, self.record.ref.id))
        if not isinstance(found, Rows):
            return None
        context.miss(found.faults, info)
        kept: Any = [
            show(row) for row in found.rows if isinstance(row, records.SpaceBlock) and overlaps(row.period, from_, to)
        ]
        return kept

    @strawberry.field(
        description="Free slots of the asked length. One vendor call serves all spaces of a source asked in the same "
        "query.",
        metadata=note("availability", also=ALSO),
    )
    async def availability(
        self,
        info: Info[Any, Any],
        between: Annotated[DateTimeRange, strawberry.argument(description="Within this range.")],
        minutes: Annotated[int | None, strawberry.argument(description="How long a slot is.")] = 60,
        limit: Annotated[
            int | None, strawberry.argument(description="How many slots at most; without it, at most 2000.")
        ] = strawberry.UNSET,
    ) -> Availability | None:
        """Answer when it is free."""
        return await available(self.record, info, between, minutes, limit)
