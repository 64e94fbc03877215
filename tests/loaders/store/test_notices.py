"""Word reaches everybody who listens, wherever it was told."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import pytest
from redis.asyncio.client import PubSub

from loaders.store.face import Listening, Store
from loaders.store.redis import RedisStore


async def hear(listening: Listening, count: int) -> list[bytes]:
    """Hear so many words."""
    async with asyncio.timeout(10):
        return [await listening.__anext__() for _ in range(count)]


async def test_everybody_who_listens_hears_every_word(store: Store) -> None:
    """In order, this process included; what was told before, or of another topic, is not heard."""
    await store.notices.tell("topic", b"before")
    async with (
        contextlib.aclosing(store.notices.listen("topic")) as one,
        contextlib.aclosing(store.notices.listen("topic")) as two,
    ):
        await one.ready()
        await two.ready()
        for at in range(10):
            await store.notices.tell("other", b"nothing")
            await store.notices.tell("topic", b"word %d" % at)
        words = [b"word %d" % at for at in range(10)]
        assert await hear(one, 10) == words
        assert await hear(two, 10) == words


async def test_who_has_closed_hears_nothing_more(store: Store) -> None:
    """Also who waits for a word at that moment; others hear on, and somebody may listen anew."""
    closing, staying = store.notices.listen("topic"), store.notices.listen("topic")
    await staying.ready()
    waiting = asyncio.ensure_future(hear(closing, 1))
    await asyncio.sleep(0)
    await closing.aclose()
    with pytest.raises(StopAsyncIteration):
        await waiting
    await store.notices.tell("topic", b"word")
    assert await hear(staying, 1) == [b"word"]
    await staying.aclose()
    anew = store.notices.listen("topic")
    await anew.ready()
    await store.notices.tell("topic", b"more")
    assert await hear(anew, 1) == [b"more"]
    await anew.aclose()


async def test_who_listens_slowly_learns_that_it_missed_word(store: Store) -> None:
    """Word is not kept for ever: beyond a bound all that waits is lost, and b"" stands in its place."""
    async with contextlib.aclosing(store.notices.listen("topic")) as slow:
        await slow.ready()
        for at in range(1500):
            await store.notices.tell("topic", b"%d" % at)
        await store.notices.tell("topic", b"last")
        heard = await hear(slow, 1)
        while heard[-1] != b"last":
            heard += await hear(slow, 1)
        assert len(heard) <= 1024
        assert b"" in heard


async def test_nobody_listens(store: Store) -> None:
    """Word that nobody waits for is no fault."""
    await store.notices.tell("topic", b"word")


async def test_closing_the_store_ends_every_listening(store: Store) -> None:
    """Who waits is told that no word will come."""
    listening = store.notices.listen("topic")
    await listening.ready()
    waiting = asyncio.ensure_future(hear(listening, 1))
    await asyncio.sleep(0)
    await store.close()
    with pytest.raises(StopAsyncIteration):
        await waiting


async def test_closing_ends_though_a_cancel_is_lost(shared_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library may swallow one, as `asyncio.wait_for` does: whoever closes the store does not wait for ever."""
    monkeypatch.setattr("loaders.called_off.AGAIN_SECONDS", 0.05)
    get_message, lost = PubSub.get_message, []

    async def losing(self: PubSub, *given: Any, **named: Any) -> Any:
        try:
            return await get_message(self, *given, **named)
        except asyncio.CancelledError:
            if lost:
                raise
            lost.append(True)
            return None

    monkeypatch.setattr(PubSub, "get_message", losing)
    store = RedisStore(shared_url)
    await store.notices.listen("topic").ready()
    await store.close()
    assert lost
