"""Bookings: one list for a range of days, and a call more for whatever is told of one alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from loaders.errors import FoyerError
from loaders.match import passing
from loaders.port import Filter, Gathered
from loaders.readings.readings import Held
from loaders.records import BOOKING, CUSTOMER, SPACE, Booking, BookingStatus, Record, Ref, Resource, Rows
from loaders.together import together
from loaders.vendors.locaboo.api import is_key
from loaders.vendors.locaboo.sheet import Table, each, few_or_all
from loaders.vendors.locaboo.translate import bookings as translate
from loaders.vendors.locaboo.window import Days, Window, around
from loaders.vendors.locaboo.wire.bookings import Booking as WireBooking

if TYPE_CHECKING:
    from loaders.inquiry import Inquiry
    from loaders.readings.readings import Readings
    from loaders.vendors.locaboo.api import Api
    from loaders.vendors.locaboo.office import Office
    from loaders.vendors.locaboo.translate.site import Site

Told: TypeAlias = tuple[WireBooking | None, dt.datetime]
"""What is told of one booking alone, and when that was read; None of one the vendor does not know."""


class Diary:
    """The bookings of one account."""

    def __init__(self, api: Api, site: Site, office: Office, window: Window) -> None:
        self._api: Final = api
        self._site: Final = site
        self._office: Final = office
        self._window: Final = window
        self._lists: Final[Readings[Days, Table[Booking]]] = api.keep(
            "bookings", 16, lambda _, table: Held(table.records, whole=False)
        )
        self._alone: Final[Readings[str, Told]] = api.keep("booking", 1000)

    async def gather(self, wanted: Filter, inquiry: Inquiry) -> Gathered:
        """Read all bookings that pass a filter.

        A booking may take something of several venues: it is one of each.
        """
        if wanted.reference is not None:
            return await self._referenced(wanted, wanted.reference, inquiry)
        days = self._window.days() if wanted.overlaps is None else around(wanted.overlaps, self._site.zone)
        if _none_can_pass(wanted):
            return Gathered((), self._api.now(), covers=days)
        table = await self.on(days, inquiry)
        return Gathered(_passing(table.records, wanted), table.fetched_at, faults=table.faults, covers=days)

    async def find(self, ids: Sequence[str], inquiry: Inquiry) -> dict[str, Booking | FoyerError]:
        """Look bookings up: in a list that is there or on its way, else one by one, or in the list if they are many."""
        window = self._window.days()

        async def listed() -> Mapping[str, Booking]:
            return (await self.on(window, inquiry)).by_id()

        return await few_or_all(
            [key for key in ids if is_key(key)],
            at_hand=window in self._lists.known(),
            listed=listed,
            alone=lambda key: self._found(key, inquiry),
        )

    async def window(self, inquiry: Inquiry) -> Table[Booking]:
        """Read the bookings of the whole window."""
        return await self.on(self._window.days(), inquiry)

    async def of_customers(self, ids: Sequence[str], inquiry: Inquiry) -> dict[str, Rows]:
        """Find the bookings of customers."""
        return await self._owned(CUSTOMER, "customer", ids, inquiry)

    async def of_spaces(self, ids: Sequence[str], inquiry: Inquiry) -> dict[str, Rows]:
        """Find the bookings that take spaces."""
        return await self._owned(SPACE, "spaces", ids, inquiry)

    async def customers_at(self, venues: frozenset[str], inquiry: Inquiry) -> frozenset[str]:
        """Give the customers that booked something at one of these venues."""
        table = await self.window(inquiry)
        found = (row.links.get("customer") for row in table.records if _is_at(row, venues))
        return frozenset(link.id for link in found if isinstance(link, Ref))

    async def booked_along(self, ids: Sequence[str], inquiry: Inquiry) -> dict[str, Resource | FoyerError]:
        """Read what is booked along with bookings: a call a booking."""

        async def one(key: str) -> Resource | FoyerError | None:
            try:
                told, at = await self._told(key, inquiry)
                currency = await self._office.currency_of_money(inquiry)
            except FoyerError as fault:
                return fault
            return None if told is None else translate.booked_along(self._site, told, at, currency)

        wanted = [key for key in ids if is_key(key)]
        answers = await together(one(key) for key in wanted)
        return {key: answer for key, answer in zip(wanted, answers, strict=True) if answer is not None}

    @property
    def covers(self) -> Days:
        """The days that the window holds today."""
        return self._window.days()

    async def _referenced(self, wanted: Filter, reference: str, inquiry: Inquiry) -> Gathered:
        """Look the one booking up that a reference is the id of; no list tells as much."""
        at = self._api.now()
        found = (await self.find([reference], inquiry)).get(reference)
        if isinstance(found, FoyerError):
            raise found
        rows = _passing([found] if found is not None else [], wanted)
        return Gathered(rows, found.fetched_at if found is not None else at)

    async def on(self, days: Days, inquiry: Inquiry) -> Table[Booking]:
        """Read what is on some days.

        A booking has only those of its instances that are on these days, so a list of more days would not do.
        """
        return await self._lists.get(days, inquiry, partial(self._read, days))

    async def _read(self, days: Days, inquiry: Inquiry) -> Table[Booking]:
        query = (("date_from", days[0].isoformat()), ("date_to", days[1].isoformat()), ("show_details", "true"))
        listed = await self._api.listed("booking_list", inquiry, query)

        def made(row: object) -> Booking:
            return translate.booking(self._site, self._api.read(WireBooking, row, "booking"), listed.fetched_at)

        return Table(*await each(listed.rows, made), listed.fetched_at)

    async def _told(self, key: str, inquiry: Inquiry) -> Told:
        return await self._alone.get(key, inquiry, partial(self._read_alone, key))

    async def _read_alone(self, key: str, inquiry: Inquiry) -> Told:
        return await self._api.alone("booking", key, WireBooking, "booking", inquiry)

    async def _found(self, key: str, inquiry: Inquiry) -> Booking | FoyerError | None:
        try:
            told, at = await self._told(key, inquiry)
            return None if told is None else translate.booking(self._site, told, at)
        except FoyerError as fault:
            return fault

    async def _owned(self, kind: str, name: str, ids: Sequence[str], inquiry: Inquiry) -> dict[str, Rows]:
        """Find bookings by where they lead. Those that cannot be read are told once, whoever's they are."""
        table = await self.window(inquiry)
        index = table.by(name, _customer if kind == CUSTOMER else translate.spaces_of)
        faults = table.faults
        found: dict[str, Rows] = {}
        for key in ids:
            rows = tuple(index.get(self._site.ref(kind, key), ()))
            found[key] = Rows(self._site.ref(f"{BOOKING}@{kind}", key), table.fetched_at, rows, faults=faults)
            faults = ()
        return found


def _passing(rows: Sequence[Booking], wanted: Filter) -> Sequence[Record]:
    """Give the bookings that pass; one that takes something of several venues is at each of them."""
    venues = wanted.venues
    if venues is None:
        return passing(rows, wanted)
    return passing((row for row in rows if _is_at(row, venues)), replace(wanted, venues=None))


def _is_at(row: Booking, venues: frozenset[str]) -> bool:
    return any(ref.id in venues for ref in translate.venues_of(row))


def _customer(row: Booking) -> Iterable[Ref]:
    link = row.links.get("customer")
    return (link,) if isinstance(link, Ref) else ()


def _none_can_pass(wanted: Filter) -> bool:
    """Tell whether no booking can pass: none tells its status, or when it was changed."""
    statuses = wanted.booking_statuses
    return wanted.updated_since is not None or (statuses is not None and BookingStatus.UNKNOWN not in statuses)
