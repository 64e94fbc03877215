"""Stores that processes share, each on a real redis-server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TypeAlias

import pytest

from loaders.store.face import Store
from loaders.store.open import open_store
from tests.redis_server import Server

Opener: TypeAlias = Callable[[], Store]
"""Opens the store as one more process does."""


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Give a server that runs for all tests."""
    server = Server(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Server]:
    """Give a server that is this test's alone, running."""
    server = Server(tmp_path)
    server.start()
    yield server
    server.kill()


@pytest.fixture
async def processes(running: Server) -> AsyncIterator[Opener]:
    """Give what opens a store that holds nothing yet, for one process after the other."""
    running.empty()
    async with AsyncExitStack() as stack:

        def open_one() -> Store:
            store = open_store(running.url, None, 1_000_000)
            stack.push_async_callback(store.close)
            return store

        yield open_one
