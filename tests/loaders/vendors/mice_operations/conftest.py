"""MICE Operations' sandbox, or a vendor that says what it is told to, and a source in front of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

import pytest

from loaders.inquiry import Deadline, Inquiry
from loaders.port import Options, Source, Writer
from loaders.vendors.mice_operations import VENDOR
from loaders.writes import Attempt, RequestEvent, Write, Written
from sandbox.server import Running, start
from tests.recorder import Recorder, recording

NOW = dt.datetime(2026, 6, 15, 12, tzinfo=dt.UTC)
KEY = "2dd0da7ed23d170efecab01524b67dad409e57a200130a5123817021191a1"
ATTEMPT = Attempt("foyer-0001", NOW)


@dataclass(slots=True)
class Desk:
    """A vendor and a source in front of it."""

    vendor: Any
    source: Source

    @property
    def writer(self) -> Writer:
        """What hands requests in."""
        assert self.source.writer is not None
        return self.source.writer

    async def request(self, **given: Any) -> Written:
        """Hand a request in that nobody finds fault with."""
        change: Write = RequestEvent(**({"source": "banquets", "name": "Summer party"} | given))
        assert list(self.writer.faults(change)) == []
        return await self.writer.write(change, ATTEMPT, Inquiry(Deadline.after(20)))


Open: TypeAlias = Callable[..., Awaitable[Desk]]


@pytest.fixture
async def open_desk() -> AsyncIterator[Open]:
    """Give a way to start the sandbox with any options, and a source in front of it."""
    async with AsyncExitStack() as stack:

        async def open_one(*, patience: float = 10.0, key: str = KEY, **options: Any) -> Desk:
            running: Running = await start("mice_operations", **options)
            stack.push_async_callback(running.stop)
            desk = Desk(running, _source(running.url, patience, key))
            stack.push_async_callback(desk.source.close)
            return desk

        yield open_one


@pytest.fixture
async def recorded() -> AsyncIterator[Desk]:
    """Give a source in front of a vendor that answers what it is told to."""
    async with recording() as vendor:
        desk = Desk(vendor, _source(vendor.url, 10.0, KEY))
        assert isinstance(desk.vendor, Recorder)
        yield desk
        await desk.source.close()


def _source(url: str, patience: float, key: str) -> Source:
    return VENDOR.open(
        Options(
            name="banquets",
            base_url=url,
            zone=ZoneInfo("Europe/Amsterdam"),
            credentials={"api_key": key},
            timeout_seconds=patience,
            now=lambda: NOW,
        )
    )
