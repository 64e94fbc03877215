"""A store that every process and machine shares: a Redis server, or a Valkey, which speaks the same.

The server must keep what it is given (`maxmemory-policy noeviction`, `appendonly yes`): it remembers which changes were
made. One server or a primary with replicas; a cluster is not supported.
"""

from __future__ import annotations

from typing import Final

from loaders.store.redis.keys import RedisKeys
from loaders.store.redis.link import PREFIX, Link
from loaders.store.redis.notices import RedisNotices
from loaders.store.redis.values import RedisValues
from loaders.store.redis.windows import RedisWindows


class RedisStore:
    """The four shelves in a server, and nothing without it.

    Args:
        url: `redis://` or `rediss://`.

    """

    def __init__(self, url: str) -> None:
        self.link: Final = Link(url)
        self.values: Final = RedisValues(self.link)
        self.windows: Final = RedisWindows(self.link)
        self.keys: Final = RedisKeys(self.link)
        self.notices: Final = RedisNotices(self.link)

    async def check(self) -> None:
        """Raise StoreDown, saying why, if nothing can be written to the server now."""
        await self.link.ask("SET", f"{PREFIX}check", b"", "PX", 1000)

    async def close(self) -> None:
        """End every listening and close every connection."""
        await self.notices.close()
        await self.link.close()
