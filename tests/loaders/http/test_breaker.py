"""When a source is left alone, and how it comes back. The clock is turned by hand."""

from __future__ import annotations

import asyncio

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
from loaders.health import Gate
from loaders.http.ask import Ask, Reason, Reply
from loaders.http.breaker import LONGEST_PAUSE_SECONDS, ROW, SHARE_CALLS, Breaker
from loaders.inquiry import Deadline, Inquiry

READ = Ask("GET", "/v3/bookings")
WRITE = Ask("POST", "/v3/periods", reason=Reason.WRITE)
REPLY = Reply(200, {}, b"{}")
OPENERS = [Unreachable, VendorDown, BadResponse]


def fault(kind: type[VendorFault], *, reached: bool = True) -> VendorFault:
    """Make a fault."""
    made = kind("park is away", source="park", vendor="booking_experts", status=503)
    made.reached = reached
    return made


class Vendor:
    """A vendor that does as it is told, behind a breaker on a clock that stands."""

    def __init__(self, chance: float = 1.0) -> None:
        self.at = 100.0
        self.does: Reply | Exception | None = REPLY
        self.heard = 0
        self.breaker = Breaker("park", clock=lambda: self.at, chance=lambda: chance)
        self.asked = self.breaker.layer(self.send)

    async def send(self, _: Ask, __: Inquiry) -> Reply:
        """Answer, fail, or hang where it is told nothing."""
        self.heard += 1
        if self.does is None:
            return await asyncio.Future()
        if isinstance(self.does, Exception):
            raise self.does
        return self.does

    async def ask(self, does: Reply | Exception, times: int = 1, ask: Ask = READ) -> None:
        """Ask so many times, whatever comes of it."""
        self.does = does
        for _ in range(times):
            try:
                await self.asked(ask, Inquiry(Deadline.after(5)))
            except (VendorFault, StoreDown):
                continue

    async def refuses(self, ask: Ask = READ) -> VendorFault:
        """Ask, and give the fault of a call that was not made."""
        heard = self.heard
        with pytest.raises(VendorFault) as caught:
            await self.asked(ask, Inquiry(Deadline.after(5)))
        assert self.heard == heard
        assert not caught.value.reached
        return caught.value

    async def opened(self) -> Vendor:
        """Fail until the breaker is open."""
        await self.ask(fault(VendorDown), ROW)
        assert self.breaker.gate is Gate.OPEN
        return self


@pytest.mark.parametrize("kind", OPENERS)
@pytest.mark.parametrize("ask", [READ, WRITE], ids=["read", "write"])
async def test_failures_in_a_row_open_it(kind: type[VendorFault], ask: Ask) -> None:
    """The next ask fails without a call, a write too: with the same kind of fault, and when the next try is due."""
    vendor = Vendor()
    await vendor.ask(fault(kind), ROW - 1, ask)
    assert vendor.breaker.gate is Gate.CLOSED
    await vendor.ask(fault(kind), 1, ask)
    for other in (READ, WRITE):
        refusal = await vendor.refuses(other)
        assert type(refusal) is kind
        assert str(refusal) == "park was not asked, because it keeps failing: park is away"
        assert (refusal.source, refusal.vendor, refusal.retry_after) == ("park", "booking_experts", 1.0)
        assert (refusal.status, refusal.__context__) == (None, None)


async def test_timeouts_open_it_sooner() -> None:
    """Somebody waited for each of them."""
    vendor = Vendor()
    await vendor.ask(fault(TimedOut), ROW // 2)
    assert type(await vendor.refuses()) is TimedOut


async def test_a_success_between_begins_the_row_anew() -> None:
    """Some failures among many successes leave it closed."""
    vendor = Vendor()
    for _ in range(10):
        await vendor.ask(fault(VendorDown), ROW - 2)
        await vendor.ask(REPLY, ROW - 2)
        vendor.at += 30
    assert vendor.breaker.gate is Gate.CLOSED


async def test_a_share_of_failures_opens_it() -> None:
    """Every second call fails: no row is ever long, and it is opened all the same. What is long ago does not count."""
    vendor = Vendor()
    for _ in range(SHARE_CALLS):
        await vendor.ask(REPLY)
        await vendor.ask(fault(VendorDown))
        vendor.at += 10
    assert vendor.breaker.gate is Gate.CLOSED
    vendor.at += 60
    for _ in range(SHARE_CALLS // 2):
        assert vendor.breaker.gate is Gate.CLOSED
        await vendor.ask(REPLY)
        await vendor.ask(fault(VendorDown))
    assert vendor.breaker.gate is Gate.OPEN


@pytest.mark.parametrize("kind", [NotThere, InputRejected, CredentialsRefused, RateLimited])
async def test_a_refusal_is_an_answer(kind: type[VendorFault]) -> None:
    """A vendor that says no works: it closes an open breaker as a success does, and never opens one."""
    vendor = Vendor()
    await vendor.ask(fault(kind), 10 * ROW)
    assert vendor.breaker.gate is Gate.CLOSED
    await vendor.opened()
    vendor.at += 1
    await vendor.ask(fault(kind))
    assert vendor.breaker.gate is Gate.CLOSED


@pytest.mark.parametrize(
    "silent",
    [fault(RateLimited, reached=False), fault(TimedOut, reached=False), StoreDown("away")],
    ids=lambda one: type(one).__name__,
)
async def test_a_call_that_never_left_says_nothing(silent: Exception) -> None:
    """It neither opens nor closes: the next ask is the try."""
    vendor = Vendor()
    await vendor.ask(silent, 10 * ROW)
    assert vendor.breaker.gate is Gate.CLOSED
    await vendor.opened()
    vendor.at += 1
    await vendor.ask(silent)
    assert vendor.breaker.gate is Gate.OPEN
    await vendor.ask(REPLY)
    assert vendor.breaker.gate is Gate.CLOSED


async def test_one_call_at_a_time_tries() -> None:
    """When the pause is over one call goes; while it is on its way all others fail without one; its success closes."""
    vendor = await Vendor().opened()
    vendor.at += 0.9
    assert (await vendor.refuses()).retry_after == pytest.approx(0.1)
    vendor.at += 0.1
    vendor.does = None
    trying = asyncio.ensure_future(vendor.asked(READ, Inquiry(Deadline.after(5))))
    await asyncio.sleep(0)
    assert vendor.breaker.gate is Gate.HALF_OPEN
    assert (await vendor.refuses()).retry_after == 1.0
    trying.cancel()
    await asyncio.wait([trying])
    assert vendor.breaker.gate is Gate.OPEN
    await vendor.ask(REPLY, 3)
    assert (vendor.breaker.gate, vendor.heard) == (Gate.CLOSED, ROW + 4)


@pytest.mark.parametrize(("chance", "part"), [(0.0, 0.5), (0.5, 0.75), (1.0, 1.0)])
async def test_pauses_grow_and_are_never_all_alike(chance: float, part: float) -> None:
    """Each try that fails doubles the pause, up to fifteen seconds, of which chance takes away up to half."""
    vendor = await Vendor(chance).opened()
    for seconds in (1, 2, 4, 8, *[LONGEST_PAUSE_SECONDS] * 2000):
        assert (await vendor.refuses()).retry_after == pytest.approx(seconds * part)
        vendor.at += seconds * part + 0.001
        await vendor.ask(fault(VendorDown))
    vendor.at += LONGEST_PAUSE_SECONDS
    await vendor.ask(REPLY)
    await vendor.opened()
    assert (await vendor.refuses()).retry_after == pytest.approx(part)


async def test_the_latest_try_tells_what_is_wrong() -> None:
    """It opened because of 5xx; now nothing listens there any more, and that is what asks fail with."""
    vendor = await Vendor().opened()
    vendor.at += 1
    await vendor.ask(fault(Unreachable))
    assert type(await vendor.refuses()) is Unreachable


async def test_a_check_is_always_let_through() -> None:
    """An operator sees what is wrong now; a check that succeeds closes the breaker, one that fails changes nothing."""
    vendor = await Vendor().opened()
    check = Ask("GET", "/v3/bookings", reason=Reason.CHECK)
    await vendor.ask(fault(Unreachable), 3, check)
    assert vendor.heard == ROW + 3
    refusal = await vendor.refuses()
    assert (type(refusal), refusal.retry_after) == (VendorDown, 1.0)
    await vendor.ask(REPLY, 1, check)
    assert vendor.breaker.gate is Gate.CLOSED


async def test_what_was_on_its_way_may_close_it_and_never_lengthens_a_pause() -> None:
    """Calls that left before it opened: a late failure changes nothing, a late success shows that the vendor works."""
    vendor = Vendor()
    late: list[asyncio.Future[Reply]] = [asyncio.get_running_loop().create_future() for _ in range(2)]
    sent = iter(late)
    slow = vendor.breaker.layer(lambda _, __: next(sent))
    calls = [asyncio.ensure_future(slow(READ, Inquiry(Deadline.after(5)))) for _ in late]
    await asyncio.sleep(0)
    await vendor.opened()
    late[0].set_exception(fault(VendorDown))
    await asyncio.wait(calls[:1])
    assert type(calls[0].exception()) is VendorDown
    assert (await vendor.refuses()).retry_after == 1.0
    late[1].set_result(REPLY)
    await calls[1]
    assert vendor.breaker.gate is Gate.CLOSED
