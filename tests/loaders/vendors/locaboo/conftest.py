"""Sources at a desk of their own, closed with the test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from aiohttp import web
from locaboo_desk import BERLIN, DOCUMENTED, NOW, SECRET, Desk
from locaboo_writes import TODAY, Hall

from loaders.port import Options
from loaders.vendors.locaboo import VENDOR
from sandbox.server import start

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from locaboo_desk import Open
    from locaboo_writes import OpenHall

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


@pytest.fixture
async def sandbox_hall() -> AsyncIterator[OpenHall]:
    """Give a function that opens the source `hall` in front of a sandbox, with the sandbox's own options."""
    opened: list[Hall] = []

    async def open_one(**options: object) -> Hall:
        running = await start("locaboo", seed=1, size=60, today=TODAY, **options)
        credentials = dict(running.vendor.credentials)
        chosen = Options("hall", running.url, BERLIN, credentials, now=lambda: NOW)
        opened.append(Hall(VENDOR.open(chosen), running))
        return opened[-1]

    yield open_one
    for hall in opened:
        await hall.source.close()
        await hall.running.stop()
