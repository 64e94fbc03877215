"""How tests hear what is answered in parts or by events: multipart bodies, event streams, WebSockets."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp

from gateway.app import FEED, ROOMS
from sandbox.booking_experts.webhooks import event_payload, sign
from tests.house import House

PARTS = {"Accept": "multipart/mixed, application/json"}
EVENTS = {"Accept": "text/event-stream"}
SECRET = "sandbox-webhook-secret"
PROTOCOL = "graphql-transport-ws"


async def next_part(response: aiohttp.ClientResponse) -> dict[str, Any] | None:
    """Read the next part of a multipart answer, as soon as its boundary is there; None behind the last."""
    text = b""
    while not text.rstrip(b"\r").endswith((b"\r\n---", b"\r\n-----")) and text not in {b"---", b"--\r\n"}:
        more = await response.content.read(1)
        if not more:
            return None
        text += more
    if text == b"---":
        return await next_part(response)
    _, _, body = text.partition(b"\r\n\r\n")
    return json.loads(body.rpartition(b"\r\n")[0]) if body else None


async def parts_of(response: aiohttp.ClientResponse) -> list[dict[str, Any]]:
    """Read all parts of a multipart answer."""
    parts = []
    while (part := await next_part(response)) is not None:
        parts.append(part)
    return parts


async def next_event(response: aiohttp.ClientResponse) -> tuple[str, Any] | None:
    """Read the next event of an event stream, comments left out; None at its end."""
    name = ""
    while line := (await response.content.readline()).decode().rstrip("\r\n") + "\n":
        if response.content.at_eof() and line == "\n":
            return None
        field, _, value = line.strip().partition(": ")
        if field == "event":
            name = value
        elif field in {"data", "data:"}:
            return name, json.loads(value) if value else None
    return None


def merged(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """Put the parts of an answer together, as a client does."""
    data: dict[str, Any] = parts[0]["data"]
    announced: dict[str, list[Any]] = {}
    for part in parts:
        announced |= {one["id"]: one["path"] for one in part.get("pending", ())}
        for one in part.get("incremental", ()):
            place: Any = data
            for step in [*announced[one["id"]], *one.get("subPath", ())]:
                place = place[step]
            if "items" in one:
                place.extend(one["items"])
            else:
                _merge(place, one["data"])
    return data


def _merge(into: dict[str, Any], more: Mapping[str, Any]) -> None:
    for key, value in more.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = value


@dataclass(slots=True)
class Talk:
    """A conversation over a WebSocket."""

    socket: aiohttp.ClientWebSocketResponse
    house: House

    async def subscribe(self, query: str, key: str = "1", **payload: Any) -> None:
        """Begin an operation."""
        await self.socket.send_json({"type": "subscribe", "id": key, "payload": {"query": query, **payload}})

    async def listening(self, query: str, key: str = "1", **payload: Any) -> None:
        """Subscribe, and wait until changes are heard."""
        before = self.house.app[ROOMS].hearers
        await self.subscribe(query, key, **payload)
        await heard_by(self.house, before + 1)

    async def hear(self) -> dict[str, Any]:
        """Hear the next message."""
        message: dict[str, Any] = await self.socket.receive_json(timeout=20)
        return message

    async def told(self) -> dict[str, Any]:
        """Hear the next answer, which must have no errors, and give its data."""
        message = await self.hear()
        assert message["type"] == "next", message
        assert "errors" not in message["payload"], message
        data: dict[str, Any] = message["payload"]["data"]
        return data

    async def closed(self) -> tuple[int | None, str | None]:
        """Hear whatever comes until the conversation is closed; gives the code and the reason."""
        while (message := await self.socket.receive(timeout=20)).type is aiohttp.WSMsgType.TEXT:
            pass
        return self.socket.close_code, message.extra


async def heard_by(house: House, count: int) -> None:
    """Wait until so many hear of changes."""
    async with asyncio.timeout(20):
        rooms, feed = house.app[ROOMS], house.app[FEED]
        while rooms.hearers != count or len(feed) != len(rooms):  # noqa: ASYNC110  # nobody is told who hears
            await asyncio.sleep(0)


@asynccontextmanager
async def talking(
    house: House, payload: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None
) -> AsyncIterator[Talk]:
    """Open a WebSocket, say who asks, and be welcomed."""
    async with house.client.ws_connect(f"{house.url}/graphql", protocols=(PROTOCOL,), headers=headers) as socket:
        await socket.send_json({"type": "connection_init", **({} if payload is None else {"payload": payload})})
        assert await socket.receive_json(timeout=20) == {"type": "connection_ack"}
        yield Talk(socket, house)


async def call(
    house: House, body: bytes, headers: Mapping[str, str] | None = None, path: str = "booking-experts/park"
) -> int:
    """Call as a vendor does; gives the status, and sees to it that nothing is said beside it."""
    signed = sign(body, SECRET) if headers is None else headers
    async with house.client.post(f"{house.url}/webhooks/{path}", data=body, headers=signed) as response:
        assert await response.read() == b""
        return response.status


def happened(house: House, event: str, kind: str, key: str, **more: Any) -> bytes:
    """Write what a webhook says: that something happened to a row of the park."""
    row = house.vendors["park"].data["1"][kind][key]
    return json.dumps(event_payload(event, row, **more)).encode()
