"""Where fields lead to in a plan: to how many things of which sources, and what that takes of vendors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeAlias

from graphql import GraphQLField, GraphQLObjectType, get_named_type, get_nullable_type, is_list_type

from loaders.costs import FEW, Cost, Wanted
from loaders.errors import BadInput
from loaders.inquiry import Selection
from loaders.match import reads
from loaders.port import Filter, Listing, Source
from loaders.question import listable
from loaders.records import CUSTOMER, SOURCE, VENUE
from schema.filters import filters_of
from schema.given import Given
from schema.inputs import order_of
from schema.paging import MAX_FIRST
from schema.places import Field, Ground, Here, Things
from schema.reads import Reads
from schema.selection import kind_of, rows_of
from schema.tally import MOST

Arguments: TypeAlias = Mapping[str, Any]

USUAL_FIRST: Final = 25
"""How many rows a page has where `first` is null."""

_SAME_AS: Final = "sameAs"
_AVAILABILITY: Final = "availability"
_ROWS: Final = frozenset({"nodes", "edges"})


@dataclass(slots=True)
class Found:
    """What a field leads to.

    Args:
        things: how many, of which source and kind.
        costs: what that takes, by source; needs with another middle part are not answered by one call.

    """

    things: Things = field(default_factory=dict)
    costs: list[tuple[str, str, Cost]] = field(default_factory=list)

    def count(self, here: Here, count: int) -> None:
        """Add so many things."""
        self.things[here] = min(self.things.get(here, 0) + count, MOST)

    def need(self, source: str, costs: Iterable[Cost] | None, apart: str = "") -> None:
        """Add what is needed of a source."""
        self.costs += [(source, apart, cost) for cost in costs or ()]


class Leads:
    """Where fields lead to.

    Args:
        given: reads the arguments of fields.
        ground: what may stand where.
        sources: those the caller may see, by name.
        selection: what the operation reads.

    """

    def __init__(self, given: Given, ground: Ground, sources: Mapping[str, Source], selection: Selection) -> None:
        self._given: Final = given
        self._ground: Final = ground
        self._sources: Final = sources
        self._selection: Final = selection

    def follow(
        self, asked: Field, declared: GraphQLField, owners: Sequence[tuple[GraphQLObjectType, Reads | None]]
    ) -> Found:
        """Follow a field of things."""
        node, name = asked.nodes[0], asked.nodes[0].name.value
        rows = rows_of(get_named_type(declared.type))
        found = Found()
        if name == _SAME_AS:
            self._same_as(asked.things, found)
            return found
        if name in _ROWS and "pageInfo" in getattr(asked.parent, "fields", ()):
            found.things |= asked.things
            return found
        arguments = self._given.arguments(node, declared)
        apart = self._given.written(node) if name == _AVAILABILITY else ""
        for owner, noted in owners:
            things = self._ground.narrowed(asked.things, owner)
            kind = kind_of(owner) or owner.name
            if rows is not None and kind in {SOURCE, VENUE}:
                self._lists(rows, kind, arguments, things, found)
                continue
            self._edges(kind, noted, apart, things, found)
            self._lead_on(name, declared, arguments, things, found)
        return found

    def list_of(  # noqa: PLR0913, PLR0917  # one list is told by all of these
        self, source: Source, kind: str, wanted: Filter, arguments: Arguments, times: int, found: Found
    ) -> None:
        """Tell of so many lists of a source, each as its arguments say."""
        if not listable(kind, source):
            return
        order, first = order_of(arguments.get("order_by")), _first(arguments)
        periods = order is not None and "period" in reads(kind, Filter(), order)
        asked = Wanted(Listing(kind, wanted, periods=periods), first, order is not None, bool(arguments.get("after")))
        costs = source.costs.listing(asked, self._selection)
        every = (cost if cost.once else replace(cost, calls=min(cost.calls * times, MOST)) for cost in costs)
        found.need(source.name, every, repr((wanted, arguments.get("after"))))
        most = source.costs.most(kind)
        found.count(Here(source.name, kind), (first if most is None else min(first, most)) * times)

    def filters(self, arguments: Arguments) -> Mapping[str, Filter]:
        """Give what a list's filter wants of each source; none where it makes no sense, and the list will fail."""
        try:
            return filters_of(arguments.get("filter"), tuple(self._sources.values()))
        except BadInput:
            return {}

    def _lists(self, rows: str, kind: str, arguments: Arguments, things: Things, found: Found) -> None:
        """Tell of the lists of sources or venues."""
        filters = self.filters(arguments)
        for here, count in things.items():
            source, wanted = self._sources[here.source], filters.get(here.source)
            if wanted is None:
                continue
            if kind == VENUE:
                wanted = replace(wanted, venues=frozenset(source.venue_ids[:1]) or frozenset(("",)))
            self.list_of(source, rows, wanted, arguments, count, found)

    def _edges(self, kind: str, noted: Reads | None, apart: str, things: Things, found: Found) -> None:
        """Tell what is looked up to follow an edge, or to read attributes that are looked up apart."""
        if noted is None:
            return
        for here, count in things.items():
            costs = self._sources[here.source].costs
            for name in (noted.edge,) if noted.edge is not None else noted.names:
                found.need(here.source, costs.edge(kind, name, count, self._selection), apart)

    def _lead_on(self, name: str, declared: GraphQLField, arguments: Arguments, things: Things, found: Found) -> None:
        """Count what a field leads to: as many as there are, a page of each, or few of each."""
        leads_to = get_named_type(declared.type)
        to_source, pages = self._ground.is_source(leads_to), rows_of(leads_to) is not None
        for here, count in things.items():
            if to_source:
                found.things[Here(here.source, SOURCE)] = 1
                continue
            times = _first(arguments) if pages else 1
            if here.kind == SOURCE and name == "venues":
                times = self._sources[here.source].costs.most(VENUE) or FEW
            elif is_list_type(get_nullable_type(declared.type)):
                times = FEW
            found.count(Here(here.source), count * times)

    def _same_as(self, things: Things, found: Found) -> None:
        """Tell what comparing customers takes: the customers of every other source, once."""
        for source in self._sources.values():
            count = sum(many for here, many in things.items() if here.source != source.name)
            if count and listable(CUSTOMER, source):
                wanted = Wanted(Listing(CUSTOMER), MAX_FIRST, ordered=True)
                found.need(source.name, source.costs.listing(wanted, self._selection))
                found.count(Here(source.name, CUSTOMER), count * FEW)


def _first(arguments: Arguments) -> int:
    first = arguments.get("first")
    return min(max(first, 0), MAX_FIRST) if isinstance(first, int) else USUAL_FIRST
