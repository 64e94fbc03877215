"""What is told of what lasts: WebSockets and their operations, events of subscriptions, and vendors' own calls."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from opentelemetry.trace import SpanKind

from sandbox.booking_experts.webhooks import sign
from tests.gateway.telemetry.collected import Collected
from tests.gateway.telemetry.told import Log, log, metrics
from tests.house import House, house
from tests.talking import SECRET, call, happened, heard_by, next_event, talking

CHANGES = "subscription Desk { bookingChanged { kind booking { reference } } }"


async def until(told: Callable[[], Any]) -> None:
    """Wait until something is told: whoever tells does so after the client has gone."""
    async with asyncio.timeout(10):
        while not told():  # noqa: ASYNC110  # a handler of the log tells nobody
            await asyncio.sleep(0)


async def change(running: House, reference: str) -> None:
    """Have a booking change at its vendor, which calls."""
    running.vendors["park"].data["1"]["booking"]["3"]["attributes"]["booking_nr"] = reference
    assert await call(running, happened(running, "booking:updated", "booking", "3")) == 200


async def test_operations_of_a_websocket_are_told_like_those_of_requests() -> None:
    """One line and one span an operation, under the connection's id and trace; the connection is a line of its own."""
    collected = Collected()
    with log() as kept:
        async with house("booking_experts", size=20, tracer=collected.tracer) as running:
            headers = {"X-Request-Id": "line-1", "traceparent": f"00-{'ab' * 16}-{'cd' * 8}-01"}
            async with talking(running, headers=headers) as talk:
                await talk.subscribe("query Arrivals { bookings(first: 2) { nodes { reference } } }", "a")
                assert (await talk.hear())["type"] == "next"
                assert (await talk.hear())["type"] == "complete"
                await talk.subscribe("query Wrong { nope }", "b")
                assert (await talk.hear())["type"] == "error"
            await until(lambda: kept.events("request"))
            found = await metrics(running)
    good, bad = kept.events("operation")
    assert {name: good[name] for name in ("operation", "kind", "outcome", "route", "request_id", "vendor_calls")} == {
        "operation": "Arrivals",
        "kind": "query",
        "outcome": "ok",
        "route": "/graphql",
        "request_id": "line-1",
        "vendor_calls": 1,
    }
    assert good["cost"] > 0
    assert (bad["outcome"], bad["codes"]) == ("refused", ["BAD_USER_INPUT"])
    (connection,) = kept.events("request")
    assert (connection["status"], connection["request_id"]) == (101, "line-1")
    first, second = collected.of(SpanKind.SERVER)
    assert first.parent is not None
    assert second.parent is not None
    assert {first.parent.span_id, second.parent.span_id} == {int("cd" * 8, 16)}
    assert [link.context for link in first.links] == [collected.of(SpanKind.CLIENT)[0].context]
    assert found["foyer_operations_total"] == {("other", "ok"): 1, ("other", "refused"): 1}
    assert found["foyer_errors_total"]["BAD_USER_INPUT",] == 1
    assert "foyer_request_seconds_count" not in found


async def test_an_event_is_told_once_however_many_hear_it() -> None:
    """One line and one span an event, with the calls it took; each hearer's line tells how many it was told."""
    collected = Collected()
    with log() as kept:
        async with house("booking_experts", size=20, tracer=collected.tracer) as running:
            async with talking(running) as one, talking(running) as other:
                await one.listening(CHANGES)
                await other.subscribe(CHANGES)
                await heard_by(running, 2)
                for reference in ("first", "second"):
                    await change(running, reference)
                    assert (await one.told())["bookingChanged"]["booking"] == {"reference": reference}
                    await other.told()
            await until(lambda: len(kept.events("operation")) == 2)
            found = await metrics(running)
            made = running.calls("park")
    events = kept.events("event")
    assert [line["hearers"] for line in events] == [2, 2]
    assert sum(line["vendor_calls"] for line in events) == len(made)
    assert all(line["hash"] == sha256(CHANGES.encode()).hexdigest() for line in events)
    assert [(line["kind"], line["outcome"], line["events"]) for line in kept.events("operation")] == [
        ("subscription", "ok", 2),
        ("subscription", "ok", 2),
    ]
    links = [len(span.links) for span in collected.of(SpanKind.SERVER) if span.attributes]
    assert sorted(links) == [0, 0, *(line["vendor_calls"] for line in events)]
    assert found["foyer_subscription_events_total"] == {("other", "ok"): 2}
    assert found["foyer_operations_total"] == {("other", "ok"): 2}
    assert "foyer_operation_seconds_count" not in found
    assert found["foyer_subscriptions"] == {(): 0}


async def test_a_subscription_by_events_is_a_line_at_its_end() -> None:
    """It ended well though its client left, and counts as no slow request."""
    with log() as kept:
        async with house("booking_experts", size=20) as running:
            headers = {"Accept": "text/event-stream"}
            body = {"query": CHANGES}
            async with running.client.post(f"{running.url}/graphql", json=body, headers=headers) as response:
                await heard_by(running, 1)
                await change(running, "first")
                assert (await next_event(response) or ("",))[0] == "next"
            await until(lambda: named(kept, "Desk"))
            found = await metrics(running)
    (line,) = named(kept, "Desk")
    assert (line["outcome"], line["events"]) == ("ok", 1)
    assert ("/graphql",) not in found["foyer_request_seconds_count"]


async def test_a_question_whose_client_left_is_told_as_that() -> None:
    """It was neither answered nor refused."""
    with log() as kept:
        async with house("booking_experts", size=20) as running:
            running.vendors["park"].faults.add("slow", seconds=20)
            asked = asyncio.create_task(running.ask("query Slow { bookings(first: 1) { nodes { reference } } }"))
            await until(lambda: running.calls("park"))
            asked.cancel()
            await until(lambda: named(kept, "Slow"))
            found = await metrics(running)
    (line,) = named(kept, "Slow")
    assert (line["outcome"], line["status"]) == ("left", 499)
    assert found["foyer_operations_total"]["other", "left"] == 1


def named(kept: Log, name: str) -> list[dict[str, Any]]:
    """Give the lines of requests with an operation of a name."""
    return [line for line in kept.events("request") if line.get("operation") == name]


@pytest.mark.parametrize("outcome", ["heard", "known", "refused", "elsewhere", "unread"])
async def test_a_webhook_is_told_with_what_came_of_it(outcome: str) -> None:
    """Its line and its count name the source and the outcome, and nothing of the body."""
    with log() as kept:
        async with house("booking_experts", size=20, server={"max_body_bytes": 100_000}) as running:
            body = happened(running, "booking:updated", "booking", "3")
            if outcome == "unread":
                body = b" " * 100_001
            headers = sign(body, "guessed" if outcome == "refused" else SECRET)
            if outcome == "elsewhere":
                headers["X_BE_ENV"] = "staging"
            for _ in range(1 + (outcome == "known")):
                await call(running, body, headers)
            found = await metrics(running)
    line = kept.events("request")[-1]
    assert (line["source"], line["outcome"]) == ("park", outcome)
    assert line["route"] == "/webhooks/{vendor}/{source}"
    assert found["foyer_webhooks_total"][outcome, "park"] == 1


async def test_who_is_not_known_is_counted() -> None:
    """A connection that is refused is an error by its code, as a request is."""
    token = {"name": "front", "token": "front-desk-token", "sources": ["park"], "scopes": ["read"]}
    async with house("booking_experts", size=20, server={"auth": {"tokens": [token]}}) as running:
        async with running.client.ws_connect(f"{running.url}/graphql", protocols=("graphql-transport-ws",)) as socket:
            await socket.send_json({"type": "connection_init"})
            await socket.receive(timeout=20)
            assert socket.close_code == 4403
        found = await metrics(running)
    assert found["foyer_errors_total"]["UNAUTHENTICATED",] == 1


async def test_what_is_counted_is_counted_though_nothing_is_logged() -> None:
    """However quiet the log is kept."""
    logger = logging.getLogger("foyer.request")
    logger.setLevel(logging.WARNING)
    try:
        async with house("booking_experts", size=20) as running:
            await call(running, happened(running, "booking:updated", "booking", "3"))
            found = await metrics(running)
    finally:
        logger.setLevel(logging.NOTSET)
    assert found["foyer_webhooks_total"]["heard", "park"] == 1
