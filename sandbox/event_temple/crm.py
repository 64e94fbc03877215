"""Contacts, accounts and their addresses, users, and the values that people pick from lists."""

from __future__ import annotations

from typing import Final

from sandbox.chance import stamp
from sandbox.event_temple.plan import USERS, Plan
from sandbox.jsonapi.resources import Row, link
from sandbox.people import company, person, place

JOBS: Final = ("Eventmanagerin", "Office manager", "Geschäftsführer", "Secretaresse", "Marketing", "Bruidegom", None)
PICKABLES: Final = {
    "market_segments": (10, "market_segment", ("Corporate", "Vereine", "Government", "Bruiloften", "Kultur")),
    "account_types": (16, "account_type", ("Company", "Agentur", "Stichting", "Privat")),
    "referral_sources": (33, "referral_source", ("Website", "Empfehlung", "Messe", "Telefoon", "Stamgast")),
    "booking_types": (20, "booking_type", ("Tagung", "Bruiloft", "Concert", "Vergadering", "Messe")),
}
"""By type: the first id, the field's name, the values. Ids 12, 16 and 35 are those that the document mentions."""


def contact(plan: Plan, key: int) -> Row:
    """Write a person. Contacts have no relationships [001:504-538]."""
    rng = plan.rng("contact", key)
    who, known = person(rng), -rng.randrange(30, 900)
    return {
        "id": str(key),
        "type": "contacts",
        "attributes": {
            "external_id": None,
            "created_at": stamp(plan.site.today, known, rng, milliseconds=True),
            "updated_at": stamp(plan.site.today, known + 5, rng, milliseconds=True),
            "first_name": who.first_name,
            "last_name": who.last_name,
            "email": None if key % 14 == 0 else who.email,
            "name": f"{who.first_name} {who.last_name}",
            "phone_number": None if key % 6 == 0 else who.phone,
            "job_title": rng.choice(JOBS),
        },
    }


def account(plan: Plan, key: int) -> Row:
    """Write a company. Account 120 belongs to none and has no address; others may."""
    rng = plan.rng("account", key)
    name, known = company(rng), -rng.randrange(100, 1500)
    return {
        "id": str(key),
        "type": "accounts",
        "attributes": {
            "external_id": rng.choice((None, f"D{10_000 + key}")),
            "created_at": stamp(plan.site.today, known, rng, milliseconds=True),
            "updated_at": stamp(plan.site.today, known + 40, rng, milliseconds=True),
            "name": name,
            "iata_number": f"{rng.randrange(10**7):07d}" if key % 20 == 0 else None,
            "website": rng.choice((None, f"https://account-{key}.example.com")),
            "email": rng.choice((None, f"office{key}@example.org")),
            "phone_number": rng.choice((None, person(rng).phone)),
            "fax": None,
            "is_travel_agent": key % 20 == 0,
            "is_key_account": key % 7 == 0,
        },
        "relationships": {
            "market_segment": link("market_segments", rng.randrange(10, 15)),
            "account_type": link("account_types", rng.randrange(16, 20)),
            "referral_source": {"data": None} if key % 4 == 0 else link("referral_sources", rng.randrange(33, 38)),
            "user": link("users", rng.randrange(1, USERS + 1)),
            "primary_contact": {"data": None} if key % 3 == 0 else link("contacts", 1 + key % plan.contacts()),
            "parent_account": link("accounts", key // 10) if key > 10 and key % 10 == 3 else {"data": None},  # noqa: PLR2004 - one in ten
            "address": {"data": None} if key % 5 == 0 else link("addresses", key),
        },
    }


def address(plan: Plan, key: int) -> Row:
    """Write an account's address; its coordinates are strings [001:387-388]."""
    rng = plan.rng("address", key)
    where = place(rng)
    street = f"{where.street} {where.number}"
    return {
        "id": str(key),
        "type": "addresses",
        "attributes": {
            "street1": street,
            "street2": rng.choice((None, None, "2. Stock")),
            "city": where.town,
            "state": None,
            "zipcode": where.postal_code,
            "country": where.country,
            "country_code": rng.choice((None, where.country_code)),
            "full_address": rng.choice((None, f"{street}, {where.postal_code} {where.town}, {where.country}")),
            "longitude": rng.choice((None, f"{rng.uniform(3, 16):.6f}")),
            "latitude": rng.choice((None, f"{rng.uniform(47, 54):.6f}")),
        },
    }


def user(plan: Plan, key: int) -> Row:
    """Write somebody of the hotel's own staff."""
    who = person(plan.rng("user", key))
    return {
        "id": str(key),
        "type": "users",
        "attributes": {
            "name": f"{who.first_name} {who.last_name}",
            "first_name": who.first_name,
            "last_name": who.last_name,
            "email": None if key % 4 == 0 else who.email,
        },
    }


def pickable(kind: str, key: int) -> Row:
    """Write a value that a field of the forms offers."""
    first, field_name, values = PICKABLES[kind]
    return {"id": str(key), "type": kind, "attributes": {"value": values[key - first], "field_name": field_name}}
