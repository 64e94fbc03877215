"""The layer around the wire itself: each call that goes to a vendor is seen by whoever watches."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from loaders.errors import VendorFault
from loaders.witness import WireCall

if TYPE_CHECKING:
    from loaders.http.ask import Ask, Reply, Send
    from loaders.inquiry import Inquiry
    from loaders.witness import Witness

CALLED_OFF: Final = "CalledOff"


def seen(source: str, vendor: str, send: Send, witness: Witness) -> Send:
    """Tell a witness of every call, and enter it among the attempts of its inquiry.

    Args:
        source: the source's name in the configuration.
        vendor: the vendor's name.
        send: the wire. Asks are signed here, so nothing but their method and path is told.
        witness: who watches.

    """

    async def watched(ask: Ask, inquiry: Inquiry) -> Reply:
        before = sum((one.method, one.path) == (ask.method, ask.path) for one in inquiry.attempts)
        attempt = WireCall(source, vendor, ask.method, ask.path, ask.reason.value, before + 1, ask.refresh)
        inquiry.attempts.append(attempt)
        began = time.perf_counter()
        attempt.fault = CALLED_OFF
        try:
            reply = await send(ask, inquiry)
        except Exception as fault:
            attempt.status = fault.status if isinstance(fault, VendorFault) else None
            attempt.fault = type(fault).__name__
            raise
        else:
            attempt.status, attempt.fault, attempt.bytes = reply.status, None, len(reply.body)
            return reply
        finally:
            attempt.seconds = time.perf_counter() - began
            witness(attempt)

    return watched
