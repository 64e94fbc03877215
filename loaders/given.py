"""What can be wrong with what was given, whatever vendor it is for: each fault a Blame. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, TypeAlias

from loaders.errors import Blame

Path: TypeAlias = tuple[str, ...]
"""Where something stands in an input, as `Blame.path`."""

LINE: Final = 255
"""How many characters a name, a label or a line of an address may have."""

TEXT: Final = 10_000
"""How many characters a longer text may have."""

_QUOTED: Final = 40
_ADDRESS: Final = re.compile(r"[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)*", re.ASCII)
_UNSPEAKABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Control characters but for tabs and line breaks, and halves of surrogate pairs."""


def quoted(value: object) -> str:
    """Quote what was given, not all of it if it is long."""
    shown = str(value) if isinstance(value, str) else repr(value)
    shown = "".join(letter if letter.isprintable() else "?" for letter in shown[: _QUOTED + 1])
    short = shown if len(shown) <= _QUOTED else f"{shown[:_QUOTED]}…"
    return f'"{short}"' if isinstance(value, str) else short


def text_faults(value: str | None, path: Path, *, most: int = LINE, needed: bool = False) -> Iterator[Blame]:
    """Tell what is wrong with a text.

    Args:
        value: the text; None where nothing was given, which is fine.
        path: where it stands.
        most: how many characters it may have.
        needed: whether it must not be blank.

    """
    if value is None:
        return
    if needed and not value.strip():
        yield Blame(path, "expected a text that is not blank")
    if len(value) > most:
        yield Blame(path, f"expected at most {most} characters, not {len(value)}")
    if _UNSPEAKABLE.search(value):
        yield Blame(path, "expected text without control characters or half characters")


def email_faults(value: str | None, path: Path) -> Iterator[Blame]:
    """Tell what is wrong with an e-mail address; an empty one, which takes the address away, is fine."""
    if value and not _ADDRESS.fullmatch(value):
        yield Blame(path, f"expected an e-mail address, like jo@example.org, not {quoted(value)}")


def count_faults(value: int | None, path: Path, *, least: int = 0) -> Iterator[Blame]:
    """Tell what is wrong with a number of things."""
    if value is not None and value < least:
        yield Blame(path, f"expected {least} or more, not {value}")
