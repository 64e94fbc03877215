"""Changes told on to everybody in this process who waits for them, each at their own pace and none for ever."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Final

from loaders.writing.word import Change

MOST: Final = 1000
"""How many changes wait for one who hears them; at one more, who hears them is too slow."""


class Missed(Exception):
    """Word of changes was lost on its way: what was read before may be untrue."""


class Feed:
    """Tells changes on.

    Args:
        most: how many changes wait for one who hears them.

    """

    def __init__(self, most: int = MOST) -> None:
        self._most: Final = most
        self._hearers: Final[dict[Hearing, None]] = {}
        self._begun: Final = asyncio.Event()

    def __len__(self) -> int:
        """Tell how many hear."""
        return len(self._hearers)

    def begin(self) -> None:
        """Say that from now on every change is told, whoever made it."""
        self._begun.set()

    async def begun(self) -> None:
        """Wait until every change is told, whoever made it."""
        await self._begun.wait()

    def hear(self, too_slow: Callable[[], None]) -> Hearing:
        """Hear what is told from now on.

        Args:
            too_slow: called once when too many changes wait; nothing is heard after that.

        """
        hearing = Hearing(self, self._most, too_slow)
        self._hearers[hearing] = None
        return hearing

    def tell(self, change: Change) -> None:
        """Tell everybody; nobody is waited for."""
        for hearing in list(self._hearers):
            hearing.take(change)

    def miss(self) -> None:
        """Tell everybody that word was lost, which ends their hearing."""
        for hearing in list(self._hearers):
            hearing.take(None)
            self.leave(hearing)

    def leave(self, hearing: Hearing) -> None:
        """Tell this one no more."""
        self._hearers.pop(hearing, None)


class Hearing:
    """What one hears, change by change, until it is closed (`contextlib.closing`).

    Args:
        feed: what it is closed at.
        most: how many changes wait at most.
        too_slow: called once when there are more.

    """

    __slots__ = ("_feed", "_most", "_too_slow", "_waiting", "_woken")

    def __init__(self, feed: Feed, most: int, too_slow: Callable[[], None]) -> None:
        self._feed: Final = feed
        self._most: Final = most
        self._too_slow: Final = too_slow
        self._waiting: Final[deque[Change | None]] = deque()
        self._woken: asyncio.Future[None] | None = None

    def take(self, change: Change | None) -> None:
        """Take a change in; None stands for what was lost."""
        if len(self._waiting) >= self._most:
            self._waiting.clear()
            self.close()
            self._too_slow()
            return
        self._waiting.append(change)
        if self._woken is not None and not self._woken.done():
            self._woken.set_result(None)

    async def next(self) -> Change:
        """Hear the next change.

        Raises:
            Missed: some were lost.

        """
        while not self._waiting:
            self._woken = asyncio.get_running_loop().create_future()
            await self._woken
        change = self._waiting.popleft()
        if change is None:
            raise Missed
        return change

    def close(self) -> None:
        """Hear no more."""
        self._feed.leave(self)
