"""When a space is free, derived from what occupies it. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from loaders.clock import span
from loaders.records import Event, EventStatus, Record, SpaceBlock

Span: TypeAlias = tuple[dt.datetime, dt.datetime]

AVAILABILITY: Final = "availability"
"""The kind of lookup that asks a vendor itself; its id is written by `written`."""


def written(space: str, from_: dt.datetime, to: dt.datetime, minutes: int) -> str:
    """Write what is asked of a vendor that computes availability itself as the id of a lookup."""
    return f"{minutes}|{from_.isoformat()}|{to.isoformat()}|{space}"


def occupied(rows: Iterable[Record]) -> list[Span]:
    """Give the spans that events and blocks take; cancelled events take none, tentative ones do."""
    taken: list[Span] = []
    for row in rows:
        if isinstance(row, SpaceBlock):
            taken.append(span(row.period))
        elif isinstance(row, Event) and row.status is not EventStatus.CANCELLED and row.period is not None:
            taken.append(span(row.period))
    return taken


def slots(taken: Iterable[Span], from_: dt.datetime, to: dt.datetime, minutes: int, zone: ZoneInfo) -> Iterator[Span]:
    """Give the free slots of a length within a range, end to end within each gap, in the venue's zone.

    Args:
        taken: the spans that are not free, in any order; they may overlap.
        from_: the first moment of the range.
        to: the first moment behind it.
        minutes: how long a slot is, at least 1.
        zone: the venue's zone.

    """
    length = dt.timedelta(minutes=minutes)
    free_from, end = from_.astimezone(dt.UTC), to.astimezone(dt.UTC)
    ordered = sorted((start.astimezone(dt.UTC), stop.astimezone(dt.UTC)) for start, stop in taken)
    for start, stop in [*ordered, (end, end)]:
        gap_ends = min(start, end)
        while free_from + length <= gap_ends:
            yield free_from.astimezone(zone), (free_from + length).astimezone(zone)
            free_from += length
        free_from = max(free_from, stop)
