"""What the tests of the sandbox share: a clock that stands still, and a client of one running vendor."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

import aiohttp

from sandbox.server import Running

TODAY = date(2026, 11, 21)
EVENT_TEMPLE = {"X-Api-Org": "sandbox-org", "X-Api-Key": "sandbox-event-temple-key"}
BOOKING_EXPERTS = {"X-API-KEY": "sandbox-booking-experts-key"}
PARK = "/v3/administrations/1"
DOCUMENT = "application/vnd.api+json"


@dataclass(slots=True)
class Clock:
    """Seconds that pass when a test says so."""

    now: float = 1000.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, read to its end."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def document(self) -> Any:
        """The body's JSON."""
        return json.loads(self.body)

    @property
    def data(self) -> Any:
        """The document's primary data."""
        return self.document["data"]

    @property
    def ids(self) -> list[str]:
        """The ids of the primary data, in order."""
        return [row["id"] for row in self.data]

    @property
    def included(self) -> list[tuple[str, str]]:
        """Type and id of what is included, in order."""
        return [(row["type"], row["id"]) for row in self.document["included"]]

    @property
    def fault(self) -> Any:
        """The first error."""
        return self.document["errors"][0]


@dataclass(frozen=True, slots=True)
class Wire:
    """A vendor that is up, and a client that has its credentials."""

    running: Running
    session: aiohttp.ClientSession
    headers: Mapping[str, str] = field(default_factory=dict)

    async def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        body: object = None,
        **query: str,
    ) -> Reply:
        """Send a call. Query parameters are named as they are sent, but for `page_number` and `page_size`."""
        names = {"page_number": "page[number]", "page_size": "page[size]"}
        sent = dict(self.headers) | dict(headers or {})
        data = None
        if body is not None:
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            sent = {"Content-Type": DOCUMENT} | sent
        async with self.session.request(
            method,
            self.running.url + path,
            params={names.get(name, name): value for name, value in query.items()},
            headers=sent,
            data=data,
        ) as answer:
            return Reply(answer.status, answer.headers, await answer.read())


Open: TypeAlias = "Callable[..., Awaitable[Wire]]"
"""Starts a vendor with any options; it ends with the test."""


def row_of(rows: list[Any], key: str) -> Any:
    """Return the resource with an id."""
    return next(row for row in rows if row["id"] == key)
