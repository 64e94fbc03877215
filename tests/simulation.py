"""A quarter of an hour at a holiday park: many phones, the real gateway's rooms, the sandbox with its throttling on.

Time is virtual (`tests/virtual_time.py`), everything else is real: HTTP to the vendor, windows, waits, refreshes.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gateway.assembly import close_sources, open_sources
from gateway.settings import from_table
from loaders.batch import Loaders
from loaders.inquiry import Deadline, Inquiry
from loaders.port import Source
from loaders.records import BOOKING, VENUE, Ref
from loaders.store.face import Store
from sandbox.server import Running, start
from schema.build import build_schema
from schema.context import Context
from tests.virtual_time import NOON, VirtualTime

EVERY = 30.0
"""How many seconds apart a phone opens its three screens."""

BOOKINGS = 300
"""How many bookings the vendor has, over both administrations."""

SCREENS = {
    "the day's bookings": """
      query ($venue: ID!, $from: DateTime!, $to: DateTime!) {
        bookings(first: 50, orderBy: { field: STARTS_AT }
                 filter: { venues: [$venue], overlaps: { from: $from, to: $to } }) {
          nodes { id reference status period { startDate endDate } fetchedAt
                  allocations { space { name } } }
          sources { status asOf error { code } }
        }
      }""",
    "one booking": """
      query ($booking: ID!) {
        booking(id: $booking) { reference status fetchedAt customer { name email }
          allocations { period { startDate endDate } space { name } } }
      }""",
    "the venue's spaces": """
      query ($venue: ID!, $from: DateTime!, $to: DateTime!) {
        venue(id: $venue) { name
          spaces(first: 25) {
            nodes { name availability(between: { from: $from, to: $to }, limit: 5) { slots { from } } }
            sources { status asOf } } }
      }""",
}

SCHEMA = build_schema()


@dataclass
class Told:
    """What happened.

    Args:
        answers: how many screens were opened.
        errors: error codes, counted; those of sources in lists, too.
        ages: how old rows were when they were shown, in seconds.
        calls: when the vendor was called, in seconds.
        throttled: how often it answered 429.

    """

    answers: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    ages: list[float] = field(default_factory=list)
    calls: list[float] = field(default_factory=list)
    throttled: int = 0

    def most_in(self, seconds: float) -> int:
        """Give the most calls that fell into any stretch of so many seconds."""
        most = first = 0
        for last, at in enumerate(self.calls):
            while self.calls[first] <= at - seconds:
                first += 1
            most = max(most, last - first + 1)
        return most

    def age(self, share: float) -> float:
        """Give the age that a share of all rows shown was below."""
        ordered = sorted(self.ages)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    def table(self) -> str:
        """Write it down."""
        shares = (0.5, 0.9, 0.99, 1.0)
        ages = ", ".join(f"{share:.0%} below {self.age(share):.0f} s" for share in shares)
        return (
            f"{self.answers} screens, {len(self.calls)} vendor calls, at most {self.most_in(900)} in 15 min and "
            f"{self.most_in(60)} in 1 min, {self.throttled} times 429, errors: {dict(self.errors) or 'none'}; "
            f"rows: {ages}"
        )


async def simulate(*, phones: int, minutes: float, stores: Sequence[Store], seed: int = 1) -> Told:
    """Let phones open their screens for some minutes, spread over processes that each have one of the stores.

    Args:
        phones: how many.
        minutes: for how long.
        stores: one a process.
        seed: of what is left to chance.

    """
    time, told = VirtualTime.running(), Told()
    vendor = await start("booking_experts", size=BOOKINGS, today=NOON.date(), clock=time.clock)
    processes = [_sources(vendor, store, time) for store in stores]
    try:
        bookings = _zipf(random.Random(seed))  # noqa: S311  # no secret depends on it
        async with asyncio.TaskGroup() as group:
            for number in range(phones):
                chance = random.Random(seed * 1000 + number)  # noqa: S311  # the same
                group.create_task(_phone(processes[number % len(processes)], bookings, chance, minutes, told))
    finally:
        for sources in processes:
            await close_sources(sources)
        await vendor.stop()
    told.calls = [call.at for call in vendor.log]
    told.throttled = sum(call.status == 429 for call in vendor.log)
    return told


def _sources(vendor: Running, store: Store, time: VirtualTime) -> dict[str, Source]:
    table = {
        "vendor": "booking_experts",
        "name": "park",
        "base_url": vendor.url,
        "time_zone": "Europe/Amsterdam",
        "currency": "EUR",
        "credentials": dict(vendor.vendor.credentials),
        "administrations": ["1", "2"],
    }
    settings = from_table({"sources": [table]}, Path.cwd(), {})
    return open_sources(settings, store, clock=time.clock, now=time.now)


def _zipf(chance: random.Random) -> list[str]:
    """Give bookings to choose from, each as often as it is popular."""
    keys = [str(key) for key in range(1, BOOKINGS + 1)]
    chance.shuffle(keys)
    return chance.choices(keys, weights=[1 / rank for rank in range(1, BOOKINGS + 1)], k=20_000)


async def _phone(
    sources: dict[str, Source], bookings: list[str], chance: random.Random, minutes: float, told: Told
) -> None:
    time = VirtualTime.running()
    await asyncio.sleep(chance.random() * EVERY)
    day = {"from": f"{NOON.date()}T00:00:00+02:00", "to": f"{NOON.date() + dt.timedelta(days=1)}T00:00:00+02:00"}
    while time.clock() < minutes * 60:
        venue = Ref(VENUE, "park", chance.choice(("1", "2"))).encode()
        booking = Ref(BOOKING, "park", chance.choice(bookings)).encode()
        for name, variables in (
            ("the day's bookings", {"venue": venue, **day}),
            ("one booking", {"booking": booking}),
            ("the venue's spaces", {"venue": venue, **day}),
        ):
            await _open(SCREENS[name], variables, sources, told)
        await asyncio.sleep(EVERY)


async def _open(screen: str, variables: dict[str, Any], sources: dict[str, Source], told: Told) -> None:
    time = VirtualTime.running()
    inquiry = Inquiry(Deadline.after(15, time.clock))
    context = Context(sources, inquiry, Loaders(sources, inquiry), now=time.now)
    try:
        result = await SCHEMA.execute(screen, variable_values=variables, context_value=context)
    finally:
        context.close()
    told.answers += 1
    for error in [*(result.errors or ()), *context.faults]:
        told.errors[f"{type(getattr(error, 'original_error', None)).__name__}: {error.message[:90]}"] += 1
    _look(result.data, time.now(), told)


def _look(value: Any, now: dt.datetime, told: Told) -> None:
    if isinstance(value, list):
        for one in value:
            _look(one, now, told)
    elif isinstance(value, dict):
        if "fetchedAt" in value:
            told.ages.append((now - dt.datetime.fromisoformat(value["fetchedAt"])).total_seconds())
        if value.get("status") == "FAILED":
            told.errors["FAILED"] += 1
        for one in value.values():
            _look(one, now, told)
