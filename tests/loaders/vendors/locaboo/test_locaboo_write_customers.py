"""Customers that are made, changed, or given a further address: what is sent, and what is told of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from locaboo_desk import reading, ref, rows
from locaboo_writes import ADDRESS_NOW, ATTEMPT, CUSTOMER_NOW, contact, customer

from loaders.errors import BadResponse, NotThere
from loaders.records import Address
from loaders.vendors.locaboo.write import fields
from loaders.writes import PostalAddress, UpdateCustomer

if TYPE_CHECKING:
    from locaboo_desk import Open
    from locaboo_writes import OpenHall

DOCUMENTED = """
color customer_number customer_number_prefix customer_account_number debtor_account_number customer_group_id
customer_tags default_customer_group company_name customer_department matriculation_number salutation salutation_title
customer_function first_name last_name show_name street house_number zip city country ust_id email phone website mobile
customer_newsletter bank_owner iban bic mandate internal_comment reference_sign_shown_invoice reference_sign
financial_number_shown_invoice financial_number cost_centre_shown_invoice cost_centre reference_number_shown_invoice
reference_number master_id primion_id
"""
"""The parameters of `customer_add` [002:1276-1325]."""
WHERE = PostalAddress(("Hauptstr.", "Hinterhaus"), "5", "10115", "Berlin", "DE")
OWN: dict[str, object] = {
    "salutation": "MS",
    "salutation_title": "DR",
    "color": "#ff0000",
    "customer_group_id": "145",
    "customer_tags": ["choir", "2027"],
    "customer_newsletter": False,
    "reference_sign_shown_invoice": True,
    "vat_id": "DE1",
    "iban": "DE02120300000000202051",
    "show_name": "Countess",
    "mobile": None,
}


def everything() -> dict[str, object]:
    """Give every field of the vendor's own."""
    told: dict[str, object] = dict.fromkeys(fields.TEXTS, "1") | dict.fromkeys(fields.FLAGS, True)
    return told | {"salutation": "MR", "salutation_title": "PROF", "customer_tags": ["x"], "color": "#000000"}


async def test_every_documented_field_can_be_sent(open_hall: Open) -> None:
    """The common ones come from the input, the others from `locaboo`; together they are the document's list."""
    source, desk = await open_hall({"customer_add": rows({"id": 7})})
    assert source.writer is not None
    wanted = replace(CUSTOMER_NOW, company="Engine & Co.", phone="+44 1", address=WHERE, locaboo=everything())
    assert not source.writer.faults(wanted)
    await source.writer.write(wanted, ATTEMPT, reading())
    assert {name.removesuffix("[]") for name, _ in desk.posted[0]} == set(DOCUMENTED.split())


async def test_what_is_sent_of_a_new_customer(open_hall: Open) -> None:
    """Only what was given, in the vendor's words: Dr. is 0, so no title is nothing; lines are the street."""
    source, desk = await open_hall({"customer_add": rows({"id": 7, "message": "Successfully Added"})})
    assert source.writer is not None
    await source.writer.write(replace(CUSTOMER_NOW, address=WHERE, locaboo=OWN), ATTEMPT, reading())
    assert dict(desk.posted[0]) | {"customer_tags[]": ["choir", "2027"]} == {
        "first_name": "Ada",
        "last_name": "Byron",
        "email": "ada@example.org",
        "street": "Hauptstr., Hinterhaus",
        "house_number": "5",
        "zip": "10115",
        "city": "Berlin",
        "country": "DE",
        "salutation": "1",
        "salutation_title": "0",
        "color": "#ff0000",
        "customer_group_id": "145",
        "customer_tags[]": ["choir", "2027"],
        "customer_newsletter": "0",
        "reference_sign_shown_invoice": "1",
        "ust_id": "DE1",
        "iban": "DE02120300000000202051",
        "show_name": "Countess",
    }
    assert [value for name, value in desk.posted[0] if name == "customer_tags[]"] == ["choir", "2027"]


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"company": "Engine & Co.", "phone": "+44 1"},
        {"locaboo": {"show_name": "Countess"}},
        {"address": PostalAddress(("Gasse",), None, "10115", "Berlin", "DE")},
        {"address": WHERE},
    ],
)
async def test_what_is_told_of_a_new_customer(sandbox_hall: OpenHall, parts: dict[str, Any]) -> None:
    """What is claimed to be known is what reading the customer tells."""
    hall = await sandbox_hall()
    done = await hall.write(replace(CUSTOMER_NOW, **parts))
    await hall.source.forget(done.changed)
    found: Any = (await hall.source.get("customer", [done.ref.id], reading())).slots[done.ref.id]
    assert done.knows is not None
    for name in done.knows - {"bookings"}:
        assert getattr(found, name) == getattr(done.record, name), name
    assert ("name" in done.knows) == ("locaboo" in parts)
    assert ("address" in done.knows) == (parts.get("address") is not WHERE)
    assert done.changed == (done.ref,)


async def test_a_change_of_a_customer_is_only_that(sandbox_hall: OpenHall) -> None:
    """What was not given is neither sent nor claimed to be known; an empty text takes away what was there."""
    hall = await sandbox_hall()
    before = dict(hall.office.customers["48"])
    done = await hall.write(UpdateCustomer(customer("48"), phone="+49 30 1", email="", locaboo={"vat_id": "DE1"}))
    after = dict(hall.office.customers["48"])
    assert {name for name in after if after[name] != before[name]} == {"phone", "email"}
    assert (after["phone"], after["email"]) == ("+49 30 1", "")
    assert hall.office.further["48"]["ust_id"] == "DE1"
    assert done.ref == customer("48")
    assert done.knows == {"phone", "email", "locale", "bookings"}
    record: Any = done.record
    assert (record.phone, record.email) == ("+49 30 1", None)


async def test_an_edit_is_sent_with_the_customers_id(open_hall: Open) -> None:
    """The id comes first, and nothing but what was given behind it."""
    source, desk = await open_hall({"customer_edit": rows({"id": "48"})})
    assert source.writer is not None
    await source.writer.write(UpdateCustomer(customer("48"), address=PostalAddress(city="Ulm")), ATTEMPT, reading())
    assert desk.posted == [[("customer_id", "48"), ("city", "Ulm")]]


@pytest.mark.parametrize(("secondary", "word"), [(True, "secondary"), (False, "")])
async def test_a_further_address(sandbox_hall: OpenHall, secondary: bool, word: str) -> None:  # noqa: FBT001  # a case
    """Who is there and where, in the document's names, as the first of an array; of the customer nothing is known."""
    hall = await sandbox_hall()
    told = contact(first_name="Ada", company="Engine & Co.", email="ada@example.org")
    own = {"salutation": "MS", "function": "Boss", "mobile": "0", "vat_id": "DE1"}
    done = await hall.write(replace(ADDRESS_NOW, contact=told, secondary=secondary, locaboo=own))
    assert hall.office.addresses["48"] == [
        {
            "first_name": "Ada",
            "company_name": "Engine & Co.",
            "email": "ada@example.org",
            "street": "Gasse",
            "house_number": "5",
            "zip": "10115",
            "city": "Berlin",
            "country": "DE",
            "UstID": "DE1",
            "function": "Boss",
            "mobile": "0",
            "salutation": "1",
            "address_type": word,
        }
    ]
    assert (done.ref, done.changed) == (customer("48"), (customer("48"),))
    assert done.knows == {"locale", "bookings"}


async def test_an_address_needs_no_id_in_the_answer(open_hall: Open) -> None:
    """Whether the answer names the customer or the address is not documented: its success is enough."""
    source, desk = await open_hall({"customer_address_add": {"data": [], "success": True}})
    assert source.writer is not None
    await source.writer.write(ADDRESS_NOW, ATTEMPT, reading())
    assert desk.posted[0][:2] == [("customer_id", "48"), ("address[0][street]", "Gasse")]


@pytest.mark.parametrize("key", ["999999", "x"])
async def test_a_customer_nobody_knows(sandbox_hall: OpenHall, key: str) -> None:
    """A change of nobody is told as such; an id that the vendor cannot have made is not sent."""
    hall = await sandbox_hall()
    for change in (UpdateCustomer(customer(key), phone="1"), replace(ADDRESS_NOW, customer=customer(key))):
        with pytest.raises(NotThere, match=f'hall knows no customer "{key}"'):
            await hall.write(change)
    assert len(hall.calls()) == (2 if key.isdecimal() else 0)


async def test_an_answer_about_somebody_else_leaves_doubt(open_hall: Open) -> None:
    """An edit that does not say that it changed this customer may have changed another."""
    source, _ = await open_hall({"customer_edit": rows({"id": 49})})
    assert source.writer is not None
    with pytest.raises(BadResponse, match="does not tell which customer it has changed") as bad:
        await source.writer.write(UpdateCustomer(customer("48"), phone="1"), ATTEMPT, reading())
    assert bad.value.reached


async def test_an_address_of_a_new_customer_is_told(sandbox_hall: OpenHall) -> None:
    """A street without a number apart is told as reading tells it."""
    hall = await sandbox_hall()
    where = PostalAddress(("Gasse 5",), None, "10115", "Berlin", "DE")
    done = await hall.write(replace(CUSTOMER_NOW, address=where))
    record: Any = done.record
    assert record.address == Address(("Gasse 5",), "10115", "Berlin", country_code="DE")
    assert done.ref == ref("customer", done.ref.id)
