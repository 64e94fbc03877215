"""`booking_save`: a GET that writes."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from tests.sandbox.callers import Locaboo, instances, locaboo, spans
from tests.sandbox.wire import Open

DAYS = {"date_from": "2027-01-12", "date_to": "2027-01-13"}


@pytest.fixture
async def vendor(open_vendor: Open) -> Locaboo:
    """Start Locaboo as its document has it."""
    return await locaboo(open_vendor)


async def _save(vendor: Locaboo, **query: str) -> Any:
    reply = await vendor.get("booking_save", **query)
    assert reply.status == 200, reply.body
    return reply.data[0]["id"]


async def test_a_get_creates_a_booking(vendor: Locaboo) -> None:
    """The answer is a list of one with the vendor's own misspelling, and a total of 0; the booking is there."""
    reply = await vendor.get("booking_save", resource_id="49", time_from="09:00", time_to="11:30", **DAYS)
    key = reply.data[0]["id"]
    assert reply.document == {
        "data": [{"id": key, "message": "Successfully cerated the booking."}],
        "total": 0,
        "success": True,
    }
    expected = [(49, f"{day} 09:00", f"{day} 11:30") for day in DAYS.values()]
    assert spans(await vendor.booking(key)) == expected
    [row] = [row for row in await vendor.listed(*DAYS.values()) if row["id"] == key]
    assert row["resources"][0]["resource_id"] == 48
    assert next(iter(instances(row)))["resource"] == "Stefan Test > Kleine Halle"
    assert (row["customer_id"], row["customer"]) == (None, "")


async def test_the_same_call_twice_makes_two_bookings(vendor: Locaboo) -> None:
    """Nothing is idempotent, and a resource can be booked twice for the same time."""
    first, second = [await _save(vendor, resource_id="49", **DAYS) for _ in range(2)]
    assert second == first + 1
    found = {row["id"] for row in await vendor.listed(*DAYS.values(), resource_id="49")}
    assert {first, second} <= found


async def test_without_times_days_are_whole(vendor: Locaboo) -> None:
    """A booking without times is one instance a day from 00:00 to 23:59."""
    key = await _save(vendor, resource_id="47", **DAYS)
    assert spans(await vendor.booking(key)) == [(47, f"{day} 00:00", f"{day} 23:59") for day in DAYS.values()]


async def test_a_night_is_split_at_midnight(vendor: Locaboo) -> None:
    """A range that ends earlier in the day than it begins goes over night, one instance a day."""
    key = await _save(vendor, resource_id="47", time_from="20:00", time_to="02:00", **DAYS)
    first, last = DAYS.values()
    assert spans(await vendor.booking(key)) == [
        (47, f"{first} 20:00", f"{first} 23:59"),
        (47, f"{last} 00:00", f"{last} 02:00"),
    ]


async def test_saving_again_flattens_a_series(vendor: Locaboo) -> None:
    """What is saved with a booking's id has one resource and one range afterwards, and keeps its title."""
    assert len(list(instances(await vendor.booking(312886)))) == 3
    same = {"date_from": "2027-01-12", "date_to": "2027-01-12"}
    assert await _save(vendor, booking_id="312886", resource_id="52", **same) == 312886
    row = await vendor.booking(312886)
    assert spans(row) == [(52, "2027-01-12 00:00", "2027-01-12 23:59")]
    assert (row["title"], row["customer_id"]) == ("Test booking for api", "21749")


async def test_the_status_defaults_to_live_whatever_it_was(vendor: Locaboo) -> None:
    """Cancelling takes a booking from the list; saving it again without a status brings it back."""
    key = await _save(vendor, resource_id="49", booking_status="Draft", **DAYS)
    assert vendor.office.bookings[str(key)]["status"] == "Draft"
    for status, listed in (({"booking_status": "Cancel"}, False), ({}, True)):
        await _save(vendor, booking_id=str(key), resource_id="49", **DAYS, **status)
        assert (key in {row["id"] for row in await vendor.listed(*DAYS.values())}) is listed
    assert vendor.office.bookings[str(key)]["status"] == "Live"


async def test_a_customer_is_found_by_address_or_made(vendor: Locaboo) -> None:
    """An e-mail address that is known, in any case, is that customer's; otherwise somebody new is registered."""
    known = await _save(vendor, resource_id="49", customer_email="CUSTOMER@locaboo.com", **DAYS)
    assert (await vendor.booking(known))["customer_id"] == "48"
    told = {"customer_first_name": "Zoë", "customer_last_name": "Weiß", "customer_salutation": "Dr"}
    key = await _save(vendor, resource_id="49", customer_email="zoe@example.org", **told, **DAYS)
    [row] = [row for row in await vendor.listed(*DAYS.values()) if row["id"] == key]
    assert row["customer"] == "Zoë Weiß"
    [customer] = [one for one in (await vendor.get("customer_list")).data if str(one["id"]) == row["customer_id"]]
    assert (customer["email"], customer["salutation"]) == ("zoe@example.org", "Dr")
    await _save(vendor, booking_id=str(key), resource_id="49", **DAYS)
    assert (await vendor.booking(key))["customer_id"] == row["customer_id"]


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ({}, {"resource_id", "date_from", "date_to"}),
        ({"booking_id": "312834", **DAYS}, {"resource_id"}),
        ({"resource_id": "49", "booking_status": "live", **DAYS}, {"booking_status"}),
        ({"resource_id": "49", "customer_salutation": "Herr", **DAYS}, {"customer_salutation"}),
        ({"resource_id": "Halle", **DAYS}, {"resource_id"}),
        ({"resource_id": "49", "time_from": "9:00", **DAYS}, {"time_from"}),
        (
            {"resource_id": "49", "date_from": "2027-01-12", "date_to": "2027-01-12", "time_from": "9", "time_to": "1"},
            {"time_from", "time_to"},
        ),
        (
            {
                "resource_id": "49",
                "date_from": "2027-01-12",
                "date_to": "2027-01-12",
                "time_from": "09:00",
                "time_to": "09:00",
            },
            {"time_to"},
        ),
    ],
)
async def test_nothing_is_written_when_something_is_wrong(
    vendor: Locaboo, query: dict[str, str], wrong: set[str]
) -> None:
    """Every missing or wrong parameter is named, for an update too, and nothing has changed."""
    before = len(vendor.office.bookings)
    reply = await vendor.get("booking_save", **query)
    assert (reply.status, set(reply.document["errors"])) == (422, wrong)
    assert len(vendor.office.bookings) == before


async def test_unknown_ids_are_404(vendor: Locaboo) -> None:
    """Neither an unknown booking nor an unknown resource is made up."""
    assert (await vendor.get("booking_save", booking_id="1", resource_id="49", **DAYS)).status == 404
    assert (await vendor.get("booking_save", resource_id="999", **DAYS)).status == 404


@pytest.mark.parametrize("kind", ["reset", "status", "empty"])
async def test_a_lost_answer_leaves_a_booking(vendor: Locaboo, kind: str) -> None:
    """With a fault `after` the booking exists although its caller heard of a failure."""
    before = set(vendor.office.bookings)
    vendor.running.faults.add(kind, path="booking_save", after=True)
    try:
        reply = await vendor.get("booking_save", resource_id="49", **DAYS)
        assert b"Successfully" not in reply.body
    except aiohttp.ClientConnectionError:
        assert kind == "reset"
    vendor.running.faults.clear()
    made = set(vendor.office.bookings) - before
    calls = [call for call in vendor.running.log if call.path.endswith("booking_save")]
    assert len(made) == len(calls) >= 1
