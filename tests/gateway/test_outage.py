"""A vendor that is down, or slow: what was read before is served with its true age, and nobody else is held up."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from strawberry.types import ExecutionResult

from gateway.assembly import close_sources, open_sources
from gateway.settings import from_table
from loaders.batch import Loaders
from loaders.errors import RateLimited
from loaders.inquiry import Deadline, Inquiry
from loaders.port import Source
from loaders.store.memory import MemoryStore
from sandbox.server import Running, start
from schema.context import Context
from tests.house import SCHEMA, SOURCES
from tests.virtual_time import NOON, VirtualTime, in_virtual_time

LIST = """{ bookings(first: 5, orderBy: { field: CREATED_AT }, filter: { sources: ["park"] }) {
  nodes { reference fetchedAt } sources { status asOf error { code retryAfterSeconds } } } }"""
COLD = """{ customers(first: 5, filter: { sources: ["park"], search: "%s" }) {
  nodes { name } sources { status error { code retryAfterSeconds } } } }"""
BOTH = """{ bookings(first: 50, orderBy: { field: CREATED_AT }) {
  nodes { source { name } } sources { source { name } status error { code } } } }"""

SPACES = "{ nodes(ids: %s) { id ... on Space { imageUrl } } }"


class Park:
    """Sources in virtual time, and what is asked of them."""

    def __init__(self, sources: dict[str, Source], vendors: dict[str, Running], time: VirtualTime) -> None:
        self.sources = sources
        self.vendors = vendors
        self.time = time

    async def ask(self, query: str, seconds: float = 15) -> dict[str, Any]:
        """Ask a question that has so much time; gives its data."""
        result = await self.execute(query, seconds)
        assert not result.errors, result.errors
        assert result.data is not None
        return result.data

    async def execute(self, query: str, seconds: float = 15) -> ExecutionResult:
        """Ask a question that has so much time."""
        inquiry = Inquiry(Deadline.after(seconds, self.time.clock))
        context = Context(self.sources, inquiry, Loaders(self.sources, inquiry), now=self.time.now)
        try:
            return await SCHEMA.execute(query, context_value=context)
        finally:
            context.close()

    def calls(self, source: str = "park") -> int:
        """Count the calls a vendor has had."""
        return len(self.vendors[source].log)


@asynccontextmanager
async def park(*vendors: str, timeout_seconds: float = 10) -> AsyncIterator[Park]:
    """Open sources at sandbox vendors, in the virtual time that runs."""
    time = VirtualTime.running()
    running: dict[str, Running] = {}
    tables = []
    for vendor in vendors:
        one = await start(vendor, size=40, today=NOON.date(), clock=time.clock)
        table = {**SOURCES[vendor], "vendor": vendor, "base_url": one.url, "credentials": dict(one.vendor.credentials)}
        tables.append({**table, "budget": {"timeout_seconds": timeout_seconds}})
        running[table["name"]] = one
    settings = from_table({"sources": tables}, Path.cwd(), {})
    sources = open_sources(settings, MemoryStore(), clock=time.clock, now=time.now)
    try:
        yield Park(sources, running, time)
    finally:
        await close_sources(sources)
        for one in running.values():
            await one.stop()


def _report(answer: dict[str, Any], field: str = "bookings") -> dict[str, Any]:
    (report,) = answer[field]["sources"]
    found: dict[str, Any] = report
    return found


@in_virtual_time
async def test_what_was_read_is_served_while_the_vendor_is_down() -> None:
    """Ten minutes down: every answer is there, STALE, with its fault and true ages; then all is fresh."""
    async with park("booking_experts") as house:
        first = await house.ask(LIST)
        assert _report(first)["status"] == "COMPLETE"
        await asyncio.sleep(60)
        house.vendors["park"].faults.add("status", status=503)
        rows = first["bookings"]["nodes"]
        for second in range(0, 600, 10):
            answer = await house.ask(LIST)
            assert answer["bookings"]["nodes"] == rows
            assert _report(answer)["status"] == "STALE"
            assert _report(answer)["asOf"] == rows[0]["fetchedAt"]
            if second:
                assert _report(answer)["error"]["code"] == "VENDOR_ERROR"
            await asyncio.sleep(10)
        house.vendors["park"].faults.clear()
        back = house.time.now()
        await asyncio.sleep(15)
        await house.ask(LIST)
        await asyncio.sleep(15)
        answer = await house.ask(LIST)
        assert _report(answer) == {**_report(answer), "status": "COMPLETE", "error": None}
        assert dt.datetime.fromisoformat(_report(answer)["asOf"]) >= back


@in_virtual_time
async def test_a_timeout_is_not_waited_for_again() -> None:
    """A vendor that hangs: once its breaker is open, cold questions fail at once, without a call."""
    async with park("booking_experts", timeout_seconds=5) as house:
        house.vendors["park"].faults.add("hang")
        while True:
            asked, began = house.calls(), house.time.clock()
            answer = await house.ask(COLD % f"who{asked}")
            assert _report(answer, "customers")["error"]["code"] in {"VENDOR_TIMEOUT", "VENDOR_UNREACHABLE"}
            if house.calls() == asked:
                break
            assert asked < 20
        assert house.time.clock() == began
        assert 1 <= _report(answer, "customers")["error"]["retryAfterSeconds"] <= 15


@in_virtual_time
async def test_a_slow_vendor_holds_up_nobody_else() -> None:
    """A vendor that takes ten seconds an answer: who does not ask it is answered at once.

    The others' rows come within the time a list has; only the slow vendor's are missing, and named.
    """
    async with park("event_temple", "booking_experts") as house:
        house.vendors["park"].faults.add("slow", seconds=10)
        hotel = BOTH.replace("first: 50,", 'first: 50, filter: { sources: ["hotel"] },')
        began = house.time.clock()
        assert _report(await house.ask(hotel))["status"] == "COMPLETE"
        assert house.time.clock() == began
        answer = await house.ask(BOTH, seconds=5)
        assert house.time.clock() - began <= 5
        statuses = {row["source"]["name"]: row["status"] for row in answer["bookings"]["sources"]}
        assert statuses == {"hotel": "COMPLETE", "park": "FAILED"}
        assert {row["source"]["name"] for row in answer["bookings"]["nodes"]} == {"hotel"}


@in_virtual_time
async def test_nobody_stands_in_line_behind_refreshes() -> None:
    """A vendor that wants to hear nothing for 50 s: what waits to be renewed holds up nobody who has nothing yet."""
    async with park("locaboo") as house:
        hall = house.vendors["hall"]
        known = await house.ask("{ spaces(first: 50) { nodes { id } } }")
        ids = [node["id"] for node in known["spaces"]["nodes"]]
        await house.ask(SPACES % json.dumps(ids[:-1]))
        await asyncio.sleep(90)
        hall.faults.add("status", status=429, retry_after="50")
        assert None not in (await house.ask(SPACES % json.dumps(ids[:-1])))["nodes"]
        await asyncio.sleep(1)
        began = house.time.clock()
        result = await house.execute(SPACES % json.dumps(ids[-1:]))
        assert house.time.clock() == began
        assert [type(error.original_error) for error in result.errors or ()] == [RateLimited]
