"""Customers, and what they booked. There is no endpoint for customers: they come along with their bookings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from loaders.errors import FoyerError
from loaders.http.twin import twin
from loaders.inquiry import Inquiry
from loaders.jsonapi.document import Document
from loaders.port import Found
from loaders.records import CUSTOMER, Booking, Record, Ref, Rows
from loaders.vendors.booking_experts.agenda import blamed
from loaders.vendors.booking_experts.desk import Desk
from loaders.vendors.booking_experts.endpoints import BOOKINGS
from loaders.vendors.booking_experts.slots import Slots, came

INCLUDED: Final = ("customer",)
"""A booking tells its customer only when it is included [004:3503]."""

BOOKINGS_OF_CUSTOMER: Final = "booking@customer"


class People:
    """Looks customers up."""

    def __init__(self, desk: Desk) -> None:
        """Look up by way of a desk."""
        self._desk: Final = desk

    async def customers(self, view: str, ids: Sequence[str], inquiry: Inquiry) -> Found:
        """Find customers by their ids, as one of the views that show them."""
        slots = Slots()
        if self._refused(ids, slots):
            return slots.answer()
        parts = await self._desk.look(
            BOOKINGS, "customer", "customer", ids, inquiry, extra=INCLUDED, enough=_customers_came
        )
        for part in parts:
            if isinstance(part.found, FoyerError):
                slots.fail(part.ids, part.found)
                continue
            for key in part.ids:
                slots.put(key, came(self._desk, part, view, key))
            slots.shelve(part.found.beside)
        self._refused(ids, slots)
        return slots.answer()

    async def bookings(self, ids: Sequence[str], inquiry: Inquiry) -> Found:
        """Find the bookings of customers: Rows by the customer's id."""
        slots = Slots()
        if self._refused(ids, slots):
            return slots.answer()
        owned: dict[str, list[Record]] = defaultdict(list)
        broken: dict[str, list[FoyerError]] = defaultdict(list)
        failed: dict[str, FoyerError] = {}
        at = self._desk.now()
        for part in await self._desk.look(BOOKINGS, "customer", "customer", ids, inquiry, extra=INCLUDED):
            if isinstance(part.found, FoyerError):
                failed.update(dict.fromkeys(part.ids, part.found))
                continue
            for row in part.found.rows:
                customer = row.links.get("customer")
                if isinstance(customer, Ref):
                    owned[customer.id].append(row)
            for owner, fault in blamed(part, "booking", "customer").items():
                broken[owner].append(fault)
            slots.shelve(part.found.beside)
        if not self._refused(ids, slots):
            for key in ids:
                ref = Ref(BOOKINGS_OF_CUSTOMER, self._desk.name, key)
                slots.put(key, failed.get(key) or Rows(ref, at, tuple(owned[key]), {}, tuple(broken[key])))
        return slots.answer()

    async def of_bookings(self, lookups: Sequence[str], inquiry: Inquiry) -> Found:
        """Find the customers of bookings, where including them was refused: the refusal, while that is remembered.

        Args:
            lookups: each an administration's id, a slash, and a booking's id.
            inquiry: the operation that needs them.

        """
        slots = Slots()
        if self._refused(lookups, slots):
            return slots.answer()
        for venue, some in by_venue(lookups).items():
            scope = self._desk.scopes.get(venue)
            parts = await self._desk.look_at(scope, BOOKINGS, "id", some, inquiry, extra=INCLUDED) if scope else ()
            for part in parts:
                if isinstance(part.found, FoyerError):
                    slots.fail([f"{venue}/{key}" for key in part.ids], part.found)
                    continue
                for row in part.found.rows:
                    customer = row.links.get("customer")
                    if isinstance(row, Booking) and isinstance(customer, Ref) and customer.kind == CUSTOMER:
                        slots.put(f"{venue}/{row.ref.id}", came(self._desk, part, "customer", customer.id))
                slots.shelve(part.found.beside)
        self._refused(lookups, slots)
        return slots.answer()

    def _refused(self, keys: Iterable[str], slots: Slots) -> bool:
        """Fail the slots if the vendor refuses to include customers."""
        refusal = self._desk.includes.refusal("customer")
        if refusal is not None:
            slots.fail(keys, twin(refusal))
        return refusal is not None


def by_venue(lookups: Iterable[str]) -> dict[str, list[str]]:
    """Sort the ids of lookups by the administration they name."""
    sorted_: dict[str, list[str]] = {}
    for lookup in lookups:
        venue, _, key = lookup.partition("/")
        sorted_.setdefault(venue, []).append(key)
    return sorted_


def _customers_came(ids: Sequence[str]) -> Callable[[Document], bool]:
    """Tell when some customers have come along."""
    missing = set(ids)

    def enough(document: Document) -> bool:
        missing.difference_update(key for kind, key in document.included if kind == "customer")
        return not missing

    return enough
