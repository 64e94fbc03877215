"""What the document shows, word for word, by the endpoint that shows it; only its broken JSON is mended."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.locaboo.answers import Row


def examples() -> Row:
    """Read the document's objects."""
    shown: Row = json.loads(files(__package__).joinpath("examples.json").read_text(encoding="utf-8"))
    return shown


def bookings(shown: Row) -> list[Row]:
    """Bring every booking that the document shows into the one form that bookings are kept in.

    Booking 312842 is not in the document's list although its days are, so it is kept as cancelled [002:137, 002:407].
    """
    listed = [_kept(row) for row in shown["booking_list"]]
    single = _kept(shown["booking"]) | {"status": "Cancel"}
    documents = shown["event_details"][0]["documents"]
    mentioned = [_mentioned(row) for document in documents for row in document["bookings"]]
    return [*listed, single, *mentioned]


def _kept(row: Row) -> Row:
    resources, fields = [], _map(row.get("custom_fields"))
    for taken in row["resources"]:
        instances = taken["instances"]
        fields |= _map(taken.get("custom_fields"))
        resources.append(
            {
                "resource_id": taken["resource_id"],
                "resource": taken["resource"],
                "instances": [
                    one | {"custom_fields": _map(one["custom_fields"])}
                    for one in (instances.values() if isinstance(instances, dict) else instances)
                ],
                "features": _map(taken.get("features")),
                "inventory": _map(taken.get("inventory")),
            }
        )
    kept = {name: value for name, value in row.items() if name != "customer"}
    return kept | {"resources": resources, "custom_fields": fields, "status": "Live"}


def _mentioned(row: Row) -> Row:
    """Complete a booking of which an event's document tells only when and where it is."""
    resources = [
        taken
        | {
            "instances": [
                one | {"from": _turned(one["from"]), "to": _turned(one["to"]), "custom_fields": {}}
                for one in taken["instances"]
            ],
            "features": {},
            "inventory": {},
        }
        for taken in row["resources"]
    ]
    rest = {"custom_fields": {}, "comments": "", "customer_id": "21749", "color": "#17df26", "status": "Live"}
    return row | {"resources": resources} | rest


def _turned(moment: str) -> str:
    """Turn `16.05.2021 09:00` into `2021-05-16 09:00`."""
    day, time = moment.split(" ")
    return f"{'-'.join(reversed(day.split('.')))} {time}"


def _map(value: object) -> Row:
    return dict(value) if isinstance(value, dict) else {}
