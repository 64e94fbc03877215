"""Several administrations of one account: ids do not tell which one a thing is of."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from booking_experts_house import everything, reading

from loaders.errors import VendorDown
from loaders.port import Filter, Listing
from loaders.records import Booking, Rows
from loaders.vendors.booking_experts.whereabouts import Whereabouts

KINDS = {
    "booking": "booking",
    "customer": "customer",
    "space": "rentable",
    "space_type": "category",
    "space_block": "agenda_period",
    "booking_experts.agreement": "agreement",
    "booking_experts.administration_amenity": "administration_amenity",
}


@pytest.mark.parametrize("kind", KINDS)
async def test_a_thing_is_found_wherever_it_is(open_house: Any, kind: str) -> None:
    """Ids of both administrations are found by asking both side by side, and lead to their own venue."""
    house = await open_house(("1", "2"))
    found = await house.source.get(kind, ["3", "4", "999999"], everything())
    assert {key: slot.links["venue"].id for key, slot in found.slots.items()} == {"3": "1", "4": "2"}
    assert sorted(path[0] for path in house.paths) == ["1", "2"]


@pytest.mark.parametrize("kind", KINDS)
async def test_a_thing_is_asked_for_where_it_was_met(open_house: Any, kind: str) -> None:
    """Once met, a thing is asked for in its own administration only."""
    house = await open_house(("1", "2"))
    await house.source.get(kind, ["3", "4"], everything())
    house.clock.now += 31
    house.running.log.clear()
    found = await house.source.get(kind, ["4"], everything())
    assert set(found.slots) == {"4"}
    assert [path[0] for path in house.paths] == ["2"]


async def test_a_list_comes_from_all_of_them(open_house: Any) -> None:
    """Pages go through one administration after the other; whole lists hold all; a venue narrows both."""
    house = await open_house(("1", "2"))
    page = await house.source.page(Listing("booking", count=True), None, 300, everything())
    assert page is not None
    assert page.total == 300
    venues = [row.links["venue"].id for row in page.rows]
    assert venues == sorted(venues)
    for kind in ("booking", "customer", "space", "space_type", "space_block"):
        gathered = await house.source.gather(Listing(kind), everything())
        assert {row.links["venue"].id for row in gathered.rows} == {"1", "2"}, kind
        second = await house.source.gather(Listing(kind, Filter(venues=frozenset({"2"}))), everything())
        assert {row.links["venue"].id for row in second.rows} == {"2"}, kind
        assert len(second.rows) < len(gathered.rows)


async def test_what_hangs_off_a_booking_is_asked_of_its_administration(open_house: Any) -> None:
    """A booking's allocations, and the booking of a block, are asked for where they are: one call each."""
    house = await open_house(("1", "2"))
    inquiry = everything({"booking": {"customer": {}, "allocations": {"space": {}}}, "allocations": {"space": {}}})
    loaders = house.loaders(inquiry)
    page = await house.source.page(Listing("booking", Filter(venues=frozenset({"2"}))), None, 20, inquiry)
    assert page is not None
    loaders.shelve(page.beside)
    taken: Any = await asyncio.gather(*(loaders.load(row.links["allocations"]) for row in page.rows))
    await asyncio.gather(*(loaders.load(row.space) for one in taken for row in one.rows))
    assert house.paths == ["2/bookings", "2/agenda_periods"]
    customers = {row.links["customer"].id for row in page.rows}
    found = await house.source.get("booking@customer", sorted(customers), inquiry)
    assert all(isinstance(slot, Rows) and slot.rows for slot in found.slots.values())
    assert house.paths == ["2/bookings", "2/agenda_periods", "2/bookings"]


async def test_one_that_fails_leaves_what_the_other_has(open_house: Any) -> None:
    """With one administration down, things of the other are found; what was found nowhere may be there: a fault."""
    house = await open_house(("1", "2"))
    house.running.faults.add("status", status=503, path="administrations/2/")
    found = await house.source.get("booking", ["3", "4"], everything())
    assert isinstance(found.slots["3"], Booking)
    assert isinstance(found.slots["4"], VendorDown)
    spaces = await house.source.get("space_block@space", ["3", "4"], everything())
    assert isinstance(spaces.slots["3"], Rows)
    assert isinstance(spaces.slots["4"], VendorDown)


async def test_venues_are_told_apart_by_name(open_house: Any) -> None:
    """Administrations the configuration does not name are called after the source and their id."""
    house = await open_house(("1", "2"), further={"venue_names": {"1": "Zilte Zee"}})
    found = await house.source.get("venue", ["1", "2", "3"], reading({"venue": "name"}))
    assert {key: slot.name for key, slot in found.slots.items()} == {"1": "Zilte Zee", "2": "duinpark 2"}


def test_what_was_met_longest_ago_is_forgotten() -> None:
    """So many things are remembered and no more; meeting one again keeps it."""
    whereabouts = Whereabouts(("1", "2"), most=2)
    first, second = whereabouts.noting("1"), whereabouts.noting("2")
    first("booking", "a")
    second("booking", "b")
    first("booking", "a")
    second("booking", "c")
    assert whereabouts.spread("booking", ["a", "b", "c"]) == {"1": ["a", "b"], "2": ["b", "c"]}
    assert whereabouts.spread("customer", ["a"]) == {"1": ["a"], "2": ["a"]}


def test_one_administration_needs_no_memory() -> None:
    """With one administration everything is there, and nothing is remembered."""
    whereabouts = Whereabouts(("1",), most=0)
    whereabouts.noting("1")("booking", "a")
    assert whereabouts.spread("booking", ["a", "b"]) == {"1": ["a", "b"]}
    assert whereabouts.spread("booking", []) == {}
