"""Locaboo's free slots."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.sandbox.callers import Locaboo, locaboo
from tests.sandbox.wire import TODAY, Open

FAR = "2032-03-01"
"""A Monday on which nothing is booked."""


@pytest.fixture
async def vendor(open_vendor: Open) -> Locaboo:
    """Start Locaboo as its document has it."""
    return await locaboo(open_vendor)


async def _free(vendor: Locaboo, first: str = FAR, last: str = FAR, **query: str) -> dict[int, dict[str, list[str]]]:
    """Ask for slots: by resource and day, the times they begin."""
    reply = await vendor.get("availability", date_from=first, date_to=last, **query)
    assert reply.status == 200, reply.body
    total = 0
    found: dict[int, dict[str, list[str]]] = {}
    for row in reply.data:
        days: dict[str, Any] = dict(row["dates"] or {})
        total += sum(map(len, days.values()))
        found[row["resource_id"]] = {day: [slot["time_from"] for slot in slots] for day, slots in days.items()}
    assert reply.document["total"] == total
    return found


async def test_a_main_resource_stands_for_its_parts(vendor: Locaboo) -> None:
    """Asking for a main resource gets its parts; one without parts gets itself; a part gets itself."""
    assert list(await _free(vendor, resource_id="48")) == [49, 50]
    assert list(await _free(vendor, resource_id="47")) == [47]
    assert list(await _free(vendor, resource_id="50")) == [50]


async def test_several_resources_are_asked_for_with_commas(vendor: Locaboo) -> None:
    """A comma list is answered in its order, nobody twice; without one every bookable resource is answered."""
    assert list(await _free(vendor, resource_id="52,48,49")) == [52, 49, 50]
    everybody = await _free(vendor)
    tree = vendor.office.resources
    assert set(everybody) == {key for key in tree if not tree[key].parts}


async def test_slots_stand_end_to_end_from_the_opening(vendor: Locaboo) -> None:
    """Slots begin with each opening, last as long as asked, one hour by default, and end by closing time."""
    assert (await _free(vendor, resource_id="49"))[49][FAR] == [f"{hour:02d}:00" for hour in range(8, 22)]
    assert (await _free(vendor, resource_id="49", duration="05:00"))[49][FAR] == ["08:00", "13:00"]
    assert (await _free(vendor, resource_id="52", duration="04:00"))[52][FAR] == ["10:30", "14:30", "18:30"]
    assert (await _free(vendor, resource_id="49", time_from="09:30", time_to="11:30"))[49][FAR] == ["09:30", "10:30"]


async def test_bookings_take_slots(vendor: Locaboo) -> None:
    """A live booking takes the slots that it meets; drafts, requests and cancelled ones take none."""
    asked = {"resource_id": "49", "date_from": FAR, "date_to": FAR, "time_from": "10:30", "time_to": "12:00"}
    for status, taken in (("Draft", False), ("Cancel", False), ("Live", True), ("Complete", True)):
        made = (await vendor.get("booking_save", booking_status=status, **asked)).data[0]["id"]
        free = (await _free(vendor, resource_id="49"))[49][FAR]
        assert ("10:00" not in free, "11:00" not in free, "12:00" in free, "09:00" in free) == (
            taken,
            taken,
            True,
            True,
        )
        del vendor.office.bookings[str(made)]


async def test_a_part_is_taken_with_its_whole(vendor: Locaboo) -> None:
    """Booking the main resource takes all its parts; booking a part leaves the other part."""
    day = {"date_from": FAR, "date_to": FAR}
    whole = (await vendor.get("booking_save", resource_id="48", **day)).data[0]["id"]
    assert await _free(vendor, resource_id="48") == {49: {}, 50: {}}
    del vendor.office.bookings[str(whole)]
    await vendor.get("booking_save", resource_id="49", **day)
    free = await _free(vendor, resource_id="48")
    assert (free[49], len(free[50][FAR])) == ({}, 14)


async def test_nothing_free_is_an_empty_list(vendor: Locaboo) -> None:
    """Days without a slot are missing, and no day at all is [] where days are a map."""
    await vendor.get("booking_save", resource_id="47", date_from=FAR, date_to=FAR)
    reply = await vendor.get("availability", date_from=FAR, date_to="2032-03-02", resource_id="47")
    assert list(reply.data[0]["dates"]) == ["2032-03-02"]
    reply = await vendor.get("availability", date_from=FAR, date_to=FAR, resource_id="47")
    assert reply.document == {"data": [{"resource_id": 47, "dates": []}], "total": 0, "success": True}


async def test_the_limit_is_spent_in_order(vendor: Locaboo) -> None:
    """The limit counts slots over all resources: the later ones are empty although they are free."""
    free = await _free(vendor, resource_id="48,52", limit="15")
    assert [len(days.get(FAR, [])) for days in free.values()] == [14, 1, 0]
    assert len((await _free(vendor, resource_id="52"))[52][FAR]) == 13


async def test_holidays_and_closed_days_have_no_slots(vendor: Locaboo) -> None:
    """Nothing is free on a holiday or on a weekday without opening times."""
    tree, today = vendor.office.resources, TODAY.isoformat()
    on_holiday = [key for key, one in tree.items() if not one.parts and one.closed(TODAY)]
    free = await _free(vendor, today, today)
    assert on_holiday
    assert all(free[key] == {} for key in on_holiday)
    sunday = TODAY + timedelta(days=6 - TODAY.weekday())
    shut = [key for key, one in tree.items() if not one.parts and not one.week[6]]
    free = await _free(vendor, sunday.isoformat(), sunday.isoformat())
    assert shut
    assert all(free[key] == {} for key in shut)


@pytest.mark.parametrize(
    ("condition", "value", "kept"),
    [
        ("less_than", "50", {"50"}),
        ("less_than_et", "50", {"50", "49"}),
        ("et", "50", {"49"}),
        ("great_than", "50", set()),
        ("great_than_et", "50", {"49"}),
        ("", "50", {"49", "50"}),
        ("et", "", {"49", "50"}),
    ],
)
async def test_fields_are_compared(vendor: Locaboo, condition: str, value: str, kept: set[str]) -> None:
    """Conditions compare the resource's number; an empty condition or value keeps everything."""
    vendor.office.resources[49].values[1] = "50"
    vendor.office.resources[50].values[1] = "7"
    free = await _free(
        vendor,
        resource_id="48",
        free_text_field_ids_str="1",
        free_text_field_conditions_str=condition,
        free_text_field_values_str=value,
    )
    assert {str(key) for key in free} == kept


async def test_lists_of_conditions_go_in_step(vendor: Locaboo) -> None:
    """All conditions must hold, each with the value at its own place; text is compared as text."""
    vendor.office.resources[49].values |= {1: "50", 2: "A"}
    vendor.office.resources[50].values |= {1: "50", 2: "B"}
    names = {"free_text_field_ids_str": "2,1", "free_text_field_conditions_str": "et,great_than"}
    assert list(await _free(vendor, resource_id="48", free_text_field_values_str="B,7", **names)) == [50]
    assert list(await _free(vendor, resource_id="48", free_text_field_values_str="7,B", **names)) == []


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ({"duration": "00:00"}, "duration"),
        ({"duration": "1h"}, "duration"),
        ({"limit": "0"}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"resource_id": "49;50"}, "resource_id"),
        ({"time_to": "24:00"}, "time_to"),
        ({"free_text_field_ids_str": "1"}, "free_text_field_conditions_str"),
        ({"free_text_field_ids_str": "1", "free_text_field_conditions_str": "et"}, "free_text_field_values_str"),
        (
            {
                "free_text_field_ids_str": "1,2",
                "free_text_field_conditions_str": "et,et",
                "free_text_field_values_str": "1",
            },
            "free_text_field_values_str",
        ),
        (
            {
                "free_text_field_ids_str": "1",
                "free_text_field_conditions_str": "like",
                "free_text_field_values_str": "1",
            },
            "free_text_field_conditions_str",
        ),
        (
            {
                "free_text_field_ids_str": "77",
                "free_text_field_conditions_str": "et",
                "free_text_field_values_str": "1",
            },
            "free_text_field_ids_str",
        ),
    ],
)
async def test_wrong_parameters_are_named(vendor: Locaboo, query: dict[str, str], wrong: str) -> None:
    """A parameter that cannot be understood is 422 under its own name."""
    reply = await vendor.get("availability", date_from=FAR, date_to=FAR, **query)
    assert reply.status == 422
    assert wrong in reply.document["errors"]


async def test_an_unknown_resource_is_404(vendor: Locaboo) -> None:
    """One unknown id in a list of ids is enough."""
    reply = await vendor.get("availability", date_from=FAR, date_to=FAR, resource_id="49,999")
    assert reply.status == 404
