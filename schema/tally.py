"""What an operation may need of vendors, added up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from loaders.costs import Cost

MOST: Final = 10**9
"""Where counting stops."""


@dataclass(frozen=True, slots=True)
class Need:
    """What is needed of one source.

    Args:
        source: the source's name.
        vendor: its vendor's name.
        what: what is asked, in the vendor's words.
        calls: how many calls that takes at most.
        where: the places of the operation it is for, as paths of its fields.
        more: when it may take more; empty where it cannot in the usual case.

    """

    source: str
    vendor: str
    what: str
    calls: int
    where: tuple[str, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that an operation may need of vendors."""

    needs: tuple[Need, ...]

    @property
    def calls(self) -> int:
        """How many calls it may take."""
        return min(sum(need.calls for need in self.needs), MOST)


class Tally:
    """Adds needs up.

    Args:
        vendors: source name → its vendor's name.

    """

    def __init__(self, vendors: Mapping[str, str]) -> None:
        self._vendors: Final = vendors
        self._needs: Final[dict[tuple[str, str], Need]] = {}

    def add(self, source: str, costs: Sequence[Cost], where: str, batches: int = 1) -> None:
        """Add what one place of an operation needs of a source.

        Args:
            source: its name.
            costs: what is needed.
            where: the place.
            batches: into how many batches it may fall apart, as the things it is for may come one after another.

        """
        for cost in costs:
            if cost.calls < 1 or self._is_told(source, cost.told_by):
                continue
            known = self._needs.get((source, cost.what))
            calls = cost.calls if cost.once or cost.each else cost.calls + batches - 1
            if known is None:
                known = Need(source, self._vendors[source], cost.what, 0, (), cost.more)
            total = max(known.calls, calls) if cost.once else min(known.calls + calls, MOST)
            total = total if cost.at_most is None else min(total, cost.at_most)
            places = known.where if where in known.where else (*known.where, where)
            more = known.more or cost.more
            self._needs[source, cost.what] = Need(source, known.vendor, cost.what, total, places, more)

    def _is_told(self, source: str, told_by: str) -> bool:
        return bool(told_by) and any(one == source and what.startswith(told_by) for one, what in self._needs)

    def plan(self) -> Plan:
        """Give all of it, source by source."""
        order = list(self._vendors)
        return Plan(tuple(sorted(self._needs.values(), key=lambda need: order.index(need.source))))
