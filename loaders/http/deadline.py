"""The layer that ends a caller's wait when its operation's time is up, whatever goes on below for others."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from loaders.errors import TimedOut

if TYPE_CHECKING:
    from loaders.http.ask import Ask, Reply, Send
    from loaders.inquiry import Inquiry


def deadline(source: str, vendor: str, send: Send) -> Send:
    """Wait at most what is left of `inquiry.deadline`, then raise TimedOut; with nothing left, ask nobody."""

    async def timely(ask: Ask, inquiry: Inquiry) -> Reply:
        seconds = inquiry.deadline.left()
        if seconds <= 0:
            fault = TimedOut(f"no time was left to ask {source}", source=source, vendor=vendor)
            fault.reached = False
            raise fault
        try:
            async with asyncio.timeout(seconds) as limit:
                return await send(ask, inquiry)
        except TimeoutError:
            if not limit.expired():
                raise
        raise TimedOut(f"{source} did not answer within the {seconds:.3g} s left", source=source, vendor=vendor)

    return timely
