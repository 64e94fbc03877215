"""Lists as clients see them: nested, complete or not, and what is missing told at its place."""

from __future__ import annotations

from typing import Any

import pytest

from tests.house import House, house


def spoil(running: House, source: str, table: str, key: str) -> None:
    """Have a vendor send a row whose dates nobody can read."""
    data = running.vendors[source].data
    rows = data["1"][table] if source == "park" else data[table]
    for name in ("start_date", "created_at"):
        if name in rows[key]["attributes"]:
            rows[key]["attributes"][name] = "no date at all"


async def test_a_row_that_cannot_be_read_is_told_at_its_list() -> None:
    """The error of a missing row has the path of its list, alias and all, the place in the document, and a code."""
    async with house("event_temple", size=20) as running:
        question = "{ mine: events(first: 20) { nodes { vendorId period { startDate } } } }"
        rows = (await running.data(question))["mine"]["nodes"]
        spoil(running, "hotel", "events", rows[3]["vendorId"])
    async with house("event_temple", size=20) as running:
        spoil(running, "hotel", "events", rows[3]["vendorId"])
        answer = await running.ask(question)
        assert [row["vendorId"] for row in answer["data"]["mine"]["nodes"]] == [
            row["vendorId"] for row in rows if row is not rows[3]
        ]
        (error,) = answer["errors"]
        assert error["path"] == ["mine"]
        assert error["locations"] == [{"line": 1, "column": 3}]
        assert error["extensions"] == {
            "code": "VENDOR_BAD_RESPONSE",
            "source": "hotel",
            "vendor": "EVENT_TEMPLE",
            "retryable": False,
        }


async def test_a_nested_list_that_fails_is_reported_inside_it() -> None:
    """A connection is never null: a source that fails below a record is a report of that record's list."""
    async with house("event_temple", size=20) as running:
        found = await running.data("{ bookings(first: 2) { nodes { id } } }")
        key = found["bookings"]["nodes"][0]["id"]
        running.vendors["hotel"].faults.add("status", status=500, path="events")
        answer = await running.data(
            """query ($id: ID!) { booking(id: $id) {
              reference events { nodes { id } totalCount sources { status error { code } } }
            } }""",
            {"id": key},
        )
        assert answer["booking"]["reference"]
        assert answer["booking"]["events"] == {
            "nodes": [],
            "totalCount": None,
            "sources": [{"status": "FAILED", "error": {"code": "VENDOR_ERROR"}}],
        }


async def test_a_nested_list_a_vendor_has_none_of_says_so() -> None:
    """What a vendor cannot list is NOT_LISTABLE with the reason, below a record too, and no call is made for it."""
    async with house("booking_experts", size=20) as running:
        fields = "nodes { id } totalCount sources { status error { code message retryable } }"
        question = f"{{ bookings(first: 1) {{ nodes {{ venue {{ events {{ {fields} }} }} events {{ {fields} }} }} }} }}"
        (row,) = (await running.data(question))["bookings"]["nodes"]
        error = {
            "code": "UNSUPPORTED_BY_VENDOR",
            "message": "booking_experts has no way to list events",
            "retryable": False,
        }
        refused = {"nodes": [], "totalCount": None, "sources": [{"status": "NOT_LISTABLE", "error": error}]}
        assert row["venue"]["events"] == row["events"] == refused


async def test_bad_arguments_of_a_nested_list_are_errors() -> None:
    """Below each of several records a wrong argument is that list's error, as it is at the root."""
    async with house("event_temple", size=20) as running:
        answer = await running.ask("{ bookings(first: 2) { nodes { reference events(first: 0) { nodes { id } } } } }")
        assert {error["message"] for error in answer["errors"]} == {"first: expected 1 to 100; got 0."}
        assert {error["extensions"]["code"] for error in answer["errors"]} == {"BAD_USER_INPUT"}
        assert all(error["locations"] and error["path"][-1] == "events" for error in answer["errors"])


@pytest.mark.parametrize("field", ["events", "bookings", "customers"])
async def test_require_complete_is_content_with_a_vendor_that_has_no_such_list(field: str) -> None:
    """With requireComplete a list objects to a source that failed, not to one that has nothing of the kind."""
    async with house(size=20) as running:
        answer = await running.data(
            f"{{ {field}(first: 100, requireComplete: true) {{ nodes {{ id }} sources {{ status }} }} }}"
        )
        assert answer[field]["nodes"]


async def test_one_list_that_fails_leaves_the_others() -> None:
    """Root lists are answered each by itself: the error of one nulls no more than GraphQL says it must."""
    async with house(size=20) as running:
        running.vendors["hotel"].faults.add("status", status=500)
        answer = await running.ask("""{
          source(name: "park") { name }
          events { nodes { id } sources { source { name } status } }
        }""")
        assert answer["data"]["source"] == {"name": "park"}
        assert [one["status"] for one in answer["data"]["events"]["sources"]] == ["FAILED", "NOT_LISTABLE"]


async def test_a_count_is_asked_for_only_where_it_is_read() -> None:
    """Without totalCount no source is asked to count; with it, those whose turn it is not are asked once."""
    async with house(size=20) as running:
        await running.data("{ bookings(first: 1) { nodes { id } } }")
        assert not running.calls("park")
        answer = await running.data(
            "query ($x: Boolean!) { bookings(first: 1) { totalCount @include(if: $x) } }", {"x": False}
        )
        assert answer == {"bookings": {}}
        assert not running.calls("park")
        answer = await running.data(
            "query ($x: Boolean!) { bookings(first: 1) { totalCount @include(if: $x) } }", {"x": True}
        )
        assert answer["bookings"]["totalCount"] > 20
        assert len(running.calls("park")) == 1


async def test_a_name_in_one_language_is_the_same_whoever_else_asks() -> None:
    """A text without a locale is in the base language, whatever languages other aliases ask for."""
    question = 'source(name: "park") {{ ... on BookingExpertsSource {{ categories {{ nodes {{ {} }} }} }} }}'
    async with house("booking_experts", size=20, fresh=0) as running:

        async def names(fields: str) -> list[Any]:
            return (await running.data(f"{{ {question.format(fields)} }}"))["source"]["categories"]["nodes"]

        alone = [row["name"] for row in await names("name")]
        beside = [row["name"] for row in await names('name other: name(locale: "de")')]
        assert alone == beside
