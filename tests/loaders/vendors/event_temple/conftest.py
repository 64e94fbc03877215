"""Event Temple's sandbox and a source in front of it, closed when a test ends."""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any

import pytest
from event_temple_house import CREDENTIALS, TODAY, ZONE, Clock, House

from loaders.port import Options
from loaders.vendors.event_temple import VENDOR
from loaders.vendors.event_temple.fetch import EventTempleSource
from sandbox.server import start

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    Open = Callable[..., Awaitable[House]]


@pytest.fixture
async def open_house() -> AsyncIterator[Open]:
    """Give a way to start a sandbox with any options, and a source with any extras in front of it."""
    async with AsyncExitStack() as stack:

        async def open_one(extras: tuple[str, ...] = (), *, size: int = 300, **options: Any) -> House:
            clock = Clock()
            running = await start("event_temple", seed=1, size=size, today=TODAY, **options)
            stack.push_async_callback(running.stop)
            source = VENDOR.open(
                Options(
                    name="grand-hotel",
                    base_url=running.url,
                    zone=ZONE,
                    credentials=CREDENTIALS,
                    currency="CAD",
                    venue_name="Grand Hotel",
                    further={"extras": extras},
                    clock=clock,
                    now=clock.moment,
                )
            )
            assert isinstance(source, EventTempleSource)
            stack.push_async_callback(source.close)
            return House(running, source, clock)

        yield open_one


@pytest.fixture
async def house(open_house: Open) -> House:
    """Start a sandbox as the vendor's document has it, and a source in front of it."""
    return await open_house()
