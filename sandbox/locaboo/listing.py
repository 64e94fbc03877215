"""A booking as the list writes it, clipped to what was asked for, and as `booking/<id>` writes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sandbox.locaboo.answers import nothing
from sandbox.locaboo.diary import day_of

if TYPE_CHECKING:
    from sandbox.locaboo.answers import Row
    from sandbox.locaboo.office import Office
    from sandbox.locaboo.parameters import Parameters

_CANCELLED: Final = "Cancel"
_ADDITIONAL: Final = ("custom_fields", "comments", "color", "persons", "customer_id", "customer")
"""What `show_details` adds. The document does not say; without it only what, where and when is told."""


@dataclass(frozen=True, slots=True)
class Window:
    """Which instances are wanted: those of some days, a time of each day, and some resources."""

    first: str
    last: str
    time_from: str
    time_to: str
    resources: frozenset[int] | None

    def holds(self, one: object) -> bool:
        """Tell whether an instance is wanted; a broken one always is."""
        if not isinstance(one, dict):
            return True
        start, end = one.get("from"), one.get("to")
        first, last = day_of(start), day_of(end)
        if first is None or last is None:
            return True
        within = first <= self.last and last >= self.first
        at_the_time = str(start)[11:] < self.time_to and str(end)[11:] > self.time_from
        return within and at_the_time and (self.resources is None or one.get("resource_id") in self.resources)


def booking_list(office: Office, sent: Parameters, *, cancelled: bool) -> list[Row]:
    """Answer `booking_list`: the bookings of a range of days, by ascending id, each without its other instances."""
    first, last = sent.days()
    window = Window(
        first.isoformat(),
        last.isoformat(),
        sent.time("time_from") or "00:00",
        sent.time("time_to") or "24:00",
        _wanted(office, sent.number("resource_id")),
    )
    details = sent.choice("show_details", ("true", "false"), "false") == "true"
    sent.settle()
    rows = (row for row in office.bookings.between(first, last) if cancelled or row.get("status") != _CANCELLED)
    written = (_in_list(office, row, window, details=details) for row in rows)
    return [row for row in written if row is not None]


def alone(row: Row) -> Row:
    """Write a booking as `booking/<id>` has it: custom fields stand in their resource, and no customer's name."""
    fields = row.get("custom_fields")
    written = {name: value for name, value in row.items() if name not in ("status", "custom_fields")}
    if isinstance(row.get("resources"), list):
        written["resources"] = [
            taken | {"custom_fields": _of_resource(fields, taken)} if isinstance(taken, dict) else taken
            for taken in row["resources"]
        ]
    return written


def _in_list(office: Office, row: Row, window: Window, *, details: bool) -> Row | None:
    written = {name: value for name, value in row.items() if name != "status"}
    written["customer"] = office.show_name(row.get("customer_id"))
    if isinstance(row.get("resources"), list):
        clipped = [_clipped(taken, window, details=details) for taken in row["resources"]]
        written["resources"] = [taken for taken in clipped if taken is not None]
        if not written["resources"]:
            return None
    return written if details else {name: value for name, value in written.items() if name not in _ADDITIONAL}


def _clipped(taken: object, window: Window, *, details: bool) -> object:
    """Write what is taken of one main resource: its instances are a map by id here [002:147]."""
    if not isinstance(taken, dict) or not isinstance(taken.get("instances"), list):
        return taken
    kept = [one for one in taken["instances"] if window.holds(one)]
    if not kept:
        return None
    listed = {
        str(one.get("id")): one if details else {name: value for name, value in one.items() if name != "custom_fields"}
        for one in kept
        if isinstance(one, dict)
    }
    return {"resource_id": taken.get("resource_id"), "resource": taken.get("resource"), "instances": listed}


def _of_resource(fields: object, taken: Row) -> object:
    """Pick the custom fields of one resource, still under its id [002:470-473]."""
    key = str(taken.get("resource_id"))
    return {key: fields[key]} if isinstance(fields, dict) and key in fields else {}


def _wanted(office: Office, key: int | None) -> frozenset[int] | None:
    """List the resources that an id asks for: a main resource and its parts, or one part."""
    if key is None:
        return None
    if key not in office.resources:
        raise nothing("resource", key)
    return frozenset((key, *office.resources[key].parts))
