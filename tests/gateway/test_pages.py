"""Walking a list page by page: every row once, in one order, whatever happens in between."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.house import House, house


async def walk(running: House, field: str, arguments: str, first: int, between: Any = None) -> list[str]:
    """Walk a list to its end and give the ids of its rows; `between` is called after each page."""
    question = (
        "query ($after: String) { %s(first: %d, after: $after%s) { nodes { id } pageInfo { hasNextPage endCursor } } }"
    )
    after: str | None = None
    ids: list[str] = []
    for number in range(2000):
        answer = await running.data(question % (field, first, arguments), {"after": after})
        page = answer[field]
        ids += [row["id"] for row in page["nodes"]]
        if not page["pageInfo"]["hasNextPage"]:
            return ids
        after = page["pageInfo"]["endCursor"]
        if between is not None:
            between(number)
    raise AssertionError("the list has no end")


@pytest.mark.parametrize(
    ("field", "arguments"),
    [
        ("events", ", orderBy: { field: STARTS_AT }"),
        ("events", ", orderBy: { field: NAME, direction: DESC }"),
        ("bookings", ", orderBy: { field: STARTS_AT }"),
        ("bookings", ", orderBy: { field: REFERENCE, direction: DESC }"),
        ("bookings", ""),
        ("events", ""),
        ("customers", ""),
        ("spaces", ""),
    ],
)
async def test_the_page_size_changes_nothing(field: str, arguments: str) -> None:
    """A list walked with first: 1, 7 and 100 gives the same rows in the same order, each once."""
    async with house(size=110, fresh=600) as running:
        walks = [await walk(running, field, arguments, first) for first in (1, 7, 100)]
        assert walks[0] == walks[1] == walks[2]
        assert len(set(walks[0])) == len(walks[0]) > 20


@pytest.mark.parametrize("arguments", ["", ", orderBy: { field: CREATED_AT }"])
async def test_rows_inserted_at_the_front_lose_and_repeat_none(arguments: str) -> None:
    """While a client pages, new rows come in at the front of the vendor's list: those there before come once each."""
    async with house("event_temple", size=120, fresh=0) as running:
        data = running.vendors["hotel"].data
        before = await walk(running, "events", arguments, 100)

        def insert(number: int) -> None:
            row = copy.deepcopy(data["events"]["59"])
            row["id"] = str(100_000 + number)
            row["attributes"]["created_at"] = "2001-01-01T00:00:00.000Z"
            data.add(row)

        seen = await walk(running, "events", arguments, 7, insert)
        assert [one for one in seen if one in set(before)] == before
        assert len(seen) == len(set(seen))


async def test_a_source_that_was_missing_comes_back() -> None:
    """With an order, a page after a failure goes on behind its cursor with the rows of the source that is back."""
    question = """query ($after: String) {
      bookings(first: 20, after: $after, orderBy: { field: CREATED_AT }) {
        nodes { id createdAt source { name } } pageInfo { endCursor } sources { status }
      }
    }"""
    async with house(fresh=0) as running:
        running.vendors["park"].faults.add("status", status=500)
        first = (await running.data(question))["bookings"]
        assert {row["source"]["name"] for row in first["nodes"]} == {"hotel"}
        running.vendors["park"].faults.clear()
        second = (await running.data(question, {"after": first["pageInfo"]["endCursor"]}))["bookings"]
        assert [report["status"] for report in second["sources"]] == ["COMPLETE", "COMPLETE"]
        assert "park" in {row["source"]["name"] for row in second["nodes"]}


async def test_a_first_page_costs_one_call() -> None:
    """Without an order the sources come one after another: the first page asks the first of them, once."""
    async with house() as running:
        answer = await running.data("{ bookings(first: 10) { nodes { id } sources { source { name } status } } }")
        assert [report["status"] for report in answer["bookings"]["sources"]] == ["COMPLETE", "NOT_ASKED"]
        assert (len(running.calls("hotel")), len(running.calls("park"))) == (1, 0)


async def test_the_total_counts_every_source() -> None:
    """TotalCount counts the rows of all sources, asking those whose turn it is not once."""
    async with house(size=150) as running:
        answer = await running.data("{ bookings(first: 10) { totalCount sources { status } } }")
        whole = await walk(running, "bookings", "", 100)
        assert answer["bookings"]["totalCount"] == len(whole)
        assert [report["status"] for report in answer["bookings"]["sources"]] == ["COMPLETE", "COMPLETE"]
