"""Many records by time, so that those of one day are found without a look at all."""

from __future__ import annotations

import asyncio
import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from loaders.clock import span
from loaders.records import Booking, Event, Period, Record

AT_ONCE: Final = 1000
"""How many records are looked at before others get their turn."""


class Timeline:
    """Records by the spans they fill.

    Args:
        records: the records; those without a period are nowhere in time.
        spans: start, end and place of the record among them, for each period, by start.

    """

    def __init__(self, records: Sequence[Record], spans: list[tuple[dt.datetime, dt.datetime, int]]) -> None:
        self._records: Final = records
        self._spans: Final = spans
        self._starts: Final = [start for start, _, _ in spans]
        self._latest: Final = [[end for _, end, _ in spans]]
        """The latest end of every span, of every two of them, of every four, and so on up to that of all."""
        while len(self._latest[-1]) > 1:
            below = self._latest[-1]
            self._latest.append([max(below[at : at + 2]) for at in range(0, len(below), 2)])

    @classmethod
    async def of(cls, records: Sequence[Record]) -> Timeline:
        """Sort records by time."""
        spans: list[tuple[dt.datetime, dt.datetime, int]] = []
        for place, record in enumerate(records):
            spans.extend((*span(period), place) for period in _periods(record))
            if place % AT_ONCE == AT_ONCE - 1:
                await asyncio.sleep(0)
        spans.sort()
        return cls(records, spans)

    def around(self, from_: dt.datetime, to: dt.datetime) -> list[Record]:
        """Give, in their own order, all records that may touch the half-open range, and few others.

        Args:
            from_: where the range begins.
            to: the first moment behind it.

        """
        places: set[int] = set()
        before = bisect_left(self._starts, to)
        left = [(len(self._latest) - 1, 0)] if before else []
        while left:
            level, number = left.pop()
            if number << level >= before or self._latest[level][number] < from_:
                continue
            if level == 0:
                places.add(self._spans[number][2])
                continue
            halves = (2 * number, 2 * number + 1)
            left.extend((level - 1, half) for half in halves if half < len(self._latest[level - 1]))
        return [self._records[place] for place in sorted(places)]


def _periods(record: Record) -> Iterator[Period]:
    """Give the periods a record is matched by: those of what it takes, else its own."""
    known = [row.period for row in record.allocations or () if row.period] if isinstance(record, Booking) else []
    if known:
        yield from known
    elif isinstance(record, Booking | Event) and record.period is not None:
        yield record.period
