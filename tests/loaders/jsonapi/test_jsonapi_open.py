"""How an account at a JSON:API vendor is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web
from tiny_vendor import VIEWS, ZONE, Tiny, Vendor, events, ids, operation, translate

from loaders.errors import VendorDown
from loaders.http.ask import Ask
from loaders.jsonapi.account import Scope
from loaders.jsonapi.open import open_account
from loaders.port import Listing, Options
from loaders.records import EVENT

if TYPE_CHECKING:
    from loaders.jsonapi.account import Account

DOCUMENTED = ((500, 900), (100, 60))
SECRET = "the key of the account"


def opened(base_url: str, windows: tuple[tuple[int, int], ...] | None = None) -> tuple[Account, Options]:
    """Open an account with one venue."""
    options = Options("tiny", base_url, ZONE, {"key": SECRET}, windows=windows)
    account = open_account(
        options,
        vendor="tiny",
        headers={"X-Key": options.credentials["key"]},
        windows=DOCUMENTED,
        scopes=[Scope("a", "/a")],
        views=VIEWS,
        translate=translate,
        capabilities=frozenset(),
    )
    return account, options


@pytest.mark.parametrize(
    ("configured", "expected"), [(None, [500, 100]), (((7, 1),), [7]), ((), [])], ids=["documented", "own", "none"]
)
async def test_windows_are_those_of_the_configuration_else_the_documented(
    configured: tuple[tuple[int, int], ...] | None, expected: list[int]
) -> None:
    """An empty list in the configuration says that there are none."""
    account, _ = opened("http://127.0.0.1:1", configured)
    assert [window.limit for window in await account.layers.health.windows()] == expected
    await account.layers.close()


async def test_a_list_comes_over_the_wire(aiohttp_server: Any) -> None:
    """Every call asks for JSON:API and carries the credentials; a list of three pages is read whole."""
    vendor, seen = Vendor({"/a/events": events(250)}), []

    async def answer(request: web.Request) -> web.Response:
        seen.append((request.headers["Accept"], request.headers["X-Key"]))
        reply = await vendor.send(Ask("GET", request.path, tuple(request.query.items())), operation())
        return web.Response(body=reply.body)

    app = web.Application()
    app.router.add_get("/a/events", answer)
    server = await aiohttp_server(app)
    account, _ = opened(str(server.make_url("")).rstrip("/"))
    source, inquiry = Tiny(account), operation("name")
    page = await source.page(Listing(EVENT), None, 10, inquiry)
    assert page is not None
    assert (ids(page.rows), page.more, page.total) == ([str(key) for key in range(250, 240, -1)], True, 250)
    assert len((await source.gather(Listing(EVENT), inquiry)).rows) == 250
    assert seen == [("application/vnd.api+json", SECRET)] * 4
    assert [(call.reason, call.cache) for call in inquiry.calls] == [("page", "MISS"), *[("walk", "MISS")] * 3]
    assert account.layers.health.last_success_at is not None
    await source.close()


async def test_credentials_are_shown_nowhere(aiohttp_server: Any) -> None:
    """Not by the options, nor by a fault, nor by the log of the calls."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=503)

    app = web.Application()
    app.router.add_get("/a/events", answer)
    server = await aiohttp_server(app)
    account, options = opened(str(server.make_url("")).rstrip("/"))
    source, inquiry = Tiny(account), operation()
    with pytest.raises(VendorDown) as raised:
        await source.gather(Listing(EVENT), inquiry)
    assert SECRET not in f"{options} {raised.value!r} {inquiry.calls}"
    await source.close()
