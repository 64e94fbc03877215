"""Sources at a desk of their own, closed with the test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from aiohttp import web
from locaboo_desk import BERLIN, DOCUMENTED, NOW, SECRET, Desk

from loaders.port import Options
from loaders.vendors.locaboo import VENDOR

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from locaboo_desk import Open

    from loaders.port import Source


@pytest.fixture
async def open_hall(aiohttp_server: object) -> AsyncIterator[Open]:
    """Give a function that opens the source `hall` at a desk with the document's answers, or others."""
    opened: list[Source] = []

    async def start(answers: Mapping[str, object] | None = None, **options: object) -> tuple[Source, Desk]:
        desk = Desk({**DOCUMENTED, **(answers or {})})
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", desk.answer)
        server = await aiohttp_server(app, access_log=None)  # type: ignore[operator]  # the plugin's fixture
        chosen = {"now": lambda: NOW, **options}
        source = VENDOR.open(
            Options("hall", str(server.make_url("")).rstrip("/"), BERLIN, {"api_secret_key": SECRET}, **chosen)
        )
        opened.append(source)
        return source, desk

    yield start
    for source in opened:
        await source.close()
