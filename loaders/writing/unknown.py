"""The sentences that say that nobody knows whether a change happened, each with what to do about it."""

from __future__ import annotations

from loaders.errors import OutcomeUnknown
from loaders.writes import RequestEvent
from loaders.writing.digest import reference_of
from loaders.writing.order import Order


def still_running(order: Order, key: str | None) -> OutcomeUnknown:
    """Say that a change is under way, and that nobody knows yet what becomes of it."""
    if key is None:
        return OutcomeUnknown(
            f"{order.source.name} is still making the change. Look before you repeat it.", retryable=False
        )
    return OutcomeUnknown(
        f"{order.source.name} is still making the change {_called(order, key)}: ask again with the same key.",
        retryable=True,
    )


def unknown(order: Order, key: str | None) -> OutcomeUnknown:
    """Say that a change may or may not have happened, and how to find out; without a key, by looking."""
    if key is None:
        return OutcomeUnknown(
            f"{order.source.name} did not confirm the change: it may or may not have happened. Look before you repeat "
            "it.",
            retryable=False,
        )
    return OutcomeUnknown(
        f"{order.source.name} did not confirm the change {_called(order, key)}: it may or may not have happened. Ask "
        "again with the same key to have it looked for; do not send it under another.",
        retryable=True,
    )


def _called(order: Order, key: str) -> str:
    """Give what a person finds the change by at the vendor: the client's own reference, where it was sent."""
    own = order.write.reference if isinstance(order.write, RequestEvent) else None
    return own or reference_of(key)
