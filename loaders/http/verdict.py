"""The layer that judges an answer by its status: 2xx is one, every other status is a fault of the error tree.

The vendor's own words never become a message. What it says about the parts of an input (JSON:API's `errors[]` [004:25],
[001:184]) is kept aside, as `InputRejected.pointers`, for the write that sent that input.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

import orjson

from loaders.errors import (
    BadResponse,
    CredentialsRefused,
    InputRejected,
    NotThere,
    RateLimited,
    VendorDown,
    VendorFault,
)
from loaders.http.told import retry_after

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from loaders.http.ask import Ask, Reply, Send
    from loaders.inquiry import Inquiry

REFUSALS: Final[dict[int, tuple[type[VendorFault], str]]] = {
    HTTPStatus.UNAUTHORIZED: (CredentialsRefused, "it refuses the credentials"),
    HTTPStatus.FORBIDDEN: (CredentialsRefused, "the credentials do not permit this"),
    HTTPStatus.NOT_FOUND: (NotThere, "it knows no such thing"),
    HTTPStatus.TOO_MANY_REQUESTS: (RateLimited, "it has been asked too often"),
}


def verdict(source: str, vendor: str, send: Send, *, now: Callable[[], dt.datetime]) -> Send:
    """Let 2xx pass and raise the fault every other status stands for.

    Args:
        source: the source's name in the configuration.
        vendor: the vendor's name.
        send: what answers.
        now: the moment, aware; a Retry-After may be a date.

    """

    async def judged(ask: Ask, inquiry: Inquiry) -> Reply:
        reply = await send(ask, inquiry)
        if HTTPStatus.OK <= reply.status < HTTPStatus.MULTIPLE_CHOICES:
            return reply
        raise _fault(source, vendor, reply, retry_after(reply.headers, now))

    return judged


def _fault(source: str, vendor: str, reply: Reply, wait: float | None) -> VendorFault:
    status = reply.status
    if status in REFUSALS:
        kind, meaning = REFUSALS[status]
    elif HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return InputRejected(
            f"{source} answered {status}: it does not accept what was asked",
            source=source,
            vendor=vendor,
            status=status,
            retry_after=wait,
            pointers=_pointers(reply.body),
        )
    elif HTTPStatus.INTERNAL_SERVER_ERROR <= status < 600:  # noqa: PLR2004  # the end of the server errors
        kind, meaning = VendorDown, "it is out of order"
    else:
        kind, meaning = BadResponse, "that is no answer to this question"
    return kind(f"{source} answered {status}: {meaning}", source=source, vendor=vendor, status=status, retry_after=wait)


def _pointers(body: bytes) -> dict[str, str]:
    """Read what an error document says about each part of the input: JSON:API's, or a map by the parts' names.

    What points nowhere stands under "".
    """
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    errors = document.get("errors") if isinstance(document, dict) else None
    if isinstance(errors, dict):
        return {name: sentence if isinstance(sentence, str) else "" for name, sentence in errors.items()}
    said: dict[str, list[str]] = {}
    for error in errors if isinstance(errors, list) else ():
        if not isinstance(error, dict):
            continue
        place = error.get("source")
        pointer = place.get("pointer") if isinstance(place, dict) else None
        sentence = error.get("detail") or error.get("title")
        if isinstance(sentence, str):
            said.setdefault(pointer if isinstance(pointer, str) else "", []).append(sentence)
    return {pointer: "; ".join(sentences) for pointer, sentences in said.items()}
