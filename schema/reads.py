"""What a declared field takes from its record: the note `edge.py` leaves on a field and `selection.py` reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

META: Final = "foyer"


@dataclass(frozen=True, slots=True)
class Reads:
    """What a field takes from its record.

    Args:
        names: the record's attributes or links it reads.
        edge: the edge it walks, where it leads to other records.
        localised: whether it is a text in the locale its argument `locale` names.
        also: what it reads of records of other kinds, by kind.

    """

    names: frozenset[str]
    edge: str | None = None
    localised: bool = False
    also: Mapping[str, frozenset[str]] = field(default_factory=dict)


def note(
    *names: str, edge: str | None = None, localised: bool = False, also: Mapping[str, frozenset[str]] | None = None
) -> dict[str, Reads]:
    """Write the note for a hand-written field: the metadata to give to Strawberry."""
    return {META: Reads(frozenset(names), edge, localised, also or {})}


def noted(metadata: Mapping[Any, Any], python_name: str) -> Reads | None:
    """Read a field's note; None where it has none. A note without names means the field's own name."""
    reads = metadata.get(META)
    if not isinstance(reads, Reads):
        return None
    return reads if reads.names else replace(reads, names=frozenset((python_name,)))
