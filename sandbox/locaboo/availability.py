"""Free slots, worked out from opening times, holidays and bookings [002:524-594].

Slots of the wanted length stand end to end from each opening on; one that meets a booking is left out. A part is
taken while its main resource is, and a main resource while one of its parts is. Drafts, requests and cancelled
bookings take nothing.
"""

from __future__ import annotations

import operator
from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from sandbox.locaboo.answers import nothing
from sandbox.locaboo.diary import day_of, instances
from sandbox.locaboo.parameters import TIME, clock, is_id, minutes
from sandbox.locaboo.resources import Resource, Tree, bookable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sandbox.locaboo.answers import Row
    from sandbox.locaboo.office import Office
    from sandbox.locaboo.parameters import Parameters

_CONDITIONS: Final[dict[str, Callable[[float, float], bool]]] = {
    "less_than": operator.lt,
    "less_than_et": operator.le,
    "et": operator.eq,
    "great_than": operator.gt,
    "great_than_et": operator.ge,
}
_TAKING: Final = ("Live", "Complete")
_ALL_DAY: Final = 24 * 60


def availability(office: Office, sent: Parameters) -> tuple[list[Row], int]:
    """Answer `availability`: resources with their free slots, and how many slots there are.

    `limit` counts slots over all resources: the one that reaches it ends the search, so that resources behind it have
    none although they may be free [002:560-592].
    """
    first, last = sent.days()
    opens, closes = sent.time("time_from") or "00:00", sent.time("time_to") or "23:59"
    duration = sent.time("duration") or "01:00"
    limit = sent.number("limit")
    suits = _suits(office, sent)
    keys = _asked_for(office, sent)
    if duration == "00:00":
        sent.wrong("duration", "The duration must be a minute or more.")
    sent.settle()
    length, between = minutes(duration), (minutes(opens), minutes(closes))
    left = limit if limit is not None else -1
    taken = _taken(office, first, last)
    rows: list[Row] = []
    for key in keys:
        resource = office.resources[key]
        if not suits(resource):
            continue
        dates: dict[str, list[Row]] = {}
        for day in _days(first, last):
            if left == 0:
                break
            slots = _free(resource, day, taken, between, length)
            found = [{"time_from": clock(start), "time_to": clock(start + length)} for start in slots]
            found = found if left < 0 else found[:left]
            if found:
                dates[day.isoformat()] = found
                left -= len(found) if left > 0 else 0
        rows.append({"resource_id": key, "dates": dates})
    return rows, sum(len(found) for row in rows for found in row["dates"].values())


def _asked_for(office: Office, sent: Parameters) -> list[int]:
    """List what is asked for, by default everything: one id or several apart by commas, parts in place of mains."""
    text = sent.text("resource_id")
    if text is None:
        asked = [key for key, resource in office.resources.items() if resource.main == key]
    elif all(is_id(item.strip()) for item in text.split(",")):
        asked = [int(item) for item in text.split(",")]
    else:
        sent.wrong("resource_id", "The resource_id must be an ID or several, separated by commas.")
        return []
    for key in asked:
        if key not in office.resources:
            raise nothing("resource", key)
    return list(dict.fromkeys(part for key in asked for part in bookable(office.resources, key)))


def _suits(office: Office, sent: Parameters) -> Callable[[Resource], bool]:
    """Read the conditions on custom fields: three lists in step [002:543-556].

    The text names them with `_str` and the example without; both are understood. An empty condition, or an empty
    value, keeps everything.
    """
    ids, conditions, values = (_items(sent, f"free_text_field_{name}") for name in ("ids", "conditions", "values"))
    if ids is None:
        return lambda _: True
    for name, items in (("conditions", conditions), ("values", values)):
        if items is None or len(items) != len(ids):
            sent.wrong(f"free_text_field_{name}_str", f"There must be as many {name} as ids.")
    known = {str(field["id"]) for field in office.free_text_fields}
    if not set(ids) <= known:
        sent.wrong("free_text_field_ids_str", "There is no such field.")
    if not set(conditions or ()) <= {"", *_CONDITIONS}:
        sent.wrong("free_text_field_conditions_str", f"A condition is one of {', '.join(_CONDITIONS)}, or empty.")
    sent.settle()
    rules = [
        (int(key), _CONDITIONS[condition], value)
        for key, condition, value in zip(ids, conditions or (), values or (), strict=True)
        if condition and value
    ]
    return lambda resource: all(_holds(resource.values.get(key, ""), meets, value) for key, meets, value in rules)


def _items(sent: Parameters, name: str) -> list[str] | None:
    for spelling in (f"{name}_str", name):
        if spelling in sent.form:
            text = sent.form[spelling]
            if isinstance(text, str):
                return [item.strip() for item in text.split(",")]
            sent.wrong(spelling, f"The {spelling} must be a text.")
    return None


def _holds(has: str, meets: Callable[[float, float], bool], value: str) -> bool:
    try:
        return meets(float(has), float(value))
    except ValueError:
        return meets is operator.eq and has == value


def _taken(office: Office, first: date, last: date) -> dict[tuple[int, str], list[tuple[int, int]]]:
    """Collect by resource and day from which minute to which it is taken."""
    taken: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
    for row in office.bookings.between(first, last):
        if row.get("status") not in _TAKING:
            continue
        for one in instances(row):
            for day, start, end in _spread(one):
                for key in _concerned(office.resources, one.get("resource_id")):
                    taken[key, day].append((start, end))
    return taken


def _concerned(tree: Tree, key: object) -> list[int]:
    """List what is taken along with a resource: its parts, or its main resource."""
    if not isinstance(key, int) or key not in tree:
        return []
    resource = tree[key]
    return [key, *resource.parts] if resource.main == key else [key, resource.main]


def _spread(one: Row) -> Iterator[tuple[str, int, int]]:
    """Split an instance into days; a broken one takes nothing."""
    start, end = one.get("from"), one.get("to")
    first, last = day_of(start), day_of(end)
    times = str(start)[11:], str(end)[11:]
    if first is None or last is None or not all(map(TIME.fullmatch, times)):
        return
    for day in _days(date.fromisoformat(first), date.fromisoformat(last)):
        text = day.isoformat()
        yield text, minutes(times[0]) if text == first else 0, minutes(times[1]) if text == last else _ALL_DAY


def _free(
    resource: Resource,
    day: date,
    taken: dict[tuple[int, str], list[tuple[int, int]]],
    between: tuple[int, int],
    length: int,
) -> Iterator[int]:
    """Give the beginnings of a day's free slots, in minutes from midnight."""
    busy = taken.get((resource.id, day.isoformat()), ())
    for opens, closes in resource.hours(day):
        start, end = max(minutes(opens), between[0]), min(minutes(closes), between[1])
        while start + length <= end:
            if all(start >= until or start + length <= since for since, until in busy):
                yield start
            start += length


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))
