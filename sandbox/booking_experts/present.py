"""How a stored resource looks in an answer: which locales, which fields, and what stands where nothing is linked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from sandbox.booking_experts.resources import LOCALES, LOCALIZED, WHEN_INCLUDED, examples
from sandbox.jsonapi.compound import sparse
from sandbox.jsonapi.resources import Row

DEFAULT_LOCALES: Final = ("en",)


def accepted(header: str | None) -> tuple[str, ...]:
    """Read Accept-Language: a plain list of locales, of which those that do not exist are ignored [004:55, 004:380]."""
    known = tuple(part for part in map(str.strip, (header or "").split(",")) if part in LOCALES)
    return known or DEFAULT_LOCALES


@dataclass(frozen=True, slots=True)
class Presentation:
    """One request's view of resources."""

    locales: tuple[str, ...] = DEFAULT_LOCALES
    fields: Mapping[str, frozenset[str]] = field(default_factory=dict)
    single: bool = False
    """Whether the document's data is one resource: nothing is then written as nulls instead of as an empty object."""

    def __call__(self, row: Row, included: frozenset[str]) -> Row:
        """Write a resource, given which of its relationships the request includes."""
        kind = str(row.get("type"))
        wanted = self.fields.get(kind)
        shown = dict(row)
        if isinstance(row.get("attributes"), dict):
            shown["attributes"] = self._attributes(kind, row, wanted)
        if isinstance(row.get("relationships"), dict):
            relationships = sparse(row["relationships"], wanted)
            hidden = WHEN_INCLUDED.get(kind, frozenset()) - included
            shown["relationships"] = {
                name: self._relationship(None if name in hidden else value) for name, value in relationships.items()
            }
        return shown

    def _attributes(self, kind: str, row: Row, wanted: frozenset[str] | None) -> dict[str, object]:
        attributes = sparse(row["attributes"], wanted)
        for name in LOCALIZED.get(kind, frozenset()):
            texts = attributes.get(name)
            if isinstance(texts, dict):
                attributes[name] = {locale: texts[locale] for locale in self.locales if locale in texts}
        return attributes

    def _relationship(self, value: object) -> object:
        data = value.get("data") if isinstance(value, dict) else None
        if isinstance(value, dict) and "data" not in value:
            return value
        if not data and not isinstance(data, list):
            return {"data": {"id": None, "type": None, "meta": None} if self.single else {}}
        return {"data": [{}]} if self.single and data == [None] else value


def on_its_own(row: Row) -> Row:
    """Give the document's example the values that the document shows where it stands alone [004:3762, 004:6113]."""
    kind, attributes = row.get("type"), row.get("attributes")
    if row.get("id") != "1" or not isinstance(kind, str) or not isinstance(attributes, dict):
        return row
    shown = dict(attributes)
    for name, (listed, alone) in _differences().get(kind, {}).items():
        if shown.get(name) == listed:
            shown[name] = alone
    return row | {"attributes": shown}


@cache
def _differences() -> Mapping[str, Mapping[str, tuple[Any, Any]]]:
    listed, single = examples()
    alone = {row["type"]: row["attributes"] for row in single}
    return {
        row["type"]: {
            name: (value, alone[row["type"]][name])
            for name, value in row["attributes"].items()
            if value != alone[row["type"]][name]
        }
        for row in listed
    }
