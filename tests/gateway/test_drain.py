"""What a process does between the signal and its end."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox.server import Running, start
from tests.serving import KEYS, ROOT, Serving, config, serving

QUESTION = {"query": "{ bookings(first: 1) { nodes { reference } } }"}


@pytest.fixture
async def hotel() -> AsyncIterator[Running]:
    """Run a sandbox vendor."""
    async with await start("event_temple", size=20) as running:
        yield running


@pytest.fixture(params=[1, 2], ids=["alone", "workers"])
def file(request: pytest.FixtureRequest, hotel: Running, tmp_path: Path, unused_tcp_port: int) -> Path:
    """Write the configuration of one process, and of two workers."""
    path = tmp_path / "foyer.toml"
    path.write_text(config(hotel.url, server=f"port = {unused_tcp_port}\nworkers = {request.param}"))
    return path


async def _begun(foyer: Serving, client: aiohttp.ClientSession, vendor: Running) -> asyncio.Task[Any]:
    """Ask a question, and wait until the vendor has been asked."""

    async def ask() -> Any:
        async with client.post(f"{foyer.url}/graphql", json=QUESTION) as response:
            return await response.json()

    asked = asyncio.create_task(ask())
    while not vendor.log:  # noqa: ASYNC110  # a log tells nobody that it grows
        await asyncio.sleep(0)
    return asked


async def _ready(foyer: Serving) -> int:
    """Ask over a new connection whether it is ready."""
    async with aiohttp.ClientSession() as client, client.get(f"{foyer.url}/readyz") as response:
        return response.status


async def _drains(foyer: Serving) -> None:
    """Wait until it says that it is not ready; until then it says that it is."""
    while (status := await _ready(foyer)) == 200:
        pass
    assert status == 503


async def _refuses(foyer: Serving) -> None:
    """Wait until it takes no connection; until then it says that it is not ready."""
    while True:
        try:
            assert await _ready(foyer) == 503
        except aiohttp.ClientConnectorError:
            return


async def test_what_is_under_way_is_answered(file: Path, hotel: Running) -> None:
    """Not ready at once, then refusing connections, it still answers what a slow vendor keeps waiting; status 0."""
    hotel.faults.add("slow", seconds=3)
    async with serving(file) as foyer, aiohttp.ClientSession() as client:
        assert await _ready(foyer) == 200
        asked = await _begun(foyer, client, hotel)
        foyer.process.send_signal(signal.SIGTERM)
        await _drains(foyer)
        await _refuses(foyer)
        answer = await asked
        assert "errors" not in answer
        assert len(answer["data"]["bookings"]["nodes"]) == 1
        status, _, err = await foyer.ended()
        assert (status, err) == (0, [])


async def test_a_second_signal_ends_it_at_once(file: Path, hotel: Running) -> None:
    """Who does not want to wait says so again: what is under way is dropped, and nothing is left running."""
    hotel.faults.add("hang")
    async with serving(file) as foyer, aiohttp.ClientSession() as client:
        asked = await _begun(foyer, client, hotel)
        foyer.process.send_signal(signal.SIGTERM)
        await _drains(foyer)
        foyer.process.send_signal(signal.SIGTERM)
        with pytest.raises((aiohttp.ServerDisconnectedError, aiohttp.ClientOSError)):
            await asked
        status, _, err = await foyer.ended()  # both pipes are at their end when the last process is
        assert (status, err) == (128 + signal.SIGTERM, [])


HANGING = """
import sys, time
from gateway import cli
from gateway.front import Front

async def drain(self, seconds):
    time.sleep(60)

Front.drain = drain
sys.exit(cli.main(["serve", "--config", sys.argv[1]]))
"""


async def test_a_drain_that_does_not_end_is_cut_off(hotel: Running, tmp_path: Path, unused_tcp_port: int) -> None:
    """Whatever hangs, and though nobody watches: the process ends a little after its time."""
    path = tmp_path / "foyer.toml"
    path.write_text(config(hotel.url, server=f"port = {unused_tcp_port}", timeout=0.1))
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        HANGING,
        path,
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **KEYS},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    await process.stdout.readline()
    process.terminate()
    _, err = await process.communicate()
    assert process.returncode == 128 + signal.SIGTERM
    assert "what did not end in time is cut off" in err.decode()
