"""What is wrong with a configuration, said in one line a fault.

A value is shown only where a key is known to hold something public. Tables, lists, credentials and the values of
unknown keys are named by their kind, and a value that came from elsewhere by where it came from. So a fault may be
logged.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from gateway.settings.references import Reference, Unresolved

Place: TypeAlias = tuple[int | str, ...]
"""Where a value stands in the file: the keys and list positions that lead to it."""

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_PLAIN_URL = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*://)?(?:…@)?[A-Za-z0-9.-]*(?::[0-9]{1,5})?(?:/[^\s?#@]*)?…?")
_LONGEST = 80
_MOST_DIGITS = 10**18


class Shown(Enum):
    """How much of a key's value may be repeated to an operator."""

    WHOLE = "whole"
    ADDRESS = "address"
    """A URL without its user, password, query and fragment."""
    KIND = "kind"
    """Nothing but whether it is a string, a number, a table …"""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: the key's path, what it holds, what it should hold. Each is text without a credential."""

    path: str
    holds: str
    expected: str

    def __str__(self) -> str:
        return f"{self.path}: holds {self.holds}; should hold {self.expected}"


class ConfigurationError(Exception):
    """The configuration cannot be used. Its text is one line for each of its `faults`; none holds a credential."""

    faults: tuple[Fault, ...]

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


def fault_at(tree: object, place: Place, expected: str, shown: Shown = Shown.KIND) -> Fault:
    """Say that what stands at `place` in `tree` is not what is `expected`, repeating only what is `shown`."""
    return Fault(path=spell(place), holds=describe(value_at(tree, place), shown), expected=expected)


def value_at(tree: object, place: Place) -> object:
    """Answer what stands at `place`, or None where nothing does (TOML has no null)."""
    value = tree
    for part in place:
        if isinstance(part, str) and isinstance(value, Mapping):
            value = value.get(part)
        elif isinstance(part, int) and isinstance(value, list) and part < len(value):
            value = value[part]
        else:
            return None
    return value


def spell(place: Place) -> str:
    """Write a place as an operator reads it: `sources[0].credentials.api_key`."""
    path = ""
    for part in place:
        if isinstance(part, int):
            path += f"[{part}]"
        else:
            path += ("." if path else "") + (part if _BARE_KEY.fullmatch(part) else quoted(part))
    return path


def quoted(text: str) -> str:
    """Write text as one line in quotes, its unprintable characters escaped, its end cut where it is very long."""
    cut = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return '"' + escaped(cut.replace("\\", "\\\\").replace('"', '\\"')) + '"'


def escaped(text: str) -> str:
    """Write text as one line, its unprintable characters escaped."""
    return "".join(character if character.isprintable() else f"\\u{ord(character):04x}" for character in text)


def describe(value: object, shown: Shown) -> str:
    """Say what a key holds, repeating no more of it than is `shown`."""
    match value:
        case None:
            return "nothing"
        case Reference() | Unresolved():
            return f"«{escaped(value.origin)}»"
        case str():
            return _text(value, shown)
        case int() if shown is not Shown.KIND and abs(value) < _MOST_DIGITS:
            return str(value).lower()
        case float() | dt.date() | dt.time() if shown is not Shown.KIND:
            return str(value)
        case _:
            return kind(value)


def _text(text: str, shown: Shown) -> str:
    if shown is Shown.WHOLE:
        return quoted(text)
    if shown is Shown.ADDRESS:
        # An @ may stand anywhere once a password holds one, so all before the last is taken for the user's part.
        public = re.sub(r"^([A-Za-z][A-Za-z0-9+.-]*://)?.*@", r"\1…@", text, flags=re.DOTALL)
        public = re.sub(r"[?#].*", "…", public, flags=re.DOTALL)
        if _PLAIN_URL.fullmatch(public):
            return quoted(public)
    return f"{kind(text)} (not shown)"


def kind(value: object) -> str:
    """Name the kind of a TOML value."""
    return next((words for kinds, words in _KINDS if isinstance(value, kinds)), "a table")


_KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (str, "a string"),
    (bool, "true or false"),
    (int, "a whole number"),
    (float, "a number"),
    ((dt.date, dt.time), "a date or time"),
    (list, "a list"),
)
"""In this order: Python takes true and false for whole numbers."""
