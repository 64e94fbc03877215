"""Stores that processes share, each on a real redis-server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from typing import TypeAlias

import pytest

from loaders.store.face import Store
from loaders.store.open import open_store
from tests.redis_server import Server

Opener: TypeAlias = Callable[[], Store]
"""Opens the store as one more process does."""


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
