"""Checks of single parts of an input, each giving what is wrong with it. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from loaders.errors import Blame
from loaders.vendors.locaboo.api import is_key
from loaders.vendors.locaboo.write.form import quoted

if TYPE_CHECKING:
    from loaders.records import Ref
    from loaders.vendors.locaboo.write.form import Path

LINE: Final = 255
"""How long a text of one line may be; the document names no limit, and no name needs more."""
TEXT: Final = 10_000
"""How long a text of several lines may be."""

_COLOR: Final = re.compile(r"#[0-9A-Fa-f]{6}", re.ASCII)
_EMAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s.]+")
_WITHIN_LINES: Final = "\n\r\t"


def line(path: Path, value: str | None) -> Iterator[Blame]:
    """Check a text of one line."""
    if value is None:
        return
    if len(value) > LINE:
        yield Blame(path, f"{LINE} characters at most are expected; got {len(value)}.")
    if any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in value):
        yield Blame(path, "A line of text is expected; got a line break or another control character.")


def text(path: Path, value: str | None) -> Iterator[Blame]:
    """Check a text of several lines."""
    if value is None:
        return
    if len(value) > TEXT:
        yield Blame(path, f"{TEXT} characters at most are expected; got {len(value)}.")
    if any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in value if letter not in _WITHIN_LINES):
        yield Blame(path, "Text is expected; got a control character.")


def color(path: Path, value: str | None) -> Iterator[Blame]:
    """Check a colour."""
    if value is not None and not _COLOR.fullmatch(value):
        yield Blame(path, f"A colour, #rrggbb, is expected; got {quoted(value)}.")


def email(path: Path, value: str | None) -> Iterator[Blame]:
    """Check an e-mail address; an empty one takes away what is there."""
    if value and (len(value) > LINE or not _EMAIL.fullmatch(value)):
        yield Blame(path, f"An e-mail address is expected; got {quoted(value)}.")


def key(path: Path, value: str) -> Iterator[Blame]:
    """Check an id of the vendor's."""
    if not is_key(value):
        yield Blame(path, f"A number, as the vendor's ids are, is expected; got {quoted(value)}.")


def own(path: Path, ref: Ref, kind: str, source: str) -> Iterator[Blame]:
    """Check that a reference is to a thing of this source."""
    if ref.source != source:
        yield Blame(path, f"A {kind} of {source} is expected; got one of {ref.source}.")
    elif ref.kind != kind:
        yield Blame(path, f"A {kind} is expected; got a {ref.kind}.")
