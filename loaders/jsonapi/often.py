"""How often a collection has been looked into lately: a few calls more, and reading it whole would have taken less.

Whoever shares the store counts together: ten processes that each look into a collection now and then do so often.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from loaders.errors import StoreDown
from loaders.store.face import Limit

if TYPE_CHECKING:
    from loaders.store.face import Windows

LATELY_SECONDS: Final = 60.0
"""For how long a lookup counts."""

OFTEN: Final = 6
"""From how many calls for lookups on a collection is worth reading whole."""

IN_VAIN_SECONDS: Final = 900.0
"""For how long a collection that was too long, or could not be read, is left alone."""

_LIMITS: Final = (Limit(OFTEN, LATELY_SECONDS),)


class Often:
    """The lookups in the collections of one source.

    Args:
        windows: counts them.
        name: names a collection alike in every process.
        now: the moment, in seconds since 1970.

    """

    def __init__(self, windows: Windows, name: Callable[[Hashable], str], now: Callable[[], float]) -> None:
        self._windows: Final = windows
        self._name: Final = name
        self._now: Final = now
        self._worth_until: Final[dict[Hashable, float]] = {}
        self._in_vain_until: Final[dict[Hashable, float]] = {}

    async def count(self, collection: Hashable) -> None:
        """Count a call that looks something up."""
        with suppress(StoreDown):
            now = self._now()
            name = self._name(collection)
            await self._windows.spend(name, _LIMITS, now)
            (left,) = await self._windows.left(name, _LIMITS, now)
            if not left.remaining:
                self._worth_until[collection] = now + LATELY_SECONDS

    def is_worth(self, collection: Hashable) -> bool:
        """Tell whether there were so many lately, when one was counted here last, that it had better be read whole."""
        now = self._now()
        return self._worth_until.get(collection, 0.0) > now >= self._in_vain_until.get(collection, 0.0)

    def is_not_worth(self, collection: Hashable) -> None:
        """Note that it could not be read whole."""
        self._in_vain_until[collection] = self._now() + IN_VAIN_SECONDS
