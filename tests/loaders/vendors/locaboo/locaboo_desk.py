"""A Locaboo that answers what it is told to, over real HTTP, and remembers what it was asked."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from aiohttp import web

from loaders.inquiry import Deadline, Inquiry, Selection
from loaders.port import Filter, Listing, Source
from loaders.records import Period, Ref
from loaders.vendors.locaboo import VENDOR

SECRET = "0c4b00-s3cr3t/+&=key"
BERLIN = ZoneInfo("Europe/Berlin")
NOW = dt.datetime(2023, 10, 11, 10, 0, tzinfo=dt.UTC)
HERE = NOW.astimezone(BERLIN)
SAMPLES = Path(VENDOR.open.__code__.co_filename).parent / "samples"


def sample(name: str) -> Any:
    """Give one of the document's examples."""
    return json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))


def rows(*data: object, **beside: object) -> dict[str, object]:
    """Write a good answer."""
    return {"data": list(data), "total": len(data), "success": True, **beside}


DOCUMENTED: dict[str, object] = {
    "resource_list": sample("resource_list"),
    "resource/51": sample("resource"),
    "booking_list": sample("booking_list"),
    "booking/312842": sample("booking"),
    "availability": sample("availability"),
    "profile": sample("profile"),
    "customer_list": sample("customer_list"),
    "inventory_list": sample("inventory_list"),
    "service_list": sample("service_list"),
    "invoice_list": sample("invoice_list"),
    "event_list": sample("event_list"),
    "event_details/1": sample("event_details"),
}
"""The document's examples by the path they are the answer of."""


@dataclass(slots=True)
class Desk:
    """A vendor that knows what it is told.

    Args:
        answers: by the path behind `/api/v2/`, JSON or bytes, or a status and one of them; any other path is a 404.
        asked: each path and query it was asked, the key left out.
        posted: the form of each POST, in the order sent.
        keys: the key of each call; one that is not ours is answered with 401.
        waiting: set when a call has come.
        held: where there is one, answers wait for it.

    """

    answers: dict[str, object]
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    posted: list[list[tuple[str, str]]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    waiting: asyncio.Event = field(default_factory=asyncio.Event)
    held: asyncio.Event | None = None

    async def answer(self, request: web.Request) -> web.Response:
        """Answer a call."""
        path = request.path.removeprefix("/api/v2/")
        query = dict(request.query)
        self.keys.append(query.pop("api_secret_key", None))
        self.asked.append((path, query))
        if request.method == "POST":
            self.posted.append(parse_qsl((await request.read()).decode(), keep_blank_values=True))
        self.waiting.set()
        if self.held is not None:
            await self.held.wait()
        told = self.answers.get(path, (404, {"success": False, "message": f"no {path} for {self.keys[-1]}"}))
        if self.keys[-1] != SECRET:
            told = (401, {"success": False, "message": f"the key {self.keys[-1]} is wrong"})
        status, body = told if isinstance(told, tuple) else (200, told)
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return web.Response(status=status, body=content, content_type="application/json")

    def paths(self) -> list[str]:
        """Give the paths asked since the last time, and forget them."""
        paths = [path for path, _ in self.asked]
        self.asked.clear()
        return paths


@dataclass(slots=True)
class Clock:
    """A clock that goes on when it is told to."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        """Give the seconds."""
        return self.seconds

    def moment(self) -> dt.datetime:
        """Give the moment, which goes with the seconds."""
        return NOW + dt.timedelta(seconds=self.seconds - 1000.0)


Open = Callable[..., Awaitable[tuple[Source, Desk]]]
"""Opens a source at a desk with these answers; options by name."""


def reading(fields: Mapping[str, Sequence[str]] | None = None, seconds: float = 30.0) -> Inquiry:
    """Open an operation that reads these of each kind."""
    chosen = {kind: frozenset(names) for kind, names in (fields or {}).items()}
    return Inquiry(Deadline.after(seconds), Selection(chosen))


def ref(kind: str, key: str) -> Ref:
    """Refer to a thing of the source."""
    return Ref(kind, "hall", key)


def period(start: dt.datetime, end: dt.datetime, *, all_day: bool = False) -> Period:
    """Make a period in Berlin."""
    return Period(start.date(), end.date(), start, end, all_day, BERLIN.key)


async def one(source: Source, kind: str, key: str, **reads: Sequence[str]) -> Any:
    """Look one thing up, in an operation that reads these of each kind."""
    return (await source.get(kind, [key], reading(reads))).slots[key]


async def listed(source: Source, kind: str, wanted: Filter | None = None, **reads: Sequence[str]) -> Any:
    """Give the rows of a list."""
    gathered = await source.gather(Listing(kind, wanted or Filter()), reading(reads))
    assert not gathered.faults
    return gathered.rows


def berlin(*parts: int) -> dt.datetime:
    """Give a moment by Berlin's clocks."""
    return dt.datetime(*parts, tzinfo=BERLIN)  # type: ignore[misc, arg-type]  # year, month, day, hour, minute
