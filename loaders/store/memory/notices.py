"""Word within this process: every listener has its own short queue, and nobody who tells waits for one who listens."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Final

MISSED: Final = b""
"""What a listener hears once in place of word it has missed."""

MOST: Final = 1024
"""How many words wait for a listener at most; beyond that it loses them all, and hears `MISSED` in their place."""


class MemoryNotices:
    """Word of one process, by topic.

    Args:
        most: how many words wait for a listener at most.

    """

    def __init__(self, most: int = MOST) -> None:
        self._most: Final = most
        self._listeners: Final[dict[str, set[Listener]]] = {}

    async def tell(self, topic: str, word: bytes) -> None:
        """Tell everybody who listens."""
        self.pass_on(topic, word)

    def listen(self, topic: str) -> Listener:
        """Hear what is told from now on."""
        listener = Listener(self, topic, self._most)
        self._listeners.setdefault(topic, set()).add(listener)
        return listener

    def pass_on(self, topic: str, word: bytes) -> None:
        """Put a word into the queue of everybody who listens."""
        for listener in self._listeners.get(topic, ()):
            listener.hear(word)

    def topics(self) -> list[str]:
        """Give the topics somebody listens to."""
        return list(self._listeners)

    def leave(self, topic: str, listener: Listener) -> None:
        """Tell this one no more."""
        listeners = self._listeners.get(topic, set())
        listeners.discard(listener)
        if not listeners:
            self._listeners.pop(topic, None)

    async def close(self) -> None:
        """End every listening."""
        for listener in [one for listeners in self._listeners.values() for one in listeners]:
            await listener.aclose()


class Listener:
    """One who listens to a topic, until it is closed.

    Args:
        notices: what it is closed at.
        topic: what it listens to.
        most: how many words wait for it at most.

    """

    def __init__(self, notices: MemoryNotices, topic: str, most: int) -> None:
        self._notices: Final = notices
        self._topic: Final = topic
        self._most: Final = most
        self._waiting: Final[deque[bytes]] = deque()
        self._woken: Final = asyncio.Event()
        self._closed = False

    def hear(self, word: bytes) -> None:
        """Take a word in; where too many wait, or it stands for missed word, what waits is lost."""
        if word == MISSED or len(self._waiting) >= self._most:
            self._waiting.clear()
            word = MISSED
        self._waiting.append(word)
        self._woken.set()

    async def ready(self) -> None:
        """Be sure that what is told from now on is heard, whoever tells it: within one process it is."""

    async def aclose(self) -> None:
        """Listen no more; whoever waits for a word is told that there will be none."""
        self._closed = True
        self._woken.set()
        self._notices.leave(self._topic, self)

    def __aiter__(self) -> Listener:
        return self

    async def __anext__(self) -> bytes:
        while not self._waiting:
            if self._closed:
                raise StopAsyncIteration
            self._woken.clear()
            await self._woken.wait()
        return self._waiting.popleft()
