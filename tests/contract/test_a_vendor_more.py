"""A vendor more is a folder and a word in the roster: nothing else in the house knows of it."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from gateway.app import make_app
from gateway.serve import listening
from gateway.settings import Server
from loaders import vendors
from loaders.port import Options
from loaders.store.memory import MemoryStore
from sandbox.server import start
from tests.house import SCHEMA, TODAY

QUESTION = """
{
  venues { nodes { name source { name vendor __typename } } }
  bookings(
    first: 100, orderBy: { field: STARTS_AT }
    filter: { overlaps: { from: "2026-06-15T00:00:00+02:00", to: "2026-06-16T00:00:00+02:00" } }
  ) { nodes { reference source { name } period { startDate } } sources { source { name } status } }
}
"""


async def test_a_vendor_more_is_in_the_merged_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its venues and bookings are in the graph's lists, in the one order, beside those of the others."""
    monkeypatch.setattr(vendors, "__path__", [*vendors.__path__, str(Path(__file__).parent / "added")])
    monkeypatch.setattr(vendors, "ROSTER", (*vendors.ROSTER, "waldhof"))
    async with await start("event_temple", today=TODAY) as running:
        sources = {
            name: vendors.vendor(vendor).open(
                Options(
                    name=name, base_url=running.url, zone=ZoneInfo("Europe/Berlin"), credentials=keys, currency="EUR"
                )
            )
            for name, vendor, keys in (
                ("hotel", "event_temple", running.vendor.credentials),
                ("forest", "waldhof", {}),
            )
        }
        app = make_app(SCHEMA, sources, Server(), MemoryStore())
        async with (
            listening(app, "127.0.0.1", 0) as url,
            aiohttp.ClientSession() as client,
            client.post(f"{url}/graphql", json={"query": QUESTION}) as response,
        ):
            answer = await response.json(content_type=None)
    assert "errors" not in answer
    venues = {row["name"]: row["source"] for row in answer["data"]["venues"]["nodes"]}
    assert venues["Waldhof"] == {"name": "forest", "vendor": "OTHER", "__typename": "OtherSource"}
    found = answer["data"]["bookings"]
    assert {row["source"]["name"] for row in found["nodes"]} == {"hotel", "forest"}
    assert "W-14" in {row["reference"] for row in found["nodes"]}
    assert "W-20" not in {row["reference"] for row in found["nodes"]}
    assert [report["status"] for report in found["sources"]] == ["COMPLETE", "COMPLETE"]
    starts = [row["period"]["startDate"] for row in found["nodes"]]
    assert starts == sorted(starts)
