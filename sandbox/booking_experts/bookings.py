"""Bookings, and what hangs on them: customers, reservations, payments, invoices."""

from __future__ import annotations

from typing import Final

from sandbox.booking_experts.plan import OWNERS, Plan
from sandbox.booking_experts.resources import LOCALES
from sandbox.chance import day, stamp
from sandbox.jsonapi.resources import Row, link, links
from sandbox.people import company, person, place

HOST: Final = "https://api.bookingexperts.nl"
CHANNELS: Final = ("Eigen website", "Receptie", "Roompot", "ANWB", "Ferienwohnung24")
SOURCES: Final = ("Google", "Nieuwsbrief", "Stammgast", "Instagram")
LABELS: Final = ("Vaste gast", "Zakelijk", "Let op", "Hundefreund")
MEMOS: Final = (
    "Graag een kinderbedje klaarzetten.", "Komt na 22:00 uur aan.", "Spätanreise, Schlüssel in die Box.",
    "2 honden, bungalow aan de rand.", "Rolstoel: drempelvrij.",
)  # fmt: skip
REASONS: Final = ("Ziekte", "Doppelbuchung", "Andere bestemming gekozen")
_VAT: Final = 109
_HALF: Final = 2


def booking(plan: Plan, number: int) -> Row:
    """Write a booking, the shopping cart of its reservations [004:3432-3434]. It has no dates of stay itself."""
    rng, state, today = plan.rng("booking", number), plan.state(number), plan.site.today
    reservations = plan.reservations(number)
    key, owned = plan.id(number), plan.owned(number)
    arrival = plan.stay(reservations[0])[0]
    made = min(arrival - rng.randrange(3, 200), -rng.randrange(1, 120))
    total, paid = plan.cents(number), plan.cents(number) if number % 3 == 0 else 0
    token = f"{rng.getrandbits(80):020x}"
    cancelled, option = state == "cancelled", "option" in state
    currency = plan.currency(number)

    def money(cents: int) -> Row:
        return {"currency": currency, "value": f"{cents // 100}.{cents % 100:02d}"}

    due_on = day(today, arrival - 30)
    customer_invoice, channel_invoice = plan.invoices(number)
    return {
        "id": key,
        "type": "booking",
        "attributes": {
            "customer_desires_downpayment": number % 4 == 0,
            "after_payment_return_url": None,
            "redeemable_codes": ["ZOMER10"] if number % 13 == 0 else [],
            "option_validity": rng.randrange(2, 8) if option else None,
            "remote_booking_nr": f"R{rng.randrange(10**8):08d}" if number % 5 == 1 else None,
            "reference_nr": rng.choice((None, None, f"REF-{key}")),
            "locale": rng.choice(("nl", "nl", "de", "en", "nl-BE", *LOCALES)),
            "memo": rng.choice((None, None, rng.choice(MEMOS))),
            "currency": currency,
            "cancel_date": day(today, made + 1) if cancelled else None,
            "cancel_reason": rng.choice(REASONS) if cancelled else None,
            "state": state,
            "token": token,
            "confirmed_at": stamp(today, made, rng) if state in ("confirmed", "imported", "cancelled") else None,
            "paid_by_customer": paid == total,
            "deposit_completed": number % 6 == 0,
            "booking_nr": f"BE{plan.administration}-{number:06d}",
            "owner_reservation": owned,
            "total": money(total),
            "total_without_vat": money(total * 100 // _VAT),
            "guest_payment_due": money(total - paid),
            "guest_total_paid": money(paid),
            "deposit": money(15_000) if number % _HALF else None,
            "rent_turnover": money(total * 4 // 5),
            "rent_turnover_without_vat": money(total * 80 // _VAT),
            "provision": money(total // 10) if number % 5 == 1 else None,
            "payment_deadlines": [{"date": due_on, "open_amount": money(total - paid), "paid_amount": money(paid)}],
            "pending_vouchers": [{"code": f"CADEAU{key}", "balance": money(5000), "amount": money(2500)}]
            if number % 29 == 0
            else [],
            "created_at": stamp(today, made - 1, rng),
            "updated_at": stamp(today, made, rng),
        },
        "links": {
            "self": f"{HOST}/v3/administrations/{plan.administration}/bookings/{key}",
            "pay_url": f"https://pay.example.com/{token}",
        },
        "relationships": {
            "customer": link("customer", plan.id(plan.customer(number))),
            "owner": link("owner", plan.id(1 + number % OWNERS)) if owned else {"data": None},
            "traffic_source": link("traffic_source", plan.id(1 + number % len(SOURCES)))
            if number % 3
            else {"data": None},
            "administration": link("administration", plan.administration),
            "channel": link("channel", plan.id(1 + number % len(CHANNELS))),
            "guest_invoice": link("invoice", plan.id(customer_invoice)) if paid else {"data": None},
            "customer_invoice": link("invoice", plan.id(customer_invoice)) if paid else {"data": None},
            "channel_invoice": link("invoice", plan.id(channel_invoice)) if number % 5 == 1 else {"data": None},
            "reservations": links("reservation", map(plan.id, reservations)),
            "payments": links("payment", [plan.id(number)] if paid else []),
        },
    }


def customer(plan: Plan, number: int) -> Row:
    """Write a guest. The title may be blank, and much else missing [004:3118]."""
    rng = plan.rng("customer", number)
    who, where, firm = person(rng), place(rng), plan.company(number)
    born = f"{rng.randrange(1940, 2004)}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}"
    return {
        "id": plan.id(number),
        "type": "customer",
        "attributes": {
            "title": rng.choice(("mr", "ms", "family", "", None)),
            "first_name": None if number % 12 == 0 else who.first_name,
            "last_name": who.last_name,
            "phone": None if number % 7 == 0 else who.phone,
            "email": None if number % 10 == 0 else who.email,
            "receive_newsletter": number % 3 == 0,
            "is_company": firm,
            "company": company(rng) if firm else None,
            "vat_nr": f"{where.country_code}{rng.randrange(10**9):09d}B01" if firm else None,
            "date_of_birth": None if firm else rng.choice((None, born)),
            "address": where.street,
            "number": where.number,
            "postalcode": where.postal_code,
            "city": where.town,
            "country_code": where.country_code,
            "locale": {"NL": "nl", "BE": "nl-BE", "DE": "de", "AT": "de-AT"}[where.country_code],
            "debtor_code": f"D{plan.id(number):0>6}",
        },
        "relationships": {
            "labels": links("label", [plan.id(1 + number % len(LABELS))] if number % 5 == 0 else []),
        },
    }


def reservation(plan: Plan, number: int) -> Row:
    """Write a stay: what has the dates and the place that a booking lacks."""
    owner, (arrival, departure), rentable = plan.booking(number), plan.stay(number), plan.rentable(number)
    return {
        "id": plan.id(number),
        "type": "reservation",
        "attributes": {
            "booking_nr": f"BE{plan.administration}-{owner:06d}",
            "start_date": day(plan.site.today, arrival),
            "end_date": day(plan.site.today, departure),
            "state": plan.state(owner),
        },
        "relationships": {
            "rentable": link("rentable", plan.id(rentable)),
            "category": link("category", plan.id(plan.category(rentable))),
        },
    }


def invoice(plan: Plan, number: int) -> Row:
    """Write what is known of an invoice: there is no endpoint for one."""
    when = day(plan.site.today, -1 - number % 90)
    attributes = {"invoice_nr": f"F{plan.administration}{number:06d}", "date": when}
    return {"id": plan.id(number), "type": "invoice", "attributes": attributes}


def payment(plan: Plan, number: int) -> Row:
    """Write what is known of the payment of a booking."""
    cents = plan.cents(number)
    amount = {"currency": plan.currency(number), "value": f"{cents // 100}.{cents % 100:02d}"}
    paid_at = stamp(plan.site.today, -1 - number % 90, plan.rng("payment", number))
    return {"id": plan.id(number), "type": "payment", "attributes": {"paid_at": paid_at, "amount": amount}}
