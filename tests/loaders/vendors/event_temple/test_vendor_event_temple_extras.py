"""What goes beyond Event Temple's document, `filters` and `show`: the same answers in fewer calls, off by default."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from event_temple_house import ZONE, everything

from loaders.errors import BadResponse, VendorDown
from loaders.port import Filter, Listing
from loaders.records import Booking, Event, Ref, Resource, Rows

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from event_temple_house import House

    Open = Callable[..., Awaitable[House]]

DAY = dt.datetime(2026, 11, 21, tzinfo=ZONE)
RANGES = [
    (DAY, DAY + dt.timedelta(days=14)),
    (DAY + dt.timedelta(hours=20), DAY + dt.timedelta(hours=20, minutes=1)),
    (DAY - dt.timedelta(days=400), DAY),
    (DAY.astimezone(dt.UTC), DAY.astimezone(dt.UTC) + dt.timedelta(days=1)),
]


async def test_off_by_default(house: House) -> None:
    """Unless the configuration says so, no call goes beyond the document: no filter, no path of a single thing."""
    await house.source.gather(Listing("event", Filter(overlaps=RANGES[0])), house.asks())
    for kind, key in (("event", "59"), ("event@booking", "46"), ("allocations", "46"), ("booking", "103")):
        await house.source.get(kind, [key], house.asks())
        assert not [name for call in house.running.log for name, _ in call.query if name.startswith("filter")]
        assert set(house.calls) <= {"/v2/events", "/v2/bookings"}


@pytest.mark.parametrize("overlaps", RANGES)
async def test_events_of_a_range(open_house: Open, overlaps: tuple[dt.datetime, dt.datetime]) -> None:
    """The vendor narrows the events by their days, a day wider at both ends; what comes is matched exactly."""
    plain, filtering = await open_house(), await open_house(("filters",), filters=True)
    for house in (plain, filtering):
        house.spoil("events", "12", start_date="2026-11-20", end_date="2026-11-20", start_time=80000, end_time=172799)
    wanted = Listing("event", Filter(overlaps=overlaps, search="o"))
    whole = await plain.source.gather(wanted, plain.asks())
    found = await filtering.source.gather(wanted, filtering.asks())
    assert found.rows == whole.rows
    assert whole.rows
    assert len(filtering.calls) < len(plain.calls) or overlaps == RANGES[2]
    names = {name for call in filtering.running.log for name, _ in call.query if name.startswith("filter")}
    assert names == {"filter[start_date][lteq]", "filter[end_date][gteq]"}


async def test_a_range_without_end(open_house: Open) -> None:
    """A range to the end of the calendar is not narrowed, and finds what it holds all the same."""
    house = await open_house(("filters",), filters=True)
    ends = (dt.datetime.min.replace(tzinfo=dt.UTC), dt.datetime.max.replace(tzinfo=dt.UTC))
    found = await house.source.gather(Listing("event", Filter(overlaps=ends)), house.asks())
    assert len(found.rows) == 300


@pytest.mark.parametrize("kind", ["event@booking", "allocations"])
async def test_events_of_bookings(open_house: Open, kind: str) -> None:
    """The events of fifty bookings take one call, and those of one booking are what they are without the filter."""
    plain, filtering = await open_house(), await open_house(("filters",), filters=True)
    ids = [str(key) for key in range(1, 51)]
    whole = await plain.source.get(kind, ids, plain.asks())
    found = await filtering.source.get(kind, ids, filtering.asks())
    assert found.slots == whole.slots
    assert (len(plain.calls), len(filtering.calls)) == (3, 1)
    (call,) = filtering.running.log
    assert call.values("filter[booking_id][in]") == [",".join(sorted(ids))]


async def test_ids_that_no_filter_can_hold(open_house: Open) -> None:
    """An id that the vendor would read as several is nothing's, and the others are answered."""
    house = await open_house(("filters",), filters=True)
    found = await house.source.get("event@booking", ["46", "46,47", "!46", ""], house.asks())
    sizes = {key: len(rows.rows) for key, rows in found.slots.items() if isinstance(rows, Rows)}
    assert sizes == {"46": 2, "46,47": 0, "!46": 0, "": 0}


async def test_very_many_bookings_are_walked(open_house: Open) -> None:
    """For the events of hundreds of bookings the collection is walked: fewer calls than fifty ids at a time."""
    house = await open_house(("filters",), filters=True)
    await house.source.get("event@booking", [str(key) for key in range(600)], house.asks())
    assert len(house.calls) == 3


@pytest.mark.parametrize(
    ("kind", "key", "of", "path"),
    [
        ("event", "59", Event, "/v2/events/59"),
        ("booking", "103", Booking, "/v2/bookings/103"),
        ("event_temple.events", "59", Resource, "/v2/events/59"),
        ("event_temple.bookings", "103", Resource, "/v2/bookings/103"),
        ("event_temple.activities", "59", Resource, "/v2/activities/59"),
    ],
)
async def test_one_thing_is_shown(open_house: Open, kind: str, key: str, of: type, path: str) -> None:
    """A thing with a path of its own takes one call, and is what the walk finds."""
    plain, showing = await open_house(), await open_house(("show",), show=True)
    walked = await plain.source.get(kind, [key], plain.asks())
    shown = await showing.source.get(kind, [key], showing.asks())
    assert shown.slots == walked.slots
    assert isinstance(shown.slots[key], of)
    assert showing.calls == [path]


async def test_what_is_shown_brings_along_what_the_operation_goes_on_to(open_house: Open) -> None:
    """The call for one booking carries the includes and fields of the operation."""
    house = await open_house(("show",), show=True)
    inquiry = house.asks(selection=everything(booking={"customer": {}}))
    found = await house.source.get("booking", ["103"], inquiry)
    assert found.beside.get(Ref("customer", "grand-hotel", "contacts/103")) is not None
    assert house.running.log[0].values("include") == ["account,contact"]


async def test_a_404_is_nothings(open_house: Open) -> None:
    """The vendor's 404 says that there is no such thing; the things beside it are there."""
    house = await open_house(("show",), show=True)
    found = await house.source.get("booking", ["103", "99999"], house.asks())
    assert set(found.slots) == {"103"}
    assert len(house.calls) == 2


@pytest.mark.parametrize("ids", [[str(key) for key in range(1, 20)], ["../events/59"], ["59?x=1"], ["59/", "1"]])
async def test_what_is_not_shown_is_walked(open_house: Open, ids: list[str]) -> None:
    """Many things at once, and ids that are no numbers and would change the path, are looked for by the walk."""
    house = await open_house(("show",), show=True)
    await house.source.get("event", ids, house.asks())
    assert house.calls == ["/v2/events"] * 3


@pytest.mark.parametrize("kind", ["space", "customer", "event_temple.groups"])
async def test_kinds_without_a_path_are_walked(open_house: Open, kind: str) -> None:
    """Only events, bookings and activities have paths of their own."""
    house = await open_house(("show",), show=True)
    await house.source.get(kind, ["contacts/1" if kind == "customer" else "1"], house.asks())
    assert all(path.count("/") == 2 for path in house.calls)


@pytest.mark.parametrize(
    ("fault", "expected"),
    [({"kind": "status", "status": 500}, VendorDown), ({"kind": "html", "status": 200}, BadResponse)],
)
async def test_a_failed_call_is_in_its_own_slot(open_house: Open, fault: dict[str, Any], expected: type) -> None:
    """A call that fails, or brings no such thing, is told in its slot; the other thing is there."""
    house = await open_house(("show",), show=True)
    house.running.faults.add(**fault, path="/v2/events/59")
    found = await house.source.get("event", ["59", "60"], house.asks())
    assert isinstance(found.slots["59"], expected)
    assert isinstance(found.slots["60"], Event)


async def test_a_broken_thing_is_told(open_house: Open) -> None:
    """A thing that makes no sense, or is another than was asked for, is a BadResponse in its slot."""
    house = await open_house(("show",), show=True)
    house.spoil("events", "59", start_time="late")
    house.running.data["events"]["60"]["id"] = "61"
    found = await house.source.get("event", ["59", "60"], house.asks())
    assert [type(found.slots[key]) for key in ("59", "60")] == [BadResponse, BadResponse]
