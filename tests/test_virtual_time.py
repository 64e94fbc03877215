"""What the loop that tests play hours in promises."""

from __future__ import annotations

import asyncio
import time as real

import aiohttp
from aiohttp import web

from tests.virtual_time import NOON, VirtualTime, in_virtual_time


@in_virtual_time
async def test_hours_take_no_time() -> None:
    """Sleepers wake in order, at their own moments, and nobody really waits."""
    time, woken = VirtualTime.running(), []

    async def sleeper(hours: int) -> None:
        await asyncio.sleep(hours * 3600)
        woken.append((time.clock(), (time.now() - NOON).total_seconds()))

    await asyncio.gather(*(sleeper(hours) for hours in (24, 1, 5)))
    assert woken == [(hours * 3600, hours * 3600) for hours in (1, 5, 24)]


@in_virtual_time
async def test_sockets_are_real() -> None:
    """A request over a socket of the same loop is answered before any timer is due, a slow one in virtual seconds."""
    time = VirtualTime.running()

    async def answer(request: web.Request) -> web.Response:
        await asyncio.sleep(float(request.query["seconds"]))
        return web.Response(body=b"x" * 100_000)

    app = web.Application()
    app.router.add_get("/", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None)) as client:
        for seconds, at in ((0, 0), (7, 7), (0, 7)):
            async with client.get(f"http://127.0.0.1:{runner.addresses[0][1]}/?seconds={seconds}") as response:
                assert len(await response.read()) == 100_000
            assert time.clock() == at
    await runner.cleanup()


@in_virtual_time
async def test_the_clock_stands_while_a_thread_works() -> None:
    """What is done in a thread is done before a timer is due."""
    time = VirtualTime.running()
    timer = asyncio.ensure_future(asyncio.sleep(60))
    await asyncio.to_thread(real.sleep, 0.01)
    assert time.clock() == 0
    await timer
