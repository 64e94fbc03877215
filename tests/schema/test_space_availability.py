"""When a space is free, derived from what occupies it."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.house import House, house

QUESTION = """
query ($id: ID!, $between: DateTimeRange!, $minutes: Int, $limit: Int) {
  space(id: $id) { availability(between: $between, minutes: $minutes, limit: $limit) { basis slots { from to } } }
}
"""
ALL = """
query ($between: DateTimeRange!) {
  spaces(first: 100) { nodes { id availability(between: $between, limit: 1) { basis slots { from to } } } }
}
"""
OCCUPYING = ["INQUIRY", "TENTATIVE", "CONFIRMED", "COMPLETED", "UNKNOWN"]
DAY = {"from": "2026-06-15T09:00:00-04:00", "to": "2026-06-15T17:00:00-04:00"}
WEEK = {"from": "2026-06-15T00:00:00+02:00", "to": "2026-06-22T00:00:00+02:00"}


@pytest.fixture
async def hotel() -> AsyncIterator[House]:
    """Give a hotel in which nothing happens in June 2026."""
    async with house("event_temple", size=20, fresh=0) as running:
        for row in running.vendors["hotel"].data["events"].values():
            row["attributes"].update(start_date="2020-01-01", end_date="2020-01-01")
        yield running


@pytest.fixture
async def park() -> AsyncIterator[House]:
    """Give a park in which nothing is taken in June 2026."""
    async with house("booking_experts", size=20, fresh=0) as running:
        for row in running.vendors["park"].data["1"]["agenda_period"].values():
            row["attributes"].update(start_date="2020-01-01", end_date="2020-01-03")
        yield running


async def some_space(running: House) -> tuple[str, str]:
    """Give the global and the vendor's id of a space in which something happens."""
    (source,) = running.vendors
    if source == "hotel":
        row = next(iter(running.vendors[source].data["events"].values()))
        vendor_id = row["relationships"]["space"]["data"]["id"]
    else:
        rows = running.vendors[source].data["1"]["agenda_period"].values()
        vendor_id = next(
            row["relationships"]["rentable"]["data"]["id"] for row in rows if row["relationships"]["rentable"]["data"]
        )
    found = await running.data("{ spaces(first: 100) { nodes { id vendorId } } }")
    running.forget()
    return next(row["id"] for row in found["spaces"]["nodes"] if row["vendorId"] == vendor_id), vendor_id


def happens(running: House, space: str, **attributes: object) -> None:
    """Have something happen in a space of the hotel."""
    rows = running.vendors["hotel"].data["events"].values()
    row = next(row for row in rows if row["relationships"]["space"]["data"]["id"] == space)
    row["attributes"].update(all_day=False, status="definite", **attributes)


def taken(running: House, space: str, start: str, end: str) -> dict[str, Any]:
    """Have a rental unit of the park be taken from one day to another."""
    rows = running.vendors["park"].data["1"]["agenda_period"].values()
    row: dict[str, Any] = next(
        row for row in rows if (row["relationships"]["rentable"]["data"] or {}).get("id") == space
    )
    row["attributes"].update(start_date=start, end_date=end, type="MaintenanceAgendaPeriod")
    return row


async def free(running: House, space: str, between: dict[str, str], **arguments: int | None) -> list[tuple[str, str]]:
    """Ask when a space is free; it must be derived."""
    answer = (await running.data(QUESTION, {"id": space, "between": between, **arguments}))["space"]["availability"]
    assert answer["basis"] == "DERIVED"
    return [(slot["from"], slot["to"]) for slot in answer["slots"]]


def hours(*clock: int, day: str = "2026-06-15") -> list[tuple[str, str]]:
    """Write the slots of an hour that begin at these hours in Toronto."""
    return [(f"{day}T{hour:02}:00:00-04:00", f"{day}T{hour + 1:02}:00:00-04:00") for hour in clock]


async def test_an_empty_space_is_free_end_to_end(hotel: House) -> None:
    """Slots of an hour follow each other through the range, with the venue's offset."""
    space, _ = await some_space(hotel)
    assert await free(hotel, space, DAY) == hours(9, 10, 11, 12, 13, 14, 15, 16)
    in_utc = {"from": "2026-06-15T13:00:00Z", "to": "2026-06-15T15:30:00Z"}
    assert await free(hotel, space, in_utc) == hours(9, 10)


@pytest.mark.parametrize(
    ("status", "occupies"),
    [
        ("definite", True),
        ("tentative", True),
        ("prospect", True),
        ("closed", True),
        ("lost", False),
        ("cancelled", False),
    ],
)
async def test_what_occupies_a_space_of_event_temple(hotel: House, status: str, *, occupies: bool) -> None:
    """Tentative and optional events occupy; cancelled and lost ones do not."""
    space, vendor_id = await some_space(hotel)
    day = {"start_date": "2026-06-15", "end_date": "2026-06-15", "start_time": 11 * 3600, "end_time": 13 * 3600}
    happens(hotel, vendor_id, **day)
    rows = hotel.vendors["hotel"].data["events"].values()
    next(row for row in rows if row["attributes"]["start_date"] == "2026-06-15")["attributes"]["status"] = status
    expected = hours(9, 10, 13, 14, 15, 16) if occupies else hours(9, 10, 11, 12, 13, 14, 15, 16)
    assert await free(hotel, space, DAY) == expected


async def test_what_occupies_a_space_of_booking_experts(park: House) -> None:
    """Agenda periods occupy, from the first day up to, not including, the last."""
    space, vendor_id = await some_space(park)
    taken(park, vendor_id, "2026-06-16", "2026-06-18")
    assert await free(park, space, WEEK, minutes=24 * 60) == [
        ("2026-06-15T00:00:00+02:00", "2026-06-16T00:00:00+02:00"),
        ("2026-06-18T00:00:00+02:00", "2026-06-19T00:00:00+02:00"),
        ("2026-06-19T00:00:00+02:00", "2026-06-20T00:00:00+02:00"),
        ("2026-06-20T00:00:00+02:00", "2026-06-21T00:00:00+02:00"),
        ("2026-06-21T00:00:00+02:00", "2026-06-22T00:00:00+02:00"),
    ]


async def test_slots_are_as_long_and_as_many_as_asked(hotel: House) -> None:
    """Minutes and limit are honoured; null means what the schema says they mean."""
    space, vendor_id = await some_space(hotel)
    happens(hotel, vendor_id, start_date="2026-06-15", end_date="2026-06-15", start_time=11 * 3600, end_time=13 * 3600)
    assert await free(hotel, space, DAY, minutes=180) == [("2026-06-15T13:00:00-04:00", "2026-06-15T16:00:00-04:00")]
    assert await free(hotel, space, DAY, minutes=8 * 60 + 1) == []
    assert await free(hotel, space, DAY, limit=3) == hours(9, 10, 13)
    assert await free(hotel, space, DAY, minutes=None, limit=None) == hours(9, 10, 13, 14, 15, 16)


async def test_an_answer_has_an_end(hotel: House) -> None:
    """A range of years in slots of a minute is answered with the first 2000, whatever limit is asked for."""
    space, _ = await some_space(hotel)
    years = {"from": "2026-06-15T00:00:00Z", "to": "2126-06-15T00:00:00Z"}
    assert len(await free(hotel, space, years, minutes=1)) == 2000
    assert len(await free(hotel, space, years, minutes=1, limit=2**31 - 1)) == 2000


@pytest.mark.parametrize("source", ["event_temple", "booking_experts"])
async def test_one_walk_serves_all_spaces(source: str) -> None:
    """Asking all spaces of a source, under several aliases, walks what occupies them once."""
    async with house(source, size=150, fresh=0) as running:
        (name,) = running.vendors
        answer = await running.data(ALL, {"between": WEEK})
        assert len(answer["spaces"]["nodes"]) > 5
        assert {row["availability"]["basis"] for row in answer["spaces"]["nodes"]} == {"DERIVED"}
        asked = [(call.path, tuple(call.query)) for call in running.calls(name)]
        assert len(set(asked)) == len(asked)
        collections = {path for path, _ in asked}
        assert len([path for path in collections if path.endswith(("/events", "/agenda_periods"))]) == 1


async def test_nothing_that_is_taken_is_ever_offered() -> None:
    """Of every space, no slot offered touches anything that its events or blocks say is taken."""
    async with house(size=200, server={"limits": {"max_cost": 20_000}}) as running:
        between = {"from": "2026-06-10T00:00:00+02:00", "to": "2026-06-24T00:00:00+02:00"}
        answer = await running.data(
            """query ($between: DateTimeRange!, $occupying: EventFilter) { spaces(first: 100) { nodes {
              availability(between: $between) { slots { from to } }
              events(first: 100, filter: $occupying) { nodes { period { startsAt endsAt } } }
              blocks(between: $between) { period { startDate endDate } }
            } } }""",
            {"between": between, "occupying": {"overlaps": between, "statuses": OCCUPYING}},
        )
        offered = 0
        for row in answer["spaces"]["nodes"]:
            slots = [(moment(slot["from"]), moment(slot["to"])) for slot in row["availability"]["slots"]]
            offered += len(slots)
            for event in row["events"]["nodes"]:
                if event["period"]["startsAt"] and event["period"]["endsAt"]:
                    start, end = moment(event["period"]["startsAt"]), moment(event["period"]["endsAt"])
                    assert not [slot for slot in slots if slot[0] < end and slot[1] > start]
            for block in row["blocks"] or ():
                first, last = block["period"]["startDate"], block["period"]["endDate"]
                assert not [slot for slot in slots if first < last and first <= slot[0].date().isoformat() < last]
        assert offered > 100


def moment(text: str) -> dt.datetime:
    """Read a moment of an answer."""
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"minutes": 0}, "minutes: expected 1 or more; got 0."),
        ({"minutes": -5}, "minutes: expected 1 or more; got -5."),
        ({"limit": 0}, "limit: expected 1 or more; got 0."),
        (
            {"between": {"from": DAY["to"], "to": DAY["from"]}},
            "between.to: expected a moment after from (2026-06-15T17:00:00-04:00); got 2026-06-15T09:00:00-04:00.",
        ),
    ],
    ids=str,
)
async def test_what_cannot_be_meant_is_refused(hotel: House, arguments: dict[str, Any], sentence: str) -> None:
    """A slot of no length, no slots, a range that ends before it begins: refused, and only this field is null."""
    space, _ = await some_space(hotel)
    answer = await hotel.ask(QUESTION, {"id": space, "between": DAY, **arguments})
    assert answer["data"]["space"] == {"availability": None}
    (error,) = answer["errors"]
    assert error["message"] == sentence
    assert error["path"] == ["space", "availability"]
    assert error["extensions"] == {"code": "BAD_USER_INPUT"}


async def test_a_space_is_not_called_free_for_what_cannot_be_read(hotel: House) -> None:
    """An event nobody can read may occupy its space: when that is free is not known. Other spaces are not touched."""
    space, vendor_id = await some_space(hotel)
    happens(hotel, vendor_id, start_date="no date at all")
    answer = await hotel.ask(ALL, {"between": DAY})
    rows = {row["id"]: row["availability"] for row in answer["data"]["spaces"]["nodes"]}
    assert rows.pop(space) is None
    assert rows
    assert all(rows.values())
    (error,) = (error for error in answer["errors"] if "availability" in error["path"])
    assert error["extensions"]["code"] == "VENDOR_BAD_RESPONSE"


async def test_a_source_that_fails_is_told(hotel: House) -> None:
    """Where what occupies a space cannot be asked for, availability is null with the source's fault."""
    space, _ = await some_space(hotel)
    question = QUESTION.replace("{ availability", "{ id availability")
    hotel.vendors["hotel"].faults.add("status", status=500)
    answer = await hotel.ask(question, {"id": space, "between": DAY})
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"VENDOR_ERROR"}


async def test_blocks_touch_their_range(park: House) -> None:
    """What keeps a space from being booked is listed where it touches the range, half-open."""
    space, vendor_id = await some_space(park)
    taken(park, vendor_id, "2026-06-16", "2026-06-18")
    question = "query ($id: ID!, $between: DateTimeRange!) { space(id: $id) { blocks(between: $between) { kind } } }"
    for from_, to, count in (
        ("2026-06-17T12:00:00+02:00", "2026-06-17T13:00:00+02:00", 1),
        ("2026-06-18T00:00:00+02:00", "2026-06-19T00:00:00+02:00", 0),
        ("2026-06-15T00:00:00+02:00", "2026-06-16T00:00:00+02:00", 0),
        ("2026-06-15T00:00:00+02:00", "2026-06-16T00:00:01+02:00", 1),
    ):
        answer = await park.data(question, {"id": space, "between": {"from": from_, "to": to}})
        assert [row["kind"] for row in answer["space"]["blocks"]] == ["MAINTENANCE"] * count
