"""Lists that Event Temple has no endpoint for, made of what rows mention; and rows that are missing from lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from event_temple_house import HERE, everything, gathered, keys

from loaders.errors import BadResponse, VendorDown
from loaders.port import Listing
from loaders.records import Ref

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from event_temple_house import House

    Open = Callable[..., Awaitable[House]]


async def test_spaces_are_what_events_mention(house: House) -> None:
    """The vendor lists no spaces, so they are those of its events, each once, in the order of their numbers."""
    for key in house.running.data["events"]:
        if (house.running.data["events"][key]["relationships"]["space"]["data"] or {}).get("id") == "12":
            house.relate("events", key, space=None)
    found = await gathered(house, "space")
    assert keys(found.rows) == [str(key) for key in range(1, 12)]
    assert len(house.calls) == 3
    large = await gathered(house, "space", min_capacity=400)
    assert 0 < len(large.rows) < 11
    assert [row.links["venue"] for row in found.rows] == [Ref("venue", HERE, HERE)] * 11


async def test_customers_are_who_books(house: House) -> None:
    """Customers are the contacts of bookings, and the accounts of those that have no contact; nobody else."""
    found = await gathered(house, "customer")
    assert len(house.calls) == 3
    bookings = house.running.data["bookings"]
    expected: set[str] = set()
    for key in bookings:
        relationships = bookings[key]["relationships"]
        booker = relationships["contact"]["data"] or relationships["account"]["data"]
        expected.add(f"{booker['type']}/{booker['id']}")
    assert set(keys(found.rows)) == expected
    numbers = [int(row.ref.vendor_id) for row in found.rows]
    assert numbers == sorted(numbers)
    one = next(row for row in found.rows if getattr(row, "email", None))
    same = await gathered(house, "customer", email=f" {getattr(one, 'email', '').upper()} ")
    assert one.ref in [row.ref for row in same.rows]


async def test_accounts_and_groups_are_what_bookings_mention(house: House) -> None:
    """Accounts and groups are those that bookings name; accounts above them are not, whatever else is kept."""
    bookings = house.running.data["bookings"]
    named = (bookings[key]["relationships"]["account"]["data"] for key in bookings)
    accounts = {account["id"] for account in named if account}
    house.running.data.add({"id": "9001", "type": "accounts", "attributes": {"name": "the top"}})
    house.relate("accounts", "157", parent_account={"type": "accounts", "id": "9001"})
    await house.source.get("event_temple.accounts", ["9001"], house.asks())
    found = await gathered(house, "event_temple.accounts")
    assert keys(found.rows) == sorted(accounts, key=int)
    groups = await gathered(house, "event_temple.groups")
    assert keys(groups.rows) == sorted(house.running.data["groups"], key=int)


async def test_lists_side_by_side_share_a_walk(house: House) -> None:
    """An operation that lists accounts and groups goes through the bookings once for both."""
    inquiry = house.asks(selection=everything(source={"accounts": {}, "groups": {}}))
    await house.source.gather(Listing("event_temple.accounts"), inquiry)
    await house.source.gather(Listing("event_temple.groups"), inquiry)
    assert len(house.calls) == 3


async def test_a_broken_row_is_missing_and_told(house: House) -> None:
    """A row that makes no sense is missing from pages and lists, and told beside each of them."""
    house.spoil("events", "298", deposit="much")
    house.spoil("spaces", "4", area="vast")
    page = await house.source.page(Listing("event"), None, 5, house.asks())
    assert page is not None
    assert keys(page.rows) == ["300", "299", "297", "296", "295"]
    whole = await gathered(house, "event")
    spaces = await gathered(house, "space")
    assert len(whole.rows) == 299
    assert "4" not in keys(spaces.rows)
    assert [type(fault) for fault in (*page.faults, *whole.faults)] == [BadResponse, BadResponse]
    assert sorted(str(fault).partition("(")[2] for fault in spaces.faults) == ["events 298)", "spaces 4)"]


async def test_rows_missing_from_what_a_thing_owns_are_told(house: House) -> None:
    """An event that makes no sense is missing where it belongs, and told there and nowhere else."""
    house.spoil("events", "59", deposit="much")
    for kind, key, other in (("event@booking", "46", "47"), ("event@space", "4", "5"), ("booking@space", "4", "5")):
        found = await house.source.get(kind, [key, other], house.asks())
        assert ["events 59" in str(fault) for fault in getattr(found.slots[key], "faults", ())] == [True]
        assert getattr(found.slots[other], "faults", None) == ()


async def test_a_list_of_a_vendor_that_is_down(house: House) -> None:
    """A list that could not be read is an error to whoever asked, and not an empty list."""
    house.running.faults.add("status", status=503)
    for kind in ("event", "booking", "space", "customer", "event_temple.groups"):
        with pytest.raises(VendorDown):
            await gathered(house, kind)
