"""What the arguments of a list look at: its filter and its order are done on the rows, so they read attributes, too.

A list under one record is made of rows that come for all records together, so what any of them filters or orders by has
to be asked for before the first of them is.
"""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

from graphql import FieldNode, value_from_ast_untyped

from loaders.match import Order, reads
from loaders.port import Filter

_PARTS: Final = {part.name.replace("_", ""): part.name for part in fields(Filter)}
"""A filter's part by its name without underscores, as GraphQL's camel case is compared with."""


def looked_at(node: FieldNode, kind: str, variables: Mapping[str, Any]) -> frozenset[str]:
    """Name the attributes and links of its rows that a list's arguments look at.

    Args:
        node: the list in the operation, with its arguments.
        kind: the kind of its rows.
        variables: the operation's variables.

    """
    given = {one.name.value: value_from_ast_untyped(one.value, dict(variables)) for one in node.arguments or ()}
    asked, order = given.get("filter"), given.get("orderBy")
    parts: dict[str, Any] = {}
    for name, value in asked.items() if isinstance(asked, Mapping) else ():
        part = _part(name, kind)
        if part is not None and value is not None:
            parts[part] = value
    wanted = Filter(**parts)
    field = getattr(order.get("field"), "value", order.get("field")) if isinstance(order, Mapping) else None
    return reads(kind, wanted, Order(str(field)) if field is not None else None)


def _part(name: str, kind: str) -> str | None:
    bare = name.replace("_", "").lower()
    return f"{kind}_statuses" if bare == "statuses" else _PARTS.get(bare)
