"""Tells of requests and of calls to vendors: a line of the log, the metrics, a span."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from aiohttp import web
from opentelemetry.trace import Tracer

from gateway.errors import masked
from gateway.telemetry.gauges import Gauges
from gateway.telemetry.logs import TOLD
from gateway.telemetry.metrics import Metrics
from gateway.telemetry.noticed import NOTICED, REFUSED, WEBHOOK, Noticed
from gateway.telemetry.request_id import ID
from gateway.telemetry.traces import Traces
from loaders.witness import WireCall

LOG: Final = logging.getLogger("foyer.request")
VENDOR_LOG: Final = logging.getLogger("foyer.vendor")

SWITCHED: Final = 101
"""The status of a connection that has become a WebSocket."""

QUIET: Final = frozenset({"/livez", "/readyz", "/metrics"})
"""Asked every few seconds by machines: not in the log."""


class Telemetry:
    """What one process tells of itself.

    Args:
        metrics: what it counts; its own where none are given.
        tracer: what makes spans; the one that is configured where none is given.

    """

    def __init__(self, metrics: Metrics | None = None, tracer: Tracer | None = None) -> None:
        self.metrics: Final = metrics or Metrics()
        self.gauges: Final = Gauges(self.metrics)
        self._traces: Final = Traces(tracer)

    def vendor_call(self, call: WireCall) -> None:
        """Tell of a call to a vendor."""
        with _nobody_suffers():
            self._vendor_call(call)

    def request(self, request: web.Request, status: int, seconds: float) -> None:
        """Tell of a request that is answered, and of the operations it held."""
        with _nobody_suffers():
            self._request(request, status, seconds)

    def operation(self, request: web.Request, one: Noticed) -> None:
        """Tell of an operation of a connection that goes on, once it is over."""
        with _nobody_suffers():
            one.over()
            self.metrics.operation(one)
            trace = self._traces.operation(one, request.headers, request[ID])
            self._say("operation", one, trace, route=_route(request))

    def event(self, one: Noticed, hearers: int) -> None:
        """Tell of an event of a subscription, worked out once for all who hear it."""
        with _nobody_suffers():
            self.metrics.event(one)
            self._say("event", one, self._traces.operation(one, {}), hearers=hearers)

    def refused(self, code: str) -> None:
        """Tell of a connection, or an operation of one, that was not even begun."""
        self.metrics.error(code)

    def _say(self, event: str, one: Noticed, trace: str | None, **further: object) -> None:
        if LOG.isEnabledFor(logging.INFO):
            told = {**further, "ms": _ms(one.seconds or 0.0), **_operations([one], [], [trace])}
            LOG.info(event, extra={TOLD: _known(told)})

    def _vendor_call(self, call: WireCall) -> None:
        trace_id = self._traces.vendor_call(call)
        self.metrics.vendor_call(call)
        if VENDOR_LOG.isEnabledFor(logging.INFO):
            told = {
                "source": call.source,
                "method": call.method,
                "path": call.path,
                "status": call.status,
                "fault": call.fault,
                "ms": _ms(call.seconds),
                "cache": "STALE" if call.renews else "MISS",
                "attempt": call.number,
                "reason": call.reason,
                "bytes": call.bytes,
                "trace_id": trace_id,
            }
            VENDOR_LOG.info("vendor call", extra={TOLD: _known(told)})

    def _request(self, request: web.Request, status: int, seconds: float) -> None:
        route = _route(request)
        operations = request[NOTICED]
        lasting = status == SWITCHED or any(one.lasting for one in operations)
        self.metrics.request(route, status, None if lasting else seconds)
        for code in request[REFUSED]:
            self.metrics.error(code)
        source, outcome = request.get(WEBHOOK, (None, None))
        if source is not None and outcome is not None:
            self.metrics.webhook(source, outcome)
        traces = []
        for one in operations:
            if not request[REFUSED]:
                one.over()
            self.metrics.operation(one)
            traces.append(self._traces.operation(one, request.headers, request[ID], status))
        if route not in QUIET and LOG.isEnabledFor(logging.INFO):
            told = {"method": request.method, "route": route, "status": status, "ms": _ms(seconds)}
            told |= _operations(operations, request[REFUSED], traces)
            if source is not None:
                told |= {"source": source, "outcome": outcome}
            LOG.info("request", extra={TOLD: _known(told)})


@contextmanager
def _nobody_suffers() -> Iterator[None]:
    """Keep what goes wrong in telling from what is told of; it is logged like any fault of the gateway."""
    try:
        yield
    except Exception as fault:  # noqa: BLE001  # whatever it is, the answer is good
        masked(fault, None)


def _operations(operations: list[Noticed], refused: list[str], traces: list[str | None]) -> dict[str, Any]:
    """Say what a request held; where it held several operations, the names of all, with commas between."""
    calls = [call for one in operations for call in one.context.inquiry.calls]
    caches = [call.cache for call in calls]
    costs = [one.cost for one in operations if one.cost is not None]
    codes = {code for one in operations for code in one.codes} | set(refused)
    return {
        "operation": _joined([one.name for one in operations]),
        "kind": _joined([one.kind for one in operations]),
        "hash": _joined([one.hash for one in operations]),
        "outcome": _joined([one.outcome for one in operations]),
        "events": sum(one.events for one in operations) or None,
        "cost": sum(costs) if costs else None,
        "vendor_calls": caches.count("MISS") if operations else None,
        "joined": caches.count("JOINED") if operations else None,
        "cache_hits": caches.count("HIT") + caches.count("STALE") if operations else None,
        "codes": sorted(codes) or None,
        "caller": next((_shown(one.context.caller) for one in operations), None),
        "trace_id": _joined(traces),
    }


def _shown(caller: str) -> str | None:
    """Call a caller by a name of the configuration; whom an identity provider knows is a person, and is not named."""
    return "jwt" if caller.startswith("jwt:") else caller or None


def _joined(words: list[str | None]) -> str | None:
    return ",".join(word or "" for word in words) if any(words) else None


def _known(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value is not None}


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


def _route(request: web.Request) -> str:
    """Give the route's own pattern, as what clients write in a path may be anything."""
    resource = request.match_info.route.resource
    return "none" if resource is None else resource.canonical
