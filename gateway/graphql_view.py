"""GraphQL over HTTP: one execution a request, in the media type the client asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import orjson
from aiohttp import web
from aiohttp.abc import AbstractStreamWriter
from cross_web import AsyncHTTPRequestAdapter, HTTPException
from graphql import GraphQLError
from strawberry.aiohttp.views import GraphQLView
from strawberry.http import GraphQLHTTPResponse, GraphQLRequestData
from strawberry.http.base import BaseRequestProtocol
from strawberry.schema.exceptions import InvalidOperationTypeError
from strawberry.types import ExecutionResult

from gateway.auth import Refused
from gateway.errors import masked, told
from gateway.negotiate import GRAPHQL, JSON, negotiate
from loaders.inquiry import Call
from schema.build import Schema
from schema.context import Context
from schema.types.errors import ErrorCode

EXPLAIN: Final = "Foyer-Explain"
"""The request header that asks for the vendor calls an operation took."""

METHODS: Final = ("GET", "POST")

_EXPECTED: Final = "Expected a JSON object with a query, and perhaps variables and operationName."
_TYPE: Final = web.RequestKey("media_type", str)
_CONTEXT: Final = web.RequestKey("context", Context)
_REFUSED: Final = web.RequestKey("refused", bool)


class View(GraphQLView[Context, None]):
    """The `/graphql` endpoint."""

    def __init__(
        self, schema: Schema, begin: Callable[[web.Request], Context], page: Callable[[], web.Response] | None
    ) -> None:
        """Make the endpoint.

        Args:
            schema: the graph.
            begin: opens the operation of a request.
            page: what a browser is shown; None to show it nothing.

        """
        super().__init__(schema, graphql_ide=None, subscription_protocols=())
        self._begin = begin
        self._page = page

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        """Answer a request."""
        media_type = request[_TYPE] = negotiate(",".join(request.headers.getall("Accept", ())) or None)
        if request.method not in METHODS:
            return _refused(media_type, 405, f"Expected {' or '.join(METHODS)}; got {request.method}.", allow=METHODS)
        try:
            if self._page is not None and self.should_render_graphql_ide(self.request_adapter_class(request)):
                return self._page()
            return await self.run(request=request)
        except (Refused, HTTPException, web.HTTPException) as refusal:
            return _turned_away(media_type, refusal)
        except Exception as fault:  # noqa: BLE001  # the last line: whatever it is, no trace of it leaves the house
            return _failed(media_type, fault)
        finally:
            context = request.get(_CONTEXT)
            if context is not None:
                context.close()

    async def get_context(self, request: web.Request, response: web.Response | web.WebSocketResponse) -> Context:  # noqa: ARG002  # Strawberry's signature
        """Open the request's operation."""
        context = self._begin(request)
        request[_CONTEXT] = context
        return context

    def should_render_graphql_ide(self, request: BaseRequestProtocol) -> bool:
        """Tell whether a browser came to look; whoever takes anything wants no page."""
        looks = request.method == "GET" and request.query_params.get("query") is None
        return self._page is not None and looks and "text/html" in request.headers.get("accept", "")

    async def parse_http_body(self, request: AsyncHTTPRequestAdapter) -> GraphQLRequestData:
        """Read what was asked; what is no request of GraphQL over HTTP is refused with a sentence."""
        if request.method == "POST" and JSON not in (request.content_type or ""):
            raise HTTPException(415, f"Expected content of type {JSON}.")
        try:
            asked = await super().parse_http_body(request)
        except (AttributeError, ValueError):
            raise HTTPException(400, _EXPECTED) from None
        if isinstance(asked, list) or not isinstance(asked.operation_name, str | None):
            raise HTTPException(400, _EXPECTED)
        return asked

    def decode_json(self, data: str | bytes) -> object:
        """Read JSON: UTF-8, of a depth that can be read, with no half of a surrogate pair."""
        return orjson.loads(data)

    async def process_result(self, request: web.Request, result: ExecutionResult) -> GraphQLHTTPResponse:
        """Write an execution's result as the response tells it."""
        context: Context = request[_CONTEXT]
        errors = [*(result.errors or ()), *context.faults]
        response: dict[str, Any] = {"data": result.data}
        if errors:
            response["errors"] = told(errors)
        if result.data is None and not any(error.path for error in errors):
            request[_REFUSED] = True
            del response["data"]
        extensions = dict(result.extensions or {})
        if context.explain:
            extensions["explain"] = {"calls": [_explained(call) for call in context.inquiry.calls]}
        if extensions:
            response["extensions"] = extensions
        return response  # type: ignore[return-value]  # the same shape, without the keys that do not apply

    def create_response(
        self, response_data: GraphQLHTTPResponse | list[GraphQLHTTPResponse], sub_response: web.Response
    ) -> web.Response:
        """Write the response's bytes."""
        sub_response.body = orjson.dumps(response_data)
        return sub_response

    async def get_sub_response(self, request: web.Request) -> web.Response:
        """Begin the response."""
        return _Response(request)


class _Response(web.Response):
    """A response whose status and type are settled when it is sent: only then is known whether it is a refusal."""

    def __init__(self, request: web.Request) -> None:
        super().__init__()
        self._asked = request

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        media_type = self._asked[_TYPE]
        self.headers["Content-Type"] = f"{media_type}; charset=utf-8"
        if media_type == GRAPHQL and self._asked.get(_REFUSED) and self.status == web.HTTPOk.status_code:
            self.set_status(400)
        return await super().prepare(request)


def _explained(call: Call) -> dict[str, object]:
    return {
        "source": call.source,
        "vendor": call.vendor.upper(),
        "method": call.method,
        "path": call.path,
        "query": call.query,
        "status": call.status,
        "startMs": round(call.start_ms, 1),
        "durationMs": round(call.duration_ms, 1),
        "bytes": call.bytes,
        "asks": call.asks,
        "reason": call.reason,
        "cache": call.cache,
    }


def _refused(media_type: str, status: int, reason: str, allow: Sequence[str] = ()) -> web.Response:
    error = GraphQLError(reason, extensions={"code": ErrorCode.BAD_USER_INPUT.value})
    response = _errors(media_type, status, error)
    if allow:
        response.headers["Allow"] = ", ".join(allow)
    return response


def _turned_away(media_type: str, refusal: Refused | HTTPException | web.HTTPException) -> web.Response:
    if isinstance(refusal, Refused):
        return _unknown(media_type, refusal)
    if isinstance(refusal, web.HTTPException):
        return _refused(media_type, refusal.status, refusal.reason)
    if isinstance(refusal.__cause__, InvalidOperationTypeError):
        return _refused(media_type, 405, f"Expected POST: {refusal.reason}.", allow=("POST",))
    return _refused(media_type, refusal.status_code, refusal.reason)


def _unknown(media_type: str, refusal: Refused) -> web.Response:
    error = GraphQLError(str(refusal), extensions={"code": refusal.code.value})
    response = _errors(media_type, refusal.status, error)
    if refusal.status == web.HTTPUnauthorized.status_code:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _failed(media_type: str, fault: Exception) -> web.Response:
    return _errors(media_type, web.HTTPInternalServerError.status_code, masked(fault, None))


def _errors(media_type: str, status: int, error: GraphQLError) -> web.Response:
    body = orjson.dumps({"errors": [error.formatted]})
    return web.Response(body=body, status=status, headers={"Content-Type": f"{media_type}; charset=utf-8"})
