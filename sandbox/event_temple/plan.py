"""Who belongs to whom: the facts that several resources must agree on, each worked out from an id alone.

Nothing here reads a table, so a resource that a test has broken spoils none that is written after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from sandbox.chance import chance, day_offset
from sandbox.vendor import Site

STATUSES: Final = (
    *["definite"] * 9, *["tentative"] * 3, "prospect", "lead", "inquiry", "lost", "lost", "optional", "closed",
    "cancelled",
)  # fmt: skip
SPACES: Final = 12
USERS: Final = 8
_SHOWN: Final = 103
_SHOWN_START: Final = date(2018, 8, 7)
_LEAST_CONTACTS: Final = 103
_LEAST_ACCOUNTS: Final = 157


@dataclass(frozen=True, slots=True)
class Stay:
    """When a booking is: its first day, counted from today, and its nights."""

    offset: int
    nights: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole of an organisation's data, before any of it is written."""

    site: Site
    bookings: list[int]
    events: list[int]
    activities: list[int]

    @classmethod
    def of(cls, site: Site) -> Plan:
        """Plan for as many bookings and events as the site has; those of the document are always among them."""
        return cls(site, _ids(site.size, 46, 103), _ids(site.size, 59), _ids(max(1, site.size // 2), 59))

    def rng(self, kind: str, key: int) -> Random:
        """Return the chance of one resource."""
        return chance(self.site.seed, f"event_temple/{kind}", key)

    def stay(self, booking: int) -> Stay:
        """Tell when a booking is; that of the document's booking 103 is fixed [001:431-432]."""
        if booking == _SHOWN:
            return Stay((_SHOWN_START - self.site.today).days, 1)
        rng = self.rng("stay", booking)
        return Stay(day_offset(rng, booking), rng.choice((0, 0, 0, 1, 1, 2, 3)))

    def status(self, booking: int) -> str:
        """Tell how far a booking has come."""
        return self.rng("status", booking).choice(STATUSES)

    def group(self, booking: int) -> int | None:
        """Name a booking's group of hotel rooms, if it has one: booking 103 has group 12."""
        number, rest = divmod(booking, 8)
        return number if rest == 7 and number > 0 else None  # noqa: PLR2004 - the last booking of eight

    def booking_of_group(self, group: int) -> int:
        """Name the booking that a group belongs to."""
        return 8 * group + 7

    def groups(self) -> list[int]:
        """List every group."""
        return [group for booking in self.bookings if (group := self.group(booking)) is not None]

    def contact(self, booking: int) -> int | None:
        """Name a booking's contact; one booking in eleven has none, and then its account is the customer."""
        return None if booking % 11 == 10 else 1 + booking * 2 // 3  # noqa: PLR2004 - one of eleven

    def account(self, booking: int) -> int | None:
        """Name a booking's account; private people have none."""
        return None if booking % 5 == 2 and booking % 11 != 10 else 1 + booking // 3  # noqa: PLR2004 - shares, as told

    def contacts(self) -> int:
        """Count the contacts."""
        return max(_LEAST_CONTACTS, 1 + self.bookings[-1] * 2 // 3)

    def accounts(self) -> int:
        """Count the accounts."""
        return max(_LEAST_ACCOUNTS, 1 + self.bookings[-1] // 3)

    def summaries_of_booking(self, booking: int) -> range:
        """List the revenue summaries of a booking: none to four."""
        first = 1000 + 4 * booking
        return range(first, first + self.rng("summaries", booking).randrange(5))

    def summaries_of_event(self, event: int) -> range:
        """List the revenue summaries of an event: none to two."""
        first = 1_000_000 + 2 * event
        return range(first, first + self.rng("event_summaries", event).randrange(3))

    def tenths(self, summary: int) -> int:
        """Tell the amount of a revenue summary, in tenths of the currency's unit."""
        return self.rng("amount", summary).randrange(200, 90_000) * 5

    def booking_of_event(self, position: int) -> int:
        """Name the booking of the event that stands at a position in the list of events."""
        return self.bookings[position * 2 // 3 % len(self.bookings)]


def money(tenths: int) -> str:
    """Write an amount as the document does: one decimal, no currency [001:427-428]."""
    return f"{tenths // 10}.{tenths % 10}"


def _ids(size: int, *shown: int) -> list[int]:
    others = (number for number in range(1, size + 1) if number not in shown)
    chosen = [*shown, *(number for number, _ in zip(others, range(size - len(shown)), strict=False))]
    return sorted(chosen)
