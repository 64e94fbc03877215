"""What does this operation read? Worked out once an operation, before anything is fetched. Pure.

The walk goes from the operation's root through its selections and keeps, for every record it comes by, two things:
which of the record's attributes and edges are read anywhere in the operation, by kind; and where the operation goes on from
it, as a tree of edges. All aliases, fragments and depths are united first, so that one ask serves them all.

Each fragment is walked once for each place of the tree it stands in: nested fragments cost what they say, not what they
multiply to.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphql import (
    BooleanValueNode,
    FieldNode,
    FragmentSpreadNode,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    SelectionSetNode,
    StringValueNode,
    VariableNode,
    get_named_type,
    is_abstract_type,
    is_composite_type,
)
from graphql.type import GraphQLResolveInfo

from loaders.inquiry import Selection, Tree
from schema.reads import Reads, noted

Branch = dict[str, "Branch"]


def select(info: GraphQLResolveInfo[Any]) -> Selection:
    """Work out what the operation behind a resolver's info reads."""
    walk = _Walk(info.schema, info.fragments, _values(info))
    root = info.schema.get_root_type(info.operation.operation)
    if root is not None:
        walk.operation(info.operation.selection_set, root)
    return walk.result()


def _values(info: GraphQLResolveInfo[Any]) -> Mapping[str, Any]:
    values: Any = info.variable_values  # Strawberry's executor gives a plain mapping, graphql-core's an object
    return values if isinstance(values, Mapping) else values.coerced


class _Walk:
    def __init__(self, schema: GraphQLSchema, fragments: Mapping[str, Any], variables: Mapping[str, Any]) -> None:
        self._schema = schema
        self._fragments = fragments
        self._variables = variables
        self._fields: dict[str, set[str]] = {}
        self._places: dict[str, dict[int, Branch]] = {}
        self._locales: dict[str, None] = {}
        self._seen: set[tuple[str, int]] = set()
        self._kept: list[Branch] = []
        self._root: Branch = {}

    def result(self) -> Selection:
        return Selection(
            fields={kind: frozenset(names) for kind, names in self._fields.items()},
            trees={kind: _united(list(places.values())) for kind, places in self._places.items()},
            locales=tuple(self._locales),
        )

    def operation(self, chosen: SelectionSetNode, root: GraphQLNamedType) -> None:
        self.selections(chosen, root, self._root)

    def selections(self, chosen: SelectionSetNode, parent: GraphQLNamedType, branch: Branch) -> None:
        for node in chosen.selections:
            if not self._wanted(node):
                continue
            if isinstance(node, FieldNode):
                self._field(node, parent, branch)
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                narrowed = self._schema.type_map[condition.name.value] if condition else parent
                self.selections(node.selection_set, narrowed, branch)
            elif isinstance(node, FragmentSpreadNode):
                self._fragment(node.name.value, branch)

    def _fragment(self, name: str, branch: Branch) -> None:
        fragment = self._fragments[name]
        fragment = getattr(fragment, "definition", fragment)
        key = (name, id(branch))
        if key in self._seen:
            return
        self._seen.add(key)
        self.selections(fragment.selection_set, self._schema.type_map[fragment.type_condition.name.value], branch)

    def _field(self, node: FieldNode, parent: GraphQLNamedType, branch: Branch) -> None:
        below: Branch | None = None
        inner: GraphQLNamedType | None = None
        for owner in self._owners(parent):
            declared = owner.fields.get(node.name.value)
            if declared is None:
                continue
            inner = get_named_type(declared.type)
            kind = _kind(owner)
            if kind is not None:
                self._places.setdefault(kind, {})[id(branch)] = branch
            reads = _reads(declared.extensions)
            if reads is not None:
                self._note(kind or owner.name, reads, node)
                below = branch.setdefault(reads.edge, {}) if reads.edge is not None else below
        if inner is None or node.selection_set is None or not is_composite_type(inner):
            return
        if below is None:
            below = self._begun() if branch is self._root else branch
        self.selections(node.selection_set, inner, below)

    def _owners(self, parent: GraphQLNamedType) -> list[GraphQLObjectType]:
        """Give the types whose field is meant: of an interface, those of all that implement it."""
        owners = self._schema.get_possible_types(parent) if is_abstract_type(parent) else [parent]
        return [owner for owner in owners if isinstance(owner, GraphQLObjectType)]

    def _note(self, owner: str, reads: Reads, node: FieldNode) -> None:
        self._fields.setdefault(owner, set()).update(reads.names)
        for other, names in reads.also.items():
            self._fields.setdefault(other, set()).update(names)
        if reads.localised:
            self._locale(node)

    def _begun(self) -> Branch:
        """Begin a tree of its own for what a field of the root leads to."""
        branch: Branch = {}
        self._kept.append(branch)
        return branch

    def _locale(self, node: FieldNode) -> None:
        for argument in node.arguments or ():
            if argument.name.value == "locale":
                value = argument.value
                text = self._variables.get(value.name.value) if isinstance(value, VariableNode) else None
                if isinstance(value, StringValueNode):
                    text = value.value
                if isinstance(text, str):
                    self._locales[text] = None

    def _wanted(self, node: Any) -> bool:
        for directive in node.directives or ():
            name = directive.name.value
            if name not in {"skip", "include"} or not directive.arguments:
                continue
            value = directive.arguments[0].value
            flag: object = None
            if isinstance(value, VariableNode):
                flag = self._variables.get(value.name.value)
            elif isinstance(value, BooleanValueNode):
                flag = value.value
            if flag is (name == "skip"):
                return False
        return True


def _reads(extensions: Mapping[str, Any]) -> Reads | None:
    field = extensions.get("strawberry-definition")
    return None if field is None else noted(field.metadata, field.python_name)


def _kind(owner: GraphQLObjectType) -> str | None:
    definition = owner.extensions.get("strawberry-definition")
    return None if definition is None else getattr(definition.origin, "record_kind", None)


def _united(branches: list[Branch]) -> Tree:
    united: Branch = {}
    for branch in branches:
        _pour(branch, united)
    return united


def _pour(branch: Branch, into: Branch) -> None:
    for edge, below in branch.items():
        _pour(below, into.setdefault(edge, {}))
