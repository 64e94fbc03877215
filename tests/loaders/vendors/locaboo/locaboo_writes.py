"""What the tests of Locaboo's writes share: a source in front of a sandbox, and changes that can be made there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from locaboo_desk import BERLIN, reading, ref

from loaders.errors import Blame, Refused
from loaders.port import Source, Writer
from loaders.records import CUSTOMER, SPACE, Ref
from loaders.writes import (
    AddCustomerAddress,
    Attempt,
    CancelBooking,
    Contact,
    CreateBooking,
    CreateCustomer,
    PostalAddress,
    UpdateBooking,
    UpdateCustomer,
    Write,
    Written,
)
from sandbox.server import Running

TODAY = dt.date(2026, 6, 15)
ATTEMPT = Attempt("foyer-1", dt.datetime(2026, 6, 15, 10, tzinfo=dt.UTC))

WRITES = ("booking_add", "booking_save", "customer_add", "customer_edit", "customer_address_add")
"""The endpoints that change something."""


def at(day: int, hour: int = 0, minute: int = 0, *, month: int = 9, year: int = 2027) -> dt.datetime:
    """Give a moment by Berlin's clocks, in September 2027 unless another month is named."""
    return dt.datetime(year, month, day, hour, minute, tzinfo=BERLIN)


def space(key: str) -> Ref:
    """Refer to a space."""
    return ref(SPACE, key)


def customer(key: str) -> Ref:
    """Refer to a customer."""
    return ref(CUSTOMER, key)


PLAIN = CreateBooking("hall", (space("49"),), at(6, 9), at(6, 11), title="Probe")
"""One part, one day."""

CUSTOMER_NOW = CreateCustomer("hall", first_name="Ada", last_name="Byron", email="ada@example.org")
ADDRESS_NOW = AddCustomerAddress(customer("48"), PostalAddress(("Gasse",), "5", "10115", "Berlin", "DE"))


def booking(**changes: Any) -> CreateBooking:
    """Make a booking that differs so from the plain one."""
    return replace(PLAIN, **changes)


def contact(**told: Any) -> Contact:
    """Make a contact."""
    return Contact(**told)


@dataclass(slots=True)
class Hall:
    """A source in front of a sandbox."""

    source: Source
    running: Running

    @property
    def writer(self) -> Writer:
        """What changes things."""
        writer = self.source.writer
        assert writer is not None
        return writer

    @property
    def office(self) -> Any:
        """The vendor's data."""
        return self.running.data

    async def write(self, write: Write) -> Written:
        """Make a change that has no faults."""
        assert not self.writer.faults(write)
        return await self.writer.write(write, ATTEMPT, reading())

    async def find(self, write: Write) -> Any:
        """Look for a change."""
        return await self.writer.find(write, ATTEMPT, reading())

    async def refused(self, write: Write) -> list[tuple[tuple[str, ...], str, bool]]:
        """Give the blames of a change that is refused."""
        try:
            done = await self.write(write)
        except Refused as refused:
            return blamed(refused.blames)
        raise AssertionError(done)

    def row(self, key: str) -> Any:
        """Give a booking as the vendor keeps it."""
        return self.office.bookings[key]

    def takes(self, key: str) -> list[tuple[int, str, str]]:
        """Give what a booking takes: resource, from and to."""
        rows = (one for taken in self.row(key)["resources"] for one in taken["instances"])
        return [(one["resource_id"], one["from"], one["to"]) for one in rows]

    def calls(self) -> list[str]:
        """Give the endpoints called since the last time, and forget them."""
        paths = [call.path.removeprefix("/api/v2/").split("/")[0] for call in self.running.log]
        self.running.log.clear()
        return paths

    def sent(self, endpoint: str) -> list[list[tuple[str, str]]]:
        """Give the queries that an endpoint was sent, the key left out."""
        return [
            [pair for pair in call.query if pair[0] != "api_secret_key"]
            for call in self.running.log
            if call.path.endswith(endpoint)
        ]


OpenHall = Callable[..., Awaitable[Hall]]
"""Opens a hall; the sandbox's own options by name."""


def blamed(blames: Any) -> list[tuple[tuple[str, ...], str, bool]]:
    """Write blames down."""
    return [(blame.path, blame.message, blame.by_vendor) for blame in blames if isinstance(blame, Blame)]


def every_write(held: Mapping[str, str]) -> dict[str, Write]:
    """Give a change of each kind, of things that are there.

    Args:
        held: `booking` and `customer`, ids of what may be changed.

    """
    there = ref("booking", held["booking"])
    return {
        "createBooking": PLAIN,
        "updateBooking": UpdateBooking(there, from_=at(7, 9), to=at(7, 10)),
        "cancelBooking": CancelBooking(there),
        "createCustomer": CUSTOMER_NOW,
        "updateCustomer": UpdateCustomer(customer(held["customer"]), phone="+49 30 1"),
        "addCustomerAddress": replace(ADDRESS_NOW, customer=customer(held["customer"])),
    }
