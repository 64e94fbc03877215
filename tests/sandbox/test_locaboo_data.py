"""Locaboo's generated data: steady, lifelike, and full of people whom other vendors know."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from sandbox.booking_experts.tables import Parks
from sandbox.event_temple.tables import furnish as event_temple
from sandbox.locaboo.listing import booking_list
from sandbox.locaboo.office import Office, furnish
from sandbox.locaboo.parameters import Parameters
from sandbox.locaboo.plan import FIRST_BOOKING, FIRST_CUSTOMER
from sandbox.vendor import Site
from tests.sandbox.callers import instances
from tests.sandbox.wire import TODAY

TABLES = ("customers", "bookings", "events", "inventory", "services", "invoices")


def _site(seed: int = 1, size: int = 300, today: date = TODAY) -> Site:
    return Site(seed=seed, size=size, today=today, clock=lambda: 0.0, opened=0.0)


def _rows(office: Office) -> dict[str, Any]:
    return {name: dict(getattr(office, name)) for name in TABLES}


@pytest.fixture(scope="module")
def office() -> Office:
    """Return a manager's data."""
    return furnish(_site(size=2000))


def test_the_same_seed_gives_the_same_data() -> None:
    """Two sandboxes of one seed have the same rows, and of two seeds different ones."""
    assert _rows(furnish(_site())) == _rows(furnish(_site()))
    for name, table in _rows(furnish(_site())).items():
        assert table != _rows(furnish(_site(seed=2)))[name]


def test_a_row_stays_the_same_in_a_bigger_sandbox() -> None:
    """Bookings and customers do not depend on how many others there are, as long as there are as many halls."""
    small, big = furnish(_site(size=300)), furnish(_site(size=900))
    for name in ("bookings", "customers"):
        table = getattr(small, name)
        assert all(row == getattr(big, name)[key] for key, row in table.items())


def test_the_size_is_kept() -> None:
    """There are as many bookings and events as the size says, the document's among them."""
    for size in (1, 8, 300):
        office = furnish(_site(size=size))
        assert (len(office.bookings), len(office.events)) == (max(size, 6), max(size, 2))


def test_whom_a_booking_names_exists(office: Office) -> None:
    """Customers and resources of bookings exist, and events' documents name bookings that do."""
    for row in office.bookings.values():
        assert row["customer_id"] is None or row["customer_id"] in office.customers
        for taken in row["resources"]:
            assert office.resources[taken["resource_id"]].main == taken["resource_id"]
            assert all(office.resources[one["resource_id"]].main == taken["resource_id"] for one in taken["instances"])
    for row in office.events.values():
        assert all(str(key) in office.bookings for paper in row["documents"] for key in paper["bookings"])
    known = {one["id"] for row in office.bookings.values() for one in instances(row)}
    assert len(known) == sum(len(list(instances(row))) for row in office.bookings.values())


def test_every_shape_of_booking_occurs(office: Office) -> None:
    """One instance and many, one resource and two, a part and a whole, whole days and hours."""
    rows = [row for key, row in office.bookings.items() if int(key) >= FIRST_BOOKING]
    assert {1, 2, 4, 10} <= {len(list(instances(row))) for row in rows}
    assert {len(row["resources"]) for row in rows} == {1, 2}
    whole = {
        one["resource_id"] == taken["resource_id"]
        for row in rows
        for taken in row["resources"]
        for one in taken["instances"]
    }
    assert whole == {True, False}
    assert {("00:00", "23:59"), ("00:00", "18:00")} <= {
        (one["from"][11:], one["to"][11:]) for row in rows for one in instances(row)
    }
    assert {row["status"] for row in rows} == {"Live", "Draft", "Cancel", "Request"}
    assert {"persons" in row for row in rows} == {True, False}
    for name in ("title", "comments"):
        assert "" in {row[name] for row in rows}


def test_dates_surround_today(office: Office) -> None:
    """Bookings begin from 400 days ago to 800 ahead, a good share within 30 days."""
    firsts = [
        min(date.fromisoformat(one["from"][:10]) for one in instances(row))
        for key, row in office.bookings.items()
        if int(key) >= FIRST_BOOKING
    ]
    offsets = [(first - TODAY).days for first in firsts]
    assert -400 <= min(offsets) < -100
    assert 400 < max(offsets) <= 800
    assert sum(0 <= offset <= 30 for offset in offsets) > len(offsets) / 4


def test_numbers_come_in_every_dress(office: Office) -> None:
    """Quantities and prices are text here and numbers there, and groups a list or a map."""
    items = list(office.inventory.values())
    assert all(isinstance(row["quantity"], str) and isinstance(row["price_cost"], str) for row in items)
    prices = [price for row in items for price in row["prices"]]
    assert {type(price["tax"]) for price in prices} == {int, str}
    assert {type(price["customer_groups"]) for price in prices} == {list, dict}
    rules = [
        rule for row in office.bookings.values() for taken in row["resources"] for rule in taken["features"].values()
    ]
    assert {type(rule["rule_price"]) for rule in rules} == {int, float}
    assert {type(rule["quantity"]) for rule in rules} == {str}
    totals = {type(row["total_price"]) for row in office.invoices.values()}
    assert totals == {int, float}


def test_stamps_have_berlins_offset(office: Office) -> None:
    """What was created in summer has +02:00, in winter +01:00."""
    for row in office.customers.values():
        moment = datetime.fromisoformat(row["created"])
        if 4 <= moment.month <= 9:
            assert moment.utcoffset() == timedelta(hours=2)
        if moment.month in (11, 12, 1, 2):
            assert moment.utcoffset() == timedelta(hours=1)


def test_customers_are_known_elsewhere(office: Office) -> None:
    """Several customers are people of the other vendors, their address or number spelt in another way at times."""
    contacts = [row["attributes"] for row in event_temple(_site(size=2000))["contacts"].values()]
    contacts = [{"email": row["email"], "phone": row["phone_number"]} for row in contacts]
    guests = [row["attributes"] for row in Parks(_site(size=2000), ("1", "2"))["1"]["customer"].values()]
    own = [row for key, row in office.customers.items() if int(key) >= FIRST_CUSTOMER]
    emails = {row["email"].lower() for row in own}
    phones = {_digits(row["phone"]) for row in own if row["phone"]}
    for others in (contacts, guests):
        by_email = [row for row in others if row["email"] and row["email"] in emails]
        by_phone = [row for row in others if row["phone"] and _digits(row["phone"]) in phones]
        assert min(len(by_email), len(by_phone)) > 20
        assert any(row["email"] is None for row in by_phone)
    assert any(row["email"] != row["email"].lower() for row in own)
    assert len({re.sub(r"\d+", "", row["phone"]) for row in own if row["phone"]}) > 5


def test_a_month_of_fifty_thousand_bookings_writes_that_month() -> None:
    """A month of 50,000 bookings is listed by writing the rows of about that month, not all of them."""
    office = furnish(_site(size=50_000))
    rows = booking_list(office, Parameters({"date_from": "2027-03-01", "date_to": "2027-03-31"}), cancelled=False)
    assert 500 < len(rows) <= office.bookings.written < 5000


def _digits(phone: str) -> str:
    """Read a number whatever its spelling: country, area and line."""
    digits = re.sub(r"\D", "", phone.replace("(0)", "").replace("+", "00"))
    return digits if digits.startswith("00") else f"0049{digits.removeprefix('0')}"
