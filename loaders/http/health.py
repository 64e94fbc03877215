"""The layer that keeps how a source has answered lately.

A vendor that answers 404 or refuses an input works: those are successes here. A call that is given up by its callers,
or that never left because its turn did not come in time, says nothing about the vendor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.errors import InputRejected, NotThere, RateLimited, TimedOut, VendorFault
from loaders.http.twin import twin

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from loaders.health import Health
    from loaders.http.ask import Ask, Reply, Send
    from loaders.inquiry import Inquiry


def health(kept: Health, send: Send, *, now: Callable[[], dt.datetime]) -> Send:
    """Note in `kept` every answer and every fault, each with its moment.

    Args:
        kept: what is shown of the source.
        send: what answers or raises a fault.
        now: the moment, in UTC.

    """

    async def watched(ask: Ask, inquiry: Inquiry) -> Reply:
        try:
            reply = await send(ask, inquiry)
        except (NotThere, InputRejected):
            kept.last_success_at = now()
            raise
        except VendorFault as fault:
            if not is_silent(fault):
                kept.last_failure_at, kept.last_failure = now(), twin(fault)
            raise
        kept.last_success_at = now()
        return reply

    return watched


def is_silent(fault: VendorFault) -> bool:
    """Tell whether a fault says nothing about the vendor: the call was not made for want of a turn or of time."""
    return not fault.reached and isinstance(fault, RateLimited | TimedOut)
