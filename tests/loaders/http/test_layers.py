"""What the stacked layers promise together, over a real vendor."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from loaders.errors import CredentialsRefused, RateLimited, TimedOut
from loaders.health import Health
from loaders.http.ask import Ask
from loaders.http.budget import Budget
from loaders.http.wire import wire
from loaders.inquiry import Deadline, Inquiry
from loaders.store.memory import MemoryStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_aiohttp.plugin import AiohttpServer

    from loaders.http.ask import Send
    from loaders.http.session import Session

    Open = Callable[..., Session]

NOON = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
ASK = Ask("GET", "/v3/bookings", (("page", "1"),))


class Vendor:
    """A vendor with one valid key, a limit of two calls, and an answer that waits for its gate."""

    def __init__(self) -> None:
        self.heard = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.health = Health()

    async def answer(self, request: web.Request) -> web.Response:
        """Check the key, count, answer."""
        self.heard += 1
        await self.gate.wait()
        if request.headers.get("X-API-KEY") != "s3cr3t":
            return web.Response(status=401)
        told = {"X-RateLimit-Limit": "2", "X-RateLimit-Remaining": str(2 - self.heard)}
        return web.Response(body=b"{}", headers=told)

    async def reached(self, aiohttp_server: AiohttpServer, session: Open, key: str = "s3cr3t") -> Send:
        """Serve, and give the stacked layers of a source there."""
        app = web.Application()
        app.router.add_get("/v3/bookings", self.answer)
        return wire(
            session(str((await aiohttp_server(app)).make_url(""))).send,
            source="duinpark",
            vendor="booking_experts",
            headers={"X-API-KEY": key},
            health=self.health,
            budget=Budget(
                MemoryStore().windows,
                source="duinpark",
                vendor="booking_experts",
                credentials={"api_key": key},
                windows=[(3, 900)],
                slots=4,
                now=lambda: NOON,
            ),
            now=lambda: NOON,
            clock=lambda: 0.0,
            chance=lambda: 0.0,
        ).send


async def test_a_shared_call_is_one_call_for_everything_below(aiohttp_server: AiohttpServer, session: Open) -> None:
    """Five operations, one call: signed, counted once, noted once as a success, logged for each without the key."""
    vendor = Vendor()
    send = await vendor.reached(aiohttp_server, session)
    operations = [Inquiry(Deadline.after(5)) for _ in range(5)]
    replies = await asyncio.gather(*(send(ASK, inquiry) for inquiry in operations))
    assert [reply.body for reply in replies] == [b"{}"] * 5
    assert vendor.heard == 1
    assert [row.remaining for row in await vendor.health.windows()] == [1]
    assert vendor.health.last_success_at == NOON
    calls = [call for inquiry in operations for call in inquiry.calls]
    assert [call.cache for call in calls] == ["MISS", "JOINED", "JOINED", "JOINED", "JOINED"]
    assert "s3cr3t" not in repr(operations)


async def test_what_the_vendor_tells_is_kept_to(aiohttp_server: AiohttpServer, session: Open) -> None:
    """The vendor allows less than is configured, and says so: the call over its limit is not made.

    The caller has RateLimited at once, with when to come back; that is no failure of the vendor.
    """
    vendor = Vendor()
    send = await vendor.reached(aiohttp_server, session)
    inquiry = Inquiry(Deadline.after(5))
    await send(ASK, inquiry)
    await send(ASK, inquiry)
    with pytest.raises(
        RateLimited, match=r"^duinpark was not asked: its vendor allows the next call in 901 s$"
    ) as caught:
        await send(ASK, inquiry)
    assert (caught.value.retry_after, caught.value.reached) == (901, False)
    assert [call.status for call in inquiry.calls] == [200, 200, None]
    assert vendor.heard == 2
    assert vendor.health.last_failure is None
    assert [row.remaining for row in await vendor.health.windows()] == [0]


async def test_a_wrong_key_is_never_repeated(aiohttp_server: AiohttpServer, session: Open) -> None:
    """The fault of a refused key, and all that is kept of it, does not hold the key."""
    vendor = Vendor()
    send = await vendor.reached(aiohttp_server, session, key="wr0ng")
    inquiry = Inquiry(Deadline.after(5))
    with pytest.raises(CredentialsRefused) as caught:
        await send(ASK, inquiry)
    assert "wr0ng" not in repr((caught.value, vars(caught.value), inquiry, vendor.health))


async def test_one_callers_deadline_is_not_anothers(aiohttp_server: AiohttpServer, session: Open) -> None:
    """The caller that leads runs out of time; the one that joined still gets the answer of that same call."""
    vendor = Vendor()
    vendor.gate.clear()
    send = await vendor.reached(aiohttp_server, session)
    hurried = asyncio.ensure_future(send(ASK, Inquiry(Deadline.after(0.05))))
    patient = asyncio.ensure_future(send(ASK, Inquiry(Deadline.after(5))))
    with pytest.raises(TimedOut):
        await hurried
    vendor.gate.set()
    assert (await patient).status == 200
    assert vendor.heard == 1
    assert vendor.health.last_failure is None
