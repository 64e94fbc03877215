"""What a vendor's module hands to the server: its name, its credentials, and how to open a desk."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeAlias

from aiohttp import web

Answer: TypeAlias = Callable[[web.BaseRequest], Awaitable[web.Response]]
"""One vendor's whole HTTP surface: any request, whatever its path, gets the vendor's answer."""

Windows: TypeAlias = tuple[tuple[int, float], ...]
"""Moving windows: so many calls in so many seconds."""


@dataclass(frozen=True, slots=True)
class Site:
    """What a vendor's data and behaviour follow from: the same site, the same answers."""

    seed: int
    size: int
    """Bookings, and events, that the vendor has."""
    today: date
    clock: Callable[[], float]
    """Seconds; only differences count."""
    opened: float
    """What the clock showed at the start."""
    began: datetime | None = None
    """The moment of the start; noon of today where a day was chosen rather than lived."""

    def now(self) -> datetime:
        """Give the moment to stamp changes with: that of the start, and as long after as the clock has run."""
        noon = datetime(self.today.year, self.today.month, self.today.day, 12, tzinfo=UTC)
        return (self.began or noon) + timedelta(seconds=self.clock() - self.opened)


@dataclass(frozen=True, slots=True)
class Desk:
    """A vendor, open: its answers and the data behind them."""

    answer: Answer
    data: Any  # every vendor keeps its data in its own shape
    error: Callable[[int], web.Response]
    """The vendor's error document for an HTTP status."""


@dataclass(frozen=True, slots=True)
class Vendor:
    """A vendor of the sandbox."""

    name: str
    credentials: Mapping[str, str]
    """Constants, named as Foyer's configuration names them. They open nothing but the sandbox."""
    open: Callable[..., Desk]
    """Takes a Site and the vendor's own options by keyword."""
    base_path: str = ""
    secret_parameters: frozenset[str] = frozenset()
    """Query parameters that carry credentials."""


@dataclass(slots=True)
class Allowance:
    """Counts calls in moving windows. A refused call does not count."""

    windows: Windows
    clock: Callable[[], float]
    _calls: deque[float] = field(default_factory=deque)

    def take(self) -> int | None:
        """Count a call, or return the whole seconds until the next one is allowed."""
        now = self.clock()
        longest = max((seconds for _, seconds in self.windows), default=0.0)
        while self._calls and self._calls[0] <= now - longest:
            self._calls.popleft()
        wait = 0.0
        for limit, seconds in self.windows:
            inside = [at for at in self._calls if at > now - seconds]
            if len(inside) >= limit:
                wait = max(wait, inside[len(inside) - limit] + seconds - now)
        if wait > 0:
            return math.ceil(wait)
        self._calls.append(now)
        return None

    def left(self, window: int = 0) -> int:
        """Return how many calls one of the windows still allows."""
        limit, seconds = self.windows[window]
        now = self.clock()
        return max(0, limit - sum(at > now - seconds for at in self._calls))
