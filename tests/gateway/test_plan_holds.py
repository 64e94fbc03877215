"""A plan is a bound: no vendor ever sees more calls than were planned, whatever a question asks."""

from __future__ import annotations

from typing import Any

import pytest

from tests.every_edge import edges_of
from tests.gateway.test_hints import QUESTIONS
from tests.house import SOURCES
from tests.planned import office

SIZES = {"locaboo": 40}
"""Bookings and events a vendor has: of Locaboo, no more events than a window is taken to hold."""

FURTHER: dict[str, dict[str, Any]] = {
    "event_temple": {"extras": ["filters", "show"]},
    "booking_experts": {
        "administrations": ["1", "2"],
        "venue_names": {},
        "extras": ["administrations", "rentables", "reservations"],
    },
    "locaboo": {"currency": None},
}
"""What else may be configured that changes how a vendor is asked."""


@pytest.mark.parametrize("first", [3, 100])
@pytest.mark.parametrize(
    ("vendor", "further"), [*((vendor, {}) for vendor in SOURCES), *FURTHER.items()], ids=lambda one: one or "plain"
)
async def test_no_edge_takes_more_calls_than_planned(vendor: str, further: dict[str, Any], first: int) -> None:
    """Every edge of every list, cold: the vendor sees no more calls than were planned."""
    async with office(vendor, size=SIZES.get(vendor, 60), **{vendor: further}) as it:
        for edge in edges_of(vendor, SOURCES[vendor]["name"]):
            question = edge.text.format(first=first)
            await it.forget()
            planned = it.plan(question)
            seen, _ = await it.ask(question)
            assert sum(seen.values()) <= planned.calls, (edge.where, planned.needs)


LISTED = """{
  venues { nodes { id } } spaces(first: 20) { nodes { id } } events(first: 20) { nodes { id } }
  bookings(first: 20) { nodes { id } } customers(first: 20) { nodes { id } }
}"""


@pytest.mark.parametrize(
    ("vendor", "further"), [*((vendor, {}) for vendor in SOURCES), *FURTHER.items()], ids=lambda one: one or "plain"
)
async def test_no_lookup_takes_more_calls_than_planned(vendor: str, further: dict[str, Any]) -> None:
    """Things by their ids, of each kind alone and of all together: no more calls than planned."""
    async with office(vendor, size=SIZES.get(vendor, 60), **{vendor: further}) as it:
        _, found = await it.ask(LISTED)
        kinds = [[row["id"] for row in rows["nodes"]] for rows in found.values()]
        for ids in (*kinds, [one for some in kinds for one in some]):
            await it.forget()
            question, given = "query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }", {"ids": ids}
            planned = it.plan(question, given)
            seen, answer = await it.ask(question, given)
            assert [node["id"] for node in answer["nodes"]] == ids
            assert sum(seen.values()) <= planned.calls, planned.needs


@pytest.mark.parametrize("name", QUESTIONS)
async def test_no_story_takes_more_calls_than_planned(name: str) -> None:
    """The stories' questions, cold, with three hundred bookings and events a vendor."""
    async with office("event_temple", "booking_experts") as it:
        planned = it.plan(QUESTIONS[name])
        seen, _ = await it.ask(QUESTIONS[name])
        assert sum(seen.values()) <= planned.calls, planned.needs
