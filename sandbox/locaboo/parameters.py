"""Reads the parameters of a call and names every one that is missing or wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from sandbox.locaboo.answers import RefusalError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sandbox.locaboo.forms import Form

DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
TIME: Final = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)
COLOUR: Final = re.compile(r"#[0-9A-Fa-f]{6}")
_ID: Final = re.compile(r"\d{1,18}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters of one call.

    Reading goes on after a fault, with a stand-in for the value, so that `settle` names every fault at once. What is
    sent empty counts as not sent.
    """

    form: Form
    faults: dict[str, str] = field(default_factory=dict)

    def settle(self) -> None:
        """Refuse the call if a parameter was missing or wrong, with 422."""
        if self.faults:
            raise RefusalError(422, "The given data was invalid.", self.faults)

    def wrong(self, name: str, why: str) -> None:
        """Note a fault. Of several in one parameter the first counts."""
        self.faults.setdefault(name, why)

    def under(self, name: str) -> Parameters:
        """Read a map's own entries; their faults are this call's."""
        return Parameters(self.map(name), self.faults)

    def map(self, name: str, *, required: bool = False) -> Form:
        """Read a map; one that was not sent is empty."""
        value = self.form.get(name, "")
        if isinstance(value, dict):
            return value
        if value:
            self.wrong(name, f"The {name} must be an array.")
        elif required:
            self._missing(name)
        return {}

    def text(self, name: str) -> str | None:
        """Read a text."""
        value = self.form.get(name, "")
        if isinstance(value, dict):
            self.wrong(name, f"The {name} must be a text.")
            return None
        return value or None

    def day(self, name: str) -> date:
        """Read a day, Y-m-d, that must be sent."""
        text = self._needed(name)
        try:
            return date.fromisoformat(text if DAY.fullmatch(text) else "")
        except ValueError:
            self.wrong(name, f"The {name} does not match the format Y-m-d.")
            return date.min

    def days(self) -> tuple[date, date]:
        """Read the range of days, both of which are part of it. It must be sent."""
        first, last = self.day("date_from"), self.day("date_to")
        if last < first:
            self.wrong("date_to", "The date_to must not be before date_from.")
        return first, last

    def time(self, name: str, *, required: bool = False) -> str | None:
        """Read a time of day, H:i."""
        text = self._needed(name) if required else self.text(name)
        if text is not None and not TIME.fullmatch(text):
            self.wrong(name, f"The {name} does not match the format H:i.")
        return text

    def number(self, name: str, *, least: int = 1) -> int | None:
        """Read a whole number."""
        text = self.text(name)
        if text is None:
            return None
        if not _ID.fullmatch(text) or int(text) < least:
            self.wrong(name, f"The {name} must be a whole number, {least} or more.")
            return None
        return int(text)

    def needed_number(self, name: str) -> int:
        """Read a whole number that must be sent."""
        self._needed(name)
        return self.number(name) or 0

    def choice(self, name: str, choices: Sequence[str], default: str | None = None) -> str:
        """Read one of some words. Without a default it must be sent."""
        text = self._needed(name) if default is None else self.text(name) or default
        if text not in choices:
            self.wrong(name, f"The {name} must be one of {', '.join(choices)}.")
        return text

    def flag(self, name: str) -> bool:
        """Read 0 or 1; 0 where it is not sent."""
        return self.choice(name, ("0", "1"), "0") == "1"

    def colour(self, name: str, *, required: bool = False) -> str | None:
        """Read a colour, #rrggbb."""
        text = self._needed(name) if required else self.text(name)
        if text is not None and not COLOUR.fullmatch(text):
            self.wrong(name, f"The {name} must be a colour in hex code.")
        return text

    def _needed(self, name: str) -> str:
        text = self.text(name)
        if text is None:
            self._missing(name)
        return text or ""

    def _missing(self, name: str) -> None:
        self.wrong(name, f"The {name} field is required.")


def is_id(text: object) -> bool:
    """Tell whether a text is an id: digits, and not too many."""
    return isinstance(text, str) and _ID.fullmatch(text) is not None


def minutes(time: str) -> int:
    """Count the minutes from midnight to a time of day."""
    hour, minute = time.split(":")
    return int(hour) * 60 + int(minute)


def clock(minute: int) -> str:
    """Write a time of day, given in minutes from midnight."""
    return f"{minute // 60:02d}:{minute % 60:02d}"
