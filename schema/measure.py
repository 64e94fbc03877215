"""How much does this operation ask for? Measured before anything runs, in one walk that meets each node once. Pure.

Fragments are measured once and counted wherever they are spread, so a fragment that spreads another twice, which
spreads another twice …, is measured as quickly as it is written, however much it stands for. Numbers stop at MOST.

What counts as cost is records: things with an id, of which any may have to be fetched. A list with `first` counts as so
many rows as it may hold; a list of ids as many as it names; any other list as USUAL.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeAlias

from graphql import (
    BooleanValueNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    GraphQLUnionType,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    Node,
    OperationDefinitionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_introspection_query,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_list_type,
    parse,
)

from schema.paging import MAX_FIRST

USUAL: Final = 2
"""How many rows a list is taken for that nothing tells the length of: what hangs off a record is mostly one or two."""

MOST: Final = 10**9
"""Where counting stops."""

DEEPEST: Final = 100
"""How many levels of selections and fragments are followed."""

_ROWS: Final = frozenset({"nodes", "edges"})
_LISTED: Final = frozenset({"ids", "representations"})
_SIZES: Final = frozenset({"first", *_LISTED})
_FREE: Final = frozenset({"ofType"})  # wraps a type, and is not one more of them
_PARTS: Final = 5  # fields of a type, arguments of a field: rather more than there are on average
_DIGITS: Final = 10  # those of a longer number change nothing: no list is that long

Values: TypeAlias = tuple[tuple[str, int | None], ...]
"""What the walk needs of an operation's variables: a number, a flag, the length of a list; None for anything else."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How much an operation asks for.

    Args:
        cost: how many records its answer may hold.
        depth: how deep its fields are nested; introspection does not count.
        aliases: how many aliases it has.
        directives: how many directives it has.
        introspected: how many parts of the schema it may be told of.
        nested: how many levels of selections and fragments it has; DEEPEST + 1 where it has more.
        visited: how many nodes the walk met.

    """

    cost: int
    depth: int
    aliases: int
    directives: int
    introspected: int
    nested: int
    visited: int


class _Part(NamedTuple):
    """What a selection asks for. `rows` is what each row of the page asks for that the selection is made on."""

    cost: int = 0
    rows: int = 0
    depth: int = 0
    aliases: int = 0
    directives: int = 0
    introspected: int = 0
    nested: int = 0


class _TooDeep(Exception):
    """The walk left the levels it follows."""


def measure(schema: GraphQLSchema, document: DocumentNode, name: str | None, values: Values = ()) -> Measure | None:
    """Measure an operation; None where the document has none of that name.

    Args:
        schema: the schema the document is valid for.
        document: the operation's document.
        name: the operation's name; None for the first.
        values: what the operation's variables decide.

    """
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    meant = next((one for one in operations if name is None or (one.name is not None and one.name.value == name)), None)
    root = schema.get_root_type(meant.operation) if meant is not None else None
    if meant is None or root is None:
        return None
    fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
    known = {one.variable.name.value: one.default_value for one in meant.variable_definitions or ()}
    defaults = {one: _literal(value) for one, value in known.items() if value is not None}
    walk = _Walk(schema, fragments, {**defaults, **dict(values)})
    try:
        part = walk.selections(meant.selection_set, root, 1)
    except _TooDeep:
        return Measure(0, 0, 0, 0, 0, DEEPEST + 1, walk.visited)
    directives = part.directives + len(meant.directives or ())
    return Measure(
        part.cost, part.depth, part.aliases, directives, part.introspected, min(part.nested, DEEPEST + 1), walk.visited
    )


def deciding(document: DocumentNode) -> tuple[str, ...]:
    """Name the variables that the size of a document's operations depends on."""
    names: dict[str, None] = {}
    heap: list[Node] = list(document.definitions)
    while heap:
        node = heap.pop()
        for directive in getattr(node, "directives", None) or ():
            names |= dict.fromkeys(_used(one.value for one in directive.arguments or ()))
        if isinstance(node, FieldNode):
            names |= dict.fromkeys(_used(one.value for one in node.arguments or () if one.name.value in _SIZES))
        below = getattr(node, "selection_set", None)
        heap.extend(below.selections if below is not None else ())
    return tuple(sorted(names))


def values_of(names: Iterable[str], variables: Mapping[str, Any]) -> Values:
    """Give what the values of these variables, as they came, decide."""
    return tuple((one, _value(variables[one])) for one in names if one in variables)


@lru_cache(maxsize=16)
def most_introspected(schema: GraphQLSchema) -> int:
    """Give how many parts of the schema an operation may be told of: twice what tools ask for to know all of it."""
    tools = measure(schema, parse(get_introspection_query(input_value_deprecation=True)), None)
    return 2 * tools.introspected if tools is not None else 0


def _used(values: Iterable[ValueNode]) -> list[str]:
    return [value.name.value for value in values if isinstance(value, VariableNode)]


def _value(value: object) -> int | None:
    """Give what the walk needs of a variable's value; true and false are 1 and 0."""
    if isinstance(value, list):
        return len(value)
    return value if isinstance(value, int) else None


def _literal(value: ValueNode) -> int | None:
    if isinstance(value, ListValueNode):
        return len(value.values or ())
    if isinstance(value, BooleanValueNode):
        return value.value
    return int(value.value[:_DIGITS]) if isinstance(value, IntValueNode) else None


class _Walk:
    def __init__(
        self, schema: GraphQLSchema, fragments: Mapping[str, FragmentDefinitionNode], values: Mapping[str, int | None]
    ) -> None:
        self._schema: Final = schema
        self._fragments: Final = fragments
        self._values: Final = values
        self._known: Final[dict[str, _Part]] = {}
        self.visited = 0

    def selections(self, chosen: SelectionSetNode, parent: GraphQLNamedType, level: int) -> _Part:
        if level > DEEPEST:
            raise _TooDeep
        self.visited += len(chosen.selections)
        return _sum([self._one(node, parent, level) for node in chosen.selections if self._wanted(node)])

    def _one(self, node: Node, parent: GraphQLNamedType, level: int) -> _Part:
        written = len(getattr(node, "directives", None) or ())
        if isinstance(node, FieldNode):
            part = self._field(node, parent, level)
        elif isinstance(node, FragmentSpreadNode):
            part = self._fragment(node.name.value, level)
        elif isinstance(node, InlineFragmentNode):
            condition = node.type_condition
            narrowed = self._schema.type_map[condition.name.value] if condition is not None else parent
            part = self.selections(node.selection_set, narrowed, level + 1)
        else:
            part = _Part()
        return part._replace(directives=part.directives + written) if written else part

    def _fragment(self, name: str, level: int) -> _Part:
        if name not in self._known:
            fragment = self._fragments[name]
            parent = self._schema.type_map[fragment.type_condition.name.value]
            part = self.selections(fragment.selection_set, parent, level + 1)
            self._known[name] = part._replace(directives=part.directives + len(fragment.directives or ()))
        return self._known[name]

    def _field(self, node: FieldNode, parent: GraphQLNamedType, level: int) -> _Part:
        aliases = int(node.alias is not None)
        field = self._schema.get_field(parent, node.name.value) if is_composite_type(parent) else None
        if field is None or node.selection_set is None:
            return _Part(depth=0 if node.name.value.startswith("__") else 1, aliases=aliases)
        leads_to = get_named_type(field.type)
        below = self.selections(node.selection_set, leads_to, level + 1)
        if leads_to.name.startswith("__"):
            told = self._length(node, field) * (below.introspected + (node.name.value not in _FREE))
            return below._replace(introspected=min(told, MOST), aliases=below.aliases + aliases, depth=0)
        each = below.cost + _records(leads_to)
        cost, rows = self._length(node, field) * each, 0
        if "pageInfo" in getattr(leads_to, "fields", ()):
            cost += self._first(node, field) * below.rows
        if node.name.value in _ROWS and "pageInfo" in getattr(parent, "fields", ()):
            cost, rows = 0, each
        return below._replace(
            cost=min(cost, MOST), rows=min(rows, MOST), depth=below.depth + 1, aliases=below.aliases + aliases
        )

    def _length(self, node: FieldNode, field: GraphQLField) -> int:
        """Give how many the field's own list may hold; 1 where it is none."""
        if not is_list_type(get_nullable_type(field.type)):
            return 1
        if get_named_type(field.type).name.startswith("__"):
            return len(self._schema.type_map) if node.name.value == "types" else _PARTS
        named = [self._of(one.value) for one in node.arguments or () if one.name.value in _LISTED]
        return next((max(length, 0) for length in named if length is not None), USUAL)

    def _first(self, node: FieldNode, field: GraphQLField) -> int:
        """Give how many rows a page may hold. A page beyond the longest is refused by its list."""
        usual = field.args["first"].default_value if "first" in field.args else USUAL
        asked = [self._of(one.value) for one in node.arguments or () if one.name.value == "first"]
        length = next((one for one in asked if one is not None), usual)
        return min(max(length, 0), MAX_FIRST) if isinstance(length, int) else MAX_FIRST

    def _of(self, value: ValueNode) -> int | None:
        return self._values.get(value.name.value) if isinstance(value, VariableNode) else _literal(value)

    def _wanted(self, node: Node) -> bool:
        for directive in getattr(node, "directives", None) or ():
            name = directive.name.value
            if name in {"skip", "include"} and directive.arguments:
                flag = self._of(directive.arguments[0].value)
                if flag in {0, 1} and bool(flag) is (name == "skip"):
                    return False
        return True


def _sum(parts: list[_Part]) -> _Part:
    return _Part(
        cost=min(sum(part.cost for part in parts), MOST),
        rows=min(sum(part.rows for part in parts), MOST),
        depth=max((part.depth for part in parts), default=0),
        aliases=min(sum(part.aliases for part in parts), MOST),
        directives=min(sum(part.directives for part in parts), MOST),
        introspected=min(sum(part.introspected for part in parts), MOST),
        nested=1 + max((part.nested for part in parts), default=0),
    )


def _records(named: GraphQLNamedType) -> int:
    """Give 1 for a type of records: it has an id, or each type it stands for has."""
    if isinstance(named, GraphQLUnionType):
        return int(all("id" in one.fields for one in named.types))
    return int("id" in getattr(named, "fields", ()))
