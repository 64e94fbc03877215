"""Looking things up at Event Temple: where each kind is found, in how many calls, and what becomes of faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from event_temple_house import everything

from loaders.errors import BadResponse, CredentialsRefused, FoyerError, VendorDown
from loaders.records import Allocations, Booking, BookingStatus, Customer, Event, Ref, Resource, Rows, Space, Venue

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from event_temple_house import House

    from loaders.inquiry import Tree
    from loaders.port import Found
    from loaders.records import Record

    Open = Callable[..., Awaitable[House]]

HERE = "grand-hotel"

FOUND = [
    ("venue", HERE, Venue, 0),
    ("space", "4", Space, 3),
    ("event", "59", Event, 3),
    ("booking", "103", Booking, 3),
    ("customer", "contacts/103", Customer, 3),
    ("customer", "accounts/157", Customer, 3),
    ("address", "157", Resource, 3),
    ("allocations", "46", Allocations, 3),
    ("event@booking", "46", Rows, 3),
    ("event@space", "4", Rows, 3),
    ("booking@customer", "contacts/103", Rows, 3),
    ("booking@space", "4", Rows, 3),
    ("event_temple.events", "59", Resource, 3),
    ("event_temple.bookings", "103", Resource, 3),
    ("event_temple.activities", "59", Resource, 2),
    ("event_temple.contacts", "103", Resource, 3),
    ("event_temple.accounts", "157", Resource, 3),
    ("event_temple.addresses", "157", Resource, 3),
    ("event_temple.users", "4", Resource, 2),
    ("event_temple.groups", "12", Resource, 3),
    ("event_temple.room_rates", "15", Resource, 3),
    ("event_temple.room_block_members", "21", Resource, 3),
    ("event_temple.room_types", "1", Resource, 3),
    ("event_temple.revenue_categories", "5", Resource, 1),
    ("event_temple.revenue_summaries", "373", Resource, 3),
    ("event_temple.pickables", "market_segments/12", Resource, 3),
    ("event_temple.pickables", "account_types/16", Resource, 3),
    ("event_temple.pickables", "referral_sources/35", Resource, 3),
    ("event_temple.pickables", "booking_types/21", Resource, 3),
]
"""Kind, id, record, and how many calls a cold source takes: 300 bookings and events are 3 pages, 150 activities 2."""


def slot(found: Found, key: str) -> Record:
    """Give the record in a slot."""
    record = found.slots[key]
    assert not isinstance(record, FoyerError)
    return record


def rows_of(found: Found, key: str) -> Sequence[Record]:
    """Give the rows in a slot."""
    rows = slot(found, key)
    assert isinstance(rows, Rows)
    return rows.rows


@pytest.mark.parametrize(("kind", "key", "of", "calls"), FOUND)
async def test_where_things_are_found(house: House, kind: str, key: str, of: type, calls: int) -> None:
    """Each kind is found along its routes, in as many calls as its pages, and costs nothing the second time."""
    found = await house.source.get(kind, [key], house.asks())
    record = found.slots[key]
    assert isinstance(record, of)
    assert slot(found, key).ref == Ref(kind, HERE, key)
    assert len(house.calls) == calls
    again = await house.source.get(kind, [key], house.asks())
    assert house.calls == []
    if kind != "venue":
        assert again.slots == found.slots


@pytest.mark.parametrize("kind", sorted({kind for kind, *_ in FOUND if "@" not in kind and kind != "allocations"}))
async def test_what_is_not_there_is_absent(house: House, kind: str) -> None:
    """An id that nothing has, or that could not be one, is nothing's: no error, and no record."""
    ids = ["99999", "x", "../bookings", "contacts/99999", "accounts/99999", "booking_types/99999", "contacts/", "/1"]
    assert (await house.source.get(kind, ids, house.asks())).slots == {}


@pytest.mark.parametrize("kind", ["space_block", "space_type", "space_block@space", "availability", "event_temple.x"])
async def test_kinds_that_the_vendor_does_not_have(house: House, kind: str) -> None:
    """A kind that Event Temple does not have is found nowhere, without a call."""
    assert (await house.source.get(kind, ["1"], house.asks())).slots == {}
    assert house.calls == []


async def test_the_next_route_is_walked_where_the_first_does_not_lead(house: House) -> None:
    """What an event brings in is not among what bookings bring in, so events are walked next; then both are known."""
    events = house.running.data["events"]
    summaries = (row for key in events for row in events[key]["relationships"]["revenue_summaries"]["data"])
    key = next(row["id"] for row in summaries if int(row["id"]) > 400)
    found = await house.source.get("event_temple.revenue_summaries", ["373", key], house.asks())
    assert set(found.slots) == {"373", key}
    assert house.calls == ["/v2/bookings"] * 3 + ["/v2/events"] * 3


async def test_one_walk_for_all_that_it_brings(house: House) -> None:
    """Fifty bookings and their customers, contacts and accounts alike, take one walk of the bookings each kind."""
    bookings = await house.source.get("booking", [str(key) for key in range(1, 51)], house.asks())
    assert len(house.calls) == 3
    links = [slot(bookings, key).links["customer"] for key in bookings.slots]
    ids = sorted({link.id for link in links if isinstance(link, Ref)})
    assert {key.partition("/")[0] for key in ids} == {"contacts", "accounts"}
    customers = await house.source.get("customer", ids, house.asks())
    assert set(customers.slots) == set(ids)
    assert len(house.calls) == 3


async def test_a_walk_brings_along_what_the_operation_goes_on_to(house: House) -> None:
    """Looking an account up for its address, its parent and the parent's address takes the one walk it takes anyway."""
    house.relate("accounts", "157", parent_account={"type": "accounts", "id": "13"})
    tree: Tree = {"address": {}, "parent_account": {"address": {}}}
    inquiry = house.asks(selection=everything(event_temple0accounts=tree))
    found = await house.source.get("event_temple.accounts", ["157"], inquiry)
    assert len(house.calls) == 3
    parent = slot(found, "157").links["parent_account"]
    assert isinstance(parent, Ref)
    address = found.beside[parent].links["address"]
    assert isinstance(address, Ref)
    assert address in found.beside


async def test_accounts_above(house: House) -> None:
    """An account that only another account leads to is found by the second walk, three accounts up."""
    accounts = house.running.data["accounts"]
    for key, above in (("157", "9001"), ("9001", "9002"), ("9002", "9003")):
        if key not in accounts:
            house.running.data.add({"id": key, "type": "accounts", "attributes": {"name": key}})
        house.relate("accounts", key, parent_account={"type": "accounts", "id": above})
    house.running.data.add({"id": "9003", "type": "accounts", "attributes": {"name": "the top"}})
    found = await house.source.get("event_temple.accounts", ["157", "9003"], house.asks())
    assert len(house.calls) == 6
    assert getattr(slot(found, "9003"), "attributes", {})["name"] == "the top"


async def test_rows_of_an_owner(house: House) -> None:
    """What belongs to a thing is told whole and newest first; a thing that is not there owns nothing."""
    events = house.running.data["events"]
    of_46 = [key for key in events if events[key]["relationships"]["booking"]["data"]["id"] == "46"]
    found = await house.source.get("event@booking", ["46", "103", "99999"], house.asks())
    assert [row.ref.id for row in rows_of(found, "46")] == sorted(of_46, key=int, reverse=True)
    assert rows_of(found, "99999") == ()
    assert len(house.calls) == 3


async def test_the_bookings_of_a_customer(house: House) -> None:
    """A booking with a contact belongs to the contact alone; an account has those bookings that have no contact."""
    found = await house.source.get("booking@customer", ["contacts/103", "accounts/157", "accounts/4"], house.asks())
    assert "103" in {row.ref.id for row in rows_of(found, "contacts/103")}
    assert rows_of(found, "accounts/157") == ()
    assert [row.ref.id for row in rows_of(found, "accounts/4")] == ["10"]


async def test_the_bookings_in_a_space(house: House) -> None:
    """The bookings of the events in a space are each told once, newest first, hints or not."""
    events = house.running.data["events"]
    inside = [row for row in map(events.get, events) if (row["relationships"]["space"]["data"] or {}).get("id") == "4"]
    expected = sorted({row["relationships"]["booking"]["data"]["id"] for row in inside}, key=int, reverse=True)
    found = await house.source.get("booking@space", ["4"], house.asks())
    assert [row.ref.id for row in rows_of(found, "4")] == expected
    assert len(house.calls) == 3
    house.source.walks.forget()
    plain = await house.source.get("booking@space", ["4"], house.asks(hints=False))
    assert [row.ref.id for row in rows_of(plain, "4")] == expected
    assert len(house.calls) == 6


async def test_allocations_are_a_bookings_events(house: House) -> None:
    """What a booking takes are its events: where, when, for how many, and how far each is."""
    house.spoil("events", "59", actual=None)
    found = await house.source.get("allocations", ["46"], house.asks(selection=everything()))
    taken = slot(found, "46")
    assert isinstance(taken, Allocations)
    assert taken.period is None
    row = next(row for row in taken.rows if row.vendor_id == "59")
    assert (row.space, row.people, row.status) == (Ref("space", HERE, "4"), 97, BookingStatus.TENTATIVE)
    assert row.period is not None
    assert row.period.starts_at is not None


async def test_the_spaces_of_allocations_come_along(house: House) -> None:
    """Where an operation goes on from what a booking takes to the spaces, they come with the same walk."""
    inquiry = house.asks(selection=everything(allocations={"space": {}}))
    found = await house.source.get("allocations", ["46"], inquiry)
    assert found.beside.get(Ref("space", HERE, "4")) is not None
    assert len(house.calls) == 3


async def test_a_broken_row_spoils_only_itself(house: House) -> None:
    """One event of fifty that makes no sense is a fault in its own slot; the others are there."""
    house.spoil("events", "33", start_time="soon")
    ids = [str(key) for key in range(1, 51)]
    found = await house.source.get("event", ids, house.asks())
    assert {key for key, one in found.slots.items() if isinstance(one, FoyerError)} == {"33"}
    assert isinstance(found.slots["33"], BadResponse)
    assert "events 33" in str(found.slots["33"])
    assert set(found.slots) == set(ids)


async def test_a_broken_resource_that_came_along(house: House) -> None:
    """A space or contact that makes no sense is a fault in its slot, too, though it is nobody's row."""
    house.spoil("spaces", "4", capacity="wide")
    house.spoil("contacts", "103", email=["x"])
    spaces = await house.source.get("space", ["4", "5"], house.asks())
    assert isinstance(spaces.slots["4"], BadResponse)
    assert isinstance(spaces.slots["5"], Space)
    people = await house.source.get("customer", ["contacts/103", "contacts/5"], house.asks())
    assert isinstance(people.slots["contacts/103"], BadResponse)
    assert isinstance(people.slots["contacts/5"], Customer)


async def test_a_row_without_a_name(house: House) -> None:
    """Where a row cannot even tell its id, whatever is not found may be it, and its slot says so instead of nothing."""
    house.running.data["bookings"]["200"]["id"] = None
    found = await house.source.get("booking", ["199", "200"], house.asks())
    assert isinstance(found.slots["199"], Booking)
    assert isinstance(found.slots["200"], BadResponse)


@pytest.mark.parametrize("kind", ["space", "event", "customer", "event@booking", "allocations", "booking@space"])
async def test_a_failed_call_is_in_every_slot_it_was_for(house: House, kind: str) -> None:
    """A vendor that is down is told in each slot, to each listener by itself, and nothing is raised."""
    house.running.faults.add("status", status=500)
    ids = ["contacts/1", "accounts/2"] if kind == "customer" else ["1", "2"]
    found = await house.source.get(kind, ids, house.asks())
    faults = list(found.slots.values())
    assert [type(fault) for fault in faults] == [VendorDown, VendorDown]
    assert faults[0] is not faults[1]


async def test_what_was_found_before_a_failure_stays(house: House) -> None:
    """A route that fails costs only what is looked for along it."""
    house.running.faults.add("status", status=500, path="/v2/activities")
    found = await house.source.get("event_temple.contacts", ["103", "99999"], house.asks())
    assert isinstance(found.slots["103"], Resource)
    assert isinstance(found.slots["99999"], VendorDown)


async def test_after_a_failure_the_vendor_is_asked_again(house: House) -> None:
    """A failure is never kept as an answer."""
    house.running.faults.add("status", status=501, times=1)
    assert isinstance((await house.source.get("space", ["4"], house.asks())).slots["4"], VendorDown)
    assert isinstance((await house.source.get("space", ["4"], house.asks())).slots["4"], Space)


async def test_a_walk_is_kept_as_long_as_it_is_fresh(house: House) -> None:
    """Thirty seconds later the vendor is asked anew."""
    await house.source.get("space", ["4"], house.asks())
    house.clock.now += 29.9
    await house.source.get("space", ["5"], house.asks())
    assert house.calls == []
    house.clock.now += 0.2
    await house.source.get("space", ["4"], house.asks())
    assert len(house.calls) == 3


async def test_checking_a_source(house: House) -> None:
    """An operator's check asks each endpoint for one row and names what fails, without a credential."""
    checks = await house.source.check(house.asks())
    assert [(check.what, check.fault) for check in checks] == [
        ("list events", None),
        ("list bookings", None),
        ("list activities", None),
        ("list revenue categories", None),
    ]
    assert [call.values("page[size]") for call in house.running.log] == [["1"]] * 4
    house.running.faults.add("status", status=401, path="bookings")
    failed = {check.what: check.fault for check in await house.source.check(house.asks())}
    assert isinstance(failed["list bookings"], CredentialsRefused)
    assert "sandbox" not in str(failed["list bookings"])
    assert failed["list events"] is None
