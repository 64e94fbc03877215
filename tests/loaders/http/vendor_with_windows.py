"""A vendor that writes down when it is asked, and budgets in front of it; everything in virtual time."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loaders.http.ask import Ask, Reason, Reply
from loaders.http.budget import Budget
from loaders.inquiry import Deadline, Inquiry
from loaders.store.memory import MemoryStore
from tests.virtual_time import VirtualTime

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.store.face import Windows

READ = Ask("GET", "/v3/bookings")
WRITE = Ask("POST", "/v3/periods", reason=Reason.WRITE)
REFRESH = Ask("GET", "/v3/bookings", refresh=True)


@dataclass
class Vendor:
    """The vendor.

    Args:
        headers: what it tells with each answer.
        status: what it answers with.
        seconds: how long it takes.

    """

    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200
    seconds: float = 0.0
    heard: list[tuple[float, Ask]] = field(default_factory=list)
    under_way: int = 0
    most: int = 0

    async def send(self, ask: Ask, _: Inquiry) -> Reply:
        """Answer."""
        self.heard.append((VirtualTime.running().clock(), ask))
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            await asyncio.sleep(self.seconds)
        finally:
            self.under_way -= 1
        return Reply(self.status, self.headers, b"")

    def moments(self, *asks: Ask) -> list[float]:
        """Give when it was asked, of these asks alone where any are given."""
        return [at for at, ask in self.heard if not asks or ask in asks]


def budget(
    windows: Sequence[tuple[int, int]] = ((500, 900), (100, 60)),
    *,
    store: Windows | None = None,
    slots: int = 8,
    key: str = "k",
) -> Budget:
    """Make the budget of a source, of its own unless a store is given."""
    return Budget(
        store or MemoryStore().windows,
        source="park",
        vendor="booking_experts",
        credentials={"api_key": key},
        windows=windows,
        slots=slots,
        now=VirtualTime.running().now,
    )


def operation(seconds: float = 15) -> Inquiry:
    """Make an operation with so many seconds left."""
    return Inquiry(Deadline.after(seconds, VirtualTime.running().clock))


def most_within(moments: Sequence[float], seconds: float) -> int:
    """Give the most calls in any stretch of so many seconds."""
    most, first = 0, 0
    moments = sorted(moments)
    for last, at in enumerate(moments):
        while moments[first] <= at - seconds:
            first += 1
        most = max(most, last - first + 1)
    return most
