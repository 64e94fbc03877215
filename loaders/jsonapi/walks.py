"""Whole collections as they are kept, with the indices that spare a look at every row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from loaders.errors import BadResponse, VendorFault
from loaders.jsonapi.document import Identifier, ResourceObject
from loaders.jsonapi.include import Plan
from loaders.records import Link, Record, Ref
from loaders.timeline import Timeline

MOST_PAGES: Final = 600
"""How long a list may be to be read whole."""

Broken: TypeAlias = tuple[str | None, VendorFault]
"""A row that makes no sense: its vendor id where that is known, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Filtered:
    """What a filter by ids found: rows, those that make no sense, what came along, and when it was read."""

    rows: Sequence[Record]
    broken: Sequence[Broken]
    beside: Mapping[Ref, Record]
    fetched_at: dt.datetime
    resources: Mapping[Identifier, ResourceObject] = field(default_factory=dict)


@dataclass(slots=True)
class Kept:
    """A collection as it was read.

    Args:
        plan: what its rows and what came along carry.
        records: its rows that make sense, in the order they were read.
        faults: one for each row that makes none, with its id where that is known.
        resources: the rows and what came along, as the vendor sent them.
        shelf: the same, as records.
        fetched_at: when its reading began.

    """

    plan: Plan
    records: tuple[Record, ...]
    faults: tuple[Broken, ...]
    resources: Mapping[Identifier, ResourceObject]
    shelf: Mapping[Ref, Record]
    fetched_at: dt.datetime
    _by_link: dict[str, dict[Ref, list[Record]]] = field(default_factory=dict)
    _by_id: dict[str, Record] = field(default_factory=dict)
    _timeline: Timeline | None = None

    def by_id(self) -> Mapping[str, Record]:
        """Index the rows by their id, once."""
        if not self._by_id:
            self._by_id.update({record.ref.id: record for record in self.records})
        return self._by_id

    def broken(self) -> Mapping[str, VendorFault]:
        """Give what is wrong with rows that make no sense, by their id, where that is known."""
        return {key: fault for key, fault in self.faults if key is not None}

    def of(self, ids: Sequence[str]) -> Filtered:
        """Give some rows by their ids, and what came along with all."""
        rows, broken = self.by_id(), self.broken()
        return Filtered(
            [rows[one] for one in ids if one in rows],
            [(one, broken[one]) for one in ids if one in broken],
            self.shelf,
            self.fetched_at,
            self.resources,
        )

    async def around(self, from_: dt.datetime, to: dt.datetime) -> Sequence[Record]:
        """Give the rows that may touch a range; they are sorted by time once."""
        if self._timeline is None:
            self._timeline = await Timeline.of(self.records)
        return self._timeline.around(from_, to)

    def by_link(self, edge: str) -> Mapping[Ref, Sequence[Record]]:
        """Index the rows by where an edge leads, once."""
        index = self._by_link.get(edge)
        if index is None:
            index = self._by_link[edge] = {}
            for record in self.records:
                for ref in refs(record.links.get(edge)):
                    index.setdefault(ref, []).append(record)
        return index


def refs(link: Link) -> tuple[Ref, ...]:
    """Give the references a link holds."""
    if link is None:
        return ()
    return (link,) if isinstance(link, Ref) else link


def split(
    rows: Sequence[ResourceObject | BadResponse], translate: Callable[[ResourceObject], Record]
) -> tuple[tuple[Record, ...], tuple[Broken, ...]]:
    """Translate rows, those that make no sense apart."""
    records: list[Record] = []
    broken: list[Broken] = []
    for row in rows:
        if isinstance(row, BadResponse):
            broken.append((None, row))
            continue
        try:
            records.append(translate(row))
        except BadResponse as fault:
            broken.append((row.identifier.id, fault))
    return tuple(records), tuple(broken)
