"""Things looked up at Booking Experts: what is found, and in how many calls."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from booking_experts_house import House, everything, reading

from loaders.errors import BadResponse, NotThere, VendorDown
from loaders.records import Allocations, Booking, Customer, Resource, Rows, Space, SpaceBlock, SpaceType, Venue

RESERVATIONS = ",".join(str(key) for key in range(1, 200, 3))


@pytest.mark.parametrize(
    ("kind", "ids", "calls"),
    [
        ("venue", ["1", "2"], 0),
        ("event", ["1"], 0),
        ("event@booking", ["1"], 0),
        ("event@space", ["1"], 0),
        ("booking", ["2", "3", "999999"], 1),
        ("booking", [str(key) for key in range(1, 120)], 3),
        ("customer", ["2", "3", "999999"], 1),
        ("space", ["2", "3"], 1),
        ("space_type", ["2", "8"], 1),
        ("space_block", ["2", "3"], 1),
        ("allocations", ["1/4,7", "1/10"], 1),
        ("booking@customer", ["2", "3", "999999"], 1),
        ("booking@reservation", ["1/4", "1/7"], 1),
        ("space_block@space", ["2", "3"], 1),
        ("booking@space", ["2", "3"], 2),
        ("amenities@venue", ["1"], 1),
        ("booking_experts.booking", ["2"], 1),
        ("booking_experts.customer", ["2"], 1),
        ("booking_experts.category", ["2"], 1),
        ("booking_experts.agreement", ["2"], 1),
        ("booking_experts.administration_amenity", ["2"], 1),
        ("booking_experts.unheard_of", ["2"], 0),
    ],
)
async def test_a_lookup_takes_few_calls(house: House, kind: str, ids: list[str], calls: int) -> None:
    """Each lookup asks for all its ids at once, 50 to a call, and only what has to be asked."""
    found = await house.source.get(kind, ids, everything())
    assert len(house.paths) == calls
    assert not any(isinstance(slot, Exception) for slot in found.slots.values())
    assert set(found.slots) <= set(ids)


async def test_bookings_are_found_by_id(house: House) -> None:
    """A booking's id finds it; an id of nothing, or one that means something in a filter, finds nothing."""
    ids = ["2", "999999", "2,3", "!2", "~2", "1..9", "", "2 3", "../2"]
    found = await house.source.get("booking", ids, everything())
    assert set(found.slots) == {"2"}
    booking = found.slots["2"]
    assert isinstance(booking, Booking)
    assert booking.reference == house.rows("booking")["2"]["attributes"]["booking_nr"]
    (call,) = house.running.log
    assert call.values("filter[id]") == ["2,999999"]


async def test_customers_come_with_their_bookings(house: House) -> None:
    """There is no endpoint for customers: a booking brings each, and no more pages are read than that takes."""
    found = await house.source.get("customer", ["2", "3", "999999"], everything())
    assert {key for key, slot in found.slots.items() if isinstance(slot, Customer)} == {"2", "3"}
    assert house.paths == ["1/bookings"]
    customer = found.slots["2"]
    assert isinstance(customer, Customer)
    assert customer.email == house.rows("customer")["2"]["attributes"]["email"]


async def test_spaces_come_with_their_agenda(house: House) -> None:
    """There is no endpoint for rentables: an agenda period brings each, with its category where that is read."""
    found = await house.source.get("space", ["5", "999999"], everything())
    space = found.slots["5"]
    assert isinstance(space, Space)
    assert space.name == house.rows("rentable")["5"]["attributes"]["name"]
    assert space.capacity is not None
    assert "999999" not in found.slots
    assert found.beside[house.ref("space_type", str(space.links["space_type"].id))]  # type: ignore[union-attr]  # one reference


async def test_the_id_of_a_space_takes_no_rentable(house: House) -> None:
    """Where only the id is read, the rentable is not included: that some period links to it shows that it is there."""
    found = await house.source.get("space", ["5", "999999"], reading({"space": "venue"}))
    assert set(found.slots) == {"5"}
    (call,) = house.running.log
    assert call.values("include") == []


async def test_spaces_are_listed_where_the_configuration_says_so(open_house: Any) -> None:
    """With the extra `rentables`, spaces are read from their own list, which is kept."""
    house = await open_house(further={"extras": ("rentables",)}, extras=("rentables",))
    found = await house.source.get("space", ["5", "999999"], everything())
    assert set(found.slots) == {"5"}
    assert await house.source.get("space", ["6"], everything())
    assert house.paths == ["1/rentables"]


async def test_allocations_are_the_periods_of_reservations(house: House) -> None:
    """A booking's allocations are its reservations' agenda periods; one without a period is there, without dates."""
    row = next(row for row in house.rows("booking").values() if len(row["relationships"]["reservations"]["data"]) == 3)
    keys = [stay["id"] for stay in row["relationships"]["reservations"]["data"]]
    gone = next(
        key
        for key, period in house.rows("agenda_period").items()
        if period["relationships"]["reservation"]["data"] == {"type": "reservation", "id": keys[2]}
    )
    del house.running.data["1"]["agenda_period"][gone]
    lookup = f"1/{','.join(keys)}"
    found = (await house.source.get("allocations", [lookup], everything())).slots[lookup]
    assert isinstance(found, Allocations)
    assert [taken.vendor_id for taken in found.rows] == keys
    assert [taken.period is None for taken in found.rows] == [False, False, True]
    assert found.period is not None
    assert found.period.start_date == min(taken.period.start_date for taken in found.rows if taken.period)
    assert {taken.status for taken in found.rows} == {None}


async def test_many_reservations_are_read_as_a_whole(house: House) -> None:
    """More reservations than the agenda has pages are found by reading it, once for as long as it is fresh."""
    lookups = [f"1/{stay}" for stay in range(1, 900)]
    found = await house.source.get("allocations", lookups, everything())
    assert len(found.slots) == len(lookups)
    stays = sum(row["attributes"]["type"] == "ReservationAgendaPeriod" for row in house.rows("agenda_period").values())
    assert len(house.paths) == -(-stays // 100)
    house.running.log.clear()
    await house.source.get("allocations", ["1/4"], everything())
    await house.source.get("booking@space", ["5"], everything())
    assert house.paths == ["1/bookings"]
    house.clock.now += 31
    house.running.log.clear()
    await house.source.get("allocations", ["1/4"], everything())
    assert house.paths == ["1/agenda_periods"]


async def test_reading_the_agenda_is_not_begun_where_it_is_too_long(open_house: Any) -> None:
    """Where the agenda has more pages than it takes to look the reservations up, its first page tells so."""
    house = await open_house(size=1500)
    lookups = [f"1/{stay}" for stay in range(1, 352)]
    await house.source.get("allocations", lookups, everything())
    assert len(house.paths) == 1 + 8


async def test_blocks_of_spaces(house: House) -> None:
    """All that blocks a space is found, in order, with its bookings a step away."""
    found = await house.source.get("space_block@space", ["5", "999999"], everything())
    rows = found.slots["5"]
    assert isinstance(rows, Rows)
    expected = [
        key
        for key, row in house.rows("agenda_period").items()
        if row["relationships"]["rentable"].get("data") == {"type": "rentable", "id": "5"}
    ]
    assert [row.ref.id for row in rows.rows] == expected
    assert found.slots["999999"] == Rows(house.ref("space_block@space", "999999"), rows.fetched_at, ())


async def test_bookings_of_a_space_are_each_there_once(house: House) -> None:
    """What is booked in a space is found by way of its agenda; a booking that takes it twice is there once."""
    rows = house.rows("booking")
    twice = next(row for row in rows.values() if len(row["relationships"]["reservations"]["data"]) == 2)
    for stay in twice["relationships"]["reservations"]["data"]:
        for period in house.rows("agenda_period").values():
            if period["relationships"]["reservation"]["data"] == stay:
                period["relationships"]["rentable"]["data"] = {"type": "rentable", "id": "7"}
    found = (await house.source.get("booking@space", ["7"], everything())).slots["7"]
    assert isinstance(found, Rows)
    ids = [row.ref.id for row in found.rows]
    assert twice["id"] in ids
    assert len(set(ids)) == len(ids)


async def test_the_booking_of_a_reservation(house: House) -> None:
    """A block that stands for a reservation leads to its booking."""
    found = await house.source.get("booking@reservation", ["1/4", "1/999999", "9/4"], everything())
    assert {key: slot.ref.id for key, slot in found.slots.items() if isinstance(slot, Booking)} == {"1/4": "2"}


async def test_kinds_out_of_use_are_found_too(house: House) -> None:
    """A category that is archived is found by its id."""
    found = await house.source.get("space_type", ["8", "2"], everything())
    types = [slot for slot in found.slots.values() if isinstance(slot, SpaceType)]
    assert sorted(one.archived for one in types if one.archived is not None) == [False, True]


@pytest.mark.parametrize("kind", ["booking", "customer", "category", "agreement", "administration_amenity"])
async def test_the_vendors_own_records_are_found(house: House, kind: str) -> None:
    """Each of the vendor's own resources is found by its id, with all that was sent of it."""
    found = (await house.source.get(f"booking_experts.{kind}", ["2"], everything())).slots["2"]
    assert isinstance(found, Resource)
    assert found.ref == house.ref(f"booking_experts.{kind}", "2")
    sent = set(house.rows(kind)["2"]["attributes"]) - {"token"}
    assert sent <= set(found.attributes)


@pytest.mark.parametrize(
    ("further", "name"),
    [
        ({}, "duinpark"),
        ({"venue_names": {"1": "Zilte Zee"}}, "Zilte Zee"),
        ({"venue_names": {"2": "Other"}}, "duinpark"),
    ],
)
async def test_a_venue_is_an_administration_of_the_configuration(open_house: Any, further: Any, name: str) -> None:
    """A venue is named by the configuration, else after its source; no call is made for it."""
    house = await open_house(further=further)
    found = await house.source.get("venue", ["1", "2"], reading({"venue": "name phone"}))
    assert set(found.slots) == {"1"}
    venue = found.slots["1"]
    assert isinstance(venue, Venue)
    assert (venue.name, venue.time_zone, venue.currency) == (name, "Europe/Amsterdam", "EUR")
    assert venue.phone is None
    assert house.paths == []


async def test_administrations_tell_of_themselves_where_they_may_be_asked(open_house: Any) -> None:
    """With the extra `administrations`, one call brings what all of them tell; it is made only if that is read."""
    further = {"extras": ("administrations",), "venue_names": {"2": "Zweite"}}
    house = await open_house(("1", "2"), further=further, extras=("administrations",))
    await house.source.get("venue", ["1", "2"], reading({"venue": "time_zone"}))
    await house.source.get("venue", ["2"], reading({"venue": "name"}))
    assert house.paths == []
    found = await house.source.get("venue", ["1", "2"], reading({"venue": "name phone website description"}))
    assert len(house.running.log) == 1
    first, second = found.slots["1"], found.slots["2"]
    assert isinstance(first, Venue)
    assert isinstance(second, Venue)
    assert (first.name, second.name) == ("Duinpark Zilte Zee", "Zweite")
    assert (first.description, second.description) == ("A park in the dunes", "Een park in de duinen")
    assert first.phone == house.rows("administration")["1"]["attributes"]["phone"]


async def test_what_a_park_has(house: House) -> None:
    """A venue's amenities have the amenity's id, the name it has in the language wanted most, and their value."""
    found = (await house.source.get("amenities@venue", ["1"], reading({"Amenity": "name"}))).slots["1"]
    assert isinstance(found, Rows)
    told: list[Any] = list(found.rows)
    assert [(one.id, one.name) for one in told[:2]] == [("1", "Swimming pool"), ("2", "Sauna")]
    assert told[0].value == house.rows("administration_amenity")["2"]["attributes"]["value"]
    plain = (await house.source.get("amenities@venue", ["1"], reading({"Amenity": "value"}))).slots["1"]
    assert isinstance(plain, Rows)
    assert len(plain.rows) == len(told) == 12


async def test_a_broken_row_spoils_its_own_slot(house: House) -> None:
    """One booking, customer, period or rentable that cannot be read is a fault in its slot; the others are found."""
    house.rows("booking")["3"]["attributes"]["cancel_date"] = "never"
    house.rows("customer")["3"]["attributes"]["date_of_birth"] = "long ago"
    house.rows("rentable")["5"]["attributes"]["name"] = ["A", "B"]
    for kind, broken, whole in (("booking", "3", "2"), ("customer", "3", "2"), ("space", "5", "6")):
        found = await house.source.get(kind, [broken, whole], everything())
        fault = found.slots[broken]
        assert isinstance(fault, BadResponse), kind
        assert f" {broken})" in str(fault)
        assert not isinstance(found.slots[whole], Exception)


async def test_a_broken_period_spoils_what_it_belongs_to(house: House) -> None:
    """A period that cannot be read fails the allocations it is part of, and the blocks of its space."""
    key, period = next(
        (key, row)
        for key, row in house.rows("agenda_period").items()
        if row["relationships"]["reservation"].get("data") == {"type": "reservation", "id": "4"}
    )
    space = period["relationships"]["rentable"]["data"]["id"]
    period["attributes"]["end_date"] = None
    other = "5" if space != "5" else "6"
    found = await house.source.get("allocations", ["1/4", "1/7"], everything())
    assert f"end_date makes no sense (agenda_period {key})" in str(found.slots["1/4"])
    assert isinstance(found.slots["1/7"], Allocations)
    blocks = await house.source.get("space_block@space", [space, other], everything())
    assert isinstance(blocks.slots[space], BadResponse)
    assert isinstance(blocks.slots[other], Rows)


async def test_a_broken_booking_is_missing_from_its_customers_list(house: House) -> None:
    """A customer's other bookings are there, with the fault of the one that cannot be read."""
    rows = house.rows("booking").values()
    mine = [
        row["id"] for row in rows if row["relationships"]["customer"].get("data") == {"type": "customer", "id": "2"}
    ]
    house.rows("booking")[mine[0]]["attributes"]["cancel_date"] = "never"
    found = (await house.source.get("booking@customer", ["2"], everything())).slots["2"]
    assert isinstance(found, Rows)
    assert [row.ref.id for row in found.rows] == mine[1:]
    (fault,) = found.faults
    assert f"(booking {mine[0]})" in str(fault)


async def test_a_failed_call_fails_its_own_slots(house: House) -> None:
    """Of several calls for one lookup, one that fails leaves the others' slots whole."""
    house.running.faults.add("status", status=501, times=1)
    found = await house.source.get("booking", [str(key) for key in range(1, 101)], everything())
    kinds = [type(found.slots[str(key)]) for key in range(1, 101)]
    assert kinds.count(VendorDown) == 50
    assert kinds.count(Booking) == 50


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("booking", "2"),
        ("customer", "2"),
        ("space", "2"),
        ("space_type", "2"),
        ("space_block", "2"),
        ("allocations", "1/4"),
        ("booking@customer", "2"),
        ("booking@reservation", "1/4"),
        ("booking@space", "2"),
        ("space_block@space", "2"),
        ("amenities@venue", "1"),
        ("booking_experts.agreement", "2"),
    ],
)
async def test_a_failure_is_a_value_in_its_slot(house: House, kind: str, key: str) -> None:
    """Whatever is looked up, a vendor that fails is told in the slot and nothing is raised."""
    house.running.faults.add("status", status=404)
    found = await house.source.get(kind, [key], everything())
    assert isinstance(found.slots[key], NotThere)


async def test_what_came_along_is_shelved(house: House) -> None:
    """Side-loaded records are found without another call: customers with bookings, spaces with allocations."""
    inquiry = everything()
    loaders = house.loaders(inquiry)
    booking = await loaders.load(house.ref("booking", "2"))
    assert isinstance(booking, Booking)
    customer, own = booking.links["customer"], house.ref("booking_experts.booking", "2")
    allocations = await loaders.load(booking.links["allocations"])  # type: ignore[arg-type]  # one reference
    assert isinstance(allocations, Allocations)
    house.running.log.clear()
    wanted = [customer, own, *(row.space for row in allocations.rows)]
    found = await asyncio.gather(
        *(loaders.load(ref) for ref in wanted if ref is not None and not isinstance(ref, tuple))
    )
    assert all(found)
    assert house.paths == []


async def test_a_block_by_its_id(house: House) -> None:
    """An agenda period is found by its id, and the id of its space without a call."""
    inquiry = reading({"space_block": "space", "space": ""})
    found = await house.source.get("space_block", ["2"], inquiry)
    block = found.slots["2"]
    assert isinstance(block, SpaceBlock)
    assert found.beside[block.links["space"]].ref == block.links["space"]  # type: ignore[index]  # one reference
