"""Several things awaited side by side."""

from __future__ import annotations

import asyncio

import pytest

from loaders.together import together


async def test_answers_come_in_the_order_asked() -> None:
    """Whichever is ready first; of none there are none."""
    ready = asyncio.Event()

    async def first() -> str:
        await ready.wait()
        return "first"

    async def second() -> str:
        ready.set()
        return "second"

    assert await together([first(), second()]) == ["first", "second"]
    assert await together([]) == []


@pytest.mark.parametrize("cancelled", [False, True])
async def test_nothing_is_left_running(*, cancelled: bool) -> None:
    """When one fails, or the caller is cancelled, the others have ended before that is raised."""
    ended: list[str] = []

    async def hang(name: str) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended.append(name)

    async def fail() -> None:
        await asyncio.sleep(0)
        if not cancelled:
            raise KeyError("first")
        await hang("third")

    task = asyncio.ensure_future(together([hang("one"), fail(), hang("two")]))
    for _ in range(3):
        await asyncio.sleep(0)
    if cancelled:
        task.cancel()
    with pytest.raises(asyncio.CancelledError if cancelled else KeyError):
        await task
    assert sorted(ended) == (["one", "third", "two"] if cancelled else ["one", "two"])
