"""MICE Operations' desk: `POST /api/v1/webhooks/events` takes an event, and nothing can be read back [000:50]."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import orjson
from aiohttp import web

from sandbox.mice_operations.fields import faults_of
from sandbox.vendor import Desk, Site

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

CREDENTIALS: Final = {"api_key": "2dd0da7ed23d170efecab01524b67dad409e57a200130a5123817021191a1"}
"""The document's own example of a key [000:5]."""
PATH: Final = "/api/v1/webhooks/events"
Success: TypeAlias = Literal["empty", "object", "receipt"]
"""What comes with 201, which the document leaves open: nothing, `{}`, or the new event's id in the envelope."""


@dataclass(frozen=True, slots=True)
class Received:
    """An event that was taken."""

    id: int
    at: datetime
    body: Mapping[str, Any]
    """As it was sent, fields that the document does not know included."""


@dataclass(slots=True)
class Inbox:
    """What came in, in order. Whatever is sent twice is there twice."""

    received: list[Received] = field(default_factory=list)
    disabled: bool = False
    """A disabled key is refused like a wrong one [000:70]."""


@dataclass(frozen=True, slots=True)
class Counter:
    """Where calls arrive: checks who asks, and takes what is valid."""

    site: Site
    inbox: Inbox
    success: Success
    soft_errors: bool

    async def answer(self, request: web.BaseRequest) -> web.Response:
        """Answer any request."""
        if not self._admits(request):
            return self._refuse(401, "Authorization failed")
        if (request.method, request.path) != ("POST", PATH):
            return self._refuse(404, "Not found")
        body = _json(request.content_type, await request.read())
        if not isinstance(body, dict):
            return self._refuse(422, "The request must be a JSON object")
        faults = faults_of(body)
        if faults:
            return self._refuse(422, "Request validation failed", faults)
        return self._take(body)

    def _admits(self, request: web.BaseRequest) -> bool:
        """Look at the header, or where there is none at the parameter. The key stands in both as it is [000:3-8]."""
        header = request.headers.get("X-Authorization")
        given = f"Basic {request.query.get('key')}" if header is None else header
        return given == f"Basic {CREDENTIALS['api_key']}" and not self.inbox.disabled

    def _refuse(self, status: int, message: str, faults: Mapping[str, str] | None = None) -> web.Response:
        return envelope("error", status, message, faults, sent_as=200 if self.soft_errors else status)

    def _take(self, body: dict[str, Any]) -> web.Response:
        number = len(self.inbox.received) + 1
        self.inbox.received.append(Received(number, self.site.now(), body))
        if self.success == "receipt":
            return envelope("success", 201, "Event was successfully created", {}, data={"id": number})
        if self.success == "object":
            return web.Response(status=201, body=b"{}", content_type="application/json")
        return web.Response(status=201)


def envelope(  # noqa: PLR0913 - one argument a member, and the status that it goes out with
    word: str,
    status: int,
    message: str,
    faults: Mapping[str, str] | None = None,
    *,
    data: Mapping[str, Any] | None = None,
    sent_as: int | None = None,
) -> web.Response:
    """Write the vendor's envelope: everything but the data is under `page` [000:12-23]."""
    page = {"status": word, "status_code": status, "message": message, "errors": faults or {}}
    body = orjson.dumps({"data": data or {}, "page": page})
    return web.Response(status=sent_as or status, body=body, content_type="application/json")


def error(status: int) -> web.Response:
    """Write the vendor's error document for a status."""
    return envelope("error", status, HTTPStatus(status).phrase)


def open_desk(site: Site, *, success: Success = "empty", soft_errors: bool = False, disabled: bool = False) -> Desk:
    """Open MICE Operations' desk.

    `success` is what comes with 201, `soft_errors` sends every refusal with HTTP 200, and `disabled` has the key
    switched off. Raises ValueError for a kind of success that does not exist.
    """
    if success not in ("empty", "object", "receipt"):
        raise ValueError(f"no such success: {success!r}; there are empty, object, receipt")
    inbox = Inbox(disabled=disabled)
    return Desk(Counter(site, inbox, success, soft_errors).answer, inbox, error)


def _json(content_type: str, body: bytes) -> object:
    """Read a body that says it is JSON, and is [000:9-10]."""
    if content_type != "application/json":
        return None
    try:
        document: object = orjson.loads(body)
    except ValueError:
        return None
    return document
