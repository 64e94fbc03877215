"""The middleware around every request: gives it an id, notices what becomes of it, and has it told."""

from __future__ import annotations

import time
from typing import Final

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from gateway.telemetry.noticed import NOTICED, REFUSED
from gateway.telemetry.request_id import HEADER, ID, request_id
from gateway.telemetry.telemetry import Telemetry

LEFT: Final = 499
"""Stands for the status where the client has gone before it was answered."""


def watch(telemetry: Telemetry) -> Middleware:
    """Make the middleware."""

    @web.middleware
    async def watched(request: web.Request, handler: Handler) -> web.StreamResponse:
        began = time.perf_counter()
        request[ID] = request_id(request.headers)
        request[NOTICED], request[REFUSED] = [], []
        status = LEFT
        telemetry.metrics.running.inc()
        try:
            with structlog.contextvars.bound_contextvars(request_id=request[ID]):
                try:
                    response = await handler(request)
                    status = response.status
                except web.HTTPException as refusal:
                    status = refusal.status
                    raise
                finally:
                    telemetry.request(request, status, time.perf_counter() - began)
            return response
        finally:
            telemetry.metrics.running.dec()

    return watched


async def give_id(request: web.Request, response: web.StreamResponse) -> None:
    """Give a response the id of its request, as it begins to be sent."""
    if ID in request:
        response.headers[HEADER] = request[ID]
