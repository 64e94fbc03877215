"""The customer of a booking: changed through one of its bookings, as there is no other way [004:2969]."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from loaders.errors import Blame, FoyerError, NotThere, Refused
from loaders.http.ask import Ask, Reason
from loaders.inquiry import Inquiry
from loaders.jsonapi import query
from loaders.jsonapi.account import Scope
from loaders.jsonapi.document import Identifier, ResourceObject, read
from loaders.records import BOOKING, CUSTOMER, Ref
from loaders.vendors.booking_experts.desk import Desk
from loaders.vendors.booking_experts.park import linked
from loaders.vendors.booking_experts.people import INCLUDED
from loaders.vendors.booking_experts.write.call import change, first, languages, made, met
from loaders.vendors.booking_experts.write.check import ref_faults
from loaders.vendors.booking_experts.write.customer_parts import UNREADABLE, part_faults, parts
from loaders.vendors.booking_experts.write.sent import Sent
from loaders.writes import UpdateCustomer, Written

_NOBODYS: Final = "no booking of this customer is known; name one"


class Customers:
    """Changes customers."""

    def __init__(self, desk: Desk) -> None:
        """Write by way of a desk."""
        self._desk: Final = desk

    def update_faults(self, write: UpdateCustomer) -> Iterator[Blame]:
        """Tell what is wrong with a change of a customer."""
        yield from ref_faults(write.id, self._desk.name, CUSTOMER, ("id",))
        yield from ref_faults(write.booking, self._desk.name, BOOKING, ("booking",))
        if write.locaboo:
            yield Blame(("locaboo",), f"{self._desk.name} is no Locaboo source")
        yield from part_faults(write)
        if not parts(write):
            yield Blame((), "expected something that is to be changed")

    async def update(self, write: UpdateCustomer, inquiry: Inquiry) -> Written:
        """Send what was given, to one of the customer's bookings."""
        scope, booking = await first(self._booking(write, inquiry, Reason.WRITE))
        sent = Sent("customer", parts(write), write.id.id)
        path = f"{scope.path}/bookings/{booking}/customer"
        record = made(self._desk, scope, "customer", await change(self._desk, "PATCH", path, sent, inquiry))
        return Written(write.id, record, changed=(write.id, Ref(BOOKING, self._desk.name, booking)))

    async def find_updated(self, write: UpdateCustomer, inquiry: Inquiry) -> list[Written] | None:
        """Look whether a customer is as it was to be.

        What the vendor takes and never shows [004:3124-3141], bank details among it, cannot be looked for: None where
        only that is in doubt.
        """
        sent = parts(write)
        shown = tuple(part for part in sent if part.pointer.split("/")[1] not in UNREADABLE)
        if not shown:
            return None
        try:
            scope, booking, resources = await self._read(write, inquiry, Reason.FIND)
        except (NotThere, Refused):
            return []
        row = resources.get(Identifier("customer", write.id.id))
        if row is None or not Sent("customer", shown).holds(row):
            return []
        if len(shown) < len(sent):
            return None
        record = self._desk.translator(scope, resources)("customer", row, self._desk.now())
        return [Written(write.id, record, changed=(write.id, Ref(BOOKING, self._desk.name, booking)))]

    async def _booking(self, write: UpdateCustomer, inquiry: Inquiry, reason: Reason) -> tuple[Scope, str]:
        scope, booking, _ = await self._read(write, inquiry, reason)
        return scope, booking

    async def _read(
        self, write: UpdateCustomer, inquiry: Inquiry, reason: Reason
    ) -> tuple[Scope, str, dict[Identifier, ResourceObject]]:
        """Read a booking of the customer: the one that was given, or the latest: where, its id, and all that came.

        Raises:
            Refused: there is none, or the given one is somebody else's.
            VendorFault: it could not be read.

        """
        if write.booking is None:
            return await self._latest(write.id, inquiry, reason)
        pairs = query.include(INCLUDED)
        try:
            scope, resources, row = await met(
                self._desk, "booking", "/bookings", write.booking.id, inquiry, reason=reason, pairs=pairs
            )
        except NotThere:
            scope, row = None, None
        if scope is None or row is None:
            raise Refused([Blame(("booking",), f"{self._desk.name} has no such booking")])
        if linked(row, "customer") != write.id.id:
            raise Refused([Blame(("booking",), "this booking is not of this customer")])
        return scope, row.identifier.id, dict(resources)

    async def _latest(
        self, customer: Ref, inquiry: Inquiry, reason: Reason
    ) -> tuple[Scope, str, dict[Identifier, ResourceObject]]:
        """Read the customer's latest booking, in whichever administration there is one."""
        desk = self._desk
        faults: list[FoyerError] = []
        asked = (
            query.filter("customer", [customer.id]),
            query.include(INCLUDED),
            query.page(1, 1),
            query.sort(("-created_at",)),
        )
        for venue in desk.whereabouts.spread("customer", [customer.id]):
            scope = desk.scopes[venue]
            ask = Ask("GET", f"{scope.path}/bookings", query.write(*asked), languages(desk), reason=reason)
            try:
                reply = await desk.includes.below(ask, inquiry)
                document = read(reply.body, source=desk.name, vendor=desk.vendor)
            except FoyerError as fault:
                faults.append(fault)
                continue
            for row in document.rows:
                if not isinstance(row, ResourceObject):
                    faults.append(row)
                elif linked(row, "customer") == customer.id:
                    return scope, row.identifier.id, {**document.included, row.identifier: row}
        if faults:
            raise faults[0]
        raise Refused([Blame(("booking",), _NOBODYS)])
