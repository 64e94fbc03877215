"""When and where each generated booking and event is, worked out from its number alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sandbox.chance import chance, day_offset
from sandbox.locaboo.parameters import clock

if TYPE_CHECKING:
    from random import Random

    from sandbox.locaboo.resources import Tree
    from sandbox.vendor import Site

FIRST_BOOKING: Final = 400_001
FIRST_INSTANCE: Final = 7_000_000
INSTANCES: Final = 40
"""Instance ids set aside for a booking."""
FIRST_CUSTOMER: Final = 30_001
_STATUSES: Final = (*["Live"] * 17, "Draft", "Cancel", "Request")
_LEAST_CUSTOMERS: Final = 60
_PATRONAGE: Final = 4
"""Bookings to a customer, beside the first customers, who have more."""
_QUARTER: Final = 15


@dataclass(frozen=True, slots=True)
class Slot:
    """One instance's day, counted from today, and its times, H:i."""

    offset: int
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Stay:
    """Where a booking is, and when: each of its resources has every slot."""

    main: int
    taken: tuple[int, ...]
    """Parts of the main resource, or the main resource as a whole."""
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole of a manager's bookings and events, before any of it is written."""

    site: Site
    tree: Tree
    mains: tuple[int, ...]
    bookings: int
    """How many bookings there are beside the document's."""
    events: int
    """How many events there are; 1 and 2 are the document's."""

    def rng(self, kind: str, key: object) -> Random:
        """Return the chance of one thing."""
        return chance(self.site.seed, f"locaboo/{kind}", key)

    @property
    def customers(self) -> int:
        """How many customers there are beside the document's."""
        return max(_LEAST_CUSTOMERS, self.bookings // _PATRONAGE + 1)

    def stay(self, booking: int) -> Stay:
        """Tell where and when a booking is: single, on several days, on whole days, or every week."""
        rng = self.rng("stay", booking)
        offset = day_offset(rng, booking)
        main = rng.choice(self.mains)
        parts = self.tree[main].parts
        whole = not parts or rng.random() < 0.15  # noqa: PLR2004 - about every seventh takes all of it
        several = 2 if booking % 12 == 0 and len(parts) > 1 else 1
        taken = (main,) if whole else tuple(rng.sample(parts, several))
        return Stay(main, taken, _slots(rng, offset))

    def customer(self, booking: int) -> int | None:
        """Name a booking's customer; one booking in 23 is the manager's own and has none."""
        if booking % 23 == 0:
            return None
        return FIRST_CUSTOMER + (booking // _PATRONAGE if booking % 5 else booking % _LEAST_CUSTOMERS)

    def status(self, booking: int) -> str:
        """Tell a booking's status, which reading never shows."""
        return _STATUSES[booking % len(_STATUSES)]

    def booking_of_event(self, event: int) -> int | None:
        """Name the booking that an event is held in; one event in four has none."""
        return None if event % 4 == 0 or event > self.bookings else event

    def event_days(self, event: int) -> tuple[int, int]:
        """Tell an event's first and last day, counted from today."""
        booking = self.booking_of_event(event)
        if booking is None:
            first = day_offset(self.rng("event_day", event), event)
            return first, first + event % 3 // 2
        slots = self.stay(booking).slots
        return slots[0].offset, slots[0].offset if weekly(slots) else slots[-1].offset


def weekly(slots: tuple[Slot, ...]) -> bool:
    """Tell whether slots are a week apart."""
    return len(slots) > 1 and slots[1].offset - slots[0].offset == 7  # noqa: PLR2004 - a week


def _slots(rng: Random, offset: int) -> tuple[Slot, ...]:
    start = 60 * 8 + _QUARTER * rng.randrange(44)
    begin, end = clock(start), clock(min(start + _QUARTER * rng.randrange(2, 21), 60 * 24 - 1))
    shape = rng.randrange(20)
    if shape < 13:  # noqa: PLR2004 - thirteen in twenty
        return (Slot(offset, begin, end),)
    if shape < 15:  # noqa: PLR2004 - two in twenty: the same times on days in a row
        return tuple(Slot(offset + number, begin, end) for number in range(rng.randrange(2, 6)))
    if shape < 17:  # noqa: PLR2004 - two in twenty: whole days, the last till the evening [002:191-211]
        last = rng.randrange(4)
        return (
            *(Slot(offset + number, "00:00", "23:59") for number in range(last)),
            Slot(offset + last, "00:00", "18:00"),
        )
    return tuple(Slot(offset + 7 * number, begin, end) for number in range(rng.randrange(3, 11)))
