"""Where a Session follows a vendor's redirect, and where it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from loaders.errors import BadResponse
from loaders.http.ask import Ask
from loaders.inquiry import Deadline, Inquiry

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_aiohttp.plugin import AiohttpServer

    from loaders.http.session import Session

    Open = Callable[..., Session]

INQUIRY = Inquiry(Deadline(1e12))


class Redirecting:
    """A vendor that leads from path to path as told, and answers where it does not."""

    def __init__(self, steps: dict[str, str], status: int = 302) -> None:
        self.steps = steps
        self.status = status
        self.heard: list[str] = []
        self.keys: set[str | None] = set()

    async def answer(self, request: web.Request) -> web.Response:
        """Redirect, or answer."""
        self.heard.append(f"{request.method} {request.raw_path}")
        self.keys.add(request.headers.get("X-API-KEY"))
        onward = self.steps.get(request.path)
        return web.Response() if onward is None else web.Response(status=self.status, headers={"Location": onward})

    async def url(self, aiohttp_server: AiohttpServer) -> str:
        """Begin to serve and give the base URL."""
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self.answer)
        return str((await aiohttp_server(app)).make_url("")).rstrip("/")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_get_is_led_on_within_the_origin(status: int, aiohttp_server: AiohttpServer, session: Open) -> None:
    """Up to three redirects to the same scheme, host and port are followed, with the question's headers."""
    vendor = Redirecting({"/a": "/b?page=2", "/b": "c/", "/c/": "../d%2Ce#part"}, status)
    ask = Ask("GET", "/a", (("q", "1"),), headers=(("X-API-KEY", "k"),))
    reply = await session(await vendor.url(aiohttp_server)).send(ask, INQUIRY)
    assert reply.status == 200
    assert vendor.heard == ["GET /a?q=1", "GET /b?page=2", "GET /c/", "GET /d%2Ce"]
    assert vendor.keys == {"k"}


async def test_a_loop_of_redirects_ends(aiohttp_server: AiohttpServer, session: Open) -> None:
    """The fourth redirect is not followed."""
    vendor = Redirecting({"/a": "/a"})
    wire = session(await vendor.url(aiohttp_server))
    with pytest.raises(BadResponse, match=r"^duinpark redirected more than 3 times$"):
        await wire.send(Ask("GET", "/a"), INQUIRY)
    assert len(vendor.heard) == 4


@pytest.mark.parametrize(
    ("onward", "where"),
    [
        ("http://127.0.0.1:9/login?token=s3cr3t", "to http://127.0.0.1:9"),
        ("//other.example/x?token=s3cr3t", "to http://other.example:80"),
        ("https://{host}/x", "to https://{host}"),
        ("http://user:s3cr3t@{host}/x", "to http://{host}"),
        ("http://[broken/?token=s3cr3t", "to no readable address"),
        ("http://{host}:99999/x", "to no readable address"),
    ],
)
async def test_nobody_is_led_elsewhere(onward: str, where: str, aiohttp_server: AiohttpServer, session: Open) -> None:
    """Another scheme, host or port, or credentials in the address, is refused; no query or user name is repeated."""
    vendor = Redirecting({})
    url = await vendor.url(aiohttp_server)
    host = url.removeprefix("http://")
    vendor.steps["/a"] = onward.format(host=host)
    with pytest.raises(BadResponse) as caught:
        await session(url).send(Ask("GET", "/a"), INQUIRY)
    assert str(caught.value) == f"duinpark redirected elsewhere, {where.format(host=host)}"
    assert caught.value.status == 302
    assert caught.value.__context__ is None
    assert len(vendor.heard) == 1


async def test_only_a_get_is_led_on(aiohttp_server: AiohttpServer, session: Open) -> None:
    """A write that is redirected, even within the origin, is not sent again."""
    vendor = Redirecting({"/a": "/b"}, 307)
    url = await vendor.url(aiohttp_server)
    with pytest.raises(BadResponse) as caught:
        await session(url).send(Ask("POST", "/a", body=b"{}"), INQUIRY)
    assert str(caught.value) == f"duinpark redirected elsewhere, a POST to {url}"
    assert vendor.heard == ["POST /a"]


async def test_a_3xx_that_leads_nowhere_is_an_answer(aiohttp_server: AiohttpServer, session: Open) -> None:
    """A 3xx without Location, or one that is no redirect, is given as it is, for the verdict to judge."""

    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=int(request.path[1:]))

    app = web.Application()
    app.router.add_get("/{status}", answer)
    wire = session(str((await aiohttp_server(app)).make_url("")))
    assert [(await wire.send(Ask("GET", path), INQUIRY)).status for path in ("/302", "/304")] == [302, 304]
