"""What is told on to everybody in this process who waits for it, each at their own pace and none for ever."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Final, Generic, TypeVar

T = TypeVar("T")

MOST: Final = 1000
"""How many words wait for one who hears them; at one more, who hears them is too slow."""


class Missed(Exception):
    """Words were lost on their way: what was read before may be untrue."""


class _Lost:
    """Stands for words that were lost."""


_LOST: Final = _Lost()


class Feed(Generic[T]):
    """Tells on, of changes or of whatever else is told to several.

    Args:
        most: how many words wait for one who hears them.

    """

    def __init__(self, most: int = MOST) -> None:
        self._most: Final = most
        self._hearers: Final[dict[Hearing[T], None]] = {}
        self._begun: Final = asyncio.Event()

    def __len__(self) -> int:
        """Tell how many hear."""
        return len(self._hearers)

    def begin(self) -> None:
        """Say that from now on every word is told, whoever tells it."""
        self._begun.set()

    async def begun(self) -> None:
        """Wait until every word is told, whoever tells it."""
        await self._begun.wait()

    def hear(self, too_slow: Callable[[], None]) -> Hearing[T]:
        """Hear what is told from now on.

        Args:
            too_slow: called once when too many words wait; nothing is heard after that.

        """
        hearing = Hearing(self, self._most, too_slow)
        self._hearers[hearing] = None
        return hearing

    def tell(self, word: T) -> None:
        """Tell everybody; nobody is waited for."""
        for hearing in list(self._hearers):
            hearing.take(word)

    def miss(self) -> None:
        """Tell everybody that words were lost, which ends their hearing."""
        for hearing in list(self._hearers):
            hearing.take(_LOST)
            self.leave(hearing)

    def part(self) -> None:
        """Part with everybody as too slow."""
        for hearing in list(self._hearers):
            hearing.part()

    def leave(self, hearing: Hearing[T]) -> None:
        """Tell this one no more."""
        self._hearers.pop(hearing, None)


class Hearing(Generic[T]):
    """What one hears, word by word, until it is closed (`contextlib.closing`).

    Args:
        feed: what it is closed at.
        most: how many words wait at most.
        too_slow: called once when there are more.

    """

    __slots__ = ("_feed", "_most", "_too_slow", "_waiting", "_woken")

    def __init__(self, feed: Feed[T], most: int, too_slow: Callable[[], None]) -> None:
        self._feed: Final = feed
        self._most: Final = most
        self._too_slow: Final = too_slow
        self._waiting: Final[deque[T | _Lost]] = deque()
        self._woken: asyncio.Future[None] | None = None

    def take(self, word: T | _Lost) -> None:
        """Take a word in."""
        if len(self._waiting) >= self._most:
            self.part()
            return
        self._waiting.append(word)
        if self._woken is not None and not self._woken.done():
            self._woken.set_result(None)

    def part(self) -> None:
        """Be parted with as too slow."""
        self._waiting.clear()
        self.close()
        self._too_slow()

    async def next(self) -> T:
        """Hear the next word.

        Raises:
            Missed: some were lost.

        """
        while not self._waiting:
            self._woken = asyncio.get_running_loop().create_future()
            await self._woken
        word = self._waiting.popleft()
        if isinstance(word, _Lost):
            raise Missed
        return word

    def close(self) -> None:
        """Hear no more."""
        self._feed.leave(self)
