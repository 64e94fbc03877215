"""A manager's whole data, and the ids that new things get."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Final, TypeVar

from sandbox.jsonapi.resources import Table
from sandbox.locaboo import catalogue, customers, diary, events
from sandbox.locaboo.diary import Diary
from sandbox.locaboo.examples import bookings as shown_bookings
from sandbox.locaboo.examples import examples
from sandbox.locaboo.plan import FIRST_BOOKING, FIRST_CUSTOMER, Plan
from sandbox.locaboo.resources import FIELDS, Tree, grow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sandbox.locaboo.answers import Row
    from sandbox.vendor import Site

_NEW_INSTANCES: Final = 90_000_000
_Filled = TypeVar("_Filled", bound=Table)


@dataclass(slots=True)
class Office:
    """Everything one manager has, in tables by id, to be changed by whoever likes."""

    site: Site
    resources: Tree
    free_text_fields: list[Row]
    profile: Row
    customers: Table
    bookings: Diary
    events: Diary
    inventory: Table
    services: Table
    invoices: Table
    further: dict[str, Row] = field(default_factory=dict)
    """By customer, what was sent and no endpoint shows."""
    addresses: dict[str, list[Row]] = field(default_factory=dict)
    """By customer, the addresses that were added, as they were sent."""
    instance_ids: Iterator[int] = field(default_factory=lambda: count(_NEW_INSTANCES))

    def show_name(self, customer: object) -> str:
        """Tell what a booking's customer is called; "" for a booking without one."""
        key = str(customer)
        return str(self.customers[key].get("show_name") or "") if key in self.customers else ""

    def booking(self, key: object) -> Row | None:
        """Return a booking, or nothing."""
        return self.bookings.get(str(key))


def furnish(site: Site) -> Office:
    """Lay out a manager's data. What the document shows is in it, word for word, under its own ids."""
    shown = examples()
    kept = {str(row["id"]): row for row in shown_bookings(shown)}
    held = {str(row["id"]): row for row in events.shown(shown["event_list"], shown["event_details"][0])}
    tree = grow(site, shown["resource_list"], shown["resource"])
    mains = tuple(key for key, resource in tree.items() if resource.main == key)
    plan = Plan(site, tree, mains, max(0, site.size - len(kept)), max(site.size, len(held)))
    known = [*shown["customer_list"], *customers.mentioned(shown["invoice_list"][0]["customer"])]
    numbers = range(FIRST_BOOKING, FIRST_BOOKING + plan.bookings)
    return Office(
        site=site,
        resources=tree,
        free_text_fields=[*shown["free_text_fields"], *FIELDS],
        profile=shown["profile"],
        customers=_table(
            known,
            range(FIRST_CUSTOMER, FIRST_CUSTOMER + plan.customers),
            lambda key: customers.customer(plan, key, key - FIRST_CUSTOMER),
        ),
        bookings=_filled(
            Diary(
                map(str, [*kept, *numbers]),
                lambda key: diary.booking(plan, int(key)),
                lambda key: _ends(plan, int(key) - FIRST_BOOKING),
                diary.days,
                site.today,
            ),
            kept,
        ),
        events=_filled(
            Diary(
                map(str, range(1, plan.events + 1)),
                lambda key: events.event(plan, int(key)),
                lambda key: plan.event_days(int(key)),
                events.days,
                site.today,
            ),
            held,
        ),
        inventory=_table(shown["inventory_list"], catalogue.INVENTORY, lambda key: catalogue.item(plan, key)),
        services=_table(shown["service_list"], catalogue.SERVICES, lambda key: catalogue.service(plan, key)),
        invoices=_table(shown["invoice_list"], catalogue.invoice_ids(plan), lambda key: catalogue.invoice(plan, key)),
    )


def _ends(plan: Plan, number: int) -> tuple[int, int]:
    slots = plan.stay(number).slots
    return slots[0].offset, slots[-1].offset


def _table(shown: list[Row], ids: Iterable[int], make: Callable[[int], Row]) -> Table:
    own = {str(row["id"]): row for row in shown}
    return _filled(Table([*own, *map(str, ids)], lambda key: make(int(key))), own)


def _filled(table: _Filled, rows: Mapping[str, Row]) -> _Filled:
    table.update(rows)
    return table
