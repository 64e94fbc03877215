"""The explain log: each ask an operation needed, as that operation saw it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from loaders.errors import VendorFault
from loaders.inquiry import Call, Inquiry

if TYPE_CHECKING:
    from loaders.http.ask import Ask, Reply, Send

MISS: Final = "MISS"
"""The vendor was asked."""
HIT: Final = "HIT"
"""What it brought was kept, and as good as new."""
STALE: Final = "STALE"
"""What it brought was kept, and is being renewed, or cannot be just now."""
JOINED: Final = "JOINED"
"""An equal ask was under way already; its answer served this one too."""


def log(source: str, vendor: str, cache: str, send: Send) -> Send:
    """Enter every ask in `inquiry.calls`: when it starts at once, how it ended when it ends, even by cancellation.

    Args:
        source: the source's name in the configuration.
        vendor: the vendor's name.
        cache: how these asks are served: MISS or JOINED.
        send: what serves them; asks are not signed yet, so no credential can be logged.

    """

    async def logged(ask: Ask, inquiry: Inquiry) -> Reply:
        call = Call(
            source=source,
            vendor=vendor,
            method=ask.method,
            path=ask.path,
            query="&".join(f"{name}={value}" for name, value in ask.query),
            reason=ask.reason.value,
            asks=ask.asks,
            cache=cache,
            start_ms=inquiry.elapsed_ms(),
        )
        inquiry.calls.append(call)
        try:
            reply = await send(ask, inquiry)
        except VendorFault as fault:
            call.status = fault.status
            raise
        else:
            call.status, call.bytes = reply.status, len(reply.body)
            return reply
        finally:
            call.duration_ms = inquiry.elapsed_ms() - call.start_ms

    return logged
