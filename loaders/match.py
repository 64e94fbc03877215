"""Whether a record passes a filter, and where it stands in an order. Pure.

What a vendor does not filter itself is filtered here, so that a filter means the same at every source.

A walked collection may have 50,000 rows and be filtered and ordered for every question. So a filter looks only at what
it asks for, a page is picked without sorting the rest, and global ids are written only for rows that tie or are given.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, Final, TypeAlias

from loaders.clock import overlaps, span, utc
from loaders.port import Filter
from loaders.records import (
    BOOKING,
    CUSTOMER,
    EVENT,
    SPACE,
    VENUE,
    Booking,
    Customer,
    Event,
    Record,
    Ref,
    Space,
)

STARTS_AT: Final = "STARTS_AT"
CREATED_AT: Final = "CREATED_AT"
UPDATED_AT: Final = "UPDATED_AT"
NAME: Final = "NAME"
REFERENCE: Final = "REFERENCE"

OrderValue: TypeAlias = dt.datetime | str | None
Ranked: TypeAlias = tuple[OrderValue, str, Record]
"""A record with the value it is ordered by and its global id, which breaks ties."""

_ORDER_READS: Final = {
    STARTS_AT: ("period",),
    CREATED_AT: ("created_at",),
    UPDATED_AT: ("updated_at",),
    NAME: ("name",),
    REFERENCE: ("reference",),
}
_FILTER_READS: Final = {
    "venues": ("venue",),
    "customers": ("customer",),
    "event_statuses": ("status",),
    "booking_statuses": ("status",),
    "overlaps": ("period", "allocations"),
    "updated_since": ("updated_at",),
    "reference": ("reference",),
    "email": ("email",),
    "min_capacity": ("capacity",),
}
_NAMED_BY: Final = {
    VENUE: ("name",),
    SPACE: ("name",),
    EVENT: ("name",),
    BOOKING: ("name", "reference"),
    CUSTOMER: ("name", "company", "email"),
}


@dataclass(frozen=True, slots=True)
class Order:
    """By what a list is ordered; ties are broken by id, and rows without a value come last in both directions."""

    field: str
    descending: bool = False


def reads(kind: str, wanted: Filter, order: Order | None) -> frozenset[str]:
    """Name the attributes and links of a kind that a filter and an order look at."""
    names: set[str] = set(_ORDER_READS[order.field]) if order else set()
    for part, looked_at in _FILTER_READS.items():
        if getattr(wanted, part) is not None:
            names.update(looked_at)
    if wanted.spaces is not None:
        names.add("allocations" if kind == BOOKING else "space")
    if wanted.search is not None:
        names.update(_NAMED_BY.get(kind, ()))
    return frozenset(names)


# Filters.


def passes(record: Record, wanted: Filter) -> bool:
    """Tell whether a record passes every part of a filter. Of a booking, its own `allocations` are looked at."""
    return all(test(record) for test in _tests(wanted))


def passing(rows: Iterable[Record], wanted: Filter) -> list[Record]:
    """Give the records that pass every part of a filter, in their order."""
    for test in _tests(wanted):
        rows = filter(test, rows)
    return list(rows)


@lru_cache(maxsize=256)
def _tests(wanted: Filter) -> Sequence[Callable[[Record], bool]]:
    """Give one test for each part of a filter that asks for something."""
    parts: Sequence[tuple[Callable[..., bool], object]] = (
        (partial(_leads_to, "venue"), wanted.venues),
        (partial(_leads_to, "customer"), wanted.customers),
        (_in_spaces, wanted.spaces),
        (partial(_has_status, Event), wanted.event_statuses),
        (partial(_has_status, Booking), wanted.booking_statuses),
        (_touches, None if wanted.overlaps is None else (utc(wanted.overlaps[0]), utc(wanted.overlaps[1]))),
        (_is_called, None if wanted.search is None else wanted.search.casefold()),
        (_changed_since, wanted.updated_since),
        (_is_quoted_by, wanted.reference),
        (_has_email, None if wanted.email is None else wanted.email.strip().casefold()),
        (_holds, wanted.min_capacity),
    )
    return tuple(partial(test, asked) for test, asked in parts if asked is not None)


def _leads_to(edge: str, ids: frozenset[str], record: Record) -> bool:
    link = record.links.get(edge)
    return isinstance(link, Ref) and link.id in ids


def _in_spaces(ids: frozenset[str], record: Record) -> bool:
    if isinstance(record, Booking):
        return any(row.space is not None and row.space.id in ids for row in record.allocations or ())
    return _leads_to("space", ids, record)


def _has_status(kind: type[Event | Booking], statuses: frozenset[object], record: Record) -> bool:
    return isinstance(record, kind) and record.status in statuses


def _touches(between: tuple[dt.datetime, dt.datetime], record: Record) -> bool:
    if isinstance(record, Booking):
        known = [row.period for row in record.allocations or () if row.period is not None]
        if known:
            return any(overlaps(period, *between) for period in known)
    period = record.period if isinstance(record, Event | Booking) else None
    return period is not None and overlaps(period, *between)


def _is_called(needle: str, record: Record) -> bool:
    for name in _NAMED_BY.get(record.ref.kind, ()):
        called = getattr(record, name, None)
        if isinstance(called, str) and needle in called.casefold():
            return True
    return False


def _changed_since(since: dt.datetime, record: Record) -> bool:
    changed = record.updated_at if isinstance(record, Event | Booking) else None
    return changed is not None and changed >= since


def _is_quoted_by(reference: str, record: Record) -> bool:
    return isinstance(record, Booking) and record.reference == reference


def _has_email(email: str, record: Record) -> bool:
    return isinstance(record, Customer) and record.email is not None and record.email.strip().casefold() == email


def _holds(people: int, record: Record) -> bool:
    return isinstance(record, Space) and record.capacity is not None and record.capacity >= people


# Orders.


def value(record: Record, field: str) -> OrderValue:
    """Give what a record is ordered by; moments in UTC."""
    if field == STARTS_AT:
        period = record.period if isinstance(record, Event | Booking) else None
        return None if period is None else span(period)[0]
    found = getattr(record, field.lower(), None)
    return utc(found) if isinstance(found, dt.datetime) else found


def sort(rows: Iterable[Record], order: Order) -> list[Ranked]:
    """Order records, all of them."""
    keyed = [(value(record, order.field), record.ref.encode(), record) for record in rows]
    keyed.sort(key=lambda row: row[1])
    known = [row for row in keyed if row[0] is not None]
    known.sort(key=lambda row: _key(row[0]), reverse=order.descending)
    return known + [row for row in keyed if row[0] is None]


def behind(row: OrderValue, row_id: str, mark: OrderValue, mark_id: str, order: Order) -> bool:
    """Tell whether a row stands behind a mark in an order."""
    ours, theirs = _key(row), _key(mark)
    if ours == theirs:
        return row_id > mark_id
    if ours is None or theirs is None:
        return ours is None
    return bool(ours < theirs if order.descending else ours > theirs)


def first_rows(
    rows: Iterable[Record], order: Order, limit: int, after: tuple[OrderValue, str] | None = None
) -> tuple[list[Ranked], bool]:
    """Give the first rows of an order, and whether more follow: what `sort` would begin with, without sorting all.

    Args:
        rows: the records, in any order.
        order: the order.
        limit: how many rows at most, at least 1.
        after: the value and the global id of a row, for the rows behind it, whether it is still there or not.

    """
    every = list(rows)
    # Keys and places stand in lists of their own: pairs of them would be 50,000 objects for the garbage collector.
    keys = [_key(value(record, order.field)) for record in every]
    known = [place for place, key in enumerate(keys) if key is not None]
    unknown = [place for place, key in enumerate(keys) if key is None]
    if after is not None:
        edge = _key(after[0])
        tied = [place for place in (unknown if edge is None else known) if keys[place] == edge]
        tied = [place for place in tied if behind(after[0], every[place].ref.encode(), *after, order)]
        if edge is None:
            known, unknown = [], tied
        else:
            further = order.descending
            known = [place for place in known if keys[place] != edge and (keys[place] < edge) is further] + tied
    count = len(known) + len(unknown)
    nearest = _nearest(known, keys, limit, order) + (unknown if len(known) < limit else [])
    return sort((every[place] for place in nearest), order)[:limit], count > limit


def _nearest(places: Sequence[int], keys: Sequence[Any], count: int, order: Order) -> list[int]:
    """Give, of some places, at least so many with the first keys, and all that tie with the last of them."""
    if len(places) <= count:
        return list(places)
    some = (keys[place] for place in places)
    if order.descending:
        edge = heapq.nlargest(count, some)[-1]
        return [place for place in places if keys[place] >= edge]
    edge = heapq.nsmallest(count, some)[-1]
    return [place for place in places if keys[place] <= edge]


def _key(value: OrderValue) -> Any:  # noqa: ANN401  # a moment or a text; those of one field are alike
    """Give what rows are compared by: texts whatever their case, and where that is all that differs, by it."""
    return f"{value.casefold()}\0{value}" if isinstance(value, str) else value
