"""A vendor on 127.0.0.1 that does what a test tells it to, down to the bytes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from loaders.http.session import Session

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Awaitable, Callable

    Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
    Listen = Callable[..., Awaitable[str]]
    Open = Callable[..., Session]


@pytest.fixture
async def listen() -> AsyncIterator[Listen]:
    """Give a function that serves connections with a handler and tells the base URL; all end with the test."""
    tasks: set[asyncio.Task[None]] = set()
    servers: list[asyncio.Server] = []

    async def start(handler: Handler, tls: ssl.SSLContext | None = None) -> str:
        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            tasks.add(task)
            try:
                await handler(reader, writer)
            except (asyncio.CancelledError, asyncio.IncompleteReadError, ConnectionError):
                pass  # the client has gone, or the test is over
            finally:
                tasks.discard(task)
                writer.close()

        server = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=tls)
        servers.append(server)
        host, port = server.sockets[0].getsockname()
        return f"{'http' if tls is None else 'https'}://{host}:{port}"

    yield start
    for server in servers:
        server.close()
    for task in tuple(tasks):
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture
async def session() -> AsyncIterator[Open]:
    """Give a function that opens sessions of the source `duinpark`; all are closed with the test."""
    opened: list[Session] = []

    def start(base_url: str, **settings: float) -> Session:
        chosen = {"timeout_seconds": 5.0, "max_concurrent": 4} | settings
        opened.append(Session(base_url, source="duinpark", vendor="booking_experts", **chosen))  # type: ignore[arg-type]  # counts and seconds in one mapping
        return opened[-1]

    yield start
    for one in opened:
        await one.close()
