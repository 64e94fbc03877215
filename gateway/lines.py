"""The connections that stay open, WebSockets and event streams: so many at most, each ended when the house closes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Final

from gateway.auth import Refused
from schema.types.errors import ErrorCode

MOST: Final = 10_000
"""How many a process keeps open."""

_PARTING_SECONDS: Final = 2.0
"""How long clients have to answer the parting word."""


class Lines:
    """The open connections of one application.

    Args:
        most: how many there may be.

    """

    def __init__(self, most: int = MOST) -> None:
        self._most: Final = most
        self._open: Final[dict[object, Callable[[], Awaitable[None]]]] = {}
        self._closing = False

    def __len__(self) -> int:
        """Tell how many are open."""
        return len(self._open)

    @contextmanager
    def held(self, end: Callable[[], Awaitable[None]]) -> Iterator[None]:
        """Count a connection as open.

        Args:
            end: parts with its client.

        Raises:
            Refused: there are too many, or the house closes.

        """
        if self._closing or len(self._open) >= self._most:
            raise Refused(503, ErrorCode.FORBIDDEN, "No more connections can be kept open here: try again later.")
        line = object()
        self._open[line] = end
        try:
            yield
        finally:
            del self._open[line]

    async def close(self) -> None:
        """Part with everybody; nobody comes in any more."""
        self._closing = True
        ends = [asyncio.ensure_future(end()) for end in self._open.values()]
        if ends:
            _, late = await asyncio.wait(ends, timeout=_PARTING_SECONDS)
            for one in late:
                one.cancel()
            await asyncio.gather(*ends, return_exceptions=True)
