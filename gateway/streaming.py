"""Sends an answer of several parts as one HTTP response, each part as soon as it is there and its reader takes it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any, Final

from aiohttp import ClientConnectionResetError, web

from gateway.errors import masked
from gateway.framing import Framing

BEAT_SECONDS: Final = 15.0
"""After so long without an event something is sent, lest anything between here and the client takes them for gone."""

STALLED_SECONDS: Final = 30.0
"""How long a client may take nothing of what is sent before it is parted with."""


async def stream(request: web.Request, parts: AsyncGenerator[dict[str, Any]], framing: Framing) -> web.StreamResponse:
    """Send parts as they come. Who reads slowly has the next one made later; who reads nothing is parted with.

    The parts are closed when all are sent, when the client has left, and when this is cancelled.
    """
    response = web.StreamResponse(headers=framing.headers)
    async with aclosing(parts):
        try:
            await response.prepare(request)
            await _write(request, response, framing.begin())
            coming = asyncio.ensure_future(anext(parts, None))
            try:
                while True:
                    done, _ = await asyncio.wait((coming,), timeout=BEAT_SECONDS if framing.beats else None)
                    if not done:
                        await _write(request, response, framing.beat())
                        continue
                    part = _told(coming)
                    if part is None:
                        break
                    await _write(request, response, framing.part(part))
                    coming = asyncio.ensure_future(anext(parts, None))
            finally:
                await _called_off(coming)
            await response.write_eof(framing.end())
        except ClientConnectionResetError:
            pass  # nobody is there to be told
    return response


def _told(coming: asyncio.Future[dict[str, Any] | None]) -> dict[str, Any] | None:
    """Give the part that has come; what went wrong meanwhile is the last one, as the status has long been sent."""
    fault = coming.exception()
    return coming.result() if fault is None else {"errors": [masked(fault, None).formatted], "hasNext": False}


async def _write(request: web.Request, response: web.StreamResponse, piece: bytes) -> None:
    try:
        async with asyncio.timeout(STALLED_SECONDS):
            await response.write(piece)
    except TimeoutError:
        if request.transport is not None:
            request.transport.abort()
        raise ClientConnectionResetError from None


async def _called_off(coming: asyncio.Future[Any]) -> None:
    """Have what is being made end before its maker is closed."""
    coming.cancel()
    await asyncio.wait((coming,))
    if not coming.cancelled():
        coming.exception()
