"""Scopes: what an app may do, by type. To include a resource takes the right to read it [004:168]."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sandbox.booking_experts.resources import TYPES
from sandbox.jsonapi.query import Tree
from sandbox.jsonapi.refusal import RefusalError

_OF: Final[Mapping[str, str]] = {
    "accommodation_type": "rentable_type",
    "administration_amenity": "amenity",
    "attachment": "category",
    "category_amenity": "amenity",
    "commission_agreement": "agreement",
    "guest_group_limit": "category",
    "image": "category",
    "optional_amenity": "amenity",
    "rentable_type_amenity": "amenity",
    "traffic_source": "booking",
}
"""Types without a scope of their own in the document's list [004:176-286], and the one the sandbox asks for."""


def demand(granted: frozenset[str] | None, kind: str, right: str = "read") -> None:
    """Let an app through that may do this, or that has every scope (None).

    Raises RefusalError(403) in the document's words [004:159-165].
    """
    name = _OF.get(kind, kind)
    if granted is not None and f"{name} {right}" not in granted:
        raise RefusalError(
            403,
            "The scopes for your application do not grant you permission to perform this action. "
            f"One of the following scopes is required: {name}|{right}.",
            code="NO_VALID_SCOPE",
        )


def demand_included(granted: frozenset[str] | None, kind: str, include: Tree) -> None:
    """Let an app through that may read everything it includes."""
    for target in _targets(kind, include):
        demand(granted, target)


def _targets(kind: str, include: Tree) -> Iterator[str]:
    for name, branch in include.items():
        target = TYPES[kind].relationships[name]
        yield target
        yield from _targets(target, branch)
