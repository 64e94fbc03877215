"""Every park's tables: which ids there are, and who writes the row behind each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from itertools import chain

from sandbox.booking_experts import agenda, bookings, catalogue, categories, park
from sandbox.booking_experts.plan import (
    AGREEMENTS,
    AMENITIES,
    CATEGORIES,
    EXAMPLE,
    OWNERS,
    RENTABLES,
    Plan,
    plans,
)
from sandbox.booking_experts.resources import examples
from sandbox.jsonapi.resources import Row, Table, Tables
from sandbox.vendor import Site


class Parks(dict[str, Tables]):
    """The tables of every park, by administration: `parks["1"]["booking"]["17"]`."""

    def __init__(self, site: Site, administrations: tuple[str, ...]) -> None:
        super().__init__()
        for plan in plans(site, administrations):
            self[plan.administration] = _furnish(plan)
        listed, single = examples()
        first = self[administrations[0]]
        for row in listed:
            first.add(row)
        first.add(next(row for row in single if row["type"] == "customer"))
        first["booking"][str(EXAMPLE)]["relationships"]["customer"] = {"data": {"id": str(EXAMPLE), "type": "customer"}}
        self.payment_details: dict[str, Row] = {}
        """By booking, what a customer's update told and no answer ever shows: bank account, invoice address."""
        self._next = {kind: self._free(kind) for kind in ("agenda_period", "category")}

    def find(self, kind: str, key: str) -> Row | None:
        """Return the resource of that type and id, whichever park has it."""
        return next(filter(None, (tables.find(kind, key) for tables in self.values())), None)

    def new_id(self, kind: str) -> str:
        """Give an id that no resource of that type has or had, in any park."""
        key = max(self._next[kind], self._free(kind))
        self._next[kind] = key + 1
        return str(key)

    def _free(self, kind: str) -> int:
        return max(int(tables[kind].next_id()) for tables in self.values())


def _furnish(plan: Plan) -> Tables:
    booked = range(1, plan.bookings + 1)
    reservations = list(chain.from_iterable(map(plan.reservations, booked)))
    blocks = range(EXAMPLE, EXAMPLE + plan.blocks + 1)

    def table(numbers: Iterable[int], write: Callable[[Plan, int], Row]) -> Table:
        return Table(map(plan.id, numbers), lambda key: write(plan, plan.number(key)))

    def period(plan: Plan, number: int) -> Row:
        return agenda.block(plan, number) if number in blocks else agenda.reserved(plan, number)

    tables = Tables(
        administration_amenity=table(range(1, AMENITIES + 2), park.administration_amenity),
        agenda_period=table(chain(blocks, map(plan.period, reservations)), period),
        agreement=table(range(1, AGREEMENTS + 1), park.agreement),
        booking=table(booked, bookings.booking),
        customer=table(range(1, plan.customer(plan.bookings) + 1), bookings.customer),
        category=table(range(1, CATEGORIES + 1), categories.category),
        rentable=table(range(1, RENTABLES + 1), park.rentable),
        reservation=table(reservations, bookings.reservation),
        invoice=table(chain.from_iterable(map(plan.invoices, booked)), bookings.invoice),
        payment=table(booked, bookings.payment),
        owner=table(range(1, OWNERS + 1), park.owner),
        image=table(range(1, 2 * CATEGORIES + 1), catalogue.image),
        guest_group_limit=table((1,), catalogue.guest_group_limit),
    )
    for kind, names in catalogue.NAMES.items():
        tables[kind] = table(range(1, len(names) + 1), partial(catalogue.named, kind))
    tables.add(park.administration(plan))
    return tables
