"""The layer that counts a source's calls in the moving windows its vendor allows, e.g. 500 in 15 minutes [004:108].

It counts what this process sends. What others spend of the same allowance shows in the answers: where a vendor tells
what remains, in X-RateLimit-Limit and X-RateLimit-Remaining [004:110], the count is corrected downwards.
"""

from __future__ import annotations

import datetime as dt
import re
import time
from collections import deque
from typing import TYPE_CHECKING, Final

from loaders.health import RateWindow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from loaders.http.ask import Ask, Reply, Send
    from loaders.inquiry import Inquiry

NUMBER: Final = re.compile(r"[0-9]{1,9}", re.ASCII)


class Windows:
    """The moving windows of one source.

    Args:
        limits: each window as calls allowed and its length in seconds.
        now: the moment, in UTC, for telling when a window is whole again.
        clock: seconds on a clock that never goes back.

    """

    def __init__(
        self,
        limits: Sequence[tuple[int, int]],
        *,
        now: Callable[[], dt.datetime],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._windows: Final = tuple(_Window(limit, seconds) for limit, seconds in limits)
        self._now: Final = now
        self._clock: Final = clock

    def count(self) -> None:
        """Count one call, now."""
        for window in self._windows:
            window.count(self._clock())

    def correct(self, headers: Mapping[str, str]) -> None:
        """Take over what an answer tells of the window it means: the one of that limit, otherwise the longest."""
        limit, remaining = _number(headers, "X-RateLimit-Limit"), _number(headers, "X-RateLimit-Remaining")
        if remaining is None or not self._windows:
            return
        longest = max(self._windows, key=lambda window: window.seconds)
        meant = next((window for window in self._windows if window.limit == limit), longest)
        meant.correct(self._clock(), limit, remaining)

    def left(self) -> Sequence[RateWindow]:
        """Give each window and what is left of it; it resets when the last call counted has moved out of it."""
        clock = self._clock()
        rows = []
        for window in self._windows:
            remaining, whole_in = window.left(clock)
            resets_at = None if whole_in is None else self._now() + dt.timedelta(seconds=whole_in)
            rows.append(RateWindow(window.allowed, remaining, window.seconds, resets_at))
        return rows


def window(windows: Windows, send: Send) -> Send:
    """Count every call on its way out, and correct the count by what its answer tells, whatever its status."""

    async def counted(ask: Ask, inquiry: Inquiry) -> Reply:
        windows.count()
        reply = await send(ask, inquiry)
        windows.correct(reply.headers)
        return reply

    return counted


class _Window:
    """Calls in the last so many seconds: ours one by one, and others' as one lump seen at one moment."""

    def __init__(self, limit: int, seconds: int) -> None:
        self.limit: Final = limit
        self.seconds: Final = seconds
        self.allowed = limit
        """The limit, or what the vendor says is less."""
        self._ours: Final[deque[float]] = deque()
        self._others = 0
        self._others_at = 0.0

    def count(self, clock: float) -> None:
        self._move(clock)
        self._ours.append(clock)

    def correct(self, clock: float, limit: int | None, remaining: int) -> None:
        self._move(clock)
        self.allowed = self.limit if limit is None else min(self.limit, limit)
        self._others = max(0, self.allowed - remaining - len(self._ours))
        self._others_at = clock

    def left(self, clock: float) -> tuple[int, float | None]:
        """Give how many calls are left, and in how many seconds all are; None where all are now."""
        self._move(clock)
        counted = [self._ours[-1]] if self._ours else []
        if self._others:
            counted.append(self._others_at)
        whole_in = max(counted) + self.seconds - clock if counted else None
        return max(0, self.allowed - len(self._ours) - self._others), whole_in

    def _move(self, clock: float) -> None:
        while self._ours and self._ours[0] <= clock - self.seconds:
            self._ours.popleft()
        if self._others_at <= clock - self.seconds:
            self._others = 0


def _number(headers: Mapping[str, str], name: str) -> int | None:
    text = headers.get(name, "").strip()
    return int(text) if NUMBER.fullmatch(text) else None
