"""What happens when nothing does: silence on an event stream, a client that does not say who it is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

import aiohttp
from aiohttp import web

from gateway.conversation import INIT_SECONDS
from gateway.framing import EVENTS_FRAMED, PARTS_FRAMED, Framing
from gateway.serve import listening
from gateway.streaming import BEAT_SECONDS, stream
from tests.gateway.test_lines import application
from tests.talking import PROTOCOL
from tests.virtual_time import VirtualTime, in_virtual_time


async def late() -> AsyncGenerator[dict[str, int]]:
    """Take a minute for each of two parts."""
    for number in range(2):
        await asyncio.sleep(60)
        yield {"number": number}


async def read(framing: Framing) -> bytes:
    """Read all that is sent of two late parts."""

    async def answer(request: web.Request) -> web.StreamResponse:
        return await stream(request, late(), framing)

    app = web.Application()
    app.router.add_get("/", answer)
    async with (
        listening(app, "127.0.0.1", 0) as url,
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout()) as client,
        client.get(url) as response,
    ):
        return await response.read()


@in_virtual_time
async def test_a_silent_event_stream_says_that_it_is_there() -> None:
    """A comment goes out every 15 seconds without an event, and clients pass over it."""
    text = await read(EVENTS_FRAMED)
    first, second, _ = text.split(b"event: ", 2)
    silent = int(60 / BEAT_SECONDS)
    assert first.count(b": \r\n\r\n") in {silent, silent + 1}
    assert second.count(b": \r\n\r\n") in {silent - 1, silent}


@in_virtual_time
async def test_parts_of_one_answer_are_awaited_in_silence() -> None:
    """A multipart answer holds its parts and nothing else."""
    assert (await read(PARTS_FRAMED)).count(b"Content-Length: ") == 2


@in_virtual_time
async def test_who_does_not_say_who_they_are_is_parted_with() -> None:
    """A WebSocket on which nothing is said is closed with 4408."""
    async with (
        listening(application(), "127.0.0.1", 0) as url,
        aiohttp.ClientSession() as client,
        client.ws_connect(f"{url}/graphql", protocols=(PROTOCOL,)) as wire,
    ):
        began = VirtualTime.running().clock()
        message = await wire.receive()
        assert (wire.close_code, message.extra) == (4408, "Connection initialisation timeout")
        assert VirtualTime.running().clock() - began >= INIT_SECONDS - 1
