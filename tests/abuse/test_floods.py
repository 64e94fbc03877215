"""Clients that hold connections without coming to the point, and requests with more headers than anybody needs."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from gateway.app import make_app
from gateway.front import Front
from gateway.settings import Server
from gateway.sockets import listen
from loaders.store.memory import MemoryStore
from tests.house import SCHEMA, House, house

HEAD = b"POST /graphql HTTP/1.1\r\nHost: foyer\r\nContent-Type: application/json\r\n"
QUESTION = {"query": "{ __typename }"}
SOCKETS = 500


@contextlib.asynccontextmanager
async def fronted(head_seconds: float) -> AsyncIterator[int]:
    """Run a front that gives the head of a request so many seconds; gives its port."""
    front = Front(head_seconds)
    sockets = listen("127.0.0.1", 0)
    await front.put(make_app(SCHEMA, {}, Server(), MemoryStore()))
    await front.open(sockets)
    port = sockets[0].getsockname()[1]
    try:
        yield port
    finally:
        await front.close(1)


async def dribble(port: int, sent: bytes) -> bytes:
    """Connect, send something, go on with a byte now and then, and give what came back in the end."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    came = b""
    try:
        writer.write(sent)
        while True:
            try:
                async with asyncio.timeout(0.1):
                    chunk = await reader.read(65_536)
            except TimeoutError:
                writer.write(b"x" if sent else b"")
                continue
            if not chunk:
                return came
            came += chunk
    except ConnectionError:
        return came
    finally:
        writer.close()


@pytest.mark.parametrize(
    "sent",
    [b"", HEAD, HEAD + b"X-A: ", b"GET /livez HTTP/1.1\r\nHost: foyer\r\n\r\n" + HEAD],
    ids=["nothing", "half a head", "half a header", "half of a second head"],
)
async def test_slow_loris(sent: bytes) -> None:
    """500 sockets that send a head without an end are all closed, and others are answered meanwhile."""
    async with fronted(0.5) as port, aiohttp.ClientSession() as client:
        slow = [asyncio.create_task(dribble(port, sent)) for _ in range(SOCKETS)]
        answered = 0
        while not all(one.done() for one in slow):
            async with client.post(f"http://127.0.0.1:{port}/graphql", json=QUESTION) as response:
                assert response.status == 200
                answered += 1
        assert answered > 0
        for answer in await asyncio.gather(*slow):
            assert answer.count(b"HTTP/1.1 ") == (sent.count(b"\r\n\r\n") > 0)


async def test_a_connection_may_rest_between_requests() -> None:
    """Only a request that has begun is waited for: a connection that was kept serves the next after a long rest."""
    made: list[object] = []
    tracing = aiohttp.TraceConfig()

    async def connected(*told: object) -> None:
        made.append(told)

    tracing.on_connection_create_end.append(connected)
    async with fronted(0.05) as port, aiohttp.ClientSession(trace_configs=[tracing]) as client:
        for _ in range(3):
            async with client.post(f"http://127.0.0.1:{port}/graphql", json=QUESTION) as response:
                assert response.status == 200
            await rest(0.2)
    assert len(made) == 1


async def rest(seconds: float) -> None:
    """Let time pass: what is tested is that nothing happens."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await asyncio.Event().wait()


async def test_a_slow_answer_is_no_slow_head() -> None:
    """However long an answer takes, its connection stays."""

    async def late(_: web.Request) -> web.Response:
        await rest(0.3)
        return web.Response(text="late")

    front = Front(0.05)
    app = web.Application()
    app.router.add_post("/", late)
    sockets = listen("127.0.0.1", 0)
    await front.put(app)
    await front.open(sockets)
    url = f"http://127.0.0.1:{sockets[0].getsockname()[1]}/"
    async with aiohttp.ClientSession() as client, client.post(url, data=b"x" * 100_000) as response:
        assert await response.text() == "late"
    await front.close(1)


async def test_a_body_that_does_not_come_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who announces a body and sends none, or sends it byte by byte, is told 408."""
    monkeypatch.setattr("gateway.graphql_view.BODY_SECONDS", 0.2)
    async with fronted(5) as port:
        answer = await dribble(port, HEAD + b"Content-Length: 100000\r\n\r\n{")
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"The request's body did not come within 0.2 s." in answer


@pytest.fixture
async def running() -> AsyncIterator[House]:
    """Give a small house."""
    async with house("booking_experts", size=5) as running:
        yield running


FLOODS: dict[str, dict[str, str]] = {
    "a header of 64 kB": {"X-Flood": "x" * 65_536},
    "a cookie of 64 kB": {"Cookie": "a=" + "x" * 65_536},
    "a token of 64 kB": {"Authorization": "Bearer " + "x" * 65_536},
    "5,000 headers": {f"X-Flood-{number}": "x" for number in range(5000)},
    "5,000 cookies": {"Cookie": "; ".join(f"c{number}=x" for number in range(5000))},
}


@pytest.mark.parametrize("flood", FLOODS)
async def test_a_flood_of_headers_is_refused(running: House, flood: str) -> None:
    """Refused with a 4xx that repeats nothing of it, or a closed connection; the next question is answered."""
    with contextlib.suppress(aiohttp.ClientError):
        async with running.client.post(f"{running.url}/graphql", json=QUESTION, headers=FLOODS[flood]) as response:
            assert 400 <= response.status < 500
            text = await response.text()
            assert "xxxx" not in text
            assert "Traceback" not in text
    assert await running.data("{ __typename }") == {"__typename": "Query"}


async def test_many_cookies_cost_nothing(running: House) -> None:
    """Cookies within the bounds are not read: hundreds of them change nothing."""
    cookies = {"Cookie": "; ".join(f"c{number}=x" for number in range(500))}
    assert await running.ask("{ __typename }", headers=cookies) == await running.ask("{ __typename }")
