"""Several worker processes behind one port: what dies is replaced, and nobody else's question is lost."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import aiohttp
import pytest

from gateway.backoff import LONGEST_SECONDS, STEADY_SECONDS, Backoff
from sandbox.server import Running, start
from tests.serving import KEYS, ROOT, Load, config, serving, started


@pytest.fixture
async def hotel() -> AsyncIterator[Running]:
    """Run a sandbox vendor."""
    async with await start("event_temple", size=20) as running:
        yield running


@pytest.fixture
def write(hotel: Running, tmp_path: Path, unused_tcp_port: int) -> Callable[..., Path]:
    """Give what writes the configuration of two workers, and writes it again."""

    def write(name: str = "hotel", server: str = "", timeout: float = 5) -> Path:
        path = tmp_path / "foyer.toml"
        fresh = tmp_path / "fresh.toml"
        own = f"port = {unused_tcp_port}\nworkers = 2\n{server}"
        fresh.write_text(config(hotel.url, name=name, server=own, timeout=timeout))
        fresh.replace(path)
        return path

    return write


async def test_a_killed_worker_takes_only_what_it_held(write: Callable[..., Path]) -> None:
    """After kill -9 of a worker another takes its place, and no question fails but those that were open then."""
    async with serving(write()) as foyer, Load(foyer.url, connecting=30) as load:
        before = foyer.workers()
        assert len(before) == 2
        await load.more(100)
        killed = min(before)
        os.kill(killed, signal.SIGKILL)
        held = set(load.asking)
        assert f"worker {killed} ended by SIGKILL; another takes its place" in await foyer.err.until("SIGKILL")
        await load.until(lambda: len(foyer.workers() - before) == 1)
        await load.more(300)
        assert load.failed.keys() <= held
        assert len(foyer.workers()) == 2
        assert before - {killed} < foyer.workers()


async def test_a_worker_that_dies_again_soon_is_replaced_later(write: Callable[..., Path]) -> None:
    """The successor of a worker that was killed starts at once, the successor's own after a pause; others answer."""
    async with serving(write()) as foyer, Load(foyer.url, connecting=10) as load:
        for told in ("another takes its place", "another takes its place in 1 s"):
            before = foyer.workers()
            os.kill(max(before), signal.SIGKILL)
            assert (await foyer.err.until("SIGKILL")).endswith(f"ended by SIGKILL; {told}")
            await load.until(lambda before=before: len(foyer.workers() - before) == 1)
        failed = len(load.failed)
        await load.more(100)
        assert len(load.failed) == failed


async def test_workers_that_are_told_to_stop_are_replaced_without_a_loss(write: Callable[..., Path]) -> None:
    """A rolling restart, one worker after the other by SIGTERM: every worker is another, and no question failed."""
    async with serving(write()) as foyer, Load(foyer.url, keeping=15, connecting=15) as load:
        await load.more(100)
        old = foyer.workers()
        for worker in old:
            os.kill(worker, signal.SIGTERM)
            await load.until(lambda gone=worker: gone not in foyer.workers())
        await load.until(lambda: len(foyer.workers()) == 2)
        await load.more(200)
        assert load.failed == {}
        assert not old & foyer.workers()


async def test_all_workers_at_once_are_replaced_without_a_loss(write: Callable[..., Path]) -> None:
    """When every worker drains at the same time, whoever connects waits for their successors and is answered."""
    async with serving(write()) as foyer, Load(foyer.url, keeping=10, connecting=10) as load:
        old = foyer.workers()
        for worker in old:
            os.kill(worker, signal.SIGTERM)
        await load.until(lambda: not old & foyer.workers())
        await load.more(200)
        assert load.failed == {}


async def test_a_reload_reaches_every_worker_and_loses_nothing(write: Callable[..., Path]) -> None:
    """SIGHUP after a valid change: once the log says so every answer is by the new configuration, and none failed."""
    async with serving(write()) as foyer, Load(foyer.url, keeping=15, connecting=15) as load:
        workers = foyer.workers()
        await load.more(100)
        write("inn")
        foyer.process.send_signal(signal.SIGHUP)
        await foyer.err.until("configuration taken over")
        open_then = len(load.asking)
        await load.more(open_then)
        answered = len(load.names)
        await load.more(300)
        assert set(load.names[:answered]) == {"hotel", "inn"}
        assert set(load.names[answered:]) == {"inn"}
        assert load.failed == {}
        assert foyer.workers() == workers


async def test_an_invalid_change_changes_nothing(write: Callable[..., Path]) -> None:
    """A broken file is told in a line a fault; every answer stays as it was, a new worker's too."""
    async with serving(write()) as foyer, Load(foyer.url, keeping=10, connecting=10) as load:
        write("Not A Name", server="nonsense = 1")
        foyer.process.send_signal(signal.SIGHUP)
        await foyer.err.until("sources[0].name")
        await load.more(100)
        before = foyer.workers()
        os.kill(min(before), signal.SIGTERM)
        await load.until(lambda: len(foyer.workers() - before) == 1 and min(before) not in foyer.workers())
        await load.more(100)
        assert set(load.names) == {"hotel"}
        assert load.failed == {}
        told = [line for line in foyer.err.seen if line.startswith("configuration not taken over: ")]
        assert [line.split(": ")[1] for line in told] == ["server.nonsense", "sources[0].name"]


async def test_a_worker_that_starts_after_a_reload_has_what_was_taken_over(write: Callable[..., Path]) -> None:
    """Settings that were taken over are those of every worker that starts later."""
    async with serving(write()) as foyer:
        write("inn")
        foyer.process.send_signal(signal.SIGHUP)
        await foyer.err.until("configuration taken over")
        async with Load(foyer.url, connecting=10) as load:
            old = foyer.workers()
            for worker in old:
                os.kill(worker, signal.SIGTERM)
            await load.until(lambda: not old & foyer.workers())
            await load.more(100)
            assert (set(load.names), load.failed) == ({"inn"}, {})


async def test_they_end_together(write: Callable[..., Path]) -> None:
    """SIGTERM to the parent ends every worker, with status 0 and nothing said; a terminal's SIGINT to all likewise."""
    for number in (signal.SIGTERM, signal.SIGINT):
        async with serving(write()) as foyer:
            workers = foyer.workers()
            foyer.process.send_signal(number)
            for worker in workers:
                os.kill(worker, number)
            status, out, err = await foyer.ended()
            assert (status, err) == (0, [])
            assert [line.split()[:3] for line in out] == [
                ["foyer", "answers", "at"],
                ["No", "[server.auth]", "is"],
                ["Each", "of", "the"],  # nothing is shared, and an operator with a vendor's limits has to know
            ]
            for worker in workers:
                with pytest.raises(ProcessLookupError):
                    os.kill(worker, 0)


async def test_a_worker_that_does_not_end_is_killed(write: Callable[..., Path]) -> None:
    """A worker that does not obey does not keep the parent longer than a question may take and a little more."""
    async with serving(write(timeout=0.1)) as foyer:
        os.kill(min(foyer.workers()), signal.SIGSTOP)
        foyer.process.send_signal(signal.SIGTERM)
        status, _, err = await foyer.ended()
        assert (status, err) == (0, ["workers that did not end in time are killed"])


async def test_a_worker_that_begins_to_end_and_does_not_is_killed(write: Callable[..., Path]) -> None:
    """Somebody else told it to stop. Another takes its place at once, and it does not stay for ever."""
    async with serving(write(timeout=0.1)) as foyer:
        (worker, _) = sorted(foyer.workers())
        os.kill(worker, signal.SIGTERM)
        while len(foyer.workers()) < 3:  # noqa: ASYNC110  # it goes on listening for a second
            await asyncio.sleep(0)
        os.kill(worker, signal.SIGSTOP)
        await foyer.err.until(f"worker {worker} did not end in time and is killed")
        while worker in foyer.workers():  # noqa: ASYNC110  # nobody tells when the kernel has let go of it
            await asyncio.sleep(0)
        assert len(foyer.workers()) == 2


async def test_a_worker_that_does_not_begin_is_killed(write: Callable[..., Path]) -> None:
    """It is told, and ends the start as any that cannot begin."""
    status, out, err = await _with_work(write(), "time.sleep(60)", "workers.START_SECONDS = 0.2")
    assert (status, out) == (1, [b"started"])
    assert "did not begin in time and is killed" in err[0]
    assert "a worker ended by SIGKILL before it was ready" in err[1]


async def test_workers_whose_parent_is_killed_drain(write: Callable[..., Path]) -> None:
    """Nobody watches a worker whose parent is gone: it lets go of the port and ends."""
    path = write()
    async with serving(path) as foyer:
        foyer.process.kill()
        status, _, err = await foyer.ended()  # both pipes are at their end when the last worker is
        assert (status, err) == (-signal.SIGKILL, [])
        async with aiohttp.ClientSession() as client:
            with pytest.raises(aiohttp.ClientConnectorError):
                await foyer.names(client)


async def test_a_port_that_is_taken_is_one_line(write: Callable[..., Path], unused_tcp_port: int) -> None:
    """Where the address cannot be had no worker starts: one line, status 1."""
    with socket.create_server(("127.0.0.1", unused_tcp_port)):
        async with started(write()) as foyer:
            status, out, err = await foyer.ended()
    assert (status, out) == (1, [])
    (line,) = err
    assert line == f"foyer: cannot listen on 127.0.0.1 port {unused_tcp_port}: address already in use"


@pytest.mark.parametrize(
    ("work", "told"),
    [
        ("raise ConfigurationError([Fault('store.url', 'nothing', 'a store')])", "store.url: holds nothing"),
        ("os.abort()", "a worker ended by SIGABRT before it was ready"),
        ("raise KeyError('secret')", "KeyError at"),
    ],
    ids=["configuration", "signal", "fault of ours"],
)
async def test_a_worker_that_cannot_start_ends_it_all(write: Callable[..., Path], work: str, told: str) -> None:
    """What keeps the first worker from starting is told once, in a line, and the status is 1; no other one starts."""
    status, out, err = await _with_work(write(), work)
    assert (status, out) == (1, [b"started"])
    (line,) = err
    assert told in line
    assert "secret" not in line


async def _with_work(path: Path, work: str, before: str = "") -> tuple[int | None, list[bytes], list[str]]:
    """Serve with workers that do something else; gives the exit status and what is written."""
    script = f"""
import os, sys, time
from pathlib import Path
from gateway import cli, workers
from gateway.settings import ConfigurationError, Fault

{before}

def work(*_):
    os.write(1, b"started\\n")
    {work}

cli._work = work
sys.exit(cli.main(["serve", "--config", {str(path)!r}]))
"""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        script,
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **KEYS},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    return process.returncode, out.splitlines(), err.decode().splitlines()


async def test_a_crash_loop_does_not_spin() -> None:
    """The first successor starts at once, the next ones after ever longer pauses; a steady worker ends the row."""
    place = Backoff()
    waits = [place.wait(0.1) for _ in range(20)]
    assert waits[:5] == [0, 1, 2, 4, 8]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_SECONDS
    assert place.wait(STEADY_SECONDS) == 0
