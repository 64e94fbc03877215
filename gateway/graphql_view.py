"""GraphQL over HTTP: each operation of a request is run once, in a context of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

import orjson
from aiohttp import web
from cross_web import AsyncHTTPRequestAdapter, HTTPException
from strawberry.aiohttp.views import GraphQLView
from strawberry.http import GraphQLHTTPResponse, GraphQLRequestData
from strawberry.http.base import BaseRequestProtocol
from strawberry.types import ExecutionResult, SubscriptionExecutionResult

from gateway.answer import Answer, Written, refusal
from gateway.asked import PARAMETERS, Asked, read_asked
from gateway.auth import Refused
from gateway.cross_site import PROOFS, from_another_site
from gateway.documents import Documents
from gateway.errors import masked, told
from gateway.negotiate import JSON
from gateway.sharing import Sharing, key_of
from gateway.slow import BODY_SECONDS
from gateway.telemetry.noticed import notice, noticed
from gateway.turned_away import METHODS, error_of, other_method, turned_away
from loaders.inquiry import Call
from schema.build import Schema
from schema.context import Context
from schema.types.errors import ErrorCode

EXPLAIN: Final = "Foyer-Explain"
"""The request header that asks for the vendor calls an operation took."""

TRACE: Final = "apollo-federation-include-trace"
"""The request header that asks, by the value `ftv1`, how long each field took."""

_FROM_ANOTHER_SITE: Final = f"A page of another site asks by GET: send the header {PROOFS[0]} along, or use POST."
_OPENED: Final = web.RequestKey("opened", list[Context])


@dataclass
class _Ran:
    """What came of an execution, with the context it ran in; several requests may share it."""

    result: ExecutionResult
    context: Context
    response: Written | None = None


@dataclass
class _Told(ExecutionResult):
    """What came of an operation: of an execution of its own, or of one it shares."""

    ran: _Ran | None = None
    asked: Context | None = None


class View(GraphQLView[Context, None]):
    """The `/graphql` endpoint."""

    def __init__(
        self,
        schema: Schema,
        begin: Callable[[web.Request], Awaitable[Context]],
        page: Callable[[], web.Response] | None,
        documents: Documents | None = None,
    ) -> None:
        """Make the endpoint.

        Args:
            schema: the graph.
            begin: opens an operation of a request.
            page: what a browser is shown; None to show it nothing.
            documents: finds an operation's document; None where none are known but those that come along.

        """
        super().__init__(schema, graphql_ide=None, subscription_protocols=())
        self._begin = begin
        self._page = page
        self._documents = documents or Documents()
        self._sharing: Sharing[_Ran] = Sharing()

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        """Answer a request."""
        request[_OPENED] = []
        if request.method not in METHODS:
            return other_method(request)
        try:
            if self._page is not None and self.should_render_graphql_ide(self.request_adapter_class(request)):
                return self._page()
            _refuse_another_site(request)
            return await self._settled(request)
        except (Refused, HTTPException, web.HTTPException) as fault:
            return turned_away(request, fault)
        except Exception as fault:  # noqa: BLE001  # the last line: whatever it is, no trace of it leaves the house
            return refusal(request, web.HTTPInternalServerError.status_code, masked(fault, None))
        finally:
            for context in request[_OPENED]:
                context.close()

    async def _settled(self, request: web.Request) -> web.StreamResponse:
        response = await self.run(request=request)
        if isinstance(response, Answer):
            await response.settle()
        return response

    async def get_context(self, request: web.Request, response: web.Response | web.WebSocketResponse) -> Context:  # noqa: ARG002  # Strawberry's signature
        """Open an operation of the request."""
        context = await self._begin(request)
        request[_OPENED].append(context)
        notice(request, context)
        return context

    async def get_sub_response(self, request: web.Request) -> web.Response:
        """Begin the response."""
        return Answer(request)

    def should_render_graphql_ide(self, request: BaseRequestProtocol) -> bool:
        """Tell whether a browser came to look; whoever takes anything wants no page."""
        asks = any(request.query_params.get(name) is not None for name in PARAMETERS)
        looks = request.method == "GET" and not asks
        return self._page is not None and looks and "text/html" in request.headers.get("accept", "")

    async def parse_http_body(self, request: AsyncHTTPRequestAdapter) -> GraphQLRequestData | list[GraphQLRequestData]:
        """Read what was asked; what is no request of GraphQL over HTTP is refused with a sentence."""
        if request.method == "GET":
            return read_asked(self.parse_query_params(request.query_params))
        # Its first part to the letter: a browser sends `text/plain; application/json` to any site without asking.
        if (request.content_type or "").partition(";")[0].strip().lower() != JSON:
            raise HTTPException(415, f"Expected content of type {JSON}.")
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await request.get_body()
        except TimeoutError:
            raise HTTPException(408, f"The request's body did not come within {BODY_SECONDS:g} s.") from None
        return read_asked(self.parse_json(body))

    def decode_json(self, data: str | bytes) -> object:
        """Read JSON: UTF-8, of a depth that can be read, with no half of a surrogate pair."""
        return orjson.loads(data)

    async def execute_operation(  # noqa: PLR0913, PLR0917  # Strawberry's signature
        self,
        request: web.Request,
        request_adapter: AsyncHTTPRequestAdapter,
        request_data: GraphQLRequestData | list[GraphQLRequestData],
        context: Context,
        root_value: None,
        sub_response: web.Response,
    ) -> ExecutionResult | list[ExecutionResult] | SubscriptionExecutionResult:
        """Run what was asked for: several operations side by side, each in a context of its own, in their order."""
        if not isinstance(request_data, list):
            return await super().execute_operation(
                request, request_adapter, request_data, context, root_value, sub_response
            )
        contexts = [context]
        while len(contexts) < len(request_data):
            contexts.append(await self.get_context(request, sub_response))

        async def run(one: GraphQLRequestData, at: Context) -> ExecutionResult:
            try:
                return await self.execute_single(request, request_adapter, sub_response, at, root_value, one)
            except (Refused, HTTPException) as fault:
                return _told(_Ran(ExecutionResult(None, [error_of(fault)]), at), at)

        return await asyncio.gather(*(run(one, at) for one, at in zip(request_data, contexts, strict=True)))

    async def execute_single(  # noqa: PLR0913, PLR0917  # Strawberry's signature
        self,
        request: web.Request,
        request_adapter: AsyncHTTPRequestAdapter,
        sub_response: web.Response,
        context: Context,
        root_value: None,
        request_data: GraphQLRequestData,
    ) -> ExecutionResult:
        """Find an operation's document and run it."""
        if isinstance(request_data, Asked):
            document = await self._documents.find(request_data)
            request_data.query, context.trusted = document.text, document.known
        if (one := noticed(request, context)) is not None:
            one.text, one.asked_name = request_data.query, request_data.operation_name
        execute = super().execute_single

        async def run() -> _Ran:
            try:
                result = await execute(request, request_adapter, sub_response, context, root_value, request_data)
            finally:
                context.close()
            return _Ran(result, context)

        # What is executed outlives this request, if others wait for the same: it closes its context itself.
        request[_OPENED].remove(context)
        ran = await self._sharing.run(key_of(request_data.query or "", request_data, context), run)
        context.document = ran.context.document
        return _told(ran, context)

    async def process_result(self, request: web.Request, result: ExecutionResult) -> GraphQLHTTPResponse:
        """Write an execution's result as the response tells it."""
        ran, asked = (result.ran, result.asked) if isinstance(result, _Told) else (None, None)
        if ran is None:
            response = _written(result, None)
        else:
            # Written once for all who share it, that its bytes are too.
            response = ran.response = ran.response or _written(result, ran.context)
        if (one := noticed(request, asked)) is not None:
            one.answered(response)
        return response  # type: ignore[return-value]  # the same shape, without the keys that do not apply

    def create_response(
        self, response_data: GraphQLHTTPResponse | list[GraphQLHTTPResponse], sub_response: web.Response
    ) -> web.Response:
        """Write the response's bytes."""
        if isinstance(sub_response, Answer):
            sub_response.tell(response_data)
        return sub_response


def _refuse_another_site(request: web.Request) -> None:
    if request.method == "GET" and from_another_site(request.headers):
        raise Refused(403, ErrorCode.FORBIDDEN, _FROM_ANOTHER_SITE)


def _told(ran: _Ran, asked: Context) -> _Told:
    return _Told(ran.result.data, ran.result.errors, ran.result.extensions, ran, asked)


def _written(result: ExecutionResult, context: Context | None) -> Written:
    errors = [*(result.errors or ()), *(context.faults if context is not None else ())]
    response = Written({"data": result.data})
    if errors:
        response["errors"] = told(errors)
    if result.data is None and not any(error.path for error in errors):
        del response["data"]
    extensions = dict(result.extensions or {})
    if context is not None and context.explain:
        extensions["explain"] = {"calls": [explained(call) for call in context.inquiry.calls]}
    if extensions:
        response["extensions"] = extensions
    return response


def explained(call: Call) -> dict[str, object]:
    """Tell of a vendor call, as the contract names it."""
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
