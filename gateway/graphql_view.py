"""GraphQL over HTTP: each operation of a request is run once, in a context of its own.

Most are answered in one response. What is answered in parts or by events goes out as it comes, one operation a request;
over a WebSocket, as many as its conversation has under way.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, cast

import orjson
from aiohttp import hdrs, web
from cross_web import AsyncHTTPRequestAdapter, HTTPException
from strawberry.aiohttp.views import GraphQLView
from strawberry.http import GraphQLHTTPResponse, GraphQLRequestData
from strawberry.http.base import BaseRequestProtocol
from strawberry.types import ExecutionResult, SubscriptionExecutionResult
from strawberry.types.graphql import OperationType

from gateway.answer import Answer, accepted, refusal
from gateway.answers import Told, answers
from gateway.asked import PARAMETERS, Asked, read_asked
from gateway.auth import Refused
from gateway.conversation import BEAT_SECONDS, PROTOCOL, Conversation, Line
from gateway.cross_site import PROOFS, from_another_origin, from_another_site
from gateway.documents import Documents
from gateway.errors import masked
from gateway.framing import PARTS_FRAMED, Framing, NotTakenError, framing
from gateway.lines import Lines
from gateway.negotiate import JSON
from gateway.response import response
from gateway.rooms import Rooms
from gateway.streaming import stream
from gateway.turned_away import METHODS, error_of, other_method, turned_away
from schema.build import Schema
from schema.context import Context
from schema.delivery import Delivery
from schema.types.errors import ErrorCode

EXPLAIN: Final = "Foyer-Explain"
"""The request header that asks for the vendor calls an operation took."""

_FROM_ANOTHER_SITE: Final = f"A page of another site asks by GET: send the header {PROOFS[0]} along, or use POST."
_OPENED: Final = web.RequestKey("opened", list[Context])
_WAY: Final = web.RequestKey("way", tuple[Delivery, Framing])


@dataclass
class _Ran(ExecutionResult):
    """What came of an operation, with the context it ran in."""

    context: Context | None = None


class View(GraphQLView[Context, None]):
    """The `/graphql` endpoint."""

    def __init__(  # noqa: PLR0913, PLR0917  # its parts, each made elsewhere
        self,
        schema: Schema,
        begin: Callable[[web.Request, str | None], Awaitable[Context]],
        page: Callable[[], web.Response] | None,
        documents: Documents | None = None,
        lines: Lines | None = None,
        rooms: Rooms | None = None,
    ) -> None:
        """Make the endpoint.

        Args:
            schema: the graph.
            begin: opens an operation of a request, for whoever shows this Authorization.
            page: what a browser is shown; None to show it nothing.
            documents: finds an operation's document; None where none are known but those that come along.
            lines: the connections that stay open.
            rooms: who hears the same together.

        """
        super().__init__(schema, graphql_ide=None, subscription_protocols=())
        self._graph = schema
        self._begin = begin
        self._lines = Lines() if lines is None else lines
        self._rooms = Rooms(schema) if rooms is None else rooms
        self._page = page
        self._documents = documents or Documents()

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        """Answer a request."""
        request[_OPENED] = []
        if request.method not in METHODS:
            return other_method(request)
        try:
            if self._page is not None and self.should_render_graphql_ide(self.request_adapter_class(request)):
                return self._page()
            if _asks_for_a_socket(request):
                return await self._converse(request)
            _refuse_another_site(request)
            return await self.run(request=request)
        except (Refused, HTTPException, web.HTTPException) as fault:
            return turned_away(request, fault)
        except Exception as fault:  # noqa: BLE001  # the last line: whatever it is, no trace of it leaves the house
            return refusal(request, web.HTTPInternalServerError.status_code, masked(fault, None))
        finally:
            for context in request[_OPENED]:
                context.close()

    async def get_context(self, request: web.Request, response: web.Response | web.WebSocketResponse) -> Context:  # noqa: ARG002  # Strawberry's signature
        """Open an operation of the request."""
        context = await self.open(request, request.headers.get(hdrs.AUTHORIZATION))
        request[_OPENED].append(context)
        return context

    async def open(self, request: web.Request, authorization: str | None) -> Context:
        """Open an operation of who shows this."""
        return await self._begin(request, authorization)

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
        return read_asked(self.parse_json(await request.get_body()))

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
            asked = cast("Asked", request_data)
            way = await self._found(asked, context)
            framed = _framing(request, way)
            if framed is None:
                return await self._run(request, request_adapter, sub_response, context, root_value, asked)
            request[_WAY] = (way, framed)
            if way is Delivery.EVENTS:
                context.drop = partial(_part, request)
                return cast("SubscriptionExecutionResult", self._rooms.answers(asked, context))
            allowed = OperationType.from_http(request_adapter.method)
            return cast("SubscriptionExecutionResult", answers(self._graph, asked, context, allowed))
        contexts = [context]
        while len(contexts) < len(request_data):
            contexts.append(await self.get_context(request, sub_response))

        async def run(one: GraphQLRequestData, at: Context) -> ExecutionResult:
            try:
                return await self.execute_single(request, request_adapter, sub_response, at, root_value, one)
            except (Refused, HTTPException) as fault:
                return _Ran(None, [error_of(fault)], None, at)

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
        """Find an operation's document and run it, as one of several."""
        if await self._found(cast("Asked", request_data), context) is not Delivery.ONCE:
            raise HTTPException(400, "What is answered in parts or by events is asked in a request of its own.")
        return await self._run(request, request_adapter, sub_response, context, root_value, request_data)

    async def _found(self, asked: Asked, context: Context) -> Delivery:
        """Find an operation's document and tell how it is answered."""
        document = await self._documents.find(asked)
        asked.query, context.trusted = document.text, document.known
        known = document.known or self._graph.known(document.text, context.allowed)
        return Delivery.ONCE if known is None else known.delivered(asked.operation_name, asked.variables or {})

    async def _run(self, *parts: Any) -> ExecutionResult:  # noqa: ANN401  # Strawberry's parts of one operation
        result = await super().execute_single(*parts)
        return _Ran(result.data, result.errors, result.extensions, parts[3])

    async def _create_streaming_response(
        self,
        request: web.Request,
        result: SubscriptionExecutionResult,
        protocol: str,  # noqa: ARG002  # Strawberry's signature
        sub_response: web.Response,
    ) -> web.StreamResponse:
        """Send answers as they come; what turns out to be one answer in one part, as the one response it is."""
        (way, framed), told = request[_WAY], cast("AsyncGenerator[Told]", result)
        async with aclosing(told):
            if way is Delivery.EVENTS:
                with self._lines.held(partial(_parted, request)):
                    return await stream(request, _bodies(told), framed)
            first = await anext(told)
            if not first.part and framed is PARTS_FRAMED:
                return self.create_response(cast("GraphQLHTTPResponse", first.body), sub_response)
            return await stream(request, _bodies(told, first), framed)

    async def answers(self, asked: Asked, context: Context) -> AsyncGenerator[Told]:
        """Run an operation of a WebSocket; gives each answer."""
        way = await self._found(asked, context)
        if way is Delivery.PARTS:
            raise HTTPException(400, "@defer and @stream are answered by POST and GET, and not over a WebSocket.")
        events = way is Delivery.EVENTS
        run = self._rooms.answers(asked, context) if events else answers(self._graph, asked, context)
        async with aclosing(run) as told:
            async for one in told:
                yield one

    async def _converse(self, request: web.Request) -> web.StreamResponse:
        """Hold a conversation over a WebSocket."""
        if from_another_origin(request.headers):
            raise Refused(403, ErrorCode.FORBIDDEN, "A WebSocket is opened from Foyer's own origin, or by no page.")
        socket = web.WebSocketResponse(
            protocols=(PROTOCOL,), heartbeat=BEAT_SECONDS, compress=False, max_msg_size=request.client_max_size
        )
        line = Line(self, request, socket)
        with self._lines.held(line.leave):
            await socket.prepare(request)
            if socket.ws_protocol is None:
                await line.close(4406, f"Subprotocol not acceptable: expected {PROTOCOL}")
            else:
                await Conversation(self, line, self._graph).hold()
        return socket

    async def process_result(self, request: web.Request, result: ExecutionResult) -> GraphQLHTTPResponse:  # noqa: ARG002  # Strawberry's signature
        """Write an execution's result as the response tells it."""
        context = result.context if isinstance(result, _Ran) else None
        return cast("GraphQLHTTPResponse", response(result, context))

    def create_response(
        self, response_data: GraphQLHTTPResponse | list[GraphQLHTTPResponse], sub_response: web.Response
    ) -> web.Response:
        """Write the response's bytes."""
        if isinstance(sub_response, Answer):
            sub_response.tell(response_data)
        return sub_response


async def _bodies(told: AsyncGenerator[Told], *first: Told) -> AsyncGenerator[dict[str, Any]]:
    for one in first:
        yield one.body
    async for one in told:
        yield one.body


def _part(request: web.Request) -> None:
    """Part with a client that takes nothing."""
    if request.transport is not None:
        request.transport.abort()


async def _parted(request: web.Request) -> None:
    """Part with a client that may come again; what it was sent already still reaches it."""
    if request.transport is not None:
        request.transport.close()


def _refuse_another_site(request: web.Request) -> None:
    if request.method == "GET" and from_another_site(request.headers):
        raise Refused(403, ErrorCode.FORBIDDEN, _FROM_ANOTHER_SITE)


def _framing(request: web.Request, way: Delivery) -> Framing | None:
    try:
        return framing(way, accepted(request))
    except NotTakenError as refusal:
        said = " or ".join(refusal.args)
        sentence = f"This operation is answered as {said}: expected one of them in Accept."
        raise Refused(406, ErrorCode.BAD_USER_INPUT, sentence) from None


def _asks_for_a_socket(request: web.Request) -> bool:
    return request.method == "GET" and request.headers.get(hdrs.UPGRADE, "").lower() == "websocket"
