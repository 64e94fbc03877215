"""Traces: what spans there are, how they are linked, and what they hold."""

from __future__ import annotations

import asyncio
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.trace import NoOpTracer, Span, SpanKind, StatusCode

from gateway.serve import listening
from sandbox.server import start
from tests.gateway.telemetry.collected import Collected
from tests.gateway.telemetry.told import log
from tests.house import house
from tests.serving import KEYS, config, serving

QUESTION = "query Arrivals { bookings(first: 2) { nodes { reference } } }"


def trace_of(span: ReadableSpan) -> int:
    """Give the id of a span's trace."""
    assert span.context is not None
    return span.context.trace_id


async def test_operations_that_share_a_call_link_to_it() -> None:
    """One span an operation, one a call, and a link from each operation the call served.

    Each is of a text of its own: what is the same to the letter is run once.
    """
    collected = Collected()
    async with house("booking_experts", size=20, tracer=collected.tracer) as running:
        running.vendors["park"].faults.add("slow", seconds=0.2)
        await asyncio.gather(*(running.data(f"{QUESTION} # {number}") for number in range(3)))
        assert len(running.calls("park")) == 1
    (call,) = collected.of(SpanKind.CLIENT)
    operations = collected.of(SpanKind.SERVER)
    assert len(operations) == 3
    for operation in operations:
        assert [link.context for link in operation.links] == [call.context]
    assert len({trace_of(span) for span in collected.all()}) == 4
    assert call.attributes is not None
    assert call.attributes["url.path"] == "/v3/administrations/1/bookings"
    assert (call.name, call.attributes["foyer.attempt"]) == ("GET park", 1)


async def test_an_operation_goes_on_with_the_trace_it_came_with() -> None:
    """W3C trace context: a good traceparent is the span's parent, a bad one is as good as none."""
    collected = Collected()
    async with house("booking_experts", size=20, tracer=collected.tracer) as running:
        for header in ("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "00-rubbish"):
            await running.ask("{ sources { name } }", headers={"traceparent": header})
    first, second = collected.of(SpanKind.SERVER)
    assert trace_of(first) == 0x0AF7651916CD43DD8448EB211C80319C
    assert first.parent is not None
    assert second.parent is None


async def test_a_span_holds_nothing_that_was_asked() -> None:
    """No token, no variable, no argument, no document, no query of an address; names of strangers name no span."""
    collected = Collected()
    token = {"name": "front", "token": "front-desk-token", "sources": ["hall"], "scopes": ["read"]}
    query = "query Arrivals($s: String) { bookings(filter: { search: $s }) { nodes { id } } }"
    async with house("locaboo", size=20, server={"auth": {"tokens": [token]}}, tracer=collected.tracer) as running:
        headers = {"Authorization": "Bearer front-desk-token"}
        await running.ask(query, {"s": "Seltsam"}, headers)
        keys = running.vendors["hall"].vendor.credentials.values()
        assert running.calls("hall")
    text = "".join(span.to_json() for span in collected.all())
    for secret in ("Seltsam", "front-desk-token", "nodes {", "?", *keys):
        assert secret not in text
    assert [span.name for span in collected.of(SpanKind.SERVER)] == ["query"]


async def test_what_failed_is_marked_and_the_log_names_its_trace() -> None:
    """A failed operation and a failed call are errors, and their lines in the log hold the ids of their traces."""
    collected = Collected()
    with log() as kept:
        async with house("booking_experts", size=20, tracer=collected.tracer) as running:
            running.vendors["park"].faults.add("status", status=403)
            await running.ask('{ bookingByVendorId(source: "park", vendorId: "1") { id } }')
    (call,) = collected.of(SpanKind.CLIENT)
    assert call.status.status_code is StatusCode.ERROR
    (line,) = kept.events("vendor call")
    assert int(line["trace_id"], 16) == trace_of(call)
    (operation,) = collected.of(SpanKind.SERVER)
    assert operation.attributes is not None
    assert operation.attributes["foyer.error_codes"] == ("VENDOR_REFUSED_CREDENTIALS",)
    assert int(kept.events("request")[0]["trace_id"], 16) == trace_of(operation)


@pytest.mark.parametrize("variable", ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"])
async def test_traces_are_sent_where_the_environment_says(variable: str, tmp_path: Path) -> None:
    """`foyer serve` sends its spans by OTLP before it ends, and a collector that is configured gets them."""
    received: list[bytes] = []

    async def collect(request: web.Request) -> web.Response:
        received.append(await request.read())
        return web.Response()

    app = web.Application()
    app.router.add_post("/v1/traces", collect)
    async with listening(app, "127.0.0.1", 0) as collector, await start("event_temple", size=20) as hotel:
        path = tmp_path / "foyer.toml"
        path.write_text(config(hotel.url, server="port = 0"))
        at = f"{collector}/v1/traces" if variable.endswith("TRACES_ENDPOINT") else collector
        async with serving(path, {**KEYS, variable: at}) as foyer:
            async with aiohttp.ClientSession() as client:
                await foyer.names(client)
            foyer.process.terminate()
            status, _, err = await foyer.ended()
    assert (status, err) == (0, [])
    assert any(b"graphql.operation.type" in body for body in received)


class Broken(NoOpTracer):
    """A tracer that fails."""

    def start_span(self, *_: object, **__: object) -> Span:
        """Fail."""
        raise RuntimeError("Seltsam")


async def test_what_goes_wrong_in_telling_spoils_no_answer() -> None:
    """A fault of the telemetry is a line of the log; the vendor's answer and the client's are as good as ever."""
    with log() as kept:
        async with house("booking_experts", size=20, tracer=Broken()) as running:
            answer = await running.data(QUESTION)
    assert len(answer["bookings"]["nodes"]) == 2
    faults = [line["event"] for line in kept.lines if line["level"] == "error"]
    assert faults
    assert all(event.startswith("internal fault ") and "RuntimeError" in event for event in faults)
    assert "Seltsam" not in str(faults)
