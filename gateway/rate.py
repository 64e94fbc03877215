"""How fast one caller may ask: a bucket of tokens each, filled steadily, a token a question.

The bounds are far above what people and apps do, since everybody without a token of their own behind one address counts
as one caller. They stop a client that has run wild from taking all of a process.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from gateway.auth import Refused
from schema.types.errors import ErrorCode

PER_SECOND: Final = 2000.0
BURST: Final = 100_000.0
CALLERS: Final = 10_000
"""How many callers are remembered; whoever asked least recently is forgotten first, and begins anew."""


class TooFast(Refused):
    """A caller asks faster than it may. `seconds` is how long to wait, a whole number, 1 at least."""

    def __init__(self, seconds: int) -> None:
        super().__init__(429, ErrorCode.FORBIDDEN, f"You ask too fast: ask again in {seconds} seconds.", seconds)


class Rate:
    """The buckets of all callers of a process.

    Args:
        per_second: how many questions a caller may go on asking in a second.
        burst: how many at once, after a pause.
        callers: how many callers are remembered.
        clock: the seconds in which buckets fill.

    """

    def __init__(
        self,
        per_second: float = PER_SECOND,
        burst: float = BURST,
        callers: int = CALLERS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._per_second: Final = per_second
        self._burst: Final = burst
        self._callers: Final = callers
        self._clock: Final = clock
        self._buckets: Final[OrderedDict[str, tuple[float, float]]] = OrderedDict()

    def take(self, caller: str) -> None:
        """Count a question.

        Raises:
            TooFast: the caller's bucket is empty; the question does not count.

        """
        now = self._clock()
        tokens, at = self._buckets.pop(caller, (self._burst, now))
        tokens = min(self._burst, tokens + (now - at) * self._per_second)
        spent = tokens >= 1
        self._buckets[caller] = (tokens - spent, now)
        if len(self._buckets) > self._callers:
            self._buckets.popitem(last=False)
        if not spent:
            raise TooFast(max(1, math.ceil((1 - tokens) / self._per_second)))
