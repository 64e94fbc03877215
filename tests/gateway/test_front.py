"""The front: the application behind it is exchanged, and it drains, without a request being lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp
import pytest
from aiohttp import web

from gateway.front import Front
from gateway.sockets import close, listen, url


@dataclass(slots=True)
class House:
    """An application that tells its name, at once or when it is let go."""

    name: str
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    let_go: asyncio.Event = field(default_factory=asyncio.Event)
    closed: asyncio.Event = field(default_factory=asyncio.Event)
    cut_off: bool = False

    def app(self) -> web.Application:
        """Make the application."""

        async def lifespan(_: web.Application) -> AsyncIterator[None]:
            yield
            self.closed.set()

        async def now(_: web.Request) -> web.Response:
            return web.Response(text=self.name)

        async def later(_: web.Request) -> web.Response:
            self.asked.set()
            try:
                await self.let_go.wait()
            except asyncio.CancelledError:
                self.cut_off = True
                raise
            return web.Response(text=self.name)

        app = web.Application()
        app.cleanup_ctx.append(lifespan)
        app.add_routes([web.get("/now", now), web.get("/later", later)])
        return app


@dataclass(slots=True)
class Opened:
    """A front that is open, and somebody who asks it and counts the connections that takes."""

    front: Front
    at: str
    client: aiohttp.ClientSession
    connections: list[None]

    async def ask(self, path: str) -> str:
        """Ask and give the answer, with what becomes of the connection."""
        async with self.client.get(f"{self.at}{path}") as response:
            return f"{await response.text()} {response.headers.get('Connection', 'kept')}"

    async def refuses(self) -> None:
        """Wait until no connection is taken."""
        while True:
            try:
                await self.ask("/now")
            except aiohttp.ClientConnectorError:
                return


@pytest.fixture
async def opened() -> AsyncIterator[Opened]:
    """Open a front."""
    connections: list[None] = []

    async def count(*_: object) -> None:
        connections.append(None)

    trace = aiohttp.TraceConfig()
    trace.on_connection_create_start.append(count)
    sockets = listen("127.0.0.1", 0)
    at = url("127.0.0.1", sockets)
    front = Front()
    async with aiohttp.ClientSession(trace_configs=[trace]) as client:
        await front.put(House("nobody").app())
        await front.open(sockets)
        yield Opened(front, at, client, connections)
        await front.close(0.1)


async def test_the_next_request_is_answered_by_the_new_application(opened: Opened) -> None:
    """After an exchange a client that keeps its connection is answered by the new application, on that connection."""
    for name in ("old", "new"):
        await opened.front.put(House(name).app())
        assert await opened.ask("/now") == f"{name} kept"
    assert len(opened.connections) == 1


async def test_what_is_under_way_is_answered_by_the_old_application(opened: Opened) -> None:
    """The old application finishes what it began, is closed then and not before, and the new one answers meanwhile."""
    old, new = House("old"), House("new")
    await opened.front.put(old.app())
    begun = asyncio.create_task(opened.ask("/later"))
    await old.asked.wait()
    await opened.front.put(new.app())
    assert await opened.ask("/now") == "new kept"
    assert not old.closed.is_set()
    old.let_go.set()
    assert await begun == "old kept"
    await old.closed.wait()
    assert not new.closed.is_set()


async def test_an_application_nobody_asks_is_closed_at_once(opened: Opened) -> None:
    """An application that answers nothing when it is exchanged does not stay."""
    old = House("old")
    await opened.front.put(old.app())
    await opened.front.put(House("new").app())
    await old.closed.wait()


async def test_a_drain_lets_everybody_leave_with_an_answer(opened: Opened) -> None:
    """What is under way is answered, and so is who comes at once; each answer closes its connection."""
    house = House("house")
    await opened.front.put(house.app())
    assert await opened.ask("/now") == "house kept"
    begun = asyncio.create_task(opened.ask("/later"))
    await house.asked.wait()
    drained = asyncio.create_task(opened.front.drain(60))
    await asyncio.sleep(0)
    for path in ("/now", "/nowhere"):  # the second one is refused by an exception
        assert (await opened.ask(path)).endswith(" close")
    await opened.refuses()
    assert not house.closed.is_set()
    assert not begun.done()
    house.let_go.set()
    assert await begun == "house close"
    await drained
    assert house.closed.is_set()


async def test_who_came_at_the_last_moment_is_answered(opened: Opened) -> None:
    """A connection that was accepted before the port closed has its question answered after that."""
    house = House("house")
    await opened.front.put(house.app())
    reader, writer = await asyncio.open_connection("127.0.0.1", int(opened.at.rpartition(":")[2]))
    drained = asyncio.create_task(opened.front.drain(60))
    await opened.refuses()
    writer.write(b"GET /now HTTP/1.1\r\nHost: foyer\r\n\r\n")
    assert (await reader.read()).endswith(b"\r\n\r\nhouse")
    writer.close()
    await drained


async def test_a_drain_cuts_off_what_takes_too_long(opened: Opened) -> None:
    """A request without an end does not keep the process: it is cancelled, its client hears that nothing comes."""
    house = House("house")
    await opened.front.put(house.app())
    begun = asyncio.create_task(opened.ask("/later"))
    await house.asked.wait()
    await opened.front.drain(0.1)
    with pytest.raises(aiohttp.ClientConnectionError):
        await begun
    assert house.cut_off
    assert house.closed.is_set()


async def test_long_lived_connections_end_with_their_application(opened: Opened) -> None:
    """What an application does when it is shut down happens as soon as another takes its place: WebSockets end then."""
    house = House("old")
    app = house.app()
    open_now: list[web.WebSocketResponse] = []

    async def talk(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        open_now.append(socket)
        async for message in socket:
            await socket.send_str(message.data)
        return socket

    async def end(_: web.Application) -> None:
        for socket in open_now:
            await socket.close(code=aiohttp.WSCloseCode.GOING_AWAY)

    app.router.add_get("/talk", talk)
    app.on_shutdown.append(end)
    await opened.front.put(app)
    async with opened.client.ws_connect(f"{opened.at}/talk") as socket:
        await socket.send_str("hello")
        assert await socket.receive_str() == "hello"
        await opened.front.put(House("new").app())
        message = await socket.receive()
        assert (message.type, message.data) == (aiohttp.WSMsgType.CLOSE, aiohttp.WSCloseCode.GOING_AWAY)
    await house.closed.wait()


def test_a_name_with_several_addresses_is_listened_to() -> None:
    """`localhost` is listened to where this machine has it, by IPv4 and, where there is that, IPv6."""
    sockets = listen("localhost", 0)
    assert sockets
    assert url("localhost", sockets).startswith("http://localhost:")
    close(sockets)


def test_an_address_that_is_not_here_is_told() -> None:
    """The line names the host and the port, and says what the system says."""
    with pytest.raises(OSError, match=r"cannot listen on 192\.0\.2\.1 port 8000: cannot assign"):
        listen("192.0.2.1", 8000)


async def test_who_says_nothing_does_not_keep_it_open(opened: Opened) -> None:
    """A browser's idle connections, used or never used, are closed with the front, however long others would have."""
    port = int(opened.at.rsplit(":", 1)[1])
    silent, idle = [await asyncio.open_connection("127.0.0.1", port) for _ in range(2)]
    idle[1].write(b"GET /now HTTP/1.1\r\nHost: foyer\r\n\r\n")
    assert (await idle[0].readuntil(b"nobody")).startswith(b"HTTP/1.1 200 OK")
    await opened.front.close(3600)
    for reader, writer in (silent, idle):
        assert await reader.read() == b""
        writer.close()
        await writer.wait_closed()
