"""Foyer as a subgraph of others' federated graphs: composed and asked by the tools of Apollo and The Guild."""

from __future__ import annotations

import base64
import json
from typing import Any, Final

import pytest

from loaders.records import Ref
from tests.guestbook import guestbook
from tests.house import SCHEMA, House, house
from tests.node import node

pytestmark = pytest.mark.node

ACROSS: Final = """{
  bestVenue { stars name bookings(first: 3) { nodes { reference entry customer { name entries } } } }
}"""
LOST: Final = f'{{ booking(id: "{Ref("booking", "park", "5").encode()}") {{ reference }} }}'
WITH_A_GAP: Final = f"""{{
  lost: booking(id: "{Ref("booking", "hotel", "5").encode()}") {{ reference entry }}
  there: booking(id: "{Ref("booking", "park", "5").encode()}") {{ reference entry }}
}}"""


async def federated(running: House, *questions: str) -> dict[str, Any]:
    """Compose Foyer with the guestbook and ask the whole; gives what came of it by whose tools."""
    best = Ref("venue", "park", "1").encode()
    async with guestbook(best) as (address, sdl):
        subgraphs = [
            {"name": "foyer", "url": f"{running.url}/graphql", "sdl": SCHEMA.as_str()},
            {"name": "guestbook", "url": address, "sdl": sdl},
        ]
        said = await node("federation.mjs", says=json.dumps({"subgraphs": subgraphs, "questions": questions}))
    answers: dict[str, Any] = json.loads(said)
    return answers


async def test_it_composes_alone() -> None:
    """Both compose a supergraph of Foyer alone."""
    subgraph = {"name": "foyer", "url": "http://127.0.0.1:9/graphql", "sdl": SCHEMA.as_str()}
    said = json.loads(await node("federation.mjs", says=json.dumps({"subgraphs": [subgraph], "questions": []})))
    assert {name: one["faults"] for name, one in said.items()} == {"apollo": [], "guild": []}


async def test_others_extend_its_entities() -> None:
    """Behind @apollo/gateway and Hive Gateway one question crosses to another subgraph and back."""
    async with house("booking_experts", size=20) as running:
        direct = await running.data(
            "query ($id: ID!) { venue(id: $id) { name bookings(first: 3) {"
            " nodes { id reference customer { name } } } } }",
            {"id": Ref("venue", "park", "1").encode()},
        )
        said = await federated(running, ACROSS)
    expected = {
        "stars": 4,
        "name": direct["venue"]["name"],
        "bookings": {
            "nodes": [
                {
                    "reference": booking["reference"],
                    "entry": f"Nice, says {booking['id']}",
                    "customer": booking["customer"] and {"name": booking["customer"]["name"], "entries": 3},
                }
                for booking in direct["venue"]["bookings"]["nodes"]
            ]
        },
    }
    assert any(booking["customer"] for booking in expected["bookings"]["nodes"])
    for one in (said["apollo"], said["guild"]):
        assert one["faults"] == []
        (answer,) = one["answers"]
        assert "errors" not in answer
        assert answer["data"] == {"bestVenue": expected}


async def test_a_gap_stays_a_gap_behind_a_gateway() -> None:
    """What a failing vendor leaves null is null in the whole answer, with its code; all else is answered."""
    async with house(size=20) as running:
        running.vendors["hotel"].faults.add("status", status=500)
        said = await federated(running, WITH_A_GAP)
    for one in (said["apollo"], said["guild"]):
        (answer,) = one["answers"]
        assert answer["data"]["lost"] is None
        assert answer["data"]["there"]["reference"]
        assert answer["data"]["there"]["entry"].startswith("Nice, says ")
        (error,) = answer["errors"]
        assert error["extensions"]["code"] == "VENDOR_ERROR"
        assert error["extensions"]["source"] == "hotel"


async def test_apollo_gateway_reads_the_traces_of_fields() -> None:
    """Asked for with ftv1, a trace comes that Apollo's gateway can read: fields with their types, and what failed."""
    async with house("booking_experts", size=20) as running:
        running.vendors["park"].faults.add("status", status=500)
        said = await federated(
            running, "{ venues(first: 1) { nodes { name } } bookings(first: 1) { totalCount } }", LOST
        )
    (lists,), (lost,) = said["apollo"]["traced"]
    assert (lists["serviceName"], lists["failed"]) == ("foyer", False)
    assert "Query.venues: VenueConnection!" in lists["fields"]
    assert "Query.bookings: BookingConnection!" in lists["fields"]
    (error,) = said["apollo"]["answers"][1]["errors"]
    assert f"error: {error['message']}" in lost["fields"]


async def test_only_who_asks_is_traced() -> None:
    """Without the header, or with another value, or without the right to explain, an answer has no trace."""
    tokens = [{"name": "app", "token": "app-token", "sources": ["park"], "scopes": ["read"]}]
    token = {"Authorization": "Bearer app-token"}
    asks = {"apollo-federation-include-trace": "ftv1"}
    async with house("booking_experts", size=5) as running:
        assert "ftv1" in (await running.ask("{ sources { name } }", headers=asks))["extensions"]
        assert "ftv1" not in (await running.ask("{ sources { name } }"))["extensions"]
        asks_otherwise = {"apollo-federation-include-trace": "ftv2"}
        assert "ftv1" not in (await running.ask("{ sources { name } }", headers=asks_otherwise))["extensions"]
    async with house("booking_experts", size=5, server={"auth": {"tokens": tokens}}) as running:
        assert "ftv1" not in (await running.ask("{ sources { name } }", headers={**asks, **token}))["extensions"]


async def test_a_trace_has_nothing_of_what_fails_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the gateway is told in the trace as little as in the answer."""

    async def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("sesame")

    monkeypatch.setattr("loaders.batch.Loaders.load", fail)
    async with house("booking_experts", size=5) as running:
        answer = await running.ask(LOST, headers={"apollo-federation-include-trace": "ftv1"})
    trace = base64.b64decode(answer["extensions"]["ftv1"])
    assert answer["errors"][0]["extensions"]["code"] == "INTERNAL"
    assert b"The gateway failed." in trace
    assert b"sesame" not in trace
    assert "sesame" not in json.dumps(answer)
