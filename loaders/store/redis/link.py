"""The connections to a Redis or Valkey server: short patience, one kind of fault, and mending that needs nobody.

After a fault the link is lost: everything that is asked fails at once, rather than each after its own wait, until the
server has answered a ping. Then whoever asked for it (`restored`) is told first.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, Final

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError, RedisError
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import TimeoutError as TooLate

from loaders.called_off import called_off
from loaders.errors import StoreDown

PREFIX: Final = "foyer:"
"""What every name in the server begins with."""

PATIENCE: Final = 1.0
"""How many seconds a connection, and an answer, are waited for."""

CONNECTIONS: Final = 16
"""How many questions one process has under way at most; the others wait their turn."""

FIRST_PAUSE: Final = 0.1
LONGEST_PAUSE: Final = 1.0
"""Seconds between two tries to reach a lost server: twice as many every time, up to the longest."""

LOG: Final = logging.getLogger("foyer.store")


class Link:
    """A way to one server, opened at first use.

    Args:
        url: `redis://` or `rediss://`, with whatever user and password; it is shown nowhere.

    """

    def __init__(self, url: str) -> None:
        self._client: Final = Redis.from_url(
            url,
            protocol=2,
            socket_connect_timeout=PATIENCE,
            socket_timeout=PATIENCE,
            retry=Retry(NoBackoff(), 0),
        )
        self._turns: Final = asyncio.Semaphore(CONNECTIONS)
        self._restored: Final[list[Callable[[], Awaitable[None]]]] = []
        self._mending: asyncio.Task[None] | None = None
        self._lost: str | None = None
        self._closed = False

    def script(self, path: Path) -> Callable[[Sequence[str], Sequence[str | bytes]], Awaitable[Any]]:
        """Give a Lua script as something to call with keys and arguments; it runs as one, with nothing in between."""
        script = self._client.register_script(path.read_text(encoding="utf-8"))

        async def run(keys: Sequence[str], arguments: Sequence[str | bytes]) -> Any:  # noqa: ANN401  # as its script has it
            return await self._ask(lambda: script([PREFIX + key for key in keys], arguments))

        return run

    async def ask(self, *command: str | bytes | int) -> Any:  # noqa: ANN401  # each command answers in its own way
        """Send one command; its names are to begin with `PREFIX`."""
        return await self._ask(lambda: self._client.execute_command(*command))  # type: ignore[no-untyped-call]  # redis types it not

    def listening(self) -> PubSub:
        """Give a connection for hearing what is published; its faults are its user's."""
        return self._client.pubsub()

    def restored(self, then: Callable[[], Awaitable[None]]) -> None:
        """Have this done whenever the server is back; where it raises StoreDown the server is lost again."""
        self._restored.append(then)

    async def resume(self) -> None:
        """Do now what is to be done when the server is back: it may have been away without anybody having asked it."""
        for then in self._restored:
            await then()

    async def close(self) -> None:
        """Close every connection."""
        self._closed = True
        if self._mending is not None:
            await called_off(self._mending)
        await self._client.aclose()

    async def _ask(self, ask: Callable[[], Awaitable[Any]]) -> Any:  # noqa: ANN401  # the same
        async with self._turns:
            if self._closed:
                raise StoreDown("the store is closed")
            if self._lost is not None:
                raise StoreDown(self._lost)
            try:
                return await ask()
            except (RedisError, OSError) as error:
                self._lose(error)
                raise StoreDown(told(error)) from None

    def _lose(self, error: Exception) -> None:
        self._lost = told(error)
        if (self._mending is None or self._mending.done()) and not self._closed:
            LOG.warning("%s (%s)", self._lost, type(error).__name__)
            self._mending = asyncio.get_running_loop().create_task(self._mend())

    async def _mend(self) -> None:
        """Try until the server answers and everybody who has to has told it what it missed."""
        began, pause = time.monotonic(), FIRST_PAUSE
        while self._lost is not None:
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
            try:
                await self._client.ping()
                self._lost = None
                await self.resume()
            except StoreDown as error:
                self._lost = str(error)
            except (RedisError, OSError) as error:
                self._lost = told(error)
        LOG.warning("the store is back after %.1f s", time.monotonic() - began)


def told(error: Exception) -> str:
    """Tell of a fault in a sentence without anything of the server's address, user or words."""
    if isinstance(error, AuthenticationError):
        return "the store refuses the user or password it is given"
    if isinstance(error, TooLate):
        return "the store did not answer in time"
    if isinstance(error, NoConnection | OSError):
        return "the store cannot be reached"
    return "the store refuses what it is asked to do"
