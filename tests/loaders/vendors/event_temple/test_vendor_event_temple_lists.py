"""Lists of Event Temple: pages as the vendor has them, whole lists that pass a filter, and what rows mention."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from event_temple_house import HERE, ZONE, gathered, keys

from loaders import clock
from loaders.errors import NotListable
from loaders.inquiry import Selection
from loaders.match import passes
from loaders.port import Capability, Filter, Listing
from loaders.records import Booking, BookingStatus, Event, EventStatus, Ref, Venue

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from event_temple_house import House

    from loaders.port import Spot
    from loaders.records import Record

    Open = Callable[..., Awaitable[House]]

FROM = dt.datetime(2026, 11, 21, tzinfo=ZONE)
TO = dt.datetime(2026, 12, 5, tzinfo=ZONE)
BEYOND_THE_DOCUMENT = "filter"


@pytest.mark.parametrize(
    ("kind", "pages"),
    [("event", 3), ("booking", 3), ("event_temple.activities", 2), ("event_temple.revenue_categories", 1)],
)
async def test_pages_and_the_whole_list_have_one_order(house: House, kind: str, pages: int) -> None:
    """A list is told in the vendor's own order, page by page as well as whole, so a cursor fits both."""
    rows: list[Record] = []
    after: Spot | None = None
    while True:
        page = await house.source.page(Listing(kind), after, 40, house.asks())
        assert page is not None
        rows += page.rows
        if not page.more:
            break
        after = page.spots[-1]
    whole = await house.source.gather(Listing(kind), house.asks())
    assert len(house.calls) == pages
    assert keys(rows) == keys(whole.rows)
    assert keys(rows) == sorted(keys(rows), key=int, reverse=True)


async def test_a_clients_page_is_one_call(house: House) -> None:
    """Five rows take one call, in the vendor's order, without a sort or a filter, and the total comes with them."""
    page = await house.source.page(Listing("event"), None, 5, house.asks())
    assert page is not None
    assert (keys(page.rows), page.total) == (["300", "299", "298", "297", "296"], 300)
    (call,) = house.running.log
    assert call.path == "/v2/events"
    assert {name for name, _ in call.query if name.startswith(("sort", BEYOND_THE_DOCUMENT))} == set()


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("event", {"search": "a"}),
        ("event", {"overlaps": (FROM, TO)}),
        ("event", {"event_statuses": frozenset({EventStatus.CONFIRMED})}),
        ("event", {"spaces": frozenset({"4"})}),
        ("booking", {"reference": "BK-00101"}),
        ("booking", {"customers": frozenset({"contacts/103"})}),
        ("space", {}),
        ("customer", {}),
        ("venue", {}),
        ("event_temple.accounts", {}),
    ],
)
async def test_what_the_vendor_cannot_filter_or_list_is_no_page(house: House, kind: str, wanted: Any) -> None:
    """The document has no filters and four endpoints, so of anything else there is no page of the vendor's."""
    assert await house.source.page(Listing(kind, Filter(**wanted)), None, 5, house.asks()) is None
    assert house.calls == []


async def test_a_venue_is_no_filter(house: House) -> None:
    """All rows are of the one venue: a filter by it is none, and a filter by another leaves nothing to ask."""
    ours = Filter(venues=frozenset({HERE, "another"}))
    page = await house.source.page(Listing("event", ours), None, 5, house.asks())
    assert page is not None
    assert (len(page.rows), len(house.calls)) == (5, 1)
    for kind in ("event", "booking", "space", "customer"):
        theirs = Listing(kind, Filter(venues=frozenset({"another"})))
        assert (await house.source.gather(theirs, house.asks())).rows == ()
        assert house.calls == []
        same = await house.source.gather(Listing(kind, ours), house.asks())
        assert same.rows


async def test_walks_ask_for_an_order_that_stands_still(house: House) -> None:
    """A whole list is read by ascending ids, so that a row added meanwhile comes last; categories have no order."""
    for kind in ("event", "booking", "event_temple.activities"):
        await gathered(house, kind)
        assert {tuple(call.values("sort")) for call in house.running.log} == {("id",)}
    await gathered(house, "event_temple.revenue_categories")
    assert [call.values("sort") for call in house.running.log] == [[]]


EVENT_FILTERS: list[dict[str, Any]] = [
    {"search": "WORK"},
    {"overlaps": (FROM, TO)},
    {"event_statuses": frozenset({EventStatus.CONFIRMED, EventStatus.CANCELLED})},
    {"spaces": frozenset({"4", "7"})},
    {"updated_since": dt.datetime(2026, 9, 1, tzinfo=ZONE)},
    {"overlaps": (FROM, TO), "spaces": frozenset({"4"}), "venues": frozenset({HERE})},
]


@pytest.mark.parametrize("wanted", EVENT_FILTERS)
async def test_events_that_pass_a_filter(house: House, wanted: dict[str, Any]) -> None:
    """A filter finds among all events exactly those that pass it, all its parts together."""
    every = await gathered(house, "event")
    found = await gathered(house, "event", **wanted)
    assert house.calls == []
    assert keys(found.rows) == keys(row for row in every.rows if passes(row, Filter(**wanted)))
    assert 0 < len(found.rows) < 300


@pytest.mark.parametrize(
    "wanted",
    [
        {"reference": "BK-00101"},
        {"customers": frozenset({"contacts/103", "accounts/4"})},
        {"booking_statuses": frozenset({BookingStatus.INQUIRY})},
        {"search": "Workshop"},
    ],
)
async def test_bookings_that_pass_a_filter(house: House, wanted: dict[str, Any]) -> None:
    """A filter finds among all bookings exactly those that pass it, by one walk."""
    every = await gathered(house, "booking")
    assert len(house.calls) == 3
    found = await gathered(house, "booking", **wanted)
    assert house.calls == []
    assert keys(found.rows) == keys(row for row in every.rows if passes(row, Filter(**wanted)))
    assert 0 < len(found.rows) < 300


@pytest.mark.parametrize("spaces", [None, frozenset({"4"})])
async def test_bookings_where_and_when(house: House, spaces: frozenset[str] | None) -> None:
    """A booking is in a range or space when one of its events is; without events, its own period counts."""
    found = await gathered(house, "booking", overlaps=(FROM, TO), spaces=spaces)
    assert len(house.calls) == 6
    events = [row for row in (await gathered(house, "event")).rows if isinstance(row, Event)]
    expected: list[str] = []
    for booking in (await gathered(house, "booking")).rows:
        assert isinstance(booking, Booking)
        held = [event for event in events if event.links["booking"] == booking.ref]
        periods = [event.period for event in held] or [booking.period]
        when = any(period is not None and clock.overlaps(period, FROM, TO) for period in periods)
        where = spaces is None or any(event.links["space"] == Ref("space", HERE, "4") for event in held)
        if when and where:
            expected.append(booking.ref.id)
    assert keys(found.rows) == expected
    assert expected
    for row in found.rows:
        assert isinstance(row, Booking)
        assert "allocations" not in row.links
        assert row.allocations is not None
        own = sorted((event.ref.id for event in events if event.links["booking"] == row.ref), key=int, reverse=True)
        assert [taken.vendor_id for taken in row.allocations] == own


async def test_a_day_is_read_once(house: House) -> None:
    """An operation that asks for a day's events and for its bookings reads each collection once, side by side."""
    read = Selection(fields={"event": frozenset({"name", "period"}), "booking": frozenset({"period", "allocations"})})
    inquiry = house.asks(selection=read)
    wanted = Filter(overlaps=(FROM, TO))
    await asyncio.gather(*(house.source.gather(Listing(kind, wanted), inquiry) for kind in ("event", "booking")))
    assert sorted(house.calls) == ["/v2/bookings"] * 3 + ["/v2/events"] * 3


async def test_the_venue_is_known_without_a_call(house: House) -> None:
    """The venue is the configuration's: its name, zone and currency; its id is the source's name, no credential."""
    listed = await house.source.gather(Listing("venue", Filter(search="grand")), house.asks())
    (venue,) = listed.rows
    assert isinstance(venue, Venue)
    assert venue == Venue(
        Ref("venue", HERE, HERE),
        venue.fetched_at,
        name="Grand Hotel",
        time_zone="America/Toronto",
        currency="CAD",
    )
    assert house.calls == []
    for wanted in (Filter(search="small"), Filter(venues=frozenset({"another"}))):
        assert not (await house.source.gather(Listing("venue", wanted), house.asks())).rows
    assert house.source.venue_ids == (HERE,)


@pytest.mark.parametrize("kind", ["space_type", "space_block", "event_temple.users", "event_temple.room_types"])
async def test_what_cannot_be_listed_says_so(house: House, kind: str) -> None:
    """A list that neither the vendor nor what it tells can give is refused before a call."""
    with pytest.raises(NotListable, match="event_temple has no way to list"):
        await gathered(house, kind)
    assert house.calls == []


async def test_only_what_is_read_is_asked_for(house: House) -> None:
    """Sparse fields name what the operation reads and what records are joined by, and nothing else."""
    selection = Selection(fields={"event": frozenset({"name", "period"}), "space": frozenset({"capacity"})})
    tree = Selection(fields=selection.fields, trees={"event": {"space": {}}})
    await house.source.page(Listing("event"), None, 5, house.asks(selection=tree))
    (call,) = house.running.log
    assert dict(call.query) == {
        "fields[events]": "all_day,end_date,end_time,name,space,start_date,start_time",
        "fields[spaces]": "capacity,name",
        "include": "space",
        "page[number]": "1",
        "page[size]": "100",
    }


async def test_what_the_source_can_do(house: House) -> None:
    """The document has reads only, and tasks it has none: each capability is one that the source keeps."""
    reads = {"LIST_VENUES", "LIST_SPACES", "LIST_EVENTS", "LIST_BOOKINGS", "LIST_CUSTOMERS"}
    gets = {"GET_EVENT", "GET_BOOKING", "GET_CUSTOMER", "AVAILABILITY"}
    assert house.source.capabilities == {Capability(name) for name in reads | gets}
    assert await house.source.health.windows() == []
