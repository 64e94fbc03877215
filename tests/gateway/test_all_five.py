"""Every vendor in one graph: lists over all of them, and what is special to each."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from aiohttp import web

from sandbox.calls import Call
from tests.house import SOURCES, House, house

DAY = """
{
  events(
    first: 100, orderBy: { field: STARTS_AT }
    filter: { overlaps: { from: "2026-06-15T00:00:00+02:00", to: "2026-06-16T00:00:00+02:00" } }
  ) {
    nodes { id name source { name } period { startsAt startDate } space { name } venue { name } }
    sources { source { name } status error { code } }
  }
  bookings(
    first: 100, orderBy: { field: STARTS_AT }
    filter: { overlaps: { from: "2026-06-15T00:00:00+02:00", to: "2026-06-16T00:00:00+02:00" } }
  ) {
    nodes { id source { name } period { startsAt startDate } customer { name } allocations { space { name } } }
    sources { source { name } status error { code } }
  }
}
"""
LISTS: dict[str, set[str]] = {
    "hotel": {"events", "bookings"},
    "park": {"bookings"},
    "hall": {"events", "bookings"},
    "museum": set(),
    "banquets": set(),
}
DOWN = [*combinations(LISTS, 1), ("hotel", "hall"), ("park", "hall"), *combinations(LISTS, 4)]


async def test_a_day_over_all_sources_is_one_order() -> None:
    """Events and bookings of a day come in one order from every vendor that lists them; the others are named."""
    async with house(*SOURCES) as running:
        answer = await running.data(DAY)
        for field in ("events", "bookings"):
            rows = answer[field]["nodes"]
            assert {row["source"]["name"] for row in rows} == {name for name, lists in LISTS.items() if field in lists}
            assert _starts(rows) == sorted(_starts(rows))
            assert _statuses(answer[field]) == {
                name: "COMPLETE" if field in lists else "NOT_LISTABLE" for name, lists in LISTS.items()
            }


@pytest.mark.parametrize("down", DOWN, ids=" and ".join)
async def test_vendors_that_are_down_are_named(down: tuple[str, ...]) -> None:
    """With one, two or four vendors down the others' rows come all the same, and the missing are named."""
    async with house(*SOURCES) as running:
        whole = await running.data(DAY)
    async with house(*SOURCES) as running:
        for name in down:
            running.vendors[name].faults.add("status", status=503)
        answer = await running.data(DAY)
    for field in ("events", "bookings"):
        missing = {name for name in down if field in LISTS[name]}
        left = [row["id"] for row in whole[field]["nodes"] if row["source"]["name"] not in missing]
        there = [row["id"] for row in answer[field]["nodes"]]
        assert there[: len(left)] == left[: len(there)]
        statuses = _statuses(answer[field])
        assert {name for name, status in statuses.items() if status == "FAILED"} == missing


def _starts(rows: list[dict[str, Any]]) -> list[str]:
    return [row["period"]["startDate"] for row in rows]


def _statuses(listed: dict[str, Any]) -> dict[str, str]:
    return {report["source"]["name"]: report["status"] for report in listed["sources"]}


async def test_thirty_spaces_are_asked_for_in_one_call() -> None:
    """When thirty Locaboo spaces are free is one call: all ids at once, and no limit that would hide some."""
    async with house("locaboo") as running:
        spaces = (await running.data("{ spaces(first: 30) { nodes { id } } }"))["spaces"]["nodes"]
        assert len(spaces) == 30
        running.forget()
        question = """query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Space { availability(
          between: { from: "2026-06-15T08:00:00+02:00", to: "2026-06-17T20:00:00+02:00" }, minutes: 120, limit: 3
        ) { basis slots { from to } } } } }"""
        answer = await running.data(question, {"ids": [space["id"] for space in spaces]})
        asked = [call for call in running.calls("hall") if call.path.endswith("/availability")]
        assert len(asked) == 1
        assert not asked[0].values("limit")
        assert {node["availability"]["basis"] for node in answer["nodes"]} == {"VENDOR", "DERIVED"}
        assert all(len(node["availability"]["slots"]) <= 3 for node in answer["nodes"])
        assert any(node["availability"]["slots"] for node in answer["nodes"])


def crowd(running: House, source: str) -> Callable[[], int]:
    """Count how many calls a vendor answers at once; gives the most there were."""
    vendor = running.vendors[source]
    answer, now, most = vendor.desk.answer, 0, 0

    async def counted(request: web.BaseRequest) -> web.Response:
        nonlocal now, most
        now += 1
        most = max(most, now)
        for _ in range(20):
            await asyncio.sleep(0)  # lets the others arrive
        try:
            return await answer(request)
        finally:
            now -= 1

    vendor.desk = replace(vendor.desk, answer=counted)
    return lambda: most


async def test_fifty_bookings_by_id_take_one_login() -> None:
    """50 Enviso bookings cold: one login and 50 calls, at most 8 at once; named twice, they are asked once."""
    async with house("enviso", server={"limits": {"max_aliases": 100}}) as running:
        most = crowd(running, "museum")
        ids = [str(700_000 + number) for number in range(1, 51)]
        fields = "\n".join(
            f'{alias}{one}: bookingByVendorId(source: "museum", vendorId: "{one}") {{ vendorId name status }}'
            for one in ids
            for alias in ("a", "b")
        )
        answer = await running.data(f"{{ {fields} }}")
        assert all(answer[f"a{one}"] == answer[f"b{one}"] for one in ids)
        logins = [call for call in running.calls("museum") if call.path.endswith("/login")]
        reads = [call for call in running.calls("museum") if "/bookings/" in call.path]
        assert len(logins) == 1
        assert sorted(call.path.rpartition("/")[2] for call in reads) == ids
        assert 1 < most() <= 8


async def test_ten_customers_by_email_take_one_call() -> None:
    """Of 10,000 Locaboo customers one is found by e-mail with one call, and ten in one question with that call, too."""
    async with house("locaboo", size=10_000, fresh=0) as running:
        listed = (await running.data("{ customers(first: 100) { nodes { email } totalCount } }"))["customers"]
        emails = list(dict.fromkeys(row["email"] for row in listed["nodes"] if row["email"]))[:10]
        assert len(emails) == 10
        running.forget()
        one = await running.data(_by_email(emails[:1]))
        assert len(_customer_calls(running)) == 1
        assert [row["email"].casefold() for row in one["c0"]["nodes"]] == [emails[0].casefold()]
        running.forget()
        ten = await running.data(_by_email(emails))
        assert len(_customer_calls(running)) == 1
        assert all(ten[f"c{number}"]["nodes"] for number in range(10))


def _by_email(emails: list[str]) -> str:
    fields = (
        f'c{number}: customers(filter: {{ email: "{email}" }}) {{ nodes {{ email name }} }}'
        for number, email in enumerate(emails)
    )
    return f"{{ {' '.join(fields)} }}"


def _customer_calls(running: House) -> list[Call]:
    return [call for call in running.calls("hall") if call.path.endswith("/customer_list")]


async def test_a_key_in_the_address_is_shown_nowhere() -> None:
    """Locaboo's key travels in the query as its document shows; explain and errors do not hold it."""
    async with house("locaboo") as running:
        running.vendors["hall"].faults.add("status", status=500, path="customer_list")
        answer = await running.ask(
            "{ bookings(first: 1) { nodes { id } } customers { nodes { id } sources { error { message } } } }",
            headers={"Foyer-Explain": "1"},
        )
        assert answer["extensions"]["explain"]["calls"]
        for secret in running.vendors["hall"].vendor.credentials.values():
            assert secret not in str(answer)
        assert "api_secret_key" not in str(answer)


async def test_nodes_of_every_source_are_looked_up_together() -> None:
    """`nodes` over mixed kinds and sources answers each in its place, and a source that fails spoils only its own."""
    async with house(*SOURCES) as running:
        listed = await running.data(
            """{
              bookings(first: 100, orderBy: { field: CREATED_AT }) { nodes { id source { name } } }
              venues { nodes { id } }
            }"""
        )
        ids = [row["id"] for row in listed["venues"]["nodes"]][:10]
        by_source = {row["source"]["name"]: row["id"] for row in listed["bookings"]["nodes"]}
        wanted = [*ids, *by_source.values()]
        answer = await running.data("query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }", {"ids": wanted})
        assert [node["id"] for node in answer["nodes"]] == wanted
