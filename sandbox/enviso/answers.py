"""Enviso's answers: JSON, and errors as a list of message and code [003:71]."""

from __future__ import annotations

from http import HTTPStatus

import orjson
from aiohttp import web

from sandbox.jsonapi.refusal import RefusalError
from sandbox.jsonapi.resources import Row


def reply(document: Row, *, plain: bool = False) -> web.Response:
    """Write a document. A caller who accepts text alone, as the samples do, gets it as text/plain [003:66]."""
    media_type = "text/plain" if plain else "application/json"
    return web.Response(body=orjson.dumps(document), content_type=media_type)


def wants_text(request: web.BaseRequest) -> bool:
    """Tell whether a caller accepts text/plain and no JSON."""
    accepted = request.headers.get("Accept", "*/*")
    return "text/plain" in accepted and "json" not in accepted and "*/*" not in accepted


def refused(refusal: RefusalError) -> web.Response:
    """Write a refusal. The document says only that a code is a "number": the sandbox's is the status's own."""
    document = {"errors": [{"message": refusal.detail, "code": refusal.status}]}
    return web.Response(status=refusal.status, body=orjson.dumps(document), content_type="application/json")


def error(status: int) -> web.Response:
    """Write the vendor's error document for a status."""
    return refused(RefusalError(status, HTTPStatus(status).phrase))
