"""A store of one process: everything in its memory, but the keys, where there is a journal, in a file."""

from __future__ import annotations

from typing import Final

from loaders.store.memory.keys import MemoryKeys
from loaders.store.memory.notices import MemoryNotices
from loaders.store.memory.values import MemoryValues
from loaders.store.memory.windows import MemoryWindows

MAX_BYTES: Final = 256 * 1024 * 1024
"""What the values of one process may weigh, unless it is told."""


class MemoryStore:
    """The four shelves in the memory of one process.

    Args:
        max_bytes: how much the values may weigh together.

    """

    def __init__(self, *, max_bytes: int = MAX_BYTES) -> None:
        self.values: Final = MemoryValues(max_bytes)
        self.windows: Final = MemoryWindows()
        self.keys: Final = MemoryKeys()
        self.notices: Final = MemoryNotices()

    async def check(self) -> None:
        """Find nothing wrong: memory is there."""

    async def close(self) -> None:
        """End every listening."""
        await self.notices.close()
