"""When a space is free, derived from what occupies it. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from loaders.clock import shown, span, utc
from loaders.records import Event, EventStatus, Period, Record, SpaceBlock

Span: TypeAlias = tuple[dt.datetime, dt.datetime]

AVAILABILITY: Final = "availability"
"""The kind of lookup that asks a vendor itself; its id is written by `written`."""


def written(space: str, from_: dt.datetime, to: dt.datetime, minutes: int) -> str:
    """Write what is asked of a vendor that computes availability itself as the id of a lookup."""
    return f"{minutes}|{from_.isoformat()}|{to.isoformat()}|{space}"


def occupied(rows: Iterable[Record]) -> list[Span]:
    """Give the spans that events and blocks take; cancelled events take none, tentative ones do."""
    periods = (_taken(row) for row in rows)
    return [span(period) for period in periods if period is not None]


def _taken(row: Record) -> Period | None:
    if isinstance(row, SpaceBlock):
        return row.period
    return row.period if isinstance(row, Event) and row.status is not EventStatus.CANCELLED else None


def slots(taken: Iterable[Span], from_: dt.datetime, to: dt.datetime, minutes: int, zone: ZoneInfo) -> Iterator[Span]:
    """Give the free slots of a length within a range, end to end within each gap, in the venue's zone.

    What has no length takes no time, but no slot runs across it: one may end there, and the next begin.

    Args:
        taken: the spans that are not free, in any order; they may overlap.
        from_: the first moment of the range.
        to: the first moment behind it.
        minutes: how long a slot is, at least 1.
        zone: the venue's zone.

    """
    length = dt.timedelta(minutes=minutes)
    free_from, end = utc(from_), utc(to)
    ordered = sorted((utc(start), utc(stop)) for start, stop in taken)
    for start, stop in [*ordered, (end, end)]:
        gap_ends = min(start, end)
        while gap_ends - free_from >= length:
            yield shown(free_from, zone), shown(free_from + length, zone)
            free_from += length
        free_from = max(free_from, stop)
