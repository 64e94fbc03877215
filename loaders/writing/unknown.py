"""The sentences that say that nobody knows whether a change happened, each with what to do about it."""

from __future__ import annotations

from loaders.errors import OutcomeUnknown
from loaders.port import Source
from loaders.writing.digest import reference_of


def still_running(key: str) -> OutcomeUnknown:
    """Say that a change is under way, and that nobody knows yet what becomes of it."""
    return OutcomeUnknown(
        f"The change is still being made ({reference_of(key)}): ask again with the same key.", retryable=True
    )


def unknown(source: Source, key: str | None) -> OutcomeUnknown:
    """Say that a change may or may not have happened, and how to find out; without a key, by looking."""
    sentence = f"{source.name} did not confirm the change{'' if key is None else ' ' + reference_of(key)}"
    if key is None:
        return OutcomeUnknown(
            f"{sentence}: it may or may not have happened. Look before you repeat it.", retryable=False
        )
    return OutcomeUnknown(
        f"{sentence}: it may or may not have happened. Ask again with the same key to have it looked for; do not send "
        "it under another.",
        retryable=True,
    )
