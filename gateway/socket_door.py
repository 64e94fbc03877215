"""What is asked over WebSockets: who may open one, and how each operation of it is opened, run and noticed."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Final

from aiohttp import web
from cross_web import HTTPException
from graphql import GraphQLError
from strawberry.aiohttp.views import GraphQLView

from gateway.answers import Told, answers
from gateway.asked import Asked
from gateway.auth import Refused
from gateway.context import Open
from gateway.conversation import BEAT_SECONDS, PROTOCOL, Conversation, Line
from gateway.cross_site import from_another_origin
from gateway.errors import masked, told
from gateway.finding import Finding
from gateway.lines import Lines
from gateway.rooms import Rooms
from gateway.telemetry.noticed import Noticed
from gateway.telemetry.telemetry import Telemetry
from gateway.turned_away import error_of
from schema.build import Schema
from schema.context import Context
from schema.delivery import Delivery
from schema.types.errors import ErrorCode

_IN_PARTS: Final = "@defer and @stream are answered by POST and GET, and not over a WebSocket."


class SocketDoor:
    """Where WebSockets are opened.

    Args:
        graph: the schema.
        begin: opens an operation.
        finding: finds its document.
        lines: the connections that stay open.
        rooms: who hears the same together.
        telemetry: what is told of each operation.

    """

    def __init__(  # noqa: PLR0913, PLR0917  # its parts, each made elsewhere
        self, graph: Schema, begin: Open, finding: Finding, lines: Lines, rooms: Rooms, telemetry: Telemetry
    ) -> None:
        self._open: Final = begin
        self._graph: Final = graph
        self._finding: Final = finding
        self._lines: Final = lines
        self._rooms: Final = rooms
        self._telemetry: Final = telemetry

    async def converse(self, view: GraphQLView[Context, None], request: web.Request) -> web.StreamResponse:
        """Hold a conversation.

        Raises:
            Refused: a page of another origin asks.

        """
        if from_another_origin(request.headers):
            raise Refused(403, ErrorCode.FORBIDDEN, "A WebSocket is opened from Foyer's own origin, or by no page.")
        socket = web.WebSocketResponse(
            protocols=(PROTOCOL,), heartbeat=BEAT_SECONDS, compress=False, max_msg_size=request.client_max_size
        )
        line = Line(view, request, socket)
        with self._lines.held(line.leave):
            await socket.prepare(request)
            if socket.ws_protocol is None:
                await line.close(4406, f"Subprotocol not acceptable: expected {PROTOCOL}")
            else:
                await Conversation(self, line, self._graph).hold()
        return socket

    async def open(self, request: web.Request, authorization: str | None) -> Context:
        """Open an operation of who shows this.

        Raises:
            Refused: it may not be opened, which is counted.

        """
        try:
            return await self._open(request, authorization)
        except Refused as refused:
            self._telemetry.refused(refused.code.value)
            raise

    async def answers(
        self, request: web.Request, authorization: str | None, asked: Asked, drop: Callable[[], None]
    ) -> AsyncGenerator[Told]:
        """Run an operation in a context of its own; gives each answer, the last why it went no further."""
        try:
            context = await self.open(request, authorization)
        except Refused as refused:
            yield _refusal(error_of(refused))
            return
        context.drop = drop
        one = Noticed(context)
        try:
            async with aclosing(self._run(asked, context, one)) as several:
                async for answer in several:
                    one.told(answer.body)
                    yield answer
        finally:
            context.close()
            self._telemetry.operation(request, one)

    async def _run(self, asked: Asked, context: Context, one: Noticed) -> AsyncGenerator[Told]:
        try:
            run = self._begin(await self._finding(asked, context, one), asked, context)
            async with aclosing(run) as several:
                async for answer in several:
                    yield answer
        except (Refused, HTTPException) as fault:
            yield _refusal(error_of(fault))
        except Exception as fault:  # noqa: BLE001  # the last line: whatever it is, no trace of it leaves the house
            yield _refusal(masked(fault, None))

    def _begin(self, way: Delivery, asked: Asked, context: Context) -> AsyncGenerator[Told]:
        if way is Delivery.PARTS:
            raise HTTPException(400, _IN_PARTS)
        return self._rooms.answers(asked, context) if way is Delivery.EVENTS else answers(self._graph, asked, context)


def _refusal(error: GraphQLError) -> Told:
    return Told({"errors": told([error])}, refused=True)
