"""Values are given as they were put, and never after their time, wherever they are kept."""

from __future__ import annotations

import asyncio

from loaders.store.face import Store

NOW = 1_800_000_000.0


async def test_what_was_put_last_is_given(store: Store) -> None:
    """Any bytes, empty ones too, under any name."""
    for value in (b"", b"\x00\xff" * 1000, b"last"):
        await store.values.put("näme {of} it", value, NOW, 60)
        assert await store.values.get("näme {of} it", NOW) == value
    assert await store.values.get("another", NOW) is None


async def test_a_value_has_its_time(store: Store) -> None:
    """It is there until that has passed; a value without time is not kept, nor is the one before it."""
    await store.values.put("name", b"value", NOW, 60)
    assert await store.values.get("name", NOW + 59.9) == b"value"
    assert await store.values.get("name", NOW + 60) is None
    await store.values.put("name", b"value", NOW, 60)
    await store.values.put("name", b"gone", NOW, 0)
    assert await store.values.get("name", NOW) is None


async def test_what_is_dropped_is_gone(store: Store) -> None:
    """At once, and only what was named."""
    for name in ("a", "b", "c"):
        await store.values.put(name, b"value", NOW, 60)
    await store.values.drop(["a", "b", "unknown"])
    await store.values.drop([])
    assert [await store.values.get(name, NOW) for name in ("a", "b", "c")] == [None, None, b"value"]


async def test_a_name_is_held_by_one(store: Store) -> None:
    """Of many who take it one gets it; it is free when it is dropped or its time is over, and it is no value."""
    taken = await asyncio.gather(*(store.values.take("name", NOW, 60) for _ in range(50)))
    assert taken.count(True) == 1
    assert await store.values.get("name", NOW) is None
    assert not await store.values.take("name", NOW + 59, 60)
    assert await store.values.take("name", NOW + 60, 60)
    await store.values.drop(["name"])
    assert await store.values.take("name", NOW + 61, 60)


async def test_hits_and_misses_are_counted(store: Store) -> None:
    """For the metrics."""
    await store.values.put("name", b"value", NOW, 60)
    for name in ("name", "name", "other"):
        await store.values.get(name, NOW)
    assert (store.values.counts.hits, store.values.counts.misses) == (2, 1)
