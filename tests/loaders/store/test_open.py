"""Opening a store reads, writes and connects nothing, and shows nothing of its address."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders.errors import BadInput, StoreDown
from loaders.store.memory import MemoryStore
from loaders.store.open import open_store
from loaders.store.shared import SharedStore

SECRET = "hunter2"


def test_opening_does_nothing(tmp_path: Path) -> None:
    """No file is made and no event loop is needed; the kind is that of the address."""
    memory = open_store("memory://", tmp_path / "foyer.sqlite3", 1000)
    shared = open_store("redis://127.0.0.1:1/0", tmp_path / "foyer.sqlite3", 1000)
    assert isinstance(memory, MemoryStore)
    assert isinstance(shared, SharedStore)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", [f"http://:{SECRET}@host", SECRET, "", f"redis://:{SECRET}@host:port/0"])
def test_another_address_is_refused_and_not_shown(url: str) -> None:
    """It may hold a password."""
    with pytest.raises(BadInput, match=r"should be \"memory://\" or like \"redis://host:6379/0\"") as refused:
        open_store(url, None, 1000)
    assert SECRET not in repr(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__context__ is None


async def test_a_password_is_shown_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    """Neither in an error, its causes, a representation nor the log."""
    store = open_store(f"redis://user:{SECRET}@127.0.0.1:1/0", None, 1000)
    with pytest.raises(StoreDown) as down:
        await store.check()
    assert str(down.value) == "the store cannot be reached"
    assert down.value.__cause__ is None
    assert down.value.__suppress_context__
    assert "the store cannot be reached (ConnectionError)" in caplog.text
    assert isinstance(store, SharedStore)
    shown = [repr(part) for part in (store, store.link, store.values, store.windows, store.keys, store.notices)]
    assert SECRET not in caplog.text + "".join(shown)
    await store.close()
