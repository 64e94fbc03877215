"""Events: how the list has them, and how one alone has them, with its documents [002:906-1047]."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sandbox.locaboo.diary import instances
from sandbox.locaboo.parameters import clock, minutes
from sandbox.locaboo.plan import FIRST_BOOKING
from sandbox.people import company, person

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from sandbox.locaboo.answers import Row
    from sandbox.locaboo.plan import Plan

_WHAT: Final = (
    "Konzert {}", "Lesung {}", "Flohmarkt {}", "Toneelvoorstelling {}", "Kabarett {}", "Weihnachtsmarkt {}",
    "Turnier {}", "Tentoonstelling {}",
)  # fmt: skip
_NOTICES: Final = ("", "Einlass nur mit Ticket.", "Freie Platzwahl", "Geen pin aan de bar.")
_PAPERS: Final = ("Offer", "Order confirmation", "Invoice")
_BESIDE: Final = ("documents", "alone")
"""What an event's row has that the list does not show: its documents, and what the event alone shows otherwise."""


def shown(listed: list[Row], detailed: Row) -> list[Row]:
    """Keep the document's events. The one that it shows in detail differs there from itself in the list."""
    kept = []
    for row in listed:
        alone = detailed if int(detailed["id"]) == row["id"] else {}
        papers = [
            paper | {"bookings": [one["id"] for one in paper["bookings"]]} for paper in alone.get("documents", [])
        ]
        different = {name: value for name, value in alone.items() if name not in ("id", "documents")}
        kept.append(row | {"documents": papers, "alone": different})
    return kept


def event(plan: Plan, key: int) -> Row:
    """Write an event. Its documents are about the booking that it is held in."""
    rng, booking = plan.rng("event", key), plan.booking_of_event(key)
    first, last = (plan.site.today + timedelta(days=offset) for offset in plan.event_days(key))
    if booking is None:
        start, end = "19:30", "22:00"
    else:
        slots = plan.stay(booking).slots
        start, end = slots[0].start, slots[-1].end
    host = company(rng) if rng.random() < 0.3 else person(rng).last_name  # noqa: PLR2004 - three hosts in ten are firms
    title = rng.choice(_WHAT).format(host)
    public = key % 3 != 0
    papers = [] if booking is None else _papers(plan, key, FIRST_BOOKING + booking, first)
    return {
        "id": key,
        "event_title": title,
        "marketing_data_title": title if public else "",
        "marketing_data_description": rng.choice(("", f"{title}: ein Abend für alle.")) if public else "",
        "date_from": f"{first:%d.%m.%Y}",
        "date_to": f"{last:%d.%m.%Y}",
        "time_from": start,
        "time_to": end,
        "entrance_time": clock(max(0, minutes(start) - 60)) if public else "",
        "beginning_time": start if public else "",
        "marketing_data_ticket_link": rng.choice(("", f"https://tickets.example.com/{key}")),
        "marketing_data_price": rng.choice(("", "12", "7.50", "0")),
        "marketing_data_notice_text": rng.choice(_NOTICES),
        "image": rng.choice(("", f"https://app.locaboo.com/files/eplanning/marketingdata/{key}/Plakat gross.jpg")),
        "documents": papers,
        "alone": {},
    }


def days(row: Row) -> list[str | None]:
    """Read an event's first and last day, Y-m-d; None where one is broken."""
    return [_turned(row.get(name)) for name in ("date_from", "date_to")]


def in_list(row: Row) -> Row:
    """Write an event as `event_list` has it."""
    return {name: value for name, value in row.items() if name not in _BESIDE}


def alone(row: Row, find: Callable[[object], Row | None]) -> tuple[Row, int]:
    """Write an event as `event_details` has it, its id in quotes; and count the bookings of its documents."""
    papers = []
    for paper in row.get("documents", []):
        found = [booking for key in paper["bookings"] if (booking := find(key)) is not None]
        papers.append(paper | {"bookings": [_mentioned(booking) for booking in found]})
    written = in_list(row) | row.get("alone", {}) | {"id": str(row["id"]), "documents": papers}
    return written, sum(len(paper["bookings"]) for paper in papers)


def _mentioned(booking: Row) -> Row:
    """Write a booking as an event's document has it: only where and when, `d.m.Y H:i` [002:980-1020]."""
    resources = []
    for taken in booking["resources"]:
        listed = [
            {name: one[name] for name in ("id", "resource_id", "resource")}
            | {end: _german(one[end]) for end in ("from", "to")}
            for one in instances({"resources": [taken]})
        ]
        resources.append({"resource_id": taken["resource_id"], "resource": taken["resource"], "instances": listed})
    return {"id": booking["id"], "title": booking["title"], "resources": resources}


def _papers(plan: Plan, key: int, booking: int, first: date) -> list[Row]:
    rng = plan.rng("papers", key)
    price = rng.randrange(100, 9000) / 4
    return [
        {
            "document_type": kind,
            "document_number": f"{kind.split()[0].upper()} {key}-{place}",
            "price": price,
            "document_date": f"{first - timedelta(days=60 - 20 * place):%d.%m.%Y}",
            "processed_status": int(place < 2),  # noqa: PLR2004 - invoices are open
            "processed_date": f"{first - timedelta(days=55 - 20 * place):%d.%m.%Y}" if place < 2 else None,  # noqa: PLR2004 - the same
            "bookings": [booking] if place == 0 else [],
        }
        for place, kind in enumerate(_PAPERS[: rng.randrange(4)])
    ]


def _german(moment: str) -> str:
    """Turn `2021-05-16 09:00` into `16.05.2021 09:00`."""
    return f"{moment[8:10]}.{moment[5:7]}.{moment[:4]}{moment[10:]}"


def _turned(day: object) -> str | None:
    """Turn `16.05.2021` into `2021-05-16`."""
    if not isinstance(day, str) or day.count(".") != 2:  # noqa: PLR2004 - day, month, year
        return None
    return "-".join(reversed(day.split(".")))
