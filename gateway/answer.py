"""The response to a request of GraphQL over HTTP: its type, its status, how it is packed, how long it may be kept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from typing import Any, Final

import orjson
from aiohttp import hdrs, web
from aiohttp.abc import AbstractStreamWriter
from graphql import GraphQLError
from strawberry.http import GraphQLHTTPResponse

from gateway.compress import SMALLEST, encoding, packed
from gateway.negotiate import GRAPHQL, negotiate
from gateway.telemetry.noticed import notice_refusal

VARY: Final = "Accept, Accept-Encoding, Authorization, Foyer-Explain"
"""The request's headers that decide what is answered to a GET."""

_TAG: Final = re.compile(r'"[^"]*"')


class Written(dict[str, Any]):
    """One operation's response, written down once however many it is sent to."""

    body: bytes | None = None

    def written(self) -> bytes:
        """Give its bytes."""
        if self.body is None:
            self.body = orjson.dumps(dict(self))
        return self.body


class Answer(web.Response):
    """A response whose status, type and encoding are settled when it is sent: only then all is known."""

    def __init__(self, request: web.Request) -> None:
        super().__init__()
        self._asked: Final = request
        self._refused = False
        self._keepable = False
        self._settled = False

    def tell(self, told: GraphQLHTTPResponse | list[GraphQLHTTPResponse]) -> None:
        """Write what is told: one operation's response, or a list of them."""
        self.body = told.written() if isinstance(told, Written) else orjson.dumps(told)
        if isinstance(told, dict):
            self._refused = "data" not in told
            self._keepable = "errors" not in told and "explain" not in (told.get("extensions") or {})

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        """Settle the rest, if that is not done yet, and begin to send."""
        await self.settle()
        return await super().prepare(request)

    async def settle(self) -> None:
        """Settle status, type and encoding, now that all is known."""
        if self._settled:
            return
        self._settled = True
        media_type = media_type_of(self._asked)
        self.headers[hdrs.CONTENT_TYPE] = f"{media_type}; charset=utf-8"
        if media_type == GRAPHQL and self._refused and self.status == web.HTTPOk.status_code:
            self.set_status(400)
        await self._pack(self.body if isinstance(self.body, bytes) else b"")

    async def _pack(self, body: bytes) -> None:
        chosen = encoding(self._asked.headers.get(hdrs.ACCEPT_ENCODING)) if len(body) >= SMALLEST else None
        if self._asked.method == hdrs.METH_GET:
            self.headers[hdrs.VARY] = VARY
            self.headers[hdrs.CACHE_CONTROL] = "private, no-cache" if self._keepable else "no-store"
        elif len(body) >= SMALLEST:
            self.headers[hdrs.VARY] = hdrs.ACCEPT_ENCODING
        if self._asked.method == hdrs.METH_GET and self._keepable and self.status == web.HTTPOk.status_code:
            # Strong, so each encoding has its own.
            tag = f'"{sha256(body).hexdigest()[:32]}{f"-{chosen}" if chosen else ""}"'
            self.headers[hdrs.ETAG] = tag
            if _holds(self._asked.headers.getall(hdrs.IF_NONE_MATCH, ()), tag):
                self.set_status(web.HTTPNotModified.status_code)
                self.body = None
                return
        if chosen is not None:
            self.headers[hdrs.CONTENT_ENCODING] = chosen
            self.body = await packed(body, chosen)


def media_type_of(request: web.Request) -> str:
    """Give the media type a request is answered in."""
    return negotiate(accepted(request))


def accepted(request: web.Request) -> str | None:
    """Give what a request says it accepts, in however many headers."""
    return ",".join(request.headers.getall(hdrs.ACCEPT, ())) or None


def refusal(request: web.Request, status: int, error: GraphQLError) -> web.Response:
    """Give the response that is nothing but an error, with the status that says so."""
    notice_refusal(request, (error.extensions or {}).get("code"))
    response = web.Response(
        body=orjson.dumps({"errors": [error.formatted]}),
        status=status,
        headers={hdrs.CONTENT_TYPE: f"{media_type_of(request)}; charset=utf-8", hdrs.CACHE_CONTROL: "no-store"},
    )
    if request.method == hdrs.METH_GET:
        response.headers[hdrs.VARY] = VARY
    return response


def _holds(headers: Iterable[str], tag: str) -> bool:
    known = ",".join(headers)
    return known.strip() == "*" or tag in _TAG.findall(known)
