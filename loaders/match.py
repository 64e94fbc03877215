"""Whether a record passes a filter, and where it stands in an order. Pure.

What a vendor does not filter itself is filtered here, so that a filter means the same at every source.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

from loaders.clock import overlaps, span
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

_ORDER_READS: Final = {
    STARTS_AT: ("period", "allocations"),
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
        names.update(_NAMED_BY[kind])
    return frozenset(names)


def passes(record: Record, wanted: Filter) -> bool:
    """Tell whether a record passes every part of a filter. Of a booking, its own `allocations` are looked at."""
    return (
        _leads_to(record, "venue", wanted.venues)
        and _leads_to(record, "customer", wanted.customers)
        and _in_spaces(record, wanted.spaces)
        and _has_status(record, wanted)
        and (wanted.overlaps is None or _touches(record, *wanted.overlaps))
        and (wanted.search is None or _is_called(record, wanted.search))
        and (wanted.updated_since is None or _changed_since(record, wanted.updated_since))
        and (wanted.reference is None or (isinstance(record, Booking) and record.reference == wanted.reference))
        and (wanted.email is None or _has_email(record, wanted.email))
        and (wanted.min_capacity is None or _holds(record, wanted.min_capacity))
    )


def value(record: Record, field: str) -> OrderValue:
    """Give what a record is ordered by; moments in UTC."""
    if field == STARTS_AT:
        period = record.period if isinstance(record, Event | Booking) else None
        return None if period is None else span(period)[0].astimezone(dt.UTC)
    found = getattr(record, field.lower(), None)
    return found.astimezone(dt.UTC) if isinstance(found, dt.datetime) else found


def sort(rows: Iterable[Record], order: Order) -> list[tuple[OrderValue, str, Record]]:
    """Order records: each with the value it is ordered by and its global id, which breaks ties."""
    keyed = [(value(record, order.field), record.ref.encode(), record) for record in rows]
    keyed.sort(key=lambda row: row[1])
    known = [row for row in keyed if row[0] is not None]
    known.sort(key=lambda row: _comparable(row[0]), reverse=order.descending)
    return known + [row for row in keyed if row[0] is None]


def behind(row: OrderValue, row_id: str, mark: OrderValue, mark_id: str, order: Order) -> bool:
    """Tell whether a row stands behind a mark in an order."""
    if mark is None:
        return row is None and row_id > mark_id
    if row is None:
        return True
    ours, theirs = _comparable(row), _comparable(mark)
    if ours == theirs:
        return row_id > mark_id
    return ours < theirs if order.descending else ours > theirs


def _comparable(value: OrderValue) -> tuple[float, str, str]:
    if isinstance(value, dt.datetime):
        return (value.timestamp(), "", "")
    text = value or ""
    return (0.0, text.casefold(), text)


def _leads_to(record: Record, edge: str, ids: frozenset[str] | None) -> bool:
    if ids is None:
        return True
    link = record.links.get(edge)
    return isinstance(link, Ref) and link.id in ids


def _in_spaces(record: Record, ids: frozenset[str] | None) -> bool:
    if ids is None:
        return True
    if isinstance(record, Booking):
        return any(row.space is not None and row.space.id in ids for row in record.allocations or ())
    return _leads_to(record, "space", ids)


def _has_status(record: Record, wanted: Filter) -> bool:
    if wanted.event_statuses is not None and not (isinstance(record, Event) and record.status in wanted.event_statuses):
        return False
    return wanted.booking_statuses is None or (isinstance(record, Booking) and record.status in wanted.booking_statuses)


def _touches(record: Record, from_: dt.datetime, to: dt.datetime) -> bool:
    if isinstance(record, Booking):
        known = [row.period for row in record.allocations or () if row.period is not None]
        if known:
            return any(overlaps(period, from_, to) for period in known)
    period = record.period if isinstance(record, Event | Booking) else None
    return period is not None and overlaps(period, from_, to)


def _is_called(record: Record, text: str) -> bool:
    needle = text.casefold()
    for name in _NAMED_BY[record.ref.kind]:
        called = getattr(record, name, None)
        if isinstance(called, str) and needle in called.casefold():
            return True
    return False


def _changed_since(record: Record, since: dt.datetime) -> bool:
    changed = record.updated_at if isinstance(record, Event | Booking) else None
    return changed is not None and changed >= since


def _has_email(record: Record, email: str) -> bool:
    return (
        isinstance(record, Customer)
        and record.email is not None
        and record.email.strip().casefold() == email.strip().casefold()
    )


def _holds(record: Record, people: int) -> bool:
    return isinstance(record, Space) and record.capacity is not None and record.capacity >= people
