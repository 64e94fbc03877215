"""Traces: a span for each operation and one for each call to a vendor, which the operations it served link to.

A call belongs to no operation: several may share it, and it may outlive them. So it begins a trace of its own. A span
holds names, numbers and codes: no document, no variable, no header, no query of an address.

The API of OpenTelemetry is always there and does nothing by itself. Spans are collected and sent where the usual
variables say where to: `OTEL_EXPORTER_OTLP_ENDPOINT` or `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT`.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping
from typing import Final

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import Link, SpanContext, SpanKind, Status, StatusCode, Tracer
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from gateway.telemetry.noticed import Noticed
from loaders.inquiry import Call
from loaders.witness import WireCall

LOG: Final = logging.getLogger("foyer.traces")

ENDPOINTS: Final = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")

CLOSE_SECONDS: Final = 2.0
"""How long a process that ends waits for its last spans to be taken."""

_SHARED: Final = frozenset({"MISS", "JOINED"})
"""How a call was had that an operation waited for; what was kept was called for by another."""


class Traces:
    """Makes spans.

    Args:
        tracer: what they are made with; the one that is configured, where none is given.

    """

    def __init__(self, tracer: Tracer | None = None) -> None:
        provider = trace.get_tracer_provider()
        idle = isinstance(provider, trace.ProxyTracerProvider)
        self._tracer: Final = tracer or (None if idle else provider.get_tracer("foyer"))

    def vendor_call(self, call: WireCall) -> str | None:
        """Make the span of a call, and mark the call with it; gives the id of its trace if anybody collects it."""
        if self._tracer is None:
            return None
        end = time.time_ns()
        span = self._tracer.start_span(
            f"{call.method} {call.source}",
            Context(),
            SpanKind.CLIENT,
            {
                "foyer.source": call.source,
                "foyer.vendor": call.vendor,
                "foyer.reason": call.reason,
                "foyer.attempt": call.number,
                "http.request.method": call.method,
                "url.path": call.path,
                **({"http.response.status_code": call.status} if call.status is not None else {}),
                **({"error.type": call.fault} if call.fault is not None else {}),
            },
            start_time=end - int(call.seconds * 1e9),
        )
        if call.fault is not None or (call.status or 0) >= 400:  # noqa: PLR2004  # the first status that is a refusal
            span.set_status(Status(StatusCode.ERROR))
        span.end(end)
        call.mark = span.get_span_context()
        return _id(call.mark)

    def operation(
        self, one: Noticed, headers: Mapping[str, str], request_id: str | None = None, status: int | None = None
    ) -> str | None:
        """Make the span of an operation, or of an event of one; gives the id of its trace if anybody collects it.

        Args:
            one: the operation.
            headers: those it came with.
            request_id: the id of the request it came by; none where it belongs to several.
            status: the status of its response, where it has one of its own.

        """
        if self._tracer is None:
            return None
        end = time.time_ns()
        parent = TraceContextTextMapPropagator().extract(headers) if "traceparent" in headers else Context()
        kind = one.kind or "GraphQL"
        span = self._tracer.start_span(
            kind if one.context.trusted is None else f"{kind} {one.label}",
            parent,
            SpanKind.SERVER,
            {
                "graphql.operation.type": kind,
                "foyer.outcome": one.outcome,
                "foyer.asks": len(one.context.inquiry.calls),
                "foyer.error_codes": sorted(set(one.codes)),
                **({"foyer.request_id": request_id} if request_id is not None else {}),
                **({"http.response.status_code": status} if status is not None else {}),
                **({"graphql.operation.name": one.name} if one.name else {}),
                **({"graphql.document.hash": one.hash} if one.hash else {}),
                **({"foyer.cost": one.cost} if one.cost is not None else {}),
            },
            [Link(mark) for mark in _marks(one.context.inquiry.calls)],
            start_time=end - int((one.seconds or 0.0) * 1e9),
        )
        if one.outcome in {"failed", "refused"}:
            span.set_status(Status(StatusCode.ERROR))
        span.end(end)
        return _id(span.get_span_context())


def _marks(calls: list[Call]) -> list[SpanContext]:
    made = [attempt.mark for call in calls if call.cache in _SHARED for attempt in call.attempts]
    return list({mark.span_id: mark for mark in made if isinstance(mark, SpanContext) and mark.is_valid}.values())


def _id(span: SpanContext) -> str | None:
    return trace.format_trace_id(span.trace_id) if span.trace_flags.sampled else None


class Exporter:
    """What collects spans and sends them by OTLP, if the environment says where to.

    Args:
        environ: the environment.

    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._close = lambda: None
        off = environ.get("OTEL_SDK_DISABLED", "").lower() == "true" or environ.get("OTEL_TRACES_EXPORTER") == "none"
        if off or not any(environ.get(name) for name in ENDPOINTS):
            return
        try:
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415  # optional
            from opentelemetry.sdk.resources import Resource  # noqa: PLC0415  # optional
            from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415  # optional
            from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415  # optional
        except ImportError:
            LOG.warning("traces are configured, and nobody collects them: foyer[traces] is not installed")
            return
        named = {} if environ.get("OTEL_SERVICE_NAME") else {"service.name": "foyer"}
        provider = TracerProvider(resource=Resource.create(named), shutdown_on_exit=False)
        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        trace.set_tracer_provider(provider)
        self._close = provider.shutdown

    def close(self) -> None:
        """Send what is left, if it is taken soon."""
        last = threading.Thread(target=self._close, daemon=True)
        last.start()
        last.join(CLOSE_SECONDS)
