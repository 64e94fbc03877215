"""What an operation's log of calls says."""

from __future__ import annotations

import asyncio

import pytest

from loaders.errors import RateLimited
from loaders.http.ask import Ask, Reason, Reply
from loaders.http.join import Join
from loaders.http.log import log
from loaders.inquiry import Deadline, Inquiry

ASK = Ask("GET", "/v3/bookings", (("filter[id]", "1,2"), ("include", "a b")), reason=Reason.BATCH, asks=2)


def operation() -> Inquiry:
    """Make an operation with time enough."""
    return Inquiry(Deadline.after(60))


async def test_a_call_is_told_as_it_was() -> None:
    """Who was asked what, why and for how many; what came of it, and when."""
    inquiry = operation()

    async def wire(_: Ask, __: Inquiry) -> Reply:
        (call,) = inquiry.calls
        assert (call.status, call.duration_ms) == (None, 0.0)
        return Reply(206, {}, b"12345")

    await log("duinpark", "booking_experts", "MISS", wire)(ASK, inquiry)
    (call,) = inquiry.calls
    assert (call.source, call.vendor, call.method, call.path) == ("duinpark", "booking_experts", "GET", "/v3/bookings")
    assert (call.query, call.reason, call.asks, call.cache) == ("filter[id]=1,2&include=a b", "batch", 2, "MISS")
    assert (call.status, call.bytes) == (206, 5)
    assert 0 <= call.start_ms <= call.start_ms + call.duration_ms <= inquiry.elapsed_ms()
    assert call.duration_ms > 0


async def test_a_failed_call_is_told_too() -> None:
    """A fault leaves its status in the log, where the vendor answered with one."""

    async def wire(_: Ask, __: Inquiry) -> Reply:
        raise RateLimited("slow down", source="duinpark", vendor="booking_experts", status=429)

    inquiry = operation()
    with pytest.raises(RateLimited):
        await log("duinpark", "booking_experts", "MISS", wire)(ASK, inquiry)
    (call,) = inquiry.calls
    assert (call.status, call.bytes) == (429, 0)
    assert call.duration_ms > 0


async def test_a_call_given_up_is_told_too() -> None:
    """A cancelled wait leaves its duration."""

    async def wire(_: Ask, __: Inquiry) -> Reply:
        return await asyncio.Future()

    inquiry = operation()
    wait = asyncio.ensure_future(log("duinpark", "booking_experts", "MISS", wire)(ASK, inquiry))
    await asyncio.sleep(0)
    wait.cancel()
    with pytest.raises(asyncio.CancelledError):
        await wait
    assert inquiry.calls[0].status is None
    assert inquiry.calls[0].duration_ms > 0


async def test_who_leads_has_a_miss_and_who_follows_has_joined() -> None:
    """Each operation's log holds its own ask: MISS for the one that caused the call, JOINED for the others."""
    go_on = asyncio.Event()

    async def wire(_: Ask, __: Inquiry) -> Reply:
        await go_on.wait()
        return Reply(200, {}, b"123")

    send = Join("duinpark", "booking_experts", wire).send
    operations = [operation() for _ in range(3)]
    calls = [asyncio.ensure_future(send(ASK, inquiry)) for inquiry in operations]
    await asyncio.sleep(0)
    go_on.set()
    await asyncio.gather(*calls)
    logged = [(call.cache, call.status, call.bytes) for inquiry in operations for call in inquiry.calls]
    assert logged == [("MISS", 200, 3), ("JOINED", 200, 3), ("JOINED", 200, 3)]


async def test_a_write_is_a_miss() -> None:
    """What is never joined is logged by itself, once."""

    async def wire(_: Ask, __: Inquiry) -> Reply:
        return Reply(201, {}, b"")

    inquiry = operation()
    await Join("duinpark", "booking_experts", wire).send(Ask("POST", "/v3/x"), inquiry)
    assert [(call.method, call.cache, call.status) for call in inquiry.calls] == [("POST", "MISS", 201)]
