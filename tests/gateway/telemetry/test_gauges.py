"""What the metrics look up of sources and the store, over reloads and while the store is away."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from prometheus_client import generate_latest

from gateway.assembly import close_sources, open_sources
from gateway.settings import from_table
from gateway.telemetry.gauges import Gauges
from gateway.telemetry.metrics import Metrics
from loaders.errors import StoreDown
from loaders.health import Gate, RateWindow
from loaders.store.memory import MemoryStore
from tests.gateway.telemetry.told import samples

SOURCE = {
    "name": "park",
    "vendor": "booking_experts",
    "base_url": "http://127.0.0.1:1",
    "time_zone": "Europe/Amsterdam",
    "administrations": ["1"],
    "credentials": {"api_key": "key"},
}


async def test_a_source_that_a_reload_took_away_is_no_alarm() -> None:
    """While it is left alone its breaker is 2; once it is configured no more, 0."""
    metrics, store = Metrics(), MemoryStore()
    gauges = Gauges(metrics)
    sources = open_sources(from_table({"sources": [SOURCE]}, Path.cwd(), {}), store)
    sources["park"].health.gate = lambda: Gate.OPEN
    await gauges.look(sources, store)
    assert samples(generate_latest(metrics.registry).decode())["foyer_breaker_state"] == {("park",): 2}
    await gauges.look({}, store)
    assert samples(generate_latest(metrics.registry).decode())["foyer_breaker_state"] == {("park",): 0}
    await close_sources(sources)


async def test_while_the_store_is_away_the_rest_is_shown() -> None:
    """Windows that cannot be read stay as they were seen last, and spoil nothing."""
    metrics, store = Metrics(), MemoryStore()
    gauges = Gauges(metrics)
    sources = open_sources(from_table({"sources": [SOURCE]}, Path.cwd(), {}), store)
    await gauges.look(sources, store)
    before = samples(generate_latest(metrics.registry).decode())

    async def away() -> Sequence[RateWindow]:
        raise StoreDown("the store is away")

    sources["park"].health.windows = away
    await gauges.look(sources, store)
    after = samples(generate_latest(metrics.registry).decode())
    assert before["foyer_budget_remaining"]
    assert after["foyer_budget_remaining"] == before["foyer_budget_remaining"]
    await close_sources(sources)


async def test_what_the_store_has_counted_is_counted_once() -> None:
    """However often one looks, a hit is a hit, a miss a miss; a store that begins anew counts on."""
    metrics = Metrics()
    gauges = Gauges(metrics)
    for _ in range(2):
        store = MemoryStore()
        await store.values.put("a", b"1234", 0.0, 60.0)
        for name in ("a", "a", "b"):
            await store.values.get(name, 1.0)
        for _ in range(3):
            await gauges.look({}, store)
        weight = store.values.counts.bytes
    found = samples(generate_latest(metrics.registry).decode())
    assert found["foyer_store_lookups_total"] == {("hit",): 4, ("miss",): 2}
    assert found["foyer_kept_bytes"] == {("store",): weight, ("readings",): 0}
