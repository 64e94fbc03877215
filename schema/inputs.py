"""What clients may ask of a list: filters and orders."""

import datetime as dt
from enum import Enum

import strawberry

from loaders import match
from schema.enums import described
from schema.types.source import Vendor
from schema.types.statuses import BookingStatus, EventStatus
from schema.types.values import DateTimeRange


@strawberry.input(description="Which venues are wanted.")
class VenueFilter:
    """Which venues are wanted."""

    sources: list[str] | None = strawberry.field(default=strawberry.UNSET, description="Of these sources, by name.")
    vendors: list[Vendor] | None = strawberry.field(default=strawberry.UNSET, description="Of these vendors' sources.")
    search: str | None = strawberry.field(default=strawberry.UNSET, description="With this text in the name.")


@strawberry.input(description="Which spaces are wanted.")
class SpaceFilter:
    """Which spaces are wanted."""

    sources: list[str] | None = strawberry.field(default=strawberry.UNSET, description="Of these sources, by name.")
    venues: list[strawberry.ID] | None = strawberry.field(default=strawberry.UNSET, description="In these venues.")
    min_capacity: int | None = strawberry.field(default=strawberry.UNSET, description="For at least so many people.")
    search: str | None = strawberry.field(default=strawberry.UNSET, description="With this text in the name.")


@strawberry.input(description="Which events are wanted.")
class EventFilter:
    """Which events are wanted."""

    sources: list[str] | None = strawberry.field(default=strawberry.UNSET, description="Of these sources, by name.")
    vendors: list[Vendor] | None = strawberry.field(default=strawberry.UNSET, description="Of these vendors' sources.")
    venues: list[strawberry.ID] | None = strawberry.field(default=strawberry.UNSET, description="In these venues.")
    spaces: list[strawberry.ID] | None = strawberry.field(default=strawberry.UNSET, description="In these spaces.")
    statuses: list[EventStatus] | None = strawberry.field(default=strawberry.UNSET, description="With one of these.")
    overlaps: DateTimeRange | None = strawberry.field(
        default=strawberry.UNSET, description="Events that touch this range."
    )
    search: str | None = strawberry.field(default=strawberry.UNSET, description="With this text in the name.")
    updated_since: dt.datetime | None = strawberry.field(
        default=strawberry.UNSET, description="Changed at this moment or later."
    )


@strawberry.input(description="Which bookings are wanted.")
class BookingFilter:
    """Which bookings are wanted."""

    sources: list[str] | None = strawberry.field(default=strawberry.UNSET, description="Of these sources, by name.")
    vendors: list[Vendor] | None = strawberry.field(default=strawberry.UNSET, description="Of these vendors' sources.")
    venues: list[strawberry.ID] | None = strawberry.field(default=strawberry.UNSET, description="In these venues.")
    spaces: list[strawberry.ID] | None = strawberry.field(
        default=strawberry.UNSET, description="That take one of these."
    )
    customers: list[strawberry.ID] | None = strawberry.field(
        default=strawberry.UNSET, description="Of these customers."
    )
    statuses: list[BookingStatus] | None = strawberry.field(default=strawberry.UNSET, description="With one of these.")
    overlaps: DateTimeRange | None = strawberry.field(
        default=strawberry.UNSET, description="Bookings of which an allocation touches this range."
    )
    reference: str | None = strawberry.field(default=strawberry.UNSET, description="With exactly this reference.")
    search: str | None = strawberry.field(
        default=strawberry.UNSET, description="With this text in the name or the reference."
    )
    updated_since: dt.datetime | None = strawberry.field(
        default=strawberry.UNSET, description="Changed at this moment or later."
    )


@strawberry.input(description="Which customers are wanted.")
class CustomerFilter:
    """Which customers are wanted."""

    sources: list[str] | None = strawberry.field(default=strawberry.UNSET, description="Of these sources, by name.")
    vendors: list[Vendor] | None = strawberry.field(default=strawberry.UNSET, description="Of these vendors' sources.")
    email: str | None = strawberry.field(default=strawberry.UNSET, description="With this e-mail address.")
    search: str | None = strawberry.field(
        default=strawberry.UNSET, description="With this text in the name, the company or the e-mail address."
    )


class EventOrderField(Enum):
    """By what events are ordered."""

    STARTS_AT = match.STARTS_AT
    CREATED_AT = match.CREATED_AT
    UPDATED_AT = match.UPDATED_AT
    NAME = match.NAME


class BookingOrderField(Enum):
    """By what bookings are ordered."""

    STARTS_AT = match.STARTS_AT
    CREATED_AT = match.CREATED_AT
    UPDATED_AT = match.UPDATED_AT
    REFERENCE = match.REFERENCE


class OrderDirection(Enum):
    """Which way."""

    ASC = "ASC"
    DESC = "DESC"


_ORDERS = {
    "STARTS_AT": "When it starts; rows that know only dates start with their day.",
    "CREATED_AT": "When it was created.",
    "UPDATED_AT": "When it was last changed.",
}
described(EventOrderField, "By what events are ordered.", {**_ORDERS, "NAME": "What it is called."})
described(BookingOrderField, "By what bookings are ordered.", {**_ORDERS, "REFERENCE": "The number people quote."})
described(
    OrderDirection,
    "Which way a list is ordered. Rows without a value come last either way.",
    {"ASC": "Smallest, earliest first.", "DESC": "Largest, latest first."},
)


@strawberry.input(description="How events are ordered. Ties are broken by id.")
class EventOrder:
    """How events are ordered."""

    field: EventOrderField = strawberry.field(description="By what.")
    direction: OrderDirection = strawberry.field(default=OrderDirection.ASC, description="Which way.")


@strawberry.input(description="How bookings are ordered. Ties are broken by id.")
class BookingOrder:
    """How bookings are ordered."""

    field: BookingOrderField = strawberry.field(description="By what.")
    direction: OrderDirection = strawberry.field(default=OrderDirection.ASC, description="Which way.")


Filters = VenueFilter | SpaceFilter | EventFilter | BookingFilter | CustomerFilter


def order_of(order: EventOrder | BookingOrder | None) -> match.Order | None:
    """Give the order an input asks for."""
    return match.Order(order.field.value, order.direction is OrderDirection.DESC) if order else None
