"""How Locaboo lists and shows bookings and events."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from sandbox.locaboo.plan import FIRST_BOOKING
from tests.sandbox.callers import Locaboo, instances, locaboo, spans
from tests.sandbox.wire import TODAY, Open

ALWAYS = ("2015-01-01", "2035-01-01")


@pytest.fixture
async def vendor(open_vendor: Open) -> Locaboo:
    """Start Locaboo as its document has it."""
    return await locaboo(open_vendor)


def _day(offset: int) -> str:
    return (TODAY + timedelta(days=offset)).isoformat()


async def test_instances_are_a_map_in_the_list_and_a_list_alone(vendor: Locaboo) -> None:
    """The same instances come keyed by id in `booking_list` and as a list in `booking/<id>`."""
    rows = await vendor.listed(*ALWAYS)
    for row in rows[:40]:
        alone = await vendor.booking(row["id"])
        assert spans(row) == spans(alone)
        for taken, own in zip(row["resources"], alone["resources"], strict=True):
            assert list(taken["instances"]) == [str(one["id"]) for one in own["instances"]]


async def test_an_empty_map_is_an_empty_list(vendor: Locaboo) -> None:
    """PHP writes a map without entries as []: custom fields, features and inventory come as either."""
    rows = await vendor.listed(*ALWAYS)
    assert {type(row["custom_fields"]) for row in rows} == {dict, list}
    assert {type(one["custom_fields"]) for row in rows for one in instances(row)} == {dict, list}
    alone = [await vendor.booking(row["id"]) for row in rows[:60]]
    for name in ("features", "inventory", "custom_fields"):
        found = [taken[name] for row in alone for taken in row["resources"]]
        assert {type(value) for value in found} == {dict, list}
        assert all(value != {} for value in found)


async def test_custom_fields_stand_elsewhere_alone(vendor: Locaboo) -> None:
    """The list has them on the booking; the booking alone has them in the resource, and has no customer's name."""
    rows = [row for row in await vendor.listed(*ALWAYS) if row["custom_fields"] and len(row["resources"]) == 1]
    alone = await vendor.booking(rows[0]["id"])
    assert alone["resources"][0]["custom_fields"] == rows[0]["custom_fields"]
    assert "custom_fields" not in alone
    assert ("customer" in rows[0], "customer" in alone) == (True, False)


async def test_no_status_is_ever_read(vendor: Locaboo) -> None:
    """Neither list nor booking tells a status."""
    rows = await vendor.listed(*ALWAYS)
    assert not any("status" in name for row in rows for name in row)
    assert "status" not in await vendor.booking(rows[0]["id"])


async def test_the_list_clips_instances(vendor: Locaboo) -> None:
    """A series shows the instances of the range only, the booking alone all of them."""
    key = next(key for key, row in vendor.office.bookings.items() if len(list(instances(row))) > 3)
    whole = await vendor.booking(key)
    first = min(one["from"][:10] for one in instances(whole))
    [row] = [row for row in await vendor.listed(first, first) if str(row["id"]) == key]
    assert {one["from"][:10] for one in instances(row)} == {first}
    assert len(spans(row)) < len(spans(whole))


async def test_both_days_of_a_range_are_in_it(vendor: Locaboo) -> None:
    """A booking shows on its first and last day, and not on the days around."""
    row = vendor.office.bookings[str(FIRST_BOOKING + 1)]
    [first, *_, last] = sorted(one[end][:10] for one in instances(row) for end in ("from", "to"))
    before = (date.fromisoformat(first) - timedelta(days=1)).isoformat()
    after = (date.fromisoformat(last) + timedelta(days=1)).isoformat()
    for start, end, there in ((first, first, True), (last, last, True), (before, before, False), (after, after, False)):
        found = {row["id"] for row in await vendor.listed(start, end)}
        assert (FIRST_BOOKING + 1 in found) is there


async def test_without_details_there_is_what_where_and_when(vendor: Locaboo) -> None:
    """`show_details` defaults to false, which leaves id, title and the instances' places and times."""
    for query in ({}, {"show_details": "false"}):
        reply = await vendor.get("booking_list", date_from="2023-10-11", date_to="2023-10-13", **query)
        assert {frozenset(row) for row in reply.data} == {frozenset({"id", "title", "resources"})}
        fields = {frozenset(one) for row in reply.data for one in instances(row)}
        assert fields == {frozenset({"id", "resource_id", "resource", "from", "to"})}
    reply = await vendor.get("booking_list", date_from="2023-10-11", date_to="2023-10-13", show_details="yes")
    assert list(reply.document["errors"]) == ["show_details"]


async def test_a_list_of_one_resource(vendor: Locaboo) -> None:
    """A part has its own instances only, a main resource its own and its parts'; an unknown one is 404."""
    october = ("2023-10-11", "2023-10-13")
    assert {row["id"] for row in await vendor.listed(*october, resource_id="49")} == {312834}
    assert {row["id"] for row in await vendor.listed(*october, resource_id="48")} == {312834, 312838}
    assert await vendor.listed(*october, resource_id="47") == []
    assert (await vendor.get("booking_list", date_from=_day(0), date_to=_day(1), resource_id="9")).status == 404
    assert (await vendor.get("booking_list", date_from=_day(0), date_to=_day(1), resource_id="a")).status == 422


async def test_a_list_of_one_time_of_day(vendor: Locaboo) -> None:
    """Times keep the instances that overlap them on any day of the range."""
    october = ("2023-10-11", "2023-10-13")
    late = await vendor.listed(*october, time_from="14:00", time_to="15:00")
    assert {row["id"] for row in late} == {312838, 312886}
    assert len(await vendor.listed(*october, time_to="14:00", time_from="13:00")) == 3
    reply = await vendor.get("booking_list", date_from=_day(0), date_to=_day(1), time_from="25:00")
    assert list(reply.document["errors"]) == ["time_from"]


async def test_cancelled_bookings_leave_the_list(open_vendor: Open) -> None:
    """A cancelled booking can be read by its id and is in no list, unless `list_cancelled` says so."""
    vendor, kind = await locaboo(open_vendor), await locaboo(open_vendor, list_cancelled=True)
    cancelled = {row["id"] for row in vendor.office.bookings.values() if row["status"] == "Cancel"}
    assert len(cancelled) > 5
    assert cancelled.isdisjoint(row["id"] for row in await vendor.listed(*ALWAYS))
    assert cancelled < {row["id"] for row in await kind.listed(*ALWAYS)}
    assert (await vendor.booking(312842))["id"] == 312842


async def test_rows_can_be_broken_for_a_test(vendor: Locaboo) -> None:
    """Whatever a test does to a row is sent as it is, and spoils no other row."""
    before = await vendor.listed("2023-10-11", "2023-10-13")
    vendor.office.bookings["312834"]["resources"] = None
    vendor.office.bookings["312838"]["resources"][0]["instances"][0]["from"] = 3
    vendor.office.bookings["312838"]["customer_id"] = {"odd": True}
    broken = await vendor.listed("2023-10-11", "2023-10-13")
    assert broken[0]["resources"] is None
    assert next(iter(instances(broken[1])))["from"] == 3
    assert broken[2] == before[2]
    assert (await vendor.booking(312834))["resources"] is None


async def test_events_are_listed_in_german(vendor: Locaboo) -> None:
    """Events of a range come with d.m.Y days and H:i times, without documents, by ascending id."""
    reply = await vendor.get("event_list", date_from=_day(0), date_to=_day(30))
    assert reply.document["total"] == len(reply.data) > 20
    assert [row["id"] for row in reply.data] == sorted(row["id"] for row in reply.data)
    for row in reply.data:
        first, last = (datetime.strptime(row[name], "%d.%m.%Y").date() for name in ("date_from", "date_to"))  # noqa: DTZ007 - a day has no zone
        assert first <= TODAY + timedelta(days=30)
        assert last >= TODAY
        assert len(row["time_from"]) == len(row["time_to"]) == 5
        assert set(row) == {
            "id", "event_title", "marketing_data_title", "marketing_data_description", "date_from", "date_to",
            "time_from", "time_to", "entrance_time", "beginning_time", "marketing_data_ticket_link",
            "marketing_data_price", "marketing_data_notice_text", "image",
        }  # fmt: skip


async def test_an_events_documents_are_about_its_booking(vendor: Locaboo) -> None:
    """A document lists bookings with d.m.Y H:i instances, and the total counts those bookings."""
    found = 0
    for key in range(3, 40):
        reply = await vendor.get(f"event_details/{key}")
        [row] = reply.data
        assert row["id"] == str(key)
        bookings = [booking for paper in row["documents"] for booking in paper["bookings"]]
        assert reply.document["total"] == len(bookings)
        for booking in bookings:
            found += 1
            alone = await vendor.booking(booking["id"])
            assert [one["id"] for one in instances(booking)] == [one["id"] for one in instances(alone)]
            for shown, own in zip(instances(booking), instances(alone), strict=True):
                moment = datetime.strptime(shown["from"], "%d.%m.%Y %H:%M")  # noqa: DTZ007 - the venue's wall clock
                assert f"{moment:%Y-%m-%d %H:%M}" == own["from"]
            assert row["date_from"] == min(instances(booking), key=lambda one: one["id"])["from"][:10]
    assert found > 5


async def test_parts_have_details_too(vendor: Locaboo) -> None:
    """Main resources and parts share one row of ids, and either can be read by its id."""
    tree = (await vendor.get("resource_list")).data
    ids = [row["id"] for row in tree] + [part["id"] for row in tree for part in row["parts"]]
    assert len(set(ids)) == len(ids)
    assert {len(row["parts"]) for row in tree} == {0, 1, 2, 3, 4}
    for key in ids:
        row = (await vendor.get(f"resource/{key}")).data
        assert (row["id"], row["manager"]) == (key, 46)


async def test_details_are_about_today(vendor: Locaboo) -> None:
    """Opening times are those of today's weekday, and holidays those that today belongs to."""
    rows = [(await vendor.get(f"resource/{key}")).data for key in vendor.office.resources if key != 51]
    closed = [row for row in rows if row["today_holidays"]]
    assert closed
    for row in closed:
        assert all(holiday["from"] <= TODAY.isoformat() <= holiday["to"] for holiday in row["today_holidays"])
    assert {len(row["today_opening_times"]) for row in rows} >= {1, 2}
    assert all(len(pair) == 2 for row in rows for pair in row["today_opening_times"])
