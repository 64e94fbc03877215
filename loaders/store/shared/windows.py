"""Calls counted for all processes; while the server is away each makes a tenth of what it last saw was left.

Every process remembers its own calls, each by a name under which it is counted once. So it can tell the server again
and again: what was made while the server was away, what may not have reached it, and everything, where the server has
lost its memory. In that last case nobody asks it for some seconds, until all have told it what they know.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from loaders.errors import StoreDown
from loaders.store.face import Left, Limit, Told
from loaders.store.memory.windows import Tally
from loaders.store.redis.link import Link
from loaders.store.redis.windows import RedisWindows, Seen, Spent, meant_by

SHARE: Final = 10
"""One in so many of the calls that are left is this process's own while the server is away; at least one, if any is."""

SETTLING: Final = 3.0
"""For so many seconds a server that has lost its memory is told and not asked."""


@dataclass(slots=True)
class _Name:
    """What this process knows of a name's windows.

    Args:
        limits: the windows.
        spent: its own calls that are still in the longest.
        untold: those of them that the server may not know.
        seen: what the server told last, and when.
        until: the end of the last pause it was told of.
        alone: its own windows while the server is away.

    """

    limits: tuple[Limit, ...]
    spent: deque[Spent] = field(default_factory=deque)
    untold: list[Spent] = field(default_factory=list)
    seen: tuple[float, Seen] | None = None
    until: float = 0.0
    alone: Tally | None = None

    def move(self, now: float) -> None:
        """Let go of calls that have moved out of every window."""
        longest = max((limit.seconds for limit in self.limits), default=0.0)
        while self.spent and self.spent[0].at + longest <= now:
            self.spent.popleft()
        if self.untold and self.untold[0].at + longest <= now:
            self.untold = [call for call in self.untold if call.at + longest > now]

    def by_itself(self) -> Tally:
        """Give this process's own windows: a share of each, less what is gone of it."""
        if self.alone is None:
            self.alone = Tally([Limit(_share(limit.calls), limit.seconds) for limit in self.limits])
            self.alone.until = self.until
            if self.seen is not None:
                at, seen = self.seen
                for window, left in zip(self.alone.windows, seen.left, strict=True):
                    window.correct(at, None, _share(left.remaining))
        return self.alone


class SharedWindows:
    """Windows that all processes share, and this process's share of them while the server is away.

    Args:
        server: the windows in the server.
        link: the way to the server.

    """

    def __init__(self, server: RedisWindows, link: Link) -> None:
        self._server: Final = server
        self._names: Final[dict[str, _Name]] = {}
        self._away = False
        self._memory = ""
        self._settled_at = 0.0
        link.restored(self._restored)

    async def spend(self, name: str, limits: Sequence[Limit], now: float, *, spare: Sequence[int] = ()) -> float:
        """Count a call in every window if each has one left, all or nothing; else tell how long to wait."""
        known = self._known(name, limits, now)
        call = self._server.call(now)
        if self._asks(now):
            wait = await self._ask(name, known, call, spare)
            if wait is not None:
                return wait
        spared = [_spare_share(limit.calls, each) for limit, each in zip(limits, spare, strict=bool(spare))]
        wait = known.by_itself().spend(now, spared)
        if not wait and limits:
            known.spent.append(call)
            known.untold.append(call)
            await self._try_to_tell(name, known)
        return wait

    async def correct(self, name: str, limits: Sequence[Limit], now: float, told: Told) -> None:
        """Take over what an answer told."""
        known = self._known(name, limits, now)
        known.until = max(known.until, told.until or 0.0)
        if not self._asks(now):
            _correct_share(known, now, told)
        try:
            await self._server.correct(name, limits, now, told)
        except StoreDown:
            self._away = True
            _correct_share(known, now, told)

    async def left(self, name: str, limits: Sequence[Limit], now: float) -> Sequence[Left]:
        """Tell what is left of each window: of this process's share of it, while the server is away."""
        if self._asks(now):
            try:
                return await self._server.left(name, limits, now)
            except StoreDown:
                self._away = True
        return self._known(name, limits, now).by_itself().left(now)

    def _asks(self, now: float) -> bool:
        return not self._away and now >= self._settled_at

    def _known(self, name: str, limits: Sequence[Limit], now: float) -> _Name:
        known = self._names.get(name)
        if known is None:
            known = self._names[name] = _Name(tuple(limits))
        elif known.limits != tuple(limits):
            known.limits, known.seen, known.alone = tuple(limits), None, None
        known.move(now)
        return known

    async def _ask(self, name: str, known: _Name, call: Spent, spare: Sequence[int]) -> float | None:
        """Have the server count a call; None where it cannot be asked, and this process is on its own."""
        limits = known.limits
        try:
            if known.untold:
                await self._tell(name, known, known.untold)
            seen = await self._server.count(name, limits, call, spare=spare, memory=self._memory)
        except StoreDown:
            self._away = True
            return None
        if seen.forgot:
            self._memory, self._settled_at = seen.memory, call.at + SETTLING
            for each in self._names.values():
                each.untold = list(each.spent)
            for each_name, each in list(self._names.items()):
                await self._try_to_tell(each_name, each)
            return None
        self._memory = seen.memory
        known.until = max(known.until, seen.until)
        if known.limits == limits:
            known.seen = (call.at, seen)
            known.alone = known.alone if self._away else None
        if not seen.wait and limits:
            known.spent.append(call)
        return seen.wait

    async def _try_to_tell(self, name: str, known: _Name) -> None:
        if known.untold and not self._away:
            try:
                await self._tell(name, known, known.untold)
            except StoreDown:
                self._away = True

    async def _tell(self, name: str, known: _Name, calls: Sequence[Spent]) -> None:
        """Tell the server of calls of this process; those it knew already change nothing."""
        calls = tuple(calls)
        await self._server.tell(name, known.limits, calls, known.until, calls[-1].at if calls else 0.0)
        told = set(calls)
        known.untold = [call for call in known.untold if call not in told]

    async def _restored(self) -> None:
        """Tell the server everything: it may have missed some of it, or all."""
        for name, known in list(self._names.items()):
            if known.spent or known.until:
                await self._tell(name, known, known.spent)
        for name, known in list(self._names.items()):
            if known.untold:
                await self._tell(name, known, known.untold)
        self._away = False


def _correct_share(known: _Name, now: float, told: Told) -> None:
    """Take over what an answer told, for this process's share."""
    alone = known.by_itself()
    alone.correct(now, Told(until=told.until))
    if told.remaining is not None and known.limits:
        limit = None if told.limit is None else _share(told.limit)
        alone.windows[meant_by(known.limits, told)].correct(now, limit, _share(told.remaining))


def _share(calls: int) -> int:
    return max(calls // SHARE, min(max(calls, 0), 1))


def _spare_share(calls: int, spare: int) -> int:
    """Give what of a share is to be left to others; of two calls and more never all, where one may be made at all."""
    share = -(-spare // SHARE)
    return share if spare >= calls else min(share, max(_share(calls) - 1, 1))
