"""What a Session promises about the calls it makes, against real servers."""

from __future__ import annotations

import asyncio
import gzip
import re
import zlib
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from loaders.errors import BadInput, TimedOut, Unreachable
from loaders.http.ask import Ask
from loaders.http.session import Session
from loaders.inquiry import Deadline, Inquiry

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from pytest_aiohttp.plugin import AiohttpServer

    Open = Callable[..., Session]

JSON = b'{"data": []}'


def inquiry(seconds: float = 5.0) -> Inquiry:
    """Make an operation with so many seconds left."""
    return Inquiry(Deadline.after(seconds))


async def serve(aiohttp_server: AiohttpServer, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> str:
    """Serve every path and method with one handler and give the base URL."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handler)
    server = await aiohttp_server(app)
    return str(server.make_url("")).rstrip("/")


async def test_a_reply_is_the_whole_answer(aiohttp_server: AiohttpServer, session: Open) -> None:
    """Status, headers in any case and the whole body arrive, whatever the status is."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=418, body=JSON, headers={"X-RateLimit-Remaining": "7"})

    reply = await session(await serve(aiohttp_server, answer)).send(Ask("GET", "/v3/bookings"), inquiry())
    assert (reply.status, reply.body, reply.headers["x-ratelimit-remaining"]) == (418, JSON, "7")


async def test_what_reaches_the_vendor_is_what_was_asked(aiohttp_server: AiohttpServer, session: Open) -> None:
    """Method, headers and body go out as given, with Foyer's name and what it can unpack; nothing else is made up."""
    seen: list[tuple[str, bytes, dict[str, str]]] = []

    async def answer(request: web.Request) -> web.Response:
        seen.append((request.method, await request.read(), dict(request.headers)))
        return web.Response()

    ask = Ask("PATCH", "/v3/x", headers=(("Content-Type", "application/vnd.api+json"), ("X-Key", "k")), body=JSON)
    await session(await serve(aiohttp_server, answer)).send(ask, inquiry())
    ((method, body, headers),) = seen
    assert (method, body, headers["Content-Type"], headers["X-Key"]) == ("PATCH", JSON, "application/vnd.api+json", "k")
    assert headers["User-Agent"] == "foyer"
    assert {"gzip", "deflate"} <= set(headers["Accept-Encoding"].split(", "))
    assert set(headers) == {
        *("Host", "User-Agent", "Accept", "Accept-Encoding", "Content-Type", "Content-Length", "Connection", "X-Key"),
    }


async def test_everything_outside_the_unreserved_is_encoded(aiohttp_server: AiohttpServer, session: Open) -> None:
    """Brackets, commas, blanks, ampersands and umlauts of a query arrive percent-encoded, once and in order."""
    seen: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        seen.append(request.raw_path)
        return web.Response()

    wire = session(await serve(aiohttp_server, answer) + "/base/")
    query = (("filter[id]", "1,2"), ("include", "a.b"), ("q", "x&y=z ü+%2C~"), ("q", ""))
    await wire.send(Ask("GET", "/v3/bookings", query), inquiry())
    await wire.send(Ask("GET", "/v3/a b/ü?x#y/50%25,;z"), inquiry())
    assert seen == [
        "/base/v3/bookings?filter%5Bid%5D=1%2C2&include=a.b&q=x%26y%3Dz%20%C3%BC%2B%252C~&q=",
        "/base/v3/a%20b/%C3%BC%3Fx%23y/50%25,;z",
    ]


@pytest.mark.parametrize("path", ["/v3/../admin", "/v3/.", "/v3/%2e%2E/admin", "/v3/..%2fadmin", "/v3/..%5cadmin"])
async def test_an_id_never_climbs_out_of_its_path(path: str, session: Open) -> None:
    """A path with a step `.` or `..`, encoded or not, is refused before any call."""
    sentence = "nothing at duinpark has an id that is a path step, '.' or '..'"
    with pytest.raises(BadInput, match=f"^{re.escape(sentence)}$"):
        await session("http://127.0.0.1:9").send(Ask("GET", path), inquiry())


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (Ask("GET", "/", (("q", "s3cr3t\ud800"),)), "what is asked of duinpark holds half a surrogate pair"),
        (Ask("GET", "/s3cr3t\ud800"), "what is asked of duinpark holds half a surrogate pair"),
        (Ask("GET", "/", headers=(("Accept-Language", "s3cr3t\r\nX-Admin: 1"),)), "a header for duinpark cannot hold"),
        (Ask("GET", "/", headers=(("Accept-Language", "s3cr3t\ud800"),)), "a header for duinpark cannot hold"),
    ],
)
async def test_a_text_that_cannot_be_sent_is_refused(ask: Ask, sentence: str, session: Open) -> None:
    """Half a surrogate pair or a line break in a header is refused before any call, without repeating the text."""
    with pytest.raises(BadInput, match=f"^{sentence}") as caught:
        await session("http://127.0.0.1:9").send(ask, inquiry())
    assert caught.value.__context__ is None


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_packed_answers_are_unpacked(encoding: str, aiohttp_server: AiohttpServer, session: Open) -> None:
    """A gzip or deflate body arrives unpacked."""
    packed = {"gzip": gzip.compress(JSON), "deflate": zlib.compress(JSON)}[encoding]

    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=packed, headers={"Content-Encoding": encoding})

    reply = await session(await serve(aiohttp_server, answer)).send(Ask("GET", "/"), inquiry())
    assert reply.body == JSON


async def test_connections_are_kept_and_cookies_are_not(aiohttp_server: AiohttpServer, session: Open) -> None:
    """Calls one after the other use one connection, and a cookie set by the first is not sent by the second."""
    seen: list[tuple[object, str | None]] = []

    async def answer(request: web.Request) -> web.Response:
        assert request.transport is not None
        seen.append((request.transport.get_extra_info("peername"), request.headers.get("Cookie")))
        response = web.Response()
        response.set_cookie("tracked", "yes")
        return response

    wire = session(await serve(aiohttp_server, answer))
    for _ in range(3):
        await wire.send(Ask("GET", "/"), inquiry())
    assert len({peer for peer, _ in seen}) == 1
    assert [cookie for _, cookie in seen] == [None, None, None]


async def test_a_proxy_of_the_environment_is_not_used(
    aiohttp_server: AiohttpServer, session: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HTTP_PROXY and its kind are ignored: a vendor is asked directly."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=JSON)

    reply = await session(await serve(aiohttp_server, answer)).send(Ask("GET", "/"), inquiry())
    assert reply.body == JSON


async def test_no_more_calls_at_once_than_slots(aiohttp_server: AiohttpServer, session: Open) -> None:
    """Ten calls over two slots: never more than two are at the vendor, and all are answered."""
    at_once, most = 0, 0

    async def answer(_: web.Request) -> web.Response:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        for _ in range(5):
            await asyncio.sleep(0)
        at_once -= 1
        return web.Response()

    wire = session(await serve(aiohttp_server, answer), max_concurrent=2)
    replies = await asyncio.gather(*(wire.send(Ask("GET", "/"), inquiry()) for _ in range(10)))
    assert [reply.status for reply in replies] == [200] * 10
    assert most == 2


async def test_waiting_for_a_slot_counts_against_the_deadline(aiohttp_server: AiohttpServer, session: Open) -> None:
    """A call that gets no slot in its time fails with that reason and never reaches the vendor; the slot stays good."""
    paths: list[str] = []
    go_on = asyncio.Event()

    async def answer(request: web.Request) -> web.Response:
        paths.append(request.path)
        await go_on.wait()
        return web.Response()

    wire = session(await serve(aiohttp_server, answer), max_concurrent=1)
    first = asyncio.ensure_future(wire.send(Ask("GET", "/first"), inquiry()))
    await asyncio.sleep(0)
    with pytest.raises(TimedOut, match=r"^duinpark was not asked: none of its slots \(1\) was free within 0\.0\d+ s$"):
        await wire.send(Ask("GET", "/second"), inquiry(0.05))
    go_on.set()
    assert (await first).status == 200
    assert (await wire.send(Ask("GET", "/third"), inquiry())).status == 200
    assert paths == ["/first", "/third"]


async def test_no_time_left_is_no_call(session: Open) -> None:
    """With the deadline past, TimedOut is raised at once."""
    with pytest.raises(TimedOut, match=r"^no time was left to ask duinpark$"):
        await session("http://127.0.0.1:9").send(Ask("GET", "/"), inquiry(0))


def test_a_session_is_made_before_any_loop_runs() -> None:
    """Making a session opens nothing: that waits for the first call, in the loop that makes it."""
    made = Session(
        "http://127.0.0.1:9", source="duinpark", vendor="booking_experts", timeout_seconds=1, max_concurrent=1
    )
    asyncio.run(made.close())


async def test_a_closed_session_is_not_used(session: Open) -> None:
    """A call after close never leaves, and says so: a source may be closed while somebody asks it; twice is nothing."""
    wire = session("http://127.0.0.1:9")
    await wire.close()
    with pytest.raises(Unreachable, match=r"^the connections to duinpark are closed$") as caught:
        await wire.send(Ask("GET", "/"), inquiry())
    assert not caught.value.reached


@pytest.mark.parametrize(
    "base_url",
    [
        "127.0.0.1:80",
        "/v3",
        "ftp://vendor.example",
        "https://",
        "https://key:secret@vendor.example",
        "https://key@vendor.example",
        "https://vendor.example/?key=secret",
        "https://vendor.example/#top",
        "https://vendor.example:port/",
    ],
)
def test_a_base_url_is_only_a_base_url(base_url: str) -> None:
    """Anything but http(s), host, port and path is refused, without repeating what may be a secret."""
    sentence = "the base URL of duinpark must read http(s)://host[:port][/path] and nothing more"
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        Session(base_url, source="duinpark", vendor="booking_experts", timeout_seconds=1, max_concurrent=1)


async def test_wrong_uses_get_their_sentence(session: Open) -> None:
    """No slot at all and a path without a slash are refused."""
    with pytest.raises(ValueError, match=r"^duinpark needs at least one call at once, not 0$"):
        session("http://127.0.0.1:9", max_concurrent=0)
    with pytest.raises(ValueError, match=r"^a path begins with a slash, unlike 'v3/bookings'$"):
        await session("http://127.0.0.1:9").send(Ask("GET", "v3/bookings"), inquiry())
