"""The bodies of Booking Experts' answers: documents, and errors in the document's form."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

import orjson
from aiohttp import web

from sandbox.jsonapi.refusal import RefusalError

MEDIA_TYPE: Final = "application/vnd.api+json"
_CODES: Final = {
    400: "BAD_REQUEST",
    403: "NO_VALID_SCOPE",
    404: "RESOURCE_NOT_FOUND",
    422: "FORBIDDEN_INPUT",
    429: "TOO_MANY_REQUESTS",
}
"""Two of them are in the document [004:27, 004:162]; its list of the others is empty [004:49-51]."""


def reply(document: Mapping[str, Any], status: int = 200) -> web.Response:
    """Write a document as the body of an answer."""
    return web.Response(status=status, body=orjson.dumps(document), content_type=MEDIA_TYPE)


def unauthorized() -> web.Response:
    """Write what a wrong key gets: the document's sample, contradictions and all [004:26-35]."""
    return reply(
        {
            "errors": [
                {
                    "status": 401,
                    "code": "RESOURCE_NOT_FOUND",
                    "title": "Unauthorized error",
                    "detail": "Please make sure to set the Authorization HTTP header",
                }
            ]
        },
        401,
    )


def refused(refusal: RefusalError) -> web.Response:
    """Write a refusal: the status is a string, and a fault in the body is pointed at [004:459-468]."""
    entry: dict[str, Any] = {
        "status": str(refusal.status),
        "code": refusal.code or _CODES.get(refusal.status, "INTERNAL_SERVER_ERROR"),
        "title": HTTPStatus(refusal.status).phrase,
        "detail": refusal.detail,
    }
    if refusal.pointer is not None:
        entry["source"] = {"pointer": refusal.pointer}
    answer = reply({"errors": [entry]}, refusal.status)
    if refusal.retry_after is not None:
        answer.headers["Retry-After"] = str(refusal.retry_after)
    return answer


def error(status: int) -> web.Response:
    """Write the error document for a status that nothing in the data calls for."""
    return (
        unauthorized() if status == HTTPStatus.UNAUTHORIZED else refused(RefusalError(status, "Something went wrong"))
    )
