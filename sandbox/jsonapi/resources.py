"""Resource types, and tables of resources that are written when they are first looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Row: TypeAlias = dict[str, Any]
"""A resource object as it goes over the wire: id, type, attributes, relationships. Tests may break it as they like."""

Key: TypeAlias = tuple[str, str]
"""Type and id."""


@dataclass(frozen=True, slots=True)
class ResourceType:
    """What a vendor's document says about one type: its attributes, and where each relationship leads."""

    name: str
    attributes: frozenset[str]
    relationships: Mapping[str, str] = field(default_factory=dict)
    decimals: frozenset[str] = frozenset()
    """Attributes that are sent as strings and mean numbers."""
    to_many: frozenset[str] = frozenset()
    """Relationships to any number of resources; the others lead to one or none."""

    @classmethod
    def described(cls, name: str, attributes: str, decimals: str = "", **relationships: str) -> ResourceType:
        """Read a type from words: its attributes apart by spaces, and `[]` behind a target of which there are many."""
        return cls(
            name=name,
            attributes=frozenset(attributes.split()),
            relationships={relation: target.removesuffix("[]") for relation, target in relationships.items()},
            decimals=frozenset(decimals.split()),
            to_many=frozenset(relation for relation, target in relationships.items() if target.endswith("[]")),
        )


class Table(MutableMapping[str, Row]):
    """Resources of one type by id.

    A row is made by `make(id)` when it is first read and is the caller's to change from then on, so a table of
    50,000 costs its ids until somebody looks.
    """

    def __init__(self, ids: Iterable[str] = (), make: Callable[[str], Row] | None = None) -> None:
        self._rows: dict[str, Row | None] = dict.fromkeys(ids)
        self._make = make
        self._ascending: list[str] | None = None

    def __getitem__(self, key: str) -> Row:
        row = self._rows[key]
        if row is None:
            if self._make is None:
                raise KeyError(key)
            row = self._rows[key] = self._make(key)
        return row

    def __setitem__(self, key: str, row: Row) -> None:
        if key not in self._rows:
            self._ascending = None
        self._rows[key] = row

    def __delitem__(self, key: str) -> None:
        del self._rows[key]
        self._ascending = None

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def written(self) -> int:
        """The number of rows that somebody has looked at."""
        return sum(row is not None for row in self._rows.values())

    def ascending(self) -> list[str]:
        """Every id, in the order of the numbers they are. The list is the table's own: do not change it."""
        if self._ascending is None:
            self._ascending = sorted(self._rows, key=_number)
        return self._ascending

    def next_id(self) -> str:
        """Give the id that a database would give the next row."""
        return str(max(map(_number, self._rows), default=0) + 1)


class Tables(dict[str, Table]):
    """The tables of one organisation, by type."""

    def find(self, kind: str, key: str) -> Row | None:
        """Return the resource of that type and id, or nothing."""
        table = self.get(kind)
        return table[key] if table is not None and key in table else None

    def add(self, row: Row) -> Row:
        """Put a row where its own `type` and `id` say, replacing what was there, and return it."""
        self.setdefault(row["type"], Table())[row["id"]] = row
        return row


def link(kind: str, key: int | str) -> Row:
    """Write a relationship to one resource."""
    return {"data": {"id": str(key), "type": kind}}


def links(kind: str, keys: Iterable[int | str]) -> Row:
    """Write a relationship to any number of resources."""
    return {"data": [{"id": str(key), "type": kind} for key in keys]}


def linked(row: Row, name: str) -> Iterator[Key]:
    """Read whom a relationship names. Whatever is no linkage (null, an empty object, a null id) names nobody."""
    relationships = row.get("relationships")
    relationship = relationships.get(name) if isinstance(relationships, dict) else None
    data = relationship.get("data") if isinstance(relationship, dict) else None
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict) and isinstance(item.get("id"), str) and isinstance(item.get("type"), str):
            yield item["type"], item["id"]


def _number(key: str) -> int:
    return int(key) if key.isdecimal() else 0
