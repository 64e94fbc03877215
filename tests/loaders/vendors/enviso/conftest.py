"""Enviso's sandbox and a source in front of it, closed when a test ends."""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any

import pytest
from enviso_house import NOW, ZONE, House, Moment

from loaders.port import Options
from loaders.vendors.enviso import VENDOR
from loaders.vendors.enviso.fetch import EnvisoSource
from sandbox.server import start

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

    Open = Callable[..., Awaitable[House]]


@pytest.fixture
async def open_house() -> AsyncIterator[Open]:
    """Give a way to start a sandbox with any options, and a source with any settings in front of it."""
    async with AsyncExitStack() as stack:

        async def open_one(
            settings: Mapping[str, Any] | None = None,
            credentials: Mapping[str, str] | None = None,
            further: Mapping[str, Any] | None = None,
            **options: Any,
        ) -> House:
            moment = Moment()
            running = await start("enviso", seed=1, size=60, today=NOW.date(), **({"now": moment.now} | options))
            stack.push_async_callback(running.stop)
            values: dict[str, Any] = {
                "name": "museum",
                "base_url": running.url,
                "zone": ZONE,
                "credentials": {**running.vendor.credentials, **(credentials or {})},
                "venue_name": "Museum of Glass",
                "further": {"z_is_local": False, **(further or {})},
                "clock": moment.clock,
                "now": moment.now,
            }
            source = VENDOR.open(Options(**{**values, **(settings or {})}))
            assert isinstance(source, EnvisoSource)
            stack.push_async_callback(source.close)
            return House(running, source, moment)

        yield open_one


@pytest.fixture
async def house(open_house: Open) -> House:
    """Start a sandbox as the vendor's document has it, and a source in front of it."""
    return await open_house()
