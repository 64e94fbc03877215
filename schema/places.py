"""Where a plan stands: at a set of selections, with how many things may be there, of which sources and kinds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    InlineFragmentNode,
    SelectionSetNode,
    is_abstract_type,
)

from loaders.records import SOURCE
from schema.given import Given
from schema.reads import Reads
from schema.selection import kind_of, reads_of
from schema.sources import OTHER, SOURCE_VIEWS
from schema.tally import MOST


class Here(NamedTuple):
    """Of which source things are, and of which kind; an empty kind is not known."""

    source: str
    kind: str = ""


Things: TypeAlias = dict[Here, int]
"""How many things there may be."""


@dataclass(slots=True)
class Place:
    """Where a plan stands.

    Args:
        chosen: the selections of the fields that are answered as one.
        parent: the type they are of.
        path: the fields that lead there.
        things: what may be there.
        batches: into how many batches it may fall apart: one for each way that leads there.

    """

    chosen: tuple[SelectionSetNode, ...]
    parent: GraphQLNamedType
    path: str
    things: Things
    batches: int = 1


class Field(NamedTuple):
    """Fields that are answered as one, of the things they are of."""

    nodes: list[FieldNode]
    parent: GraphQLNamedType
    things: Things


class Ground:
    """What may stand where.

    Args:
        given: reads the arguments of fields.
        fragments: the document's, by name.
        vendors: source name → its vendor's name.

    """

    def __init__(
        self, given: Given, fragments: Mapping[str, FragmentDefinitionNode], vendors: Mapping[str, str]
    ) -> None:
        self._given: Final = given
        self._fragments: Final = fragments
        self._vendors: Final = vendors

    def fields(self, place: Place) -> list[Field]:
        """Give a place's fields, those that are answered as one together."""
        fields: dict[tuple[str, str], Field] = {}
        spread: set[str] = set()

        def collect(chosen: SelectionSetNode, parent: GraphQLNamedType, things: Things) -> None:
            for node in chosen.selections:
                if not self._given.wanted(node):
                    continue
                if isinstance(node, FieldNode):
                    key = (node.alias.value if node.alias else node.name.value, parent.name)
                    fields.setdefault(key, Field([], parent, things)).nodes.append(node)
                    continue
                if isinstance(node, FragmentSpreadNode):
                    if node.name.value in spread:
                        continue
                    spread.add(node.name.value)
                fragment = self._fragments[node.name.value] if isinstance(node, FragmentSpreadNode) else node
                if isinstance(fragment, FragmentDefinitionNode | InlineFragmentNode):
                    condition = fragment.type_condition
                    narrowed = self._given.schema.type_map[condition.name.value] if condition is not None else parent
                    collect(fragment.selection_set, narrowed, self.narrowed(things, narrowed))

        for one in place.chosen:
            collect(one, place.parent, place.things)
        return list(fields.values())

    def declared(
        self, parent: GraphQLNamedType, name: str
    ) -> tuple[GraphQLField, list[tuple[GraphQLObjectType, Reads | None]]] | None:
        """Give what a field is, and the types whose field it is with what it takes from each."""
        if name.startswith("_") and name != "_entities":
            return None
        possible = self._given.schema.get_possible_types(parent) if is_abstract_type(parent) else [parent]
        owners = [one for one in possible if isinstance(one, GraphQLObjectType) and name in one.fields]
        if not owners:
            return None
        return owners[0].fields[name], [(one, reads_of(one.fields[name].extensions)) for one in owners]

    def narrowed(self, things: Things, named: GraphQLNamedType) -> Things:
        """Leave out what cannot be of a type: things of another kind, or of a source whose vendor has no such type."""
        if not isinstance(named, GraphQLObjectType):
            return things
        kind, vendors = kind_of(named), self._vendors_of(named)
        narrowed: Things = {}
        for here, count in things.items():
            fits = vendors is None or self._vendors[here.source] in vendors
            if fits and (kind is None or here.kind in {"", kind}):
                known = Here(here.source, here.kind if kind is None else kind)
                narrowed[known] = min(narrowed.get(known, 0) + count, MOST)
        return narrowed

    def _vendors_of(self, named: GraphQLObjectType) -> frozenset[str] | None:
        """Give the vendors that have a type; None where all may."""
        kind = kind_of(named)
        if kind == SOURCE:
            shown = {vendor for vendor, view in SOURCE_VIEWS.items() if view.__name__ == named.name}
            others = {vendor for vendor in self._vendors.values() if vendor not in SOURCE_VIEWS}
            return frozenset(shown | (others if OTHER in shown else set()))
        return frozenset((kind.partition(".")[0],)) if kind is not None and "." in kind else None

    def is_source(self, named: GraphQLNamedType) -> bool:
        """Tell whether a type is one of sources."""
        possible = self._given.schema.get_possible_types(named) if is_abstract_type(named) else [named]
        return all(isinstance(one, GraphQLObjectType) and kind_of(one) == SOURCE for one in possible)
