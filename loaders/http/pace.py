"""How the calls of a window are shared out: who may use how much of it, and how fast. Pure.

A window that is spent in its first second serves nobody until that second has moved out of it. So who is not urgent may
use a share of it at once, and beyond that only as much as comes evenly until the window is over; the rest is for those
who are more urgent. Writes may use all of it at any time. Windows of a few calls are for writes and reads alike: there
is nothing to spread.

    share of a window, of 100 calls in a minute    at once    at most
    write                                              100        100
    cold read                                           75         95
    refresh                                             40         60

"Evenly" is a second set of windows, the gaps: so short that one call in each of them is the difference between both
columns. They have room for any number of calls, and whoever is to keep the gap must leave all of it but one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import IntEnum
from typing import Final

from loaders.store.face import Left, Limit

FEW: Final = 20
"""Windows of fewer calls than this are not shared out between writes and reads."""

READ_AT_ONCE, READ_MOST = 0.75, 0.95
REFRESH_AT_ONCE, REFRESH_MOST = 0.4, 0.6
EVENLY: Final = 0.2
"""What lies between both, for reads and for refreshes."""

LAG_SECONDS: Final = 1.0
"""For how long a call may be on its way: it counts here from when it leaves, and at the vendor from when it arrives."""

ANY: Final = 1_000_000
"""How many calls a gap has room for."""

UNNAMED_SECONDS: Final = 60.0
"""For how long a vendor without windows is believed that tells in its answers how few calls are left of one."""


class Urgency(IntEnum):
    """Who goes first when calls are few."""

    WRITE = 0
    READ = 1
    REFRESH = 2


class Pace:
    """What each urgency must leave of a source's windows.

    Args:
        windows: each as calls allowed and its length in seconds.

    """

    def __init__(self, windows: Sequence[tuple[int, float]]) -> None:
        self.windows: Final = tuple(windows)
        self._calls: Final = tuple(calls for calls, _ in windows)
        self.gaps: Final = tuple(seconds / max(1.0, calls * EVENLY) for calls, seconds in windows)
        """How many seconds lie between two calls that come evenly, for each window."""
        self._unnamed: Final = () if windows else (Limit(ANY, UNNAMED_SECONDS),)
        self.limits: Final = (
            *(Limit(calls, seconds + min(LAG_SECONDS, seconds / 10)) for calls, seconds in windows),
            *(Limit(ANY, gap) for gap in self.gaps),
            *self._unnamed,
        )
        """The windows, each a little longer than the vendor's, and then their gaps."""

    def at_once(self, urgency: Urgency) -> tuple[int, ...]:
        """Give what must be left of each limit by who keeps no gap."""
        return self.evenly(urgency, [False] * len(self._calls))

    def drawn(self, urgency: Urgency, left: Sequence[Left]) -> tuple[bool, ...]:
        """Tell of each window whether what may be used of it at once is used."""
        return tuple(
            calls - one.remaining >= _at_once(calls, urgency) for calls, one in zip(self._calls, left, strict=False)
        )

    def evenly(self, urgency: Urgency, drawn: Sequence[bool]) -> tuple[int, ...]:
        """Give what must be left of each limit by who keeps the gap of the windows that are drawn."""
        return (
            *(
                calls - (_most if is_drawn else _at_once)(calls, urgency)
                for calls, is_drawn in zip(self._calls, drawn, strict=True)
            ),
            *(ANY - 1 if is_drawn else 0 for is_drawn in drawn),
            *(0 for _ in self._unnamed),
        )

    def gap(self, drawn: Sequence[bool]) -> float:
        """Give the longest gap of the windows that are drawn, in seconds; 0.0 where none is."""
        return max((gap for gap, is_drawn in zip(self.gaps, drawn, strict=True) if is_drawn), default=0.0)


def _at_once(calls: int, urgency: Urgency) -> int:
    return _share(calls, urgency, READ_AT_ONCE, REFRESH_AT_ONCE)


def _most(calls: int, urgency: Urgency) -> int:
    return _share(calls, urgency, READ_MOST, REFRESH_MOST)


def _share(calls: int, urgency: Urgency, read: float, refresh: float) -> int:
    if urgency is Urgency.REFRESH:
        return max(1, math.floor(calls * refresh))
    if urgency is Urgency.READ and calls >= FEW:
        return math.ceil(calls * read)
    return calls
