"""That no credential is seen means something: one that leaks is."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from aiohttp import ClientSession, web
from pydantic import SecretStr

from gateway.serve import listening
from tests.kept_secret import SECRETS

LEAK = "a-credential-that-leaks"


@pytest.fixture
def leaks() -> Iterator[list[str]]:
    """Give what was seen; here it is no fault."""
    SecretStr(LEAK)
    yield SECRETS.leaks
    SECRETS.leaks.clear()


@pytest.mark.parametrize("name", ["foyer", "foyer.request", "foyer.vendor", "asyncio", "aiohttp.server"])
def test_one_in_the_log_is_seen(leaks: list[str], name: str) -> None:
    """In any line of the log, whatever it is written by, in its text or beside it."""
    logging.getLogger(name).warning("the key is %s", LEAK)
    assert leaks
    leaks.clear()
    logging.getLogger(name).warning("the key", extra={"told": {"key": LEAK}})
    assert leaks


async def test_one_in_a_message_is_seen(leaks: list[str]) -> None:
    """In what is said over a WebSocket, and in the word it is closed with."""

    async def answer(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_str(f'{{"key": "{LEAK}"}}')
        await socket.close(message=LEAK.encode())
        return socket

    app = web.Application()
    app.router.add_get("/", answer)
    async with listening(app, "127.0.0.1", 0) as url, ClientSession() as client, client.ws_connect(url) as socket:
        await socket.receive()
        assert len(leaks) == 1
        await socket.receive()
        assert len(leaks) == 2


async def test_one_in_an_answer_is_seen(leaks: list[str]) -> None:
    """In the body of an answer, or in one of its headers."""

    async def answer(request: web.Request) -> web.Response:
        where = request.query["where"]
        return web.Response(text=LEAK if where == "body" else "", headers={"X": LEAK} if where == "header" else {})

    app = web.Application()
    app.router.add_get("/", answer)
    async with (
        listening(app, "127.0.0.1", 0) as url,
        ClientSession() as client,
    ):
        for where in ("body", "header"):
            leaks.clear()
            async with client.get(url, params={"where": where}) as response:
                await response.read()
            assert len(leaks) == 1
            assert where in leaks[0] or "answer" in leaks[0]
