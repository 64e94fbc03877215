"""Bookings, events, activities and the spaces they are in."""

from __future__ import annotations

import uuid
from random import Random
from typing import Final

from sandbox.chance import day, stamp
from sandbox.event_temple.plan import SPACES, USERS, Plan, money
from sandbox.jsonapi.resources import Row, link, links
from sandbox.people import company, person

HALLS: Final = (
    "Grote Zaal", "Ballroom A", "Ballroom B", "Kaminzimmer", "Salon Rembrandt", "Festsaal", "Boardroom",
    "Orangerie", "Wintergarten", "Zolderkamer", "Foyer Oost", "Dachterrasse",
)  # fmt: skip
COLOURS: Final = ("#1abc9c", "#2ecc71", "#3498db", "#9b59b6", "#f1c40f", "#e67e22", "#e74c3c", "#34495e")
OCCASIONS: Final = (
    "Jahrestagung {}", "Bruiloft {}", "Jubileum {}", "Workshop {}", "Vergadering {}", "Weihnachtsfeier {}",
    "Symposium {}", "Productpresentatie {}", "Mitgliederversammlung {}", "Heisessie {}",
)  # fmt: skip
PARTS: Final = (
    "Ontvangst", "Plenum", "Mittagessen", "Diner", "Workshop 1", "Workshop 2", "Aperitif", "Abendessen", "Borrel",
    "Aufbau", "Keynote", "Concert",
)  # fmt: skip
NOTES: Final = (
    "Bitte Flipchart und Beamer bereitstellen.", "Twee gasten met een notenallergie.", "Tafels in carré, 24 stoelen.",
    "Anlieferung über den Hof, Tor 2.", "Graag vóór 9:00 uur koffie & thee klaarzetten.",
)  # fmt: skip
_HOUR: Final = 3600


def booking(plan: Plan, key: int) -> Row:
    """Write a booking. Its `total` is what its revenue summaries add up to."""
    rng, today, stay, status = plan.rng("booking", key), plan.site.today, plan.stay(key), plan.status(key)
    inquired = min(stay.offset - rng.randrange(20, 160), -rng.randrange(20, 200))
    summaries = plan.summaries_of_booking(key)
    total = sum(map(plan.tenths, summaries))
    lost = status in ("lost", "cancelled")
    contact, account, group = plan.contact(key), plan.account(key), plan.group(key)
    starts, ends = rng.choice(((None, None), (None, None), ("50400", "64800"), ("0", "39600")))
    return {
        "id": str(key),
        "type": "bookings",
        "attributes": {
            "external_id": rng.choice((None, None, f"CRM-{key}")),
            "created_at": stamp(today, inquired, rng, milliseconds=True),
            "updated_at": stamp(today, inquired + rng.randrange(1, 20), rng, milliseconds=True),
            "unique_id": f"BK-{_serial(key, 2)}",
            "deal_value": rng.choice((None, money(total))),
            "inquiry_date": day(today, inquired),
            "tentative_date": day(today, inquired + 3) if status != "lead" else None,
            "definite_date": day(today, inquired + 10) if status in ("definite", "closed") else None,
            "lost_date": day(today, inquired + 15) if lost else None,
            "archived_at": stamp(today, inquired + 16, rng, milliseconds=True) if lost and key % 2 else None,
            "amount_paid": money(total // 2 if status == "definite" and key % 3 == 0 else 0),
            "total": money(total),
            "status": status,
            "name": None if key % 9 == 0 else rng.choice(OCCASIONS).format(_host(rng)),
            "start_date": day(today, stay.offset),
            "end_date": day(today, stay.offset + stay.nights),
            "start_time": starts,
            "end_time": ends,
        },
        "relationships": {
            "contact": link("contacts", contact) if contact else {"data": None},
            "account": link("accounts", account) if account else {"data": None},
            "referral_source": link("referral_sources", rng.randrange(33, 38)) if key % 3 else {"data": None},
            "booking_type": link("booking_types", rng.randrange(20, 25)) if key % 4 else {"data": None},
            "group": link("groups", group) if group else {"data": None},
            "revenue_summaries": links("revenue_summaries", summaries),
        },
    }


def event(plan: Plan, key: int, position: int) -> Row:
    """Write an event on one of its booking's days. One in thirty lasts all day, some end the next morning."""
    rng, today, owner = plan.rng("event", key), plan.site.today, plan.booking_of_event(position)
    stay, status = plan.stay(owner), plan.status(owner)
    first = stay.offset + rng.randrange(stay.nights + 1)
    start, end, nights = (None, None, 0) if key % 30 == 0 else _times(rng)
    expected = rng.randrange(4, 400)
    created = min(first - rng.randrange(5, 90), -rng.randrange(5, 90))
    return {
        "id": str(key),
        "type": "events",
        "attributes": {
            "external_id": None,
            "name": rng.choice(PARTS),
            "start_time": start,
            "end_time": end,
            "start_date": day(today, first),
            "end_date": day(today, first + nights),
            "notes": rng.choice((None, None, rng.choice(NOTES))),
            "uuid": str(uuid.UUID(int=rng.getrandbits(128), version=4)),
            "unique_id": f"EV-{_serial(key, 6)}",
            "expected": expected,
            "guaranteed": rng.choice((None, expected - rng.randrange(4))),
            "actual": expected - rng.randrange(3) if first < 0 else None,
            "set": expected + rng.randrange(6),
            "deposit": money(rng.choice((0, 0, 2500, 5000))),
            "amount_paid": money(0),
            "status": "optional" if status == "tentative" else status,
            "all_day": start is None,
            "status_date": rng.choice((None, day(today, created + 3))),
            "created_at": stamp(today, created, rng, milliseconds=True),
            "updated_at": stamp(today, created + 2, rng, milliseconds=True),
        },
        "relationships": {
            "space": {"data": None} if key % 13 == 0 else link("spaces", rng.randrange(1, SPACES + 1)),
            "booking": link("bookings", owner),
            "revenue_summaries": links("revenue_summaries", plan.summaries_of_event(key)),
        },
    }


def activity(plan: Plan, key: int, position: int) -> Row:
    """Write an activity: a call, a mail, a task that somebody logged with a booking."""
    rng, owner = plan.rng("activity", key), plan.bookings[position % len(plan.bookings)]
    kind, about = rng.choice((("call", "outbound"), ("email", "inbound"), ("task", None), ("meeting", "site_visit")))
    contact, account = plan.contact(owner), plan.account(owner)
    when = min(plan.stay(owner).offset, 0) - rng.randrange(60)
    return {
        "id": str(key),
        "type": "activities",
        "attributes": {
            "created_at": stamp(plan.site.today, when, rng, milliseconds=True),
            "title": rng.choice((None, "Angebot nachfassen", "Offerte nabellen", "Besichtigung", "Menukeuze opvragen")),
            "trackable_type": "Booking",
            "trackable_id": str(owner),
            "activity_type": kind,
            "activity_sub_type": about,
        },
        "relationships": {
            "user": link("users", rng.randrange(1, USERS + 1)),
            "booking": link("bookings", owner),
            "contact": link("contacts", contact) if contact else {"data": None},
            "account": link("accounts", account) if account else {"data": None},
        },
    }


def space(plan: Plan, key: int) -> Row:
    """Write a hall. `area` is a number in a string, without a unit [001:888]."""
    rng = plan.rng("space", key)
    area = rng.randrange(20, 900)
    return {
        "id": str(key),
        "type": "spaces",
        "attributes": {
            "name": HALLS[(key - 1) % len(HALLS)],
            "color": rng.choice(COLOURS),
            "capacity": None if key == SPACES else area,
            "area": None if key % 6 == 0 else f"{area}.0",
        },
    }


def _times(rng: Random) -> tuple[int, int, int]:
    """Choose seconds after midnight, and how many days later the end is."""
    start = rng.choice((0, 8, 9, 10, 12, 14, 17, 18, 19, 20)) * _HOUR
    end = start + rng.choice((1, 2, 3, 4, 6)) * _HOUR + rng.choice((0, 0, 1800, 2700))
    return (start, end, 0) if end < 24 * _HOUR else (start, end - 24 * _HOUR, 1)


def _serial(key: int, behind: int) -> str:
    """Write the serial number that the document gives: booking 103 is BK-00101, event 59 is EV-00053."""
    return f"{key - behind if key > behind else 99_990 + key:05d}"


def _host(rng: Random) -> str:
    return company(rng) if rng.random() < 0.6 else person(rng).last_name  # noqa: PLR2004 - three hosts in five are firms
