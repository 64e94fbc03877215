"""Runs the application until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from aiohttp import web


class _NoTrace(logging.Filter):
    """Lets a line of the log pass without the trace it would come with, which may hold what a client sent."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info, record.exc_text = None, None
        return True


LOG: Final = logging.getLogger("foyer.http")
"""Where aiohttp tells of requests that it could not read."""

LOG.addFilter(_NoTrace())


@asynccontextmanager
async def listening(app: web.Application, host: str, port: int) -> AsyncIterator[str]:
    """Serve an application while the block runs; gives its URL.

    A client that leaves takes its request's work along, unless others wait for the same.

    Raises:
        OSError: the address cannot be had.

    """
    runner = web.AppRunner(app, handler_cancellation=True, access_log=None, logger=LOG)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        bound = runner.addresses[0][1]
        yield f"http://{f'[{host}]' if ':' in host else host}:{bound}"
    finally:
        await runner.cleanup()


def stop_told() -> asyncio.Event:
    """Give what is set once the process is told to stop. From then on no signal ends it before it has cleaned up."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return stop
