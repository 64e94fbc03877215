"""Calls counted in the memory of this process, exactly: the moment of each, in every window it is still in."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Final

from loaders.store.face import Left, Limit, Told


class MemoryWindows:
    """The windows of one process, by name."""

    def __init__(self) -> None:
        self._tallies: Final[dict[str, Tally]] = {}

    async def spend(self, name: str, limits: Sequence[Limit], now: float, *, spare: Sequence[int] = ()) -> float:
        """Count a call in every window if each has one left, all or nothing; else tell how long to wait."""
        return self.tally(name, limits).spend(now, spare)

    async def correct(self, name: str, limits: Sequence[Limit], now: float, told: Told) -> None:
        """Take over what an answer told."""
        self.tally(name, limits).correct(now, told)

    async def left(self, name: str, limits: Sequence[Limit], now: float) -> Sequence[Left]:
        """Tell what is left of each window."""
        return self.tally(name, limits).left(now)

    def tally(self, name: str, limits: Sequence[Limit]) -> Tally:
        """Give the calls counted under a name; where its limits have become others, the calls stay."""
        known = self._tallies.get(name)
        if known is None or known.limits != tuple(limits):
            known = self._tallies[name] = Tally(limits, known)
        return known


class Tally:
    """The calls of one name, in each of its windows. Its time never goes back.

    Args:
        limits: the windows.
        before: what was counted under other limits.

    """

    def __init__(self, limits: Sequence[Limit], before: Tally | None = None) -> None:
        self.limits: Final = tuple(limits)
        self.seen: float = before.seen if before else 0.0
        self.until: float = before.until if before else 0.0
        calls: Sequence[float] = max((window.calls for window in before.windows), key=len, default=()) if before else ()
        self.windows: Final[tuple[_Window, ...]] = tuple(_Window(limit, calls) for limit in limits)

    def spend(self, now: float, spare: Sequence[int] = ()) -> float:
        """Count a call, or tell the seconds until it could be."""
        now = self._move(now)
        spares = spare or (0,) * len(self.windows)
        waits = [window.wait(now, spared) for window, spared in zip(self.windows, spares, strict=True)]
        wait = max(self.until - now, 0.0, *waits)
        if not wait:
            for window in self.windows:
                window.calls.append(now)
        return wait

    def correct(self, now: float, told: Told) -> None:
        """Take over what an answer told."""
        now = self._move(now)
        if told.until is not None:
            self.until = max(self.until, told.until)
        if told.remaining is None or not self.windows:
            return
        longest = max(self.windows, key=lambda window: window.limit.seconds)
        meant = next((window for window in self.windows if window.limit.calls == told.limit), longest)
        meant.correct(now, told.limit, told.remaining)

    def left(self, now: float) -> Sequence[Left]:
        """Tell what is left of each window: nothing of any during a pause."""
        now = self._move(now)
        return [window.left(self.until if self.until > now else None) for window in self.windows]

    def _move(self, now: float) -> float:
        self.seen = max(self.seen, now)
        for window in self.windows:
            window.move(self.seen)
        return self.seen


class _Window:
    """Calls in the last so many seconds: ours one by one, and what the vendor told is gone beside as one lump."""

    def __init__(self, limit: Limit, calls: Sequence[float]) -> None:
        self.limit: Final = limit
        self.calls: Final = deque(calls)
        self._allowed = limit.calls
        self._lump = 0
        self._told_at = 0.0

    def move(self, now: float) -> None:
        """Let go of what has moved out, and of what was told a window ago."""
        while self.calls and self.calls[0] + self.limit.seconds <= now:
            self.calls.popleft()
        if self._lump and self._told_at + self.limit.seconds <= now:
            self._allowed, self._lump = self.limit.calls, 0

    def correct(self, now: float, limit: int | None, remaining: int) -> None:
        """Take over what the vendor told last: others' calls, and by how much its limit is below ours."""
        self._allowed = self.limit.calls if limit is None else min(self.limit.calls, limit)
        others = max(0, self._allowed - max(0, remaining) - len(self.calls))
        self._lump = others + self.limit.calls - self._allowed
        self._told_at = now

    def wait(self, now: float, spare: int) -> float:
        """Tell in how many seconds there is a call left beyond those to spare; 0.0 where there is one now."""
        over = len(self.calls) + self._lump + 1 + spare - self.limit.calls
        if over <= 0:
            return 0.0
        if self.limit.calls - spare < 1:
            return self.limit.seconds
        return self._leaving(over) + self.limit.seconds - now

    def left(self, pause: float | None) -> Left:
        """Tell what is left, given the end of a pause."""
        counted = [*([self.calls[-1]] if self.calls else []), *([self._told_at] if self._lump else [])]
        whole = [at + self.limit.seconds for at in counted]
        if pause is not None:
            return Left(self._allowed, 0, self.limit.seconds, max([*whole, pause]))
        remaining = max(0, self.limit.calls - len(self.calls) - self._lump)
        return Left(self._allowed, remaining, self.limit.seconds, max(whole, default=None))

    def _leaving(self, count: int) -> float:
        """Tell the moment of the call with whose leaving so many have left; the lump leaves as one."""
        if not self._lump or (count <= len(self.calls) and self.calls[count - 1] <= self._told_at):
            return self.calls[count - 1]
        if count <= self._lump:
            return self._told_at
        return max(self._told_at, self.calls[count - self._lump - 1])
