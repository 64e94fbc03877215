"""The GraphiQL page in a real browser that can reach nothing but the server, in front of a very small graph."""

import re
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import strawberry
from aiohttp import web
from pytest_aiohttp import AiohttpServer
from strawberry.aiohttp.views import GraphQLView
from yarl import URL

from gateway.graphiql import page as graphiql
from tests import chromium
from tests.graphiql import CALLS, HEADERS_EDITOR, QUERY_EDITOR, RESPONSE, RUN, shows

pytestmark = pytest.mark.chromium


@strawberry.type
class Named:
    """A customer, a venue or a source, of which the first sample asks the name."""

    name: str


@strawberry.type
class Booking:
    """What the first sample asks of a booking."""

    id: strawberry.ID
    reference: str
    status: str
    customer: Named
    venue: Named


@strawberry.type
class SourceReport:
    """What the first sample asks of each source."""

    source: Named
    status: str


@strawberry.type
class BookingConnection:
    """What the first sample asks of the list."""

    nodes: list[Booking]
    sources: list[SourceReport]


@strawberry.type
class Query:
    """As much of the graph as the tests ask for."""

    @strawberry.field
    def bookings(self, first: int) -> BookingConnection:
        """Give as many bookings as were asked for."""
        nodes = [
            Booking(
                id=strawberry.ID(f"id-{number}"),
                reference=f"BK-{number:05}",
                status="CONFIRMED",
                customer=Named(name="Zoë Müller"),
                venue=Named(name="Grand Hotel"),
            )
            for number in range(first)
        ]
        return BookingConnection(nodes=nodes, sources=[SourceReport(source=Named(name="grand"), status="COMPLETE")])

    @strawberry.field
    def authorization(self, info: strawberry.Info[Any, None]) -> str | None:
        """Give back the credentials the request came with."""
        header: str | None = info.context["request"].headers.get("Authorization")
        return header

    @strawberry.field
    def explain(self, info: strawberry.Info[Any, None]) -> str | None:
        """Give back whether the calls are to be told."""
        header: str | None = info.context["request"].headers.get("Foyer-Explain")
        return header


@strawberry.type
class Subscription:
    """Something to subscribe to."""

    @strawberry.subscription
    async def count(self, to: int) -> AsyncIterator[int]:
        """Count up and end."""
        for number in range(to + 1):
            yield number


Start = Callable[[Path], Awaitable[URL]]


@pytest.fixture
def start(aiohttp_server: AiohttpServer) -> Start:
    """Give what starts a server with the page and the small graph, and returns the page's address."""

    async def start(samples: Path) -> URL:
        view = GraphQLView(schema=strawberry.Schema(Query, subscription=Subscription), graphql_ide=None)

        async def answer(request: web.Request) -> web.StreamResponse:
            return graphiql.page() if "text/html" in request.headers.get("Accept", "") else await view(request)

        app = web.Application()
        app.router.add_route("*", "/graphql", answer)
        app.add_routes(graphiql.routes(samples=samples))
        return (await aiohttp_server(app)).make_url("/graphql")

    return start


def sample(folder: Path, text: str) -> Path:
    """Write one sample query and give its folder."""
    (folder / "1-only.graphql").write_text(text)
    return folder


async def open_page(browser: chromium.Page, url: URL, query: str) -> None:
    """Go to the page and wait until the query is in its editor and there is an editor for the answer."""
    await browser.open(str(url))
    await browser.wait_for(f"{shows(QUERY_EDITOR, query)} && document.querySelector('{RESPONSE}')")


async def test_opens_with_the_samples_from_this_origin_alone(start: Start, browser: chromium.Page) -> None:
    """The page opens with one tab a sample and the first one's query, and asks nothing of any other host."""
    url = await start(graphiql.SAMPLES)
    await open_page(browser, url, "query WhoBooksWhat")
    titles = await browser.evaluate(
        "[...document.querySelectorAll('.graphiql-tab-button')].map((tab) => tab.innerText)"
    )
    samples = sorted(graphiql.SAMPLES.glob("*.graphql"))
    assert titles == [
        re.findall(r"^(?:query|mutation) (\w+)", path.read_text("utf-8"), re.MULTILINE)[0] for path in samples
    ]
    await browser.wait_for("document.querySelector('.graphiql-editor-tools .active')?.dataset.name === 'headers'")
    assert {URL(request).authority for request in browser.requests} == {url.authority}
    assert browser.violations == []
    assert browser.console == []


async def test_first_sample_gives_data(start: Start, browser: chromium.Page) -> None:
    """One click on Run, and the answer to the first sample stands beside it."""
    await open_page(browser, await start(graphiql.SAMPLES), "query WhoBooksWhat")
    await browser.click(RUN)
    await browser.wait_for(shows(RESPONSE, '"reference": "BK-00000"'))
    assert browser.violations == []


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
async def test_fits_the_screen(start: Start, browser: chromium.Page, tmp_path: Path, width: int, height: int) -> None:
    """On a desk and on a phone nothing scrolls sideways, and query and answer both have a third of the screen."""
    await browser.resize(width, height)
    await open_page(browser, await start(graphiql.SAMPLES), "query WhoBooksWhat")
    await browser.click(RUN)
    await browser.wait_for(shows(RESPONSE, '"reference": "BK-00000"'))
    await browser.screenshot(tmp_path / f"graphiql-{width}x{height}.png")
    assert size_of_png(tmp_path / f"graphiql-{width}x{height}.png") == (width, height)
    inner = await browser.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert inner == [width, height]
    for part in (".graphiql-editors", ".graphiql-response"):
        box = await browser.evaluate(f"document.querySelector('{part}').getBoundingClientRect().toJSON()")
        assert box["left"] >= 0
        assert box["top"] >= 0
        assert box["right"] <= width
        assert box["bottom"] <= height
        assert box["width"] * box["height"] > width * height / 3, part


async def test_workers_check_the_query_against_the_schema(start: Start, browser: chromium.Page, tmp_path: Path) -> None:
    """A field that the graph does not have is underlined: the workers run, under the policy, on the served schema."""
    await browser.open(str(await start(sample(tmp_path, "{ authorization nothingOfTheKind }"))))
    await browser.wait_for("document.querySelector('.graphiql-query-editor .squiggly-error')")
    assert browser.violations == []


async def test_subscriptions_run_over_a_websocket(start: Start, browser: chromium.Page, tmp_path: Path) -> None:
    """A subscription shows what comes in, over a WebSocket to the page's own address."""
    url = await start(sample(tmp_path, "subscription Count { count(to: 3) }"))
    await open_page(browser, url, "subscription Count")
    await browser.click(RUN)
    await browser.wait_for(shows(RESPONSE, '"count": 3'))
    assert str(url.with_scheme("ws")) in browser.requests
    assert browser.violations == []


async def test_headers_editor_waits_for_a_token(start: Start, browser: chromium.Page, tmp_path: Path) -> None:
    """It begins with the token's name and the wish to be told the calls; an empty token is none and is not sent."""
    await open_page(browser, await start(sample(tmp_path, "query Mine { authorization explain }")), "query Mine")
    await browser.wait_for(shows(HEADERS_EDITOR, '"Authorization": "Bearer ", "Foyer-Explain": "1"'))
    await browser.click(RUN)
    await browser.wait_for(shows(RESPONSE, '"authorization": null, "explain": "1"'))


async def test_headers_are_sent_and_never_stored(start: Start, browser: chromium.Page, tmp_path: Path) -> None:
    """Credentials typed into the headers editor go out with the query, and stay in no storage of the browser."""
    await open_page(browser, await start(sample(tmp_path, "query Mine { authorization }")), "query Mine")
    await browser.click(HEADERS_EDITOR)
    await browser.erase()
    await browser.write('{"Authorization": "Bearer made-up"}')
    await browser.click(RUN)
    await browser.wait_for(shows(RESPONSE, '"authorization": "Bearer made-up"'))
    stored = await browser.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "authorization" in stored
    assert "made-up" not in stored


async def test_answer_without_calls_says_how_to_see_them(start: Start, browser: chromium.Page, tmp_path: Path) -> None:
    """Where an answer does not tell its vendor calls, their place says what to send; before any answer, too."""
    await open_page(browser, await start(sample(tmp_path, "query Mine { authorization }")), "query Mine")
    await browser.wait_for(shows(CALLS, "Run a query with the header Foyer-Explain: 1."))
    await browser.click(RUN)
    await browser.wait_for(shows(CALLS, "send the header Foyer-Explain: 1, with a token that may explain."))


async def test_driver_sees_what_breaks_the_policy(aiohttp_server: AiohttpServer, browser: chromium.Page) -> None:
    """That the other tests find no breach means something: a page and a worker that do break the policy are seen."""
    texts = {
        "page": ("<script src='script.js' defer></script><img src='http://images.invalid/'>", "text/html"),
        "script.js": ("new Worker('worker.js')", "text/javascript"),
        "worker.js": ("fetch('http://calls.invalid/')", "text/javascript"),
    }

    async def answer(request: web.Request) -> web.Response:
        text, content_type = texts[request.match_info["name"]]
        policy = {"Content-Security-Policy": graphiql.CONTENT_SECURITY_POLICY}
        return web.Response(text=text, content_type=content_type, headers=policy)

    app = web.Application()
    app.add_routes([web.get("/{name}", answer)])
    server = await aiohttp_server(app)
    await browser.open(str(server.make_url("/page")))
    await browser.until(lambda: len(browser.violations) == 2)
    assert set(browser.violations) == {"img-src: http://images.invalid/", "connect-src: http://calls.invalid/"}
    assert "http://images.invalid/" in browser.requests


def size_of_png(path: Path) -> tuple[int, int]:
    """Read the width and height in the PNG's header."""
    width, height = struct.unpack(">II", path.read_bytes()[16:24])
    return width, height
