"""Calls counted in a server that every process shares, by one script: of two who ask at once one gets the last."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

from loaders.store.face import Left, Limit, Told
from loaders.store.redis.link import Link

MICRO: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Seen:
    """What the server tells of a name's windows.

    Args:
        wait: the seconds to wait, 0.0 for none.
        memory: what the server calls its memory; another name means that it has lost it.
        until: the end of a pause, or a moment long ago.
        left: what is left of each window.
        forgot: whether nothing was spent because the memory is another than the caller knew.

    """

    wait: float
    memory: str
    until: float
    left: Sequence[Left]
    forgot: bool = False


@dataclass(frozen=True, slots=True)
class Spent:
    """A call that was made: under this name it is counted once, however often the server is told."""

    name: str
    at: float


class RedisWindows:
    """The windows that all processes share.

    Args:
        link: the way to the server.

    """

    def __init__(self, link: Link) -> None:
        self._script: Final = link.script(Path(__file__).with_name("windows.lua"))
        self._own: Final = secrets.token_hex(8)
        self._numbers: Final = count()

    async def spend(self, name: str, limits: Sequence[Limit], now: float, *, spare: Sequence[int] = ()) -> float:
        """Count a call in every window if each has one left, all or nothing; else tell how long to wait."""
        return (await self.count(name, limits, self.call(now), spare=spare)).wait

    async def correct(self, name: str, limits: Sequence[Limit], now: float, told: Told) -> None:
        """Take over what an answer told."""
        until = _micro(told.until or 0)
        if told.remaining is None or not limits:
            await self._run("correct", name, limits, now, until, "0")
            return
        meant = meant_by(limits, told)
        allowed = limits[meant].calls if told.limit is None else min(limits[meant].calls, told.limit)
        remaining = max(0, told.remaining)
        await self._run("correct", name, limits, now, until, "1", str(remaining), str(meant + 1), str(allowed))

    async def left(self, name: str, limits: Sequence[Limit], now: float) -> Sequence[Left]:
        """Tell what is left of each window."""
        return (await self._run("left", name, limits, now)).left

    def call(self, now: float) -> Spent:
        """Give a name to a call, so that it is counted once even where the answer to its counting is lost."""
        return Spent(f"{self._own}:{next(self._numbers)}", now)

    async def count(
        self, name: str, limits: Sequence[Limit], call: Spent, *, spare: Sequence[int] = (), memory: str = ""
    ) -> Seen:
        """Count a call as `spend` does, unless the server's memory is another than the one named."""
        return await self._run("spend", name, limits, call.at, call.name, spare=spare, memory=memory)

    async def tell(self, name: str, limits: Sequence[Limit], calls: Sequence[Spent], until: float, now: float) -> Seen:
        """Tell of calls made without asking, and of a pause."""
        words = [word for call in calls for word in (call.name, _micro(call.at))]
        return await self._run("tell", name, limits, now, _micro(until), *words)

    async def _run(  # noqa: PLR0913  # all that the script is told
        self,
        verb: str,
        name: str,
        limits: Sequence[Limit],
        now: float,
        *words: str,
        spare: Sequence[int] = (),
        memory: str = "",
    ) -> Seen:
        spares = spare or (0,) * len(limits)
        each = [
            word
            for limit, spared in zip(limits, spares, strict=True)
            for word in (str(limit.calls), _micro(limit.seconds), str(spared))
        ]
        keys = [f"windows:{name}:calls", f"windows:{name}:told", "memory"]
        arguments = [verb, _micro(now), memory, secrets.token_hex(8), str(len(limits)), *each, *words]
        wait, named, until, *rows = await self._script(keys, arguments)
        left = [
            Left(rows[at], rows[at + 1], limit.seconds, rows[at + 2] / MICRO if rows[at + 2] else None)
            for at, limit in zip(range(0, len(rows), 3), limits, strict=True)
        ]
        return Seen(max(wait, 0) / MICRO, named.decode(), until / MICRO, left, forgot=wait < 0)


def meant_by(limits: Sequence[Limit], told: Told) -> int:
    """Tell which window a vendor speaks of: the one of the limit it names, else the longest."""
    named = (at for at, limit in enumerate(limits) if limit.calls == told.limit)
    longest = max(range(len(limits)), key=lambda at: limits[at].seconds)
    return next(named, longest)


def _micro(seconds: float) -> str:
    return str(round(seconds * MICRO))
