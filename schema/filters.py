"""What the filters of lists mean for each source."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import strawberry

from loaders.errors import BadInput
from loaders.port import Filter, Source
from loaders.records import CUSTOMER, SPACE, VENUE, Ref
from schema.ids import named_source, parse_id
from schema.inputs import BookingFilter, EventFilter, Filters
from schema.types.values import DateTimeRange


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
