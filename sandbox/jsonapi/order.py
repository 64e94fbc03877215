"""The order of a collection: by id, or by attributes with the id as the last word."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from sandbox.jsonapi.resources import ResourceType, Row, Table
from sandbox.jsonapi.selection import Selection

Rank: TypeAlias = tuple[int, Any]


def ordered(
    table: Table,
    of: ResourceType,
    sort: tuple[tuple[str, bool], ...],
    selection: Selection,
) -> list[str]:
    """Return the ids of the rows that are wanted, in order.

    Ids sort as numbers. Values that are missing come last, and first where the order descends, as databases do.
    Reading a page in the order of ids writes no other row than that page's.
    """
    names = [name for name, _ in sort]
    decisive = sort[: names.index("id")] if "id" in names else sort
    result = list(selection.keys(table))
    if len(decisive) < len(sort) and sort[len(decisive)][1]:
        result.reverse()
    for name, descending in reversed(decisive):
        ranks = {key: _rank(table[key], name, decimal=name in of.decimals) for key in result}
        result.sort(key=ranks.__getitem__, reverse=descending)
    return result


def number(value: object) -> Decimal | None:
    """Read a number from text or from a number; nothing where there is none."""
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _rank(row: Row, name: str, *, decimal: bool) -> Rank:
    attributes = row.get("attributes")
    value = attributes.get(name) if isinstance(attributes, dict) else None
    if isinstance(value, dict):
        value = number(value["value"]) if "value" in value else next(filter(None, value.values()), None)
    elif decimal and isinstance(value, str):
        value = number(value)
    if value is None:
        return 3, 0
    if isinstance(value, int | float | Decimal):
        return 0, value
    return (1, value) if isinstance(value, str) else (2, str(value))
