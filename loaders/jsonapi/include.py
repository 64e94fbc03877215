"""Which related resources one ask brings along, and which of their fields. Pure.

A vendor's folder declares how each record kind is seen in its JSON:API types (a View) and where the kind's edges lead
(Hops). An operation says which attributes and edges it reads (a Selection). From the two follows one Plan:

- The edges walked from the root become include paths. That is a hint: an edge whose resource does not come along is
  looked up later, so leaving a path out changes no answer. Every step of a path is listed by itself, because a vendor
  need not imply it.
- A record that came along serves the operation wherever it is met, not only where it came along. So each type asks for
  all that the operation reads of it anywhere, under any of the kinds it is seen as.
- Sparse fields count relationships as fields [001:72-74] [004:139]. So the linkage of every edge that is read is a
  field, and so is each relationship on an include path.
- Some vendors tell a linkage only when its resource is included [004:3503]. Such a hop is a `must`: it is included
  wherever its edge is read, hints or not, within the tree walked or outside it. Outside, a chain of such hops ends
  before it comes back to a view it passed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from loaders.inquiry import NO_EDGES, Selection, Tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Hop:
    """One way an edge leads on.

    Args:
        view: the name of the view it leads to.
        relationship: the vendor's name of the way; None where the same resource is seen as another kind.
        must: the linkage comes only when the resource is included, so it is included even when hints are off.
        offer: False where only the linkage is read and the resource is never included for it.

    """

    view: str
    relationship: str | None = None
    must: bool = False
    offer: bool = True

    def __post_init__(self) -> None:
        if self.must and not self.offer:
            raise ValueError(f"the hop to {self.view} must be included and is never to be: it cannot be both")


@dataclass(frozen=True, slots=True)
class View:
    """How a record kind is seen in one of the vendor's types.

    Args:
        kind: the record kind, e.g. `event` or `event_temple.groups`.
        type: the JSON:API type, e.g. `events`.
        fields: record attribute → the vendor's attributes and relationships it is made of.
        edges: edge → the ways it leads; a customer may be a contact or an account.
        always: fields asked for whatever is read: what records are joined by, and at least one cheap attribute.

    """

    kind: str
    type: str
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    edges: Mapping[str, tuple[Hop, ...]] = field(default_factory=dict)
    always: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What an ask brings: include paths, every step listed, and the fields of each type that can come. Both sorted."""

    include: tuple[str, ...] = ()
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def carries(self, other: Plan) -> bool:
        """Tell whether what this plan brings is enough for the other, asked of the same collection."""
        return set(other.include) <= set(self.include) and all(
            kind in self.fields and set(names) <= set(self.fields[kind]) for kind, names in other.fields.items()
        )

    def __or__(self, other: Plan) -> Plan:
        """Give the plan that carries both."""
        kinds = sorted({*self.fields, *other.fields})
        return Plan(
            tuple(sorted({*self.include, *other.include})),
            {kind: tuple(sorted({*self.fields.get(kind, ()), *other.fields.get(kind, ())})) for kind in kinds},
        )


def plan(  # noqa: PLR0913  # three things to plan from, and three by name that change the usual
    views: Mapping[str, View],
    root: str,
    selection: Selection,
    *,
    tree: Tree | None = None,
    hints: bool = True,
    extra: Iterable[str] = (),
) -> Plan:
    """Plan one ask.

    Args:
        views: the vendor's views by name; they may lead in circles.
        root: the name of the view the primary data are read as.
        selection: what the operation reads; names that a view does not know are another vendor's and passed over.
        tree: the edges walked from the root; those the selection has for the root's kind where None.
        hints: whether more is included than what must be.
        extra: include paths asked for whatever is read, in the vendor's names; the views must know each step.

    Raises:
        ValueError: an extra path with a step that no view knows.

    """
    planner = _Planner(views, selection, hints)
    planner.walk(root, selection.tree(views[root].kind) if tree is None else tree, "", frozenset((root,)))
    for path in extra:
        planner.follow(root, path)
    return planner.plan()


class _Planner:
    def __init__(self, views: Mapping[str, View], selection: Selection, hints: bool) -> None:  # noqa: FBT001  # private, called once
        self._views: Final = views
        self._selection: Final = selection
        self._hints: Final = hints
        self._paths: Final[set[str]] = set()
        self._fields: Final[dict[str, set[str]]] = {}

    def plan(self) -> Plan:
        for view in self._views.values():
            if view.type in self._fields and self._selection.reads(view.kind):
                self._fields[view.type] |= self._read_of(view)
        return Plan(
            tuple(sorted(self._paths)),
            {kind: tuple(sorted(self._fields[kind])) for kind in sorted(self._fields)},
        )

    def _read_of(self, view: View) -> set[str]:
        """Give what the operation reads of a type under one of its views, wherever it does."""
        read = self._selection.reads(view.kind)
        names = {*view.always, *(name for attribute in read for name in view.fields.get(attribute, ()))}
        names.update(hop.relationship for edge in read for hop in view.edges.get(edge, ()) if hop.relationship)
        return names

    def walk(self, name: str, tree: Tree, path: str, chain: frozenset[str]) -> None:
        """Reach a view and go on from it.

        Args:
            name: the view's name.
            tree: the edges walked from here.
            path: the include path that leads here, ending in a dot; empty at the root.
            chain: the views passed since the tree was left, this one among them.

        """
        view = self._views[name]
        read = self._selection.reads(view.kind)
        fields = self._fields.setdefault(view.type, set())
        fields.update(view.always)
        for edge, hops in view.edges.items():
            walked = edge in tree
            if not walked and edge not in read:
                continue
            for hop in hops:
                onward = path
                if hop.relationship is not None:
                    fields.add(hop.relationship)
                    if not hop.must and not (walked and hop.offer and self._hints):
                        continue
                    onward = f"{path}{hop.relationship}."
                if walked:
                    self._include(onward)
                    self.walk(hop.view, tree[edge], onward, frozenset((hop.view,)))
                elif hop.view not in chain:
                    self._include(onward)
                    self.walk(hop.view, NO_EDGES, onward, chain | {hop.view})

    def follow(self, root: str, path: str) -> None:
        """Include a path given in the vendor's names."""
        here, onward = {root}, ""
        for step in path.split("."):
            onward = f"{onward}{step}."
            found = {
                (self._views[seen].type, hop.view)
                for seen in self._seen_as(here)
                for hop in self._hops(seen)
                if hop.relationship == step
            }
            if not found:
                kinds = ", ".join(sorted({self._views[name].type for name in here}))
                raise ValueError(f"the include path {path} cannot be planned: no view of {kinds} leads on by {step}")
            self._include(onward)
            for kind, target in found:
                self._fields[kind].add(step)
                self.walk(target, NO_EDGES, onward, frozenset((target,)))
            here = {target for _, target in found}

    def _include(self, onward: str) -> None:
        if onward:
            self._paths.add(onward.removesuffix("."))

    def _seen_as(self, names: set[str]) -> set[str]:
        """Give the views with all others that see the same resources."""
        seen: set[str] = set()
        ahead = set(names)
        while ahead:
            name = ahead.pop()
            seen.add(name)
            ahead |= {hop.view for hop in self._hops(name) if hop.relationship is None} - seen
        return seen

    def _hops(self, name: str) -> Iterator[Hop]:
        for hops in self._views[name].edges.values():
            yield from hops
