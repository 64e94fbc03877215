"""Faults: the ways in which a vendor's service fails, switched on by whoever tests against it."""

from __future__ import annotations

import json
import random
import socket
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final

from aiohttp import web

from sandbox.calls import Call

KINDS: Final = (
    "status",  # an HTTP error in the vendor's own words
    "slow",  # the true answer, `seconds` late
    "hang",  # no answer until the server stops
    "reset",  # the connection is reset
    "truncated",  # half of the true answer's body, in a complete HTTP message
    "partial",  # half of the true answer's body, then the connection ends
    "content_type",  # the true answer under another media type
    "html",  # a proxy's error page
    "empty",  # no body
    "garbage",  # `size` bytes of nothing
)
TRUE_ANSWERS: Final = frozenset({"slow", "truncated", "partial", "content_type"})
"""Kinds that start from what the vendor would have said."""

SILENT: Final = frozenset({"hang", "reset"})
"""Kinds that the caller hears nothing of."""

_JSON: Final = "application/json"
_LINGER_NOT: Final = struct.pack("ii", 1, 0)


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to fail.

    Raises ValueError for a kind that does not exist.
    """

    kind: str
    status: int = 0
    """HTTP status; 0 stands for 500 (status), 502 (html) and 200 (empty, garbage)."""
    retry_after: str | None = None
    """The Retry-After header: seconds or an HTTP date."""
    seconds: float = 1.0
    size: int = 1024
    media_type: str = "text/plain"
    path: str | None = None
    """Only for paths that contain this."""
    method: str | None = None
    times: int | None = None
    """For so many calls; None until cleared."""
    body: object = None
    """Of an HTTP error, the document sent in place of the vendor's usual one."""
    after: bool = False
    """Do what was asked before failing: the write has happened, and its caller does not hear of it."""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no such fault: {self.kind!r}; there are {', '.join(KINDS)}")

    def meets(self, method: str, path: str) -> bool:
        """Tell whether a call gets this fault."""
        return (self.path is None or self.path in path) and self.method in (None, method)


@dataclass(slots=True)
class Faults:
    """The faults that are switched on. The first that meets a call is the one it gets."""

    _active: list[tuple[Fault, list[int | None]]] = field(default_factory=list)

    def add(self, kind: str, **options: Any) -> Fault:  # noqa: ANN401 - the fields of Fault, which checks them
        """Switch a fault on, beside those that are."""
        fault = Fault(kind, **options)
        self._active.append((fault, [fault.times]))
        return fault

    def clear(self) -> None:
        """Switch every fault off."""
        self._active.clear()

    def replace(self, document: object) -> None:
        """Switch on exactly what `PUT /_sandbox/faults` says: a list of objects with Fault's fields.

        Raises ValueError for anything else.
        """
        if not isinstance(document, list) or not all(isinstance(entry, Mapping) for entry in document):
            raise ValueError("a list of faults, each an object, is expected")
        known = {entry.name for entry in fields(Fault)}
        for entry in document:
            if "kind" not in entry or not set(entry) <= known:
                raise ValueError(f"a fault has a kind and any of {', '.join(sorted(known))}")
        faults = [Fault(**entry) for entry in document]
        self._active = [(fault, [fault.times]) for fault in faults]

    def take(self, method: str, path: str) -> Fault | None:
        """Return the fault for a call, and count it."""
        for fault, left in self._active:
            if fault.meets(method, path) and left[0] != 0:
                left[0] = None if left[0] is None else left[0] - 1
                return fault
        return None


def spoil(fault: Fault, answer: web.Response) -> web.Response:
    """Return the true answer, spoilt. For faults that have a true answer."""
    body = answer.body if isinstance(answer.body, bytes) else b""
    if fault.kind == "truncated":
        answer.body = body[: len(body) // 2]
    elif fault.kind == "content_type":
        answer.headers["Content-Type"] = fault.media_type
    return answer


def invent(fault: Fault, error: Callable[[int], web.Response]) -> web.Response:
    """Return an answer that the vendor's data has no part in."""
    headers = {} if fault.retry_after is None else {"Retry-After": fault.retry_after}
    if fault.kind == "html":
        page = (
            b"<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>"
        )
        return web.Response(status=fault.status or 502, body=page, content_type="text/html", headers=headers)
    if fault.kind == "empty":
        return web.Response(status=fault.status or 200, headers=headers)
    if fault.kind == "garbage":
        body = random.Random(fault.size).randbytes(fault.size)
        return web.Response(status=fault.status or 200, body=body, content_type=_JSON, headers=headers)
    answer = error(fault.status or 500)
    if fault.body is not None:
        answer.body = json.dumps(fault.body).encode()
    answer.headers.update(headers)
    return answer


async def break_off(request: web.BaseRequest, whole: web.Response, call: Call) -> web.StreamResponse:
    """Promise the true answer's length, send half of it, and close the connection."""
    body = whole.body if isinstance(whole.body, bytes) else b""
    answer = web.StreamResponse(status=whole.status, headers={"Content-Type": whole.content_type})
    answer.content_length = len(body)
    await answer.prepare(request)
    call.sent = len(body) // 2
    await answer.write(body[: call.sent])
    if request.transport is not None:
        request.transport.close()
    return answer


def reset(request: web.BaseRequest) -> None:
    """Drop a connection in such a way that the other end is told it was reset."""
    transport = request.transport
    if transport is not None:
        wire = transport.get_extra_info("socket")
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOT)
        transport.abort()


def parse(body: bytes) -> object:
    """Read the body of a control call. Raises ValueError when it is no JSON."""
    document = json.loads(body or b"null")
    return document.get("faults") if isinstance(document, Mapping) else document
