"""A customer is changed through one of its bookings: which one, what is sent, and what is known afterwards."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from booking_experts_house import House, everything
from booking_experts_writes import customer, done, found, ref

from loaders.errors import CredentialsRefused, Refused, VendorDown
from loaders.records import BOOKING, CUSTOMER, Customer
from loaders.writes import PostalAddress

READ = {
    "data": {
        "id": "9",
        "type": "booking",
        "attributes": {},
        "relationships": {"customer": {"data": {"id": "7", "type": "customer"}}},
    },
    "included": [{"id": "7", "type": "customer", "attributes": {"last_name": "Jansen"}}],
}
ANSWER = {"data": {"id": "7", "type": "customer", "attributes": {"last_name": "Jansen"}}}


def owner(house: House, booking: str) -> str:
    """Give the id of a booking's customer."""
    return str(house.rows("booking")[booking]["relationships"]["customer"]["data"]["id"])


async def test_a_customer_is_changed_and_read_as_the_answer_said(house: House) -> None:
    """The record of the answer, details included, is what a read brings afterwards."""
    key = owner(house, "31")
    made = await done(house, customer(key, "31", last_name="van Zanten-Köhler", locale="nl_be"))
    assert isinstance(made.record, Customer)
    assert (made.record.last_name, made.record.locale, made.knows) == ("van Zanten-Köhler", "nl-BE", None)
    assert made.record.first_name == house.rows("customer")[key]["attributes"]["first_name"]
    assert made.changed == (ref(CUSTOMER, key), ref(BOOKING, "31"))
    await house.source.forget(made.changed)
    assert (await house.source.get(CUSTOMER, [key], everything())).slots[key] == made.record
    writes = [(call.method, call.path) for call in house.running.log if call.method != "GET"]
    assert writes == [("PATCH", "/v3/administrations/1/bookings/31/customer")]


@pytest.mark.parametrize(
    ("given", "attributes"),
    [
        ({"first_name": "Piet"}, {"first_name": "Piet"}),
        ({"phone": "", "email": "p@x.nl", "company": "BV"}, {"phone": "", "email": "p@x.nl", "company": "BV"}),
        ({"locale": "NL_be"}, {"locale": "nl-BE"}),
        (
            {"address": PostalAddress(("Dorpsstraat", "achter"), "12a", "1234 AB", "Ons Dorp", "nl")},
            {
                "address": "Dorpsstraat, achter",
                "number": "12a",
                "postalcode": "1234 AB",
                "city": "Ons Dorp",
                "country_code": "NL",
            },
        ),
        ({"address": PostalAddress(city="Delft")}, {"city": "Delft"}),
        ({"booking_experts": {"title": "", "vat_nr": "NL1"}}, {"vat_nr": "NL1"}),
        (
            {
                "booking_experts": {
                    "title": "ms",
                    "receive_newsletter": False,
                    "is_company": True,
                    "vat_nr": "NL1",
                    "date_of_birth": dt.date(1980, 2, 29),
                    "country_code": "be",
                    "iban": "NL91ABNA0417164300",
                    "bic": "ABNANL2A",
                    "has_custom_invoice_details": True,
                    "custom_invoice_details": {
                        "name": "Boekhouding",
                        "address": "Kade 1",
                        "postalcode": "1000 AA",
                        "city": "Gent",
                        "country_code": "be",
                        "email": "boek@example.org",
                    },
                }
            },
            {
                "title": "ms",
                "receive_newsletter": False,
                "is_company": True,
                "vat_nr": "NL1",
                "date_of_birth": "1980-02-29",
                "country_code": "BE",
                "iban": "NL91ABNA0417164300",
                "bic": "ABNANL2A",
                "has_custom_invoice_details": True,
                "custom_invoice_details": {
                    "name": "Boekhouding",
                    "address": "Kade 1",
                    "postalcode": "1000 AA",
                    "city": "Gent",
                    "country_code": "BE",
                    "email": "boek@example.org",
                },
            },
        ),
    ],
)
async def test_only_what_was_given_is_sent(recorded: Any, given: dict[str, Any], attributes: dict[str, Any]) -> None:
    """The body holds the customer's own id, and each given part under the vendor's name; a blank title is left out."""
    recorded.vendor.say(200, READ)
    recorded.vendor.say(200, ANSWER)
    await done(recorded, customer("7", "9", **given))
    read, sent = recorded.vendor.received
    assert (read.method, read.path, read.query) == ("GET", "/v3/administrations/1/bookings/9", {"include": "customer"})
    assert (sent.method, sent.path) == ("PATCH", "/v3/administrations/1/bookings/9/customer")
    assert sent.json == {"data": {"id": "7", "type": "customer", "attributes": attributes}}


async def test_labels_are_a_relationship(recorded: Any) -> None:
    """Labels are sent as linkage, without attributes beside them."""
    recorded.vendor.say(200, READ)
    recorded.vendor.say(200, ANSWER)
    await done(recorded, customer("7", "9", booking_experts={"labels": ["3", "4"]}))
    links = [{"id": "3", "type": "label"}, {"id": "4", "type": "label"}]
    assert recorded.vendor.received[1].json == {
        "data": {"id": "7", "type": "customer", "relationships": {"labels": {"data": links}}}
    }


async def test_a_booking_is_found_where_none_is_given(open_house: Any) -> None:
    """The customer's latest booking is asked for by one small call, in the administrations that may have it."""
    house = await open_house(("1", "2"))
    key = owner(house, "31")
    made = await done(house, customer(key, first_name="Piet"))
    read, sent = house.running.log
    assert dict(read.query)["page[size]"] == "1"
    assert sent.method == "PATCH"
    assert house.rows("customer")[key]["attributes"]["first_name"] == "Piet"
    booking = made.changed[1].id
    assert owner(house, booking) == key


async def test_a_customer_without_a_booking_is_refused(house: House) -> None:
    """Where no booking leads to the customer, the change is refused at the booking, and one is asked for."""
    with pytest.raises(Refused) as refused:
        await done(house, customer("999999", first_name="Piet"))
    (blame,) = refused.value.blames
    assert (blame.path, blame.message) == (("booking",), "no booking of this customer is known; name one")
    assert [call.method for call in house.running.log] == ["GET"]


@pytest.mark.parametrize("booking", ["32", "999999"])
async def test_a_booking_of_somebody_else_is_refused(house: House, booking: str) -> None:
    """A booking that is another's, or nobody's, is blamed, and nothing is sent through it."""
    key = owner(house, "31")
    assert booking == "999999" or owner(house, booking) != key
    with pytest.raises(Refused) as refused:
        await done(house, customer(key, booking, first_name="Piet"))
    assert [blame.path for blame in refused.value.blames] == [("booking",)]
    assert [call.method for call in house.running.log] == ["GET"]


async def test_what_fails_before_the_change_changed_nothing(open_house: Any) -> None:
    """A booking that cannot be read says by its fault that nothing was changed; so does a key without the right."""
    house = await open_house()
    house.running.faults.add("status", status=500, times=3)
    with pytest.raises(VendorDown) as fault:
        await done(house, customer("2", "4", first_name="Piet"))
    assert not fault.value.reached
    reader = await open_house(scopes={"booking read", "customer read"})
    with pytest.raises(CredentialsRefused):
        await done(reader, customer(owner(reader, "31"), "31", first_name="Piet"))


async def test_a_changed_customer_is_looked_for(house: House) -> None:
    """A customer that is as it was to be counts as changed; one that is not does not; a case nobody can see is told."""
    key = owner(house, "31")
    change = customer(key, "31", first_name="Piet", booking_experts={"date_of_birth": dt.date(1980, 2, 29)})
    assert await found(house, change) == []
    made = await done(house, change)
    assert await found(house, change) == [made]
    assert await found(house, customer(key, first_name="Piet")) is not None
    assert await found(house, customer(key, "999999", first_name="Piet")) == []
    assert await found(house, customer(key, "31", booking_experts={"iban": "NL91ABNA0417164300"})) is None
    unseen = {"iban": "NL91ABNA0417164300"}
    assert await found(house, customer(key, "31", first_name="Piet", booking_experts=unseen)) is None
    assert await found(house, customer(key, "31", first_name="Kees", booking_experts=unseen)) == []
