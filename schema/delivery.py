"""How an operation is answered: at once, in parts, or again and again. Told from its document, before it runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum, auto
from typing import Any, Final

from graphql import (
    BooleanValueNode,
    DirectiveNode,
    DocumentNode,
    Node,
    OperationDefinitionNode,
    OperationType,
    VariableNode,
)

WORDS: Final = ("defer", "stream", "subscription")
"""A document without any of these is answered at once."""

_DIRECTIVES: Final = frozenset({"defer", "stream"})


class Delivery(Enum):
    """How an operation is answered."""

    ONCE = auto()
    """In one response."""
    PARTS = auto()
    """In several, as it says with @defer and @stream; whether it comes to that, only running it tells."""
    EVENTS = auto()
    """In one for each event, until somebody ends it."""


def delivery(document: DocumentNode, name: str | None, variables: Mapping[str, Any]) -> Delivery:
    """Tell how an operation is answered. One that the document does not have, or that is not named, will be refused.

    Args:
        document: the operation's document; it need not be valid.
        name: the operation's name; None where it is the only one.
        variables: what was sent as its variables.

    """
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    meant = [one for one in operations if name is None or (one.name is not None and one.name.value == name)]
    if len(meant) != 1:
        return Delivery.ONCE
    if meant[0].operation is OperationType.SUBSCRIPTION:
        return Delivery.EVENTS
    values = {one.variable.name.value: one.default_value for one in meant[0].variable_definitions or ()}
    flags: dict[str, object] = {
        key: value.value for key, value in values.items() if isinstance(value, BooleanValueNode)
    }
    flags |= variables
    parts = any(_holds(one, flags) for one in _directives(document))
    return Delivery.PARTS if parts else Delivery.ONCE


def parts(node: Node, variables: Mapping[str, Any]) -> bool:
    """Tell whether a fragment is answered later than what it stands in.

    Args:
        node: the spread or inline fragment.
        variables: the operation's variables, defaults included.

    """
    written = getattr(node, "directives", None) or ()
    return any(one.name.value == "defer" and _holds(one, variables) for one in written)


def _holds(directive: DirectiveNode, flags: Mapping[str, object]) -> bool:
    for argument in directive.arguments or ():
        if argument.name.value == "if":
            value = argument.value
            flag = flags.get(value.name.value) if isinstance(value, VariableNode) else getattr(value, "value", None)
            return flag is not False
    return True


def _directives(document: DocumentNode) -> Iterator[DirectiveNode]:
    """Find every @defer and @stream of a document."""
    heap: list[Node] = list(document.definitions)
    while heap:
        node = heap.pop()
        for directive in getattr(node, "directives", None) or ():
            if directive.name.value in _DIRECTIVES:
                yield directive
        chosen = getattr(node, "selection_set", None)
        heap.extend(chosen.selections if chosen is not None else ())
