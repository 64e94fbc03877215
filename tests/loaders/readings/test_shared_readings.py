"""Processes that share a store read a thing once: one asks, the others play what it was answered."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from reader import Clock, Hall, Names, keep, operation, told, until

from loaders.errors import NotThere, VendorDown
from loaders.readings.keep import LEASE_SECONDS, LOOK_AGAIN
from loaders.readings.readings import Readings
from loaders.store.memory import MemoryStore
from loaders.store.open import open_store
from loaders.store.redis import RedisStore

if TYPE_CHECKING:
    from conftest import Opener

    from loaders.inquiry import Inquiry
    from loaders.store.face import Values
    from tests.redis_server import Server

NAME, SPACES = Names({"name"}), Names({"space"})


class Process:
    """A process: its readings, and its way to the one hall.

    Args:
        hall: what is read.
        clock: the clock all processes go by.
        values: what it shares.
        key: the credentials it asks with.

    """

    def __init__(self, hall: Hall, clock: Clock, values: Values | None, key: str = "sesame") -> None:
        self.keep = keep(clock, stale=60.0, values=values, sleep=self._sleep, key=key)
        self.kept: Readings[Any, Any] = Readings(self.keep, "lists")
        self._hall = hall
        self._clock = clock
        self.waits = 0

    async def ask(self, inquiry: Inquiry | None = None) -> tuple[int, float]:
        """Ask: the number of the call that brought the answer, and how many seconds after noon that was."""
        number, at = await self.kept.get("a", inquiry or operation(), self._hall.read)
        return number, self._clock.age(at)

    async def _sleep(self, seconds: float) -> None:
        assert seconds == LOOK_AGAIN
        self.waits += 1
        await self._clock.sleep(seconds)


@pytest.fixture
def two(processes: Opener) -> tuple[Process, Process, Hall, Clock]:
    """Give two processes, what they read, and the clock."""
    clock = Clock()
    hall = Hall(clock)
    return Process(hall, clock, processes().values), Process(hall, clock, processes().values), hall, clock


async def test_one_reads_and_the_other_plays_what_it_was_answered(
    two: tuple[Process, Process, Hall, Clock],
) -> None:
    """The vendor is asked once; what was played is as old as it was when it was read, and fresh no longer than that."""
    one, other, hall, clock = two
    assert await one.ask() == (1, 0.0)
    clock.seconds = 29.0
    log = operation()
    assert await other.ask(log) == (1, 0.0)
    assert told(log) == [("/list", "HIT")]
    clock.seconds = 30.0
    stale = operation()
    assert await other.ask(stale) == (1, 0.0)
    assert (told(stale), len(hall.asked)) == ([("/list", "STALE")], 1)
    await until(lambda: len(hall.asked) == 2)


async def test_both_at_once_ask_once(two: tuple[Process, Process, Hall, Clock]) -> None:
    """The second looks again until what the first reads is there."""
    one, other, hall, _ = two
    (gate,) = hall.hold()
    first = asyncio.ensure_future(one.ask())
    await until(lambda: len(hall.asked) == 1)
    second = asyncio.ensure_future(other.ask())
    await until(lambda: other.waits > 1)
    gate.set()
    assert (await first, await second, len(hall.asked)) == ((1, 0.0), (1, 0.0), 1)


async def test_a_refresh_is_one_for_all(two: tuple[Process, Process, Hall, Clock]) -> None:
    """The others give what is stale meanwhile, which is no failure, and then play what the refresh brought."""
    one, other, hall, clock = two
    await one.ask()
    await other.ask()
    clock.seconds = 30.0
    (gate,) = hall.hold()
    await one.ask()
    await until(lambda: len(hall.asked) == 2)
    await other.ask()
    await until(lambda: not other.kept._refreshes)  # noqa: SLF001  # nothing else tells that it has given up
    assert (await other.ask(), len(hall.asked), other.keep.health.not_renewed) == ((1, 0.0), 2, None)
    gate.set()
    await until(lambda: not one.kept._refreshes)  # noqa: SLF001  # nothing else tells that it has ended
    clock.seconds = 31.0
    assert await other.ask() == (1, 0.0)
    await until(lambda: not other.kept._refreshes)  # noqa: SLF001  # nothing else tells that it has ended
    assert (await one.ask(), await other.ask(), len(hall.asked)) == ((2, 30.0), (2, 30.0), 2)


async def test_who_died_while_reading_is_waited_for_no_longer_than_its_lease(
    two: tuple[Process, Process, Hall, Clock],
) -> None:
    """Then another reads it."""
    one, other, hall, clock = two
    hall.hold()
    dead = asyncio.ensure_future(one.ask())
    await until(lambda: len(hall.asked) == 1)
    number, at = await other.ask()
    assert (number, len(hall.asked)) == (2, 2)
    assert LEASE_SECONDS <= at < LEASE_SECONDS + 2 * LOOK_AGAIN
    assert other.waits == round(clock.seconds / LOOK_AGAIN)
    dead.cancel()
    await asyncio.gather(dead, return_exceptions=True)


async def test_who_has_nothing_waits_for_no_refresh(two: tuple[Process, Process, Hall, Clock]) -> None:
    """A refresh of another process may itself have to wait for long, as refreshes do."""
    one, other, hall, clock = two
    await one.ask()
    clock.seconds = 30.0
    (gate,) = hall.hold()
    await one.ask()
    await until(lambda: len(hall.asked) == 2)
    await one.keep.unshare([("lists", "a", None)])
    assert await other.ask() == (3, 30.0)
    assert other.waits == 0
    gate.set()


async def test_who_fails_is_followed_at_once(two: tuple[Process, Process, Hall, Clock]) -> None:
    """A reading that failed is no answer for others; the next of them reads it, and waits for no lease to run out."""
    one, other, hall, clock = two
    first_gate, second_gate = hall.hold(2)
    hall.status = 503
    first = asyncio.ensure_future(one.ask())
    await until(lambda: len(hall.asked) == 1)
    second = asyncio.ensure_future(other.ask())
    await until(lambda: other.waits > 0)
    first_gate.set()
    with pytest.raises(VendorDown):
        await first
    await until(lambda: len(hall.asked) == 2)
    hall.status = 200
    second_gate.set()
    number, _ = await second
    assert number == 2
    assert clock.seconds < LEASE_SECONDS


async def test_what_is_forgotten_is_played_by_nobody(two: tuple[Process, Process, Hall, Clock]) -> None:
    """Whoever forgot it, also where it was being read then: it may be older than what made it be forgotten."""
    one, other, hall, clock = two
    await one.ask()
    clock.seconds = 1.0
    await one.keep.forget()
    clock.seconds = 2.0
    assert await other.ask() == (2, 2.0)
    clock.seconds = 3.0
    await one.keep.forget()
    await other.keep.forget()
    (gate,) = hall.hold()
    before = asyncio.ensure_future(one.ask())
    await until(lambda: len(hall.asked) == 3)
    clock.seconds = 4.0
    await other.keep.forget()
    gate.set()
    assert await before == (3, 3.0)
    clock.seconds = 5.0
    assert await other.ask() == (4, 5.0)


async def test_what_changed_in_one_part_is_played_by_nobody(two: tuple[Process, Process, Hall, Clock]) -> None:
    """What is of other parts of the source is."""
    one, other, hall, clock = two
    await one.ask()
    clock.seconds = 1.0
    await one.keep.forget(["something else"])
    assert await other.ask() == (1, 0.0)
    await other.keep.forget(["lists"])
    clock.seconds = 2.0
    assert await other.ask() == (2, 2.0)
    await one.keep.forget(["lists", "something else"])
    clock.seconds = 3.0
    assert (await one.ask(), len(hall.asked)) == ((3, 3.0), 3)


async def test_what_is_not_there_is_not_shared(two: tuple[Process, Process, Hall, Clock]) -> None:
    """A 404 is believed by who heard it, for its five seconds; it may be there for the next."""
    one, other, hall, _ = two

    async def read(own: Inquiry) -> int | None:
        try:
            return (await hall.read(own))[0]
        except NotThere:
            return None

    hall.status = 404
    assert await one.kept.get("a", operation(), read) is None
    hall.status = 200
    assert await one.kept.get("a", operation(), read) is None
    assert await other.kept.get("a", operation(), read) == 2


async def test_what_brings_more_or_less_is_shared_apart(two: tuple[Process, Process, Hall, Clock]) -> None:
    """What another process read for less than is needed here is not taken for enough."""
    one, other, hall, _ = two
    await one.kept.get_for("a", NAME, operation(), hall.read_names)
    assert await other.kept.get_for("a", NAME | SPACES, operation(), hall.read_names) == (2, NAME | SPACES)
    assert await one.kept.get_for("a", SPACES, operation(), hall.read_names) == (2, NAME | SPACES)
    assert len(hall.asked) == 2


async def test_who_asks_with_other_credentials_shares_nothing(processes: Opener) -> None:
    """They may be told otherwise; and no credential is found in the store's names."""
    clock = Clock()
    hall = Hall(clock)
    one, other = (Process(hall, clock, processes().values, key) for key in ("open", "sesame"))
    assert [await one.ask(), await other.ask()] == [(1, 0.0), (2, 0.0)]
    assert "sesame" not in other.keep.name("a")


async def test_what_somebody_else_put_there_is_not_played(processes: Opener) -> None:
    """What cannot be read is as if it were not there."""
    clock = Clock()
    hall, values = Hall(clock), processes().values
    one = Process(hall, clock, values)
    await one.ask()
    place = keep(clock, values=values)
    await values.put(place.name(("lists", "a", None)), b"nonsense", clock.now().timestamp(), 60.0)
    assert await Process(hall, clock, processes().values).ask() == (2, 0.0)


@pytest.mark.parametrize("open_one", [RedisStore, lambda url: open_store(url, None, 1_000_000)], ids=["bare", "shared"])
async def test_without_the_store_each_reads_by_itself(own: Server, open_one: Any) -> None:
    """Nobody is refused; what a process has read itself it keeps, fresh and then stale, and forgets when told to."""
    clock = Clock()
    hall = Hall(clock)
    stores = [open_one(own.url) for _ in range(2)]
    one, other = (Process(hall, clock, store.values) for store in stores)
    assert [await one.ask(), await other.ask()] == [(1, 0.0), (1, 0.0)]
    await one.keep.forget()
    await other.keep.forget()
    own.kill()
    clock.seconds = 1.0
    assert [await one.ask(), await one.ask(), await other.ask()] == [(2, 1.0), (2, 1.0), (3, 1.0)]
    clock.seconds = 31.0
    assert await one.ask() == (2, 1.0)
    await until(lambda: not one.kept._refreshes)  # noqa: SLF001  # nothing else tells that it has ended
    assert await one.ask() == (4, 31.0)
    await one.keep.forget()
    clock.seconds = 32.0
    assert await one.ask() == (5, 32.0)
    for store in stores:
        await store.close()


async def test_anew_is_read_whatever_others_have(two: tuple[Process, Process, Hall, Clock]) -> None:
    """It is known to be no longer true."""
    one, other, hall, _ = two
    await one.ask()
    assert (await other.kept.get("a", operation(), hall.read, anew=True))[0] == 2


async def test_what_comes_between_a_look_and_the_lease_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever gets the lease because another has just brought what it read makes no call."""
    clock = Clock()
    hall, values = Hall(clock), MemoryStore().values
    one, other = Process(hall, clock, values), Process(hall, clock, values)
    (gate,) = hall.hold()
    first = asyncio.ensure_future(one.ask())
    await until(lambda: len(hall.asked) == 1)
    take = values.take

    async def late(name: str, now: float, seconds: float) -> bool:
        gate.set()
        await first
        return await take(name, now, seconds)

    monkeypatch.setattr(values, "take", late)
    assert (await other.ask(), len(hall.asked)) == ((1, 0.0), 1)
    assert await take(f"{other.keep.name(('lists', 'a', None))}:lease", clock.now().timestamp(), LEASE_SECONDS)


async def test_who_has_little_time_left_reads_it_itself() -> None:
    """Rather than wait for another process to the end of its time."""
    clock = Clock()
    hall, values = Hall(clock), MemoryStore().values
    place = keep(clock, values=values)
    lease = f"{place.name(('lists', 'a', None))}:lease"
    assert await values.take(lease, clock.now().timestamp(), LEASE_SECONDS)
    kept: Readings[str, Any] = Readings(place, "lists")
    assert (await kept.get("a", operation(LOOK_AGAIN), hall.read))[0] == 1
