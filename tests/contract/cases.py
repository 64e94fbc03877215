"""How each vendor of the roster is tried: what its source is opened with, and one read that must reach the vendor."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from loaders import vendors
from loaders.errors import FoyerError
from loaders.inquiry import Deadline, Inquiry, Selection
from loaders.port import Listing, Options, Source
from loaders.records import BOOKING, Record
from sandbox.server import Running, start

TODAY = dt.date(2026, 6, 15)
READ = Selection(
    {
        "booking": frozenset(("reference", "status", "created_at", "customer", "details")),
        "event": frozenset(("name", "status", "period", "space", "booking", "details")),
        "customer": frozenset(("name", "email")),
        "space": frozenset(("name",)),
    },
    {"booking": {"customer": {}, "details": {}}, "event": {"space": {}, "booking": {"customer": {}}, "details": {}}},
)

Outcome = tuple[list[Record], list[FoyerError]]


@dataclass(frozen=True)
class Case:
    """One vendor's try.

    Args:
        zone: the zone of its venues.
        further: the vendor's further keys.
        read: reads something, giving the records and the faults in their slots.
        silent: the vendor cannot be read at all.
        path: what the paths of that read hold, where the vendor has others, such as a login.

    """

    zone: str
    further: Mapping[str, Any] = field(default_factory=dict)
    read: Callable[[Source, Inquiry], Awaitable[Outcome]] | None = None
    silent: bool = False
    path: str = ""


async def _listed(source: Source, inquiry: Inquiry) -> Outcome:
    """Read the first bookings."""
    listing = Listing(BOOKING)
    try:
        page = await source.page(listing, None, 20, inquiry)
        rows = page.rows if page is not None else (await source.gather(listing, inquiry)).rows
    except FoyerError as fault:
        return [], [fault]
    return list(rows)[:20], []


async def _looked_up(source: Source, inquiry: Inquiry) -> Outcome:
    """Look bookings up that the sandbox is known to have."""
    found = await source.get(BOOKING, KNOWN[source.vendor], inquiry)
    slots = [found.slots.get(one) for one in KNOWN[source.vendor]]
    return [one for one in slots if one is not None and not isinstance(one, FoyerError)], [
        one for one in slots if isinstance(one, FoyerError)
    ]


KNOWN: dict[str, list[str]] = {"enviso": [str(700_000 + number) for number in range(1, 6)]}
CASES = {
    "event_temple": Case("America/Toronto", read=_listed),
    "booking_experts": Case(
        "Europe/Amsterdam", {"administrations": ["1"], "venue_names": {}, "locales": ["en", "nl"]}, _listed
    ),
    "locaboo": Case("Europe/Berlin", {"window": {"past_days": 400, "future_days": 800}}, _listed),
    "enviso": Case("Europe/Brussels", {"z_is_local": False}, _looked_up, path="/bookings/"),
    "mice_operations": Case("Europe/Amsterdam", silent=True),
}


@asynccontextmanager
async def opened(vendor: str, *, patience: float = 5.0, **credentials: str) -> AsyncIterator[tuple[Source, Running]]:
    """Open a source at a vendor's sandbox; `credentials` replace the right ones."""
    async with await start(vendor, size=60, today=TODAY) as running:
        case = CASES[vendor]
        source = vendors.vendor(vendor).open(
            Options(
                name="tried",
                base_url=running.url,
                zone=ZoneInfo(case.zone),
                credentials={**running.vendor.credentials, **credentials},
                currency="EUR",
                venue_name="Tried",
                timeout_seconds=patience,
                further=case.further,
            )
        )
        try:
            yield source, running
        finally:
            await source.close()


def inquiry(*, hints: bool = True) -> Inquiry:
    """Open an operation that reads what READ says."""
    return Inquiry(Deadline.after(20), READ, hints=hints)
