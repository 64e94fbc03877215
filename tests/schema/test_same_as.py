"""The same person at other sources: by e-mail, else by telephone, never by name."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from loaders.records import Ref
from tests.house import House, house

QUESTION = "query ($id: ID!) { customer(id: $id) { sameAs { id } } }"
NAMES = {"hotel": ("contacts", "phone_number"), "park": ("customer", "phone")}


@pytest.fixture
async def running() -> AsyncIterator[House]:
    """Give a house in which nobody is known at both sources."""
    async with house(size=30, fresh=0) as running:
        people = await running.data("{ customers(first: 100) { nodes { id } } }")
        for one in people["customers"]["nodes"]:
            tell(running, one["id"], email=None, phone=None)
        running.forget()
        yield running


def tell(running: House, global_id: str, **said: str | None) -> None:
    """Have a vendor tell something else of a customer."""
    ref = Ref.decode(global_id)
    assert ref is not None
    table, phone = NAMES[ref.source]
    data = running.vendors[ref.source].data
    rows = data["1"][table] if ref.source == "park" else data[table]
    if ref.vendor_id in rows:  # an account, which the hotel lists where a booking has no contact, is left as it is
        attributes = rows[ref.vendor_id]["attributes"]
        attributes.update({phone if name == "phone" else name: value for name, value in said.items()})


async def customers(running: House, source: str) -> list[str]:
    """Give the ids of a source's customers, persons only."""
    found = await running.data(f'{{ customers(first: 100, filter: {{ sources: ["{source}"] }}) {{ nodes {{ id }} }} }}')
    running.forget()
    refs = [Ref.decode(one["id"]) for one in found["customers"]["nodes"]]
    return [ref.encode() for ref in refs if ref is not None and not ref.id.startswith("accounts/")]


async def same(running: House, global_id: str) -> list[str]:
    """Give the ids of who is the same."""
    answer = await running.data(QUESTION, {"id": global_id})
    return [one["id"] for one in answer["customer"]["sameAs"]]


@pytest.mark.parametrize(
    ("at_hotel", "at_park"),
    [
        ({"email": "Zoe.Mueller@Example.com"}, {"email": " zoe.mueller@example.COM "}),
        ({"phone": "(905) 212-5000"}, {"phone": "+1 905 212 5000"}),
        ({"phone": "+31 6 12345678"}, {"phone": "06-12 34 56 78"}),
        ({"phone": "0031612345678", "email": "a@example.com"}, {"phone": "06-12345678", "email": "b@example.com"}),
    ],
    ids=["e-mail", "hotel's own prefix", "park's own prefix", "telephone where the e-mail finds nobody"],
)
async def test_whatever_the_spelling(running: House, at_hotel: dict[str, str], at_park: dict[str, str]) -> None:
    """Case, blanks and the country's prefix make no difference, and it holds in both directions."""
    guest, visitor = (await customers(running, "hotel"))[0], (await customers(running, "park"))[0]
    tell(running, guest, **at_hotel)
    tell(running, visitor, **at_park)
    if "0031" in at_hotel.get("phone", ""):  # dialled from Canada, that is no number of the Netherlands
        assert await same(running, guest) == await same(running, visitor) == []
        tell(running, guest, phone="+31612345678")
    assert await same(running, guest) == [visitor]
    assert await same(running, visitor) == [guest]


async def test_the_e_mail_counts_first(running: House) -> None:
    """Whom the e-mail finds is the same; who only has the telephone is then somebody else, of the same house."""
    guest = (await customers(running, "hotel"))[0]
    by_mail, by_phone, *_ = await customers(running, "park")
    tell(running, guest, email="zoe@example.com", phone="+31612345678")
    tell(running, by_mail, email="zoe@example.com", phone=None)
    tell(running, by_phone, email="tom@example.com", phone="+31612345678")
    assert await same(running, guest) == [by_mail]
    tell(running, by_mail, email=None)
    assert await same(running, guest) == [by_phone]


async def test_names_make_nobody_the_same(running: House) -> None:
    """Two people of one name are two people."""
    guest, visitor = (await customers(running, "hotel"))[0], (await customers(running, "park"))[0]
    for one in (guest, visitor):
        tell(running, one, first_name="Zoe", last_name="Mueller", name="Zoe Mueller", email=None, phone=None)
    assert await same(running, guest) == []


async def test_several_may_be_the_same(running: House) -> None:
    """All who have the address are named, and at no source but the others."""
    guest, other_guest, *_ = await customers(running, "hotel")
    first, second, *_ = await customers(running, "park")
    for one in (guest, other_guest, first, second):
        tell(running, one, email="family@example.com")
    assert set(await same(running, guest)) == {first, second}
    assert set(await same(running, first)) == {guest, other_guest}


async def test_who_has_neither_costs_nothing(running: House) -> None:
    """Without e-mail and telephone there is nothing to look for: no source is looked through."""
    visitor = (await customers(running, "park"))[0]
    assert await same(running, visitor) == []
    assert not running.calls("hotel")


@pytest.mark.parametrize("useless", ["", " ", "@", "none", "n/a", "0", "+", "12"])
async def test_what_is_no_address_and_no_number_matches_nothing(running: House, useless: str) -> None:
    """Two people whose e-mail is "none" are not the same."""
    guest, visitor = (await customers(running, "hotel"))[0], (await customers(running, "park"))[0]
    for one in (guest, visitor):
        tell(running, one, email=useless, phone=useless)
    assert await same(running, guest) == []


async def test_a_source_is_looked_through_once_an_operation(running: House) -> None:
    """However many customers are compared, under whatever alias, each source is walked once for all of them."""
    for one in await customers(running, "park"):
        tell(running, one, email="family@example.com")
    listed = 'customers(first: %d, filter: { sources: ["park"] }) { nodes { sameAs { id } } }'
    await running.data(f"{{ {listed % 1} }}")
    one = len(running.calls("hotel"))
    assert one > 0
    running.forget()
    answer = await running.data(f"{{ a: {listed % 20} b: {listed % 15} }}")
    assert len(answer["a"]["nodes"]) > 5
    assert len(running.calls("hotel")) == one


async def test_what_is_asked_of_them_is_told(running: House) -> None:
    """Who is found is a customer like any other: attributes, lists and the way back are there."""
    guest, visitor = (await customers(running, "hotel"))[0], (await customers(running, "park"))[0]
    for one in (guest, visitor):
        tell(running, one, email="zoe@example.com")
    plain = await running.data(
        "query ($id: ID!) { customer(id: $id) { name bookings { nodes { id } } } }", {"id": visitor}
    )
    answer = await running.data(
        "query ($id: ID!) { customer(id: $id) { sameAs { name bookings { nodes { id } } sameAs { id } } } }",
        {"id": guest},
    )
    assert answer["customer"]["sameAs"] == [{**plain["customer"], "sameAs": [{"id": guest}]}]


async def test_a_source_that_fails_makes_it_unknown(running: House) -> None:
    """Who a source that fails would have named is not known: null, and an error with the source. The rest is there."""
    visitor = (await customers(running, "park"))[0]
    tell(running, visitor, email="zoe@example.com")
    running.vendors["hotel"].faults.add("status", status=500)
    answer: dict[str, Any] = await running.ask(
        "query ($id: ID!) { customer(id: $id) { email sameAs { id } } }", {"id": visitor}
    )
    assert answer["data"]["customer"] == {"email": "zoe@example.com", "sameAs": None}
    (error,) = answer["errors"]
    assert error["path"] == ["customer", "sameAs"]
    assert (error["extensions"]["code"], error["extensions"]["source"]) == ("VENDOR_ERROR", "hotel")
