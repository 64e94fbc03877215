"""Filters: `filter[attribute][predicate]=value`, an option.

The vendor's document has a heading "Filter" and no word below it [001:65]; predicates are those of the vendor's
later public pages. Only the primary collection can be filtered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from sandbox.jsonapi.order import number
from sandbox.jsonapi.query import Pairs
from sandbox.jsonapi.refusal import RefusalError
from sandbox.jsonapi.resources import ResourceType, Row, linked
from sandbox.jsonapi.selection import Selection, Test

_NAME: Final = re.compile(r"filter\[([^\]]*)\]\[([^\]]*)\]")

_COMPARED: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "eq": lambda mine, asked: bool(mine == asked),
    "not_eq": lambda mine, asked: bool(mine != asked),
    "lt": lambda mine, asked: bool(mine < asked),
    "lteq": lambda mine, asked: bool(mine <= asked),
    "gt": lambda mine, asked: bool(mine > asked),
    "gteq": lambda mine, asked: bool(mine >= asked),
}
_SPECIAL: Final = frozenset({"in", "not_in", "matches", "null", "not_null"})


def selected(pairs: Pairs, of: ResourceType) -> Selection:
    """Return which rows pass every filter of a request.

    Raises RefusalError(400) for an attribute or a predicate that does not exist and for a value of another kind.
    """
    selection = Selection()
    for name, value in pairs:
        if name in ("filter[id][eq]", "filter[id][in]"):
            selection = selection.within(frozenset(value.split(",")))
        elif name.startswith("filter["):
            selection = selection.also(_test(name, value, of))
    return selection


def _test(name: str, value: str, of: ResourceType) -> Test:
    match = _NAME.fullmatch(name)
    if match is None:
        raise RefusalError(400, f"{name} is no filter; filter[attribute][predicate] is")
    attribute, predicate = match.groups()
    if attribute not in of.attributes | {"id"} and not (
        attribute.endswith("_id") and attribute.removesuffix("_id") in of.relationships
    ):
        raise RefusalError(400, f"{of.name} cannot be filtered by {attribute!r}")
    if predicate not in _SPECIAL and predicate not in _COMPARED:
        raise RefusalError(400, f"there is no predicate {predicate!r}")

    def passes(row: Row) -> bool:
        mine = _value(row, attribute, of)
        if predicate in ("null", "not_null"):
            return (mine is None) == (predicate == "null")
        if mine is None:
            return predicate in ("not_eq", "not_in")
        if predicate == "matches":
            return value.casefold() in str(mine).casefold()
        if predicate in ("in", "not_in"):
            return (mine in [_like(mine, part, name) for part in value.split(",")]) == (predicate == "in")
        return _COMPARED[predicate](mine, _like(mine, value, name))

    return passes


def _value(row: Row, attribute: str, of: ResourceType) -> object:
    """Read what a row has to compare: numbers as numbers, moments as moments."""
    if attribute == "id":
        return number(row.get("id"))
    attributes = row.get("attributes")
    if attribute not in of.attributes:
        return next((number(key) for _, key in linked(row, attribute.removesuffix("_id"))), None)
    value = attributes.get(attribute) if isinstance(attributes, dict) else None
    if value is not None and attribute in of.decimals:
        return number(value)
    return _moment(value) or value if isinstance(value, str) and attribute.endswith("_at") else value


def _like(mine: object, text: str, name: str) -> object:
    """Read the asked value as the same kind of thing."""
    if isinstance(mine, bool):
        asked: object = {"true": True, "false": False}.get(text)
    elif isinstance(mine, datetime):
        asked = _moment(text)
    else:
        asked = text if isinstance(mine, str) else number(text)
    if asked is None:
        raise RefusalError(400, f"{name} does not understand {text!r}")
    return asked


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
