"""Starting, watching and steering a vendor from inside the process and from outside."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime

import aiohttp
import pytest

from sandbox import VENDORS
from sandbox.server import start
from tests.sandbox.wire import EVENT_TEMPLE, PARK, Clock, Open, Wire


async def test_the_log_tells_every_call(event_temple: Wire, clock: Clock) -> None:
    """Method, path, decoded query, status, bytes and time of each call are in the log, in order."""
    clock.now = 7.0
    first = await event_temple.ask("/v2/events", page_size="2", headers={"Accept": "application/vnd.api+json"})
    await event_temple.ask("/v2/spaces", method="POST")
    one, two = event_temple.running.log
    assert (one.method, one.path, one.query) == ("GET", "/v2/events", [("page[size]", "2")])
    assert (one.status, one.sent, one.at) == (200, len(first.body), 7.0)
    assert one.headers["Accept"] == "application/vnd.api+json"
    assert one.values("page[size]") == ["2"]
    assert (two.method, two.status) == ("POST", 404)


async def test_the_log_keeps_no_credential(event_temple: Wire) -> None:
    """Neither header with a credential is in the log, nor in what represents it."""
    await event_temple.ask("/v2/events")
    assert EVENT_TEMPLE["X-Api-Key"] not in repr(event_temple.running.log)
    assert EVENT_TEMPLE["X-Api-Org"] not in repr(event_temple.running.log)


async def test_credentials_in_a_query_are_masked(open_vendor: Open) -> None:
    """A vendor that takes its credentials as parameters has them masked in the log."""
    wire = await open_vendor("event_temple")
    wire.running.vendor = replace(wire.running.vendor, secret_parameters=frozenset({"key"}))
    await wire.ask("/v2/events", key="hidden", sort="id")
    assert wire.running.log[0].query == [("key", "***"), ("sort", "id")]


async def test_the_log_is_read_and_emptied_over_http(event_temple: Wire) -> None:
    """Another process reads and empties the log; its doing so is not logged."""
    await event_temple.ask("/v2/events", sort="id")
    [call] = (await event_temple.ask("/_sandbox/calls")).document
    assert (call["method"], call["path"], call["query"], call["status"]) == ("GET", "/v2/events", [["sort", "id"]], 200)
    assert (await event_temple.ask("/_sandbox/calls", method="DELETE")).status == 204
    assert (await event_temple.ask("/_sandbox/calls")).document == []
    assert event_temple.running.log == []


async def test_faults_are_set_over_http(event_temple: Wire) -> None:
    """A list of faults replaces those that were; what is no list of faults changes nothing."""
    fault = {"kind": "status", "status": 503, "retry_after": "3", "times": 1, "path": "/events"}
    assert (await event_temple.ask("/_sandbox/faults", method="PUT", body={"faults": [fault]})).status == 204
    for wrong in ([{"kind": "earthquake"}], {"faults": 3}, [{"status": 500}], [{"kind": "slow", "how": 1}], b"{"):
        assert (await event_temple.ask("/_sandbox/faults", method="PUT", body=wrong)).status == 400
    assert (await event_temple.ask("/v2/bookings")).status == 200
    reply = await event_temple.ask("/v2/events")
    assert (reply.status, reply.headers["Retry-After"]) == (503, "3")
    assert (await event_temple.ask("/v2/events")).status == 200
    assert (await event_temple.ask("/_sandbox/faults", method="PUT", body=[])).status == 204


async def test_other_control_paths_say_what_there_is(event_temple: Wire) -> None:
    """A control call that does not exist names those that do."""
    reply = await event_temple.ask("/_sandbox/weather")
    assert reply.status == 404
    assert b"calls" in reply.body


@pytest.mark.parametrize("vendor", sorted(VENDORS))
async def test_a_large_vendor_starts_as_a_small_one(vendor: str) -> None:
    """A vendor of 50,000 bookings is up and tells what it was asked, which so far is nothing."""
    async with await start(vendor, size=50_000) as running:
        assert running.url.startswith("http://127.0.0.1:")
        assert running.log == []


async def test_a_page_of_many_costs_a_page(open_vendor: Open) -> None:
    """A page of 50,000 events writes that page's rows, not all of them."""
    wire = await open_vendor("event_temple", size=50_000)
    reply = await wire.ask("/v2/events", page_size="100", page_number="250", include="booking")
    assert reply.document["meta"] == {"pages": 500, "records": 50_000}
    written = wire.running.data["events"].written
    assert 100 <= written <= 101


async def test_a_port_can_be_chosen(open_vendor: Open) -> None:
    """Port 0 takes a free one, and `url` names what was taken."""
    one = await open_vendor("event_temple")
    port = int(one.running.url.rpartition(":")[2])
    await one.running.stop()
    again = await open_vendor("event_temple", port=port)
    assert again.running.url == f"http://127.0.0.1:{port}"


async def test_stopping_closes_the_port_and_may_be_repeated(open_vendor: Open) -> None:
    """After stop nobody answers, and a second stop does no harm."""
    wire = await open_vendor("event_temple")
    await wire.running.stop()
    await wire.running.stop()
    with pytest.raises(aiohttp.ClientConnectionError):
        await wire.ask("/v2/events")


async def test_unknown_vendors_and_options_are_refused() -> None:
    """A vendor that does not exist is a KeyError, an option that a vendor does not have a TypeError."""
    with pytest.raises(KeyError):
        await start("hotel_california")
    with pytest.raises(TypeError):
        await start("event_temple", moat=True)


async def test_calls_are_served_side_by_side(open_vendor: Open) -> None:
    """Several vendors and several calls of each are answered at once."""
    wires = [await open_vendor("event_temple"), await open_vendor("booking_experts")]
    paths = ["/v2/events", f"{PARK}/bookings"]
    replies = await asyncio.gather(*(wire.ask(path) for wire, path in zip(wires, paths, strict=True) for _ in range(5)))
    assert {reply.status for reply in replies} == {200}


async def test_without_a_chosen_day_changes_are_stamped_with_the_true_time() -> None:
    """Whoever compares a vendor's stamps with a clock of today finds them alike; a chosen day has a noon of its own."""
    began = datetime.now(UTC)
    async with await start("locaboo", size=1) as now, await start("locaboo", size=1, today=date(2026, 6, 15)) as then:
        assert now.data.site.now() >= began
        assert then.data.site.now().date() == date(2026, 6, 15)
