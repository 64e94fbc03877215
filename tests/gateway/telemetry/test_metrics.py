"""What /metrics shows after questions were asked, and how few values its labels have."""

from __future__ import annotations

import json
import os
import signal
import socket
from pathlib import Path
from typing import Any

import aiohttp

from sandbox.server import start
from tests.gateway.telemetry.told import metrics, samples
from tests.house import house
from tests.serving import KEYS, config, serving

BOOKINGS = "query Arrivals { bookings(first: 2) { nodes { reference } } }"


async def test_operations_are_counted_by_trusted_names_only(tmp_path: Path) -> None:
    """A trusted document has its own label; whatever else clients ask, under any name, is `other`."""
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps({"abc": BOOKINGS, "nameless": "{ sources { id } }"}))
    async with house("booking_experts", size=20, server={"documents": str(manifest)}) as running:
        for body in ({"documentId": "abc"}, {"documentId": "nameless"}, {"query": BOOKINGS}):
            async with running.client.post(f"{running.url}/graphql", json=body) as response:
                assert "errors" not in await response.json()
        for number in range(20):
            await running.ask(f"query Made{number} {{ sources {{ name }} }}")
        found = await metrics(running)
    assert found["foyer_operations_total"] == {("Arrivals", "ok"): 2, ("unnamed", "ok"): 1, ("other", "ok"): 20}
    assert found["foyer_operation_seconds_count"] == {("Arrivals",): 2, ("unnamed",): 1, ("other",): 20}


async def test_errors_are_counted_by_code_and_operations_by_outcome() -> None:
    """Refused before anything ran, failed without data, with a part missing: each told apart."""
    async with house("booking_experts", size=20, fresh=0) as running:
        await running.ask("{ nope }")
        await running.ask("{ bookings(first: 0) { nodes { id } } }")
        async with running.client.post(f"{running.url}/graphql", data=b"{", headers={"Content-Type": "text/plain"}):
            pass
        running.vendors["park"].faults.add("status", status=403)
        await running.ask('{ sources { name } bookingByVendorId(source: "park", vendorId: "1") { id } }')
        found = await metrics(running)
    outcomes = found["foyer_operations_total"]
    assert (outcomes["other", "refused"], outcomes["other", "failed"], outcomes["other", "partial"]) == (2, 1, 1)
    counted = {code: count for (code,), count in found["foyer_errors_total"].items() if count}
    assert counted == {"BAD_USER_INPUT": 3, "VENDOR_REFUSED_CREDENTIALS": 1}
    assert found["foyer_requests_total"]["/graphql", "415"] == 1
    assert found["foyer_requests_running"] == {(): 1}


async def test_vendor_calls_and_how_they_were_spared() -> None:
    """Calls by status, what operations needed by how it was had, and what is left of the windows."""
    async with house("booking_experts", size=20) as running:
        for _ in range(3):
            await running.data("{ bookings(first: 2, orderBy: { field: REFERENCE }) { nodes { reference } } }")
        good = len(running.calls("park"))
        running.vendors["park"].faults.add("status", status=500)
        await running.ask('{ bookingByVendorId(source: "park", vendorId: "99999") { id } }')
        found = await metrics(running)
        made = len(running.calls("park"))
    calls = found["foyer_vendor_calls_total"]
    labels = {"ok": ("MISS", "park", "200", "booking_experts"), "failed": ("MISS", "park", "500", "booking_experts")}
    assert calls[labels["ok"]] == good
    assert calls[labels["failed"]] == made - good > 1
    assert found["foyer_vendor_call_seconds_count"] == {("park",): made}
    assert found["foyer_asks_total"] == {("MISS", "park"): good + 1, ("HIT", "park"): 3}
    assert found["foyer_breaker_state"] == {("park",): 0}
    left, limit = found["foyer_budget_remaining"], found["foyer_budget_limit"]
    assert left.keys() == limit.keys()
    assert all(limit[window] - left[window] == made for window in limit)


async def test_a_source_that_is_left_alone_shows() -> None:
    """An open breaker is 2, and a refusal by it is no call."""
    async with house("booking_experts", size=20, fresh=0) as running:
        running.vendors["park"].faults.add("status", status=500)
        for _ in range(4):
            await running.ask(BOOKINGS)
        found = await metrics(running)
        assert found["foyer_breaker_state"] == {("park",): 2}
        assert sum(found["foyer_vendor_calls_total"].values()) == len(running.calls("park"))


async def test_open_metrics_are_spoken_to_those_who_ask() -> None:
    """Prometheus asks for OpenMetrics; people get plain text."""
    async with house("booking_experts", size=20) as running:
        headers = {"Accept": "application/openmetrics-text;version=1.0.0,text/plain;q=0.5"}
        async with running.client.get(f"{running.url}/metrics", headers=headers) as response:
            assert response.content_type == "application/openmetrics-text"
            assert (await response.text()).endswith("# EOF\n")
        async with running.client.get(f"{running.url}/metrics") as response:
            assert response.content_type == "text/plain"


async def test_nothing_in_the_metrics_was_asked() -> None:
    """No id, no argument, no path of a client's stands in a label."""
    async with house("booking_experts", size=20) as running:
        await running.ask('query Seltsam { bookings(filter: { search: "Zacharias" }) { nodes { id } } }')
        async with running.client.get(f"{running.url}/Zacharias?Seltsam=1"):
            pass
        async with running.client.get(f"{running.url}/metrics") as response:
            text = await response.text()
    assert "Zacharias" not in text
    assert "Seltsam" not in text
    assert 'route="none"' in text


async def test_workers_count_together(tmp_path: Path) -> None:
    """Whichever worker is asked shows what all have counted, those that ended included; the folder goes at the end."""
    async with await start("event_temple", size=20) as hotel:
        path = tmp_path / "foyer.toml"
        port = free_port()
        path.write_text(config(hotel.url, server=f"workers = 2\nport = {port}"))
        async with serving(path, {**KEYS, "TMPDIR": str(tmp_path)}) as foyer:
            for _ in range(30):  # a connection each, so that both are asked
                async with aiohttp.ClientSession() as client:
                    await foyer.names(client)
            before = await _operations(foyer.url)
            assert before == 30
            (folder,) = tmp_path.glob("foyer-metrics-*")
            some = next(iter(foyer.workers()))
            os.kill(some, signal.SIGKILL)
            await foyer.err.until("another takes its place")
            async with aiohttp.ClientSession() as client:
                await foyer.names(client)
            assert await _operations(foyer.url) == 31
            assert not list(folder.glob(f"gauge_live*_{some}.db"))
            foyer.process.terminate()
            status, _, _ = await foyer.ended()
        assert status == 0
        assert not folder.exists()


def free_port() -> int:
    """Find a port that nobody has."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


async def _operations(url: str) -> float:
    async with aiohttp.ClientSession() as client, client.get(f"{url}/metrics") as response:
        found: dict[str, Any] = samples(await response.text())
    return sum(found["foyer_operations_total"].values())
