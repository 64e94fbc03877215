"""The values of one process stay within their bound."""

from __future__ import annotations

from loaders.store.memory.values import OVERHEAD, MemoryValues

NOW = 1_800_000_000.0
WEIGHT = 1 + 100 + OVERHEAD
"""What a value of 100 bytes under a name of one letter weighs."""


async def kept(values: MemoryValues, names: str) -> str:
    """Give the names that are kept."""
    return "".join([name for name in names if await values.get(name, NOW) is not None])


async def test_what_was_used_least_recently_gives_way() -> None:
    """Three fit; a fourth takes the place of the one that was neither put nor asked for since."""
    values = MemoryValues(3 * WEIGHT)
    for name in "abc":
        await values.put(name, bytes(100), NOW, 60)
    await values.get("a", NOW)
    await values.put("d", bytes(100), NOW, 60)
    assert await kept(values, "abcd") == "acd"
    assert (values.counts.evictions, values.counts.bytes) == (1, 3 * WEIGHT)


async def test_what_is_too_large_is_not_kept() -> None:
    """It would push out everything; the value before it, which it replaces, is gone."""
    values = MemoryValues(3 * WEIGHT)
    for name in "ab":
        await values.put(name, bytes(100), NOW, 60)
    await values.put("a", bytes(3 * WEIGHT), NOW, 60)
    assert await kept(values, "ab") == "b"
    assert (values.counts.evictions, values.counts.bytes) == (0, WEIGHT)


async def test_what_is_gone_weighs_nothing() -> None:
    """Replaced, dropped, or after its time."""
    values = MemoryValues(3 * WEIGHT)
    for name in "aabc":
        await values.put(name, bytes(100), NOW, 60)
    await values.drop(["b", "b"])
    assert values.counts.bytes == 2 * WEIGHT
    assert await values.get("a", NOW + 60) is None
    assert values.counts.bytes == WEIGHT


async def test_a_name_held_is_not_pushed_out() -> None:
    """However many values come, and however many names were held before it."""
    values = MemoryValues(WEIGHT)
    for at in range(10_000):
        assert await values.take(f"short {at}", NOW, 1)
    assert await values.take("long", NOW, 60)
    for at in range(10_000):
        assert await values.take(f"later {at}", NOW + 1, 1)
        await values.put("a", bytes(100), NOW + 1, 60)
    assert not await values.take("long", NOW + 59, 60)
