"""The faults that can be switched on: each fails in the way its name says, for as long as it is told to."""

from __future__ import annotations

import asyncio
import json
import time

import aiohttp
import pytest

from tests.sandbox.wire import PARK, Open, Wire

VENDORS = {"event_temple": "/v2/events", "booking_experts": f"{PARK}/bookings"}


@pytest.mark.parametrize("vendor", sorted(VENDORS))
@pytest.mark.parametrize("status", [401, 403, 404, 429, 500, 502, 503])
async def test_a_status_comes_with_the_vendors_error_document(open_vendor: Open, vendor: str, status: int) -> None:
    """Any status is answered in the vendor's own form, with Retry-After where one is given."""
    wire = await open_vendor(vendor)
    wire.running.faults.add("status", status=status, retry_after="17")
    reply = await wire.ask(VENDORS[vendor])
    assert reply.status == status
    assert reply.headers["Retry-After"] == "17"
    assert reply.headers["Content-Type"] == "application/vnd.api+json"
    assert str(reply.fault["status"]) == str(status)


async def test_a_status_may_come_with_another_document(event_temple: Wire) -> None:
    """The vendor says what whoever tests wants it to say."""
    event_temple.running.faults.add("status", status=422, body={"errors": [{"title": "no"}]})
    reply = await event_temple.ask("/v2/events")
    assert (reply.status, reply.document) == (422, {"errors": [{"title": "no"}]})


async def test_a_test_can_wait_for_what_a_vendor_has_heard(event_temple: Wire) -> None:
    """`until` ends as soon as something is true of the log, without looking at a clock."""
    running = event_temple.running
    heard = asyncio.create_task(running.until(lambda: len(running.log) == 2))
    await event_temple.ask("/v2/events")
    assert not heard.done()
    await asyncio.gather(event_temple.ask("/v2/events"), heard)


async def test_faults_count_down_and_are_cleared(event_temple: Wire) -> None:
    """A fault holds for so many calls or until cleared; the first one that meets a call is the one it gets."""
    faults = event_temple.running.faults
    faults.add("status", status=500, times=2)
    faults.add("status", status=502)
    statuses = [(await event_temple.ask("/v2/events")).status for _ in range(4)]
    assert statuses == [500, 500, 502, 502]
    faults.clear()
    assert (await event_temple.ask("/v2/events")).status == 200


async def test_faults_keep_to_paths_and_methods(booking_experts: Wire) -> None:
    """A fault for one path or method leaves the others alone."""
    booking_experts.running.faults.add("status", path="/bookings", method="GET")
    assert (await booking_experts.ask(f"{PARK}/bookings")).status == 500
    assert (await booking_experts.ask(f"{PARK}/agreements")).status == 200
    assert (await booking_experts.ask(f"{PARK}/bookings", method="PUT")).status == 404


async def test_slow_answers_truly_and_late(event_temple: Wire) -> None:
    """A slow answer is the right one, after so many seconds."""
    plain = await event_temple.ask("/v2/events")
    event_temple.running.faults.add("slow", seconds=0.05)
    began = time.perf_counter()
    slow = await event_temple.ask("/v2/events")
    assert time.perf_counter() - began >= 0.05
    assert slow.body == plain.body


async def test_a_hang_lasts_until_the_server_stops(event_temple: Wire) -> None:
    """A hanging call is in the log and not answered; stopping breaks its connection."""
    event_temple.running.faults.add("hang")
    call = asyncio.ensure_future(event_temple.ask("/v2/events", method="POST"))
    done, _ = await asyncio.wait([call], timeout=0.05)
    assert not done
    await event_temple.running.stop()
    with pytest.raises(aiohttp.ClientConnectionError):
        await call
    assert [(entry.status, entry.fault) for entry in event_temple.running.log] == [(0, "hang")]


async def test_a_reset_breaks_the_connection(event_temple: Wire) -> None:
    """The client is told that the connection was reset, and the log has no status.

    aiohttp's client sends a GET again by itself, once, after a connection that broke: two calls in the log.
    """
    event_temple.running.faults.add("reset", times=2)
    with pytest.raises(aiohttp.ClientConnectionError):
        await event_temple.ask("/v2/events")
    assert [(call.status, call.sent, call.fault) for call in event_temple.running.log] == [(0, 0, "reset")] * 2
    assert (await event_temple.ask("/v2/events")).status == 200


async def test_truncated_json_is_a_whole_message_of_half_a_document(event_temple: Wire) -> None:
    """The HTTP message is complete, the document in it is not."""
    whole = await event_temple.ask("/v2/events")
    event_temple.running.faults.add("truncated")
    half = await event_temple.ask("/v2/events")
    assert half.status == 200
    assert half.body == whole.body[: len(whole.body) // 2]
    with pytest.raises(json.JSONDecodeError):
        _ = half.document
    assert event_temple.running.log[1].sent == len(half.body)


async def test_a_partial_answer_ends_before_its_length(event_temple: Wire) -> None:
    """The connection ends before as many bytes as the header promised."""
    event_temple.running.faults.add("partial", times=1)
    with pytest.raises(aiohttp.ClientPayloadError):
        await event_temple.ask("/v2/events")
    assert (await event_temple.ask("/v2/events")).status == 200


async def test_a_wrong_content_type_has_the_right_body(event_temple: Wire) -> None:
    """The document is right and called something else."""
    event_temple.running.faults.add("content_type", media_type="text/csv")
    reply = await event_temple.ask("/v2/events")
    assert reply.headers["Content-Type"] == "text/csv"
    assert len(reply.data) == 25


async def test_an_html_page_comes_from_a_proxy(event_temple: Wire) -> None:
    """An error page is HTML and 502, or 200 where told so."""
    faults = event_temple.running.faults
    faults.add("html", times=1)
    faults.add("html", status=200)
    bad, good = await event_temple.ask("/v2/events"), await event_temple.ask("/v2/events")
    assert (bad.status, good.status) == (502, 200)
    assert bad.headers["Content-Type"].startswith("text/html")
    assert good.body.startswith(b"<!DOCTYPE html>")


async def test_empty_and_garbage_are_200(event_temple: Wire) -> None:
    """No body at all, and so many bytes of nothing, come with 200."""
    event_temple.running.faults.add("empty", times=1)
    event_temple.running.faults.add("garbage", size=5000)
    empty, garbage = await event_temple.ask("/v2/events"), await event_temple.ask("/v2/events")
    assert (empty.status, empty.body) == (200, b"")
    assert (garbage.status, len(garbage.body)) == (200, 5000)
    assert garbage.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("kind", ["reset", "status", "html"])
async def test_a_fault_after_the_write_hides_what_was_done(booking_experts: Wire, kind: str) -> None:
    """With `after`, what was asked has been done although the caller hears of a failure."""
    periods = booking_experts.running.data["1"]["agenda_period"]
    before = set(periods)
    booking_experts.running.faults.add(kind, method="POST", after=True)
    body = {
        "data": {
            "type": "agenda_period",
            "attributes": {"label": "Schilderwerk", "start_date": "2026-12-01", "end_date": "2026-12-03"},
            "relationships": {"rentable": {"data": {"id": "3", "type": "rentable"}}},
        }
    }
    try:
        reply = await booking_experts.ask(f"{PARK}/maintenance_agenda_periods", method="POST", body=body)
        assert reply.status >= 500
    except aiohttp.ClientConnectionError:
        assert kind == "reset"
    [made] = set(periods) - before
    assert periods[made]["attributes"]["label"] == "Schilderwerk"


async def test_a_fault_nobody_knows_is_refused(event_temple: Wire) -> None:
    """A kind that does not exist is a ValueError that names those that do."""
    with pytest.raises(ValueError, match="there are status, slow, hang"):
        event_temple.running.faults.add("earthquake")
