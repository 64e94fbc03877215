"""Compound documents: the primary resources, and each resource that include reaches from them, once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from sandbox.jsonapi.query import Tree
from sandbox.jsonapi.resources import Key, Row, linked

Find: TypeAlias = Callable[[str, str], "Row | None"]
"""Look a resource up by type and id."""

Render: TypeAlias = Callable[[Row, frozenset[str]], Row]
"""Write a stored resource as this request gets it, given which of its relationships the request includes."""


def compound(primary: Sequence[Row], include: Tree, find: Find, render: Render) -> tuple[list[Row], list[Row]]:
    """Return what goes under `data` and under `included`.

    A resource that is primary is not included again, and one that several paths reach is written once. Linkage to a
    resource that does not exist stays in the document and leads nowhere.
    """
    home = {_key(row) for row in primary}
    included: dict[Key, Row] = {}
    asked: dict[Key, set[str]] = {}
    visited: set[tuple[Key, int]] = set()
    frontier = [(row, include) for row in primary]
    while frontier:
        reached: list[tuple[Row, Tree]] = []
        for row, branch in frontier:
            asked.setdefault(_key(row), set()).update(branch)
            for target, twig in _neighbours(row, branch, find):
                key = _key(target)
                if (key, id(twig)) in visited:
                    continue
                visited.add((key, id(twig)))
                if key not in home:
                    included.setdefault(key, target)
                reached.append((target, twig))
        frontier = reached
    return (
        [render(row, frozenset(asked[_key(row)])) for row in primary],
        [render(row, frozenset(asked[key])) for key, row in included.items()],
    )


def sparse(members: Mapping[str, object], wanted: frozenset[str] | None) -> dict[str, object]:
    """Keep the wanted members, or all of them when the request does not choose."""
    return {name: value for name, value in members.items() if wanted is None or name in wanted}


def _neighbours(row: Row, branch: Tree, find: Find) -> Iterator[tuple[Row, Tree]]:
    for name, twig in branch.items():
        for kind, key in linked(row, name):
            target = find(kind, key)
            if target is not None:
                yield target, twig


def _key(row: Row) -> Key:
    return str(row.get("type")), str(row.get("id"))
