"""The vendor computes when parts are free, one call for all that are asked; a whole is free when all its parts are."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from locaboo_desk import HERE, berlin, reading, ref, rows

from loaders.availability import AVAILABILITY, written
from loaders.errors import BadInput, BadResponse, VendorDown

if TYPE_CHECKING:
    from locaboo_desk import Open

FROM, TO = berlin(2023, 11, 1), berlin(2023, 11, 3)
DAY = "2023-11-01"


def asked(space: str, minutes: int = 120, start: dt.datetime = FROM, end: dt.datetime = TO) -> str:
    """Write what is asked of a space."""
    return written(space, start, end, minutes)


def free(key: int, *slots: str, day: str = DAY) -> dict[str, object]:
    """Write when a resource is free: slots as 08:00-10:00."""
    told = [{"time_from": slot[:5], "time_to": slot[6:]} for slot in slots]
    return {"resource_id": key, "dates": {day: told} if told else []}


async def found(open_hall: Open, answer: object, *ids: str) -> tuple[dict[str, Any], Any]:
    """Ask when spaces are free."""
    source, desk = await open_hall({"availability": answer})
    return dict((await source.get(AVAILABILITY, ids, reading())).slots), desk


def times(slot: Any) -> list[str]:
    """Write slots by their wall clocks."""
    return [f"{start:%d %H:%M}-{end:%H:%M}" for start, end in slot.slots]


async def test_all_of_one_length_and_range_are_one_call(open_hall: Open) -> None:
    """Wholes are asked for by their parts, each part once; no limit is sent, as it would count over all."""
    answer = rows(*(free(key, "08:00-10:00") for key in (49, 50, 47, 8795)))
    ids = [asked(space) for space in ("48", "49", "50", "47", "8795")]
    slots, desk = await found(open_hall, answer, *ids)
    assert sorted(slots) == sorted(ids)
    query = {"date_from": DAY, "date_to": "2023-11-02", "duration": "02:00", "resource_id": "49,50,47,8795"}
    assert desk.asked == [("resource_list", {}), ("availability", query)]
    assert [slots[written_].computed for written_ in ids] == [False, True, True, True, True]
    assert slots[ids[1]].ref == ref(AVAILABILITY, ids[1])
    assert slots[ids[1]].fetched_at == HERE
    assert slots[ids[1]].slots == ((berlin(2023, 11, 1, 8), berlin(2023, 11, 1, 10)),)


async def test_another_length_or_range_is_another_call(open_hall: Open) -> None:
    """Each call has one length and one range; equal ones that are fresh are not asked again."""
    source, desk = await open_hall({"availability": rows(free(49, "08:00-10:00"))})
    later = asked("49", start=berlin(2023, 11, 2))
    await source.get(AVAILABILITY, [asked("49"), asked("49", 60), later], reading())
    await source.get(AVAILABILITY, [asked("49")], reading())
    assert desk.paths() == ["resource_list", "availability", "availability", "availability"]


async def test_a_whole_is_free_when_all_its_parts_are(open_hall: Open) -> None:
    """What is free in both parts is cut into slots of the length asked for; the vendor did not compute it."""
    answer = rows(
        free(49, "08:00-10:00", "10:00-12:00", "14:00-16:00", "16:00-18:00"),
        free(50, "09:00-11:00", "11:00-13:00", "16:00-18:00"),
    )
    slots, _ = await found(open_hall, answer, asked("48"))
    assert times(slots[asked("48")]) == ["01 09:00-11:00", "01 16:00-18:00"]
    assert slots[asked("48")].computed is False


async def test_a_day_without_slots_is_full(open_hall: Open) -> None:
    """Without a limit an empty list means that nothing is free: of the part, and of its whole."""
    slots, _ = await found(open_hall, rows(free(49, "08:00-10:00"), free(50)), asked("48"), asked("49"), asked("50"))
    assert [times(slots[asked(space)]) for space in ("48", "49", "50")] == [[], ["01 08:00-10:00"], []]


async def test_only_slots_within_the_range_count(open_hall: Open) -> None:
    """The vendor is asked for whole days; what begins before the range or ends behind it is left out."""
    start, end = berlin(2023, 11, 1, 9), berlin(2023, 11, 1, 14)
    slots, desk = await found(
        open_hall,
        rows(free(49, "12:00-14:00", "08:00-10:00", "10:00-12:00", "13:00-15:00"), free(50)),
        asked("49", 120, start, end),
    )
    assert times(slots[asked("49", 120, start, end)]) == ["01 10:00-12:00", "01 12:00-14:00"]
    assert (desk.asked[-1][1]["date_from"], desk.asked[-1][1]["date_to"]) == (DAY, DAY)


async def test_a_slot_may_end_with_the_day(open_hall: Open) -> None:
    """23:59 is told as it is; a slot that ends at midnight, or behind it, ends on the next day."""
    slots, _ = await found(open_hall, rows(free(47, "21:59-23:59", "22:00-00:00", "23:00-01:00")), asked("47"))
    assert times(slots[asked("47")]) == ["01 21:59-23:59", "01 22:00-00:00", "01 23:00-01:00"]
    assert slots[asked("47")].slots[1][1] == berlin(2023, 11, 2)


async def test_the_hour_that_does_not_exist_is_no_slot(open_hall: Open) -> None:
    """When clocks go forward, a slot from two to three has nothing left; its neighbours stay."""
    start, end = berlin(2024, 3, 31), berlin(2024, 4, 1)
    answer = rows(free(47, "01:00-02:00", "02:00-03:00", "03:00-04:00", day="2024-03-31"))
    slots, _ = await found(open_hall, answer, asked("47", 60, start, end))
    assert times(slots[asked("47", 60, start, end)]) == ["31 01:00-03:00", "31 03:00-04:00"]


@pytest.mark.parametrize("minutes", [1440, 100_000])
async def test_a_length_the_vendor_cannot_be_asked_for(open_hall: Open, minutes: int) -> None:
    """A slot of a day or more is refused, without a call for it."""
    slots, desk = await found(open_hall, rows(), asked("49", minutes), asked("50", minutes))
    assert [type(slot) for slot in slots.values()] == [BadInput, BadInput]
    assert str(slots[asked("49", minutes)]) == f"minutes: hall takes 1 to 1439; got {minutes}."
    assert "availability" not in desk.paths()


async def test_the_longest_length(open_hall: Open) -> None:
    """One minute less than a day is written as H:i."""
    _, desk = await found(open_hall, rows(free(49)), asked("49", 1439))
    assert desk.asked[-1][1]["duration"] == "23:59"


async def test_a_range_of_more_than_400_days_is_refused(open_hall: Open) -> None:
    """The vendor would compute every slot of every day; the longest range is asked for, one day more is not."""
    longest = FROM + dt.timedelta(days=400)
    _, desk = await found(open_hall, rows(free(49)), asked("49", 60, FROM, longest))
    assert desk.asked[-1][1]["date_to"] == "2024-12-04"
    ever = dt.datetime.max.replace(tzinfo=dt.UTC)
    for end, days in ((longest + dt.timedelta(minutes=1), "401"), (ever, "2913235")):
        slots, desk = await found(open_hall, rows(), asked("49", 60, FROM, end))
        assert str(slots[asked("49", 60, FROM, end)]) == f"between: hall takes 400 days at most; got {days}."
        assert desk.paths() == []


async def test_a_resource_the_answer_leaves_out_is_a_fault(open_hall: Open) -> None:
    """Silence is not taken for full: the part's slot and its whole's say so, the others stand."""
    slots, _ = await found(open_hall, rows(free(49, "08:00-10:00")), asked("48"), asked("49"), asked("50"))
    assert times(slots[asked("49")]) == ["01 08:00-10:00"]
    for space in ("48", "50"):
        assert isinstance(slots[asked(space)], BadResponse)
        assert str(slots[asked(space)]) == "hall sent nothing of when resource 50 is free"


async def test_a_row_that_makes_no_sense_is_a_fault(open_hall: Open) -> None:
    """A time that is none spoils the resource it stands in."""
    slots, _ = await found(open_hall, rows(free(49, "08:00-10:00"), free(50, "8am  -10am ")), asked("49"), asked("50"))
    assert times(slots[asked("49")]) == ["01 08:00-10:00"]
    assert str(slots[asked("50")]) == "hall sent a row that cannot be read: its dates makes no sense (availability)"


async def test_a_call_that_fails_fails_each_slot(open_hall: Open) -> None:
    """A failure is a value in each slot it concerned."""
    slots, _ = await found(open_hall, (502, b""), asked("49"), asked("48"))
    assert [type(slot) for slot in slots.values()] == [VendorDown, VendorDown]


async def test_a_space_nobody_knows_is_absent(open_hall: Open) -> None:
    """It is not asked for, as the vendor would refuse the whole call."""
    slots, desk = await found(open_hall, rows(free(49)), asked("49"), asked("12345"))
    assert list(slots) == [asked("49")]
    assert desk.asked[-1][1]["resource_id"] == "49"


async def test_the_documents_own_answer(open_hall: Open) -> None:
    """The example: four slots of part 49, none of part 50 [002:560-592]."""
    source, _ = await open_hall()
    start, end = berlin(2018, 11, 1), berlin(2018, 11, 2)
    ids = [asked(space, 120, start, end) for space in ("49", "50")]
    slots: Any = (await source.get(AVAILABILITY, ids, reading())).slots
    assert times(slots[ids[0]]) == ["01 08:00-10:00", "01 10:00-12:00", "01 12:00-14:00", "01 14:00-16:00"]
    assert times(slots[ids[1]]) == []


async def test_very_many_resources_are_several_calls(open_hall: Open) -> None:
    """600 ids to a call keep the address short enough for any server."""
    many = [{"id": key, "title": "", "parts": []} for key in range(1, 701)]
    source, desk = await open_hall(
        {"resource_list": rows(*many), "availability": rows(*(free(key) for key in range(1, 701)))}
    )
    slots = (await source.get(AVAILABILITY, [asked(str(key)) for key in range(1, 701)], reading())).slots
    assert len(slots) == 700
    assert desk.paths() == ["resource_list", "availability", "availability"]
