"""The arguments lists have in common, with what they mean."""

from typing import Annotated, TypeAlias

import strawberry

from schema.inputs import BookingFilter, BookingOrder, CustomerFilter, EventFilter, EventOrder, SpaceFilter, VenueFilter

First: TypeAlias = Annotated[int | None, strawberry.argument(description="How many rows at most, 1 to 100.")]
After: TypeAlias = Annotated[
    str | None, strawberry.argument(description="The endCursor of the page before, to go on behind it.")
]
WhichVenues: TypeAlias = Annotated[VenueFilter | None, strawberry.argument(description="Which venues.")]
WhichSpaces: TypeAlias = Annotated[SpaceFilter | None, strawberry.argument(description="Which spaces.")]
WhichEvents: TypeAlias = Annotated[EventFilter | None, strawberry.argument(description="Which events.")]
WhichBookings: TypeAlias = Annotated[BookingFilter | None, strawberry.argument(description="Which bookings.")]
WhichCustomers: TypeAlias = Annotated[CustomerFilter | None, strawberry.argument(description="Which customers.")]
EventsBy: TypeAlias = Annotated[
    EventOrder | None,
    strawberry.argument(description="In which order; without one, source after source, each in its vendor's own."),
]
BookingsBy: TypeAlias = Annotated[
    BookingOrder | None,
    strawberry.argument(description="In which order; without one, source after source, each in its vendor's own."),
]
Complete: TypeAlias = Annotated[
    bool | None,
    strawberry.argument(description="Whether a source that failed makes the list an error instead of leaving a gap."),
]
