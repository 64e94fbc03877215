"""Opening the store that a configuration names."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from loaders.errors import BadInput
from loaders.store.face import Store
from loaders.store.memory import MemoryStore
from loaders.store.shared import SharedStore

SHARED: Final = ("redis://", "rediss://")


def open_store(url: str, journal: Path | None, max_bytes: int) -> Store:
    """Open a store; nothing is read, written or connected before it is used.

    Args:
        url: `memory://` for this process alone, or the address of a Redis or Valkey server.
        journal: with `memory://`, the file in which keys survive a restart.
        max_bytes: how much the values kept in this process may weigh.

    Raises:
        BadInput: the address is of neither kind; it is not shown, as it may hold a password.

    """
    if url == "memory://":
        return MemoryStore(max_bytes=max_bytes, journal=journal)
    if url.startswith(SHARED):
        try:
            return SharedStore(url, max_bytes=max_bytes)
        except ValueError:
            pass
    raise BadInput('the store\'s url should be "memory://" or like "redis://host:6379/0"')
