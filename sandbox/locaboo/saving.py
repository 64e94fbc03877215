"""The two ways of writing a booking: `booking_save`, a GET, and `booking_add` [002:849-905, 002:1048-1272]."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sandbox.locaboo.answers import nothing
from sandbox.locaboo.diary import COLOUR, booked, instance, labelled, resource
from sandbox.locaboo.parameters import is_id
from sandbox.locaboo.recurrence import check_times, occurrences, spread
from sandbox.locaboo.registering import customer_of

if TYPE_CHECKING:
    from sandbox.jsonapi.resources import Table
    from sandbox.locaboo.answers import Row
    from sandbox.locaboo.forms import Form
    from sandbox.locaboo.office import Office
    from sandbox.locaboo.parameters import Parameters
    from sandbox.locaboo.recurrence import Occurrence

_STATUSES: Final = ("Live", "Draft", "Complete", "Cancel")
_MODES: Final = {"direct_booking": "Live", "booking_request": "Request"}


def save(office: Office, sent: Parameters) -> Row:
    """Create a booking, or replace where and when one is.

    A status that is not sent is Live [002:880-881], for a booking that exists, too. What knows one resource and one
    range leaves one resource and one range: a series that is saved is none afterwards.
    """
    key, taken = sent.number("booking_id"), sent.needed_number("resource_id")
    first, last = sent.days()
    start, end = sent.time("time_from") or "00:00", sent.time("time_to") or "23:59"
    check_times(sent, first, last, start, end)
    status = sent.choice("booking_status", _STATUSES, "Live")
    salutation = sent.choice("customer_salutation", ("", "Mr", "Ms/Mrs", "Pr", "Dr"), "")
    sent.settle()
    row = _blank(office) if key is None else office.booking(key)
    if row is None:
        raise nothing("booking", key)
    if taken not in office.resources:
        raise nothing("resource", taken)
    customer = customer_of(office, sent, salutation)
    row["resources"] = [_taken(office, office.resources[taken].main, [taken], list(spread(first, last, start, end)))]
    row["status"] = status
    if customer is not None:
        row["customer_id"] = customer
    office.bookings[str(row["id"])] = row
    done = "cerated" if key is None else "updated"
    return {"id": row["id"], "message": f"Successfully {done} the booking."}


def add(office: Office, sent: Parameters) -> Row:
    """Create a booking, or a request for one. Nothing is said of a resource being taken, so it may be taken twice."""
    status = _MODES.get(sent.choice("booking_mode", tuple(_MODES)), "")
    times = occurrences(sent)
    wanted = _wanted(office, sent)
    colour = sent.colour("color", required=True) if sent.flag("custom_color") else COLOUR
    for name in ("entrance_hall", "booking_hidden_widget"):
        sent.flag(name)
    sent.number("season_id")
    customer, persons = sent.number("customer_id"), sent.map("persons")
    title, comments = sent.text("title") or "", sent.text("comments") or ""
    fields = _fields(sent.map("category_fields"))
    inventory = _booked(sent, "inventory", office.inventory)
    services = _booked(sent, "services", office.services)
    sent.settle()
    if customer is not None and str(customer) not in office.customers:
        raise nothing("customer", customer)
    row = _blank(office) | {
        "title": title,
        "comments": comments,
        "color": colour,
        "status": status,
        "customer_id": None if customer is None else str(customer),
        "custom_fields": fields,
        "resources": [_taken(office, main, taken, times) for main, taken in wanted.items()],
    }
    for taken in row["resources"]:
        taken["inventory"] = inventory.get(str(taken["resource_id"]), {})
        taken["features"] = services.get(str(taken["resource_id"]), {})
    if persons:
        row["persons"] = list(persons.values())
    office.bookings[str(row["id"])] = row
    return {"id": row["id"], "message": "Successfully created the booking."}


def _blank(office: Office) -> Row:
    return {
        "id": int(office.bookings.next_id()),
        "title": "",
        "resources": [],
        "custom_fields": {},
        "comments": "",
        "customer_id": None,
        "color": COLOUR,
    }


def _taken(office: Office, main: int, taken: list[int], times: list[Occurrence]) -> Row:
    listed = [
        instance(office.resources, next(office.instance_ids), key, on.isoformat(), (start, end))
        for key in taken
        for on, start, end in times
    ]
    return resource(office.resources, main, listed)


def _wanted(office: Office, sent: Parameters) -> dict[int, list[int]]:
    """Read what is to be booked, by main resource; one without parts named is booked as a whole."""
    tree, wanted = office.resources, {sent.needed_number("main_resource"): list[int]()}
    for main, parts in sent.map("resource_parts").items():
        named = list(parts.values()) if isinstance(parts, dict) else [parts]
        if not is_id(main) or not all(map(is_id, named)):
            sent.wrong("resource_parts", "The resource_parts must be IDs of parts by ID of their main resource.")
            continue
        wanted[int(main)] = [int(str(part)) for part in named]
    if "main_resource" in sent.faults:
        return {}
    for owner, parts_of in wanted.items():
        for key in (owner, *parts_of):
            if key not in tree:
                raise nothing("resource", key)
            if tree[key].main != owner:
                sent.wrong("main_resource" if key == owner else "resource_parts", f"{key} is no part of {owner}.")
    return {owner: parts_of or [owner] for owner, parts_of in wanted.items()}


def _fields(sent: Form) -> Row:
    """Read custom fields: values by field by main resource."""
    return {
        main: {f"mf_{name}": labelled(name, value) for name, value in fields.items() if isinstance(value, str)}
        for main, fields in sent.items()
        if isinstance(fields, dict)
    }


def _booked(sent: Parameters, name: str, table: Table) -> dict[str, Row]:
    """Read what is booked along with a main resource: what is checked, and how many of it."""
    found: dict[str, Row] = {}
    by_resource = sent.under(name)
    for main in by_resource.form:
        things = by_resource.under(main)
        for key in things.form:
            thing = things.under(key)
            checked, quantity = thing.choice("checked", ("on", "off"), "off"), thing.number("quantity")
            if checked != "on":
                continue
            if key not in table or quantity is None:
                sent.wrong(name, f"The {name} must have a quantity, and {key} must exist.")
                continue
            prices = table[key]["prices"]
            interval = prices[0]["interval"] if prices else "per_quantity"
            price = float(prices[0]["price"]) if prices else 0
            found.setdefault(main, {})[key] = booked(table[key]["name"], interval, price, quantity)
    return found
