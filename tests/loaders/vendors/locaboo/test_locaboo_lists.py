"""Lists are read whole, once, for the days a question asks for, and filtered here."""

from __future__ import annotations

import asyncio
import datetime as dt
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from locaboo_desk import BERLIN, NOW, Clock, berlin, listed, reading, ref, rows, sample

from loaders.errors import BadInput, NotListable, VendorDown
from loaders.inquiry import Deadline, Inquiry
from loaders.port import Filter, Listing, Spot
from loaders.records import LISTED_KINDS, BookingStatus, EventStatus

if TYPE_CHECKING:
    from locaboo_desk import Open

WINDOW = {"date_from": "2022-09-06", "date_to": "2025-12-19"}
"""400 days before and 800 days behind the eleventh of October 2023."""


def ids(found: Any) -> list[str]:
    """Give the ids of rows."""
    return [row.ref.id for row in found]


async def test_a_list_without_a_range_is_asked_for_the_window(open_hall: Open) -> None:
    """The window around today is asked for with all details, and told."""
    source, desk = await open_hall()
    gathered = await source.gather(Listing("booking"), reading())
    await source.gather(Listing("event"), reading())
    assert desk.asked == [("booking_list", {**WINDOW, "show_details": "true"}), ("event_list", WINDOW)]
    assert gathered.covers == (dt.date(2022, 9, 6), dt.date(2025, 12, 19))


@pytest.mark.parametrize("window", [{"past_days": 1, "future_days": 2}, SimpleNamespace(past_days=1, future_days=2)])
async def test_the_window_is_the_configurations(open_hall: Open, window: object) -> None:
    """A table or its model says how many days; today is the day at the venue."""
    late = NOW.replace(hour=22, minute=30)  # half past midnight in Berlin
    source, desk = await open_hall(further={"window": window}, now=lambda: late)
    await source.gather(Listing("event"), reading())
    assert desk.asked == [("event_list", {"date_from": "2023-10-11", "date_to": "2023-10-14"})]


async def test_a_range_narrows_what_is_asked_for(open_hall: Open) -> None:
    """Its days and one more on each side are asked for, and what passes is matched to the moment."""
    source, desk = await open_hall()
    wanted = Filter(overlaps=(berlin(2023, 10, 13, 16), berlin(2023, 10, 13, 17)))
    gathered = await source.gather(Listing("booking", wanted), reading())
    assert desk.asked[0][1] == {"date_from": "2023-10-12", "date_to": "2023-10-14", "show_details": "true"}
    assert gathered.covers == (dt.date(2023, 10, 12), dt.date(2023, 10, 14))
    assert ids(gathered.rows) == ["312838"]  # 312886 ends at 16:00, and the range is half-open
    earlier = Filter(overlaps=(berlin(2023, 10, 13, 15, 59), berlin(2023, 10, 13, 17)))
    assert ids(await listed(source, "booking", earlier)) == ["312838", "312886"]


async def test_a_range_is_told_in_the_venues_days(open_hall: Open) -> None:
    """Half past ten in the evening in London is tomorrow in Berlin; days are not moved out of the calendar."""
    source, desk = await open_hall()
    late = dt.datetime(2023, 10, 10, 22, 30, tzinfo=dt.UTC)
    await source.gather(Listing("event", Filter(overlaps=(late, late + dt.timedelta(minutes=5)))), reading())
    assert desk.asked.pop()[1] == {"date_from": "2023-10-10", "date_to": "2023-10-12"}
    ever = (dt.datetime.min.replace(tzinfo=dt.UTC), dt.datetime.max.replace(tzinfo=dt.UTC))
    await source.gather(Listing("event", Filter(overlaps=ever)), reading())
    assert desk.asked.pop()[1] == {"date_from": "0002-01-01", "date_to": "9998-12-31"}


async def test_a_kept_list_answers_whoever_asks_while_it_is_fresh(open_hall: Open) -> None:
    """Lists, lookups and what belongs to a customer take one call together, until it is stale."""
    clock = Clock()
    source, desk = await open_hall(clock=clock, now=clock.moment)
    for _ in range(3):
        await listed(source, "booking")
        await listed(source, "booking", Filter(search="test"))
        await source.get("booking", ["312834"], reading())
        await source.get("booking@customer", ["21749"], reading())
    assert desk.paths() == ["booking_list"]
    clock.seconds += 30
    await listed(source, "booking")
    assert desk.paths() == ["booking_list"]


async def test_a_narrow_list_answers_its_own_question_only(open_hall: Open) -> None:
    """A list is clipped to its days, so that another range, and a lookup, is a call of its own."""
    source, desk = await open_hall({"booking/312834": {**sample("booking"), "data": sample("booking_list")["data"][0]}})
    day = Filter(overlaps=(berlin(2023, 10, 11), berlin(2023, 10, 12)))
    for _ in range(2):
        await listed(source, "booking", day)
    await source.get("booking", ["312834"], reading())
    await listed(source, "booking")
    await listed(source, "booking", day)
    assert desk.paths() == ["booking_list", "booking/312834", "booking_list"]


async def test_events_of_fewer_days_come_from_a_list_of_more(open_hall: Open) -> None:
    """Events are not clipped: a list that holds the days asked for answers, and tells the days asked for."""
    source, desk = await open_hall()
    await listed(source, "event")
    day = Filter(overlaps=(berlin(2023, 10, 11), berlin(2023, 10, 12)))
    gathered = await source.gather(Listing("event", day), reading())
    assert (list(gathered.rows), gathered.covers) == ([], (dt.date(2023, 10, 10), dt.date(2023, 10, 13)))
    assert desk.paths() == ["event_list"]


async def test_ten_questions_at_once_are_one_call(open_hall: Open) -> None:
    """Ten fields by e-mail address in one query read the customers once, even where nothing is kept."""
    source, desk = await open_hall(fresh=0)
    desk.held = asyncio.Event()
    addresses = [f"customer_{letter}@locaboo.com" for letter in "abcdefghij"]
    asked = [asyncio.create_task(listed(source, "customer", Filter(email=one.upper()))) for one in addresses]
    await desk.waiting.wait()
    desk.held.set()
    assert [ids(found) for found in await asyncio.gather(*asked)] == [[], [], [], ["54"], *[[]] * 6]
    assert desk.paths() == ["customer_list"]


async def test_ten_thousand_customers_are_one_call(open_hall: Open) -> None:
    """However long the list is, it is read once and searched here."""
    template = sample("customer_list")["data"][0]
    many = rows(*({**template, "id": key, "email": f"c{key}@example.com"} for key in range(1, 10_001)))
    source, desk = await open_hall({"customer_list": many})
    assert ids(await listed(source, "customer", Filter(email=" C9999@EXAMPLE.com "))) == ["9999"]
    assert ids(await listed(source, "customer", Filter(search="c10000@"))) == ["10000"]
    assert desk.paths() == ["customer_list"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(venues=frozenset({"48"})), ["312834", "312838"]),
        (Filter(venues=frozenset({"5721", "47"})), ["312886"]),
        (Filter(spaces=frozenset({"49"})), ["312834"]),
        (Filter(customers=frozenset({"21749"})), ["312834", "312838", "312886"]),
        (Filter(customers=frozenset({"1"})), []),
        (Filter(search="API"), ["312886"]),
        (Filter(booking_statuses=frozenset({BookingStatus.UNKNOWN})), ["312834", "312838", "312886"]),
        (Filter(spaces=frozenset({"49"}), search="test"), []),
    ],
)
async def test_every_part_of_a_filter_counts(open_hall: Open, wanted: Filter, found: list[str]) -> None:
    """What the vendor cannot filter is filtered here, over one list."""
    source, desk = await open_hall()
    assert ids(await listed(source, "booking", wanted)) == found
    assert desk.paths() == ["booking_list"]


async def test_a_reference_is_looked_up(open_hall: Open) -> None:
    """A reference is the id: the one booking is asked for, whatever the window; anything else is nothing's."""
    source, desk = await open_hall()
    gathered = await source.gather(Listing("booking", Filter(reference="312842")), reading())
    assert (ids(gathered.rows), gathered.covers) == (["312842"], None)
    other_venue = Filter(reference="312842", venues=frozenset({"48"}))
    assert ids(await listed(source, "booking", other_venue)) == []
    assert ids(await listed(source, "booking", Filter(reference="BK-1"))) == []
    assert ids(await listed(source, "booking", Filter(reference="7"))) == []
    assert desk.paths() == ["booking/312842", "booking/7"]


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("booking", Filter(booking_statuses=frozenset({BookingStatus.CONFIRMED}))),
        ("booking", Filter(updated_since=berlin(2023, 1, 1))),
        ("event", Filter(event_statuses=frozenset({EventStatus.CANCELLED}))),
        ("event", Filter(updated_since=berlin(2023, 1, 1))),
    ],
)
async def test_what_nothing_can_pass_costs_no_call(open_hall: Open, kind: str, wanted: Filter) -> None:
    """The vendor tells no status and no time of change: whoever asks for one finds nothing, without a call."""
    source, desk = await open_hall()
    assert ids(await listed(source, kind, wanted)) == []
    assert desk.paths() == []


async def test_a_booking_of_two_venues_is_at_both(open_hall: Open) -> None:
    """Its venue is the first; the lists of both have it."""
    both = sample("booking_list")["data"][0]
    both["resources"].append({**sample("booking_list")["data"][2]["resources"][0]})
    source, _ = await open_hall({"booking_list": rows(both)})
    for venue in ("48", "5721"):
        (found,) = await listed(source, "booking", Filter(venues=frozenset({venue})))
        assert found.links["venue"] == ref("venue", "48")
    assert await listed(source, "booking", Filter(venues=frozenset({"51"}))) == []


async def test_customers_of_a_venue_are_those_who_booked_there(open_hall: Open) -> None:
    """Customers have no venue of their own; a booking in the window leads them to one."""
    known = sample("customer_list")["data"]
    source, desk = await open_hall({"customer_list": rows(*known, {**known[0], "id": 21749})})
    gathered = await source.gather(Listing("customer", Filter(venues=frozenset({"48"}))), reading())
    assert ids(gathered.rows) == ["21749"]
    assert gathered.covers == (dt.date(2022, 9, 6), dt.date(2025, 12, 19))
    assert sorted(desk.paths()) == ["booking_list", "customer_list"]


async def test_venues_and_spaces_by_name(open_hall: Open) -> None:
    """All resources come with one call; of a venue its own spaces."""
    source, desk = await open_hall()
    assert ids(await listed(source, "venue")) == ["5721", "48", "51", "47"]
    assert ids(await listed(source, "venue", Filter(search="DOME"))) == ["51"]
    assert ids(await listed(source, "venue", Filter(venues=frozenset({"47", "48"})))) == ["48", "47"]
    assert ids(await listed(source, "space", Filter(venues=frozenset({"48"})))) == ["48", "49", "50"]
    assert ids(await listed(source, "space", Filter(search="halle"))) == ["49", "50"]
    assert ids(await listed(source, "space", Filter(min_capacity=1))) == []
    assert desk.paths() == ["resource_list"]
    assert source.venue_ids == ("5721", "48", "51", "47")


async def test_a_page_of_venues_asks_for_no_more_than_it_shows(open_hall: Open) -> None:
    """Where each venue is a call, those of the page are asked; by name alone there is nothing to save."""
    one = sample("resource")["data"]
    alone = {f"resource/{key}": {"data": {**one, "id": key}, "success": True} for key in (5721, 48, 47)}
    source, desk = await open_hall(alone)
    assert await source.page(Listing("venue"), None, 2, reading({"venue": ("name",)})) is None
    address = reading({"venue": ("address",)})
    first = await source.page(Listing("venue"), None, 2, address)
    assert first is not None
    assert (ids(first.rows), first.more, first.total) == (["5721", "48"], True, 4)
    second = await source.page(Listing("venue"), first.spots[-1], 2, address)
    assert second is not None
    assert (ids(second.rows), second.more) == (["51", "47"], False)
    gone = await source.page(Listing("venue"), Spot("999", at=3), 2, address)
    assert gone is not None
    assert ids(gone.rows) == ["47"]
    assert desk.paths() == ["resource_list", "resource/5721", "resource/48", "resource/51", "resource/47"]


async def test_a_venue_that_cannot_be_read_makes_room_for_the_next(open_hall: Open) -> None:
    """The page is filled all the same, and the fault told; one nobody knows alone has its name all the same."""
    source, _ = await open_hall({"resource/5721": (500, b"")})
    address = reading({"venue": ("address",)})
    page = await source.page(Listing("venue"), None, 2, address)
    assert page is not None
    assert (ids(page.rows), page.more) == (["48", "51"], True)
    assert [str(fault) for fault in page.faults] == ["hall answered 500: it is out of order"]
    gathered = await source.gather(Listing("venue"), address)
    assert (ids(gathered.rows), len(gathered.faults)) == (["48", "51", "47"], 1)


async def test_where_nothing_can_be_read_the_list_fails(open_hall: Open) -> None:
    """A list that is empty because every call failed is a failure."""
    source, _ = await open_hall({f"resource/{key}": (500, b"") for key in ("5721", "48", "51", "47")})
    address = reading({"venue": ("address",)})
    with pytest.raises(VendorDown):
        await source.gather(Listing("venue"), address)
    with pytest.raises(VendorDown):
        await source.page(Listing("venue"), None, 2, address)


async def test_the_currency_is_asked_for_when_somebody_reads_it(open_hall: Open) -> None:
    """The configuration's comes first; without it the profile's, which is a call only where it is read."""
    source, desk = await open_hall()
    money = {"Money": ("amount", "currency")}
    assert [row.currency for row in await listed(source, "venue", venue=("name",))] == [None] * 4
    (item,) = await listed(source, "locaboo.inventory")
    assert item.attributes["price_cost"].currency is None
    assert desk.paths() == ["resource_list", "inventory_list"]
    (item,) = await listed(source, "locaboo.inventory", **money)
    assert item.attributes["price_cost"].currency == "EUR"
    assert [row.currency for row in await listed(source, "venue", venue=("currency",))] == ["EUR"] * 4
    await listed(source, "event", **money)
    assert desk.paths() == ["profile", "event_list"]
    source, desk = await open_hall(currency="CHF")
    (item,) = await listed(source, "locaboo.inventory", **money)
    assert item.attributes["price_cost"].currency == "CHF"
    assert desk.paths() == ["inventory_list"]


async def test_other_kinds_are_not_listable(open_hall: Open) -> None:
    """What the vendor has no list of is refused before any call; so are a resource's rows under a filter."""
    source, desk = await open_hall()
    for kind in ("space_type", "space_block", "locaboo.profile", "event_temple.groups"):
        with pytest.raises(NotListable):
            await source.gather(Listing(kind), reading())
    assert desk.paths() == []
    assert list(await listed(source, "locaboo.services", Filter(search="CJ"))) == []
    for kind in (*LISTED_KINDS, "locaboo.inventory"):
        assert await source.page(Listing(kind), None, 10, reading()) is None


async def test_too_many_events_are_not_asked_where_they_are(open_hall: Open) -> None:
    """A venue's events are found one by one, up to 400; beyond that a shorter range is asked for."""
    template = sample("event_list")["data"][0]
    source, desk = await open_hall({"event_list": rows(*({**template, "id": key} for key in range(1, 402)))})
    sentence = (
        r"^hall tells only of one event at a time where it is: 401 events are too many to ask, 400 at most; a shorter "
        r"range has fewer$"
    )
    for wanted in (Filter(venues=frozenset({"48"})), Filter(spaces=frozenset({"49"}))):
        with pytest.raises(BadInput, match=sentence):
            await source.gather(Listing("event", wanted), reading())
    assert set(desk.paths()) == {"event_list", "resource_list"}
    assert await listed(source, "event", Filter(venues=frozenset({"48"}), search="nothing is called so")) == []


async def test_the_only_venue_has_all_events(open_hall: Open) -> None:
    """Where there is one main resource, nobody has to be asked where an event is."""
    source, desk = await open_hall({"resource_list": rows({"id": 47, "title": "Sandkasten", "parts": []})})
    assert ids(await listed(source, "event", Filter(venues=frozenset({"47"})))) == ["1", "2"]
    found = await source.get("venue@event", ["1", "2"], reading())
    assert {key: slot.ref for key, slot in found.slots.items()} == {  # type: ignore[union-attr]  # records
        "1": ref("venue", "47"),
        "2": ref("venue", "47"),
    }
    assert desk.paths() == ["resource_list", "event_list"]


async def test_no_time_left_is_no_answer(open_hall: Open) -> None:
    """An operation whose time is up is told so at once, and the list is not asked for."""
    source, desk = await open_hall()
    with pytest.raises(Exception, match="hall was not asked, as no time was left"):
        await source.gather(Listing("booking"), Inquiry(Deadline.after(0)))
    assert BERLIN is source.zone
    assert desk.paths() == []
