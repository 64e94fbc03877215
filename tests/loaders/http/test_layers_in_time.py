"""What the layers of a whole source promise over minutes: a real vendor behind real sockets, its limits on."""

from __future__ import annotations

import asyncio
import collections
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from vendor_with_windows import most_within

from loaders.errors import RateLimited, TimedOut, VendorDown, VendorFault
from loaders.health import Gate
from loaders.http.ask import Ask, Reason
from loaders.inquiry import Deadline, Inquiry
from loaders.port import Options
from loaders.store.memory import MemoryStore
from loaders.vendors import vendor
from sandbox.server import Running, start
from tests.virtual_time import NOON, VirtualTime, in_virtual_time

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from loaders.http.ask import Send
    from loaders.vendors.booking_experts.fetch import BookingExpertsSource

PARK = "/v3/administrations/1"
LIST = Ask("GET", f"{PARK}/agreements")


def one(number: int, **marks: Any) -> Ask:
    """Make an ask like no other."""
    return Ask("GET", f"{PARK}/agreements", (("page[number]", str(number)), ("page[size]", "1")), **marks)


class Park:
    """A sandbox, and any number of processes that ask it and share a store; the stack closes all of it."""

    def __init__(self, stack: AsyncExitStack) -> None:
        self.time = VirtualTime.running()
        self.stack = stack
        self.store = MemoryStore()
        self.running: Running

    async def open(self) -> Park:
        """Start the sandbox."""
        self.running = await start("booking_experts", size=20, today=NOON.date(), clock=self.time.clock)
        self.stack.push_async_callback(self.running.stop)
        return self

    def process(self, **settings: Any) -> BookingExpertsSource:
        """Open a source, as each process does."""
        options = Options(
            "park",
            self.running.url,
            ZoneInfo("Europe/Amsterdam"),
            dict(self.running.vendor.credentials),
            further={"administrations": ["1"]},
            clock=self.time.clock,
            now=self.time.now,
            chance=lambda: 1.0,
            **{"store": self.store, **settings},
        )
        source: Any = vendor("booking_experts").open(options)
        self.stack.push_async_callback(source.close)
        return source

    def operation(self, seconds: float = 15) -> Inquiry:
        """Make an operation with so many seconds left."""
        return Inquiry(Deadline.after(seconds, self.time.clock))

    def statuses(self) -> dict[int, int]:
        """Count the vendor's answers by their status."""
        return dict(collections.Counter(call.status for call in self.running.log))


async def outcomes(calls: list[Awaitable[Any]]) -> dict[str, int]:
    """Wait for calls, and count what became of them."""
    ended = await asyncio.gather(*calls, return_exceptions=True)
    return dict(collections.Counter(type(end).__name__ for end in ended))


@in_virtual_time
async def test_a_vendor_with_throttling_on_never_answers_429() -> None:
    """Two processes ask far more than the vendor allows, for half an hour: most of it is used, and no window exceeded.

    All that is asked with time enough is answered; what is not made fails at once as RateLimited, with its time.
    """
    async with AsyncExitStack() as stack:
        park = await Park(stack).open()
        sends = [park.process().account.send for _ in range(2)]
        calls = []
        for minute in range(30):
            for number in range(60):
                asked = one(60 * minute + number + 1, refresh=number % 3 == 0)
                calls.append(asyncio.ensure_future(sends[number % 2](asked, park.operation())))
                await asyncio.sleep(1)
        ended = await outcomes(calls)  # type: ignore[arg-type]  # futures are awaitable
        moments = [call.at for call in park.running.log]
        assert set(ended) == {"Reply", "RateLimited"}
        assert park.statuses() == {200: ended["Reply"]}
        assert most_within(moments, 60) <= 100
        assert 400 <= most_within(moments, 900) <= 500


@in_virtual_time
async def test_a_stampede_of_different_asks_earns_no_429() -> None:
    """A thousand at once with all the time there is: all are answered, and the vendor never says it is too much."""
    async with AsyncExitStack() as stack:
        park = await Park(stack).open()
        send = park.process(max_concurrent=50).account.send
        calls = [send(one(number), park.operation(10_000)) for number in range(1, 1001)]
        assert await outcomes(list(calls)) == {"Reply": 1000}
        assert park.statuses() == {200: 1000}


@in_virtual_time
async def test_a_thousand_equal_asks_are_one_call() -> None:
    """Whoever asks the same at the same time pays once between them."""
    async with AsyncExitStack() as stack:
        park = await Park(stack).open()
        source = park.process()
        assert await outcomes([source.account.send(LIST, park.operation()) for _ in range(1000)]) == {"Reply": 1000}
        assert park.statuses() == {200: 1}
        assert [window.remaining for window in await source.health.windows()] == [499, 99]


@in_virtual_time
async def test_a_vendor_that_is_down_is_left_alone_and_found_again() -> None:
    """Down for ten minutes: a few calls find that out, and then a try every fifteen seconds at most.

    Whoever asks meanwhile fails at once, with the fault that it is and the seconds until the next try. After its return
    it is asked again within fifteen seconds, and the source is up.
    """
    async with AsyncExitStack() as stack:
        park = await Park(stack).open()
        source, failed = park.process(), 0
        park.running.faults.add("status", status=503)
        for second in range(600):
            at = park.time.clock()
            with pytest.raises(VendorDown) as caught:
                await source.account.send(one(second + 1), park.operation())
            if source.health.gate() is Gate.OPEN and not caught.value.reached:
                failed += 1
                assert park.time.clock() == at
                assert 0 < (caught.value.retry_after or 0) <= 15
            await asyncio.sleep(1)
        tried = len(park.running.log)
        assert failed > 500
        assert 600 / 16 <= tried <= 600 / 15 + 15
        park.running.faults.clear()
        for _ in range(15):
            await asyncio.sleep(1)
            with_luck = await outcomes([source.account.send(LIST, park.operation())])
            if with_luck == {"Reply": 1}:
                break
        assert with_luck == {"Reply": 1}
        assert source.health.gate() is Gate.CLOSED
        assert len(park.running.log) == tried + 1


@in_virtual_time
async def test_a_write_is_sent_once_whatever_happens() -> None:
    """It is never repeated, and once the breaker is open it is not even begun."""
    async with AsyncExitStack() as stack:
        park = await Park(stack).open()
        send = park.process().account.send
        write = Ask("POST", f"{PARK}/maintenance_agenda_periods", body=b"{}", reason=Reason.WRITE)
        park.running.faults.add("status", status=503)
        for number in range(1, 10):
            with pytest.raises(VendorDown) as caught:
                await send(write, park.operation())
            assert caught.value.reached is (number <= 6)
            assert len(park.running.log) == min(number, 6)


@in_virtual_time
async def test_a_short_outage_is_not_noticed() -> None:
    """Two failures in a row cost two more calls and three quarters of a second."""
    async with AsyncExitStack() as stack:
        park = await Park(stack).open()
        source = park.process()
        park.running.faults.add("status", status=502, times=2)
        assert (await source.account.send(LIST, park.operation())).status == 200
        assert park.statuses() == {502: 2, 200: 1}
        assert park.time.clock() == pytest.approx(0.75)
        assert [window.remaining for window in await source.health.windows()] == [497, 97]


@in_virtual_time
async def test_a_429_that_others_earned_closes_the_source_for_every_process() -> None:
    """One process hears it; none asks until the vendor wants to be asked again, and then all do."""
    async with AsyncExitStack() as stack:
        park = await Park(stack).open()
        first, second = park.process().account.send, park.process().account.send
        park.running.faults.add("status", status=429, retry_after="20", times=1)
        with pytest.raises(RateLimited) as caught:
            await first(LIST, park.operation(15))
        assert caught.value.retry_after == 20
        with pytest.raises(RateLimited) as caught:
            await second(LIST, park.operation(15))
        assert (caught.value.reached, caught.value.retry_after) == (False, 20)
        assert (await second(LIST, park.operation(30))).status == 200
        assert park.time.clock() == pytest.approx(20)
        assert park.statuses() == {429: 1, 200: 1}


@pytest.mark.parametrize("ask", [LIST, Ask("POST", f"{PARK}/categories", body=b"{}", reason=Reason.WRITE)])
def test_the_deadline_reaches_the_socket(ask: Ask) -> None:
    """When the operation's time is up the vendor sees the connection closed; a write tells that it was sent."""

    @in_virtual_time
    async def story() -> None:
        closed = asyncio.Event()

        async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            while await reader.read(1000):
                pass
            closed.set()
            writer.close()

        time = VirtualTime.running()
        server = await asyncio.start_server(hang, "127.0.0.1", 0)
        async with AsyncExitStack() as stack:
            park = Park(stack)
            park.running = await start("booking_experts", size=1, clock=time.clock)
            stack.push_async_callback(park.running.stop)
            park.running.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            send = park.process().account.send
            with pytest.raises(TimedOut) as caught:
                await send(ask, park.operation(3))
            assert caught.value.reached
            await closed.wait()
            assert time.clock() == 3
            server.close()

    story()


@in_virtual_time
async def test_a_flight_has_the_time_of_whoever_has_most() -> None:
    """One with two seconds and one with eight ask the same of a vendor that takes five: one call serves the second.

    A third with twelve that comes later, when the source's own ten seconds have begun, has no more than those.
    """
    async with AsyncExitStack() as stack:
        park = await Park(stack).open()
        send = park.process().account.send
        park.running.faults.add("slow", seconds=5.0, times=1)
        ended = await asyncio.gather(*_both(send, park, 2, 8), return_exceptions=True)
        assert [type(end).__name__ for end in ended] == ["TimedOut", "Reply"]
        assert len(park.running.log) == 1
        park.running.faults.add("hang", times=1)
        first = asyncio.ensure_future(send(one(2), park.operation(4)))
        await asyncio.sleep(3)
        later = asyncio.ensure_future(send(one(2), park.operation(7.4)))
        ended = await asyncio.gather(first, later, return_exceptions=True)
        assert [type(end) for end in ended] == [TimedOut, TimedOut]
        assert park.time.clock() == 5 + 10
        assert len(park.running.log) == 2


def _both(send: Send, park: Park, *seconds: float) -> list[Awaitable[Any]]:
    return [send(one(1), park.operation(each)) for each in seconds]


@in_virtual_time
async def test_health_tells_what_the_breaker_knows() -> None:
    """The last failure is the vendor's own, not that of an ask which was not made."""
    async with AsyncExitStack() as stack:
        park = await Park(stack).open()
        source = park.process()
        park.running.faults.add("status", status=500)
        for number in range(1, 4):
            with pytest.raises(VendorFault):
                await source.account.send(one(number), park.operation())
        assert source.health.gate() is Gate.OPEN
        assert str(source.health.last_failure) == "park answered 500: it is out of order"
