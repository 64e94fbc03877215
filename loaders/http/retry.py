"""The layer that asks again what may be asked again, where that is likely to help and there is time for it.

Only what changes nothing is repeated, twice at most, and only where somebody waits for the answer: a refresh comes
round by itself, and an operator who checks a source wants to see it fail. What a vendor answered clearly (a refusal, a
body that makes no sense) it would answer again.
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from loaders.errors import RateLimited, TimedOut, Unreachable, VendorDown, VendorFault
from loaders.http.ask import Reason

if TYPE_CHECKING:
    from collections.abc import Callable

    from loaders.http.ask import Ask, Reply, Send
    from loaders.inquiry import Inquiry

REPEATS: Final = 2

BACKOFF_SECONDS: Final = 0.25
"""The longest pause before the first repeat; it doubles with each, and chance says how much of it is waited."""

LEAST_SECONDS: Final = 0.5
"""A repeat for which less time would be left is not made."""

PASSING: Final = frozenset(
    {
        HTTPStatus.INTERNAL_SERVER_ERROR,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)
"""Answers of a vendor that may work a moment later."""


def retry(send: Send, *, chance: Callable[[], float], worth: Callable[[], bool]) -> Send:
    """Ask again after a fault that may pass.

    Args:
        send: what answers or raises a fault; each of its calls pays for itself.
        chance: a number from 0 up to 1.
        worth: whether the source is still asked at all.

    """

    async def repeated(ask: Ask, inquiry: Inquiry) -> Reply:
        faults: list[VendorFault] = []
        while True:
            try:
                return await send(ask, inquiry)
            except VendorFault as fault:
                if not _is_waited_for(ask, inquiry) or not _may_pass(fault, faults):
                    raise
                pause = _pause(fault, len(faults), chance)
                if pause + LEAST_SECONDS > inquiry.deadline.patience() or not worth():
                    raise
                faults.append(fault)
            await asyncio.sleep(pause)

    return repeated


def _is_waited_for(ask: Ask, inquiry: Inquiry) -> bool:
    return ask.safe and ask.reason is not Reason.CHECK and (inquiry.urgent or not ask.refresh)


def _may_pass(fault: VendorFault, before: list[VendorFault]) -> bool:
    """Tell whether asking again may help: a timeout and a 429 once, as both have cost their time already."""
    if len(before) >= REPEATS:
        return False
    if isinstance(fault, TimedOut | RateLimited):
        told = isinstance(fault, TimedOut) or fault.retry_after is not None
        return fault.reached and told and not any(isinstance(one, type(fault)) for one in before)
    return isinstance(fault, Unreachable) or (isinstance(fault, VendorDown) and fault.status in PASSING)


def _pause(fault: VendorFault, repeats: int, chance: Callable[[], float]) -> float:
    """Give the seconds to wait: what the vendor wants, and not all at the same moment."""
    backoff = BACKOFF_SECONDS * (1 << repeats)
    return (fault.retry_after or 0.0) + chance() * backoff
