"""Queries made to be dear: each is refused with its sentence before anything runs, and no vendor hears of it."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import get_introspection_query

from tests.house import house


def chain(levels: int, of: str, last: str) -> str:
    """Write fragments on Venue that each say `of` of the next one; the last says something else."""
    fragments = "".join(f" fragment F{at} on Venue {{ {of.replace('NEXT', f'...F{at + 1}')} }}" for at in range(levels))
    return f'{{ venue(id: "x") {{ ...F0 }} }}{fragments} fragment F{levels} on Venue {{ {last} }}'


def nested(levels: int, of: str, last: str) -> str:
    """Write selections in selections."""
    for _ in range(levels):
        last = of.replace("NEXT", last)
    return last


INTROSPECTED = "__schema { types { fields { type { fields { name } } } } }"
OTHERS = " ".join(f"fragment F{at} on Query {{ sources {{ name }} }}" for at in range(300))
OVERLAP = "Telling whether the query is valid takes 20001 comparisons or more; at most 20000 are allowed."
NESTED = "The query nests selections and fragments 101 levels or more; at most 100 are allowed."
LONG = "The query is 200029 characters long; at most 200000 are allowed."
TOKENS = "The query is written in 5001 words and signs or more; at most 5000 are allowed."

BOMBS: dict[str, tuple[str, str]] = {
    "aliases": (
        "{ " + " ".join(f"a{at}: __typename" for at in range(1000)) + " }",
        "The query has 1000 aliases; at most 30 are allowed.",
    ),
    "aliases by fragments": (
        chain(20, "NEXT NEXT", "x: name"),
        "The query has 1048576 aliases; at most 30 are allowed.",
    ),
    "directives": (
        "{ " + "__typename @skip(if: false) " * 101 + "}",
        "The query has 101 directives; at most 100 are allowed.",
    ),
    "directives by fragments": (
        chain(20, "NEXT NEXT", "name @include(if: true)"),
        "The query has 1048576 directives; at most 100 are allowed.",
    ),
    "lists in lists": (
        "{ venues(first: 100) { nodes { bookings(first: 100) { nodes { events(first: 100) { nodes { id } } } } } } }",
        "The query costs 1010100; at most 5000 is allowed.",
    ),
    "lists in lists by fragments": (
        chain(6, "events(first: 100) { nodes { venue { NEXT } } }", "name"),
        "The query costs 1000000000; at most 5000 is allowed.",
    ),
    "one thing under many": (
        """{ nodes(ids: ["x", "y"]) { ... on Venue {
          bookings(first: 100) { nodes { events(first: 100) { nodes { id } } } }
        } } }""",
        "The query costs 20202; at most 5000 is allowed.",
    ),
    "depth": (
        "{ bookings { nodes { " + nested(7, "venue { bookings(first: 1) { nodes { NEXT } } }", "id") + " } } }",
        "The query is 24 fields deep; at most 15 are allowed.",
    ),
    "fragments in fragments": (chain(105, "NEXT", "name"), NESTED),
    "very many fragments in fragments": (chain(400, "NEXT", "name"), OVERLAP),
    "selections in selections": (f"{{ {nested(150, '... { NEXT }', '__typename')} }}", NESTED),
    "the same field over and over": ("{ " + "sources { name } " * 1000 + "}", OVERLAP),
    "the same list over and over": ("{ " + "venues { nodes { name } } " * 300 + "}", OVERLAP),
    "overlaps in overlaps": (f"{{ {nested(12, 'venue(id: 1) { NEXT } ' * 2, 'name')} }}", TOKENS),
    "every fragment with every other": (
        "{ " + " ".join(f"...F{at}" for at in range(300)) + " } " + OTHERS,
        OVERLAP,
    ),
    "words": ("{ " + "__typename " * 5000 + "}", TOKENS),
    "one long word": ('{ source(name: "' + "x" * 200_000 + '") { name } }', LONG),
    "one long comment": ("{ __typename } #" + "x" * 200_000, LONG.replace("200029", "200016")),
    "introspection over and over": (
        "{ " + " ".join(f"a{at}: {INTROSPECTED}" for at in range(9)) + " }",
        "parts of the schema; at most",
    ),
    "introspection in introspection": (
        "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }",
        "Maximum introspection depth exceeded",
    ),
    "brackets": (f"{{ {nested(400, 'venues { nodes { NEXT } }', 'name')} }}", "nested too deeply"),
    "brackets in a value": ("{ nodes(ids: " + "[" * 800 + "]" * 800 + ") { id } }", "nested too deeply"),
    "a fragment of itself": (
        "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
        "Cannot spread fragment 'A' within itself via 'B'.",
    ),
}


@pytest.mark.parametrize(("query", "sentence"), BOMBS.values(), ids=BOMBS)
async def test_a_bomb_is_refused_with_its_sentence(query: str, sentence: str) -> None:
    """It is QUERY_TOO_COMPLEX with both numbers, or BAD_USER_INPUT where it is no valid query; nobody is called."""
    async with house("booking_experts", size=5) as running:
        for _ in range(2):  # whether the document is remembered makes no difference
            answer = await running.ask(query)
            messages = [error["message"] for error in answer["errors"]]
            assert any(sentence in message for message in messages), messages
            assert "data" not in answer
            for error in answer["errors"]:
                code = error["extensions"]["code"]
                assert code == ("QUERY_TOO_COMPLEX" if "allowed" in error["message"] else "BAD_USER_INPUT")
        assert not running.calls("park")


async def test_a_batch_of_bombs_is_refused_one_by_one() -> None:
    """Ten at once are ten refusals, and the good one among them is answered."""
    bomb = {"query": BOMBS["lists in lists"][0]}
    async with house("booking_experts", size=5) as running:
        batch = [*[bomb] * 9, {"query": "{ __typename }"}]
        async with running.client.post(f"{running.url}/graphql", json=batch) as response:
            answers = await response.json()
        assert [one["errors"][0]["extensions"]["code"] for one in answers[:9]] == ["QUERY_TOO_COMPLEX"] * 9
        assert answers[9]["data"] == {"__typename": "Query"}
        assert not running.calls("park")


async def test_variables_make_no_bomb() -> None:
    """What a document is within the limits for with one value, it is beyond them with another: each is measured."""
    query = "query ($n: Int!) { venues(first: $n) { nodes { bookings(first: $n) { nodes { id } } } } }"
    async with house("booking_experts", size=5) as running:
        fine: dict[str, Any] = await running.ask(query, {"n": 10})
        assert "errors" not in fine
        assert fine["extensions"]["cost"] == {
            "asked": 110,
            "allowed": 5000,
            "vendorCalls": {"planned": 1, "allowed": 100},
        }
        answer = await running.ask(query, {"n": 100})
        assert answer["extensions"]["cost"] == {"asked": 10_100, "allowed": 5000}
        (error,) = answer["errors"]
        assert error["message"] == "The query costs 10100; at most 5000 is allowed."
        assert error["extensions"] == {
            "code": "QUERY_TOO_COMPLEX",
            "limit": "cost",
            "asked": 10_100,
            "allowed": 5000,
        }


async def test_the_limits_are_those_of_the_configuration() -> None:
    """Each key of [server.limits] moves its limit, and what is just within passes."""
    limits = {"max_cost": 3, "max_depth": 3, "max_aliases": 1, "max_tokens": 20}
    cases = {
        "{ a: bookings(first: 3) { nodes { id } } }": None,
        "{ bookings(first: 4) { nodes { id } } }": "The query costs 4; at most 3 is allowed.",
        "{ bookings(first: 1) { nodes { period { allDay } } } }": "The query is 4 fields deep; at most 3 are allowed.",
        "{ a: __typename b: __typename }": "The query has 2 aliases; at most 1 are allowed.",
        "{ __typename "
        + "__typename " * 18
        + "}": "The query is written in 21 words and signs or more; at most 20 are allowed.",
    }
    async with house("booking_experts", size=5, server={"limits": limits}) as running:
        for query, sentence in cases.items():
            answer = await running.ask(query)
            assert [error["message"] for error in answer.get("errors", ())] == ([] if sentence is None else [sentence])


async def test_the_page_and_tools_may_ask_for_the_schema() -> None:
    """Limits stand in the way of no introspection query that a tool sends, however low they are."""
    async with house("booking_experts", size=5, server={"limits": {"max_cost": 1, "max_depth": 1}}) as running:
        data = await running.data(get_introspection_query(input_value_deprecation=True, directive_is_repeatable=True))
        assert data["__schema"]["types"]
