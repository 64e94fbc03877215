"""A vendor on 127.0.0.1 that answers what a test tells it to and keeps what it was sent, down to the bytes."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


@dataclass(frozen=True, slots=True)
class Received:
    """One request, as it arrived."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body's JSON."""
        return json.loads(self.body)


@dataclass(slots=True)
class Recorder:
    """A running vendor: its address, what came in, and what goes out next; the last answer goes on for ever."""

    url: str = ""
    received: list[Received] = field(default_factory=list)
    answers: list[tuple[int, bytes]] = field(default_factory=list)

    def say(self, status: int, document: Any = None) -> None:
        """Answer with a status, and a document as JSON, bytes as they are, or nothing."""
        body = b"" if document is None else document if isinstance(document, bytes) else json.dumps(document).encode()
        self.answers.append((status, body))

    async def _answer(self, request: web.BaseRequest) -> web.Response:
        body = await request.read()
        self.received.append(Received(request.method, request.path, dict(request.query), request.headers, body))
        status, said = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return web.Response(status=status, body=said, content_type="application/json")


@asynccontextmanager
async def recording() -> AsyncIterator[Recorder]:
    """Run a recorder on a free port."""
    recorder = Recorder()
    runner = web.ServerRunner(web.Server(recorder._answer, access_log=None))  # noqa: SLF001  # its own server
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    recorder.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield recorder
    finally:
        await runner.cleanup()
