"""What a plan goes by: so that an operation that comes again is planned once."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import orjson
from graphql import (
    DocumentNode,
    FieldNode,
    ListValueNode,
    Node,
    ObjectValueNode,
    OperationDefinitionNode,
    OperationType,
    ValueNode,
    VariableNode,
)

from loaders.port import Source

PlannedBy: TypeAlias = tuple[Hashable, ...]

_BY_PRESENCE: Final = "after"  # a cursor matters by being there


@dataclass(frozen=True, slots=True)
class Mattering:
    """Which of a document's variables its plans go by.

    Args:
        names: those whose values matter.
        presence: those of which it matters whether they are there.
        kept: whether plans of it may be kept: an operation that writes holds what somebody has written down.

    """

    names: frozenset[str]
    presence: frozenset[str]
    kept: bool


def mattering(document: DocumentNode) -> Mattering:
    """Find the variables that a document's plans go by."""
    names: set[str] = set()
    presence: set[str] = set()
    heap: list[Node] = list(document.definitions)
    while heap:
        node = heap.pop()
        for directive in getattr(node, "directives", None) or ():
            for argument in directive.arguments or ():
                names |= _used(argument.value)
        for argument in (node.arguments or ()) if isinstance(node, FieldNode) else ():
            (presence if argument.name.value == _BY_PRESENCE else names).update(_used(argument.value))
        below = getattr(node, "selection_set", None)
        heap.extend(below.selections if below is not None else ())
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    reads = all(one.operation is OperationType.QUERY for one in operations)
    return Mattering(frozenset(names), frozenset(presence - names), reads)


def planned_by(
    known: Mattering, name: str | None, variables: Mapping[str, Any], sources: Sequence[Source]
) -> PlannedBy | None:
    """Give what a plan goes by; None where it is not to be kept."""
    if not known.kept:
        return None
    values = {one: variables[one] for one in known.names if one in variables}
    there = tuple(one for one in sorted(known.presence) if variables.get(one))
    try:
        written = orjson.dumps(values, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError:
        return None
    return name, written, there, *((source.name, source.costs, source.costs.known()) for source in sources)


def _used(value: ValueNode) -> set[str]:
    """Name the variables in a value."""
    if isinstance(value, VariableNode):
        return {value.name.value}
    if isinstance(value, ListValueNode):
        return {name for one in value.values or () for name in _used(one)}
    if isinstance(value, ObjectValueNode):
        return {name for field in value.fields or () for name in _used(field.value)}
    return set()
