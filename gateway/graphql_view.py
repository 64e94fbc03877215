"""GraphQL over HTTP: each operation of a request is run once, in a context of its own.

Most are answered in one response. What is answered in parts or by events goes out as it comes, one operation a request;
over a WebSocket, as many as its conversation has under way.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
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

from gateway.answer import Answer, Written, accepted, refusal
from gateway.answers import Told, answers
from gateway.asked import PARAMETERS, Asked, read_asked
from gateway.auth import Refused
from gateway.context import Open
from gateway.cross_site import PROOFS, from_another_site
from gateway.documents import Documents
from gateway.errors import masked
from gateway.finding import Finding
from gateway.framing import PARTS_FRAMED, Framing, NotTakenError, framing
from gateway.lines import Lines
from gateway.negotiate import JSON
from gateway.response import response
from gateway.rooms import Rooms
from gateway.sharing import Sharing, key_of
from gateway.slow import BODY_SECONDS
from gateway.socket_door import SocketDoor
from gateway.streaming import stream
from gateway.telemetry.noticed import Noticed, notice, noticed
from gateway.telemetry.telemetry import Telemetry
from gateway.turned_away import METHODS, error_of, other_method, turned_away
from schema.build import Schema
from schema.context import Context
from schema.delivery import Delivery
from schema.types.errors import ErrorCode

EXPLAIN: Final = "Foyer-Explain"
"""The request header that asks for the vendor calls an operation took."""

TRACE: Final = "apollo-federation-include-trace"
"""The request header that asks, by the value `ftv1`, how long each field took."""

_FROM_ANOTHER_SITE: Final = f"A page of another site asks by GET: send the header {PROOFS[0]} along, or use POST."
_OPENED: Final = web.RequestKey("opened", list[Context])
_WAY: Final = web.RequestKey("way", tuple[Delivery, Framing])


@dataclass
class _Ran:
    """What came of an execution, with the context it ran in; several requests may share it."""

    result: ExecutionResult
    context: Context
    response: Written | None = None


@dataclass
class _Outcome(ExecutionResult):
    """What came of an operation: of an execution of its own, or of one it shares."""

    ran: _Ran | None = None
    asked: Context | None = None


class View(GraphQLView[Context, None]):
    """The `/graphql` endpoint."""

    def __init__(  # noqa: PLR0913, PLR0917  # its parts, each made elsewhere
        self,
        schema: Schema,
        begin: Open,
        page: Callable[[], web.Response] | None,
        documents: Documents | None = None,
        lines: Lines | None = None,
        telemetry: Telemetry | None = None,
    ) -> None:
        """Make the endpoint.

        Args:
            schema: the graph.
            begin: opens an operation of a request, for whoever shows this Authorization.
            page: what a browser is shown; None to show it nothing.
            documents: finds an operation's document; None where none are known but those that come along.
            lines: the connections that stay open.
            telemetry: what is told of what goes on longer than its request.

        """
        super().__init__(schema, graphql_ide=None, subscription_protocols=())
        self._graph = schema
        self._begin = begin
        self._lines = Lines() if lines is None else lines
        telemetry = telemetry or Telemetry()
        self.rooms = Rooms(schema, telemetry)
        self._finding = Finding(schema, documents or Documents())
        self._socket_door = SocketDoor(schema, begin, self._finding, self._lines, self.rooms, telemetry)
        self._page = page
        self._sharing: Sharing[_Ran] = Sharing()

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        """Answer a request."""
        request[_OPENED] = []
        if request.method not in METHODS:
            return other_method(request)
        try:
            if self._page is not None and self.should_render_graphql_ide(self.request_adapter_class(request)):
                return self._page()
            if _asks_for_a_socket(request):
                return await self._socket_door.converse(self, request)
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
        context = await self._begin(request, request.headers.get(hdrs.AUTHORIZATION))
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
            asked = cast("Asked", request_data)
            way = await self._finding(asked, context, noticed(request, context))
            framed = _framing(request, way)
            if framed is None:
                return await self._run(request, request_adapter, sub_response, context, root_value, asked)
            request[_WAY] = (way, framed)
            if way is Delivery.EVENTS:
                context.drop = partial(_part, request)
                return cast("SubscriptionExecutionResult", self.rooms.answers(asked, context))
            allowed = OperationType.from_http(request_adapter.method)
            return cast("SubscriptionExecutionResult", answers(self._graph, asked, context, allowed))
        contexts = [context]
        while len(contexts) < len(request_data):
            contexts.append(await self.get_context(request, sub_response))

        async def run(one: GraphQLRequestData, at: Context) -> ExecutionResult:
            try:
                return await self.execute_single(request, request_adapter, sub_response, at, root_value, one)
            except (Refused, HTTPException) as fault:
                return _outcome(_Ran(ExecutionResult(None, [error_of(fault)]), at), at)

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
        asked = cast("Asked", request_data)
        if await self._finding(asked, context, noticed(request, context)) is not Delivery.ONCE:
            raise HTTPException(400, "What is answered in parts or by events is asked in a request of its own.")
        return await self._run(request, request_adapter, sub_response, context, root_value, asked)

    async def _run(  # noqa: PLR0913, PLR0917  # Strawberry's parts of one operation
        self,
        request: web.Request,
        request_adapter: AsyncHTTPRequestAdapter,
        sub_response: web.Response,
        context: Context,
        root_value: None,
        asked: Asked,
    ) -> ExecutionResult:
        """Run an operation, or wait for another that asks the same."""
        execute = super().execute_single

        async def run() -> _Ran:
            try:
                result = await execute(request, request_adapter, sub_response, context, root_value, asked)
            finally:
                context.close()
            return _Ran(result, context)

        # What is executed outlives this request, if others wait for the same: it closes its context itself.
        request[_OPENED].remove(context)
        return _outcome(await self._sharing.run(key_of(asked.query or "", asked, context), run), context)

    async def _create_streaming_response(
        self,
        request: web.Request,
        result: SubscriptionExecutionResult,
        protocol: str,  # noqa: ARG002  # Strawberry's signature
        sub_response: web.Response,
    ) -> web.StreamResponse:
        """Send answers as they come; what turns out to be one answer in one part, as the one response it is."""
        (way, framed), told = request[_WAY], cast("AsyncGenerator[Told]", result)
        one = noticed(request, request[_OPENED][0])
        async with aclosing(told):
            if way is Delivery.EVENTS:
                with self._lines.held(partial(_parted, request)):
                    return await stream(request, _bodies(one, told), framed)
            first = await anext(told)
            if not first.part and framed is PARTS_FRAMED:
                if one is not None:
                    one.answered(first.body)
                return self.create_response(cast("GraphQLHTTPResponse", first.body), sub_response)
            return await stream(request, _bodies(one, told, first), framed)

    async def process_result(self, request: web.Request, result: ExecutionResult) -> GraphQLHTTPResponse:
        """Write an execution's result as the response tells it."""
        ran, asked = (result.ran, result.asked) if isinstance(result, _Outcome) else (None, None)
        if ran is None:
            told = response(result, None)
        else:
            # Written once for all who share it, that its bytes are too.
            told = ran.response = ran.response or response(ran.result, ran.context)
        if (one := noticed(request, asked)) is not None:
            one.answered(told)
        return cast("GraphQLHTTPResponse", told)

    def create_response(
        self, response_data: GraphQLHTTPResponse | list[GraphQLHTTPResponse], sub_response: web.Response
    ) -> web.Response:
        """Write the response's bytes."""
        if isinstance(sub_response, Answer):
            sub_response.tell(response_data)
        return sub_response


def _outcome(ran: _Ran, asked: Context) -> _Outcome:
    return _Outcome(ran.result.data, ran.result.errors, ran.result.extensions, ran, asked)


async def _bodies(one: Noticed | None, told: AsyncGenerator[Told], *first: Told) -> AsyncGenerator[dict[str, Any]]:
    """Give what each answer tells, and notice it."""
    for answer in first:
        yield _noticed(one, answer)
    async for answer in told:
        yield _noticed(one, answer)


def _noticed(one: Noticed | None, answer: Told) -> Any:  # noqa: ANN401  # JSON, or what is written already
    if one is not None:
        one.told(answer.body)
    return answer.body


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
