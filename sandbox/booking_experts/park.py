"""What a park rents out: categories, rentables, their owners and agreements, amenities, and the calendar's blocks."""

from __future__ import annotations

from typing import Final

from sandbox.booking_experts.plan import (
    ACTIVE_CATEGORIES,
    AMENITIES,
    OWNERS,
    RENTABLES,
    Plan,
)
from sandbox.booking_experts.resources import LOCALES, OWNER_FLAGS
from sandbox.chance import FIRST_DAY, day, stamp
from sandbox.jsonapi.resources import Row, link
from sandbox.people import person

PARKS: Final = ("Duinpark Zilte Zee", "Bospark De Hazelaar", "Ferienpark Am Deich", "Waterpark 't Wad")
FREQUENCIES: Final = ("anytime", "monthly", "quarterly", "halfyearly", "yearly")
SETTLEMENTS: Final = ("end_date", "start_date", "overlapping", "confirmed_date")


def in_locales(plan: Plan, en: object, nl: object, de: object, fr: object = None) -> Row:
    """Write a text in the park's languages, with null for every other locale."""
    known = {"en": en, "nl": nl, "nl-BE": nl, "de": de, "fr": fr}
    return {locale: known.get(locale) if locale in plan.locales else None for locale in LOCALES}


def rentable(plan: Plan, number: int) -> Row:
    """Write one accommodation. It has no endpoint, but agenda periods and reservations name it."""
    gone = number == RENTABLES
    return {
        "id": plan.id(number),
        "type": "rentable",
        "attributes": {
            "name": f"{'ABCDEF'[(number - 1) % ACTIVE_CATEGORIES]}{100 + number}",
            "active_from": day(plan.site.today, 2 * FIRST_DAY),
            "active_till": day(plan.site.today, -30) if gone else None,
        },
        "relationships": {
            "category": link("category", plan.id(plan.category(number))),
            "rentable_identity": link("rentable_identity", plan.id(number)),
        },
    }


def administration_amenity(plan: Plan, number: int) -> Row:
    """Write that a park has an amenity: how much of it, or which kind."""
    return {
        "id": plan.id(number),
        "type": "administration_amenity",
        "attributes": {"value": plan.rng("amenity", number).choice((1, 1, 250, None))},
        "relationships": {
            "administration": link("administration", plan.administration),
            "amenity": link("amenity", plan.id(1 + (number - 2) % AMENITIES)),
        },
    }


def agreement(plan: Plan, number: int) -> Row:
    """Write an owner's agreement about one accommodation."""
    rng, today = plan.rng("agreement", number), plan.site.today
    since = -rng.randrange(100, 2000)
    return {
        "id": plan.id(number),
        "type": "agreement",
        "attributes": {
            "name": f"Verhuurovereenkomst {number}",
            "active_from": day(today, since),
            "active_till": rng.choice((None, day(today, since + 1095))),
            "frequency": FREQUENCIES[number % len(FREQUENCIES)],
            "settlement_method": SETTLEMENTS[number % len(SETTLEMENTS)],
            **{flag: rng.random() < 0.5 for flag in OWNER_FLAGS},  # noqa: PLR2004 - as likely as not
            "created_at": stamp(today, since - 5, rng),
            "updated_at": stamp(today, since, rng),
        },
        "relationships": {
            "owner": link("owner", plan.id(1 + number % OWNERS)),
            "rentable_identity": link("rentable_identity", plan.id(number)),
            "commission_agreement": link("commission_agreement", plan.id(1)) if number % 4 else {"data": None},
        },
    }


def owner(plan: Plan, number: int) -> Row:
    """Write what is known of an accommodation's owner."""
    who = person(plan.rng("owner", number))
    attributes = {"first_name": who.first_name, "last_name": who.last_name, "email": who.email, "phone": who.phone}
    return {"id": plan.id(number), "type": "owner", "attributes": attributes}


def administration(plan: Plan) -> Row:
    """Write the park itself, as it is included."""
    return {
        "id": plan.administration,
        "type": "administration",
        "attributes": {
            "name": PARKS[plan.place % len(PARKS)],
            "phone": f"+31 23 57{plan.place:05d}",
            "website": f"https://park{plan.administration}.example.com",
            "description": in_locales(plan, "A park in the dunes", "Een park in de duinen", "Ein Park in den Dünen"),
            "available_locales": list(plan.locales),
            "utc_offset": "+01:00",
        },
    }
