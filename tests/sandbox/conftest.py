"""Vendors for one test each, closed when it ends."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import aiohttp
import pytest

from sandbox.server import start
from tests.sandbox.wire import BOOKING_EXPERTS, EVENT_TEMPLE, TODAY, Clock, Open, Wire


@pytest.fixture
def clock() -> Clock:
    """Return the clock that every vendor of a test goes by."""
    return Clock()


@pytest.fixture
async def open_vendor(clock: Clock) -> AsyncIterator[Open]:
    """Return a way to start a vendor with any options."""
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())

        async def open_one(vendor: str, **options: Any) -> Wire:
            options = {"today": TODAY, "clock": clock} | options
            running = await stack.enter_async_context(await start(vendor, **options))
            headers = EVENT_TEMPLE if vendor == "event_temple" else BOOKING_EXPERTS
            return Wire(running, session, headers)

        yield open_one


@pytest.fixture
async def event_temple(open_vendor: Open) -> Wire:
    """Start Event Temple as its document has it."""
    return await open_vendor("event_temple")


@pytest.fixture
async def booking_experts(open_vendor: Open) -> Wire:
    """Start Booking Experts as its document has it."""
    return await open_vendor("booking_experts")


@pytest.fixture
async def open_unlimited(open_vendor: Open) -> Wire:
    """Start Booking Experts without its limits."""
    return await open_vendor("booking_experts", windows=None)
