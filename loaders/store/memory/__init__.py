"""A store of one process: everything in its memory, but the keys, where there is a journal, in a file."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from loaders.store.face import Keys
from loaders.store.journal import JournalKeys
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
        journal: the file in which keys survive a restart; without one they are forgotten with the process.

    """

    def __init__(self, *, max_bytes: int = MAX_BYTES, journal: Path | None = None) -> None:
        self.values: Final = MemoryValues(max_bytes)
        self.windows: Final = MemoryWindows()
        self._journal: Final = None if journal is None else JournalKeys(journal)
        self.keys: Final[Keys] = self._journal or MemoryKeys()
        self.notices: Final = MemoryNotices()
        self.shared: Final = False

    async def check(self) -> None:
        """Raise StoreDown, saying why, if the journal cannot be used now."""
        await self.keys.look("", 0.0)

    async def close(self) -> None:
        """End every listening and close the journal."""
        await self.notices.close()
        if self._journal is not None:
            await self._journal.close()
