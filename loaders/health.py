"""How a source has answered lately, and what is left of the windows its vendor allows calls in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from loaders.errors import FoyerError


@dataclass(frozen=True, slots=True)
class RateWindow:
    """A moving window a vendor imposes and what is left of it; times in seconds and as a moment."""

    limit: int
    remaining: int
    window_seconds: int
    resets_at: dt.datetime | None


class Gate(Enum):
    """Whether a source is asked."""

    CLOSED = "CLOSED"
    """It is asked."""
    HALF_OPEN = "HALF_OPEN"
    """It kept failing; one call is on its way to see whether it still does."""
    OPEN = "OPEN"
    """It kept failing and is left alone."""


async def no_windows() -> Sequence[RateWindow]:
    """Tell of no window."""
    return ()


@dataclass(slots=True)
class Health:
    """How a source has answered lately. Moments are UTC."""

    last_success_at: dt.datetime | None = None
    last_failure_at: dt.datetime | None = None
    last_failure: FoyerError | None = None
    not_renewed: FoyerError | None = None
    """Why something kept could not be renewed last; None once it could."""
    windows: Callable[[], Awaitable[Sequence[RateWindow]]] = no_windows
    gate: Callable[[], Gate] = lambda: Gate.CLOSED
