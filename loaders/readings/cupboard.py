"""What was read and is kept, by its key: as long as it may be used, and as much as there is room for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from loaders.http.log import HIT, STALE
from loaders.inquiry import Call, Inquiry
from loaders.readings.entered import enter_kept
from loaders.readings.keep import Keep
from loaders.readings.need import SomeNeed

ABSENT_SECONDS: Final = 5.0
"""For how long a vendor's word that something is not there is believed."""


@dataclass(slots=True)
class Entry:
    """What is kept under a key, apart from its value.

    Args:
        need: what it brings.
        at: when it was read, in seconds since 1970.
        calls: what it took.
        absent: whether the vendor said that something is not there.
        answered: how many bytes the vendor's answers had.

    """

    need: SomeNeed
    at: float
    calls: Sequence[Call]
    absent: bool
    answered: int


K = TypeVar("K", bound=Hashable)
E = TypeVar("E", bound=Entry)


class Cupboard(Generic[K, E]):
    """What is kept of one sort at one source; what stands first was used least recently.

    Args:
        keep: how the source's readings are kept.
        most: how many are kept at most; the one used least recently gives way.
        area: tells what part of the source a key is of.

    """

    def __init__(self, keep: Keep, most: int, area: Callable[[K, E], str]) -> None:
        self._keep: Final = keep
        self._most: Final = most
        self._area: Final = area
        self._kept: Final[dict[K, E]] = {}

    def __iter__(self) -> Iterator[tuple[K, E]]:
        """Give all there is, the unusable included."""
        return iter(tuple(self._kept.items()))

    def get(self, key: K) -> E | None:
        """Give what is kept, fresh or stale."""
        kept = self._kept.get(key)
        if kept is None:
            return None
        keep = self._keep
        if self._age(kept) < (min(ABSENT_SECONDS, keep.fresh) if kept.absent else keep.fresh + keep.stale):
            return kept
        self.drop(key)
        return None

    def use(self, key: K, kept: E, inquiry: Inquiry) -> bool:
        """Enter what is kept in the log of who uses it, and tell whether it is fresh."""
        del self._kept[key]
        self._kept[key] = kept
        self._keep.larder.use(self, key)
        fresh = self._age(kept) < self._keep.fresh
        enter_kept(kept.calls, inquiry, HIT if fresh else STALE)
        return fresh

    def put(self, key: K, kept: E) -> None:
        """Keep something in place of what there was, where the source wants anything to be kept."""
        if self._keep.fresh + self._keep.stale <= 0:
            return
        self.drop(key)
        while self._kept and (self.get(oldest := next(iter(self._kept))) is None or len(self._kept) >= self._most):
            self.drop(oldest)
        self._kept[key] = kept
        self._keep.larder.put(self, key, kept.answered, lambda: self._kept.pop(key, None))

    def drop(self, key: K) -> None:
        """Keep something no longer."""
        self._kept.pop(key, None)
        self._keep.larder.leave(self, key)

    def forget(self, areas: Collection[str] | None) -> None:
        """Keep nothing of some parts of the source; of all where none is named."""
        for key, kept in self:
            if areas is None or self._area(key, kept) in areas:
                self.drop(key)

    def _age(self, kept: Entry) -> float:
        return self._keep.now().timestamp() - kept.at
