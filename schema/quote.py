"""How what a client sent is quoted in the sentence that refuses it."""

from typing import Any, Final

MOST: Final = 40
"""How many characters of it are quoted."""


def quoted(value: Any) -> str:
    """Quote what a client sent, not all of it if it is long."""
    if not isinstance(value, str):
        return _shortened(repr(value))
    return f'"{_shortened(value)}"'


def _shortened(text: str) -> str:
    return text if len(text) <= MOST else f"{text[:MOST]}…"
