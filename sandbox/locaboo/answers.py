"""How Locaboo answers: its envelope, its empty maps, its refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

import orjson
from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Mapping

Row: TypeAlias = dict[str, Any]
"""Anything the vendor writes as a JSON object. Tests may break it as they like."""


_NESTED: Final = (dict, list)


class RefusalError(Exception):
    """A call that is answered with `success: false`: why, and for invalid parameters the fault of each."""

    def __init__(self, status: int, message: str, errors: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.errors = errors


def nothing(what: str, key: object) -> RefusalError:
    """Refuse because nothing has such an id."""
    return RefusalError(404, f"There is no {what} {key}.")


def php(value: object) -> object:
    """Write a value as PHP does: a map without entries is an empty list [002:154, 002:588]."""
    if isinstance(value, dict):
        entries = value.items()
        return {name: php(item) if isinstance(item, _NESTED) else item for name, item in entries} if value else []
    if isinstance(value, list):
        return [php(item) if isinstance(item, _NESTED) else item for item in value]
    return value


def reply(data: object, total: int | None, **beside: object) -> web.Response:
    """Write a successful answer. `total` is left out where it is None [002:1380-1388]."""
    envelope: Row = {"data": php(data)}
    if total is not None:
        envelope["total"] = total
    return _written(envelope | beside | {"success": True}, 200)


def refused(refusal: RefusalError, *, soft: bool) -> web.Response:
    """Write a refusal; a soft one has status 200."""
    document: Row = {"success": False, "message": refusal.message}
    if refusal.errors is not None:
        document["errors"] = dict(refusal.errors)
    return _written(document, 200 if soft else refusal.status)


def error(status: int) -> web.Response:
    """Write the refusal of a service that fails. The document shows no error body."""
    return refused(RefusalError(status, "The request could not be processed."), soft=False)


def _written(document: Row, status: int) -> web.Response:
    return web.Response(status=status, body=orjson.dumps(document), content_type="application/json")
