"""What is kept of all sources together weighs no more than it may; what was used least recently goes first."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from reader import Clock, Hall, keep, operation

from loaders.readings.larder import MAX_BYTES, UNPACKED, Larder
from loaders.readings.readings import Readings


class Shelf:
    """Who keeps something: the keys it has."""

    def __init__(self, larder: Larder) -> None:
        self.has: list[int] = []
        self._larder = larder

    def put(self, key: int, answered: int) -> None:
        """Keep a key."""
        self.has.append(key)
        self._larder.put(self, key, answered, lambda: self.has.remove(key))


def test_the_least_recently_used_goes_first() -> None:
    """Whoever keeps it: the bound is that of the process, not of a source."""
    larder = Larder(max_bytes=300 * UNPACKED)
    one, other = Shelf(larder), Shelf(larder)
    one.put(1, 100)
    other.put(1, 100)
    one.put(2, 100)
    larder.use(one, 1)
    other.put(2, 100)
    assert (one.has, other.has) == ([1, 2], [2])
    assert (larder.weight, larder.evicted) == (300 * UNPACKED, 1)


def test_what_is_put_again_weighs_once() -> None:
    """And by its new weight; what is left weighs nothing."""
    larder, owner = Larder(), object()
    for answered in (100, 40):
        larder.put(owner, "a", answered, lambda: None)
    assert larder.weight == 40 * UNPACKED
    larder.leave(owner, "a")
    larder.leave(owner, "a")
    larder.use(owner, "a")
    assert (larder.weight, larder.evicted) == (0, 0)


def test_one_thing_too_heavy_is_kept_alone() -> None:
    """Otherwise the largest collection would be read again for every question; the next that comes has it go."""
    larder = Larder(max_bytes=10)
    shelf = Shelf(larder)
    shelf.put(1, 1)
    shelf.put(2, 1000)
    assert shelf.has == [2]
    shelf.put(3, 1)
    assert shelf.has == [3]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 400)), max_size=60))
def test_the_bound_holds_whatever_comes(puts: list[tuple[int, int]]) -> None:
    """Above it stays one thing at most, and the weight is that of what is kept."""
    larder = Larder(max_bytes=1000 * UNPACKED)
    weights: dict[int, int] = {}
    for key, answered in puts:
        weights[key] = answered
        larder.put("owner", key, answered, lambda key=key: weights.pop(key))
        assert larder.weight == sum(weights.values()) * UNPACKED
        assert larder.weight <= 1000 * UNPACKED or len(weights) == 1


async def test_a_reading_weighs_what_the_vendor_sent() -> None:
    """All its answers together, times what a byte takes once it is read; what is forgotten weighs nothing."""
    clock, larder = Clock(), Larder(max_bytes=250 * UNPACKED)
    place, hall = keep(clock, larder=larder), Hall(clock)
    kept: Readings[str, Any] = Readings(place, "lists")
    hall.body = b"1".zfill(100)
    await kept.get("a", operation(), hall.read)
    await kept.get("b", operation(), hall.read)
    assert larder.weight == 200 * UNPACKED
    await kept.get("a", operation(), hall.read)
    await kept.get("c", operation(), hall.read)
    assert kept.known() == ["a", "c"]
    await place.forget()
    assert (larder.weight, larder.evicted, MAX_BYTES) == (0, 1, 268_435_456)
