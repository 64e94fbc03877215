"""`foyer serve` in processes of its own, for tests that signal and kill them, and a steady load of questions."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import aiohttp

from tests.kept_secret import SECRETS

ROOT = Path(__file__).parents[1]
KEYS = {"ET_ORG": "sandbox-org", "ET_KEY": "sandbox-event-temple-key"}
SECRETS.learn(*KEYS.values())
PATIENCE_SECONDS = 12
"""How long workers may take to their end in a test: longer than any question takes there."""

NAMES = "{ sources { name } }"
"""A question that needs no vendor, and whose answer tells which configuration is in effect."""


def config(vendor: str, *, name: str = "hotel", server: str = "", timeout: float = 5) -> str:
    """Write a configuration of one Event Temple account.

    Args:
        vendor: its address.
        name: what the source is called.
        server: further lines of [server].
        timeout: how many seconds a question may take.

    """
    return f"""
        [server]
        request_timeout_seconds = {timeout}
        {server}

        [[sources]]
        name = "{name}"
        vendor = "event_temple"
        base_url = "{vendor}"
        time_zone = "America/Toronto"
        currency = "CAD"
        credentials = {{ org = "env:ET_ORG", api_key = "env:ET_KEY" }}
        cache = {{ fresh = 0, stale = 0 }}
    """


class Lines:
    """What a process writes, line by line; of its log the events of warnings and errors.

    It is read as it comes, so that the process never waits for a reader.

    Args:
        stream: what it writes to.

    """

    def __init__(self, stream: asyncio.StreamReader) -> None:
        self.raw: list[str] = []
        self._lines: list[str] = []
        self._position = 0
        self._ended = False
        self._more = asyncio.Condition()
        self._over = asyncio.create_task(self._read(stream))

    @property
    def seen(self) -> list[str]:
        """Give the lines up to the one that was waited for last."""
        return self._lines[: self._position]

    def told(self, event: str) -> list[dict[str, Any]]:
        """Give all lines of the log, so far, that tell of an event."""
        entries = [json.loads(line) for line in self.raw if line.startswith("{")]
        return [entry for entry in entries if entry["event"] == event]

    async def until(self, text: str) -> str:
        """Read on until a line holds a text, and give it."""
        async with self._more:
            while True:
                while self._position < len(self._lines):
                    self._position += 1
                    if text in self._lines[self._position - 1]:
                        return self._lines[self._position - 1]
                if self._ended:
                    raise AssertionError(f"the process ended without a line with {text!r}: {self._lines}")
                await self._more.wait()

    async def rest(self) -> list[str]:
        """Read to the end and give everything."""
        await self._over
        self._position = len(self._lines)
        return self._lines

    async def _read(self, stream: asyncio.StreamReader) -> None:
        while raw := (await stream.readline()).decode():
            self.raw.append(raw.rstrip("\n"))
            SECRETS.saw("what a process wrote", raw)
            line = _warning(self.raw[-1])
            if line is not None:
                self._lines.append(line)
            async with self._more:
                self._more.notify_all()
        async with self._more:
            self._ended = True
            self._more.notify_all()


def _warning(line: str) -> str | None:
    """Give the event of a line of the log, None where it is told all the time; any other line as it is."""
    if not line.startswith("{"):
        return line
    entry: dict[str, str] = json.loads(line)
    return None if entry["level"] == "info" else entry["event"]


@dataclass(slots=True)
class Serving:
    """A running `foyer serve`."""

    process: asyncio.subprocess.Process
    out: Lines
    err: Lines
    url: str = ""

    def workers(self) -> set[int]:
        """Give the process ids of its workers."""
        pid = self.process.pid
        return {int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}

    async def names(self, client: aiohttp.ClientSession) -> list[str]:
        """Ask which sources there are."""
        async with client.post(f"{self.url}/graphql", json={"query": NAMES}) as response:
            answer: dict[str, Any] = await response.json()
        return [source["name"] for source in answer["data"]["sources"]]

    async def ended(self) -> tuple[int | None, list[str], list[str]]:
        """Wait for its end; gives the exit status and what it wrote to stdout and stderr."""
        out, err = await asyncio.gather(self.out.rest(), self.err.rest())
        return await self.process.wait(), out, err


@asynccontextmanager
async def started(path: Path, environ: Mapping[str, str] = KEYS) -> AsyncIterator[Serving]:
    """Start `foyer serve` with a configuration; it is killed with all its workers if it is not over in the end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "gateway.cli",
        "serve",
        "--config",
        path,
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONFAULTHANDLER": "1", **environ},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    serving = Serving(process, Lines(process.stdout), Lines(process.stderr))
    try:
        async with asyncio.timeout(90):
            yield serving
    finally:
        if process.returncode is None:
            process.kill()
            await _alone(serving)


async def _alone(serving: Serving) -> None:
    """Wait for the workers that have lost their parent; they hold the pipes until they have drained.

    Raises:
        AssertionError: they do not; it tells where each of them hangs.

    """
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await asyncio.shield(serving.ended())
    except TimeoutError:
        os.killpg(serving.process.pid, signal.SIGABRT)
        _, _, err = await serving.ended()
        raise AssertionError("workers did not end:\n" + "\n".join(err)) from None


@asynccontextmanager
async def serving(path: Path, environ: Mapping[str, str] = KEYS) -> AsyncIterator[Serving]:
    """Start `foyer serve` and wait until it says that it answers."""
    async with started(path, environ) as it:
        it.url = (await it.out.until("foyer answers at ")).split()[3].removesuffix("/graphql")
        yield it


class Load:
    """Clients that ask without a pause until told to stop.

    Args:
        url: the gateway.
        keeping: how many of them keep their connection.
        connecting: how many connect anew for each question.
        question: what they ask.

    """

    def __init__(self, url: str, *, keeping: int = 0, connecting: int = 0, question: str = NAMES) -> None:
        self.answered = 0
        self.names: list[str] = []
        self.asking: set[int] = set()
        self.failed: dict[int, str] = {}
        self._url = f"{url}/graphql"
        self._question = question
        self._kinds = [False] * keeping + [True] * connecting
        self.asked = 0
        self._over = False
        self._one = asyncio.Condition()
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        self._tasks = [asyncio.create_task(self._client(anew=anew)) for anew in self._kinds]
        await self.more(len(self._tasks))
        return self

    async def __aexit__(self, *_: object) -> None:
        self._over = True
        await asyncio.gather(*self._tasks)

    async def more(self, count: int) -> None:
        """Wait until so many more are answered, or failed."""
        goal = self.answered + len(self.failed) + count
        async with self._one:
            await self._one.wait_for(lambda: self.answered + len(self.failed) >= goal)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Go on until something holds, looked at between answers."""
        while not holds():
            await self.more(1)

    async def _client(self, *, anew: bool) -> None:
        connector = aiohttp.TCPConnector(force_close=anew)
        async with aiohttp.ClientSession(connector=connector) as client:
            while not self._over:
                await self._ask(client)

    async def _ask(self, client: aiohttp.ClientSession) -> None:
        self.asked += 1
        number = self.asked
        self.asking.add(number)
        try:
            async with client.post(self._url, json={"query": self._question}) as response:
                answer = await response.json()
                assert response.status == 200
                assert "errors" not in answer, answer["errors"]
                self.names.append(",".join(source.get("name", "") for source in answer["data"].get("sources", ())))
                self.answered += 1
        except (aiohttp.ClientError, AssertionError, OSError) as fault:
            self.failed[number] = repr(fault)
        finally:
            self.asking.discard(number)
            async with self._one:
                self._one.notify_all()
