"""Sandbox vendors and the gateway in one go: what `make run` shows."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, Final

from gateway.app import make_app
from gateway.assembly import open_sources
from gateway.graphiql import page as graphiql
from gateway.serve import listening
from gateway.settings import from_table
from gateway.telemetry.telemetry import Telemetry
from loaders.store.memory import MemoryStore
from sandbox.server import start
from schema.build import build_schema

SOURCES: Final[dict[str, dict[str, Any]]] = {
    "event_temple": {
        "name": "grand-hotel",
        "time_zone": "America/Toronto",
        "currency": "CAD",
        "venue_name": "Grand Hotel",
    },
    "booking_experts": {
        "name": "duinpark",
        "time_zone": "Europe/Amsterdam",
        "currency": "EUR",
        "administrations": ["1"],
        "venue_names": {"1": "Duinpark"},
        "locales": ["nl", "en"],
    },
    "locaboo": {"name": "stadthalle", "time_zone": "Europe/Berlin", "currency": "EUR"},
    "enviso": {"name": "museum", "time_zone": "Europe/Brussels", "venue_name": "Stadsmuseum"},
    "mice_operations": {"name": "banquets", "time_zone": "Europe/Amsterdam", "venue_name": "Zalen aan de Rivier"},
}
"""Vendor → what is configured of its sandbox account."""


@asynccontextmanager
async def demo(host: str, port: int, size: int) -> AsyncIterator[str]:
    """Run the sandbox vendors and the gateway while the block runs; gives what to tell whoever started it."""
    async with AsyncExitStack() as stack:
        tables = []
        for vendor, table in SOURCES.items():
            running = await start(vendor, size=size)
            stack.push_async_callback(running.stop)
            tables.append(
                {
                    "vendor": vendor,
                    "base_url": running.url,
                    "credentials": dict(running.vendor.credentials),
                    **table,
                }
            )
        # Whoever reaches it may ask: there is nothing behind it but simulated people.
        server = {"host": host, "port": port, "allow_anonymous": True}
        settings = from_table({"server": server, "sources": tables}, Path.cwd(), {})
        store = MemoryStore()
        telemetry = Telemetry()
        sources = open_sources(settings, store, witness=telemetry.vendor_call)
        app = make_app(build_schema(), sources, settings.server, store, telemetry=telemetry)
        url = await stack.enter_async_context(listening(app, host, port))
        yield _told(url, [table["name"] for table in tables])


def _told(url: str, names: list[str]) -> str:
    built = "" if graphiql.is_built() else "\nGraphiQL is not built (it needs Node.js): everything else is served.\n"
    return f"""
Foyer answers at {url}/graphql
Simulated vendors behind it: {", ".join(names)}
{built}
Open that address in a browser for GraphiQL, or ask a first question:

  curl -s {url}/graphql -H 'content-type: application/json' -H 'foyer-explain: 1' \\
    -d '{{"query": "{{ bookings(first: 3) {{ nodes {{ reference status customer {{ name }} venue {{ name }} }} }} }}"}}'

Stop with Ctrl-C.
"""
