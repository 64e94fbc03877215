"""A store that all processes share, and what one process does while the server cannot be reached.

Values and windows go on from this process's own memory, word is told within it, and changes are not begun: without the
server nobody can tell whether another process has made one already. When the server is back it is told what it missed.
"""

from __future__ import annotations

from typing import Final

from loaders.store.redis import RedisStore
from loaders.store.redis.keys import RedisKeys
from loaders.store.shared.notices import SharedNotices
from loaders.store.shared.values import SharedValues
from loaders.store.shared.windows import SharedWindows


class SharedStore:
    """The four shelves in a server, and what goes on without it.

    Args:
        url: `redis://` or `rediss://`.
        max_bytes: how much the values kept in this process may weigh.

    """

    def __init__(self, url: str, *, max_bytes: int) -> None:
        self._server: Final = RedisStore(url)
        self.link: Final = self._server.link
        self.values: Final = SharedValues(self._server.values, self.link, max_bytes)
        self.notices: Final = SharedNotices(self._server.notices, self.link)
        self.windows: Final = SharedWindows(self._server.windows, self.link)
        self.keys: Final[RedisKeys] = self._server.keys
        self.shared: Final = True

    async def check(self) -> None:
        """Raise StoreDown, saying why, if the server cannot be used now."""
        await self._server.check()

    async def close(self) -> None:
        """End every listening and close every connection."""
        await self._server.close()
