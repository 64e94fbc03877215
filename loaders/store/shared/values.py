"""Values that all processes share, each kept in this process too.

The server has the last word: its parcel is asked for by the stamp of the one kept here, and travels only where it is
another. While the server is away what is kept here is given; when it is back it is told what was put and dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from loaders.errors import StoreDown
from loaders.store.face import Counts
from loaders.store.memory.values import MANY, MemoryValues
from loaders.store.redis.link import Link
from loaders.store.redis.values import HEAD, RedisValues, parcel_of, until


class SharedValues:
    """Values that all processes share, and this process's own while the server is away.

    Args:
        server: the values in the server.
        link: the way to the server.
        max_bytes: how much what is kept here may weigh.

    """

    def __init__(self, server: RedisValues, link: Link, max_bytes: int) -> None:
        self._server: Final = server
        self._here: Final = MemoryValues(max_bytes)
        self._hits = self._misses = 0
        self._away = False
        self._now = 0.0
        self._changed: Final[dict[str, None]] = {}
        """The names put or dropped while the server was away."""
        self._all_changed = False
        """Whether they were too many to remember."""
        link.restored(self._restored)

    @property
    def counts(self) -> Counts:
        """What became of the values asked for, and what is kept of them here."""
        here = self._here.counts
        return Counts(self._hits, self._misses, here.evictions, here.bytes)

    async def get(self, name: str, now: float) -> bytes | None:
        """Give what was put last, if its time is not over."""
        parcel = await self._parcel(name, now)
        if parcel is None:
            self._misses += 1
            return None
        self._hits += 1
        return parcel[HEAD:]

    async def put(self, name: str, value: bytes, now: float, seconds: float) -> None:
        """Keep bytes for so many seconds."""
        self._now = now
        parcel = parcel_of(value, now + seconds)
        await self._here.put(name, parcel, now, seconds)
        try:
            await self._server.send(name, parcel, seconds)
        except StoreDown:
            self._miss([name])

    async def drop(self, names: Sequence[str]) -> None:
        """Keep these no longer, and give back those that are held."""
        await self._here.drop(names)
        try:
            await self._server.drop(names)
        except StoreDown:
            self._miss(names)

    async def take(self, name: str, now: float, seconds: float) -> bool:
        """Take a name that nobody holds, for so many seconds: nobody of this process, while the server is away."""
        try:
            return await self._server.take(name, now, seconds)
        except StoreDown:
            return await self._here.take(name, now, seconds)

    async def _parcel(self, name: str, now: float) -> bytes | None:
        self._now = now
        kept = await self._here.get(name, now)
        if self._away:
            return kept
        try:
            parcel = await self._server.fetch(name, kept, now)
        except StoreDown:
            return kept
        if parcel is None and kept is not None:
            await self._here.drop([name])
        elif parcel is not None and parcel is not kept:
            await self._here.put(name, parcel, now, until(parcel) - now)
        return parcel

    def _miss(self, names: Sequence[str]) -> None:
        """Remember what the server was not told. Until it is, it has not the last word."""
        self._away = True
        self._changed.update(dict.fromkeys(names))
        if len(self._changed) > MANY:
            self._all_changed = True
            self._changed.clear()

    async def _restored(self) -> None:
        """Tell the server what it missed."""
        if self._all_changed:
            await self._server.empty()
            self._all_changed = False
        while self._changed:
            name = next(iter(self._changed))
            parcel = await self._here.get(name, self._now)
            if parcel is None:
                await self._server.drop([name])
            else:
                await self._server.send(name, parcel, until(parcel) - self._now)
            self._changed.pop(name, None)
        self._away = False
