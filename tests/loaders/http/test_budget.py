"""What the budget of a source promises. All of it in virtual time: counts and moments are exact."""

from __future__ import annotations

import asyncio
import collections
import math
from typing import TYPE_CHECKING

import pytest
from vendor_with_windows import READ, REFRESH, WRITE, Vendor, budget, most_within, operation

from loaders.errors import RateLimited, StoreDown, TimedOut, Unreachable
from loaders.http.ask import Ask, Reason, Reply
from loaders.http.join import Join
from loaders.inquiry import Inquiry
from loaders.store.memory import MemoryStore
from loaders.store.memory.windows import MemoryWindows
from loaders.store.open import open_store
from tests.virtual_time import NOON, VirtualTime, in_virtual_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.store.face import Limit


@in_virtual_time
async def test_a_thousand_reads_ten_writes_and_five_refreshes_at_once() -> None:
    """Patient as they are, all reads and writes are made, the writes first, and no window is ever exceeded.

    The refreshes, which have as much time as a refresh is given, are shed, and it is told when one could be made.
    """
    vendor, own = Vendor(seconds=0.2), budget(slots=100)
    send = own.layer(vendor.send)
    refreshes = [asyncio.ensure_future(send(REFRESH, operation(60))) for _ in range(5)]
    reads = [asyncio.ensure_future(send(READ, operation(10_000))) for _ in range(1000)]
    writes = [asyncio.ensure_future(send(WRITE, operation(10_000))) for _ in range(10)]
    await asyncio.gather(*reads, *writes)
    assert [ask for _, ask in vendor.heard[:10]] == [WRITE] * 10
    assert collections.Counter(ask.method for _, ask in vendor.heard) == {"GET": 1000, "POST": 10}
    assert most_within(vendor.moments(), 60) <= 100
    assert most_within(vendor.moments(), 900) <= 500
    faults = await asyncio.gather(*refreshes, return_exceptions=True)
    assert [type(fault) for fault in faults] == [RateLimited] * 5


@in_virtual_time
async def test_who_cannot_wait_is_told_at_once() -> None:
    """Of 200 reads with 15 seconds each, those that fit go; the others fail at the very moment, with when to come back.

    Nothing is spent for them, the vendor has not heard of them, and no 429 is earned.
    """
    vendor, own, time = Vendor(), budget(slots=100), VirtualTime.running()
    send, failed = own.layer(vendor.send), []

    async def ask() -> None:
        try:
            await send(READ, operation(15))
        except RateLimited as fault:
            failed.append((time.clock(), fault))

    await asyncio.gather(*(ask() for _ in range(200)))
    assert len(failed) + len(vendor.heard) == 200
    assert vendor.moments().count(0.0) == 75
    assert len(vendor.heard) == 75 + 4
    assert {at for at, _ in failed} == {0.0}
    assert all(not fault.reached and 15 <= (fault.retry_after or 0) <= 18 for _, fault in failed)
    assert [window.remaining for window in await own.windows()] == [421, 21]


@in_virtual_time
async def test_a_burst_leaves_something_for_the_next_seconds() -> None:
    """After 75 at once, cold reads still come through, one every three seconds, each within a deadline of 15."""
    vendor, own = Vendor(), budget(slots=100)
    send = own.layer(vendor.send)
    await asyncio.gather(*(send(READ, operation()) for _ in range(75)))
    for second in range(3, 63, 3):
        await send(READ, operation(15))
        assert vendor.moments()[-1] <= second
    assert most_within(vendor.moments(), 60) <= 95


@in_virtual_time
async def test_a_write_has_a_call_left() -> None:
    """Reads never take all: however many want to read, five writes go through at any moment."""
    vendor, own = Vendor(), budget([(100, 60)], slots=100)
    send = own.layer(vendor.send)
    reads = [asyncio.ensure_future(send(READ, operation(10_000))) for _ in range(500)]
    await asyncio.sleep(59)
    assert (await own.windows())[0].remaining == 100 - 75 - 19
    for _ in range(5):
        await send(WRITE, operation(0.1))
    assert vendor.moments(WRITE) == [59.0] * 5
    for read in reads:
        read.cancel()
    await asyncio.wait(reads)
    assert most_within(vendor.moments(), 60) <= 100


@in_virtual_time
async def test_refreshes_are_spread_out_and_end_first() -> None:
    """Of a hundred wanted at once 40 are made; then one every three seconds, and never more than 60 in a minute."""
    vendor, own, shed = Vendor(), budget([(100, 60)]), 0
    send = own.layer(vendor.send)
    for second in range(300):
        answers = (send(REFRESH, operation()) for _ in range(1 if second else 100))
        faults = await asyncio.gather(*answers, return_exceptions=True)
        shed += sum(isinstance(fault, RateLimited) for fault in faults)
        await asyncio.sleep(1)
    moments = vendor.moments()
    assert shed == 399 - len(moments)
    assert moments[:41] == [0] * 40 + [3]
    assert moments[40:59] == [3 * (number + 1) for number in range(19)]
    assert most_within(moments, 60) <= 60
    for _ in range(20):
        await send(READ, operation(0.1))


@in_virtual_time
async def test_order_is_by_urgency_and_then_by_arrival() -> None:
    """Those who wait go in the order they came, a write before them all, a read that a change needs as well."""
    vendor, own = Vendor(), budget([(1, 10)])
    send = own.layer(vendor.send)
    asks = [Ask("GET", f"/{number}") for number in range(4)]
    waiting = [asyncio.ensure_future(send(ask, operation(1000))) for ask in asks]
    await asyncio.sleep(1)
    needed = Ask("GET", "/needed", reason=Reason.WRITE)
    waiting += [asyncio.ensure_future(send(ask, operation(1000))) for ask in (WRITE, needed)]
    await asyncio.gather(*waiting)
    assert [ask for _, ask in vendor.heard] == [asks[0], WRITE, needed, *asks[1:]]
    assert vendor.moments() == [0, 11, 22, 33, 44, 55]


@in_virtual_time
async def test_who_leaves_the_queue_leaves_no_gap() -> None:
    """A caller that is gone spends nothing; the next goes in its place."""
    vendor, own = Vendor(), budget([(1, 10)])
    send = own.layer(vendor.send)
    first, second, third = (asyncio.ensure_future(send(Ask("GET", f"/{n}"), operation(1000))) for n in range(3))
    await first
    second.cancel()
    await third
    assert second.cancelled()
    assert [(at, ask.path) for at, ask in vendor.heard] == [(0, "/0"), (11, "/2")]


@in_virtual_time
async def test_nobody_waits_for_ever() -> None:
    """What has no deadline, a walk's page, waits ten seconds for its turn at most; longer, and it fails at once."""
    vendor = Vendor()
    for seconds, turns in ((9, 2), (10, 1)):
        own, before = budget([(1, seconds)]), len(vendor.heard)
        calls = (own.layer(vendor.send)(READ, operation(math.inf)) for _ in range(2))
        await asyncio.gather(*calls, return_exceptions=True)
        assert len(vendor.heard) - before == turns


@in_virtual_time
async def test_the_store_is_not_asked_for_what_is_known() -> None:
    """While a window is closed a thousand asks that cannot wait cost the store no more than the first of them."""
    asked: list[tuple[int, ...]] = []

    class Counting(MemoryWindows):
        async def spend(self, name: str, limits: Sequence[Limit], now: float, *, spare: Sequence[int] = ()) -> float:
            asked.append(tuple(spare))
            return await super().spend(name, limits, now, spare=spare)

    vendor, own = Vendor(), budget([(10, 60)], store=Counting())
    send = own.layer(vendor.send)
    await asyncio.gather(*(send(READ, operation()) for _ in range(11)), return_exceptions=True)
    before = len(asked)
    for _ in range(1000):
        with pytest.raises(RateLimited):
            await send(READ, operation())
        await asyncio.sleep(0.01)
    assert len(asked) == before
    with pytest.raises(RateLimited):
        await send(WRITE, operation())
    assert len(asked) == before + 1


@in_virtual_time
async def test_a_write_is_not_sent_away_for_a_read() -> None:
    """While a distant store says that a read cannot go, a write comes that can: it goes."""

    class Distant(MemoryWindows):
        async def spend(self, name: str, limits: Sequence[Limit], now: float, *, spare: Sequence[int] = ()) -> float:
            wait = await super().spend(name, limits, now, spare=spare)
            await asyncio.sleep(0.1)
            return wait

    vendor, own = Vendor(), budget([(100, 60)], store=Distant(), slots=100)
    send = own.layer(vendor.send)
    await asyncio.gather(*(send(READ, operation(100)) for _ in range(76)))
    reads = [asyncio.ensure_future(send(READ, operation(2))) for _ in range(2)]
    await asyncio.sleep(0.05)
    await send(WRITE, operation(2))
    assert [type(end) for end in await asyncio.gather(*reads, return_exceptions=True)] == [RateLimited] * 2
    assert vendor.heard[-1][1] == WRITE


@in_virtual_time
async def test_processes_share_by_their_store() -> None:
    """Two processes with one store and the same key count as one; another key has its own windows."""
    vendor, store = Vendor(), MemoryStore()
    ours, theirs = budget(store=store.windows, slots=500), budget(store=store.windows, slots=500)
    sends = [ours.layer(vendor.send), theirs.layer(vendor.send)]
    await asyncio.gather(*(send(READ, operation(3000)) for send in sends for _ in range(400)))
    assert len(vendor.heard) == 800
    assert most_within(vendor.moments(), 60) <= 100
    assert most_within(vendor.moments(), 900) <= 500
    assert await ours.windows() == await theirs.windows()
    other = budget(store=store.windows, key="another")
    assert [window.remaining for window in await other.windows()] == [500, 100]


@in_virtual_time
async def test_what_others_spend_is_counted_too() -> None:
    """A vendor that tells less than was counted is believed, for the window of the limit it names."""
    vendor, own = Vendor(), budget()
    send = own.layer(vendor.send)
    vendor.headers = {"X-RateLimit-Limit": "500", "X-RateLimit-Remaining": "300"}
    await send(READ, operation())
    assert [window.remaining for window in await own.windows()] == [300, 99]
    vendor.headers = {"X-RateLimit-Limit": "100", "X-RateLimit-Remaining": "0"}
    await send(READ, operation())
    with pytest.raises(RateLimited):
        await send(WRITE, operation(30))
    assert len(vendor.heard) == 2


@in_virtual_time
async def test_a_vendor_without_windows_is_believed_for_a_minute() -> None:
    """Event Temple's document has no windows; what its answers tell is kept to all the same."""
    vendor, own = Vendor(headers={"X-Api-Request-Limit": "100", "X-Api-Request-Remaining": "0"}), budget([])
    send = own.layer(vendor.send)
    await send(READ, operation())
    assert await own.windows() == []
    with pytest.raises(RateLimited):
        await send(READ, operation())
    await asyncio.sleep(60)
    vendor.headers = {}
    await asyncio.gather(*(send(READ, operation()) for _ in range(1000)))
    assert len(vendor.heard) == 1001


@pytest.mark.parametrize("windows", [[], [(100, 60)]], ids=["none", "one"])
@pytest.mark.parametrize(("said", "seconds"), [("30", 30), (None, 60)])
def test_a_429_closes_the_windows(windows: list[tuple[int, int]], said: str | None, seconds: float) -> None:
    """Until the vendor wants to be asked again nobody asks it, a write neither; whoever has the time waits."""

    @in_virtual_time
    async def story() -> None:
        vendor, own = Vendor(status=429, headers={} if said is None else {"Retry-After": said}), budget(windows)
        send = own.layer(vendor.send)
        assert (await send(READ, operation())).status == 429
        vendor.status = 200
        for ask in (READ, WRITE, REFRESH):
            with pytest.raises(RateLimited) as caught:
                await send(ask, operation(5))
            assert caught.value.retry_after == seconds
        assert await own.wait(READ) == seconds
        await asyncio.gather(*(send(READ, operation(100)) for _ in range(3)))
        assert vendor.moments() == [0, *[seconds] * 3]

    story()


@in_virtual_time
async def test_the_wait_can_be_asked_for() -> None:
    """How long a cold read would wait: nothing while there is room, then as long as one really waits; none is spent."""
    vendor, own, time = Vendor(), budget(slots=100), VirtualTime.running()
    send = own.layer(vendor.send)
    assert await own.wait(REFRESH) == 0
    await asyncio.gather(*(send(READ, operation()) for _ in range(75)))
    assert await own.wait(WRITE) == 0
    for _ in range(5):
        told, at = await own.wait(REFRESH), time.clock()
        await send(READ, operation())
        assert time.clock() - at == pytest.approx(told, abs=0.01)
    assert (await own.windows())[1].remaining == 100 - len(vendor.heard)


@in_virtual_time
async def test_slots_go_to_the_urgent_first() -> None:
    """Never more calls under way than slots; a write that comes last goes next, and each call is paid as it leaves."""
    vendor, own = Vendor(seconds=1), budget(slots=2)
    send = own.layer(vendor.send)
    reads = [asyncio.ensure_future(send(READ, operation())) for _ in range(6)]
    await asyncio.sleep(0.5)
    assert [window.remaining for window in await own.windows()] == [498, 98]
    await asyncio.gather(send(WRITE, operation()), *reads)
    assert vendor.most == 2
    assert vendor.moments(WRITE) == [1.0]


@in_virtual_time
async def test_a_slot_that_does_not_come_in_time_is_a_timeout() -> None:
    """What changes something and never left says so: nothing was reached, nothing was spent."""
    vendor, own = Vendor(seconds=60), budget(slots=1)
    send = own.layer(vendor.send)
    busy = asyncio.ensure_future(send(READ, operation(100)))
    await asyncio.sleep(1)
    with pytest.raises(TimedOut, match=r"^park was not asked: none of its slots \(1\) was free within 2 s$") as caught:
        await send(WRITE, operation(2))
    assert not caught.value.reached
    await busy
    assert len(vendor.heard) == 1


@in_virtual_time
async def test_a_slot_always_comes_back() -> None:
    """A fault, a cancellation and a cancellation while waiting: all of them give the slot back."""
    own = budget(slots=1)

    async def fail(_: Ask, __: Inquiry) -> Reply:
        raise Unreachable("away", source="park", vendor="booking_experts")

    async def hang(_: Ask, __: Inquiry) -> Reply:
        return await asyncio.Future()

    for _ in range(3):
        with pytest.raises(Unreachable):
            await own.layer(fail)(READ, operation())
        calls = [asyncio.ensure_future(own.layer(hang)(READ, operation())) for _ in range(2)]
        await asyncio.sleep(0.1)
        for call in calls:
            call.cancel()
        await asyncio.wait(calls)
    vendor = Vendor()
    await own.layer(vendor.send)(READ, operation(0.1))
    assert (await own.windows())[1].remaining == 100 - 7


@in_virtual_time
async def test_a_call_repeated_by_one_that_has_a_slot_pays_and_needs_no_other() -> None:
    """With one slot, a call within a call is made, and counted."""
    vendor, own = Vendor(), budget(slots=1)
    again = own.layer(vendor.send, held=True)

    async def twice(ask: Ask, inquiry: Inquiry) -> Reply:
        await vendor.send(ask, inquiry)
        return await again(ask, inquiry)

    await own.layer(twice)(READ, operation(1))
    assert len(vendor.heard) == 2
    assert [window.remaining for window in await own.windows()] == [498, 98]


@in_virtual_time
async def test_a_refresh_that_somebody_waits_for_is_a_read() -> None:
    """A flight begun to refresh is joined by a cold read while it waits for a slot: it goes before other refreshes."""
    vendor, own = Vendor(seconds=1), budget(slots=1)
    joined = Join("park", "booking_experts", own.layer(vendor.send), hurried=own.hurry)
    busy = asyncio.ensure_future(joined.send(Ask("GET", "/busy"), operation()))
    await asyncio.sleep(0.1)
    first, second = Ask("GET", "/1", refresh=True), Ask("GET", "/2", refresh=True)
    refreshes = [asyncio.ensure_future(joined.send(ask, operation())) for ask in (first, second)]
    await asyncio.sleep(0.1)
    read = asyncio.ensure_future(joined.send(Ask("GET", "/2"), operation()))
    await asyncio.gather(busy, read, *refreshes)
    assert [ask.path for _, ask in vendor.heard] == ["/busy", "/2", "/1"]


@in_virtual_time
async def test_a_refresh_joined_at_once_waits_as_a_read_does() -> None:
    """Where refreshes are shed, one that a cold read joined before it was decided waits its turn for that read."""
    vendor, own = Vendor(), budget([(1, 10)])
    joined = Join("park", "booking_experts", own.layer(vendor.send), hurried=own.hurry)
    await joined.send(Ask("GET", "/0"), operation())
    refresh = asyncio.ensure_future(joined.send(REFRESH, operation()))
    read = asyncio.ensure_future(joined.send(READ, operation()))
    await asyncio.gather(refresh, read)
    assert vendor.moments() == [0, 11]
    with pytest.raises(RateLimited):
        await joined.send(REFRESH, operation(5))


@in_virtual_time
async def test_while_the_store_is_away_a_process_has_a_share() -> None:
    """With the server of a shared store away, reads go on with a tenth of each window, some at once, others evenly."""
    store, vendor = open_store("redis://127.0.0.1:9/0", None, 1_000_000), Vendor()
    send = budget([(100, 60)], store=store.windows).layer(vendor.send)
    calls = (send(READ, operation(15)) for _ in range(50))
    ended = collections.Counter(type(end) for end in await asyncio.gather(*calls, return_exceptions=True))
    assert set(ended) == {Reply, RateLimited}
    assert vendor.moments() == [0] * 7 + [3, 6]
    await store.close()


@in_virtual_time
async def test_without_the_store_nothing_is_sent() -> None:
    """That the store is down reaches whoever asks; the queue serves the next. A made call's answer is not spoilt."""
    store, vendor = MemoryStore().windows, Vendor(headers={"X-RateLimit-Remaining": "7"})

    class Failing:
        """A store that can be lost."""

        spend, left = store.spend, store.left
        lost: tuple[str, ...] = ()

        def __getattribute__(self, name: str) -> object:
            if name in Failing.lost:
                raise StoreDown("the store cannot be reached")
            return super().__getattribute__(name)

        async def correct(self, *_: object) -> None:
            raise StoreDown("the store cannot be reached")

    own = budget(store=Failing())
    Failing.lost = ("spend",)
    for ask in (READ, WRITE):
        with pytest.raises(StoreDown):
            await own.layer(vendor.send)(ask, operation())
    assert vendor.heard == []
    Failing.lost = ()
    assert (await own.layer(vendor.send)(WRITE, operation())).status == 200


@in_virtual_time
async def test_windows_tell_when_they_are_whole() -> None:
    """The windows shown are the vendor's, without the gaps, and each with its moment."""
    own = budget()
    await own.layer(Vendor().send)(READ, operation())
    assert [(one.limit, one.remaining, one.window_seconds) for one in await own.windows()] == [
        (500, 499, 900),
        (100, 99, 60),
    ]
    assert [(one.resets_at - NOON).total_seconds() for one in await own.windows() if one.resets_at] == [901, 61]
