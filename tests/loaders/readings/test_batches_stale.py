"""Things that are stale are given at once and renewed together; what processes look up they tell each other."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from desk import Desk, calls
from reader import Clock, Hall, Names, keep, operation, ticks, told, until

from loaders.errors import VendorDown
from loaders.readings.batches import LINGER_SECONDS
from loaders.store.redis import RedisStore

if TYPE_CHECKING:
    from conftest import Opener

    from loaders.readings.keep import Keep
    from loaders.store.face import Store
    from tests.redis_server import Server

NAME, SPACES = Names({"name"}), Names({"space"})


def desk(stale: float = 60.0) -> tuple[Desk, Clock, Keep, asyncio.Event]:
    """Make a desk, its clock, how it keeps things, and what ends the moment that refreshes linger."""
    clock, woken = Clock(), asyncio.Event()

    async def sleep(seconds: float) -> None:
        clock.slept.append(seconds)
        await woken.wait()

    place = keep(clock, stale=stale, sleep=sleep)
    return Desk(place, clock), clock, place, woken


async def test_what_is_stale_is_given_at_once_and_renewed_with_others() -> None:
    """Whatever is asked for while a refresh lingers goes into one call, which gives way to others."""
    counter, clock, _, woken = desk()
    await counter.get([str(key) for key in range(10)], operation())
    clock.seconds = 30.0
    for key in range(10):
        for _ in range(3):
            log = operation()
            assert calls(await counter.get([str(key)], log)) == {str(key): 1}
            assert told(log) == [("/things", "STALE")]
    await ticks()
    assert (clock.slept, len(counter.asked())) == ([LINGER_SECONDS], 1)
    woken.set()
    await ticks()
    assert counter.asked()[1:] == [[str(key) for key in range(10)]]
    assert counter.refreshes() == [False, True]
    assert set(calls(await counter.get([str(key) for key in range(10)], operation())).values()) == {2}


async def test_what_is_too_old_is_not_given() -> None:
    """Past `fresh` and `stale` together it is looked up as if it had never been."""
    counter, clock, _, _ = desk()
    await counter.get(["1"], operation())
    clock.seconds = 90.0
    assert calls(await counter.get(["1"], operation())) == {"1": 2}
    assert counter.refreshes() == [False, False]


async def test_a_refresh_that_fails_leaves_what_is_stale() -> None:
    """It is tried again after a second and not before; the health tells why meanwhile, and no longer once it worked."""
    counter, clock, place, woken = desk()
    woken.set()
    await counter.get(["1"], operation())
    clock.seconds, counter.spoilt = 30.0, {"1"}
    await counter.get(["1"], operation())
    await ticks()
    assert isinstance(place.health.not_renewed, VendorDown)
    clock.seconds = 30.9
    assert calls(await counter.get(["1"], operation())) == {"1": 1}
    await ticks()
    assert len(counter.asked()) == 2
    clock.seconds, counter.spoilt = 31.0, set()
    await counter.get(["1"], operation())
    await ticks()
    assert place.health.not_renewed is None
    assert calls(await counter.get(["1"], operation())) == {"1": 3}


async def test_a_refresh_brings_all_that_is_kept() -> None:
    """Whoever starts it may need less than others do."""
    counter, clock, _, woken = desk()
    woken.set()
    await counter.get(["1"], operation(), NAME | SPACES)
    clock.seconds = 30.0
    await counter.get(["1"], operation(), NAME)
    await ticks()
    assert [dict(ask.query)["names"] for ask in counter.hall.asked] == ["name,space"] * 2


async def test_what_was_forgotten_is_not_brought_back_by_a_refresh() -> None:
    """What it brings may be older than what one knows."""
    counter, clock, _, woken = desk()
    woken.set()
    await counter.get(["1"], operation())
    clock.seconds = 30.0
    (gate,) = counter.hall.hold()
    await counter.get(["1"], operation())
    await ticks()
    counter.lookups.forget()
    gate.set()
    await ticks()
    assert calls(await counter.get(["1"], operation())) == {"1": 3}


async def test_who_joins_a_refresh_and_leaves_does_not_end_it() -> None:
    """It runs for everybody. Who joins it has run out of what is stale, and finds it in the log as joined."""
    counter, clock, _, woken = desk()
    woken.set()
    await counter.get(["1"], operation())
    clock.seconds = 89.0
    (gate,) = counter.hall.hold()
    await counter.get(["1"], operation())
    await ticks()
    clock.seconds = 90.0
    log = operation()
    joined = asyncio.ensure_future(counter.get(["1"], log))
    await ticks()
    joined.cancel()
    gate.set()
    await ticks()
    assert (told(log), counter.hall.ended) == ([("/things", "JOINED")], [])
    assert calls(await counter.get(["1"], operation())) == {"1": 2}


def processes_of(stores: list[Store], clock: Clock, hall: Hall) -> list[tuple[Desk, Keep]]:
    """Make a desk of each process, all at one hall."""
    places = [keep(clock, stale=60.0, values=store.values) for store in stores]
    return [(Desk(place, clock, hall), place) for place in places]


async def test_what_one_process_looked_up_others_know(processes: Opener) -> None:
    """By each id, with its true age; only the rest is asked for."""
    clock = Clock()
    hall = Hall(clock)
    (one, _), (other, _) = processes_of([processes(), processes()], clock, hall)
    await one.get(["1", "2"], operation())
    await one.at_rest()
    clock.seconds = 29.0
    slots = await other.get(["2", "3"], operation())
    assert calls(slots) == {"2": 1, "3": 2}
    assert other.asked() == [["1", "2"], ["3"]]
    clock.seconds = 30.0
    log = operation()
    await other.get(["2"], log)
    assert other.lookups._stale  # noqa: SLF001  # that it was taken for stale is seen nowhere else at once


async def test_what_others_know_all_of_costs_no_call(processes: Opener) -> None:
    """Also where it is stale: it is given, and renewed once."""
    clock = Clock()
    hall = Hall(clock)
    (one, _), (other, _) = processes_of([processes(), processes()], clock, hall)
    await one.get(["1", "2"], operation())
    await one.at_rest()
    clock.seconds = 40.0
    assert calls(await other.get(["1", "2"], operation())) == {"1": 1, "2": 1}
    assert other.asked() == [["1", "2"]]


async def test_what_was_asked_for_before_it_was_forgotten_is_told_nobody(processes: Opener) -> None:
    """Neither what lies in the store nor what was on its way when another process forgot it."""
    clock = Clock()
    hall = Hall(clock)
    (one, _), (other, forgetting) = processes_of([processes(), processes()], clock, hall)
    await one.get(["1"], operation())
    clock.seconds = 1.0
    await forgetting.forget()
    clock.seconds = 2.0
    assert calls(await other.get(["1"], operation())) == {"1": 2}
    (gate,) = hall.hold()
    before = asyncio.ensure_future(one.get(["2"], operation()))
    await until(lambda: len(hall.asked) == 3)
    clock.seconds = 3.0
    await forgetting.forget()
    clock.seconds = 4.0
    gate.set()
    assert calls(await before) == {"2": 3}
    await one.at_rest()
    assert calls(await other.get(["2"], operation())) == {"2": 4}


async def test_what_is_told_is_as_old_as_its_asking(processes: Opener) -> None:
    """Not as its answer, which may have taken long."""
    clock = Clock()
    hall = Hall(clock)
    (one, _), (other, _) = processes_of([processes(), processes()], clock, hall)
    (gate,) = hall.hold()
    asking = asyncio.ensure_future(one.get(["1"], operation()))
    await until(lambda: len(hall.asked) == 1)
    clock.seconds = 20.0
    gate.set()
    await asking
    await one.at_rest()
    clock.seconds = 89.0
    assert calls(await other.get(["1"], operation())) == {"1": 1}
    clock.seconds = 90.0
    assert calls(await other.get(["1"], operation())) == {"1": 2}


async def test_without_the_store_each_looks_up_by_itself(own: Server) -> None:
    """Nobody is refused."""
    clock = Clock()
    store = RedisStore(own.url)
    ((counter, place),) = processes_of([store], clock, Hall(clock))
    own.kill()
    assert calls(await counter.get(["1"], operation())) == {"1": 1}
    assert calls(await counter.get(["1"], operation())) == {"1": 1}
    await place.forget()
    assert calls(await counter.get(["1"], operation())) == {"1": 2}
    await store.close()
