"""GraphQL over a WebSocket, as the protocol graphql-transport-ws has it.

Strawberry's handler keeps the protocol. Here is what is the house's own: messages are read strictly, whoever begins is
known by the token in the first message as they would be by the header, every operation is opened like one of a request
of its own, and who does not take what is sent is parted with.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, Protocol, cast

import orjson
from aiohttp import ClientConnectionResetError, WSCloseCode, web
from cross_web import HTTPException
from graphql import GraphQLError
from strawberry.aiohttp.views import AiohttpWebSocketAdapter
from strawberry.exceptions import ConnectionRejectionError
from strawberry.http.exceptions import WebSocketDisconnected
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import BaseGraphQLTransportWSHandler, Operation
from strawberry.types.unset import UnsetType

from gateway.answers import Told
from gateway.asked import Asked, read_asked
from gateway.auth import Refused
from gateway.errors import masked
from schema.context import Context
from schema.types.errors import ErrorCode

PROTOCOL: Final = "graphql-transport-ws"

MOST_OPERATIONS: Final = 100
"""How many operations one connection may have under way."""

LONGEST_ID: Final = 200
"""How many characters an operation's id may have."""

INIT_SECONDS: Final = 10.0
"""How long a client may take to say who it is."""

BEAT_SECONDS: Final = 30.0
"""How often a client is asked whether it is there; who does not answer within half of that is gone."""

PARTING_SECONDS: Final = 5.0
"""How long a client may take for the parting word."""

TOO_SLOW: Final = "Too slow: events were not taken"
_STRICT: Final = {"connection_init", "ping", "pong", "subscribe", "complete"}


class Door(Protocol):
    """What a conversation needs of the view it is held at."""

    async def open(self, request: web.Request, authorization: str | None) -> Context:
        """Open an operation of who shows this."""

    def answers(
        self, request: web.Request, authorization: str | None, asked: Asked, drop: Callable[[], None]
    ) -> AsyncGenerator[Told]:
        """Run an operation; gives each answer."""


@dataclass(slots=True)
class Shown:
    """What a client showed when it began."""

    connection_params: Mapping[str, object] = field(default_factory=dict)


class Line(AiohttpWebSocketAdapter):
    """One connection's messages, as text."""

    def __init__(self, view: Any, request: web.Request, ws: web.WebSocketResponse) -> None:  # noqa: ANN401  # Strawberry's signature
        super().__init__(view, request, ws)
        self._parting: asyncio.Task[None] | None = None

    async def send_json(self, message: Mapping[str, object]) -> None:
        """Send a message; waits until the client takes it."""
        try:
            await self.ws.send_str(orjson.dumps(message).decode())
        except (RuntimeError, ClientConnectionResetError) as gone:
            raise WebSocketDisconnected from gone

    async def close(self, code: int, reason: str) -> None:
        """Say why it is over and end it, whether the client takes that or not."""
        with suppress(TimeoutError, ClientConnectionResetError):
            async with asyncio.timeout(PARTING_SECONDS):
                await self.ws.close(code=code, message=reason.encode()[:123])
        if self.request.transport is not None:
            self.request.transport.abort()

    async def leave(self) -> None:
        """Part with a client that may come again: the house closes, or is put in order."""
        await self.close(WSCloseCode.SERVICE_RESTART, "Closing: come again")

    def drop(self) -> None:
        """Part with a client that is too slow."""
        if self._parting is None:
            self._parting = asyncio.create_task(self.close(WSCloseCode.TRY_AGAIN_LATER, TOO_SLOW))


class Conversation(BaseGraphQLTransportWSHandler[Any, None]):
    """One client's conversation.

    Args:
        door: what opens and runs operations.
        line: its messages.
        schema: the graph.

    """

    def __init__(self, door: Door, line: Line, schema: Any) -> None:  # noqa: ANN401  # Strawberry's schema
        super().__init__(cast("Any", self), line, Shown(), None, schema, timedelta(seconds=INIT_SECONDS))
        self._door: Final = door
        self._line: Final = line
        self._asked: Final[dict[str, Asked]] = {}

    @property
    def _authorization(self) -> str | None:
        params = self.context.connection_params
        shown = params.get("Authorization", params.get("authorization"))
        return shown if isinstance(shown, str) else self._line.request.headers.get("Authorization")

    async def hold(self) -> None:
        """Hold the conversation until either end closes it."""
        try:
            await self.handle()
        except Exception as fault:  # noqa: BLE001  # the last line: whatever it is, no trace of it leaves the house
            masked(fault, None)
            await self._line.close(WSCloseCode.INTERNAL_ERROR, "The gateway failed")

    async def on_ws_connect(self, _: object) -> UnsetType:
        """Know who begins, as the base class asks its view to; whoever is not known is sent away with 4403."""
        try:
            (await self._door.open(self._line.request, self._authorization)).close()
        except Refused as refused:
            raise ConnectionRejectionError from refused
        return UnsetType()

    async def handle_message(self, message: Any) -> None:  # noqa: ANN401  # whatever a client sends
        """Hear a message. One that makes no sense ends the conversation with 4400, as the protocol has it."""
        kind = message.get("type") if isinstance(message, dict) else None
        if not isinstance(kind, str) or kind not in _STRICT:
            await self.handle_invalid_message("Expected a message of the protocol graphql-transport-ws")
            return
        key = message.get("id")
        if kind in {"subscribe", "complete"} and not (isinstance(key, str) and 0 < len(key) <= LONGEST_ID):
            await self.handle_invalid_message(f"Expected an id of at most {LONGEST_ID} characters")
            return
        if kind == "connection_init" and message.get("payload") is None:
            message = {"type": kind}
        if kind == "subscribe" and self.connection_acknowledged and message["id"] not in self.operations:
            await self._subscribe(message["id"], message.get("payload"))
            return
        await super().handle_message(message)

    async def _subscribe(self, key: str, payload: object) -> None:
        try:
            asked = read_asked(payload)
        except HTTPException as fault:
            await self.handle_invalid_message(fault.reason[:100])
            return
        if not isinstance(asked, Asked):
            await self.handle_invalid_message("Expected one operation")
            return
        if len(self.operations) >= MOST_OPERATIONS:
            sentence = f"At most {MOST_OPERATIONS} operations can be under way on one connection."
            error = GraphQLError(sentence, extensions={"code": ErrorCode.FORBIDDEN.value})
            await self.send_message({"id": key, "type": "error", "payload": [error.formatted]})
            return
        self._asked[key] = asked
        await super().handle_message({"id": key, "type": "subscribe", "payload": {"query": ""}})

    async def cleanup_operation(self, operation_id: str) -> None:
        """End an operation, even one that has not begun yet."""
        self._asked.pop(operation_id, None)
        await super().cleanup_operation(operation_id)

    async def run_operation(self, operation: Operation[Any, None]) -> None:
        """Run an operation to its end and say that it is over."""
        asked = self._asked.pop(operation.id)
        try:
            run = self._door.answers(self._line.request, self._authorization, asked, self._line.drop)
            async with aclosing(run) as answers:
                async for answer in answers:
                    await self._say(operation, answer)
            await operation.send_operation_message({"id": operation.id, "type": "complete"})
        except WebSocketDisconnected:
            self.operations.pop(operation.id, None)

    async def _say(self, operation: Operation[Any, None], answer: Told) -> None:
        kind, payload = ("error", answer.body["errors"]) if answer.refused else ("next", answer.body)
        await operation.send_operation_message(cast("Any", {"id": operation.id, "type": kind, "payload": payload}))

    async def handle_task_exception(self, error: Exception) -> None:
        """Log a fault in one line."""
        masked(error, None)
