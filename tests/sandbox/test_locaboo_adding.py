"""`booking_add`: new bookings with parts, custom fields, and things booked along."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.callers import Locaboo, locaboo, spans
from tests.sandbox.wire import Open

PLAIN = {
    "booking_mode": "direct_booking",
    "recurring": "0",
    "date_from": "2027-02-01",
    "date_to": "2027-02-02",
    "time_from": "09:00",
    "time_to": "10:00",
    "main_resource": "48",
}


@pytest.fixture
async def vendor(open_vendor: Open) -> Locaboo:
    """Start Locaboo as its document has it."""
    return await locaboo(open_vendor)


async def _add(vendor: Locaboo, *pairs: tuple[str, str], **fields: str) -> Any:
    reply = await vendor.post("booking_add", *pairs, **(PLAIN | fields))
    assert reply.status == 200, reply.body
    return await vendor.booking(reply.data[0]["id"])


async def test_the_answer_is_the_documents(vendor: Locaboo) -> None:
    """An id and a message in a list of one, with a total of 1."""
    reply = await vendor.post("booking_add", **PLAIN)
    key = reply.data[0]["id"]
    assert reply.document == {
        "data": [{"id": key, "message": "Successfully created the booking."}],
        "total": 1,
        "success": True,
    }


async def test_parts_are_named_in_brackets(vendor: Locaboo) -> None:
    """`resource_parts[48][]` books parts of several main resources; a main resource without parts named is whole."""
    whole = await _add(vendor)
    assert {key for key, _, _ in spans(whole)} == {48}
    parts = [("resource_parts[48][]", "49"), ("resource_parts[48][]", "50"), ("resource_parts[5721][]", "8795")]
    row = await _add(vendor, *parts)
    assert [taken["resource_id"] for taken in row["resources"]] == [48, 5721]
    days = ("2027-02-01", "2027-02-02")
    assert spans(row) == [(key, f"{day} 09:00", f"{day} 10:00") for key in (49, 50, 8795) for day in days]


async def test_a_booking_of_several_days_may_be_whole_days(vendor: Locaboo) -> None:
    """`multi_day` makes every day whole, whatever the times that must be sent."""
    row = await _add(vendor, multi_day="1")
    assert spans(row) == [(48, f"{day} 00:00", f"{day} 23:59") for day in ("2027-02-01", "2027-02-02")]


async def test_everything_that_can_be_told_is_kept(vendor: Locaboo) -> None:
    """Title, comments, colour, customer, persons and custom fields come back as reading has them."""
    row = await _add(
        vendor,
        ("persons[]", "3"),
        ("persons[]", "8"),
        ("category_fields[48][56]", "Privatfeier"),
        ("category_fields[48][77]", "21"),
        title="Grünkohlessen",
        comments="Bitte heizen.",
        internal_comments="VIP",
        customer_id="48",
        custom_color="1",
        color="#ff0000",
    )
    assert (row["title"], row["comments"], row["customer_id"]) == ("Grünkohlessen", "Bitte heizen.", "48")
    assert (row["color"], row["persons"]) == ("#ff0000", ["3", "8"])
    assert row["resources"][0]["custom_fields"] == {
        "48": {
            "mf_56": {"label": "New MF field ", "value": "Privatfeier", "category": 0},
            "mf_77": {"label": "Feld 77", "value": "21", "category": None},
        }
    }
    assert "VIP" not in str(row)


async def test_things_are_booked_along(vendor: Locaboo) -> None:
    """Checked inventory and services of a main resource come back with price and quantity; unchecked ones do not."""
    row = await _add(
        vendor,
        ("inventory[48][1317][checked]", "on"),
        ("inventory[48][1317][quantity]", "3"),
        ("inventory[48][1890][quantity]", "3"),
        ("services[48][686][checked]", "on"),
        ("services[48][686][quantity]", "1"),
    )
    [taken] = row["resources"]
    assert (list(taken["inventory"]), taken["inventory"]["1317"]["quantity"]) == (["1317"], "3")
    assert taken["features"]["686"] == {
        "rule_interval": "per_hour", "rule_price": 20.0, "rule_name": "CJ Service", "price_cost": 0, "quantity": "1",
    }  # fmt: skip


async def test_a_request_is_no_booking_yet(vendor: Locaboo) -> None:
    """A booking_request is listed like a booking and takes no slot."""
    row = await _add(vendor, booking_mode="booking_request")
    assert row["id"] in {one["id"] for one in await vendor.listed("2027-02-01", "2027-02-01")}
    free = await vendor.get("availability", resource_id="49", date_from="2027-02-01", date_to="2027-02-01")
    assert {"time_from": "09:00", "time_to": "10:00"} in free.data[0]["dates"]["2027-02-01"]
    await _add(vendor)
    free = await vendor.get("availability", resource_id="49", date_from="2027-02-01", date_to="2027-02-01")
    assert {"time_from": "09:00", "time_to": "10:00"} not in free.data[0]["dates"]["2027-02-01"]


@pytest.mark.parametrize("name", sorted(PLAIN))
async def test_required_fields_are_required(vendor: Locaboo, name: str) -> None:
    """Each field that the document calls required is missed by name."""
    fields = {key: value for key, value in PLAIN.items() if key != name}
    reply = await vendor.post("booking_add", **fields)
    assert (reply.status, list(reply.document["errors"])) == (422, [name])


@pytest.mark.parametrize(
    ("pairs", "fields", "wrong"),
    [
        ([], {"booking_mode": "draft"}, "booking_mode"),
        ([], {"recurring": "yes"}, "recurring"),
        ([], {"main_resource": "49"}, "main_resource"),
        ([("resource_parts[48][]", "52")], {}, "resource_parts"),
        ([("resource_parts[48]", "Halle")], {}, "resource_parts"),
        ([("resource_parts", "49")], {}, "resource_parts"),
        ([], {"custom_color": "1"}, "color"),
        ([], {"custom_color": "1", "color": "red"}, "color"),
        ([], {"multi_day": "2"}, "multi_day"),
        ([], {"entrance_hall": "on"}, "entrance_hall"),
        ([], {"time_to": "08:00", "date_to": "2027-02-01"}, "time_to"),
        ([], {"customer_id": "me"}, "customer_id"),
        ([("title[]", "x")], {}, "title"),
        ([("inventory[48][9][checked]", "on"), ("inventory[48][9][quantity]", "1")], {}, "inventory"),
        ([("services[48][1317][checked]", "on")], {}, "services"),
        ([("services[48][1317][checked]", "maybe")], {}, "checked"),
    ],
)
async def test_wrong_fields_are_named(
    vendor: Locaboo, pairs: list[tuple[str, str]], fields: dict[str, str], wrong: str
) -> None:
    """A field that cannot be understood is 422 under its name, and nothing is booked."""
    before = len(vendor.office.bookings)
    reply = await vendor.post("booking_add", *pairs, **(PLAIN | fields))
    assert (reply.status, list(reply.document["errors"])) == (422, [wrong])
    assert len(vendor.office.bookings) == before


async def test_unknown_customers_and_resources_are_404(vendor: Locaboo) -> None:
    """Nobody and nothing is made up."""
    assert (await vendor.post("booking_add", **(PLAIN | {"customer_id": "7"}))).status == 404
    assert (await vendor.post("booking_add", **(PLAIN | {"main_resource": "7"}))).status == 404
    assert (await vendor.post("booking_add", ("resource_parts[48][]", "7"), **PLAIN)).status == 404


async def test_a_lost_answer_leaves_a_booking(vendor: Locaboo) -> None:
    """With a fault `after` the booking exists although its caller heard of a failure."""
    before = len(vendor.office.bookings)
    vendor.running.faults.add("status", status=502, method="POST", after=True)
    reply = await vendor.post("booking_add", **PLAIN)
    assert (reply.status, reply.document["success"]) == (502, False)
    assert len(vendor.office.bookings) == before + 1
