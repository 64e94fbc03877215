"""What clients may ask of a list: filters and orders, and what they mean for each source."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from typing import Any

import strawberry

from loaders import match
from loaders.errors import BadInput
from loaders.port import Filter, Source
from loaders.records import BOOKING, CUSTOMER, EVENT, SPACE, VENUE, Ref
from schema.enums import described
from schema.paging import shortened
from schema.types.source import Vendor
from schema.types.statuses import BookingStatus, EventStatus
from schema.types.values import DateTimeRange

_ARTICLES = {VENUE: "a venue", SPACE: "a space", EVENT: "an event", BOOKING: "a booking", CUSTOMER: "a customer"}


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


def filters_of(given: Filters | None, sources: Sequence[Source]) -> dict[str, Filter]:
    """Give what a filter means for each source; sources it leaves out are absent.

    Args:
        given: the client's filter.
        sources: the sources the caller may see.

    Raises:
        BadInput: a name or an id in it makes no sense; all that is wrong, in one sentence each.

    """
    if not given:
        return {source.name: Filter() for source in sources}
    chosen = [source for source in _named(getattr(given, "sources", None), sources) if _of_vendor(given, source)]
    venues = _refs(getattr(given, "venues", None), VENUE, "filter.venues")
    spaces = _refs(getattr(given, "spaces", None), SPACE, "filter.spaces")
    customers = _refs(getattr(given, "customers", None), CUSTOMER, "filter.customers")
    span = _range(getattr(given, "overlaps", None))
    statuses = _given(getattr(given, "statuses", None))
    filters = {}
    for source in chosen:
        of = _ids_at(source)
        filters[source.name] = Filter(
            venues=of(venues),
            spaces=of(spaces),
            customers=of(customers),
            event_statuses=frozenset(statuses) if statuses is not None and isinstance(given, EventFilter) else None,
            booking_statuses=frozenset(statuses) if statuses is not None and isinstance(given, BookingFilter) else None,
            overlaps=span,
            search=getattr(given, "search", None) or None,
            updated_since=getattr(given, "updated_since", None) or None,
            reference=getattr(given, "reference", None) or None,
            email=getattr(given, "email", None) or None,
            min_capacity=getattr(given, "min_capacity", None) or None,
        )
    return {
        name: wanted
        for name, wanted in filters.items()
        if frozenset() not in (wanted.venues, wanted.spaces, wanted.customers)
    }


def parse_id(global_id: str, kind: str, field: str) -> Ref:
    """Read the global id of a kind.

    Raises:
        BadInput: it is not one of ours, or of another kind.

    """
    ref = Ref.decode(global_id)
    if ref is None:
        raise BadInput(
            f"{field}: expected the id of {_ARTICLES.get(kind, kind)}; got {shortened(global_id)}, not an id of ours."
        )
    if ref.kind != kind:
        came = _ARTICLES.get(ref.kind, f"a {ref.kind}")
        raise BadInput(f"{field}: expected the id of {_ARTICLES.get(kind, kind)}; got the id of {came}.")
    return ref


def named_source(name: str, sources: Iterable[Source], field: str) -> Source:
    """Find a source by its name.

    Raises:
        BadInput: there is none; the message names those there are.

    """
    known = {source.name: source for source in sources}
    if name not in known:
        there = ", ".join(known) or "none"
        raise BadInput(f"{field}: expected one of {there}; got {shortened(name)}.")
    return known[name]


def _named(names: list[str] | None, sources: Sequence[Source]) -> list[Source]:
    if names is None or names is strawberry.UNSET:
        return list(sources)
    wanted = {named_source(name, sources, "filter.sources").name for name in names}
    return [source for source in sources if source.name in wanted]


def _given(values: Any) -> Any:
    return None if values is strawberry.UNSET else values


def _of_vendor(given: Filters, source: Source) -> bool:
    vendors = getattr(given, "vendors", None)
    if vendors is None or vendors is strawberry.UNSET:
        return True
    return source.vendor in {vendor.value for vendor in vendors}


def _refs(ids: list[strawberry.ID] | None, kind: str, field: str) -> tuple[Ref, ...] | None:
    if ids is None or ids is strawberry.UNSET:
        return None
    return tuple(parse_id(id_, kind, f"{field}[{index}]") for index, id_ in enumerate(ids))


def _ids_at(source: Source) -> Callable[[tuple[Ref, ...] | None], frozenset[str] | None]:
    def ids(refs: tuple[Ref, ...] | None) -> frozenset[str] | None:
        return None if refs is None else frozenset(ref.id for ref in refs if ref.source == source.name)

    return ids


def _range(given: DateTimeRange | None) -> tuple[dt.datetime, dt.datetime] | None:
    if not given:
        return None
    return checked_range(given, "filter.overlaps")


def checked_range(given: DateTimeRange, field: str) -> tuple[dt.datetime, dt.datetime]:
    """Give a range's two moments.

    Raises:
        BadInput: it ends before it begins, or holds nothing.

    """
    if given.to <= given.from_:
        raise BadInput(
            f"{field}.to: expected a moment after from ({given.from_.isoformat()}); got {given.to.isoformat()}."
        )
    return given.from_, given.to
