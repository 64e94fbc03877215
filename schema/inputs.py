"""What clients may ask of a list: filters and orders, and what they mean for each source."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from typing import Any, Final

import strawberry

from loaders import match
from loaders.errors import BadInput
from loaders.port import Filter, Source
from loaders.records import BOOKING, CUSTOMER, EVENT, SOURCE, SPACE, SPACE_BLOCK, SPACE_TYPE, VENUE, Ref
from schema.edge import VIEWS
from schema.enums import described
from schema.quote import quoted
from schema.types.source import Vendor
from schema.types.statuses import BookingStatus, EventStatus
from schema.types.values import DateTimeRange

ANYTHING: Final = "anything"

_ARTICLES: Final = {
    SOURCE: "a source",
    VENUE: "a venue",
    SPACE: "a space",
    SPACE_TYPE: "a kind of space",
    SPACE_BLOCK: "a block of a space",
    EVENT: "an event",
    BOOKING: "a booking",
    CUSTOMER: "a customer",
}


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
    chosen = [source for source in _named(_part(given, "sources"), sources) if _of_vendor(given, source)]
    venues = _refs(_part(given, "venues"), VENUE, "filter.venues")
    spaces = _refs(_part(given, "spaces"), SPACE, "filter.spaces")
    customers = _refs(_part(given, "customers"), CUSTOMER, "filter.customers")
    span = _range(_part(given, "overlaps"))
    statuses = _part(given, "statuses")
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
            search=_part(given, "search") or None,
            updated_since=_part(given, "updated_since"),
            reference=_part(given, "reference"),
            email=_part(given, "email"),
            min_capacity=_capacity(_part(given, "min_capacity")),
        )
    return {name: wanted for name, wanted in filters.items() if _can_pass(wanted)}


def _part(given: Filters, name: str) -> Any:
    """Give a part of a filter; None where it was left out, or this filter has no such part."""
    part = getattr(given, name, None)
    return None if part is strawberry.UNSET else part


def _can_pass(wanted: Filter) -> bool:
    """Tell whether anything can pass: an empty list names nothing, and nothing is quoted by an empty reference."""
    lists = (wanted.venues, wanted.spaces, wanted.customers, wanted.event_statuses, wanted.booking_statuses)
    return frozenset() not in lists and "" not in {wanted.reference, wanted.email}


def _capacity(people: int | None) -> int | None:
    """Give the capacity that is wanted; for nobody, any space will do, also one of which it is not known."""
    if people is not None and people < 0:
        raise BadInput(f"filter.minCapacity: expected 0 or more; got {people}.")
    return people or None


def parse_id(global_id: str, kind: str, field: str) -> Ref:
    """Read a global id.

    Args:
        global_id: what a client sent.
        kind: of what kind it must be; ANYTHING for any.
        field: where it stood, for the refusal.

    Raises:
        BadInput: it is not one of ours, or of another kind.

    """
    ref = Ref.decode(global_id)
    if ref is None or (ref.kind != SOURCE and ref.kind not in VIEWS):
        wanted = "a global id" if kind == ANYTHING else f"the id of {_called(kind)}"
        raise BadInput(f"{field}: expected {wanted}; got {quoted(global_id)}, not an id of ours.")
    if kind not in {ANYTHING, ref.kind}:
        raise BadInput(f"{field}: expected the id of {_called(kind)}; got the id of {_called(ref.kind)}.")
    return ref


def _called(kind: str) -> str:
    """Say what is of a kind; what is a vendor's own has no name that all would understand."""
    return _ARTICLES.get(kind, f"something else ({kind})")


def named_source(name: str, sources: Iterable[Source], field: str) -> Source:
    """Find a source by its name.

    Raises:
        BadInput: there is none; the message names those there are.

    """
    known = {source.name: source for source in sources}
    if name not in known:
        there = ", ".join(known) or "none"
        raise BadInput(f"{field}: expected one of {there}; got {quoted(name)}.")
    return known[name]


def _named(names: list[str] | None, sources: Sequence[Source]) -> list[Source]:
    if names is None:
        return list(sources)
    wanted = {named_source(name, sources, "filter.sources").name for name in names}
    return [source for source in sources if source.name in wanted]


def _of_vendor(given: Filters, source: Source) -> bool:
    vendors = _part(given, "vendors")
    return vendors is None or source.vendor in {vendor.value for vendor in vendors}


def _refs(ids: list[strawberry.ID] | None, kind: str, field: str) -> tuple[Ref, ...] | None:
    if ids is None:
        return None
    return tuple(parse_id(id_, kind, f"{field}[{index}]") for index, id_ in enumerate(ids))


def _ids_at(source: Source) -> Callable[[tuple[Ref, ...] | None], frozenset[str] | None]:
    def ids(refs: tuple[Ref, ...] | None) -> frozenset[str] | None:
        return None if refs is None else frozenset(ref.id for ref in refs if ref.source == source.name)

    return ids


def _range(given: DateTimeRange | None) -> tuple[dt.datetime, dt.datetime] | None:
    return None if given is None else checked_range(given, "filter.overlaps")


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
