"""What is counted and measured, and shown at /metrics. A label has few values: sources, codes, trusted operations."""

from __future__ import annotations

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics
from prometheus_client.gc_collector import GCCollector
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

from gateway.telemetry.noticed import Noticed
from loaders.witness import WireCall
from schema.types.errors import ErrorCode

SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30)

OPERATION_SECONDS: Final = (0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15)
"""Fewer, as each trusted operation has its own."""


EXPECTED: Final = ("200", "401", "403", "429", "500")
"""Statuses of calls that alerts and people look for first."""


class Metrics:
    """The metrics of one process.

    Args:
        registry: where they are registered; one of their own where none is given.

    """

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        self.registry: Final = registry or _registry()
        here = self.registry
        # Off is a second number beside each, that nobody looks at.
        disable_created_metrics()  # type: ignore[no-untyped-call]  # it has no types
        self._requests: Final = Counter("foyer_requests", "Requests answered.", ["route", "status"], registry=here)
        self._request_seconds: Final = Histogram(
            "foyer_request_seconds", "How long requests took.", ["route"], buckets=SECONDS, registry=here
        )
        self._operations: Final = Counter(
            "foyer_operations",
            "Operations: ok, partial (data and errors), failed (no data), refused (not run), left (nobody waited).",
            ["operation", "outcome"],
            registry=here,
        )
        self._operation_seconds: Final = Histogram(
            "foyer_operation_seconds",
            "How long queries and mutations took.",
            ["operation"],
            buckets=OPERATION_SECONDS,
            registry=here,
        )
        self._events: Final = Counter(
            "foyer_subscription_events",
            "Events of subscriptions, each worked out once for all who hear it.",
            ["operation", "outcome"],
            registry=here,
        )
        self._webhooks: Final = Counter(
            "foyer_webhooks",
            "Vendors' own calls: heard, known (the same again), elsewhere (of a test environment), "
            "refused (401), unread (408, 413), failed (503).",
            ["source", "outcome"],
            registry=here,
        )
        self._errors: Final = Counter("foyer_errors", "Errors in answers, by their code.", ["code"], registry=here)
        self._asks: Final = Counter(
            "foyer_asks",
            "What operations needed of vendors, by how it was had: MISS, JOINED, HIT, STALE.",
            ["source", "cache"],
            registry=here,
        )
        self._vendor_calls: Final = Counter(
            "foyer_vendor_calls",
            "Calls over the wire, by HTTP status or fault; cache is STALE where they renew what is kept, else MISS.",
            ["source", "vendor", "status", "cache"],
            registry=here,
        )
        self._vendor_seconds: Final = Histogram(
            "foyer_vendor_call_seconds",
            "How long calls over the wire took.",
            ["source"],
            buckets=SECONDS,
            registry=here,
        )
        self.running: Final = Gauge(
            "foyer_requests_running", "Requests being answered.", multiprocess_mode="livesum", registry=here
        )
        self.subscriptions: Final = Gauge(
            "foyer_subscriptions", "Subscriptions that are open.", multiprocess_mode="livesum", registry=here
        )
        self.budget_limit: Final = Gauge(
            "foyer_budget_limit",
            "Calls a vendor allows in a window.",
            ["source", "window_seconds"],
            multiprocess_mode="livemin",
            registry=here,
        )
        self.budget_remaining: Final = Gauge(
            "foyer_budget_remaining",
            "Calls that are left in a window; the least any process knows.",
            ["source", "window_seconds"],
            multiprocess_mode="livemin",
            registry=here,
        )
        self.breaker: Final = Gauge(
            "foyer_breaker_state",
            "0: the source is asked. 1: one call is trying. 2: it keeps failing and is left alone.",
            ["source"],
            multiprocess_mode="livemax",
            registry=here,
        )
        self.store_lookups: Final = Counter(
            "foyer_store_lookups", "Values asked of the store: hit or miss.", ["outcome"], registry=here
        )
        self.store_evictions: Final = Counter(
            "foyer_store_evictions", "Values that gave way to others before their time.", registry=here
        )
        self.kept_bytes: Final = Gauge(
            "foyer_kept_bytes",
            "What is kept in memory weighs.",
            ["shelf"],
            multiprocess_mode="livesum",
            registry=here,
        )

        for code in ErrorCode:
            self._errors.labels(code.value)

    def expect(self, source: str, vendor: str) -> None:
        """Show what has not happened yet as 0: what begins with 1 looks to an alert as if it had always been so."""
        for status in EXPECTED:
            self._vendor_calls.labels(source, vendor, status, "MISS")

    def request(self, route: str, status: int, seconds: float | None) -> None:
        """Count a request; how long it took only where that says how long its client had to wait."""
        self._requests.labels(route, status).inc()
        if seconds is not None:
            self._request_seconds.labels(route).observe(seconds)

    def operation(self, one: Noticed) -> None:
        """Count an operation, its errors, and what it needed of vendors."""
        self._operations.labels(one.label, one.outcome).inc()
        if one.seconds is not None and not one.lasting:
            self._operation_seconds.labels(one.label).observe(one.seconds)
        self._took(one)

    def event(self, one: Noticed) -> None:
        """Count an event of a subscription, its errors, and what it needed of vendors."""
        self._events.labels(one.label, one.outcome).inc()
        self._took(one)

    def webhook(self, source: str, outcome: str) -> None:
        """Count a vendor's own call."""
        self._webhooks.labels(source, outcome).inc()

    def error(self, code: str) -> None:
        """Count an error."""
        self._errors.labels(code).inc()

    def vendor_call(self, call: WireCall) -> None:
        """Count a call over the wire."""
        status = call.fault if call.status is None else call.status
        self._vendor_calls.labels(call.source, call.vendor, status, "STALE" if call.renews else "MISS").inc()
        self._vendor_seconds.labels(call.source).observe(call.seconds)

    def _took(self, one: Noticed) -> None:
        for code in one.codes:
            self.error(code)
        for call in one.context.inquiry.calls:
            self._asks.labels(call.source, call.cache).inc()


def _registry() -> CollectorRegistry:
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    GCCollector(registry=registry)
    return registry
