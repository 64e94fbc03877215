"""Word to every process over one subscription of a server; a process hears what it tells itself without the server.

The subscription is made at the first listening and made anew whenever it breaks. What was told in between is gone, so
everybody who listens then hears b"" once.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from typing import Final

from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from loaders.called_off import called_off
from loaders.errors import StoreDown
from loaders.store.memory.notices import MISSED, Listener, MemoryNotices
from loaders.store.redis.link import FIRST_PAUSE, LONGEST_PAUSE, PREFIX, Link

TOPIC: Final = f"{PREFIX}notice:"

SILENCE: Final = 2.0
"""After so many seconds without a word the server is asked whether it is there, and after as many again given up."""

MARK: Final = 8
"""How many bytes of a message say who told it."""


class RedisNotices:
    """Word that all processes hear.

    Args:
        link: the way to the server.

    """

    def __init__(self, link: Link) -> None:
        self._link: Final = link
        self._here: Final = MemoryNotices()
        self._mark: Final = secrets.token_bytes(MARK)
        self._subscribed: Final = asyncio.Event()
        self._reading: asyncio.Task[None] | None = None

    async def tell(self, topic: str, word: bytes) -> None:
        """Tell everybody who listens; this process first, and also where the others cannot be told."""
        self._here.pass_on(topic, word)
        await self.tell_others(topic, word)

    async def tell_others(self, topic: str, word: bytes) -> None:
        """Tell everybody who listens in other processes."""
        await self._link.ask("PUBLISH", TOPIC + topic, self._mark + word)

    def listen(self, topic: str) -> RedisListener:
        """Hear what is told from now on."""
        if self._reading is None:
            self._reading = asyncio.get_running_loop().create_task(self._read())
        return RedisListener(self._here.listen(topic), self._subscribed)

    async def close(self) -> None:
        """End every listening and the subscription."""
        await self._here.close()
        if self._reading is not None:
            await called_off(self._reading)

    async def _read(self) -> None:
        """Subscribe, hear, and begin anew when that ends."""
        pause = FIRST_PAUSE
        before = False
        while True:
            subscription = self._link.listening()
            try:
                await subscription.psubscribe(f"{TOPIC}*")
                await self._hear(subscription, missed=before)
            except (RedisError, OSError):
                pass
            finally:
                with contextlib.suppress(RedisError, OSError):
                    await subscription.aclose()  # type: ignore[no-untyped-call]  # redis types it not
            if self._subscribed.is_set():
                self._subscribed.clear()
                before, pause = True, FIRST_PAUSE
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _hear(self, subscription: PubSub, *, missed: bool) -> None:
        """Pass on what is heard until the server has been silent for too long."""
        silent = 0
        while silent < 2:  # noqa: PLR2004  # once it is asked, then given up
            message = await subscription.get_message(timeout=SILENCE)
            if message is None:
                silent += 1
                await subscription.ping()
                continue
            silent = 0
            if message["type"] == "psubscribe":
                if missed:
                    await self._resume()
                self._subscribed.set()
            elif message["type"] == "pmessage" and message["data"][:MARK] != self._mark:
                topic = message["channel"].decode(errors="replace").removeprefix(TOPIC)
                self._here.pass_on(topic, message["data"][MARK:])

    async def _resume(self) -> None:
        """Tell everybody here that word was missed, once the server has been told what it may have missed itself."""
        with contextlib.suppress(StoreDown):
            await self._link.resume()
        for topic in self._here.topics():
            self._here.pass_on(topic, MISSED)


class RedisListener:
    """One who listens to a topic.

    Args:
        here: what is told in this process or has come to it.
        subscribed: set while what others tell comes to it.

    """

    def __init__(self, here: Listener, subscribed: asyncio.Event) -> None:
        self._here: Final = here
        self._subscribed: Final = subscribed

    async def ready(self) -> None:
        """Wait until whatever is told from now on is heard, whoever tells it."""
        await self._subscribed.wait()

    async def aclose(self) -> None:
        """Listen no more."""
        await self._here.aclose()

    def __aiter__(self) -> RedisListener:
        return self

    async def __anext__(self) -> bytes:
        return await self._here.__anext__()
