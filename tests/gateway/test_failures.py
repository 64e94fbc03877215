"""A source that is down, slow or answers garbage: the others' rows come, and the answer says what is missing."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.house import house

LIST = """
{
  bookings(first: 100, orderBy: { field: CREATED_AT }) {
    nodes { source { name } reference }
    totalCount
    sources { source { name } status error { code message retryable } }
  }
}
"""
FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"kind": "status", "status": 500}, "VENDOR_ERROR"),
    ({"kind": "status", "status": 502}, "VENDOR_ERROR"),
    ({"kind": "status", "status": 401}, "VENDOR_REFUSED_CREDENTIALS"),
    ({"kind": "status", "status": 403}, "VENDOR_REFUSED_CREDENTIALS"),
    ({"kind": "status", "status": 429, "retry_after": "70"}, "VENDOR_RATE_LIMITED"),
    ({"kind": "reset"}, "VENDOR_UNREACHABLE"),
    ({"kind": "hang"}, "VENDOR_TIMEOUT"),
    ({"kind": "truncated"}, "VENDOR_BAD_RESPONSE"),
    ({"kind": "partial"}, "VENDOR_BAD_RESPONSE"),
    ({"kind": "html", "status": 200}, "VENDOR_BAD_RESPONSE"),
    ({"kind": "empty"}, "VENDOR_BAD_RESPONSE"),
    ({"kind": "garbage", "size": 100_000}, "VENDOR_BAD_RESPONSE"),
]


@pytest.mark.parametrize(
    ("fault", "code"), FAULTS, ids=lambda value: str(value.get("kind")) if isinstance(value, dict) else ""
)
@pytest.mark.parametrize("broken", ["hotel", "park"])
async def test_a_broken_source_leaves_a_gap_and_says_so(broken: str, fault: dict[str, Any], code: str) -> None:
    """The other source's rows are all there, within the time limit, and the broken one is named with its code."""
    source = {"budget": {"timeout_seconds": 2}}
    async with asyncio.timeout(12), house(source=source, server={"request_timeout_seconds": 10}) as running:
        running.vendors[broken].faults.add(**fault)
        answer = await running.ask(LIST)
        assert "errors" not in answer
        found = answer["data"]["bookings"]
        assert len(found["nodes"]) == 100
        assert {row["source"]["name"] for row in found["nodes"]} == {"hotel", "park"} - {broken}
        assert found["totalCount"] is None
        reports = {report["source"]["name"]: report for report in found["sources"]}
        assert reports[broken]["status"] == "FAILED"
        assert reports[broken]["error"]["code"] == code
        (other,) = {"hotel", "park"} - {broken}
        assert reports[other] == {"source": {"name": other}, "status": "COMPLETE", "error": None}


async def test_require_complete_makes_a_gap_an_error() -> None:
    """RequireComplete turns a failed source into an error with its code, source and vendor."""
    async with house() as running:
        running.vendors["park"].faults.add("status", status=500)
        answer = await running.ask(LIST.replace("first: 100,", "first: 100, requireComplete: true,"))
        assert answer["data"] is None
        (error,) = answer["errors"]
        assert error["path"] == ["bookings"]
        assert error["extensions"] == {
            "code": "VENDOR_ERROR",
            "source": "park",
            "vendor": "BOOKING_EXPERTS",
            "retryable": True,
        }


async def test_a_rate_limit_says_when_to_come_back() -> None:
    """A vendor's Retry-After reaches the client in seconds."""
    async with house("booking_experts") as running:
        running.vendors["park"].faults.add("status", status=429, retry_after="70")
        answer = await running.ask(
            "{ bookings { nodes { id } sources { error { code retryAfterSeconds retryable } } } }"
        )
        (report,) = answer["data"]["bookings"]["sources"]
        assert report["error"] == {"code": "VENDOR_RATE_LIMITED", "retryAfterSeconds": 70, "retryable": True}


async def test_a_failed_lookup_is_null_with_its_code() -> None:
    """What hangs off a row and cannot be asked for is null, and the error names the place and the source."""
    async with house("booking_experts") as running:
        running.vendors["park"].faults.add("status", status=500, path="agenda_periods")
        answer = await running.ask(
            "{ bookings(first: 2) { nodes { reference allocations { period { startDate } } } } }"
        )
        rows = answer["data"]["bookings"]["nodes"]
        assert [row["reference"] is not None for row in rows] == [True, True]
        for error in answer["errors"]:
            assert error["path"][:3] == ["bookings", "nodes", error["path"][2]]
            assert error["path"][3] == "allocations"
            assert error["extensions"]["code"] == "VENDOR_ERROR"
            assert error["extensions"]["source"] == "park"
        assert [row["allocations"] for row in rows].count(None) == len(answer["errors"])


@pytest.mark.parametrize(
    ("vendor", "source", "table", "question"),
    [
        ("event_temple", "hotel", "events", "{ events(first: 100) { nodes { vendorId name period { startDate } } } }"),
        ("booking_experts", "park", "booking", "{ bookings(first: 100) { nodes { vendorId reference createdAt } } }"),
    ],
)
async def test_a_broken_row_spoils_only_itself(vendor: str, source: str, table: str, question: str) -> None:
    """One row that makes no sense among a hundred is left out and named in errors; the rest is there."""
    async with house(vendor, fresh=0) as running:
        data = running.vendors[source].data
        rows = data["1"][table] if vendor == "booking_experts" else data[table]
        (listed,) = (await running.data(question)).values()
        broken = listed["nodes"][10]["vendorId"]
        for name in ("start_date", "created_at"):
            if name in rows[broken]["attributes"]:
                rows[broken]["attributes"][name] = "no date at all"
        answer = await running.ask(question)
        (found,) = answer["data"].values()
        there = [row["vendorId"] for row in found["nodes"]]
        assert broken not in there
        assert there[:10] == [row["vendorId"] for row in listed["nodes"][:10]]
        (error,) = answer["errors"]
        assert error["extensions"]["code"] == "VENDOR_BAD_RESPONSE"
        assert error["extensions"]["source"] == source
        assert broken in error["message"]
        assert "no date at all" not in error["message"]


async def test_a_down_source_shows_in_its_health() -> None:
    """A source's health tells what went wrong last and when it last answered well, without asking the vendor."""
    async with house("booking_experts", fresh=0) as running:
        health = """{ source(name: "park") { health {
          status lastSuccessAt lastFailure { code } budget { limit remaining windowSeconds }
        } } }"""
        before = (await running.data(health))["source"]["health"]
        assert before["status"] == "UNKNOWN"
        assert [(one["limit"], one["remaining"], one["windowSeconds"]) for one in before["budget"]] == [
            (500, 500, 900),
            (100, 100, 60),
        ]
        await running.data("{ bookings(first: 1) { nodes { id } } }")
        up = (await running.data(health))["source"]["health"]
        assert (up["status"], up["lastFailure"]) == ("UP", None)
        assert [one["remaining"] for one in up["budget"]] == [499, 99]
        running.vendors["park"].faults.add("status", status=500)
        await running.ask("{ bookings(first: 2) { nodes { id } } }")
        down = (await running.data(health))["source"]["health"]
        assert (down["status"], down["lastFailure"]) == ("DEGRADED", {"code": "VENDOR_ERROR"})


async def test_a_source_that_keeps_failing_is_left_alone_and_says_so() -> None:
    """After a few failures its health is DOWN and questions fail with the same code, without a call, and when to ask.

    Asking for the health calls nobody.
    """
    query = "{ bookings(first: %d) { sources { status error { code retryable retryAfterSeconds } } } }"
    async with house("booking_experts") as running:
        running.vendors["park"].faults.add("status", status=503)
        for first in (1, 2, 3):
            await running.ask(query % first)
        made = len(running.calls("park"))
        answer = await running.data(query % 4)
        (report,) = answer["bookings"]["sources"]
        assert report == {
            "status": "FAILED",
            "error": {"code": "VENDOR_ERROR", "retryable": True, "retryAfterSeconds": 1},
        }
        health = await running.data('{ source(name: "park") { health { status lastFailure { code message } } } }')
        assert health["source"]["health"] == {
            "status": "DOWN",
            "lastFailure": {"code": "VENDOR_ERROR", "message": "park answered 503: it is out of order"},
        }
        assert len(running.calls("park")) == made == 6
