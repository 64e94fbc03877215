"""Representations other subgraphs send: each is answered, or refused, in its own slot."""

from __future__ import annotations

from typing import Any

import pytest

from loaders.records import Ref
from tests.house import SCHEMA, House, house

QUESTION = """
query ($representations: [_Any!]!) {
  _entities(representations: $representations) { __typename ... on Booking { id reference } ... on Venue { name } }
}
"""
GOOD = {"__typename": "Booking", "id": Ref("booking", "park", "5").encode()}
NAMES = "Booking, Customer, Event, Space, Venue"

BAD: list[tuple[Any, str]] = [
    ({"id": GOOD["id"]}, f"__typename: expected one of {NAMES}; got None."),
    ({"__typename": None, "id": GOOD["id"]}, f"__typename: expected one of {NAMES}; got None."),
    ({"__typename": ["Booking"], "id": GOOD["id"]}, f"__typename: expected one of {NAMES}; got ['Booking']."),
    ({"__typename": "Castle", "id": GOOD["id"]}, f'__typename: expected one of {NAMES}; got "Castle".'),
    ({"__typename": "Query", "id": GOOD["id"]}, f'__typename: expected one of {NAMES}; got "Query".'),
    ({"__typename": "SpaceBlock", "id": GOOD["id"]}, f'__typename: expected one of {NAMES}; got "SpaceBlock".'),
    ({"__typename": "Booking"}, "id: expected a global id; got None."),
    ({"__typename": "Booking", "id": None}, "id: expected a global id; got None."),
    ({"__typename": "Booking", "id": {"a": 1}}, "id: expected a global id; got {'a': 1}."),
    ({"__typename": "Booking", "id": "17"}, 'id: expected the id of a booking; got "17", not an id of ours.'),
    ({"__typename": "Venue", "id": GOOD["id"]}, "id: expected the id of a venue; got the id of a booking."),
    ("Booking", 'representations: expected an object with __typename and id; got "Booking".'),
    (5, "representations: expected an object with __typename and id; got 5."),
    (
        [GOOD],
        "representations: expected an object with __typename and id; got [{'__typename': 'Booking', 'id': 'Ym9va2….",
    ),
]


async def resolved(running: House, *representations: Any) -> dict[str, Any]:
    """Send representations and give the whole response."""
    return await running.ask(QUESTION, {"representations": list(representations)})


@pytest.mark.parametrize(("bad", "sentence"), BAD, ids=lambda value: str(value)[:60])
async def test_a_bad_representation_spoils_its_own_slot(bad: Any, sentence: str) -> None:
    """What stands for nothing is null with its sentence and place; those around it are answered."""
    async with house("booking_experts", size=20) as running:
        answer = await resolved(running, GOOD, bad, GOOD)
        (error,) = answer["errors"]
        assert error["message"] == sentence
        assert error["path"] == ["_entities", 1]
        assert error["locations"]
        assert error["extensions"] == {"code": "BAD_USER_INPUT"}
        first, spoiled, last = answer["data"]["_entities"]
        assert spoiled is None
        assert first == last == {"__typename": "Booking", "id": GOOD["id"], "reference": first["reference"]}


@pytest.mark.parametrize("further", [{"info": 1}, {"cls": 1}, {"self": 1}, {"reference": "x"}, {"representation": {}}])
async def test_what_else_a_representation_holds_is_not_looked_at(further: dict[str, Any]) -> None:
    """A router may send more than the key: whatever it is called, it changes nothing."""
    async with house("booking_experts", size=20) as running:
        answer = await resolved(running, GOOD, {**GOOD, **further})
        assert "errors" not in answer
        first, second = answer["data"]["_entities"]
        assert first == second
        assert len(running.calls("park")) == 1


async def test_what_is_not_there_is_null() -> None:
    """A key of nothing that exists, or of a source the caller does not see, is null without an error."""
    async with house("booking_experts", size=20) as running:
        gone = {"__typename": "Booking", "id": Ref("booking", "park", "987654").encode()}
        hidden = {"__typename": "Booking", "id": Ref("booking", "castle", "5").encode()}
        answer = await resolved(running, gone, hidden)
        assert "errors" not in answer
        assert answer["data"] == {"_entities": [None, None]}


async def test_a_source_that_fails_spoils_the_slots_it_was_asked_for() -> None:
    """Each representation of a broken source has its own error with that source; the others are answered."""
    async with house(size=20) as running:
        running.vendors["hotel"].faults.add("status", status=500)
        broken = {"__typename": "Booking", "id": Ref("booking", "hotel", "5").encode()}
        answer = await resolved(running, broken, GOOD, broken)
        first, good, last = answer["data"]["_entities"]
        assert (first, last) == (None, None)
        assert good["__typename"] == "Booking"
        assert [error["path"] for error in answer["errors"]] == [["_entities", 0], ["_entities", 2]]
        assert {error["extensions"]["code"] for error in answer["errors"]} == {"VENDOR_ERROR"}
        assert {error["extensions"]["source"] for error in answer["errors"]} == {"hotel"}


async def test_no_representations_are_none() -> None:
    """An empty list is answered by one, and calls nobody."""
    async with house("booking_experts", size=20) as running:
        assert (await resolved(running))["data"] == {"_entities": []}
        assert not running.calls("park")


async def test_the_subgraph_tells_its_sdl() -> None:
    """`_service` gives what is served, keys included, so that a router can compose it."""
    async with house("booking_experts", size=5) as running:
        sdl = (await running.data("{ _service { sdl } }"))["_service"]["sdl"]
        assert sdl == SCHEMA.as_str()
        for name in NAMES.split(", "):
            assert f'type {name} implements Record & Node @key(fields: "id")' in sdl
