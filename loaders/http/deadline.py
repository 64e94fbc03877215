"""The layer that ends a caller's wait when its operation's time is up, whatever goes on below for others.

What changes something is not ended here: only who sends it knows whether the vendor may have read it by then.
"""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING

from loaders.errors import TimedOut

if TYPE_CHECKING:
    from loaders.http.ask import Ask, Reply, Send
    from loaders.inquiry import Inquiry


def deadline(source: str, vendor: str, send: Send) -> Send:
    """Wait at most what is left of `inquiry.deadline`, then raise TimedOut; with nothing left, ask nobody."""

    async def timely(ask: Ask, inquiry: Inquiry) -> Reply:
        if inquiry.deadline.left() <= 0:
            fault = TimedOut(f"no time was left to ask {source}", source=source, vendor=vendor)
            fault.reached = False
            raise fault
        seconds = inquiry.deadline.cap(math.inf) if ask.safe else math.inf
        try:
            async with asyncio.timeout(None if math.isinf(seconds) else seconds) as limit:
                return await send(ask, inquiry)
        except TimeoutError:
            if not limit.expired():
                raise
        raise TimedOut(f"{source} did not answer within the {seconds:.3g} s left", source=source, vendor=vendor)

    return timely
