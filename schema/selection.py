"""What does this operation read? Worked out once an operation, before anything is fetched. Pure.

The walk goes from the operation's root through its selections and keeps, for every record it comes by, two things:
which of the record's attributes and edges are read anywhere in the operation, by kind; and where the operation goes on
from it, as a tree of edges. All aliases, fragments and depths are united first, so that one ask serves them all.

A tree begins where no edge leads: at a field of the root, at the source of a record, at a record known otherwise. Trees
are united by kind in the end, so those that begin alike are one from the beginning.

Each fragment is walked once for each place of a tree it stands in. There may be very many places: two edges that each
lead back make 2, 4, 8 … of them with each fragment. So no more than MOST_PLACES are told apart. What is read beyond
them is known all the same; only where it stands is not, and that is a hint, which changes no answer.

What is deferred is walked beside what it stands in, in trees of its own. A record's attributes are asked for once, so
those that only a deferred part reads are among the first part's; its edges are not, so that nothing comes along with
the first part for which it would wait longer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from graphql import (
    BooleanValueNode,
    FieldNode,
    FragmentSpreadNode,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    StringValueNode,
    VariableNode,
    get_named_type,
    is_abstract_type,
)
from graphql.type import GraphQLResolveInfo

from loaders.inquiry import Selection, Tree
from loaders.records import SOURCE
from schema.delivery import parts
from schema.looked_at import looked_at
from schema.reads import Reads, noted

MOST_PLACES: Final = 200
"""How many places of an operation's trees are told apart."""

Branch = dict[str, "Branch"]


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a field of a type means.

    Args:
        leads_to: its named type.
        lists: the kind of the rows, where it is a list with pages.
        owners: the types whose field it is: of an interface's field, all that implement it. Each with the kind of
            record it shows, or None, and what the field takes from it.

    """

    leads_to: GraphQLNamedType
    lists: str | None
    owners: tuple[tuple[str, str | None, Reads | None], ...]

    def edge(self) -> str | None:
        """Give the edge it walks."""
        return next((reads.edge for _, _, reads in self.owners if reads is not None and reads.edge is not None), None)


def select(info: GraphQLResolveInfo[Any]) -> tuple[Selection, Selection]:
    """Work out what the operation behind a resolver's info reads."""
    return select_operation(info.schema, info.operation, info.fragments, _values(info))


def select_operation(
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    fragments: Mapping[str, Any],
    variables: Mapping[str, Any],
) -> tuple[Selection, Selection]:
    """Work out what an operation reads: to answer its first part, and all of it.

    Args:
        schema: the graph.
        operation: a valid operation.
        fragments: its document's fragments, by name.
        variables: its variables, as they were coerced.

    """
    walk = _Walk(schema, fragments, variables)
    root = schema.get_root_type(operation.operation)
    if root is not None:
        walk.operation(operation.selection_set, root)
    first = walk.result(whole=False)
    return first, walk.result(whole=True) if walk.defers else first


def _values(info: GraphQLResolveInfo[Any]) -> Mapping[str, Any]:
    values: Any = info.variable_values  # Strawberry's executor gives a plain mapping, graphql-core's an object
    return values if isinstance(values, Mapping) else values.coerced


class _Walk:
    def __init__(self, schema: GraphQLSchema, fragments: Mapping[str, Any], variables: Mapping[str, Any]) -> None:
        self._schema: Final = schema
        self._fragments: Final = fragments
        self._variables: Final = variables
        self._fields: Final[dict[str, set[str]]] = {}
        self._places: Final[dict[str, dict[int, Branch]]] = {}
        self._locales: Final[dict[str, None]] = {}
        self._meanings: Final[dict[tuple[str, str], _Meaning | None]] = {}
        self._seen: Final[set[tuple[str, int]]] = set()
        self._root: Final[Branch] = {}
        self._begun: Final[dict[str, Branch]] = {}
        self._beyond: Final[Branch] = {}
        self._later: Final[dict[int, Branch]] = {}
        self._later_begun: Final[dict[str, Branch]] = {}
        self._late: Final[set[int]] = set()
        self._told_apart = 0

    @property
    def defers(self) -> bool:
        """Whether anything is deferred."""
        return bool(self._late)

    def result(self, *, whole: bool) -> Selection:
        """Give what is read, with the trees of what is deferred or without."""
        kept = {
            kind: [one for one in places.values() if whole or id(one) not in self._late]
            for kind, places in self._places.items()
        }
        return Selection(
            fields={kind: frozenset(names) for kind, names in self._fields.items()},
            trees={kind: _united(places) for kind, places in kept.items() if places},
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
                continue
            place = self._beside(branch) if parts(node, self._variables) else branch
            if isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                narrowed = self._schema.type_map[condition.name.value] if condition else parent
                self.selections(node.selection_set, narrowed, place)
            elif isinstance(node, FragmentSpreadNode):
                self._fragment(node.name.value, place)

    def _fragment(self, name: str, branch: Branch) -> None:
        fragment = self._fragments[name]
        fragment = getattr(fragment, "definition", fragment)
        key = (name, id(branch))
        if key in self._seen:
            return
        self._seen.add(key)
        self.selections(fragment.selection_set, self._schema.type_map[fragment.type_condition.name.value], branch)

    def _field(self, node: FieldNode, parent: GraphQLNamedType, branch: Branch) -> None:
        meaning = self._meaning(parent, node.name.value)
        if meaning is None:
            return
        for owner, kind, reads in meaning.owners:
            if kind is not None:
                self._places.setdefault(kind, {})[id(branch)] = branch
            if reads is not None:
                self._note(kind or owner, reads, node)
        if node.arguments and meaning.lists is not None:
            names = looked_at(node, meaning.lists, self._variables)
            self._fields.setdefault(meaning.lists, set()).update(names)
        if node.selection_set is not None:
            self.selections(node.selection_set, meaning.leads_to, self._onward(meaning, branch))

    def _onward(self, meaning: _Meaning, branch: Branch) -> Branch:
        """Give the place a field leads to: along its edge, to a tree of its own, or nowhere else."""
        edge = meaning.edge()
        if edge is not None:
            return self._along(edge, branch)
        kinds = {kind_of(owner) for owner in self._possible(meaning.leads_to)} - {None}
        of_a_record = any(kind is not None for _, kind, _ in meaning.owners)
        if (
            branch is self._root
            or branch is self._later.get(id(self._root))
            or SOURCE in kinds
            or (of_a_record and kinds)
        ):
            late = id(branch) in self._late
            begun = (self._later_begun if late else self._begun).setdefault(meaning.leads_to.name, {})
            return self._noted(begun, late=late)
        return branch

    def _beside(self, branch: Branch) -> Branch:
        """Give the place beside another where what is deferred there is walked."""
        if id(branch) in self._late or branch is self._beyond:
            return branch
        return self._noted(self._later.setdefault(id(branch), {}), late=True)

    def _noted(self, branch: Branch, *, late: bool) -> Branch:
        if late:
            self._late.add(id(branch))
        return branch

    def _along(self, edge: str, branch: Branch) -> Branch:
        known = self._beyond if branch is self._beyond else branch.get(edge)
        if known is not None:
            return known
        if self._told_apart == MOST_PLACES:
            return self._beyond
        self._told_apart += 1
        return self._noted(branch.setdefault(edge, {}), late=id(branch) in self._late)

    def _meaning(self, parent: GraphQLNamedType, name: str) -> _Meaning | None:
        """Give what a field means; None for those every type has, such as __typename."""
        key = (parent.name, name)
        if key not in self._meanings:
            declared = [(owner, owner.fields[name]) for owner in self._possible(parent) if name in owner.fields]
            self._meanings[key] = (
                _Meaning(
                    leads_to := get_named_type(declared[0][1].type),
                    rows_of(leads_to),
                    tuple((owner.name, kind_of(owner), reads_of(field.extensions)) for owner, field in declared),
                )
                if declared
                else None
            )
        return self._meanings[key]

    def _possible(self, named: GraphQLNamedType) -> list[GraphQLObjectType]:
        """Give the object types that a type stands for."""
        some = self._schema.get_possible_types(named) if is_abstract_type(named) else [named]
        return [one for one in some if isinstance(one, GraphQLObjectType)]

    def _note(self, owner: str, reads: Reads, node: FieldNode) -> None:
        self._fields.setdefault(owner, set()).update(reads.names)
        for other, names in reads.also.items():
            self._fields.setdefault(other, set()).update(names)
        if reads.localised:
            self._locale(node)

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


def reads_of(extensions: Mapping[str, Any]) -> Reads | None:
    """Give what a field takes from its record, by the field's extensions; None where it has no note."""
    field = extensions.get("strawberry-definition")
    return None if field is None else noted(field.metadata, field.python_name)


def kind_of(owner: GraphQLObjectType) -> str | None:
    """Give the kind of record a type shows; None where it shows none."""
    definition = owner.extensions.get("strawberry-definition")
    return None if definition is None else getattr(definition.origin, "record_kind", None)


def rows_of(named: GraphQLNamedType) -> str | None:
    """Give the kind of a connection's rows; None for what is no connection."""
    nodes = named.fields.get("nodes") if isinstance(named, GraphQLObjectType) else None
    row = get_named_type(nodes.type) if nodes is not None else None
    return kind_of(row) if isinstance(row, GraphQLObjectType) else None


def _united(branches: list[Branch]) -> Tree:
    united: Branch = {}
    for branch in branches:
        _pour(branch, united)
    return united


def _pour(branch: Branch, into: Branch) -> None:
    for edge, below in branch.items():
        _pour(below, into.setdefault(edge, {}))
