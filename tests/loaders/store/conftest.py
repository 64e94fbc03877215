"""One store of every kind, for one promise suite."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from loaders.store.face import Store
from loaders.store.memory import MemoryStore


@pytest.fixture(params=["memory", "journal"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    """Give a store of this kind, empty."""
    store = MemoryStore(journal=tmp_path / "foyer.sqlite3" if request.param == "journal" else None)
    yield store
    await store.close()
