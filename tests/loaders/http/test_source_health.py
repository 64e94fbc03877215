"""What a source's health remembers."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest

from loaders.errors import (
    BadResponse,
    CredentialsRefused,
    InputRejected,
    NotThere,
    RateLimited,
    TimedOut,
    Unreachable,
    VendorDown,
    VendorFault,
)
from loaders.health import Health
from loaders.http.ask import Ask, Reply
from loaders.http.health import health
from loaders.inquiry import Deadline, Inquiry

NOON = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
ASK = Ask("GET", "/")
INQUIRY = Inquiry(Deadline.after(60))


def failing(kind: type[VendorFault]) -> VendorFault:
    """Make a fault."""
    return kind("no", source="duinpark", vendor="booking_experts", status=500, retry_after=3.0)


async def test_an_answer_is_a_success() -> None:
    """An answer notes its moment and leaves the last failure as it was."""

    async def wire(_: Ask, __: Inquiry) -> Reply:
        return Reply(200, {}, b"")

    kept = Health(last_failure_at=NOON, last_failure=failing(VendorDown))
    await health(kept, wire, now=lambda: NOON + dt.timedelta(minutes=1))(ASK, INQUIRY)
    assert kept.last_success_at == NOON + dt.timedelta(minutes=1)
    assert kept.last_failure_at == NOON


@pytest.mark.parametrize("kind", [BadResponse, CredentialsRefused, RateLimited, TimedOut, Unreachable, VendorDown])
async def test_a_fault_is_a_failure(kind: type[VendorFault]) -> None:
    """A fault is noted with its moment and still raised; what is kept of it holds no traceback and so no frames."""
    fault = failing(kind)

    async def wire(_: Ask, __: Inquiry) -> Reply:
        raise fault

    kept = Health(last_success_at=NOON)
    with pytest.raises(kind) as caught:
        await health(kept, wire, now=lambda: NOON + dt.timedelta(minutes=1))(ASK, INQUIRY)
    assert caught.value is fault
    assert (kept.last_success_at, kept.last_failure_at) == (NOON, NOON + dt.timedelta(minutes=1))
    assert type(kept.last_failure) is kind
    assert (str(kept.last_failure), kept.last_failure.retry_after) == ("no", 3.0)
    assert kept.last_failure.__traceback__ is None


@pytest.mark.parametrize("kind", [NotThere, InputRejected])
async def test_a_refusal_of_the_question_is_an_answer(kind: type[VendorFault]) -> None:
    """A vendor that says 404 or refuses an input works."""

    async def wire(_: Ask, __: Inquiry) -> Reply:
        raise failing(kind)

    kept = Health()
    with pytest.raises(kind):
        await health(kept, wire, now=lambda: NOON)(ASK, INQUIRY)
    assert (kept.last_success_at, kept.last_failure_at, kept.last_failure) == (NOON, None, None)


async def test_a_call_given_up_says_nothing() -> None:
    """A cancelled call is neither."""

    async def wire(_: Ask, __: Inquiry) -> Reply:
        return await asyncio.Future()

    kept = Health()
    call = asyncio.ensure_future(health(kept, wire, now=lambda: NOON)(ASK, INQUIRY))
    await asyncio.sleep(0)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert (kept.last_success_at, kept.last_failure_at) == (None, None)
