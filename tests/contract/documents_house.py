"""A gateway in front of the vendors' documents: each documented path is answered with the document's own example."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import aiohttp
from aiohttp import web

from gateway.app import make_app
from gateway.assembly import open_sources
from gateway.serve import listening
from gateway.settings import from_table
from loaders.store.memory import MemoryStore
from sandbox.enviso.desk import CREDENTIALS as ENVISO_CREDENTIALS
from tests.house import SCHEMA, SOURCES

DOCUMENTS: Final = Path(__file__).parent / "documents"

NOW: Final = dt.datetime(2023, 10, 11, 10, 0, tzinfo=dt.UTC)
"""When all questions are asked: on a day of Locaboo's bookings [002:137]."""

SINGLES: Final = {
    "administration_amenities": "administration_amenity",
    "agenda_periods": "agenda_period",
    "agreements": "agreement",
    "bookings": "booking",
    "categories": "category",
}
"""A list of Booking Experts → the example of its only row alone, which is what it holds where an id is asked for."""

_LOCABOO: Final = (
    "resource_list",
    "booking_list",
    "availability",
    "profile",
    "customer_list",
    "inventory_list",
    "service_list",
    "invoice_list",
    "event_list",
)
_TASKS: Final = ("3fa85f64-5717-4562-b3fc-2c963f66afa6", "497f6eca-6276-4993-bfeb-53cbbbba6f08")
"""The id that the example of a task has, and the one that its request asks for [003:80-84]."""

PATHS: Final[dict[str, dict[str, str]]] = {
    "event_temple": {f"/v2/{name}": name for name in ("activities", "bookings", "events", "revenue_categories")},
    "locaboo": {
        **{f"/api/v2/{name}": name for name in _LOCABOO},
        "/api/v2/resource/51": "resource",
        "/api/v2/booking/312842": "booking",
        "/api/v2/event_details/1": "event_details",
    },
    "enviso": {
        "/authenticationapi/v1/login": "login",
        "/bookingapi/v1/bookings/0": "booking",
        **{f"/bookingapi/v1/tasks/{task}": "task" for task in _TASKS},
    },
    "booking_experts": {f"/v3/administrations/1/{name}": name for name in SINGLES},
    "mice_operations": {},
}
"""Vendor → path → the file of `documents/<vendor>` that answers it."""

CREDENTIALS: Final[dict[str, dict[str, str]]] = {
    "event_temple": {"org": "documents-org", "api_key": "documents-key"},
    "locaboo": {"api_secret_key": "documents-secret"},
    "enviso": dict(ENVISO_CREDENTIALS),
    "booking_experts": {"api_key": "documents-key"},
    "mice_operations": {"api_key": "documents-key"},
}
FURTHER: Final[dict[str, dict[str, Any]]] = {
    "locaboo": {"window": {"past_days": 1000, "future_days": 30}},
}
"""Vendor → what its source is configured with beside what SOURCES says."""


@dataclass(slots=True)
class Reader:
    """Whoever asks the graph about one vendor's document.

    Args:
        client: asks the gateway.
        url: the gateway's address.
        calls: what the vendor was asked, by method and path.

    """

    client: aiohttp.ClientSession
    url: str
    calls: list[str] = field(default_factory=list)

    async def ask(self, query: str, variables: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Ask a question and give the whole response."""
        sent = {"query": query, "variables": dict(variables or {})}
        async with self.client.post(f"{self.url}/graphql", json=sent) as response:
            answer: dict[str, Any] = await response.json(content_type=None)
            answer.pop("extensions", None)  # what it cost
            return answer


@asynccontextmanager
async def reading(
    vendor: str,
    replaced: Mapping[str, str] | None = None,
    refusal: tuple[int, str] | None = None,
    further: Mapping[str, Any] | None = None,
) -> AsyncIterator[Reader]:
    """Run a gateway whose only vendor answers with its document.

    Args:
        vendor: which.
        replaced: a file → the one that is served in its place.
        refusal: the status and the file with which every path but a login is answered instead.
        further: what else is configured of the source.

    """
    calls: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        calls.append(f"{request.method} {request.path}")
        name = PATHS[vendor].get(request.path)
        if name is None:
            return web.Response(status=404)
        status = 200
        if refusal is not None and name != "login":
            status, name = refusal
        name = (replaced or {}).get(name, name)
        body = (DOCUMENTS / vendor / f"{name}.json").read_bytes()
        if "filter[id]" in request.query and name in SINGLES:
            body = json.dumps({"data": [told(vendor, SINGLES[name])["data"]]}).encode()
        return web.Response(status=status, body=body, content_type="application/json")

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    async with listening(app, "127.0.0.1", 0) as url:
        table = {
            "vendor": vendor,
            "base_url": f"{url}/bookingapi" if vendor == "enviso" else url,
            "credentials": CREDENTIALS[vendor],
            **SOURCES[vendor],
            **FURTHER.get(vendor, {}),
            **(further or {}),
        }
        settings = from_table({"server": {"port": 8000}, "sources": [table]}, Path.cwd(), {})
        gateway = make_app(SCHEMA, open_sources(settings, now=lambda: NOW), settings.server, MemoryStore())
        async with listening(gateway, "127.0.0.1", 0) as at, aiohttp.ClientSession() as client:
            yield Reader(client, at, calls)


def told(vendor: str, name: str) -> Any:
    """Read a file of a vendor's document."""
    return json.loads((DOCUMENTS / vendor / f"{name}.json").read_text("utf-8"))
