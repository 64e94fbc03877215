"""Where a booking is to be: the asked spaces as main resources with parts, which only the list of all resources tells.

One `main_resource` must be sent, and `resource_parts` may name parts of several main resources [002:1199-1205]. A main
resource without parts named is meant as a whole. So parts of several are one booking, and so is a whole with parts of
others; two wholes cannot be written, and a part of a whole is taken already.
"""

from __future__ import annotations

from collections.abc import Iterator, KeysView, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders.errors import Blame
from loaders.records import Links, Ref
from loaders.vendors.locaboo.write.form import Part, quoted

if TYPE_CHECKING:
    from loaders.vendors.locaboo.rooms import Tree
    from loaders.writes import CreateBooking


@dataclass(frozen=True, slots=True)
class Places:
    """The asked spaces, each with the main resource it belongs to.

    Args:
        source: the source's name.
        homes: space → main resource, by id: of every space asked.
        unknown: the ids of those that there are not.
        leaves: the parts of each that has some.

    """

    source: str
    homes: dict[str, str]
    unknown: frozenset[str]
    leaves: dict[str, frozenset[str]]

    @classmethod
    def of(cls, source: str, spaces: Sequence[Ref], tree: Tree) -> Places:
        """Look spaces up among all resources."""
        known = tree.spaces.by_id()
        homes = {ref.id: venue.id for ref in spaces if ref.id in known and (venue := _home(known[ref.id].links))}
        unknown = frozenset(ref.id for ref in spaces if ref.id not in homes)
        leaves = {ref.id: frozenset(tree.leaves(ref.id)) - {ref.id} for ref in spaces}
        return cls(source, homes, unknown, {key: parts for key, parts in leaves.items() if parts})

    @property
    def wholes(self) -> list[str]:
        """The main resources that are asked for as a whole."""
        return [space for space, home in self.homes.items() if space == home]

    @property
    def main(self) -> str:
        """The main resource: the one that is taken whole, or that of the first space."""
        return next(iter((*self.wholes, *self.homes.values())))

    def faults(self, write: CreateBooking) -> Iterator[Blame]:
        """Say which spaces cannot be booked together, and what is booked along with none of them."""
        for index, space in enumerate(write.spaces):
            home, path = self.homes.get(space.id), ("spaces", str(index))
            if home is None:
                yield Blame(path, f"{self.source} has no space {quoted(space.id)}.")
            elif space.id == home and home != self.main:
                yield Blame(path, f"{self.source} books one main resource as a whole at a time, here {self.main}.")
            elif space.id != home and home in self.wholes:
                yield Blame(path, f"It is a part of {home}, which is asked for as a whole.")
        if not self.unknown:
            yield from self._beside(write)

    def parts(self, write: CreateBooking) -> Iterator[Part]:
        """Give what is sent of the spaces."""
        at = next(str(index) for index, space in enumerate(write.spaces) if self.homes[space.id] == self.main)
        yield Part("main_resource", self.main, ("spaces", at))
        for index, space in enumerate(write.spaces):
            home = self.homes[space.id]
            if space.id != home:
                yield Part(f"resource_parts[{home}][]", space.id, ("spaces", str(index)))

    def fields(self, write: CreateBooking) -> Iterator[Part]:
        """Give what is sent of custom fields, which stand under main resources [002:1177-1194]."""
        for index, given in enumerate(write.custom_fields):
            name = f"category_fields[{self.home(given.space)}][{field_id(given.field)}]"
            yield Part(name, given.value, ("custom_fields", str(index), "value"))

    def items(self, write: CreateBooking, name: str) -> Iterator[Part]:
        """Give what is sent of things booked along: `inventory` or `services` [002:1224-1261]."""
        for index, given in enumerate(getattr(write, name)):
            item, path = f"{name}[{self.home(given.space)}][{given.item}]", (name, str(index))
            yield Part(f"{item}[checked]", "on", (*path, "item"))
            yield Part(f"{item}[quantity]", str(given.quantity), (*path, "quantity"))

    def home(self, space: Ref) -> str | None:
        """Give the main resource of a space that is asked for, or of which one is; None of any other."""
        return self.homes.get(space.id) or (space.id if space.id in self.homes.values() else None)

    def are(self, taken: KeysView[str | None]) -> bool:
        """Tell whether these resources are the asked spaces; all parts of a whole are the whole."""
        parts = (self.leaves.get(space, {space}) for space in self.homes)
        return taken == self.homes.keys() or taken == frozenset().union(*parts)

    def _beside(self, write: CreateBooking) -> Iterator[Blame]:
        for name, what in (("custom_fields", "field"), ("inventory", "item"), ("services", "item")):
            seen: set[tuple[str, str]] = set()
            for index, given in enumerate(getattr(write, name)):
                home, key = self.home(given.space), field_id(getattr(given, what))
                if home is None:
                    yield Blame((name, str(index), "space"), "One of the spaces that are booked is expected.")
                elif (home, key) in seen:
                    yield Blame((name, str(index), what), f"{key} is told once already for {home}.")
                else:
                    seen.add((home, key))


def field_id(name: str) -> str:
    """Give the id of a custom field, which bookings call `mf_56` [002:169]."""
    return name.removeprefix("mf_")


def _home(links: Links) -> Ref | None:
    home = links.get("venue")
    return home if isinstance(home, Ref) else None
