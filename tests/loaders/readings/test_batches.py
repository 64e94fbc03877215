"""Things are looked up by their ids in as few calls as there can be, whoever asks."""

from __future__ import annotations

import asyncio

import pytest
from desk import Desk, calls
from reader import Clock, Names, keep, operation, ticks, told

from loaders.errors import Unreachable
from loaders.inquiry import Inquiry
from loaders.readings.batches import AT_ONCE

NAME, SPACES = Names({"name"}), Names({"space"})


def desk(fresh: float = 30.0, stale: float = 0.0) -> tuple[Desk, Clock]:
    """Make a desk and its clock."""
    clock = Clock()
    return Desk(keep(clock, fresh=fresh, stale=stale), clock), clock


def sleeper(clock: Clock) -> tuple[Desk, asyncio.Event]:
    """Make a desk whose waits end when a test says so."""
    woken = asyncio.Event()

    async def sleep(seconds: float) -> None:
        clock.slept.append(seconds)
        await woken.wait()

    return Desk(keep(clock, sleep=sleep), clock), woken


async def test_what_many_operations_look_up_at_once_goes_into_one_call() -> None:
    """Each id once; each operation gets its own, in whatever order they asked."""
    counter, _ = desk()
    asking = [operation() for _ in range(3)]
    wanted = [["1", "2"], ["2", "3"], ["4"]]
    slots = await asyncio.gather(*(counter.get(ids, one) for ids, one in zip(wanted, asking, strict=True)))
    assert [list(one) for one in slots] == wanted
    assert counter.asked() == [["1", "2", "3", "4"]]
    assert [told(one) for one in asking] == [[("/things", "MISS")], [("/things", "JOINED")], [("/things", "JOINED")]]


async def test_no_call_is_for_more_than_fifty() -> None:
    """To keep addresses short; they leave side by side."""
    counter, _ = desk()
    gates = counter.hall.hold(3)
    task = asyncio.ensure_future(counter.get([str(key) for key in range(120)], operation()))
    await ticks()
    assert [len(ids) for ids in counter.asked()] == [50, 50, 20] == [AT_ONCE, AT_ONCE, 20]
    for gate in gates:
        gate.set()
    assert len(await task) == 120


async def test_what_was_looked_up_is_kept_by_its_id() -> None:
    """Whichever ids it was asked for with; only what is not there, or no longer fresh, is asked for."""
    counter, clock = desk()
    await counter.get(["1", "2"], operation())
    clock.seconds = 29.9
    log = operation()
    assert calls(await counter.get(["2", "3"], log)) == {"2": 1, "3": 2}
    assert told(log) == [("/things", "HIT"), ("/things", "MISS")]
    clock.seconds = 30.0
    assert calls(await counter.get(["2", "3"], operation())) == {"2": 3, "3": 2}
    assert counter.asked() == [["1", "2"], ["3"], ["2"]]


async def test_with_no_freshness_every_operation_asks() -> None:
    """`fresh = 0` and `stale = 0` keep nothing, but what is under way is shared."""
    counter, _ = desk(fresh=0)
    await asyncio.gather(*(counter.get(["1"], operation()) for _ in range(5)))
    await counter.get(["1"], operation())
    assert counter.asked() == [["1"], ["1"]]


async def test_what_is_under_way_is_waited_for() -> None:
    """It is not asked for again; what an operation needs besides is asked for beside it."""
    counter, _ = desk()
    (gate,) = counter.hall.hold()
    first = asyncio.ensure_future(counter.get(["1", "2"], operation()))
    await ticks()
    second = asyncio.ensure_future(counter.get(["2", "3"], operation()))
    await ticks()
    assert counter.asked() == [["1", "2"], ["3"]]
    gate.set()
    assert (calls(await first), calls(await second)) == ({"1": 1, "2": 1}, {"2": 1, "3": 2})


async def test_ways_of_looking_up_do_not_mix() -> None:
    """What is asked for elsewhere, or otherwise, is another call and another answer."""
    counter, _ = desk()
    one, other = await asyncio.gather(counter.get(["1"], operation()), counter.get(["1"], operation(), of="/places"))
    assert (calls(one), calls(other)) == ({"1": 1}, {"1": 2})
    assert [ask.path for ask in counter.hall.asked] == ["/things", "/places"]


async def test_one_call_brings_what_any_of_its_operations_needs() -> None:
    """And what was kept of an id for less is then read for both."""
    counter, _ = desk()
    await asyncio.gather(
        counter.get(["1"], operation(), NAME),
        counter.get(["2"], operation(), SPACES),
    )
    assert dict(counter.hall.asked[0].query) == {"ids": "1,2", "names": "name,space"}
    await counter.get(["3"], operation(), NAME)
    await counter.get(["3"], operation(), SPACES)
    assert [dict(ask.query)["names"] for ask in counter.hall.asked[1:]] == ["name", "name,space"]
    await counter.get(["1", "2", "3"], operation(), NAME | SPACES)
    assert len(counter.hall.asked) == 3


async def test_one_that_is_under_way_for_less_is_asked_for_again() -> None:
    """Who needs more does not take it for enough."""
    counter, _ = desk()
    counter.hall.hold()
    first = asyncio.ensure_future(counter.get(["1"], operation(), NAME))
    await ticks()
    found = (await counter.get(["1"], operation(), SPACES))["1"]
    assert found is not None
    assert [dict(ask.query)["names"] for ask in counter.hall.asked] == ["name", "space"]
    first.cancel()


async def test_a_call_that_fails_spoils_its_own_ids_only() -> None:
    """And is not kept: they are asked for again, the others are not."""
    counter, _ = desk()
    counter.spoilt = {"110"}
    wanted = [str(key) for key in range(120)]
    slots = calls(await counter.get(wanted, operation()))
    assert [one for one in wanted if slots[one] == "VendorDown"] == wanted[100:]
    counter.spoilt = set()
    assert set(calls(await counter.get(wanted, operation())).values()) == {1, 2, 4}
    assert counter.asked()[3] == wanted[100:]


async def test_a_fault_is_each_callers_own() -> None:
    """Since raising an exception writes into it."""
    counter, _ = desk()
    counter.spoilt = {"1"}
    one, other = await asyncio.gather(counter.get(["1"], operation()), counter.get(["1"], operation()))
    assert str(one["1"]) == str(other["1"]) == "hall is down"
    assert one["1"] is not other["1"]


async def test_what_is_not_there_is_believed_for_five_seconds() -> None:
    """Then it is asked for again, though others of the call are still fresh."""
    counter, clock = desk(stale=60.0)
    assert calls(await counter.get(["1", "none"], operation())) == {"1": 1, "none": None}
    clock.seconds = 4.9
    await counter.get(["1", "none"], operation())
    assert len(counter.asked()) == 1
    clock.seconds = 5.0
    await counter.get(["1", "none"], operation())
    assert counter.asked() == [["1", "none"], ["none"]]


async def test_what_cannot_be_told_apart_is_not_kept() -> None:
    """Nobody can tell whose a row is that cannot be read, so it answers those who asked and nobody else."""
    counter, _ = desk()
    counter.apart = False
    assert calls(await counter.get(["1", "2"], operation())) == {"1": 1, "2": 1}
    counter.apart = True
    assert calls(await counter.get(["1", "2"], operation())) == {"1": 2, "2": 2}


async def test_a_queue_that_waits_for_the_budget_fills() -> None:
    """While a call has to wait for its turn, what others look up goes into it: the scarcer calls are, the fuller."""
    clock = Clock()
    counter, woken = sleeper(clock)
    counter.waits = [12.0]
    asking = [asyncio.ensure_future(counter.get([str(key)], operation())) for key in range(3)]
    await ticks()
    asking += [asyncio.ensure_future(counter.get([str(key)], operation())) for key in range(3, 6)]
    await ticks()
    assert (clock.slept, counter.asked()) == ([12.0], [])
    woken.set()
    await asyncio.gather(*asking)
    assert counter.asked() == [["0", "1", "2", "3", "4", "5"]]


async def test_a_wait_longer_than_anybody_has_is_not_waited_for() -> None:
    """The call goes to the layers, which refuse it at once and say when it may be made."""
    clock = Clock()
    counter, _ = sleeper(clock)
    counter.waits = [100.0]
    await counter.get(["1"], operation(60.0))
    assert (clock.slept, counter.asked()) == ([], [["1"]])


async def test_who_has_less_time_than_a_turn_takes_does_not_wait_for_it() -> None:
    """Whether they were there before or come while others wait: they hear at once that there is no turn for them."""
    counter, woken = sleeper(Clock())
    counter.waits = [12.0]
    patient = asyncio.create_task(counter.get(["1"], operation(60.0)))
    hasty = asyncio.create_task(counter.get(["2"], operation(5.0)))
    await hasty
    assert counter.asked() == [["2"]]
    await counter.get(["3"], operation(5.0))
    assert counter.asked() == [["2"], ["3"]]
    woken.set()
    await patient
    assert counter.asked() == [["2"], ["3"], ["1"]]


async def test_without_the_store_nobody_waits() -> None:
    """How long it would be cannot be told, so it is tried."""
    counter, clock = desk()
    counter.store_is_away = True
    await counter.get(["1"], operation())
    assert (clock.slept, counter.asked()) == ([], [["1"]])


async def test_a_call_outlives_one_caller_and_dies_with_the_last() -> None:
    """Whoever stays has the answer; when nobody waits it is called off, and the next asks anew."""
    counter, _ = desk()
    first_gate, _ = counter.hall.hold(2)
    one, other = (asyncio.ensure_future(counter.get(ids, operation())) for ids in (["1", "2"], ["2"]))
    await ticks()
    one.cancel()
    await ticks()
    first_gate.set()
    assert calls(await other) == {"2": 1}
    alone = operation()
    last = asyncio.ensure_future(counter.get(["3"], alone))
    await ticks()
    last.cancel()
    again = asyncio.ensure_future(counter.get(["3"], operation()))
    assert calls(await again) == {"3": 3}
    assert (counter.hall.ended, told(alone)) == (["called off"], [("/things", "MISS")])


async def test_nothing_is_asked_that_nobody_waits_for_any_longer() -> None:
    """What leaves the queue before its turn costs nothing; the others of the queue are asked for."""
    clock = Clock()
    counter, woken = sleeper(clock)
    counter.waits = [12.0]
    leaving, staying = (asyncio.ensure_future(counter.get(ids, operation())) for ids in (["1", "2"], ["2", "3"]))
    await ticks()
    leaving.cancel()
    await ticks()
    woken.set()
    await staying
    assert counter.asked() == [["2", "3"]]
    counter.waits = [12.0]
    woken.clear()
    alone = asyncio.ensure_future(counter.get(["4"], operation()))
    await ticks()
    alone.cancel()
    await ticks()
    woken.set()
    await ticks()
    assert len(counter.asked()) == 1
    assert calls(await counter.get(["4"], operation())) == {"4": 2}


async def test_who_runs_out_of_time_is_told_and_the_answer_is_there_for_the_next() -> None:
    """With the ids that have come in time, and its log of the calls it waited for."""
    counter, _ = desk()
    await counter.get(["1"], operation())
    (gate,) = counter.hall.hold()
    hasty = operation(0.1)
    slots = await counter.get(["1", "2"], hasty)
    assert (calls(slots), str(slots["2"])) == (
        {"1": 1, "2": "TimedOut"},
        "hall did not answer within the time there was",
    )
    assert told(hasty) == [("/things", "HIT"), ("/things", "MISS")]
    gate.set()
    assert calls(await counter.get(["2"], operation())) == {"2": 2}
    assert (len(counter.asked()), counter.hall.ended) == (2, [])


async def test_a_call_has_the_time_of_whoever_has_most() -> None:
    """Also of one who joined it on its way."""
    counter, _ = desk()
    lefts: list[float] = []
    (gate,) = counter.hall.hold()
    send = counter.hall.send

    async def watched(ask: object, own: Inquiry) -> object:
        reply = await send(ask, own)
        lefts.append(own.deadline.left())
        return reply

    counter.hall.send = watched
    first = asyncio.ensure_future(counter.get(["1", "2"], operation(20.0)))
    await ticks()
    second = asyncio.ensure_future(counter.get(["2"], operation(1000.0)))
    await ticks()
    gate.set()
    await asyncio.gather(first, second)
    assert lefts[0] > 900


async def test_what_is_forgotten_is_not_kept_by_a_call_that_began_before() -> None:
    """After a write, what was being read may be older than the write: who waits gets it, nobody else does."""
    counter, _ = desk()
    await counter.get(["1"], operation())
    counter.lookups.forget()
    early, _ = counter.hall.hold(2)
    before = asyncio.ensure_future(counter.get(["1"], operation()))
    await ticks()
    counter.lookups.forget()
    counter.hall.gates[2].set()
    assert calls(await counter.get(["1"], operation())) == {"1": 3}
    early.set()
    assert calls(await before) == {"1": 2}
    assert calls(await counter.get(["1"], operation())) == {"1": 3}


async def test_closing_calls_off_what_is_under_way_and_what_waits() -> None:
    """A source that is closed leaves nothing running and nobody waiting."""
    clock = Clock()
    counter, _ = sleeper(clock)
    counter.hall.hold(2)
    under_way = asyncio.ensure_future(counter.get(["1"], operation()))
    await ticks()
    counter.lookups.forget()
    counter.waits = [12.0]
    queued = asyncio.ensure_future(counter.get(["2"], operation()))
    await ticks()
    await counter.lookups.close()
    for slots in await asyncio.gather(under_way, queued):
        assert [str(fault) for fault in slots.values()] == ["hall was called off before it had answered"]
        assert all(isinstance(fault, Unreachable) for fault in slots.values())
    assert counter.hall.ended == ["called off"]


async def test_a_bug_is_raised_as_it_is() -> None:
    """What nobody expects is not made into a fault of the vendor."""
    counter, _ = desk()
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)
    counter.hall.bug = ZeroDivisionError("a bug")
    with pytest.raises(ZeroDivisionError, match="a bug"):
        await counter.get(["1"], operation())
