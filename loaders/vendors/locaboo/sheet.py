"""A list as it came, and the records made of it, found by their ids or by where they lead."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

from loaders.errors import BadResponse, FoyerError
from loaders.http.twin import twin
from loaders.records import Record, Ref
from loaders.together import together

M = TypeVar("M")
R = TypeVar("R", bound=Record)
T = TypeVar("T")

AT_A_TIME: Final = 250
"""How many rows are read before others get their turn."""

FEW: Final = 5
"""Up to how many things are asked for one by one; for more than that the list costs less."""


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

    """

    rows: tuple[M, ...]
    faults: tuple[BadResponse, ...]
    fetched_at: dt.datetime
    _tables: dict[str | None, Table[Any]] = field(default_factory=dict, repr=False)

    async def table(self, currency: str | None, make: Callable[[M, dt.datetime, str | None], R]) -> Table[R]:
        """Make records of the rows, once for each currency that their amounts are told in.

        Args:
            currency: ISO 4217; None where nobody reads it, or nobody tells.
            make: makes one; raises BadResponse.

        """
        table = self._tables.get(currency)
        if table is None:
            good, bad = await each(self.rows, lambda row: make(row, self.fetched_at, currency))
            table = self._tables[currency] = Table(good, self.faults + bad, self.fetched_at)
        return table


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


async def few_or_all(
    ids: Sequence[str],
    *,
    at_hand: bool,
    listed: Callable[[], Awaitable[Mapping[str, R]]],
    alone: Callable[[str], Coroutine[Any, Any, R | FoyerError | None]],
) -> dict[str, R | FoyerError]:
    """Look things up: in a list that is at hand, else one by one, or in the list if they are many.

    Args:
        ids: which.
        at_hand: whether the list is there, or on its way.
        listed: gives the list, by id.
        alone: reads one; a failure is a value.

    """
    found: dict[str, R | FoyerError] = {}
    if len(ids) > FEW or (ids and at_hand):
        try:
            known = await listed()
        except FoyerError as fault:
            return {key: twin(fault) for key in ids}
        found.update({key: known[key] for key in ids if key in known})
    rest = [key for key in ids if key not in found]
    answers = await together(alone(key) for key in rest)
    return found | {key: answer for key, answer in zip(rest, answers, strict=True) if answer is not None}
