"""Every question that lists a vendor's things and follows one edge of them, made from the schema itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graphql import (
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLUnionType,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
)

from schema.selection import kind_of, reads_of, rows_of
from schema.sources import SOURCE_VIEWS
from tests.house import SCHEMA

GRAPH = SCHEMA._schema  # noqa: SLF001  # strawberry offers no public way to graphql-core's
RANGE = '{ from: "2026-06-15T00:00:00+02:00", to: "2026-06-17T00:00:00+02:00" }'
APART = frozenset({"availability", "sameAs", "period"})
"""Fields that no edge stands for and that are looked up all the same."""


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge of a list's rows.

    Args:
        kind: the kind of the things it leads from; empty for a list of a source as such.
        name: the edge, as the record has it; of a field that is none, its name; of a list, the list's.
        where: the list and the field, as a path.
        text: the question; `{first}` stands for how many rows it wants.

    """

    kind: str
    name: str
    where: str
    text: str


def edges_of(vendor: str, source: str) -> Iterator[Edge]:
    """Give every edge of every list that a vendor's sources may have."""
    for field in _lists(GRAPH.type_map["Query"]):
        for kind, edge, name, selected in _edges(_rows("Query", field), vendor):
            text = f'{{ {field}(first: {{first}}, filter: {{ sources: ["{source}"] }}) {{ nodes {{ {selected} }} }} }}'
            yield Edge(kind, name, f"{field}.{edge}", _braced(text))
    shown = SOURCE_VIEWS[vendor].__name__
    for field in _lists(GRAPH.type_map[shown]):
        for kind, edge, name, selected in [("", "", field, "__typename"), *_edges(_rows(shown, field), vendor)]:
            inner = f"... on {shown} {{ {field}(first: {{first}}) {{ nodes {{ {selected} }} }} }}"
            yield Edge(kind, name, f"{field}.{edge}", _braced(f'{{ source(name: "{source}") {{ {inner} }} }}'))


def _braced(text: str) -> str:
    return text.replace("{first}", "\0").replace("{", "{{").replace("}", "}}").replace("\0", "{first}")


def _field(parent: str, name: str) -> GraphQLField:
    declared = GRAPH.type_map[parent]
    assert isinstance(declared, GraphQLObjectType)
    return declared.fields[name]


def _rows(parent: str, name: str) -> GraphQLObjectType:
    connection = get_named_type(_field(parent, name).type)
    assert isinstance(connection, GraphQLObjectType)
    row = get_named_type(connection.fields["nodes"].type)
    assert isinstance(row, GraphQLObjectType)
    return row


def _lists(named: GraphQLNamedType) -> list[str]:
    assert isinstance(named, GraphQLObjectType)
    return [name for name, field in named.fields.items() if rows_of(get_named_type(field.type)) is not None]


def _edges(row: GraphQLObjectType, vendor: str, *, deep: bool = True) -> Iterator[tuple[str, str, str, str]]:
    """Give each edge of a type: the kind it leads from, its path, its name in the record, and what selects it."""
    for name, field in row.fields.items():
        noted = reads_of(field.extensions)
        if noted is None or (noted.edge is None and name not in APART):
            continue
        leads_to = get_named_type(field.type)
        if isinstance(leads_to, GraphQLUnionType):
            for one in leads_to.types if deep else ():
                if (kind_of(one) or "").startswith(f"{vendor}."):
                    for kind, edge, own, selected in _edges(one, vendor, deep=False):
                        yield kind, f"{name}.{edge}", own, f"{name} {{ ... on {one.name} {{ {selected} }} }}"
            continue
        arguments = f"(between: {RANGE})" if "between" in field.args else ""
        yield kind_of(row) or "", name, noted.edge or name, f"{name}{arguments}{_chosen(leads_to)}"


def _chosen(named: GraphQLNamedType) -> str:
    """Select as little of a type as can be selected."""
    if is_leaf_type(named):
        return ""
    if rows_of(named) is not None:
        return " { nodes { id } }"
    if is_abstract_type(named) or not isinstance(named, GraphQLObjectType):
        return " { __typename }"
    leaves = [
        name for name, field in named.fields.items() if is_leaf_type(get_named_type(field.type)) and not field.args
    ]
    return f" {{ {'id' if 'id' in leaves else ' '.join(leaves[:1] or ['__typename'])} }}"
