"""What a request is answered that gets no further than the door: a GraphQL error with its code, and the status."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from aiohttp import hdrs, web
from cross_web import HTTPException
from graphql import GraphQLError
from strawberry.schema.exceptions import InvalidOperationTypeError

from gateway.answer import refusal
from gateway.auth import Refused
from schema.types.errors import ErrorCode

METHODS: Final = (hdrs.METH_GET, hdrs.METH_POST)


def turned_away(request: web.Request, fault: Refused | HTTPException | web.HTTPException) -> web.Response:
    """Give the response to a request that is refused."""
    if isinstance(fault, Refused):
        return _refused(request, fault)
    if isinstance(fault, web.HTTPException):
        return refusal(request, fault.status, _error(fault.reason))
    if isinstance(fault.__cause__, InvalidOperationTypeError):
        return _not_allowed(request, f"Expected POST: {fault.reason}.", (hdrs.METH_POST,))
    return refusal(request, fault.status_code, _error(fault.reason))


def other_method(request: web.Request) -> web.Response:
    """Give the response to a method that is never answered."""
    return _not_allowed(request, f"Expected {' or '.join(METHODS)}; got {request.method}.", METHODS)


def error_of(fault: Refused | HTTPException) -> GraphQLError:
    """Say in an error why one of several operations is refused."""
    return _error(str(fault), fault.code) if isinstance(fault, Refused) else _error(fault.reason)


def _refused(request: web.Request, fault: Refused) -> web.Response:
    response = refusal(request, fault.status, error_of(fault))
    if fault.status == web.HTTPUnauthorized.status_code:
        response.headers[hdrs.WWW_AUTHENTICATE] = "Bearer"
    if fault.seconds is not None:
        response.headers[hdrs.RETRY_AFTER] = str(fault.seconds)
    return response


def _not_allowed(request: web.Request, reason: str, allowed: Sequence[str]) -> web.Response:
    response = refusal(request, web.HTTPMethodNotAllowed.status_code, _error(reason))
    response.headers[hdrs.ALLOW] = ", ".join(allowed)
    return response


def _error(reason: str, code: ErrorCode = ErrorCode.BAD_USER_INPUT) -> GraphQLError:
    return GraphQLError(reason, extensions={"code": code.value})
