"""Booking Experts' sandbox and a source in front of it, closed when a test ends."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any, TypeAlias

import pytest
from booking_experts_house import CREDENTIALS, TODAY, ZONE, Clock, House

from loaders.port import Options
from loaders.vendors.booking_experts import VENDOR
from loaders.vendors.booking_experts.fetch import BookingExpertsSource
from sandbox.server import start
from tests.recorder import Recorder, recording

Open: TypeAlias = Callable[..., Awaitable[House]]


@dataclass(slots=True)
class Recorded:
    """A vendor that keeps what it is sent, and a source in front of it."""

    vendor: Recorder
    source: BookingExpertsSource


@pytest.fixture
async def open_house() -> AsyncIterator[Open]:
    """Give a way to start a sandbox with any options, and a source with any further keys in front of it."""
    async with AsyncExitStack() as stack:

        async def open_one(
            administrations: tuple[str, ...] = ("1",),
            *,
            size: int = 300,
            patience: float = 10.0,
            further: dict[str, Any] | None = None,
            **options: Any,
        ) -> House:
            clock = Clock()
            running = await start(
                "booking_experts", seed=1, size=size, today=TODAY, administrations=administrations, **options
            )
            stack.push_async_callback(running.stop)
            keys = {"administrations": administrations, **(further or {})}
            source = _source(running.url, clock, keys, patience)
            stack.push_async_callback(source.close)
            return House(running, source, clock)

        yield open_one


@pytest.fixture
async def house(open_house: Open) -> House:
    """Start a sandbox with one administration as the vendor's document has it, and a source in front of it."""
    return await open_house()


@pytest.fixture
async def recorded() -> AsyncIterator[Recorded]:
    """Give a source with one administration in front of a vendor that answers what it is told to."""
    async with recording() as vendor:
        source = _source(vendor.url, Clock(), {"administrations": ("1",)}, 10.0)
        yield Recorded(vendor, source)
        await source.close()


def _source(url: str, clock: Clock, further: dict[str, Any], patience: float) -> BookingExpertsSource:
    source = VENDOR.open(
        Options(
            name="duinpark",
            base_url=url,
            zone=ZONE,
            credentials=CREDENTIALS,
            currency="EUR",
            timeout_seconds=patience,
            further={"locales": ("en", "nl"), **further},
            clock=clock,
            now=clock.moment,
        )
    )
    assert isinstance(source, BookingExpertsSource)
    return source
