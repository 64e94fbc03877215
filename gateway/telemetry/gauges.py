"""What is looked up, rather than counted as it happens: windows, breakers, the store."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from gateway.telemetry.metrics import Metrics
from loaders.errors import FoyerError
from loaders.health import Gate
from loaders.port import Source
from loaders.store.face import Counts, Store

EVERY_SECONDS: Final = 10.0
"""How often each process looks, as whichever is asked for the metrics answers for all."""

PATIENCE_SECONDS: Final = 2.0

STATES: Final = {Gate.CLOSED: 0, Gate.HALF_OPEN: 1, Gate.OPEN: 2}


class Gauges:
    """Looks things up for the metrics of one process.

    Args:
        metrics: where they are shown.

    """

    def __init__(self, metrics: Metrics) -> None:
        self._metrics: Final = metrics
        self._store: Store | None = None
        self._counted = Counts()
        self._named: set[str] = set()

    async def look(self, sources: Mapping[str, Source], store: Store) -> None:
        """Look once."""
        for gone in self._named - set(sources):
            self._metrics.breaker.labels(gone).set(0)
        self._named |= set(sources)
        for source in sources.values():
            self._metrics.expect(source.name, source.vendor)
            self._metrics.breaker.labels(source.name).set(STATES[source.health.gate()])
        self._look_at(store)
        self._weigh(sources)
        await asyncio.gather(*(self._windows(source) for source in sources.values()))

    async def look_again(self, sources: Mapping[str, Source], store: Store) -> None:
        """Look for as long as the task lives."""
        while True:
            await self.look(sources, store)
            await asyncio.sleep(EVERY_SECONDS)

    async def _windows(self, source: Source) -> None:
        """Look at a source's windows; where the store is away, what was seen last stays."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                windows = await source.health.windows()
        except (FoyerError, TimeoutError):
            return
        for window in windows:
            self._metrics.budget_limit.labels(source.name, window.window_seconds).set(window.limit)
            self._metrics.budget_remaining.labels(source.name, window.window_seconds).set(window.remaining)

    def _weigh(self, sources: Mapping[str, Source]) -> None:
        """Show what is kept of the sources; they may share one larder."""
        larders = {id(keep.larder): keep.larder for source in sources.values() if (keep := source.keep) is not None}
        self._metrics.kept_bytes.labels("readings").set(sum(larder.weight for larder in larders.values()))

    def _look_at(self, store: Store) -> None:
        now = store.values.counts
        before = self._counted if store is self._store else Counts()
        self._metrics.store_lookups.labels("hit").inc(now.hits - before.hits)
        self._metrics.store_lookups.labels("miss").inc(now.misses - before.misses)
        self._metrics.store_evictions.inc(now.evictions - before.evictions)
        self._metrics.kept_bytes.labels("store").set(now.bytes)
        self._store, self._counted = store, replace(now)
