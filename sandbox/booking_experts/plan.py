"""One park's facts, each worked out from a number alone.

A park (the vendor says administration) counts its bookings, rentables and so on from 1. Ids interleave those counts,
so that an id is one park's only, whatever the type: of two parks, the first has the odd ids.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final

from sandbox.booking_experts.resources import CURRENCIES, STATES
from sandbox.chance import chance, day_offset
from sandbox.vendor import Site

RENTABLES: Final = 40
FIRST_CATEGORY: Final = 2
ACTIVE_CATEGORIES: Final = 6
CATEGORIES: Final = 8
"""Number 1 is the document's example, 2 to 7 are rented out, 8 is archived."""
OWNERS: Final = 15
AGREEMENTS: Final = 20
AMENITIES: Final = 12
SLOTS: Final = 3
"""Numbers set aside for the reservations of one booking."""
EXAMPLE: Final = 1
"""In the first park, thing number 1 of each documented type is the document's example."""
_COMPANY_EVERY: Final = 6


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole of a park's data, before any of it is written."""

    site: Site
    administration: str
    place: int
    """Which park it is, from 0."""
    parks: int
    bookings: int
    """How many bookings the park has."""

    def id(self, number: int) -> str:
        """Give the id of the park's thing of that number."""
        return str((number - 1) * self.parks + self.place + 1)

    def number(self, key: str) -> int:
        """Give the number of the park's thing with that id."""
        return (int(key) - 1) // self.parks + 1

    def shown(self, number: int) -> bool:
        """Tell whether a number is the document's own example."""
        return self.place == 0 and number == EXAMPLE

    def rng(self, kind: str, number: int) -> Random:
        """Return the chance of one thing."""
        return chance(self.site.seed, f"booking_experts/{kind}", self.id(number))

    @property
    def locales(self) -> tuple[str, ...]:
        """The languages a park writes in: every second park knows no English."""
        return ("en", "nl", "nl-BE", "de", "fr") if self.place % 2 == 0 else ("nl", "nl-BE", "de")

    @property
    def blocks(self) -> int:
        """How many periods of the calendar are blocked for another reason than a reservation."""
        return max(15, self.bookings // 5)

    def customer(self, booking: int) -> int:
        """Name a booking's customer: of ten bookings four are of one customer, and six of one each."""
        if booking == EXAMPLE:
            return EXAMPLE
        decade, rest = divmod(booking - 2, 10)
        return 2 + 7 * decade + max(0, rest - 3)

    def state(self, booking: int) -> str:
        """Tell a booking's state: every second one is confirmed, the others take the states in turn."""
        return "confirmed" if booking % 2 == 0 else STATES[booking // 2 % len(STATES)]

    def currency(self, booking: int) -> str:
        """Tell a booking's currency: euros, but for one in nine."""
        return CURRENCIES[booking // 9 % len(CURRENCIES)] if booking % 9 == 0 else CURRENCIES[0]

    def owned(self, booking: int) -> bool:
        """Tell whether an accommodation's owner is the guest."""
        return booking % 17 == 0

    def reservations(self, booking: int) -> range:
        """List the reservations of a booking: one mostly, two or three at times, none of the document's example."""
        count = 0 if self.shown(booking) else 3 if booking % 11 == 0 else 2 if booking % 5 == 0 else 1
        first = SLOTS * (booking - 1) + 1
        return range(first, first + count)

    def booking(self, reservation: int) -> int:
        """Name the booking of a reservation."""
        return (reservation - 1) // SLOTS + 1

    def stay(self, reservation: int) -> tuple[int, int]:
        """Tell a reservation's arrival and departure, in days from today. Those of one booking arrive together."""
        owner = self.booking(reservation)
        arrival = day_offset(self.rng("arrival", owner), owner)
        return arrival, arrival + self.rng("nights", reservation).choice((2, 3, 4, 4, 7, 7, 14))

    def rentable(self, reservation: int) -> int:
        """Name the rentable that a reservation is in."""
        return 1 + self.rng("rentable", reservation).randrange(RENTABLES)

    def category(self, rentable: int) -> int:
        """Name the category of a rentable."""
        return FIRST_CATEGORY + (rentable - 1) % ACTIVE_CATEGORIES

    def period(self, reservation: int) -> int:
        """Name the agenda period of a reservation: they follow the example and the other blocks."""
        return EXAMPLE + self.blocks + reservation

    def company(self, customer: int) -> bool:
        """Tell whether a customer is a company."""
        return customer % _COMPANY_EVERY == 0

    def invoices(self, booking: int) -> tuple[int, int]:
        """Name a booking's two invoices: the customer's and the channel's."""
        return 2 * booking - 1, 2 * booking

    def cents(self, booking: int) -> int:
        """Tell what a booking costs, in hundredths."""
        return 0 if self.owned(booking) else self.rng("total", booking).randrange(12_000, 380_000)


def plans(site: Site, administrations: tuple[str, ...]) -> list[Plan]:
    """Plan every park; the site's bookings are shared out among them."""
    parks = len(administrations)
    return [
        Plan(site, name, place, parks, max(1, (site.size + parks - 1 - place) // parks))
        for place, name in enumerate(administrations)
    ]
