"""Every change there is, as a client sends it to a sandbox vendor, and what of it is really there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import aiohttp

from loaders.records import BOOKING, CUSTOMER, SPACE, SPACE_BLOCK, VENUE, Ref
from sandbox.server import Running

FIRST = dt.date(2027, 9, 6)
"""The day of the first change; each further one is a day later, so that no two look alike at a vendor."""

Effects = Callable[[], list[str]]
"""Gives the vendor's ids of what a change has made, or of what is as the change wants it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A change that a client wants.

    Args:
        document: the mutation.
        answer: its field.
        shows: how the thing it answers with is reached, and under which name it tells the vendor's id.
        input: its input.
        effects: what of it is there.
        keyed: whether it has a key.
        gone: whether it removes something, so that an answer NOT_FOUND says that it is done.

    """

    document: str
    answer: str
    shows: tuple[str, str]
    input: Mapping[str, Any]
    effects: Effects
    keyed: bool
    gone: bool = False


Prepare = Callable[[Running, str, int, str], Awaitable[tuple[dict[str, Any], Effects]]]
"""Takes the vendor, the source's name, a number and a mark, each no other change has; gives input and effects."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of change."""

    vendor: str
    mutation: str
    shows: tuple[str, str]
    prepare: Prepare
    keyed: bool = False
    gone: bool = False

    async def wanted(self, running: Running, source: str, number: int) -> Wanted:
        """Prepare one at a vendor that is up."""
        mark = f"{source}-{self.mutation}-{number}"
        given, effects = await self.prepare(running, source, number, mark)
        key = {"idempotencyKey": mark} if self.keyed else {}
        name, at = self.shows
        kind = f"{self.mutation[0].upper()}{self.mutation[1:]}Input"
        shown = name if name == "deletedId" else f"{name} {{ {at} }}"
        asked = f"{self.mutation}(input: $input) {{ {shown} userErrors {{ code message field retryable }} }}"
        document = f"mutation($input: {kind}!) {{ {asked} }}"
        return Wanted(document, self.mutation, self.shows, {**key, **given}, effects, self.keyed, self.gone)


def day(number: int) -> str:
    """Give the day of a change."""
    return (FIRST + dt.timedelta(days=number)).isoformat()


def at(number: int, hour: int) -> str:
    """Give an hour of a change's day in Berlin, in summer."""
    return f"{day(number % 40)}T{hour:02d}:00:00+02:00"


def gid(kind: str, source: str, key: object) -> str:
    """Give a global id."""
    return Ref(kind, source, str(key)).encode()


async def _locaboo(running: Running, endpoint: str, **sent: str) -> str:
    """Do something at Locaboo's, as its staff would."""
    body = urlencode([*running.vendor.credentials.items(), *sent.items()])
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    url = f"{running.url}/api/v2/{endpoint}"
    async with aiohttp.ClientSession() as client, client.post(url, data=body, headers=headers) as answer:
        return str((await answer.json())["data"][0]["id"])


async def _booked(running: Running, number: int, mark: str) -> str:
    return await _locaboo(
        running, "booking_add", booking_mode="direct_booking", title=mark, recurring="0", main_resource="48",
        date_from=day(number), date_to=day(number), time_from="09:00", time_to="10:00",
    )  # fmt: skip


async def _blocked(running: Running, number: int, mark: str) -> str:
    """Block a space at Booking Experts', as its staff would."""
    days = {"label": mark, "start_date": day(number), "end_date": day(number + 1)}
    rentable = {"rentable": {"data": {"id": "5", "type": "rentable"}}}
    document = {"data": {"type": "agenda_period", "attributes": days, "relationships": rentable}}
    headers = {"X-API-KEY": running.vendor.credentials["api_key"], "Content-Type": "application/vnd.api+json"}
    url = f"{running.url}/v3/administrations/1/maintenance_agenda_periods"
    async with aiohttp.ClientSession() as client, client.post(url, json=document, headers=headers) as answer:
        return str((await answer.json(content_type=None))["data"]["id"])


async def create_booking(running: Running, source: str, number: int, mark: str) -> tuple[dict[str, Any], Effects]:
    """Book a part of a hall."""
    given = {"source": source, "spaces": [gid(SPACE, source, 49)], "title": mark}
    books = running.data.bookings

    def effects() -> list[str]:
        return [key for key in books if books[key]["title"] == mark]

    return {**given, "from": at(number, 9), "to": at(number, 11)}, effects


async def update_booking(running: Running, source: str, number: int, mark: str) -> tuple[dict[str, Any], Effects]:
    """Move a booking by some hours."""
    key = await _booked(running, number, mark)

    def effects() -> list[str]:
        (taken,) = running.data.bookings[key]["resources"]
        return [key for one in taken["instances"] if one["from"] == f"{day(number)} 14:00"]

    return {"id": gid(BOOKING, source, key), "from": at(number, 14), "to": at(number, 15)}, effects


async def cancel_booking(running: Running, source: str, number: int, mark: str) -> tuple[dict[str, Any], Effects]:
    """Call a booking off."""
    key = await _booked(running, number, mark)
    books = running.data.bookings
    return {"id": gid(BOOKING, source, key)}, lambda: [key] if books[key]["status"] == "Cancel" else []


async def create_customer(running: Running, source: str, _: int, mark: str) -> tuple[dict[str, Any], Effects]:
    """Make somebody known."""
    people = running.data.customers

    def effects() -> list[str]:
        return [key for key in people if people[key]["last_name"] == mark]

    return {"source": source, "lastName": mark, "email": f"{mark}@example.org"}, effects


async def update_customer(running: Running, source: str, _: int, mark: str) -> tuple[dict[str, Any], Effects]:
    """Change how somebody is called."""
    key = await _locaboo(running, "customer_add", last_name=mark)
    people = running.data.customers
    given = {"id": gid(CUSTOMER, source, key), "firstName": mark}
    return given, lambda: [key] if people[key]["first_name"] == mark else []


async def add_address(running: Running, source: str, _: int, mark: str) -> tuple[dict[str, Any], Effects]:
    """Add an address to somebody."""
    key = await _locaboo(running, "customer_add", last_name=mark)
    given = {"customer": gid(CUSTOMER, source, key), "address": {"lines": [mark], "city": "Berlin"}}

    def effects() -> list[str]:
        return [key for one in running.data.addresses.get(key, ()) if one["street"] == mark]

    return given, effects


async def request_event(running: Running, source: str, number: int, mark: str) -> tuple[dict[str, Any], Effects]:
    """Hand in an event request."""

    def effects() -> list[str]:
        return [one.body["reference"] for one in running.data.received if one.body["name"] == mark]

    return {"source": source, "name": mark, "from": at(number, 9), "to": at(number, 11), "people": 20}, effects


async def block_space(running: Running, source: str, number: int, mark: str) -> tuple[dict[str, Any], Effects]:
    """Block a rentable."""
    periods = running.data["1"]["agenda_period"]
    days = {"from": day(number), "to": day(number + 1), "label": mark}

    def effects() -> list[str]:
        return [key for key in periods if periods[key]["attributes"]["label"] == mark]

    return {"space": gid(SPACE, source, 5), "kind": "MAINTENANCE", **days}, effects


async def update_block(running: Running, source: str, number: int, mark: str) -> tuple[dict[str, Any], Effects]:
    """Call a block otherwise."""
    key = await _blocked(running, number, mark)
    periods = running.data["1"]["agenda_period"]
    given = {"id": gid(SPACE_BLOCK, source, key), "label": f"{mark} now"}
    return given, lambda: [key] if periods[key]["attributes"]["label"] == f"{mark} now" else []


async def unblock(running: Running, source: str, number: int, mark: str) -> tuple[dict[str, Any], Effects]:
    """Lift a block."""
    key = await _blocked(running, number, mark)
    periods = running.data["1"]["agenda_period"]
    return {"id": gid(SPACE_BLOCK, source, key)}, lambda: [] if key in periods else [key]


async def update_guest(running: Running, source: str, number: int, mark: str) -> tuple[dict[str, Any], Effects]:
    """Change a guest's telephone number, through one of their bookings."""
    park = running.data["1"]
    by_guest: dict[str, str] = {}
    for key in park["booking"]:
        guest = park["booking"][key]["relationships"]["customer"]["data"]
        if guest is not None:
            by_guest.setdefault(guest["id"], key)
    guest, booking = sorted(by_guest.items())[number % len(by_guest)]
    given = {"id": gid(CUSTOMER, source, guest), "booking": gid(BOOKING, source, booking), "lastName": mark}

    def effects() -> list[str]:
        return [guest] if park["customer"][guest]["attributes"]["last_name"] == mark else []

    return given, effects


async def create_type(running: Running, source: str, _: int, mark: str) -> tuple[dict[str, Any], Effects]:
    """Make a category."""
    kinds = running.data["1"]["category"]

    def effects() -> list[str]:
        return [key for key in kinds if (kinds[key]["attributes"]["name"] or {}).get("en") == mark]

    return {"venue": gid(VENUE, source, 1), "names": [{"locale": "en", "text": mark}]}, effects


_BOOKING, _CUSTOMER, _BLOCK = ("booking", "vendorId"), ("customer", "vendorId"), ("spaceBlock", "vendorId")

KINDS = (
    Kind("locaboo", "createBooking", _BOOKING, create_booking, keyed=True),
    Kind("locaboo", "updateBooking", _BOOKING, update_booking),
    Kind("locaboo", "cancelBooking", _BOOKING, cancel_booking),
    Kind("locaboo", "createCustomer", _CUSTOMER, create_customer, keyed=True),
    Kind("locaboo", "updateCustomer", _CUSTOMER, update_customer),
    Kind("locaboo", "addCustomerAddress", _CUSTOMER, add_address, keyed=True),
    Kind("mice_operations", "requestEvent", ("receipt", "reference"), request_event, keyed=True),
    Kind("booking_experts", "blockSpace", _BLOCK, block_space, keyed=True),
    Kind("booking_experts", "updateSpaceBlock", _BLOCK, update_block),
    Kind("booking_experts", "unblockSpace", ("deletedId", ""), unblock, gone=True),
    Kind("booking_experts", "updateCustomer", _CUSTOMER, update_guest),
    Kind("booking_experts", "createSpaceType", ("spaceType", "vendorId"), create_type, keyed=True),
)
"""Every write of every vendor."""

WRITING: Mapping[str, tuple[dict[str, str], ...]] = {
    "locaboo": ({"method": "POST"}, {"path": "booking_save"}),
    "booking_experts": ({"method": "POST"}, {"method": "PATCH"}, {"method": "DELETE"}),
    "mice_operations": ({"method": "POST"},),
}
"""The calls of each vendor that change something, as a fault picks calls."""
