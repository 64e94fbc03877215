"""What the deadline layer promises."""

from __future__ import annotations

import asyncio

import pytest

from loaders.errors import TimedOut
from loaders.http.ask import Ask, Reply
from loaders.http.deadline import deadline
from loaders.inquiry import Deadline, Inquiry

ASK = Ask("GET", "/")


def with_left(seconds: float) -> Inquiry:
    """Make an operation with so many seconds left, on a clock that stands."""
    return Inquiry(Deadline(seconds, clock=lambda: 0.0))


async def test_an_answer_in_time_passes() -> None:
    """The layer adds nothing to an answer that comes in time."""

    async def wire(_: Ask, __: Inquiry) -> Reply:
        return Reply(200, {}, b"x")

    assert await deadline("duinpark", "booking_experts", wire)(ASK, with_left(5)) == Reply(200, {}, b"x")


async def test_a_wait_ends_with_the_operations_time() -> None:
    """When the time is up the caller gets TimedOut, and what it waited for is told."""
    told = asyncio.Event()

    async def wire(_: Ask, __: Inquiry) -> Reply:
        try:
            await asyncio.Event().wait()
        finally:
            told.set()
        raise AssertionError

    with pytest.raises(TimedOut, match=r"^duinpark did not answer within the 0\.02 s left$") as caught:
        await deadline("duinpark", "booking_experts", wire)(ASK, with_left(0.02))
    assert told.is_set()
    assert (caught.value.source, caught.value.vendor, caught.value.__context__) == ("duinpark", "booking_experts", None)


async def test_without_time_nobody_is_asked() -> None:
    """No time left is TimedOut without a call."""

    async def wire(_: Ask, __: Inquiry) -> Reply:
        pytest.fail("was asked")

    with pytest.raises(TimedOut, match=r"^no time was left to ask duinpark$"):
        await deadline("duinpark", "booking_experts", wire)(ASK, with_left(0))


async def test_a_cancelled_caller_is_cancelled() -> None:
    """A cancellation from outside stays one."""

    async def wire(_: Ask, __: Inquiry) -> Reply:
        return await asyncio.Future()

    call = asyncio.ensure_future(deadline("duinpark", "booking_experts", wire)(ASK, with_left(60)))
    await asyncio.sleep(0)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call


async def test_a_timeout_that_is_not_this_one_passes() -> None:
    """A TimeoutError from below is not mistaken for the operation's deadline."""

    async def wire(_: Ask, __: Inquiry) -> Reply:
        raise TimeoutError("another")

    with pytest.raises(TimeoutError, match=r"^another$"):
        await deadline("duinpark", "booking_experts", wire)(ASK, with_left(60))
