"""Recurring bookings of Locaboo, occurrence by occurrence."""

from __future__ import annotations

import pytest

from tests.sandbox.callers import Locaboo, locaboo, spans
from tests.sandbox.wire import Open

SERIES = {"booking_mode": "direct_booking", "recurring": "1", "main_resource": "47"}
AT_NINE = [("from", "09:00"), ("to", "10:00")]


@pytest.fixture
async def vendor(open_vendor: Open) -> Locaboo:
    """Start Locaboo as its document has it."""
    return await locaboo(open_vendor)


def _in(name: str, *pairs: tuple[str, str]) -> list[tuple[str, str]]:
    return [(f"{name}[{key}]", value) for key, value in pairs]


async def _series(vendor: Locaboo, first: str, last: str, kind: str, pairs: list[tuple[str, str]]) -> list[str]:
    """Add a series and list it: a day with its times."""
    fields = SERIES | {"date_from": first, "date_to": last, "recurrence_type": kind}
    reply = await vendor.post("booking_add", *pairs, **fields)
    assert reply.status == 200, reply.body
    return [f"{start} {end[11:]}" for _, start, end in spans(await vendor.booking(reply.data[0]["id"]))]


async def test_every_day(vendor: Locaboo) -> None:
    """Daily repeats on each day of the range, with times or as whole days."""
    pairs = _in("daily_recurrence", *AT_NINE, ("full_day", "0"))
    assert await _series(vendor, "2027-03-30", "2027-04-01", "day", pairs) == [
        "2027-03-30 09:00 10:00",
        "2027-03-31 09:00 10:00",
        "2027-04-01 09:00 10:00",
    ]
    whole = _in("daily_recurrence", ("full_day", "1"))
    assert await _series(vendor, "2027-03-30", "2027-03-30", "day", whole) == ["2027-03-30 00:00 23:59"]


@pytest.mark.parametrize(
    ("select", "days"),
    [
        ([], ["05", "06", "12", "13", "19", "20", "26", "27"]),
        ([("weekly_type_select", "week")], ["05", "06", "12", "13", "19", "20", "26", "27"]),
        ([("weekly_type_select", "biweek")], ["05", "06", "19", "20"]),
        ([("weekly_type_select", "triweek")], ["05", "06", "26", "27"]),
        ([("weekly_type_select", "quadweek")], ["05", "06"]),
    ],
)
async def test_every_so_many_weeks(vendor: Locaboo, select: list[tuple[str, str]], days: list[str]) -> None:
    """Weekly repeats on weekdays with times of their own, in each to every fourth week from the first day's on."""
    rules = _in("weekly_recurrence", ("0][day", "tue"), ("0][full_day", "1"))
    rules += _in("weekly_recurrence", ("1][day", "mon"), ("1][from", "09:00"), ("1][to", "10:00"))
    found = await _series(vendor, "2027-04-05", "2027-04-30", "week", [*select, *rules])
    assert [one[8:10] for one in found] == days
    assert {one[11:] for one in found} == {"09:00 10:00", "00:00 23:59"}


async def test_every_so_many_months_on_a_day(vendor: Locaboo) -> None:
    """A day of the month repeats in every nth month; months that are too short are left out."""
    pairs = _in("monthly_recurrence", ("mode", "day"), ("days][day", "31"), ("days][month", "01"), *AT_NINE)
    found = await _series(vendor, "2027-01-15", "2027-06-15", "month", pairs)
    assert [one[:10] for one in found] == ["2027-01-31", "2027-03-31", "2027-05-31"]
    pairs = _in("monthly_recurrence", ("mode", "day"), ("days][day", "01"), ("days][month", "2"), *AT_NINE)
    found = await _series(vendor, "2027-01-15", "2027-07-15", "month", pairs)
    assert [one[:10] for one in found] == ["2027-03-01", "2027-05-01", "2027-07-01"]


async def test_every_so_many_months_on_a_weekday(vendor: Locaboo) -> None:
    """The first, second, … of a weekday repeats in every nth month; a fifth is left out where there is none."""
    days = (("days][week_day", "tue"), ("days][month", "01"))
    pairs = _in("monthly_recurrence", ("mode", "week"), ("days][week_number", "1"), *days, *AT_NINE)
    found = await _series(vendor, "2027-01-01", "2027-03-31", "month", pairs)
    assert [one[:10] for one in found] == ["2027-01-05", "2027-02-02", "2027-03-02"]
    pairs = _in("monthly_recurrence", ("mode", "week"), ("days][week_number", "5"), *days, *AT_NINE)
    found = await _series(vendor, "2027-01-01", "2027-06-30", "month", pairs)
    assert [one[:10] for one in found] == ["2027-03-30", "2027-06-29"]


async def test_every_year(vendor: Locaboo) -> None:
    """A day of the year repeats every year; 29 February only in leap years."""
    pairs = _in("yearly_recurrence", ("day", "01"), ("month", "06"), *AT_NINE, ("full_day", "0"))
    found = await _series(vendor, "2027-06-02", "2029-12-31", "year", pairs)
    assert found == ["2028-06-01 09:00 10:00", "2029-06-01 09:00 10:00"]
    pairs = _in("yearly_recurrence", ("day", "29"), ("month", "02"), ("full_day", "1"))
    assert [one[:10] for one in await _series(vendor, "2027-01-01", "2032-12-31", "year", pairs)] == [
        "2028-02-29",
        "2032-02-29",
    ]


@pytest.mark.parametrize(
    ("kind", "pairs", "wrong"),
    [
        ("", [], {"recurrence_type"}),
        ("hour", [], {"recurrence_type"}),
        ("day", [], {"daily_recurrence"}),
        ("day", [("daily_recurrence", "daily")], {"daily_recurrence"}),
        ("day", _in("daily_recurrence", ("from", "09:00")), {"to"}),
        ("day", _in("daily_recurrence", ("from", "09:00"), ("to", "08:00")), {"to"}),
        ("week", [], {"weekly_recurrence"}),
        ("week", _in("weekly_recurrence", ("0][day", "montag"), ("0][full_day", "1")), {"day"}),
        ("week", [("weekly_type_select", "often"), *_in("weekly_recurrence", ("0][day", "mon"), ("0][full_day", "1"))],
         {"weekly_type_select"}),
        ("month", _in("monthly_recurrence", ("mode", "day"), ("full_day", "1")), {"days"}),
        ("month", _in("monthly_recurrence", ("mode", "moon"), ("full_day", "1"), ("days][month", "1")), {"mode"}),
        ("month",
         _in("monthly_recurrence", ("mode", "day"), ("full_day", "1"), ("days][day", "1"), ("days][month", "0")),
         {"month"}),
        ("month", _in("monthly_recurrence", ("mode", "week"), ("full_day", "1"), ("days][month", "1")),
         {"week_number", "week_day"}),
        ("year", _in("yearly_recurrence", ("full_day", "1")), {"day", "month"}),
        ("year", _in("yearly_recurrence", ("full_day", "1"), ("day", "31"), ("month", "2")), {"date_to"}),
    ],
)  # fmt: skip
async def test_rules_that_cannot_be_followed_are_named(
    vendor: Locaboo, kind: str, pairs: list[tuple[str, str]], wrong: set[str]
) -> None:
    """A rule that is missing, wrong, or leads to no day at all is 422 under its name."""
    fields = SERIES | {"date_from": "2027-01-01", "date_to": "2027-12-31", "recurrence_type": kind}
    reply = await vendor.post("booking_add", *pairs, **fields)
    assert reply.status == 422
    assert wrong <= set(reply.document["errors"])


async def test_a_range_without_end_is_refused(vendor: Locaboo) -> None:
    """The sandbox writes 5,000 days at the most."""
    fields = SERIES | {"date_from": "2027-01-01", "date_to": "9999-12-31", "recurrence_type": "day"}
    reply = await vendor.post("booking_add", *_in("daily_recurrence", ("full_day", "1")), **fields)
    assert list(reply.document["errors"]) == ["date_to"]
