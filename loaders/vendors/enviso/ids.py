"""Which id leads where: every thing at Enviso is read with a booking or is a task. Pure.

A visitor has no id of their own and is never taken for a visitor of the same name, so a customer is made of one booking
and its id says which. An event is told only along with its bookings, so its id names one of them, too.

    booking     9007199254740993                  an int64, written as numbers are
    event       9007199254740993/42               the bare event id is what stands last
    customer    booking-9007199254740993
    task        3fa85f64-5717-4562-b3fc-2c963f66afa6, in lower case
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from loaders.records import BOOKING, CUSTOMER, EVENT

NAME: Final = "enviso"

BOOKINGS: Final = f"{NAME}.bookings"
EVENTS: Final = f"{NAME}.events"
TASKS: Final = f"{NAME}.tasks"
BOOKING_OF_CUSTOMER: Final = f"{BOOKING}@{CUSTOMER}"
EVENT_OF_BOOKING: Final = f"{EVENT}@{BOOKING}"

MOST: Final = 2**63 - 1
"""The highest id: the document calls ids `long` [003:60]."""

_NUMBER: Final = r"(?P<id>0|[1-9][0-9]{0,18})"
_WRITTEN: Final = {
    BOOKING: re.compile(_NUMBER),
    BOOKINGS: re.compile(_NUMBER),
    EVENT_OF_BOOKING: re.compile(_NUMBER),
    EVENT: re.compile(rf"{_NUMBER}/[0-9]{{1,19}}"),
    EVENTS: re.compile(rf"{_NUMBER}/[0-9]{{1,19}}"),
    CUSTOMER: re.compile(rf"booking-{_NUMBER}"),
    BOOKING_OF_CUSTOMER: re.compile(rf"booking-{_NUMBER}"),
    TASKS: re.compile(r"(?P<id>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.IGNORECASE),
}
"""Kind → how its ids are written, and the id of the booking or task in them."""


@dataclass(frozen=True, slots=True)
class Place:
    """The booking or task that a thing is read with: `bookings` or `tasks`, and its id."""

    of: str
    id: str


def place(kind: str, key: str) -> Place | None:
    """Tell where a thing is read; None where nothing can have this id, or the vendor has no such kind."""
    written = _WRITTEN.get(kind)
    match = None if written is None else written.fullmatch(key)
    if match is None:
        return None
    if kind == TASKS:
        return Place("tasks", match["id"].lower())
    return Place("bookings", match["id"]) if int(match["id"]) <= MOST else None


def spelled(kind: str, key: str) -> str:
    """Give an id as its record spells it."""
    return key.lower() if kind == TASKS else key


def customer(booking: str) -> str:
    """Give the id of the visitor who placed a booking."""
    return f"booking-{booking}"
