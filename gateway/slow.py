"""Connections: one whose client never comes to the point is closed, so that nobody can hold all there are.

A client that has connected, or has begun a request, has so many seconds to send the whole head of it. Between requests
a connection may rest much longer: balancers keep theirs for when they need them, and closing one just as it is used
would lose a request.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

from aiohttp import web

HEAD_SECONDS: Final = 20.0
"""How long the head of a request may take."""

BODY_SECONDS: Final = 30.0
"""How long the body of a request may take."""

UNREADABLE: Final = "What was sent is no HTTP request that can be read, or its head is too large."


class Connection(web.RequestHandler):
    """A connection that is closed where the head of a request takes too long.

    Args:
        server: whose it is.
        head_seconds: how long a head may take.
        options: aiohttp's own.

    """

    def __init__(self, server: web.Server, head_seconds: float, **options: Any) -> None:  # noqa: ANN401  # aiohttp's own
        super().__init__(server, loop=asyncio.get_running_loop(), **options)
        self._head_seconds: Final = head_seconds
        self._late: asyncio.TimerHandle | None = None
        self._busy = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to wait for a first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Wait for the rest of a head, if one begins."""
        self._wait()
        super().data_received(data)

    def connection_lost(self, exc: BaseException | None) -> None:
        """Wait no longer."""
        self.begun()
        super().connection_lost(exc)

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Say that a request cannot be read, without what it held: aiohttp would repeat the line at fault."""
        return super().handle_error(request, status, exc, message and UNREADABLE)

    def begun(self) -> None:
        """Take note that a head is whole; what comes now is its body, or the next request."""
        self._busy = True
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def answered(self) -> None:
        """Take note that the request is answered."""
        self._busy = False

    def _wait(self) -> None:
        if self._late is None and not self._busy:
            self._late = asyncio.get_running_loop().call_later(self._head_seconds, self.force_close)


class Server(web.Server):
    """Makes such connections.

    Args:
        handler: answers requests.
        head_seconds: how long a head may take.
        request_factory: makes a request of what was read.
        options: of each connection.

    """

    def __init__(self, handler: Any, head_seconds: float, request_factory: Any, **options: Any) -> None:  # noqa: ANN401  # aiohttp's own
        super().__init__(handler, request_factory=request_factory, handler_cancellation=True)
        self._head_seconds: Final = head_seconds
        self._options: Final = options

    def __call__(self) -> Connection:
        """Make a connection."""
        return Connection(self, self._head_seconds, **self._options)
