"""How many vendor calls may an operation need? Worked out before the first. Pure: nothing is asked.

The walk goes down the operation a level at a time, and knows at each place how many things may stand there, of which
sources: a page has as many rows as it may hold, of each source that is asked. What is needed at a place is told by the
source's own `costs`. Things of one place leave in one batch, so a place is what is counted, and not its rows.

A place is a set of selections: fields that are answered as one, as their response key is the same, are one place.
Selections that many places come down to, by way of a fragment, are one place from then on, where all their things are
added up. So the walk takes no longer than the operation is deep and its document long, whatever that stands for. Sets
of selections beyond MOST_PLACES are taken apart into their selections, which counts too much and never too little.

What is not bound is said in `loaders/costs.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    get_named_type,
)

from loaders.costs import Cost
from loaders.inquiry import Selection
from loaders.port import Source
from loaders.records import BOOKING, SOURCE, Ref
from schema.given import Given, Variables
from schema.leads import Arguments, Found, Leads
from schema.places import Field, Ground, Here, Place, Things
from schema.selection import rows_of, select_operation
from schema.tally import MOST, Plan, Tally

MOST_PLACES: Final = 500
"""How many sets of several selections are told apart."""

Needed: TypeAlias = dict[tuple[str, str, str], tuple[Cost, str]]
"""What a place needs, by source, what is asked and what keeps it from being shared: how much, and which field first."""

_IDS: Final = ("id", "ids", "representations")


def plan(
    given: Given, document: DocumentNode, name: str | None, variables: Variables, sources: Sequence[Source]
) -> Plan:
    """Tell what an operation may need of vendors.

    Args:
        given: reads the arguments of fields.
        document: a valid document, within the limits.
        name: the operation's name; None for the only one.
        variables: the operation's variables, as they came.
        sources: those the caller may see, in their order.

    Returns:
        an empty plan for an operation that is not there, or whose variables make no sense: it will not run.

    """
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    meant = next((one for one in operations if name is None or (one.name is not None and one.name.value == name)), None)
    root = given.schema.get_root_type(meant.operation) if meant is not None else None
    if meant is None or root is None or not given.begin(meant, variables):
        return Plan(())
    fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
    _, selection = select_operation(given.schema, meant, fragments, given.variables)
    walk = _Walk(given, fragments, selection, sources, writes=meant.operation is OperationType.MUTATION)
    return walk.run(meant.selection_set, root)


class _Walk:
    def __init__(
        self,
        given: Given,
        fragments: Mapping[str, FragmentDefinitionNode],
        selection: Selection,
        sources: Sequence[Source],
        *,
        writes: bool,
    ) -> None:
        vendors = {source.name: source.vendor for source in sources}
        self._given: Final = given
        self._selection: Final = selection
        self._sources: Final = {source.name: source for source in sources}
        self._writes: Final = writes
        self._ground: Final = Ground(given, fragments, vendors)
        self._leads: Final = Leads(given, self._ground, self._sources, selection)
        self._tally: Final = Tally(vendors)
        self._sets: Final[set[tuple[int, ...]]] = set()
        self._following: dict[tuple[object, ...], Place] = {}
        self._looked_up: Final[dict[Here, tuple[set[str], str]]] = {}

    def run(self, chosen: SelectionSetNode, root: GraphQLNamedType) -> Plan:
        needed: Needed = {}
        for field in self._ground.fields(Place((chosen,), root, "", {})):
            self._root(field, needed)
        self._add(needed)
        for here, (ids, where) in self._looked_up.items():
            source = self._sources[here.source]
            self._tally.add(source.name, source.costs.lookup(here.kind, len(ids), self._selection) or (), where)
        while self._following:
            level, self._following = list(self._following.values()), {}
            for place in level:
                self._visit(place)
        return self._tally.plan()

    def _visit(self, place: Place) -> None:
        """Follow the fields of a place; equal needs of theirs are answered by one call."""
        needed: Needed = {}
        for field in self._ground.fields(place):
            name = field.nodes[0].name.value
            known = self._ground.declared(field.parent, name)
            if known is None:
                continue
            where = f"{place.path}.{name}"
            found = self._leads.follow(field, *known)
            _need(found, where, needed)
            self._go_on(field.nodes, known[0], found.things, where, place.batches)
        self._add(needed, place.batches)

    def _add(self, needed: Needed, batches: int = 1) -> None:
        """Add up what a place needs."""
        for (source, _, _), (cost, where) in needed.items():
            self._tally.add(source, (cost,), where, batches)

    # The root.

    def _root(self, field: Field, needed: Needed) -> None:
        """Tell what a field of the root takes, and go on from there."""
        node, name = field.nodes[0], field.nodes[0].name.value
        known = self._ground.declared(field.parent, name)
        if known is None:
            return
        leads_to = get_named_type(known[0].type)
        arguments = self._given.arguments(node, known[0])
        found, rows = Found(), rows_of(leads_to)
        if self._writes:
            self._write(arguments, node.alias.value if node.alias else name, found)
        elif rows is not None:
            for source, wanted in self._leads.filters(arguments).items():
                self._leads.list_of(self._sources[source], rows, wanted, arguments, 1, found)
        elif self._ground.is_source(leads_to):
            found.things |= {Here(one, SOURCE): 1 for one in self._asked_for(arguments)}
        else:
            self._look_up(arguments, name, found)
        _need(found, name, needed)
        self._go_on(field.nodes, known[0], found.things, name, 1)

    def _write(self, arguments: Arguments, apart: str, found: Found) -> None:
        """Tell of a change at the source its input names, by its name or by the id of something of it."""
        given = arguments.get("input")
        parts = vars(given).values() if hasattr(given, "__dict__") else ()
        named = [one for part in parts for one in (part if isinstance(part, list) else [part]) if isinstance(one, str)]
        refs = [Ref.decode(one) for one in named]
        for name in dict.fromkeys((*named, *(ref.source for ref in refs if ref is not None))):
            if name in self._sources:
                found.need(name, (Cost("a change", self._sources[name].costs.writing(), each=True),), apart)
                found.count(Here(name), 1)

    def _look_up(self, arguments: Arguments, name: str, found: Found) -> None:
        """Note what is looked up by ids; what is named twice is looked up once."""
        for ref in _refs(arguments):
            if ref.source not in self._sources:
                continue
            here = Here(ref.source, ref.kind)
            found.count(here, 1)
            if ref.kind != SOURCE:
                self._looked_up.setdefault(here, (set(), name))[0].add(ref.id)

    def _asked_for(self, arguments: Arguments) -> Iterable[str]:
        name, vendors = arguments.get("name"), arguments.get("vendors")
        wanted = {vendor.value for vendor in vendors} if isinstance(vendors, list) else None
        for source in self._sources.values():
            if name in {None, source.name} and (wanted is None or source.vendor in wanted):
                yield source.name

    # Going down.

    def _go_on(
        self, nodes: Sequence[FieldNode], declared: GraphQLField, found: Things, where: str, batches: int
    ) -> None:
        """Go on to what is selected of the things found."""
        chosen = tuple(node.selection_set for node in nodes if node.selection_set is not None)
        leads_to = get_named_type(declared.type)
        things = self._ground.narrowed(found, leads_to) if isinstance(leads_to, GraphQLObjectType) else found
        if not chosen or not things:
            return
        key = tuple(map(id, chosen))
        if len(chosen) == 1 or key in self._sets or len(self._sets) < MOST_PLACES:
            if len(chosen) > 1:
                self._sets.add(key)
            self._into(Place(chosen, leads_to, where, dict(things), batches))
            return
        for one in chosen:
            self._into(Place((one,), leads_to, where, dict(things), batches))

    def _into(self, place: Place) -> None:
        """Put things to a place of the next level, with those that are there already."""
        there = self._following.setdefault((*map(id, place.chosen), place.parent.name), place)
        if there is place:
            return
        there.batches = min(there.batches + place.batches, MOST)
        for here, count in place.things.items():
            there.things[here] = min(there.things.get(here, 0) + count, MOST)


def _need(found: Found, where: str, needed: Needed) -> None:
    """Note what a field needs; equal needs of a place are one, as large as the largest."""
    for source, apart, cost in found.costs:
        most = needed.get((source, cost.what, apart))
        if most is None or most[0].calls < cost.calls:
            needed[source, cost.what, apart] = cost, where


def _refs(arguments: Mapping[str, Any]) -> Iterable[Ref]:
    """Give what the arguments of a field of the root name."""
    named = arguments.get("vendor_id")
    if named:
        yield Ref(BOOKING, str(arguments.get("source")), str(named))
    for name in _IDS:
        value = arguments.get(name)
        for one in value if isinstance(value, list) else [value]:
            written = one.get("id") if isinstance(one, dict) else one
            ref = Ref.decode(written) if isinstance(written, str) else None
            if ref is not None:
                yield ref
