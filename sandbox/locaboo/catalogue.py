"""What can be booked along with a resource, and what was charged for it: inventory, services, invoices.

Numbers come as the document has them: in quotes here, bare there; invoices speak German [002:697-848].
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from sandbox.locaboo.customers import BERLIN
from sandbox.locaboo.plan import FIRST_BOOKING
from sandbox.people import company, person, place

if TYPE_CHECKING:
    from random import Random

    from sandbox.locaboo.answers import Row
    from sandbox.locaboo.plan import Plan

INVENTORY: Final = {
    1317: "Stehtisch", 1901: "Beamer", 1902: "Rednerpult", 1903: "Flipchart", 1904: "Bühnenelement 2x1 m",
    1905: "Stuhl gepolstert", 1906: "Geluidsinstallatie", 1907: "Klavier",
}  # fmt: skip
SERVICES: Final = {
    1317: "Endreinigung", 701: "Hausmeister vor Ort", 702: "Catering", 703: "Techniker", 704: "Bewachte Garderobe",
}  # fmt: skip
"""Beside the ones shown; both kinds have the 1317 that the document books [002:1226-1259]."""
FIRST_INVOICE: Final = 50_001
_EVERYBODY: Final = ["All"]
_SOME: Final = {"1182": "Group 1", "1183": "group 2"}
_PAYMENTS: Final = ("Bezahlt", "Offen", "Teilweise bezahlt", "Gutschrift")
_WAYS: Final = ("Auf Rechnung", "Bar", "Lastschrift", "EC-Karte")
_STATES: Final = ("Fertig", "Fertig", "Entwurf", "Storniert")
_RATES: Final = ("0 Pro Stunde", "25 Pro Stunde", "120 Pro Tag", "Pauschal")
_LEAST_INVOICES: Final = 20


def item(plan: Plan, key: int) -> Row:
    """Write a piece of inventory."""
    rng = plan.rng("inventory", key)
    described = {
        "inventory_no": rng.choice(("", f"INV-{key}")),
        "i_type": rng.choice(("", "Möbel", "Technik")),
        "model": rng.choice(("", "EB-2250U")),
        "serial_no": rng.choice(("", f"SN{rng.randrange(10**6)}")),
        "quantity": str(rng.randrange(1, 200)),
        "price_cost": rng.choice(("0", "12.50")),
    }
    return _thing(plan, rng, key, INVENTORY[key]) | described


def service(plan: Plan, key: int) -> Row:
    """Write a service."""
    return _thing(plan, plan.rng("service", key), key, SERVICES[key])


def invoice_ids(plan: Plan) -> range:
    """List the invoices beside the document's: one for five bookings, of the first ones."""
    return range(FIRST_INVOICE, FIRST_INVOICE + min(plan.bookings, max(_LEAST_INVOICES, plan.bookings // 5)))


def invoice(plan: Plan, key: int) -> Row:
    """Write an invoice for one booking."""
    number = key - FIRST_INVOICE
    rng, stay, where = plan.rng("invoice", key), plan.stay(number), place(plan.rng("invoice_to", key))
    when = datetime.combine(plan.site.today, datetime.min.time()) - timedelta(days=rng.randrange(200), minutes=-738)
    who, cents, hours = person(rng), rng.randrange(0, 40) * 1250, rng.randrange(1, 9)
    off = rng.choice((None, None, 2, 7.5))
    firm = number % 4 == 1
    return {
        "id": key,
        "invoice_number": f"{when.year}R{key}",
        "created": f"{when:%d.%m.%Y %H:%M}",
        "file": f"Rechnung_{key}.pdf",
        "discount_price": off or 0,
        "total_price": round(cents * 1.19) / 100,
        "currency": "EUR",
        "text": rng.choice(("", "Vielen Dank für Ihre Buchung.")),
        "discount": {} if off is None else {"type": rng.choice(("amount", "percent")), "rate": off},
        "payment_status": rng.choice(_PAYMENTS),
        "payment_type": rng.choice(_WAYS),
        "status": rng.choice(_STATES),
        "due_date": f"{when + timedelta(days=14):%d.%m.%Y}",
        "customer": {
            "id": plan.customer(number) or 20904,
            "company": company(rng) if firm else "",
            "first_name": who.first_name,
            "last_name": who.last_name,
            "street": where.street,
            "house_number": where.number,
            "zip": where.postal_code,
            "city": where.town,
            "country": where.country_code,
        },
        "invoice_rows": [
            {
                "id": 300_000 + key,
                "date": f"{when:%d.%m.%Y}",
                "resource_id": stay.taken[0],
                "booking_id": FIRST_BOOKING + number,
                "type": rng.choice(("Einzel", "Serie", "Saison")),
                "rate": rng.choice(_RATES),
                "duration": hours,
                "unit": "hours",
                "price": cents / 100 if cents else 0,
                "discount": off,
                "tax_rate": 19,
                "tax": round(cents * 0.19) / 100,
                "total": round(cents * 1.19) / 100,
            }
        ],
    }


def _thing(plan: Plan, rng: Random, key: int, name: str) -> Row:
    made = datetime.combine(plan.site.today, datetime.min.time(), BERLIN) - timedelta(days=rng.randrange(900))
    everywhere = {str(main): plan.tree[main].title for main in plan.mains[: rng.randrange(len(plan.mains))]}
    prices: list[Row] = [
        {"price": str(rng.randrange(1, 90)), "customer_groups": _EVERYBODY, "interval": "per_hour", "tax": 19},
        {"price": f"{rng.randrange(99)}.5", "customer_groups": dict(_SOME), "interval": "per_quantity", "tax": "7"},
    ]
    return {
        "id": key,
        "name": name,
        "image": "",
        "created_on": made.isoformat(),
        "description": rng.choice(("", f"{name}, nur im Haus")),
        "prices": prices[: rng.randrange(3)],
        "resources": everywhere,
    }
