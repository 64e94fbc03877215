"""Foyer as a subgraph of others' federated graphs: composed and asked by the tools of Apollo and The Guild."""

from __future__ import annotations

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
WITH_GAPS: Final = "{ bookings(first: 3) { nodes { reference entry customer { name entries } } } }"


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
    async with house("booking_experts", size=20, fresh=0) as running:
        running.vendors["park"].faults.add("status", status=500, path="/v3/administrations/1/customers")
        said = await federated(running, WITH_GAPS)
    for one in (said["apollo"], said["guild"]):
        (answer,) = one["answers"]
        assert len(answer["data"]["bookings"]["nodes"]) == 3
        assert all(booking["entry"] for booking in answer["data"]["bookings"]["nodes"])
