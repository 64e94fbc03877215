"""`/metrics`, in the format of Prometheus or OpenMetrics, as asked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import hdrs, web
from prometheus_client.exposition import choose_encoder

from gateway.telemetry.gauges import Gauges
from gateway.telemetry.metrics import Metrics
from gateway.telemetry.workers import of_all
from loaders.port import Source
from loaders.store.face import Store


def page(
    metrics: Metrics, gauges: Gauges, sources: Mapping[str, Source], store: Store
) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Make the page."""

    async def show(request: web.Request) -> web.Response:
        await gauges.look(sources, store)
        encode, content_type = choose_encoder(request.headers.get(hdrs.ACCEPT, ""))
        return web.Response(body=encode(of_all(metrics.registry)), headers={hdrs.CONTENT_TYPE: content_type})

    return show
