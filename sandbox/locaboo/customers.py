"""Customers: the document's, and invented ones of whom a third book elsewhere, too."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from sandbox.chance import chance
from sandbox.people import DIALLING, Person, company, person, place

if TYPE_CHECKING:
    from random import Random

    from sandbox.locaboo.answers import Row
    from sandbox.locaboo.plan import Plan

BERLIN: Final = ZoneInfo("Europe/Berlin")
"""Not in the document; its stamps' offsets fit [002:635, 002:646, 002:704, 002:749]."""
GROUPS: Final = (0, 0, 0, 145, 1182, 1183)
ATTRIBUTES: Final = (
    "id", "email", "company_name", "first_name", "last_name", "show_name", "group_id", "created", "street", "zip",
    "city", "phone", "noletter", "color", "salutation", "country", "customer_number", "active", "last_login",
)  # fmt: skip
_ELSEWHERE: Final = ("event_temple/contact", "booking_experts/customer")
"""The chance that two other vendors draw their people from."""
_KNOWN: Final = 3
"""One customer in so many is one of theirs."""


def customer(plan: Plan, key: int, number: int) -> Row:
    """Write a customer: some firms, some people, all with gaps."""
    rng = plan.rng("customer", key)
    who, where = _who(plan, rng, number), place(rng)
    firm = company(rng) if number % 4 == 1 else ""
    known = number % _KNOWN == 0
    return blank() | {
        "id": key,
        "email": _email(rng, who.email) if known or number % 9 else "",
        "company_name": firm,
        "first_name": who.first_name,
        "last_name": who.last_name,
        "show_name": firm or f"{who.first_name} {who.last_name}",
        "group_id": rng.choice(GROUPS),
        "created": _stamp(plan, rng, rng.randrange(30, 2500)),
        "street": rng.choice((None, f"{where.street} {where.number}")),
        "zip": where.postal_code,
        "city": where.town,
        "phone": _phone(rng, who.phone) if known or number % 5 else None,
        "color": rng.choice((None, None, "#3498db")),
        "salutation": rng.choice((None, "Mr", "Ms/Mrs", "Dr")),
        "country": where.country_code,
        "customer_number": rng.choice((None, f"K-{key}")),
        "last_login": rng.choice(("", _stamp(plan, rng, rng.randrange(1, 29)))),
    }


def blank() -> Row:
    """Write a customer of whom nothing is known."""
    return dict.fromkeys(ATTRIBUTES) | {"group_id": 0, "active": "", "last_login": ""}


def mentioned(invoiced: Row) -> list[Row]:
    """Complete the two customers whom the document only mentions, by a booking and by an invoice."""
    created = "2019-03-04T09:12:40+01:00"
    store = {"id": 21749, "email": "info@demostore.example.com", "company_name": "DemoStore GmbH"}
    return [
        blank() | store | {"first_name": "", "last_name": "", "show_name": "DemoStore GmbH", "created": created},
        blank()
        | {name: invoiced[name] for name in ("id", "first_name", "last_name", "street", "zip", "city", "country")}
        | {"company_name": invoiced["company"], "show_name": invoiced["company"], "email": "", "created": created},
    ]


def _who(plan: Plan, rng: Random, number: int) -> Person:
    """Invent somebody, or one time in three take somebody whom another vendor of the same seed knows, too."""
    turn, rest = divmod(number, _KNOWN)
    if rest:
        return person(rng)
    vendor = turn % len(_ELSEWHERE)
    # Contacts have every number; customers of the first of two parks have the odd ones.
    key = 2 + turn // 2 if vendor == 0 else 3 + 2 * (turn // 2)
    return person(chance(plan.site.seed, _ELSEWHERE[vendor], key))


def _email(rng: Random, address: str) -> str:
    """Spell an address as somebody typed it."""
    return rng.choice((address, address, address.capitalize(), address.upper()))


def _phone(rng: Random, number: str) -> str:
    """Spell a number, `+31 20 1234567`, as somebody typed it: abroad with 00, at home without a country."""
    dialling, area, line = number.split(" ")
    spellings = [
        number,
        f"00{dialling[1:]} {area} {line[:3]} {line[3:]}",
        f"{dialling} (0){area} / {line}",
        f"{dialling}{area}{line}",
        f"00{dialling[1:]}-{area}-{line}",
    ]
    if dialling == DIALLING["DE"]:
        spellings += [f"0{area} {line}", f"0{area}/{line[:4]}-{line[4:]}"]
    return rng.choice(spellings)


def _stamp(plan: Plan, rng: Random, days_ago: int) -> str:
    """Write a moment some days ago, with Berlin's offset."""
    seconds = timedelta(seconds=rng.randrange(7 * 3600, 19 * 3600))
    midnight = datetime.combine(plan.site.today - timedelta(days=days_ago), time(), BERLIN)
    return (midnight + seconds).isoformat()
