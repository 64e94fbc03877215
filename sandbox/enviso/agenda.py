"""A museum's bookings and guides' tasks, each worked out from a number.

Ids are 64-bit numbers, one in five beyond 2^53, where JavaScript's numbers end.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid5

from sandbox.chance import chance, day_offset
from sandbox.enviso.times import Spelling, spelled
from sandbox.jsonapi.resources import Row, Table
from sandbox.people import Person, company, person

if TYPE_CHECKING:
    from random import Random
    from zoneinfo import ZoneInfo

    from sandbox.vendor import Site

BIG: Final = 2**53 + 1
BIGGEST: Final = 2**63 - 1
ASKED_FOR: Final = "497f6eca-6276-4993-bfeb-53cbbbba6f08"
"""The task that the document's samples ask for [003:78-81]; the answer beside them shows another."""
_NUMBERS: Final = 700_000
_EVERY_BIG: Final = 5
_LINES: Final = 4
_BOOKINGS_AN_EVENT: Final = 3
_BOOKINGS_A_TASK: Final = 3
_SPACE: Final = UUID("6ba7b812-9dad-11d1-80b4-00c04fd430c8")
_EVENTS: Final = (
    ("Rondleiding Meesterwerken", "Met een gids langs de topstukken."),
    ("Führung: Licht und Glas", "Eine Stunde durch die Sammlung, für Gruppen bis 15."),
    ("Nocturne", ""),
    ("Workshop Glasblazen", "Zelf aan de oven, vanaf 12 jaar."),
    ("Museumsnacht", "Alle Häuser, die ganze Nacht."),
    ("Schoolbezoek", None),
    ("Kinderfeestje", "Knutselen & taart."),
)
_PLACES: Final = ("Zaal 3, eerste verdieping", "Foyer", "Atelier", "Innenhof", "Onthaal", "")
_DUTIES: Final = ("Rondleiding {}", "Führung für {}", "Workshop {}", "Onthaal {}")
_LANGUAGES: Final = ("nl", "fr", "de", "en")
_GUIDES: Final = 12
_OPEN: Final = 2
"""Tasks up to this status have no guide yet: open, and awaiting confirmation."""


@dataclass(slots=True)
class Museum:
    """Everything a venue has, by id, to be changed by whoever likes."""

    bookings: Table
    tasks: Table


@dataclass(frozen=True, slots=True)
class Plan:
    """What bookings and tasks are written from."""

    site: Site
    zone: ZoneInfo
    spelling: Spelling

    def rng(self, kind: str, number: int) -> Random:
        """Return the chance of one thing."""
        return chance(self.site.seed, f"enviso/{kind}", number)

    def opening(self, event: int) -> datetime:
        """Tell when an event begins, on the venue's wall clock."""
        rng = self.rng("event", event)
        day = self.site.today + timedelta(days=day_offset(rng, event))
        return datetime.combine(day, time(9 + rng.randrange(9), rng.choice((0, 15, 30))))

    def write(self, local: datetime) -> str:
        """Write a moment of the venue's wall clock."""
        return spelled(local, self.zone, self.spelling)


def furnish(plan: Plan) -> Museum:
    """Lay out a venue's data. The two objects that the document shows are in it, word for word."""
    shown: Row = json.loads(files(__package__).joinpath("examples.json").read_text(encoding="utf-8"))
    bookings = {str(booking_id(number)): number for number in range(1, plan.site.size)}
    tasks = {task_id(plan, number): number for number in range(1, plan.site.size // _BOOKINGS_A_TASK)}
    museum = Museum(
        Table(["0", *bookings], lambda key: booking(plan, bookings[key])),
        Table([shown["task"]["id"], ASKED_FOR, *tasks], lambda key: task(plan, key, tasks.get(key, 0))),
    )
    museum.bookings["0"], museum.tasks[shown["task"]["id"]] = shown["booking"], shown["task"]
    return museum


def booking_id(number: int) -> int:
    """Give the id of a booking: number 5 has the biggest there is."""
    if number == _EVERY_BIG:
        return BIGGEST
    return BIG + 2 * number if number % _EVERY_BIG == 0 else _NUMBERS + number


def line_id(number: int, place: int) -> int:
    """Give the id of one of a booking's lines."""
    return 3 * _NUMBERS + _LINES * number + place


def task_id(plan: Plan, number: int) -> str:
    """Give the GUID of a task."""
    return str(uuid5(_SPACE, f"{plan.site.seed}/{number}"))


def booking(plan: Plan, number: int) -> Row:
    """Write a booking of an event. Some have several visits, a few have none."""
    rng, event = plan.rng("booking", number), number // _BOOKINGS_AN_EVENT
    who, starts, key = _visitor(plan, rng, number), plan.opening(event), booking_id(number)
    name, described = _EVENTS[event % len(_EVENTS)]
    visits = [starts + timedelta(minutes=90 * place) for place in range(number % _LINES)] or [starts]
    lines = visits if number % 19 else []
    booked = min(starts.date() - timedelta(days=rng.randrange(1, 90)), plan.site.today)
    return {
        "id": key,
        "status": 2 if number % 8 == 6 else 1,  # noqa: PLR2004 - one in eight is cancelled
        "bookingDate": plan.write(datetime.combine(booked, time(rng.randrange(7, 12), rng.randrange(60)))),
        "visitorFirstName": who.first_name,
        "visitorLastName": who.last_name,
        "eventId": 500 + event,
        "eventName": name,
        "eventDescription": described,
        "eventStartDate": plan.write(starts),
        "eventEndDate": plan.write(visits[-1] + timedelta(minutes=75)),
        "orderId": BIG + 7 * number if number % 7 == 0 else 90_000 + number,
        "bookingLines": [_line(plan, rng, number, place, start) for place, start in enumerate(lines)],
    }


def task(plan: Plan, key: str, number: int) -> Row:
    """Write what a guide should do, for bookings or for none."""
    rng, status = plan.rng("task", number), 1 + number % 5
    first = _BOOKINGS_A_TASK * number + 1
    linked = [one for one in range(first, first + number % _BOOKINGS_A_TASK) if one < plan.site.size]
    duty, guide = rng.choice(_DUTIES).format(company(rng)), rng.randrange(1, _GUIDES + 1)
    who = person(plan.rng("guide", guide))
    return {
        "id": key,
        "title": duty,
        "description": rng.choice(("", f"{duty}: verzamelen aan de balie.")),
        "location": rng.choice(_PLACES),
        "status": status,
        "languages": rng.sample(_LANGUAGES, rng.randrange(3)),
        "type": "Manual",
        "linkedBookings": [{"bookingId": booking_id(one), "bookingLineId": line_id(one, 0)} for one in linked],
        "taskGuide": None if status <= _OPEN else {"id": guide, "firstName": who.first_name, "lastName": who.last_name},
    }


def _line(plan: Plan, rng: Random, number: int, place: int, start: datetime) -> Row:
    return {
        "id": line_id(number, place),
        "bookingId": booking_id(number),
        "offerId": 40 + rng.randrange(12),
        # 0 is in the sample and in no list of what a status may be [003:70].
        "status": rng.choice((1, 1, 1, 2, 0)),
        "numberOfVisitors": rng.randrange(1, 40),
        "guideLanguage": rng.choice((*_LANGUAGES, "", None)),
        "visit": {"start": plan.write(start), "end": plan.write(start + timedelta(minutes=75))},
    }


def _visitor(plan: Plan, rng: Random, number: int) -> Person:
    """Invent a visitor; one in four has the name of somebody whom Event Temple of the same seed knows."""
    if number % 4 == 0:
        return person(chance(plan.site.seed, "event_temple/contact", 2 + number // 4))
    return person(rng)
