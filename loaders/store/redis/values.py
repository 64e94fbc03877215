"""Values in a server that every process shares.

What lies there is a parcel: until when it is good (8 bytes, microseconds since 1970), a stamp that no other parcel has
(8 bytes), and the value. Who has a parcel asks by its stamp and is sent it again only where it has changed.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from loaders.store.face import Counts
from loaders.store.redis.link import PREFIX, Link

MICRO: Final = 1_000_000
STAMP: Final = slice(8, 16)
HEAD: Final = 16


class RedisValues:
    """Values that all processes share.

    Args:
        link: the way to the server.

    """

    def __init__(self, link: Link) -> None:
        self.counts: Final = Counts()
        self._link: Final = link
        self._fetch: Final = link.script(Path(__file__).with_name("values.lua"))
        self._take: Final = link.script(Path(__file__).with_name("take.lua"))

    async def get(self, name: str, now: float) -> bytes | None:
        """Give what was put last, if its time is not over."""
        parcel = await self.fetch(name, None, now)
        if parcel is None:
            self.counts.misses += 1
            return None
        self.counts.hits += 1
        return parcel[HEAD:]

    async def put(self, name: str, value: bytes, now: float, seconds: float) -> None:
        """Keep bytes for so many seconds."""
        await self.send(name, parcel_of(value, now + seconds), seconds)

    async def drop(self, names: Sequence[str]) -> None:
        """Keep these no longer, and give back those that are held."""
        if names:
            await self._link.ask("UNLINK", *(f"{PREFIX}{kind}:{name}" for name in names for kind in ("value", "held")))

    async def take(self, name: str, now: float, seconds: float) -> bool:
        """Take a name that nobody holds, for so many seconds; False where somebody does."""
        moments = [str(round(now * MICRO)), str(round((now + seconds) * MICRO)), str(_milli(seconds))]
        return bool(await self._take([f"held:{name}"], moments))

    async def fetch(self, name: str, have: bytes | None, now: float) -> bytes | None:
        """Give the parcel of a name, if its time is not over: the one the caller has, where it is still that."""
        found = await self._fetch([f"value:{name}"], [b"" if have is None else have[STAMP], "8", "15"])
        parcel = have if found == 1 else found
        return parcel if parcel is not None and until(parcel) > now else None

    async def send(self, name: str, parcel: bytes, seconds: float) -> None:
        """Keep a parcel for so many seconds."""
        if seconds <= 0:
            await self._link.ask("UNLINK", f"{PREFIX}value:{name}")
        else:
            await self._link.ask("SET", f"{PREFIX}value:{name}", parcel, "PX", _milli(seconds))

    async def empty(self) -> None:
        """Keep no value any longer, whatever its name."""
        cursor = 0
        while True:
            cursor, names = await self._link.ask("SCAN", cursor, "MATCH", f"{PREFIX}value:*", "COUNT", 1000)
            if names:
                await self._link.ask("UNLINK", *names)
            if not cursor:
                return


def parcel_of(value: bytes, good_until: float) -> bytes:
    """Make a parcel of a value."""
    return round(good_until * MICRO).to_bytes(8, "big") + secrets.token_bytes(8) + value


def until(parcel: bytes) -> float:
    """Tell until when a parcel is good, in seconds since 1970."""
    return int.from_bytes(parcel[:8], "big") / MICRO


def _milli(seconds: float) -> int:
    return max(1, round(seconds * 1000))
