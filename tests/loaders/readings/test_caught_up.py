"""What a refresh found is told once, and other processes take it over without a call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reader import NOON, Clock, Hall, keep, operation, ticks, until

from loaders.readings.readings import Held, Readings
from loaders.records import BOOKING, Booking, Ref

if TYPE_CHECKING:
    from conftest import Opener

    from loaders.readings.keep import Renewed
    from loaders.store.face import Values


@dataclass
class Process:
    """A process that keeps lists, and things by themselves."""

    lists: Readings[str, Any]
    alone: Readings[str, Any]
    told: list[Renewed]
    keep: Any


def process(clock: Clock, values: Values | None) -> Process:
    """Start a process."""
    kept, told = keep(clock, stale=60.0, values=values), []

    async def renewed(one: Renewed) -> None:
        told.append(one)

    def records(_: str, answer: tuple[int, Any]) -> Held:
        return Held([Booking(Ref(BOOKING, "hall", "1"), NOON, {}, reference=str(answer[0]))], whole=True)

    kept.renewed = renewed
    return Process(Readings(kept, "lists", records=records), Readings(kept, "alone"), told, kept)


async def test_a_refresh_tells_what_it_replaced() -> None:
    """Old and new, and when each was read; neither a first reading nor one that fails replaces anything."""
    clock = Clock()
    hall, one = Hall(clock), process(clock, None)
    await one.lists.get("a", operation(), hall.read)
    await one.lists.get("a", operation(), hall.read)
    clock.seconds += 40.0
    await one.lists.get("a", operation(), hall.read)
    await ticks()
    clock.seconds, hall.status = 80.0, 503
    await one.lists.get("a", operation(), hall.read)
    await ticks()
    clock.seconds, hall.status = 82.0, 200
    await one.lists.get("a", operation(), hall.read)
    await until(lambda: len(one.told) == 2)
    references = [[record.reference for record in (*told.old, *told.new)] for told in one.told]  # type: ignore[attr-defined]  # bookings
    assert references == [["1", "2"], ["2", "4"]]
    assert [(told.at - told.since, told.whole) for told in one.told] == [(40.0, True), (42.0, True)]


async def test_others_take_over_what_one_read(processes: Opener) -> None:
    """No call, no word of it again; what was looked up before of the thing that changed is kept by nobody."""
    clock = Clock()
    hall = Hall(clock)
    one, other = (process(clock, processes().values) for _ in range(2))
    for each in (one, other):
        await each.lists.get("a", operation(), hall.read)
        await each.alone.get("1", operation(), hall.read)
        await each.alone.get("2", operation(), hall.read)
    assert len(hall.asked) == 3
    clock.seconds += 40.0
    await one.lists.get("a", operation(), hall.read)
    await until(lambda: bool(one.told))
    await other.keep.catch_up({"1"}, one.told[0].at)
    answer, _ = await other.lists.get("a", operation(), hall.read)
    assert (answer, len(hall.asked), other.told) == (4, 4, [])
    assert (other.alone.kept("1"), other.alone.kept("2") is None) == (None, False)
    await other.alone.get("1", operation(), hall.read)
    assert len(hall.asked) == 5
