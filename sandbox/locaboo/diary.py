"""Tables of things that happen on days, and the bookings in one of them.

A booking is kept in one form: its instances and empty maps are as in `booking/<id>`, its custom fields stand on the
booking as in `booking_list`, and its status, which no endpoint shows, under `status`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sandbox.chance import day
from sandbox.jsonapi.resources import Table
from sandbox.locaboo.parameters import DAY
from sandbox.locaboo.plan import FIRST_BOOKING, FIRST_INSTANCE, INSTANCES
from sandbox.locaboo.resources import path
from sandbox.people import company, person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from random import Random

    from sandbox.locaboo.answers import Row
    from sandbox.locaboo.plan import Plan, Slot
    from sandbox.locaboo.resources import Tree

COLOUR: Final = "#17df26"
"""Of a booking without one of its own: all that the document shows have it."""
LABELS: Final = {
    "1": "Test Seats A", "4": "Input Field C", "5": "Select Field B", "21": "Yolo cb?", "22": "Manager input field",
    "28": "Just admin", "32": "Mumbo Jumbo", "33": "Manager input field", "36": "Just admin", "49": "Radi-O",
    "55": "Seat Type", "56": "New MF field ", "58": "Your comment",
}  # fmt: skip
"""Custom fields of bookings, as the document's bookings call them; one has a blank behind it [002:170]."""
_OCCASIONS: Final = (
    "Jahreshauptversammlung {}", "Probe {}", "Hochzeit {}", "Vereinssitzung {}", "Yogakurs {}", "Bruiloft {}",
    "Repetitie {}", "Training {}", "Weihnachtsfeier {}", "Kinderturnen {}", "Vergadering {}",
)  # fmt: skip
_MEETINGS: Final = ("Tagung / Konferenz", "Geschäftleitungsmeeting / Managementtagung", "Privatfeier", "Vereinssport")
_COMMENTS: Final = (
    "Bitte 40 Stühle stellen.", "Aufbau ab 7:00 Uhr, Zugang über den Hof.", "Graag beamer & geluid klaarzetten.",
    "Getränke bringt der Verein selbst mit.", "Zaal netjes achterlaten a.u.b.",
)  # fmt: skip
_FEATURES: Final = (("451", "Projectors", "per_quantity", 10.149), ("1317", "Endreinigung", "one_time", 45))
_INVENTORY: Final = (("13", "Inv_item1", "per_hour", 2.371), ("1317", "Stehtisch", "per_quantity", 4.5))


class Diary(Table):
    """A table of rows that take days.

    `span` tells the first and last day that `make` will write into a row, counted from `today`, so that a range of
    days costs the rows in it. A row that exists is asked itself, by `days`, as it may have been changed.
    """

    def __init__(
        self,
        ids: Iterable[str],
        make: Callable[[str], Row],
        span: Callable[[str], tuple[int, int]],
        days: Callable[[Row], Iterable[object]],
        today: date,
    ) -> None:
        super().__init__(ids, make)
        self._span, self._days, self._today = span, days, today
        self._spans: dict[str, tuple[int, int]] = {}

    def between(self, first: date, last: date) -> Iterator[Row]:
        """Give the rows of a range of days by ascending id; rows whose days are broken are in every range."""
        start, end = (first - self._today).days, (last - self._today).days
        for key in list(self.ascending()):
            row = self._rows[key]
            if row is None:
                span = self._spans.get(key) or self._spans.setdefault(key, self._span(key))
                if span[0] <= end and span[1] >= start:
                    yield self[key]
            elif _meets(self._days(row), first.isoformat(), last.isoformat()):
                yield row


def instances(row: Row) -> Iterator[Row]:
    """Give every instance of a booking; what has been broken is left out."""
    resources = row.get("resources")
    for taken in resources if isinstance(resources, list) else []:
        listed = taken.get("instances") if isinstance(taken, dict) else None
        yield from (one for one in (listed if isinstance(listed, list) else []) if isinstance(one, dict))


def days(row: Row) -> list[object]:
    """List the first and last day of a booking's instances, Y-m-d; None where one is broken."""
    return [day_of(one.get(end)) for one in instances(row) for end in ("from", "to")]


def day_of(moment: object) -> str | None:
    """Read the day of a moment, `Y-m-d H:i`."""
    return moment[:10] if isinstance(moment, str) and DAY.match(moment) else None


def booking(plan: Plan, key: int) -> Row:
    """Write a booking."""
    number = key - FIRST_BOOKING
    rng, stay, customer = plan.rng("booking", number), plan.stay(number), plan.customer(number)
    first = FIRST_INSTANCE + INSTANCES * number
    wanted = [(slot, taken) for taken in stay.taken for slot in stay.slots]
    listed = [
        _instance(plan, first + place, taken, slot, rng if place == 1 else None)
        for place, (slot, taken) in enumerate(wanted)
    ]
    resources = [resource(plan.tree, stay.main, listed)]
    if number % 50 == 7:  # noqa: PLR2004 - two bookings in a hundred take a second main resource
        other = plan.mains[(plan.mains.index(stay.main) + 1) % len(plan.mains)]
        resources.append(
            resource(plan.tree, other, [_instance(plan, first + INSTANCES - 1, other, stay.slots[0], None)])
        )
    if number % 3 == 0:
        resources[0]["features"] = dict(_booked(rng, _FEATURES))
        resources[0]["inventory"] = dict(_booked(rng, _INVENTORY[: number % 2 + 1]))
    row: Row = {
        "id": key,
        "title": _title(rng) if rng.random() < 0.8 else "",  # noqa: PLR2004 - one in five has no title
        "resources": resources,
        "custom_fields": {str(stay.main): _custom(rng)} if number % 5 > 1 else {},
        "comments": rng.choice(("", "", rng.choice(_COMMENTS))),
        "customer_id": None if customer is None else str(customer),
        "color": COLOUR if number % 6 else "#e67e22",
        "status": plan.status(number),
    }
    return row | {"persons": []} if number % 4 == 0 else row


def resource(tree: Tree, main: int, listed: list[Row]) -> Row:
    """Write what a booking takes of one main resource."""
    return {
        "resource_id": main,
        "resource": tree[main].title,
        "instances": listed,
        "features": {},
        "inventory": {},
    }


def instance(tree: Tree, key: int, taken: int, on: str, times: tuple[str, str]) -> Row:
    """Write one instance: a resource, a day and two times."""
    start, end = times
    return {
        "id": key,
        "resource_id": taken,
        "resource": path(tree, taken),
        "from": f"{on} {start}",
        "to": f"{on} {end}",
        "custom_fields": {},
    }


def labelled(name: str, value: str) -> Row:
    """Write the value of a custom field; some have a category 0 and some none [002:172, 002:257]."""
    category = 0 if name in ("55", "56", "58") else None
    return {"label": LABELS.get(name, f"Feld {name}"), "value": value, "category": category}


def _instance(plan: Plan, key: int, taken: int, slot: Slot, fields: Random | None) -> Row:
    made = instance(plan.tree, key, taken, day(plan.site.today, slot.offset), (slot.start, slot.end))
    if fields is not None and key % 4 == 1:
        made["custom_fields"] = {str(plan.tree[taken].main): _custom(fields)}
    return made


def _custom(rng: Random) -> Row:
    fields = {"mf_56": labelled("56", rng.choice(_MEETINGS)), "mf_1": labelled("1", str(rng.randrange(5, 200)))}
    return fields | {"mf_36": labelled("36", "off"), "mf_21": labelled("21", rng.choice(("on", "off")))}


def _booked(rng: Random, things: tuple[tuple[str, str, str, float], ...]) -> Iterator[tuple[str, Row]]:
    for key, name, interval, price in things:
        quantity = rng.randrange(4)
        yield key, booked(name, interval, price, quantity)


def booked(name: str, interval: str, price: float, quantity: int) -> Row:
    """Write a booked thing: a price of up to three digits behind the point, a quantity in quotes [002:445-469]."""
    return {
        "rule_interval": interval,
        "rule_price": price,
        "rule_name": name,
        "price_cost": 0,
        "quantity": str(quantity),
    }


def _title(rng: Random) -> str:
    host = company(rng) if rng.random() < 0.3 else person(rng).last_name  # noqa: PLR2004 - three hosts in ten are firms
    return rng.choice(_OCCASIONS).format(host)


def _meets(ends: Iterable[object], first: str, last: str) -> bool:
    """Tell whether days, of which two each are a beginning and an end, touch a range."""
    known = list(ends)
    if not known or not all(isinstance(one, str) for one in known):
        return True
    texts = [str(one) for one in known]
    return any(start <= last and end >= first for start, end in zip(texts[::2], texts[1::2], strict=True))
