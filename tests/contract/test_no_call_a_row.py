"""No list costs a call a row: each edge of each list is either followed for all rows together, or named here."""

from __future__ import annotations

from typing import Final

import pytest

from loaders.inquiry import Selection
from loaders.records import VENUE
from tests.every_edge import Edge, edges_of
from tests.house import SOURCES
from tests.planned import office

WHERE_AN_EVENT_IS: Final = (
    "where an event is and what books it stands in its documents, one event a call [002:956-1042]"
)
OF_A_RESOURCE: Final = "what a resource tells alone stands in its own page only [002:79-126]"

EXCEPTIONS: Final = {
    ("locaboo", "event", "venue"): WHERE_AN_EVENT_IS,
    ("locaboo", "event", "space"): WHERE_AN_EVENT_IS,
    ("locaboo", "event", "booking"): WHERE_AN_EVENT_IS,
    ("locaboo", "locaboo.events", "documents"): WHERE_AN_EVENT_IS,
    ("locaboo", "", "resources"): OF_A_RESOURCE,
    ("locaboo", "venue", "events"): WHERE_AN_EVENT_IS,
    ("locaboo", "space", "events"): WHERE_AN_EVENT_IS,
    ("locaboo", "booking", "events"): WHERE_AN_EVENT_IS,
    ("locaboo", "space", "space_type"): OF_A_RESOURCE,
    (
        "locaboo",
        "locaboo.bookings",
        "booked_along",
    ): "what is booked along stands in the booking's own page only [002:419]",
}
"""Vendor, kind and edge → why it may take a call a row; of no kind is what a source lists itself. A lookup of Enviso's
is a call a thing, but nothing lists any."""


def _edges() -> list[tuple[str, Edge]]:
    return [(vendor, edge) for vendor, table in SOURCES.items() for edge in edges_of(vendor, str(table["name"]))]


def test_every_list_and_edge_is_looked_at() -> None:
    """The walk over the schema finds the edges there are: should it find none, all would pass."""
    found = {(edge.kind, edge.name) for _, edge in _edges()}
    assert len(found) > 50
    assert {("booking", "customer"), ("space", "availability"), ("customer", "sameAs")} <= found
    assert {(kind, name) for _, kind, name in EXCEPTIONS} <= found


@pytest.mark.parametrize("vendor", SOURCES)
async def test_no_edge_is_planned_to_cost_a_call_a_row(vendor: str) -> None:
    """Ninety rows more are not planned to cost ninety calls more, but for what is named, with its reason, here."""
    async with office(vendor, size=1) as it:
        for edge in edges_of(vendor, str(SOURCES[vendor]["name"])):
            few, many = (it.plan(edge.text.format(first=first)) for first in (5, 95))
            named = (vendor, edge.kind, edge.name) in EXCEPTIONS
            assert many.calls - few.calls < 90 or named, (edge.where, many.needs)


@pytest.mark.parametrize("vendor", SOURCES)
async def test_no_edge_takes_a_call_a_row(vendor: str) -> None:
    """Asked for real, sixty rows take hardly more calls than three, but for what is named here, which does."""
    async with office(vendor, size=60) as it:
        costly = set()
        for edge in edges_of(vendor, str(SOURCES[vendor]["name"])):
            calls = []
            for first in (3, 100):
                await it.forget()
                seen, _ = await it.ask(edge.text.format(first=first))
                calls.append(sum(seen.values()))
            named = (vendor, edge.kind, edge.name)
            assert calls[1] - calls[0] <= 10 or named in EXCEPTIONS, (edge.where, calls)
            costly |= {named} if max(calls) > 10 else set()
        assert {named for named in EXCEPTIONS if named[0] == vendor} <= costly, "a reason that is none any more"


@pytest.mark.parametrize("vendor", SOURCES)
async def test_every_edge_of_what_a_vendor_lists_is_told_of(vendor: str) -> None:
    """An edge that a vendor's costs do not know of is a hole in every plan that walks it."""
    async with office(vendor, size=1) as it:
        (source,) = it.sources.values()
        for edge in edges_of(vendor, source.name):
            if edge.kind not in {"", VENUE} and source.costs.lookup(edge.kind, 1, Selection()) is not None:
                told = source.costs.edge(edge.kind, edge.name, 10, Selection())
                assert told is not None, (edge.where, edge.kind, edge.name)
                named = any(cost.each for cost in told)
                assert named <= ((vendor, edge.kind, edge.name) in EXCEPTIONS or vendor == "enviso"), edge.where
