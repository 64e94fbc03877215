"""A whole house for tests: sandbox vendors and the gateway, real HTTP between them and to whoever asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from opentelemetry.trace import Tracer

from gateway.app import make_app
from gateway.assembly import open_sources
from gateway.serve import listening
from gateway.settings import from_table
from gateway.telemetry.telemetry import Telemetry
from loaders.store.face import Store
from loaders.store.memory import MemoryStore
from sandbox.calls import Call
from sandbox.server import Running, start
from schema.build import build_schema

TODAY = dt.date(2026, 6, 15)
"""The day the sandbox's dates surround, so that stories can name days."""

SOURCES: dict[str, dict[str, Any]] = {
    "event_temple": {
        "name": "hotel",
        "time_zone": "America/Toronto",
        "currency": "CAD",
        "venue_name": "Grand Hotel",
    },
    "booking_experts": {
        "name": "park",
        "time_zone": "Europe/Amsterdam",
        "currency": "EUR",
        "administrations": ["1"],
        "venue_names": {"1": "Duinpark"},
        "locales": ["en", "nl"],
    },
    "locaboo": {"name": "hall", "time_zone": "Europe/Berlin", "currency": "EUR"},
    "enviso": {"name": "museum", "time_zone": "Europe/Brussels", "venue_name": "City Museum"},
    "mice_operations": {"name": "banquets", "time_zone": "Europe/Amsterdam", "venue_name": "Banquets by the River"},
}
"""Vendor → what a test's house configures of it."""

DEFAULT = ("event_temple", "booking_experts")
"""The vendors of a house for which none is named."""

SCHEMA = build_schema()


@dataclass(slots=True)
class House:
    """A running house.

    Args:
        url: the gateway's address.
        vendors: source name → its running vendor.
        client: asks the gateway.
        app: the gateway.

    """

    url: str
    vendors: dict[str, Running]
    client: aiohttp.ClientSession
    app: web.Application

    async def ask(
        self, query: str, variables: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """Ask a question and give the whole response."""
        async with self.client.post(
            f"{self.url}/graphql", json={"query": query, "variables": variables or {}}, headers=headers
        ) as response:
            answer: dict[str, Any] = await response.json(content_type=None)
            return answer

    async def data(self, query: str, variables: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Ask a question that must be answered without errors and give its data."""
        answer = await self.ask(query, variables)
        assert "errors" not in answer, answer["errors"]
        data: dict[str, Any] = answer["data"]
        return data

    def calls(self, source: str) -> list[Call]:
        """Give the calls a vendor has had."""
        return self.vendors[source].log

    def forget(self) -> None:
        """Empty the vendors' logs."""
        for vendor in self.vendors.values():
            vendor.log.clear()


@asynccontextmanager
async def house(  # what tests vary, each by name
    *vendors: str,
    size: int = 300,
    hints: bool = True,
    fresh: float = 30,
    stale: float | None = None,
    server: Mapping[str, Any] | None = None,
    source: Mapping[str, Any] | None = None,
    today: dt.date | None = TODAY,
    store: Store | None = None,
    options: Mapping[str, Mapping[str, Any]] | None = None,
    tracer: Tracer | None = None,
) -> AsyncIterator[House]:
    """Run a house.

    Args:
        vendors: which; DEFAULT where none is named.
        size: bookings and events a vendor has.
        hints: whether relations may be asked for along with their owner.
        fresh: for how many seconds what was read counts as fresh.
        stale: for how many seconds after that it may be served; nothing is, where nothing counts as fresh.
        server: what the configuration says of the server.
        source: what it says of every source, beside what SOURCES says.
        today: the day the sandbox's dates surround; None for the true time.
        store: what outlives an operation; without one, the memory of this process.
        options: the sandbox vendors' own, by vendor.
        tracer: what makes spans.

    """
    async with AsyncExitStack() as stack:
        running: dict[str, Running] = {}
        tables = []
        for vendor in vendors or DEFAULT:
            table = {**SOURCES[vendor], **(source or {})}
            one = await start(vendor, size=size, today=today, **(options or {}).get(vendor, {}))
            stack.push_async_callback(one.stop)
            running[table["name"]] = one
            tables.append(
                {
                    "vendor": vendor,
                    "base_url": one.url,
                    "credentials": dict(one.vendor.credentials),
                    "cache": {"fresh": fresh, "stale": (3600 if fresh else 0) if stale is None else stale},
                    **table,
                }
            )
        settings = from_table({"server": {"port": 8000, **(server or {})}, "sources": tables}, Path.cwd(), {})
        kept = store or MemoryStore()
        telemetry = Telemetry(tracer=tracer)
        sources = open_sources(settings, kept, witness=telemetry.vendor_call)
        app = make_app(SCHEMA, sources, settings.server, kept, hints=hints, telemetry=telemetry)
        url = await stack.enter_async_context(listening(app, "127.0.0.1", 0))
        client = await stack.enter_async_context(aiohttp.ClientSession())
        yield House(url, running, client, app)
