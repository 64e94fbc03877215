"""Locaboo's customers: adding, editing, and addresses."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.callers import Locaboo, locaboo
from tests.sandbox.wire import Open


@pytest.fixture
async def vendor(open_vendor: Open) -> Locaboo:
    """Start Locaboo as its document has it."""
    return await locaboo(open_vendor)


async def _customer(vendor: Locaboo, key: int) -> Any:
    return next(row for row in (await vendor.get("customer_list")).data if row["id"] == key)


async def test_a_customer_is_added(vendor: Locaboo) -> None:
    """The answer has no total; what the list shows of a customer is what was sent, the rest is kept unseen."""
    reply = await vendor.post(
        "customer_add",
        first_name="Zoë",
        last_name="Weiß",
        email="zoe@example.org",
        city="Köln",
        salutation="1",
        salutation_title="0",
        customer_group_id="145",
        iban="DE02120300000000202051",
        nonsense="x",
    )
    key = reply.data[0]["id"]
    assert reply.document == {"data": [{"id": key, "message": "Successfully Added"}], "success": True}
    row = await _customer(vendor, key)
    assert (row["show_name"], row["email"], row["city"], row["salutation"]) == (
        "Zoë Weiß",
        "zoe@example.org",
        "Köln",
        "1",
    )
    assert (row["group_id"], row["zip"], row["active"], row["created"]) == (145, None, "", "2026-11-21T13:00:00+01:00")
    assert vendor.office.further[str(key)] == {"iban": "DE02120300000000202051", "salutation_title": "0"}


async def test_nothing_is_required_of_a_new_customer(vendor: Locaboo) -> None:
    """No field is marked required, so a customer of whom nothing is told is one."""
    first, second = [(await vendor.post("customer_add")).data[0]["id"] for _ in range(2)]
    assert second == first + 1
    assert (await _customer(vendor, first))["show_name"] == ""


async def test_an_edit_changes_what_is_sent(vendor: Locaboo) -> None:
    """Fields that are not sent stay; those that are sent empty are emptied."""
    before = await _customer(vendor, 48)
    reply = await vendor.post("customer_edit", customer_id="48", phone="+49 30 1234567", company_name="")
    assert reply.document == {"data": [{"id": 48, "message": "Edited successfully"}], "success": True}
    assert await _customer(vendor, 48) == before | {"phone": "+49 30 1234567", "company_name": ""}


async def test_an_edit_may_replace_everything(open_vendor: Open) -> None:
    """With `edit_replaces` an edit empties what it does not send; the id and the stamps stay."""
    vendor = await locaboo(open_vendor, edit_replaces=True)
    before = await _customer(vendor, 41)
    await vendor.post("customer_edit", customer_id="41", first_name="Max")
    after = await _customer(vendor, 41)
    assert (after["first_name"], after["last_name"], after["email"], after["group_id"]) == ("Max", None, None, 0)
    assert (after["id"], after["created"], after["last_login"]) == (41, before["created"], before["last_login"])


async def test_addresses_are_appended(vendor: Locaboo) -> None:
    """Addresses come as a list of maps in brackets, and are added to those that were."""
    for street in ("Kerkstraat", "Am Markt"):
        reply = await vendor.post(
            "customer_address_add",
            ("address[0][street]", street),
            ("address[0][country]", "DE"),
            ("address[1][street]", "Zeedijk"),
            ("address[1][address_type]", "secondary"),
            customer_id="48",
        )
        assert reply.document == {"data": [{"id": 48, "message": "Successfully Added"}], "success": True}
    assert [row["street"] for row in vendor.office.addresses["48"]] == ["Kerkstraat", "Zeedijk", "Am Markt", "Zeedijk"]


@pytest.mark.parametrize(
    ("name", "pairs", "wrong"),
    [
        ("customer_add", [("salutation", "Mr")], {"salutation"}),
        ("customer_add", [("salutation_title", "2")], {"salutation_title"}),
        ("customer_add", [("customer_newsletter", "yes")], {"customer_newsletter"}),
        ("customer_add", [("color", "red")], {"color"}),
        ("customer_add", [("customer_group_id", "VIP")], {"customer_group_id"}),
        ("customer_add", [("email[]", "a@example.org")], {"email"}),
        ("customer_edit", [("phone", "1")], {"customer_id"}),
        ("customer_address_add", [], {"customer_id", "address"}),
        ("customer_address_add", [("customer_id", "48"), ("address", "Kerkstraat 1")], {"address"}),
        ("customer_address_add", [("customer_id", "48"), ("address[0][address_type]", "third")], {"address_type"}),
        ("customer_address_add", [("customer_id", "48"), ("address[0][salutation]", "Dr")], {"salutation"}),
    ],
)
async def test_wrong_fields_are_named(
    vendor: Locaboo, name: str, pairs: list[tuple[str, str]], wrong: set[str]
) -> None:
    """A field that cannot be understood is 422 under its name, and nobody is changed."""
    before = (await vendor.get("customer_list")).data
    reply = await vendor.post(name, *pairs)
    assert (reply.status, set(reply.document["errors"])) == (422, wrong)
    assert (await vendor.get("customer_list")).data == before


@pytest.mark.parametrize("name", ["customer_edit", "customer_address_add"])
async def test_unknown_customers_are_404(vendor: Locaboo, name: str) -> None:
    """Nobody is made up."""
    reply = await vendor.post(name, ("address[0][street]", "Kerkstraat"), customer_id="7")
    assert reply.status == 404
