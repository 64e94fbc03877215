"""How much everything that was read and is kept may weigh in one process; what was used least recently goes first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Final

MAX_BYTES: Final = 256 * 1024 * 1024
"""What may be kept, unless it is told."""

UNPACKED: Final = 6
"""How many bytes of memory a byte of an answer takes once it was read: measured on both JSON:API vendors."""


@dataclass(slots=True)
class _Kept:
    weight: int
    drop: Callable[[], object]


class Larder:
    """What is kept of all sources, by who keeps it and under which key.

    Args:
        max_bytes: how much it may weigh together.

    """

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._max: Final = max_bytes
        self._kept: Final[OrderedDict[tuple[int, Hashable], _Kept]] = OrderedDict()
        self.weight = 0
        """What it weighs now, in bytes."""
        self.evicted = 0
        """How much had to go to make room, ever."""

    def put(self, owner: object, key: Hashable, answered: int, drop: Callable[[], object]) -> None:
        """Keep something, and let go of what was used least recently until there is room.

        Args:
            owner: who keeps it.
            key: under which key.
            answered: how many bytes the vendor's answers had that it was made of.
            drop: lets go of it.

        """
        self.leave(owner, key)
        self._kept[id(owner), key] = _Kept(answered * UNPACKED, drop)
        self.weight += answered * UNPACKED
        while self.weight > self._max and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self.weight -= oldest.weight
            self.evicted += 1
            oldest.drop()

    def use(self, owner: object, key: Hashable) -> None:
        """Note that something is of use."""
        if (id(owner), key) in self._kept:
            self._kept.move_to_end((id(owner), key))

    def leave(self, owner: object, key: Hashable) -> None:
        """Note that something is no longer kept."""
        gone = self._kept.pop((id(owner), key), None)
        if gone is not None:
            self.weight -= gone.weight
