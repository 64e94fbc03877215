"""The query parameters that JSON:API names: include, sort, fields and page. Filters are each vendor's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from sandbox.jsonapi.refusal import RefusalError
from sandbox.jsonapi.resources import ResourceType

Pairs: TypeAlias = list[tuple[str, str]]
"""Query parameters, decoded, in the order they were sent."""

Tree: TypeAlias = dict[str, "Tree"]
"""Relationships to include, each with those to include behind it."""


@dataclass(frozen=True, slots=True)
class PageSizes:
    """How many records a page has when nobody says, and at the most."""

    default: int
    most: int


@dataclass(frozen=True, slots=True)
class Query:
    """A request's query parameters, understood."""

    include: Tree | None
    """None where nothing was asked for."""
    sort: tuple[tuple[str, bool], ...]
    """Attribute or `id`, and whether it descends."""
    fields: Mapping[str, frozenset[str]]
    """By type, the attributes and relationships to send."""
    number: int
    size: int


def read_query(pairs: Pairs, of: ResourceType, types: Mapping[str, ResourceType], sizes: PageSizes) -> Query:
    """Understand a request's parameters; those nobody documents are ignored.

    Raises RefusalError(400) for a relationship or an attribute that does not exist and for a page that is no number.
    """
    values = dict(pairs)
    include = values.get("include")
    return Query(
        include=None if include is None else _tree(_listed(include), of, types),
        sort=tuple(_sort(_listed(values.get("sort", "")), of)),
        fields={
            name[len("fields[") : -1]: frozenset(_listed(value))
            for name, value in pairs
            if name.startswith("fields[") and name.endswith("]")
        },
        number=_positive(values, "page[number]", 1),
        size=min(_positive(values, "page[size]", sizes.default), sizes.most),
    )


def _listed(value: str) -> list[str]:
    return [part for part in (piece.strip() for piece in value.split(",")) if part]


def _tree(paths: Iterable[str], of: ResourceType, types: Mapping[str, ResourceType]) -> Tree:
    root: Tree = {}
    for path in paths:
        branch, here = root, of
        for name in path.split("."):
            target = here.relationships.get(name)
            if target is None:
                raise RefusalError(400, f"{here.name} has no relationship {name!r}, which include={path!r} asks for")
            branch, here = branch.setdefault(name, {}), types[target]
    return root


def _sort(keys: Iterable[str], of: ResourceType) -> Iterable[tuple[str, bool]]:
    for key in keys:
        name = key.removeprefix("-")
        if name != "id" and name not in of.attributes:
            raise RefusalError(400, f"{of.name} cannot be sorted by {name!r}")
        yield name, key != name


def _positive(values: Mapping[str, str], name: str, default: int) -> int:
    text = values.get(name)
    if text is None:
        return default
    if not text.isdecimal() or int(text) < 1:
        raise RefusalError(400, f"{name} must be a whole number from 1 on, not {text!r}")
    return int(text)
