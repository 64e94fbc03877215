"""The questions: one thing by its id, or a list over all sources."""

import asyncio
from typing import Annotated, Any, Final

import strawberry
from strawberry.types.info import Info

from loaders.errors import BadInput
from loaders.records import BOOKING, CUSTOMER, EVENT, SOURCE, SPACE, VENUE, Ref
from schema.arguments import (
    After,
    BookingsBy,
    Complete,
    EventsBy,
    First,
    WhichBookings,
    WhichCustomers,
    WhichEvents,
    WhichSpaces,
    WhichVenues,
)
from schema.connection import Connection, connect
from schema.context import Context, open_context
from schema.entity import look_up
from schema.filters import filters_of
from schema.ids import ANYTHING, named_source, parse_id
from schema.inputs import Filters, order_of
from schema.sources import show_source
from schema.types.booking import Booking
from schema.types.customer import Customer
from schema.types.event import Event
from schema.types.locaboo import LocabooSource  # noqa: F401  # no type leads to it
from schema.types.mice_operations import MiceOperationsSource  # noqa: F401  # no type leads to it
from schema.types.node import Node
from schema.types.source import Source, Vendor
from schema.types.space import Space
from schema.types.venue import Venue

MAX_NODES: Final = 100
"""How many nodes one question may name."""

Id = Annotated[strawberry.ID, strawberry.argument(description="Its global id.")]


@strawberry.type(description="The questions.")
class Query:
    """The questions."""

    @strawberry.field(description="Anything with a global id; null if there is no such thing.")
    async def node(self, info: Info[Any, Any], id: Id) -> Node | None:  # noqa: A002  # the contract's name
        """Look anything up."""
        found: Any = await _node(id, open_context(info), "id")
        return found

    @strawberry.field(
        description="Several things with global ids, in the order asked; null where there is no such thing."
    )
    async def nodes(
        self,
        info: Info[Any, Any],
        ids: Annotated[list[strawberry.ID], strawberry.argument(description="Their global ids, at most 100.")],
    ) -> list[Node | None]:
        """Look several things up, in one batch a source."""
        if len(ids) > MAX_NODES:
            raise BadInput(f"ids: expected at most {MAX_NODES}; got {len(ids)}.")
        context = open_context(info)
        found: Any = await asyncio.gather(
            *(_node(id_, context, f"ids[{index}]") for index, id_ in enumerate(ids)), return_exceptions=True
        )
        return found

    @strawberry.field(description="The configured sources, in their order.")
    def sources(
        self,
        info: Info[Any, Any],
        vendors: Annotated[
            list[Vendor] | None, strawberry.argument(description="Only those of these vendors.")
        ] = strawberry.UNSET,
    ) -> list[Source]:
        """Answer the sources."""
        wanted = (
            {vendor.value for vendor in vendors} if vendors is not None and vendors is not strawberry.UNSET else None
        )
        return [
            show_source(source) for source in open_context(info).ordered() if wanted is None or source.vendor in wanted
        ]

    @strawberry.field(description="The source of a name.")
    def source(
        self,
        info: Info[Any, Any],
        name: Annotated[str, strawberry.argument(description="Its name in the configuration.")],
    ) -> Source | None:
        """Answer one source."""
        found: Any = show_source(named_source(name, open_context(info).ordered(), "name"))
        return found

    @strawberry.field(description="A venue; null if there is no such venue.")
    async def venue(self, info: Info[Any, Any], id: Id) -> Venue | None:  # noqa: A002  # the contract's name
        """Look a venue up."""
        found: Any = await look_up(parse_id(id, VENUE, "id"), open_context(info))
        return found

    @strawberry.field(description="The venues of all sources.")
    async def venues(
        self,
        info: Info[Any, Any],
        first: First = 25,
        after: After = strawberry.UNSET,
        filter: WhichVenues = strawberry.UNSET,  # noqa: A002  # the contract's name
    ) -> Connection[Venue]:
        """Answer the venues of all sources."""
        return await connect(info, VENUE, _filters(info, filter), first=first, after=after)

    @strawberry.field(description="A space; null if there is no such space.")
    async def space(self, info: Info[Any, Any], id: Id) -> Space | None:  # noqa: A002  # the contract's name
        """Look a space up."""
        found: Any = await look_up(parse_id(id, SPACE, "id"), open_context(info))
        return found

    @strawberry.field(description="The spaces of all sources.")
    async def spaces(
        self,
        info: Info[Any, Any],
        first: First = 25,
        after: After = strawberry.UNSET,
        filter: WhichSpaces = strawberry.UNSET,  # noqa: A002  # the contract's name
    ) -> Connection[Space]:
        """Answer the spaces of all sources."""
        return await connect(info, SPACE, _filters(info, filter), first=first, after=after)

    @strawberry.field(description="An event; null if there is no such event.")
    async def event(self, info: Info[Any, Any], id: Id) -> Event | None:  # noqa: A002  # the contract's name
        """Look an event up."""
        found: Any = await look_up(parse_id(id, EVENT, "id"), open_context(info))
        return found

    @strawberry.field(
        description="Events of all sources in one order. requireComplete turns any FAILED source into an error instead "
        "of a gap."
    )
    async def events(  # noqa: PLR0913, PLR0917  # the arguments of the contract
        self,
        info: Info[Any, Any],
        first: First = 25,
        after: After = strawberry.UNSET,
        filter: WhichEvents = strawberry.UNSET,  # noqa: A002  # the contract's name
        order_by: EventsBy = strawberry.UNSET,
        require_complete: Complete = False,  # noqa: FBT002  # a GraphQL argument, given by name
    ) -> Connection[Event]:
        """Answer the events of all sources."""
        return await connect(
            info,
            EVENT,
            _filters(info, filter),
            first=first,
            after=after,
            order=order_of(order_by),
            require_complete=bool(require_complete),
        )

    @strawberry.field(description="A booking; null if there is no such booking.")
    async def booking(self, info: Info[Any, Any], id: Id) -> Booking | None:  # noqa: A002  # the contract's name
        """Look a booking up."""
        found: Any = await look_up(parse_id(id, BOOKING, "id"), open_context(info))
        return found

    @strawberry.field(
        description="Looks one booking up by the vendor's own id: the only way in for vendors that cannot list."
    )
    async def booking_by_vendor_id(
        self,
        info: Info[Any, Any],
        source: Annotated[str, strawberry.argument(description="The source's name in the configuration.")],
        vendor_id: Annotated[strawberry.ID, strawberry.argument(description="The vendor's own id of it.")],
    ) -> Booking | None:
        """Look a booking up by its vendor's id."""
        context = open_context(info)
        name = named_source(source, context.ordered(), "source").name
        found: Any = await look_up(Ref(BOOKING, name, vendor_id), context) if vendor_id else None
        return found

    @strawberry.field(
        description="Bookings of all sources in one order. requireComplete turns any FAILED source into an error "
        "instead of a gap."
    )
    async def bookings(  # noqa: PLR0913, PLR0917  # the arguments of the contract
        self,
        info: Info[Any, Any],
        first: First = 25,
        after: After = strawberry.UNSET,
        filter: WhichBookings = strawberry.UNSET,  # noqa: A002  # the contract's name
        order_by: BookingsBy = strawberry.UNSET,
        require_complete: Complete = False,  # noqa: FBT002  # a GraphQL argument, given by name
    ) -> Connection[Booking]:
        """Answer the bookings of all sources."""
        return await connect(
            info,
            BOOKING,
            _filters(info, filter),
            first=first,
            after=after,
            order=order_of(order_by),
            require_complete=bool(require_complete),
        )

    @strawberry.field(description="A customer; null if there is no such customer.")
    async def customer(self, info: Info[Any, Any], id: Id) -> Customer | None:  # noqa: A002  # the contract's name
        """Look a customer up."""
        found: Any = await look_up(parse_id(id, CUSTOMER, "id"), open_context(info))
        return found

    @strawberry.field(
        description="The customers of all sources. requireComplete turns any FAILED source into an error instead of a "
        "gap."
    )
    async def customers(
        self,
        info: Info[Any, Any],
        first: First = 25,
        after: After = strawberry.UNSET,
        filter: WhichCustomers = strawberry.UNSET,  # noqa: A002  # the contract's name
        require_complete: Complete = False,  # noqa: FBT002  # a GraphQL argument, given by name
    ) -> Connection[Customer]:
        """Answer the customers of all sources."""
        return await connect(
            info, CUSTOMER, _filters(info, filter), first=first, after=after, require_complete=bool(require_complete)
        )


def _filters(info: Info[Any, Any], given: Filters | None) -> Any:
    return filters_of(given, open_context(info).ordered())


async def _node(global_id: str, context: Context, field: str) -> Any:
    ref = parse_id(global_id, ANYTHING, field)
    if ref.kind != SOURCE:
        return await look_up(ref, context)
    return show_source(context.sources[ref.source]) if ref.id == ref.source in context.sources else None
