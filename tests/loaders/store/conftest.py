"""One store of every kind, for one promise suite; the shared ones on a real redis-server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from loaders.store.face import Store
from loaders.store.memory import MemoryStore
from loaders.store.open import open_store
from loaders.store.redis import RedisStore
from tests.redis_server import Server


@pytest.fixture
def shared_url(running: Server) -> str:
    """Give the address of a server that holds nothing."""
    running.empty()
    return running.url


@pytest.fixture(params=["memory", "journal", "redis", "shared"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    """Give a store of this kind, empty."""
    match request.param:
        case "memory":
            store: Store = MemoryStore()
        case "journal":
            store = MemoryStore(journal=tmp_path / "foyer.sqlite3")
        case "redis":
            store = RedisStore(request.getfixturevalue("shared_url"))
        case _:
            store = open_store(request.getfixturevalue("shared_url"), None, 1_000_000)
    yield store
    await store.close()
