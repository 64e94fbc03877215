"""What is asked again, and what is not. In virtual time; chance is always as bad as it gets, or told."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from loaders.errors import (
    BadResponse,
    CredentialsRefused,
    InputRejected,
    NotThere,
    RateLimited,
    StoreDown,
    TimedOut,
    Unreachable,
    VendorDown,
    VendorFault,
)
from loaders.http.ask import Ask, Reason, Reply
from loaders.http.retry import retry
from loaders.inquiry import Deadline, Inquiry
from tests.virtual_time import VirtualTime, in_virtual_time

if TYPE_CHECKING:
    from collections.abc import Sequence

READ = Ask("GET", "/v3/bookings")
REPLY = Reply(200, {}, b"{}")


def fault(kind: type[VendorFault], *, reached: bool = True, **parts: float) -> VendorFault:
    """Make a fault."""
    made = kind("no", source="park", vendor="booking_experts", **parts)  # type: ignore[arg-type]  # a status and seconds
    made.reached = reached
    return made


def down(status: int = 503, **parts: float) -> VendorFault:
    """Make the fault of a 5xx."""
    return fault(VendorDown, status=status, **parts)


class Vendor:
    """A vendor that fails as it is told to, and then answers."""

    def __init__(self, *faults: VendorFault | StoreDown, chance: float = 1.0, worth: bool = True) -> None:
        self.faults = list(faults)
        self.moments: list[float] = []
        self.asked = retry(self.send, chance=lambda: chance, worth=lambda: worth)

    async def send(self, _: Ask, __: Inquiry) -> Reply:
        """Fail, or answer."""
        self.moments.append(VirtualTime.running().clock())
        if self.faults:
            raise self.faults.pop(0)
        return REPLY

    async def fails(self, ask: Ask = READ, seconds: float = 15) -> VendorFault:
        """Ask, and give the fault that this ends with."""
        with pytest.raises(VendorFault) as caught:
            await self.asked(ask, operation(seconds))
        return caught.value


def operation(seconds: float = 15) -> Inquiry:
    """Make an operation with so many seconds left."""
    return Inquiry(Deadline.after(seconds, VirtualTime.running().clock))


@pytest.mark.parametrize(
    "faults",
    [
        [fault(Unreachable), fault(Unreachable, reached=False)],
        [down(500), down(502)],
        [down(503), down(504)],
        [fault(TimedOut), down(503)],
        [down(503), fault(TimedOut)],
        [fault(RateLimited, retry_after=0, status=429), down(503)],
    ],
    ids=lambda faults: " ".join(type(one).__name__ for one in faults),
)
def test_what_may_pass_is_asked_again(faults: Sequence[VendorFault]) -> None:
    """Twice at most, after a quarter and half a second in the worst case, and the answer is an answer."""

    @in_virtual_time
    async def story() -> None:
        vendor = Vendor(*faults)
        assert await vendor.asked(READ, operation()) == REPLY
        assert vendor.moments == [0, 0.25, 0.75]

    story()


@in_virtual_time
async def test_two_repeats_are_the_most() -> None:
    """The third failure is the answer."""
    last = down(504)
    vendor = Vendor(down(500), down(502), last)
    assert await vendor.fails() is last
    assert len(vendor.moments) == 3


@pytest.mark.parametrize("chance", [0.0, 0.5, 0.99])
def test_chance_says_when(chance: float) -> None:
    """Those who failed together do not come back together: the pause is any part of the backoff."""

    @in_virtual_time
    async def story() -> None:
        vendor = Vendor(down(), down(), chance=chance)
        await vendor.asked(READ, operation())
        assert vendor.moments == pytest.approx([0, chance * 0.25, chance * 0.75])

    story()


@pytest.mark.parametrize(
    "ask",
    [
        Ask("POST", "/v3/x", reason=Reason.WRITE),
        Ask("PATCH", "/v3/x", reason=Reason.WRITE),
        Ask("DELETE", "/v3/x", reason=Reason.WRITE),
        Ask("GET", "/api/v2/booking_save", changes=True, reason=Reason.WRITE),
        Ask("GET", "/v3/x", refresh=True),
        Ask("GET", "/v3/x", reason=Reason.CHECK),
    ],
    ids=lambda ask: f"{ask.method} {ask.path}",
)
@pytest.mark.parametrize("kind", [Unreachable, TimedOut, VendorDown, RateLimited])
def test_what_changes_something_is_never_repeated(ask: Ask, kind: type[VendorFault]) -> None:
    """One attempt, whatever happens, even where it was not reached; nor is a refresh, or a check."""

    @in_virtual_time
    async def story() -> None:
        vendor = Vendor(fault(kind, reached=False, status=503, retry_after=0))
        await vendor.fails(ask)
        assert len(vendor.moments) == 1

    story()


@in_virtual_time
async def test_a_refresh_that_somebody_waits_for_is_repeated() -> None:
    """It is a read by then."""
    vendor, inquiry = Vendor(down()), operation()
    inquiry.urgent = True
    assert await vendor.asked(Ask("GET", "/v3/x", refresh=True), inquiry) == REPLY


@pytest.mark.parametrize(
    "clear",
    [
        fault(NotThere, status=404),
        fault(InputRejected, status=422),
        fault(CredentialsRefused, status=401),
        fault(BadResponse, status=200),
        down(501),
        down(505),
        fault(RateLimited, status=429),
        fault(RateLimited, reached=False, retry_after=1),
        fault(TimedOut, reached=False),
    ],
    ids=lambda one: f"{type(one).__name__} {one.status}",
)
def test_a_clear_answer_is_taken(clear: VendorFault) -> None:
    """4xx, a body that makes no sense, a 5xx that will not pass, a 429 that does not say when, and what never left."""

    @in_virtual_time
    async def story() -> None:
        vendor = Vendor(clear)
        assert await vendor.fails() is clear
        assert len(vendor.moments) == 1

    story()


@pytest.mark.parametrize("kind", [TimedOut, RateLimited])
def test_a_timeout_and_a_429_are_repeated_once(kind: type[VendorFault]) -> None:
    """Both have cost their time already."""

    @in_virtual_time
    async def story() -> None:
        vendor = Vendor(fault(kind, retry_after=0), fault(kind, retry_after=0))
        assert type(await vendor.fails()) is kind
        assert len(vendor.moments) == 2

    story()


@in_virtual_time
async def test_retry_after_is_kept_to() -> None:
    """A vendor that says when is asked then, not sooner, where that is in time; else its fault is told at once."""
    vendor = Vendor(fault(RateLimited, status=429, retry_after=7), down(503, retry_after=3))
    assert await vendor.asked(READ, operation(15)) == REPLY
    assert vendor.moments == [0, 7.25, 10.75]
    at = VirtualTime.running().clock()
    late = Vendor(fault(RateLimited, status=429, retry_after=7))
    assert (await late.fails(seconds=7)).retry_after == 7
    assert late.moments == [at]


@in_virtual_time
async def test_nobody_waits_for_ever() -> None:
    """Where there is no deadline, a walk's page, a vendor that wants a minute is not waited for."""
    vendor = Vendor(fault(RateLimited, status=429, retry_after=60))
    await vendor.fails(seconds=math.inf)
    assert vendor.moments == [0]


@in_virtual_time
async def test_no_repeat_for_which_no_time_is_left() -> None:
    """A repeat needs its pause and half a second."""
    vendor = Vendor(down(), down())
    await vendor.fails(seconds=0.74)
    assert vendor.moments == [0]
    vendor = Vendor(down())
    await vendor.asked(READ, operation(0.76))


@in_virtual_time
async def test_nothing_is_repeated_at_a_source_that_is_left_alone() -> None:
    """Once the breaker is open, a repeat would only wait to be refused."""
    vendor = Vendor(down(), worth=False)
    await vendor.fails()
    assert len(vendor.moments) == 1


@in_virtual_time
async def test_what_is_no_vendors_fault_passes() -> None:
    """That the store is down is not helped by asking again."""
    vendor = Vendor(StoreDown("the store cannot be reached"))
    with pytest.raises(StoreDown):
        await vendor.asked(READ, operation())
    assert len(vendor.moments) == 1
