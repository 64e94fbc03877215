"""Filters: `filter[name]=expression`, for the names that the document lists.

The document's own list of expressions is empty [004:149]; an earlier edition has them: a term, `~term` for a part of
the text, `term,term` for any of several, `a..b` for a range with both ends in it. A leading `!` inverts the whole
expression [004:151], and names joined by `|` are alternatives [004:155]. A relationship is filtered by ids.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import TypeAlias

from sandbox.booking_experts.resources import FILTERS
from sandbox.jsonapi.order import number
from sandbox.jsonapi.query import Pairs
from sandbox.jsonapi.refusal import RefusalError
from sandbox.jsonapi.resources import ResourceType, Row, linked
from sandbox.jsonapi.selection import Selection, Test

Read: TypeAlias = Callable[[Row], Iterable[object]]
"""Reads everything that one name stands for: each linked id, each locale's text. A null is nothing."""


def selected(pairs: Pairs, of: ResourceType) -> Selection:
    """Return which rows pass every filter of a request.

    Raises RefusalError(400) for a name that the document does not list and for a range with an open end.
    """
    selection = Selection()
    for name, value in pairs:
        if name == "filter[id]" and not value.startswith(("!", "~")) and ".." not in value:
            selection = selection.within(_terms(value))
        elif name.startswith("filter[") and name.endswith("]"):
            selection = selection.also(_test(name, value, of))
    return selection


def _test(name: str, value: str, of: ResourceType) -> Test:
    names = name[len("filter[") : -1].split("|")
    for attribute in names:
        if attribute not in FILTERS[of.name]:
            raise RefusalError(400, f"{of.name} cannot be filtered by {attribute!r}")
    readers = [_reader(attribute, of) for attribute in names]
    inverted = value.startswith("!")
    holds = _expression(value.removeprefix("!"), name)
    return lambda row: any(holds(mine) for read in readers for mine in read(row)) != inverted


def _expression(text: str, name: str) -> Callable[[object], bool]:
    if text.startswith("~"):
        part = text[1:].casefold()
        return lambda mine: part in _text(mine).casefold()
    if ".." in text:
        low, _, high = text.partition("..")
        if not low or not high:
            raise RefusalError(400, f"{name} has a range with an open end: {text!r}")
        return lambda mine: _between(mine, low, high)
    terms = _terms(text)
    numbers = {amount for amount in map(number, terms) if amount is not None}
    return lambda mine: (
        (mine if isinstance(mine, str) else _text(mine)) in terms or (_counted(mine) and number(mine) in numbers)
    )


def _terms(text: str) -> frozenset[str]:
    return frozenset(term.strip() for term in text.split(","))


def _reader(name: str, of: ResourceType) -> Read:
    if name == "id":
        return lambda row: (row.get("id"),)
    if name in of.relationships:
        return lambda row: (key for _, key in linked(row, name))

    def read(row: Row) -> Iterable[object]:
        attributes = row.get("attributes")
        value = attributes.get(name) if isinstance(attributes, dict) else None
        return (value,) if isinstance(value, str) else _leaves(value)

    return read


def _leaves(value: object) -> Iterator[object]:
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _leaves(part)
    elif value is not None:
        yield value


def _between(mine: object, low: str, high: str) -> bool:
    if not _counted(mine):
        return low <= _text(mine) <= high
    bottom, top, here = number(low), number(high), number(mine)
    return bottom is not None and top is not None and isinstance(here, Decimal) and bottom <= here <= top


def _counted(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
