"""Word to every process; while the server is away within this one, and later the others hear that they missed it."""

from __future__ import annotations

from typing import Final

from loaders.errors import StoreDown
from loaders.store.face import Listening
from loaders.store.memory.notices import MISSED
from loaders.store.redis.link import Link
from loaders.store.redis.notices import RedisNotices


class SharedNotices:
    """Word that all processes hear, and this one always.

    Args:
        server: word by way of the server.
        link: the way to the server.

    """

    def __init__(self, server: RedisNotices, link: Link) -> None:
        self._server: Final = server
        self._untold: Final[set[str]] = set()
        link.restored(self._restored)

    async def tell(self, topic: str, word: bytes) -> None:
        """Tell everybody who listens; those that cannot be told now hear later that they missed word."""
        try:
            await self._server.tell(topic, word)
        except StoreDown:
            self._untold.add(topic)

    def listen(self, topic: str) -> Listening:
        """Hear what is told from now on."""
        return self._server.listen(topic)

    async def _restored(self) -> None:
        while self._untold:
            topic = next(iter(self._untold))
            await self._server.tell_others(topic, MISSED)
            self._untold.discard(topic)
