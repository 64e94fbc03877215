"""Whoever watches the wire sees every call once, with how it ended and nothing of what was asked."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from loaders.errors import VendorDown
from loaders.http.ask import Ask, Reason, Reply
from loaders.http.join import Join
from loaders.http.retry import retry
from loaders.http.seen import CALLED_OFF, seen
from loaders.inquiry import Deadline, Inquiry

if TYPE_CHECKING:
    from loaders.witness import WireCall

ASK = Ask("GET", "/v3/bookings", (("filter[id]", "1,2"),), reason=Reason.BATCH)


def operation() -> Inquiry:
    """Make an operation with time enough."""
    return Inquiry(Deadline.after(60))


async def test_each_attempt_is_seen_with_its_number_and_end() -> None:
    """A call that fails and is repeated is two, numbered; a question to another path begins at one again."""
    watched: list[WireCall] = []

    async def wire(_: Ask, __: Inquiry) -> Reply:
        if len(watched) == 0:
            raise VendorDown("out of order", source="duinpark", vendor="booking_experts", status=503)
        return Reply(200, {}, b"12345")

    send = seen("duinpark", "booking_experts", wire, watched.append)
    join = Join("duinpark", "booking_experts", retry(send, chance=lambda: 0.0, worth=lambda: True))
    inquiry = operation()
    await join.send(ASK, inquiry)
    await join.send(Ask("GET", "/v3/agreements", refresh=True), inquiry)
    assert [(one.path, one.number, one.status, one.fault, one.bytes, one.renews) for one in watched] == [
        ("/v3/bookings", 1, 503, "VendorDown", 0, False),
        ("/v3/bookings", 2, 200, None, 5, False),
        ("/v3/agreements", 1, 200, None, 5, True),
    ]
    assert [one.attempts for one in inquiry.calls] == [watched[:2], watched[2:]]
    assert "1,2" not in repr(watched)


async def test_all_who_share_a_call_know_it() -> None:
    """The call is made once, and stands among the attempts of every operation that waited for it."""
    watched: list[WireCall] = []
    go = asyncio.Event()

    async def wire(_: Ask, __: Inquiry) -> Reply:
        await go.wait()
        return Reply(200, {}, b"")

    join = Join("duinpark", "booking_experts", seen("duinpark", "booking_experts", wire, watched.append))
    operations = [operation() for _ in range(3)]
    waiting = [asyncio.create_task(join.send(ASK, one)) for one in operations]
    await asyncio.sleep(0)
    go.set()
    await asyncio.gather(*waiting)
    assert len(watched) == 1
    assert [[one.cache for one in each.calls] for each in operations] == [["MISS"], ["JOINED"], ["JOINED"]]
    assert all(each.calls[0].attempts == watched for each in operations)


async def test_a_call_that_is_called_off_is_seen_as_such() -> None:
    """Where the last who waited has gone, the call ends without a status and says so."""
    watched: list[WireCall] = []

    async def wire(_: Ask, __: Inquiry) -> Reply:
        await asyncio.Event().wait()
        raise AssertionError

    task = asyncio.create_task(seen("duinpark", "booking_experts", wire, watched.append)(ASK, operation()))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert [(one.status, one.fault) for one in watched] == [(None, CALLED_OFF)]
