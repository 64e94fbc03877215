"""The calendar: what keeps a rentable from being let, reservations among it [004:813]."""

from __future__ import annotations

from typing import Final

from sandbox.booking_experts.plan import EXAMPLE, RENTABLES, Plan
from sandbox.chance import day, day_offset, stamp
from sandbox.jsonapi.resources import Row, link

BLOCKS: Final = (
    ("MaintenanceAgendaPeriod", "Dak vernieuwen"),
    ("OwnerMaintenanceAgendaPeriod", "Eigengebruik"),
    ("ExternalBlockedAgendaPeriod", "iCal: externe boeking"),
    ("BlockedByGroupedRentableTypeAgendaPeriod", None),
    ("NotEnoughStockAgendaPeriod", None),
)


def block(plan: Plan, number: int) -> Row:
    """Write a period in which an accommodation cannot be let, for another reason than a reservation."""
    rng = plan.rng("block", number)
    kind, label = BLOCKS[number % len(BLOCKS)]
    start = day_offset(rng, number)
    attributes = {
        "label": label,
        "start_date": day(plan.site.today, start),
        "end_date": day(plan.site.today, start + rng.randrange(1, 15)),
        "type": kind,
        "ical_uid": f"{rng.getrandbits(64):016x}@ical.example.com" if kind == "ExternalBlockedAgendaPeriod" else None,
    }
    made = stamp(plan.site.today, min(start, 0) - 20, rng)
    return {
        "id": plan.id(number),
        "type": "agenda_period",
        "attributes": attributes | {"created_at": made, "updated_at": made},
        "relationships": {
            "rentable": link("rentable", plan.id(1 + rng.randrange(RENTABLES))),
            "reservation": {"data": None},
        },
    }


def reserved(plan: Plan, number: int) -> Row:
    """Write the period that a reservation takes."""
    reservation = number - EXAMPLE - plan.blocks
    arrival, departure = plan.stay(reservation)
    made = stamp(plan.site.today, min(arrival, 0) - 3, plan.rng("reserved", number))
    return {
        "id": plan.id(number),
        "type": "agenda_period",
        "attributes": {
            "label": None,
            "start_date": day(plan.site.today, arrival),
            "end_date": day(plan.site.today, departure),
            "type": "ReservationAgendaPeriod",
            "ical_uid": None,
            "created_at": made,
            "updated_at": made,
        },
        "relationships": {
            "rentable": link("rentable", plan.id(plan.rentable(reservation))),
            "reservation": link("reservation", plan.id(reservation)),
        },
    }
