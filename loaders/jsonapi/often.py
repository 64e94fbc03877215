"""How often a collection has been looked into lately: a few calls more, and reading it whole would have taken less."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable
from typing import Final

LATELY_SECONDS: Final = 60.0
"""For how long a lookup counts."""

OFTEN: Final = 6
"""From how many calls for lookups on a collection is worth reading whole."""

IN_VAIN_SECONDS: Final = 900.0
"""For how long a collection that was too long, or could not be read, is left alone."""


class Often:
    """The lookups in the collections of one source.

    Args:
        clock: seconds on a clock that never goes back.

    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock: Final = clock
        self._calls: Final[dict[Hashable, deque[float]]] = {}
        self._in_vain: Final[dict[Hashable, float]] = {}

    def count(self, collection: Hashable) -> None:
        """Count a call that looked something up."""
        self._calls.setdefault(collection, deque(maxlen=OFTEN)).append(self._clock())

    def is_worth(self, collection: Hashable) -> bool:
        """Tell whether there were so many lately that the collection had better be read whole."""
        calls, now = self._calls.get(collection), self._clock()
        if calls is None or len(calls) < OFTEN or now - calls[0] > LATELY_SECONDS:
            return False
        return now - self._in_vain.get(collection, -IN_VAIN_SECONDS) >= IN_VAIN_SECONDS

    def is_not_worth(self, collection: Hashable) -> None:
        """Note that it could not be read whole."""
        self._in_vain[collection] = self._clock()
