"""Where vendors tell of changes: `POST /webhooks/{vendor}/{source}`.

A call is known by the signature of its body and nothing else. It is answered within a second whatever it leads to:
what it tells of is dropped from what is kept, then told to who waits for it, and goes on after the answer if that takes
long.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Final

from aiohttp import web

from gateway.errors import masked
from gateway.telemetry.noticed import WEBHOOK
from loaders.inquiry import Deadline, Inquiry
from loaders.port import Source
from loaders.store.face import Values
from loaders.writing.announce import Announcer
from loaders.writing.webhook import Tells, Webhooks

REMEMBERED_SECONDS: Final = 24 * 3600.0
"""How long a call is remembered, so that the same again is no news."""

ANSWER_SECONDS: Final = 0.8
"""How long an answer waits for what a call leads to."""

BODY_SECONDS: Final = 5.0
"""How long a call's body may take to come."""

WORK_SECONDS: Final = 30.0
"""How long the vendor may be asked what a call means."""


class Calls:
    """Answers vendors' own calls.

    Args:
        sources: every source, by name.
        announcer: tells of changes.
        values: remembers what was heard, for all processes.
        now: the moment, in seconds since 1970.

    """

    def __init__(
        self,
        sources: Mapping[str, Source],
        announcer: Announcer,
        values: Values,
        *,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._sources: Final = sources
        self._announcer: Final = announcer
        self._values: Final = values
        self._now: Final = now
        self._working: Final[set[asyncio.Task[bool]]] = set()

    async def answer(self, request: web.Request) -> web.Response:
        """Answer a call: 404 where none is expected, 401 without a word where it is not the vendor's, else 200.

        503 where it could not be heard just now, so that the vendor calls again.
        """
        source = self._sources.get(request.match_info["source"])
        webhooks = None if source is None else _webhooks(source, request.match_info["vendor"])
        if source is None or webhooks is None:
            return web.Response(status=404)
        status, outcome = await self._take(request, source, webhooks)
        request[WEBHOOK] = (source.name, outcome)
        return web.Response(status=status)

    async def _take(self, request: web.Request, source: Source, webhooks: Webhooks) -> tuple[int, str]:
        """Give a call's status, and what came of it."""
        body = await _read(request)
        if isinstance(body, int):
            return body, "unread"
        if not webhooks.genuine(request.headers, body):
            return 401, "refused"
        if not webhooks.ours(request.headers):
            return 200, "elsewhere"
        working = asyncio.create_task(self._hear(source, webhooks, body))
        self._working.add(working)
        working.add_done_callback(self._working.discard)
        await asyncio.wait((working,), timeout=ANSWER_SECONDS)
        if not working.done():
            return 200, "heard"
        if working.exception() is not None:
            return 503, "failed"
        return 200, "heard" if working.result() else "known"

    async def close(self) -> None:
        """Wait for what calls have led to."""
        await asyncio.gather(*self._working, return_exceptions=True)

    async def _hear(self, source: Source, webhooks: Webhooks, body: bytes) -> bool:
        """Tell of what a call tells; gives whether it is news."""
        name = f"webhook:{source.name}:{sha256(body).hexdigest()}"
        if not await self._values.take(name, self._now(), REMEMBERED_SECONDS):
            return False
        try:
            changes = await webhooks.told(body, self._now(), Inquiry(Deadline.after(WORK_SECONDS)))
            for change in changes:
                await self._announcer.tell(source, change)
        except Exception as fault:
            masked(fault, None)
            await self._values.drop((name,))
            raise
        return True


async def _read(request: web.Request) -> bytes | int:
    """Read a call's body; gives the status that says why not, where it cannot be had."""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await request.read()
    except TimeoutError:
        return 408
    except web.HTTPRequestEntityTooLarge:
        return 413


def _webhooks(source: Source, vendor: str) -> Webhooks | None:
    """Give what reads the calls of a source's vendor, where the address names it and it is configured."""
    tells: object = source
    return tells.webhooks if source.vendor == vendor.replace("-", "_") and isinstance(tells, Tells) else None
