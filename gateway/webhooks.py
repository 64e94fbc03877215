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
        self._working: Final[set[asyncio.Task[None]]] = set()

    async def answer(self, request: web.Request) -> web.Response:
        """Answer a call: 404 where none is expected, 401 without a word where it is not the vendor's, else 200.

        503 where it could not be heard just now, so that the vendor calls again.
        """
        source = self._sources.get(request.match_info["source"])
        webhooks = None if source is None else _webhooks(source, request.match_info["vendor"])
        if source is None or webhooks is None:
            return web.Response(status=404)
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await request.read()
        except TimeoutError:
            return web.Response(status=408)
        except web.HTTPRequestEntityTooLarge:
            return web.Response(status=413)
        if not webhooks.genuine(request.headers, body):
            return web.Response(status=401)
        if webhooks.ours(request.headers):
            working = asyncio.create_task(self._hear(source, webhooks, body))
            self._working.add(working)
            working.add_done_callback(self._working.discard)
            await asyncio.wait((working,), timeout=ANSWER_SECONDS)
            if working.done() and working.exception() is not None:
                return web.Response(status=503)
        return web.Response(status=200)

    async def close(self) -> None:
        """Wait for what calls have led to."""
        await asyncio.gather(*self._working, return_exceptions=True)

    async def _hear(self, source: Source, webhooks: Webhooks, body: bytes) -> None:
        name = f"webhook:{source.name}:{sha256(body).hexdigest()}"
        if not await self._values.take(name, self._now(), REMEMBERED_SECONDS):
            return
        try:
            changes = await webhooks.told(body, self._now(), Inquiry(Deadline.after(WORK_SECONDS)))
            for change in changes:
                await self._announcer.tell(source, change)
        except Exception as fault:
            masked(fault, None)
            await self._values.drop((name,))
            raise


def _webhooks(source: Source, vendor: str) -> Webhooks | None:
    """Give what reads the calls of a source's vendor, where the address names it and it is configured."""
    tells: object = source
    return tells.webhooks if source.vendor == vendor.replace("-", "_") and isinstance(tells, Tells) else None
