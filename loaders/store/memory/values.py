"""Values in the memory of this process: what was used least recently goes when their bytes exceed the bound."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from loaders.store.face import Counts

OVERHEAD: Final = 256
"""What keeping one value takes beside its own bytes and those of its name."""

MANY: Final = 10_000
"""So many names are held before those whose time is over are looked for."""


@dataclass(frozen=True, slots=True)
class _Kept:
    value: bytes
    until: float
    weight: int


class MemoryValues:
    """Values of one process.

    Args:
        max_bytes: how much they may weigh together; a value above it is not kept.

    """

    def __init__(self, max_bytes: int) -> None:
        self.counts: Final = Counts()
        self._max_bytes: Final = max_bytes
        self._kept: Final[OrderedDict[str, _Kept]] = OrderedDict()
        self._held: Final[dict[str, float]] = {}

    async def get(self, name: str, now: float) -> bytes | None:
        """Give what was put last, if its time is not over."""
        kept = self._kept.get(name)
        if kept is not None and kept.until <= now:
            self._forget(name)
            kept = None
        if kept is None:
            self.counts.misses += 1
            return None
        self.counts.hits += 1
        self._kept.move_to_end(name)
        return kept.value

    async def put(self, name: str, value: bytes, now: float, seconds: float) -> None:
        """Keep bytes for so many seconds."""
        self._forget(name)
        weight = len(name) + len(value) + OVERHEAD
        if seconds <= 0 or weight > self._max_bytes:
            return
        while self.counts.bytes + weight > self._max_bytes:
            self._forget(next(iter(self._kept)))
            self.counts.evictions += 1
        self._kept[name] = _Kept(value, now + seconds, weight)
        self.counts.bytes += weight

    async def drop(self, names: Sequence[str]) -> None:
        """Keep these no longer, and give back those that are held."""
        for name in names:
            self._forget(name)
            self._held.pop(name, None)

    async def take(self, name: str, now: float, seconds: float) -> bool:
        """Take a name that nobody holds, for so many seconds; False where somebody does."""
        if self._held.get(name, now) > now:
            return False
        if len(self._held) >= MANY:
            for over in [held for held, until in self._held.items() if until <= now]:
                del self._held[over]
        self._held[name] = now + seconds
        return True

    def _forget(self, name: str) -> None:
        kept = self._kept.pop(name, None)
        if kept is not None:
            self.counts.bytes -= kept.weight
