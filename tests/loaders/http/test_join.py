"""What joining promises to those who ask the same at the same time."""

from __future__ import annotations

import asyncio
import contextvars
import dataclasses
import gc

import pytest

from loaders.errors import InputRejected, Unreachable, VendorFault
from loaders.http.ask import Ask, Reason, Reply
from loaders.http.deadline import deadline
from loaders.http.join import Join
from loaders.inquiry import Deadline, Inquiry

ASK = Ask("GET", "/v3/bookings", (("page", "1"),))
REPLY = Reply(200, {}, b"{}")
LOCALE: contextvars.ContextVar[str] = contextvars.ContextVar("locale", default="none")


class Wire:
    """A wire that answers when it is told to."""

    def __init__(self) -> None:
        self.heard: list[tuple[Ask, Inquiry]] = []
        self.called_off = 0
        self.locales: list[str] = []
        self._arrivals: asyncio.Queue[Ask] = asyncio.Queue()
        self.answer: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()

    async def send(self, ask: Ask, inquiry: Inquiry) -> Reply:
        """Hear, and wait for the answer."""
        self.heard.append((ask, inquiry))
        self.locales.append(LOCALE.get())
        self._arrivals.put_nowait(ask)
        try:
            return await asyncio.shield(self.answer)
        except asyncio.CancelledError:
            self.called_off += 1
            raise

    async def until_heard(self, more: int = 1) -> None:
        """Wait until so many more asks were heard."""
        for _ in range(more):
            await self._arrivals.get()


def operation() -> Inquiry:
    """Make an operation with time enough."""
    return Inquiry(Deadline.after(60))


async def test_equal_gets_share_one_call() -> None:
    """Ten operations ask the same at the same time: one call, and each has the answer."""
    wire = Wire()
    send = Join("duinpark", "booking_experts", wire.send).send
    asks = [Ask(ASK.method, ASK.path, ASK.query, reason=Reason.BATCH, asks=n) for n in range(10)]
    calls = [asyncio.ensure_future(send(ask, operation())) for ask in asks]
    await wire.until_heard()
    wire.answer.set_result(REPLY)
    assert await asyncio.gather(*calls) == [REPLY] * 10
    assert len(wire.heard) == 1


@pytest.mark.parametrize(
    "other",
    [
        Ask("GET", "/v3/customers", ASK.query),
        Ask("GET", ASK.path, (("page", "2"),)),
        Ask("GET", ASK.path, ASK.query, (("Accept-Language", "nl"),)),
    ],
)
async def test_different_gets_do_not(other: Ask) -> None:
    """Another path, query or header is another call."""
    wire = Wire()
    send = Join("duinpark", "booking_experts", wire.send).send
    calls = [asyncio.ensure_future(send(ask, operation())) for ask in (ASK, other)]
    await wire.until_heard(2)
    wire.answer.set_result(REPLY)
    await asyncio.gather(*calls)
    assert [ask for ask, _ in wire.heard] == [ASK, other]


async def test_only_gets_are_joined() -> None:
    """Two equal writes are two writes, each in its own operation and with its own deadline."""
    wire = Wire()
    send = Join("duinpark", "booking_experts", wire.send).send
    write = Ask("POST", "/v3/x", body=b"{}")
    operations = [operation(), operation()]
    calls = [asyncio.ensure_future(send(write, inquiry)) for inquiry in operations]
    await wire.until_heard(2)
    wire.answer.set_result(REPLY)
    await asyncio.gather(*calls)
    assert [inquiry for _, inquiry in wire.heard] == operations


async def test_a_flight_is_over_when_it_lands() -> None:
    """Join remembers nothing: asking again after the answer is another call."""
    wire = Wire()
    wire.answer.set_result(REPLY)
    send = Join("duinpark", "booking_experts", wire.send).send
    for _ in range(3):
        await send(ASK, operation())
    assert len(wire.heard) == 3


async def test_a_flight_outlives_any_one_caller() -> None:
    """The first asker is cancelled, the second runs out of time; the third gets the answer of the same call."""
    wire = Wire()
    joined = Join("duinpark", "booking_experts", wire.send).send
    send = deadline("duinpark", "booking_experts", joined)
    first = asyncio.ensure_future(send(ASK, operation()))
    second = asyncio.ensure_future(send(ASK, Inquiry(Deadline.after(0.02))))
    third = asyncio.ensure_future(send(ASK, operation()))
    await wire.until_heard()
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    with pytest.raises(VendorFault, match="did not answer within"):
        await second
    wire.answer.set_result(REPLY)
    assert await third == REPLY
    assert (len(wire.heard), wire.called_off) == (1, 0)


async def test_a_flight_dies_with_its_last_caller() -> None:
    """When nobody waits any more the call is called off, and who asks after that starts a new one."""
    wire = Wire()
    send = Join("duinpark", "booking_experts", wire.send).send
    calls = [asyncio.ensure_future(send(ASK, operation())) for _ in range(3)]
    await wire.until_heard()
    for call in calls:
        call.cancel()
    await asyncio.wait(calls)
    late = asyncio.ensure_future(send(ASK, operation()))
    await wire.until_heard()
    assert wire.called_off == 1
    wire.answer.set_result(REPLY)
    assert await late == REPLY


async def test_a_flight_called_off_is_joined_by_nobody() -> None:
    """While a flight that was called off is still ending, equal asks share a new one, before and after its end."""
    wire = Wire()
    ending, ended = asyncio.Event(), asyncio.Event()

    async def reluctant(ask: Ask, inquiry: Inquiry) -> Reply:
        try:
            return await wire.send(ask, inquiry)
        except asyncio.CancelledError:
            ending.set()
            await ended.wait()
            raise

    send = Join("duinpark", "booking_experts", reluctant).send
    gone = asyncio.ensure_future(send(ASK, operation()))
    await wire.until_heard()
    gone.cancel()
    await ending.wait()
    during = asyncio.ensure_future(send(ASK, operation()))
    await wire.until_heard()
    ended.set()
    await asyncio.wait([gone])
    await asyncio.sleep(0)
    after = asyncio.ensure_future(send(ASK, operation()))
    await asyncio.sleep(0)
    wire.answer.set_result(REPLY)
    assert await asyncio.gather(during, after) == [REPLY, REPLY]
    assert len(wire.heard) == 2


async def test_a_failure_reaches_everyone_as_their_own() -> None:
    """Each waiter gets a fault of its own that says the same, so that none writes into another's."""
    wire = Wire()
    send = Join("duinpark", "booking_experts", wire.send).send
    calls = [asyncio.ensure_future(send(ASK, operation())) for _ in range(3)]
    await wire.until_heard()
    fault = InputRejected(
        "no", source="duinpark", vendor="booking_experts", status=422, retry_after=1.5, pointers={"/x": "odd"}
    )
    wire.answer.set_exception(fault)
    faults = await asyncio.gather(*calls, return_exceptions=True)
    assert len({id(each) for each in (*faults, fault)}) == 4
    for each in faults:
        assert type(each) is InputRejected
        assert str(each) == "no"
        assert vars(each) == vars(fault)
        assert each.__cause__ is each.__context__ is None


async def test_a_failure_is_not_remembered() -> None:
    """Who asks after a failure starts a new call."""
    wire = Wire()
    send = Join("duinpark", "booking_experts", wire.send).send
    wire.answer.set_exception(Unreachable("away", source="duinpark", vendor="booking_experts"))
    with pytest.raises(Unreachable):
        await send(ASK, operation())
    wire.answer = asyncio.get_running_loop().create_future()
    wire.answer.set_result(REPLY)
    assert await send(ASK, operation()) == REPLY


async def test_a_bug_below_reaches_everyone_as_it_is() -> None:
    """What is no expected fault is not dressed up as one."""
    wire = Wire()
    send = Join("duinpark", "booking_experts", wire.send).send
    calls = [asyncio.ensure_future(send(ASK, operation())) for _ in range(2)]
    await wire.until_heard()
    wire.answer.set_exception(KeyError("bug"))
    assert [type(each) for each in await asyncio.gather(*calls, return_exceptions=True)] == [KeyError, KeyError]


async def test_a_flight_that_is_cancelled_from_within_is_a_fault() -> None:
    """Callers who were not cancelled themselves get Unreachable, never a cancellation, never a hang."""
    wire = Wire()
    send = Join("duinpark", "booking_experts", wire.send).send
    calls = [asyncio.ensure_future(send(ASK, operation())) for _ in range(2)]
    await wire.until_heard()
    wire.answer.cancel()
    for each in await asyncio.gather(*calls, return_exceptions=True):
        assert type(each) is Unreachable
        assert str(each) == "the call to duinpark was called off before it was answered"


async def test_a_flight_belongs_to_nobody() -> None:
    """No caller's hints, log or context variables reach the shared call."""
    wire = Wire()
    send = Join("duinpark", "booking_experts", wire.send).send
    LOCALE.set("nl")
    call = asyncio.ensure_future(send(ASK, Inquiry(Deadline.after(1), hints=False)))
    await wire.until_heard()
    wire.answer.set_result(REPLY)
    await call
    ((_, inquiry),) = wire.heard
    assert (inquiry.hints, inquiry.calls) == (True, [])
    assert wire.locales == ["none"]


async def test_a_flight_has_the_latest_of_its_callers_deadlines() -> None:
    """Who comes later with more time lends it to the flight, who has less takes none; no single wait is cut by it."""
    wire = Wire()
    send = Join("duinpark", "booking_experts", wire.send).send
    calls = []
    for seconds, left in ((5, 5), (9, 9), (7, 9)):
        calls.append(asyncio.ensure_future(send(ASK, Inquiry(Deadline(seconds, clock=lambda: 0.0)))))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        ((_, inquiry),) = wire.heard
        assert (inquiry.deadline.left(), inquiry.deadline.cap(60)) == (left, 60)
    wire.answer.set_result(REPLY)
    await asyncio.gather(*calls)


async def test_a_refresh_is_urgent_once_somebody_waits_for_it() -> None:
    """Another refresh changes nothing; the first who asks because they need it makes it urgent, which is told once."""
    wire, hurried = Wire(), []
    send = Join("duinpark", "booking_experts", wire.send, hurried=lambda: hurried.append(len(calls))).send
    refresh = dataclasses.replace(ASK, refresh=True)
    calls: list[asyncio.Future[Reply]] = []
    for ask, urgent in ((refresh, False), (refresh, False), (ASK, True), (ASK, True)):
        calls.append(asyncio.ensure_future(send(ask, operation())))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        ((_, inquiry),) = wire.heard
        assert inquiry.urgent is urgent
    wire.answer.set_result(REPLY)
    await asyncio.gather(*calls)
    assert hurried == [3]


async def test_a_failure_nobody_waits_for_is_not_complained_about() -> None:
    """A call that fails while it is called off leaves asyncio no unretrieved exception to report."""
    complaints: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
    wire = Wire()
    failed = asyncio.Event()

    async def fragile(ask: Ask, inquiry: Inquiry) -> Reply:
        try:
            return await wire.send(ask, inquiry)
        finally:
            failed.set()
            raise Unreachable("away", source="duinpark", vendor="booking_experts")

    call = asyncio.ensure_future(Join("duinpark", "booking_experts", fragile).send(ASK, operation()))
    await wire.until_heard()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    await failed.wait()
    await asyncio.sleep(0)
    gc.collect()
    assert complaints == []
