"""A list as it came, and the records made of it, found by their ids or by where they lead."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from loaders.errors import BadResponse
from loaders.records import Record, Ref

M = TypeVar("M")
R = TypeVar("R", bound=Record)
T = TypeVar("T")

AT_A_TIME = 250
"""How many rows are read before others get their turn."""


@dataclass(slots=True)
class Table(Generic[R]):
    """Records in the vendor's order; `faults` holds one for each row that makes no sense."""

    records: tuple[R, ...]
    faults: tuple[BadResponse, ...]
    fetched_at: dt.datetime
    _by_id: dict[str, R] = field(default_factory=dict)
    _by: dict[str, dict[Ref, list[R]]] = field(default_factory=dict)

    def by_id(self) -> Mapping[str, R]:
        """Index the records by their id, once."""
        if not self._by_id:
            self._by_id.update({record.ref.id: record for record in self.records})
        return self._by_id

    def by(self, name: str, refs: Callable[[R], Iterable[Ref]]) -> Mapping[Ref, Sequence[R]]:
        """Index the records by where they lead, once for each name."""
        index = self._by.get(name)
        if index is None:
            index = self._by[name] = {}
            for record in self.records:
                for ref in dict.fromkeys(refs(record)):
                    index.setdefault(ref, []).append(record)
        return index


@dataclass(slots=True)
class Sheet(Generic[M]):
    """A list as it came.

    Args:
        rows: those that make sense, in the vendor's order.
        faults: one for each row that makes none.
        fetched_at: when it was read, in the venue's zone.
        beside: what stood beside the rows in the answer.

    """

    rows: tuple[M, ...]
    faults: tuple[BadResponse, ...]
    fetched_at: dt.datetime
    beside: Mapping[str, object] = field(default_factory=dict, repr=False)


async def each(rows: Sequence[T], read: Callable[[T], M]) -> tuple[tuple[M, ...], tuple[BadResponse, ...]]:
    """Read rows, those that make no sense apart; of many, so many at a time that others get their turn.

    Args:
        rows: what is read.
        read: reads one; raises BadResponse.

    """
    good: list[M] = []
    bad: list[BadResponse] = []
    for index, row in enumerate(rows, 1):
        try:
            good.append(read(row))
        except BadResponse as fault:
            bad.append(fault)
        if index % AT_A_TIME == 0:
            await asyncio.sleep(0)
    return tuple(good), tuple(bad)
