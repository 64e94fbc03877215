"""Equal questions under way at the same time are one; callers who may see different things never share."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

from tests.house import house

SERVER: dict[str, Any] = {
    "auth": {
        "tokens": [
            {"name": "all", "token": "sees-all", "sources": ["hotel", "park"], "scopes": ["read"]},
            {"name": "hotel", "token": "sees-hotel", "sources": ["hotel"], "scopes": ["read"]},
            {"name": "park", "token": "sees-park", "sources": ["park"], "scopes": ["read"]},
        ]
    }
}
SEEN = {"sees-all": {"hotel", "park"}, "sees-hotel": {"hotel"}, "sees-park": {"park"}}
QUESTION = """{
  bookings(first: 30, orderBy: { field: CREATED_AT }) {
    nodes { reference source { name } customer { name } }
    sources { source { name } status }
  }
}"""


async def test_a_stampede_takes_the_calls_of_one() -> None:
    """A thousand equal cold questions at once: the vendor sees the calls of one, and all answers are the same bytes."""
    async with house(size=40) as running:
        await running.data(QUESTION)
        once = Counter((call.method, call.path) for source in ("hotel", "park") for call in running.calls(source))
    async with house(size=40) as running:

        async def ask() -> bytes:
            async with running.client.post(f"{running.url}/graphql", json={"query": QUESTION}) as response:
                return await response.read()

        answers = await asyncio.gather(*(ask() for _ in range(1000)))
        assert len(set(answers)) == 1
        assert b'"errors"' not in answers[0]
        asked = Counter((call.method, call.path) for source in ("hotel", "park") for call in running.calls(source))
        assert asked == once


async def test_callers_who_see_different_things_never_share() -> None:
    """A thousand mixed questions at once: each answer holds its own caller's sources, and none of another's."""
    async with house(size=20, server=SERVER) as running:

        async def ask(token: str, number: int) -> None:
            headers = {"Authorization": f"Bearer {token}", "traceparent": f"00-{number:032x}-{number:016x}-01"}
            answer = await running.ask(QUESTION, headers=headers)
            listed = answer["data"]["bookings"]
            assert {row["source"]["name"] for row in listed["nodes"]} == SEEN[token]
            assert {row["source"]["name"] for row in listed["sources"]} == SEEN[token]

        tokens = list(SEEN)
        await asyncio.gather(*(ask(tokens[number % 3], number + 1) for number in range(1000)))


async def test_changes_are_never_shared() -> None:
    """Two equal changes at the same time, each with a key of its own in its variables or without one, are two."""
    async with house("mice_operations") as running:
        change = """mutation { requestEvent(input: { idempotencyKey: "%s", source: "banquets", name: "Gala" }) {
          receipt { reference } userErrors { message } } }"""
        await asyncio.gather(running.data(change % "a"), running.data(change % "b"), running.data(change % "a"))
        assert len(running.calls("banquets")) == 2


async def test_who_leaves_takes_nothing_from_the_others() -> None:
    """The first of two equal questions gives up while the vendor is slow: the second is answered all the same."""
    async with house("event_temple", size=20) as running:
        running.vendors["hotel"].faults.add("slow", seconds=0.3)
        question = {"query": '{ bookings(first: 5, filter: { sources: ["hotel"] }) { nodes { reference } } }'}

        async def ask() -> Any:
            async with running.client.post(f"{running.url}/graphql", json=question) as response:
                return await response.json()

        first, second = asyncio.create_task(ask()), asyncio.create_task(ask())
        while not running.calls("hotel"):  # noqa: ASYNC110  # the vendor's log is the only sign
            await asyncio.sleep(0)
        first.cancel()
        answer = await second
        assert len(answer["data"]["bookings"]["nodes"]) == 5
        assert len(running.calls("hotel")) == 1
