"""One store of every kind, for one promise suite."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from loaders.store.face import Store
from loaders.store.memory import MemoryStore


@pytest.fixture(params=["memory"])
async def store() -> AsyncIterator[Store]:
    """Give a store of this kind, empty."""
    store = MemoryStore()
    yield store
    await store.close()
