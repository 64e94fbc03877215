"""The front of the house: one HTTP server that stays open while the application behind it is exchanged.

A reload puts a new application behind the same connections: the next request on any of them is answered by the new
one, what is under way is finished by the old one, and the old one is closed when its last request is answered. Nothing
has to be accepted, closed or opened again, so nothing can be lost.

A drain is the front's end. It has three parts, because of three kinds of clients:

    1. for `GRACE_SECONDS` it goes on accepting, and /readyz tells balancers to go elsewhere. Every answer closes its
       connection, so clients that keep theirs leave with an answer in their hands and not in the middle of a question;
    2. it listens no longer. Connections that came in at the last moment have as long again to say what they want, and
       those that are idle after that are closed;
    3. what is under way is answered, within the time a question may take.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web

from gateway.slow import HEAD_SECONDS, Connection, Server
from gateway.sockets import BACKLOG

GRACE_SECONDS: Final = 1.0
"""How long a front that drains goes on listening."""

_LOOK_SECONDS: Final = 0.02
"""How often a front that drains looks whether anybody is left."""

_LAST_SECONDS: Final = 0.2
"""How long a request that was cut off has to clean up."""


class _NoTrace(logging.Filter):
    """Lets a line of the log pass without the trace it would come with, which may hold what a client sent."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info, record.exc_text = None, None
        return True


LOG: Final = logging.getLogger("foyer.http")
"""Where aiohttp tells of requests that it could not read."""

LOG.addFilter(_NoTrace())


@dataclass(eq=False, slots=True)
class _House:
    """An application that has begun, and how many requests it is answering."""

    runner: web.AppRunner
    server: web.Server
    answering: int = 0
    quiet: asyncio.Event = field(default_factory=asyncio.Event)

    async def leave(self) -> None:
        """End what lives long, wait for the last answer, and close what the application holds."""
        await self.runner.shutdown()
        await self.close()

    async def close(self) -> None:
        if self.answering:
            await self.quiet.wait()
        await self.runner.app.cleanup()


class Front:
    """One HTTP server; the application behind it may be exchanged.

    A client that leaves takes its request's work along, unless others wait for the same.

    Args:
        head_seconds: how long the head of a request may take.

    """

    def __init__(self, head_seconds: float = HEAD_SECONDS) -> None:
        self.draining = False
        self._server: Final = Server(self._answer, head_seconds, self._receive, access_log=None, logger=LOG)
        self._listeners: Final[list[asyncio.Server]] = []
        self._leaving: Final[set[asyncio.Task[None]]] = set()
        self._house: _House | None = None

    async def put(self, app: web.Application) -> None:
        """Answer with an application from now on; the one there was is closed when its last request is answered."""
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        assert runner.server is not None  # noqa: S101  # set up one line above
        old, self._house = self._house, _House(runner, runner.server)
        if old is not None:
            task = asyncio.create_task(old.leave())
            self._leaving.add(task)
            task.add_done_callback(self._leaving.discard)

    async def open(self, sockets: Sequence[socket.socket]) -> None:
        """Accept what connects to these sockets; they are closed with the front."""
        loop = asyncio.get_running_loop()
        for one in sockets:
            self._listeners.append(await loop.create_server(self._server, sock=one, backlog=BACKLOG))

    async def drain(self, seconds: float) -> None:
        """Let everybody leave with an answer, and close; what takes longer than `seconds` and the grace is cut off."""
        self.draining = True
        await asyncio.sleep(GRACE_SECONDS)
        self._stop_listening()
        end = asyncio.get_running_loop().time() + seconds
        await asyncio.sleep(_LOOK_SECONDS)  # what has just been accepted becomes a connection
        await self._until_alone(GRACE_SECONDS)
        await self.close(end - asyncio.get_running_loop().time())

    async def close(self, seconds: float) -> None:
        """Close at once but for requests that are being answered: those are cut off after so many seconds."""
        self.draining = True
        self._stop_listening()
        await asyncio.sleep(0)  # what has just been read becomes a request
        self._server.pre_shutdown()
        if self._house is not None:
            await self._house.runner.shutdown()
        with suppress(TimeoutError):
            async with asyncio.timeout(max(seconds, 0)):
                await self._server.shutdown(seconds)  # who says nothing goes at once, who is being answered then
        await self._server.shutdown(_LAST_SECONDS)
        if self._house is not None:
            await self._house.close()
        if self._leaving:
            await asyncio.wait(self._leaving)

    def _stop_listening(self) -> None:
        for listener in self._listeners:
            listener.close()
        self._listeners.clear()

    async def _until_alone(self, seconds: float) -> None:
        """Wait until no connection is left, but so many seconds at most."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while self._server.connections and loop.time() < end:  # noqa: ASYNC110  # aiohttp tells nobody when one goes
            await asyncio.sleep(_LOOK_SECONDS)

    def _receive(self, *read: Any) -> web.BaseRequest:  # noqa: ANN401  # aiohttp's own parts, handed on as they are
        """Make a request of what was read."""
        assert self._house is not None  # noqa: S101  # nothing is accepted before there is a house
        request = self._house.server.request_factory(*read)
        if isinstance(request.protocol, Connection):
            request.protocol.begun()
        return request

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        house = self._house
        assert house is not None  # noqa: S101  # as above
        house.answering += 1
        house.quiet.clear()
        try:
            response = await house.server.request_handler(request)
        except web.HTTPException as refusal:
            self._part(refusal)
            raise
        finally:
            if isinstance(request.protocol, Connection):
                request.protocol.answered()
            house.answering -= 1
            if not house.answering:
                house.quiet.set()
        self._part(response)
        return response

    def _part(self, response: web.StreamResponse) -> None:
        """Have an answer close its connection, once the front drains."""
        if self.draining:
            response.force_close()
