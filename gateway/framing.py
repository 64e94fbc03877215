"""How the parts or events of one answer stand in one HTTP response, and which way a client can take them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

import orjson
from aiohttp import hdrs
from strawberry.http.streaming import MultipartTransport, SSETransport

from gateway.negotiate import GRAPHQL, JSON, quality
from schema.delivery import Delivery

MULTIPART: Final = "multipart/mixed"
EVENTS: Final = "text/event-stream"

_NOT_KEPT: Final = {
    hdrs.CACHE_CONTROL: "no-store, no-transform",  # nor packed on its way, or parts would wait for each other
    "X-Accel-Buffering": "no",  # the same, as nginx wants it
}


class Framing(Protocol):
    """What stands around each part in the response."""

    @property
    def headers(self) -> Mapping[str, str]:
        """The response's."""

    @property
    def beats(self) -> bool:
        """Whether something is sent when nothing has been for a while."""

    def begin(self) -> bytes:
        """Give what stands before the first part."""

    def part(self, told: object) -> bytes:
        """Give one part, so that a client can read it at once."""

    def beat(self) -> bytes:
        """Give what a client passes over."""

    def end(self) -> bytes:
        """Give what stands behind the last part."""


@dataclass(frozen=True, slots=True)
class Multipart:
    """Parts of a multipart body, as GraphQL over HTTP has them for incremental delivery."""

    headers: Mapping[str, str]
    beats: bool = False

    def begin(self) -> bytes:
        """Give the first boundary."""
        return b"---"

    def part(self, told: object) -> bytes:
        """Give one part and the boundary behind it, without which it is not known to be over."""
        return _MULTIPART.encode_multipart_data(told, _text).encode()

    def beat(self) -> bytes:
        """Give nothing."""
        return b""

    def end(self) -> bytes:
        """Make the last boundary the end."""
        return b"--\r\n"


@dataclass(frozen=True, slots=True)
class Events:
    """Server-sent events, as graphql-sse has them for single connections: `next` for each part, then `complete`."""

    headers: Mapping[str, str]
    beats: bool = True

    def begin(self) -> bytes:
        """Give a comment, so that a client knows at once that it is heard."""
        return self.beat()

    def part(self, told: object) -> bytes:
        """Give one event."""
        return _SSE.encode_event("next", _text(told)).encode()

    def beat(self) -> bytes:
        """Give a comment."""
        return _SSE.encode_comment("").encode()

    def end(self) -> bytes:
        """Give the event that says that no more will come."""
        return _SSE.encode_complete().encode()


_MULTIPART: Final = MultipartTransport()
_SSE: Final = SSETransport()

PARTS_FRAMED: Final = Multipart({**_MULTIPART.headers, **_NOT_KEPT})
EVENTS_FRAMED: Final = Events({hdrs.CONTENT_TYPE: f"{EVENTS}; charset=utf-8", **_NOT_KEPT})

_CAN: Final[Mapping[Delivery, Mapping[str, Framing | None]]] = {
    Delivery.ONCE: {JSON: None, GRAPHQL: None, EVENTS: EVENTS_FRAMED},
    Delivery.PARTS: {MULTIPART: PARTS_FRAMED, EVENTS: EVENTS_FRAMED},
    Delivery.EVENTS: {EVENTS: EVENTS_FRAMED},
}
"""How an operation is answered → in which media types that can be, the usual one first, and how they are framed."""


class NotTakenError(Exception):
    """A client takes none of the media types its operation can be answered in; `args` names them."""


def framing(delivery: Delivery, accept: str | None) -> Framing | None:
    """Choose how an answer is framed by what a client likes best; None for one plain response.

    Args:
        delivery: how the operation is answered.
        accept: the request's Accept header.

    Raises:
        NotTakenError: it takes none of the ways there are.

    """
    can = _CAN[delivery]
    best, liked = None, 0.0
    for part in (accept or "*/*").split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = quality(parameters)
        meant = next((one for one in can if name in {one, f"{one.partition('/')[0]}/*", "*/*"}), None)
        # Apollo's subscriptions over multipart are another protocol.
        if meant is not None and weight > liked and not any(one.startswith("subscriptionspec") for one in parameters):
            best, liked = meant, weight
    if best is None and delivery is not Delivery.ONCE:
        raise NotTakenError(*can)
    return None if best is None else can[best]


def _text(told: object) -> str:
    return orjson.dumps(told).decode()
