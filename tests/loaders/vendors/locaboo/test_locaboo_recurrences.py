"""Bookings that repeat: what each rule is sent as, and that it is found again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from locaboo_desk import reading, rows
from locaboo_writes import ATTEMPT, at, booking

from loaders.writes import Daily, Monthly, Recurrence, Weekday, WeekdayTimes, Weekly, Yearly

if TYPE_CHECKING:
    from locaboo_desk import Open
    from locaboo_writes import OpenHall

MORNING = ("09:00", "10:00")

RULES: dict[str, tuple[Recurrence, list[tuple[str, str]]]] = {
    "every day": (
        Recurrence(daily=Daily(*MORNING)),
        [
            ("recurrence_type", "day"),
            ("daily_recurrence[from]", "09:00"),
            ("daily_recurrence[to]", "10:00"),
            ("daily_recurrence[full_day]", "0"),
        ],
    ),
    "every day, all day": (
        Recurrence(daily=Daily(full_day=True)),
        [("recurrence_type", "day"), ("daily_recurrence[full_day]", "1")],
    ),
    "every week": (
        Recurrence(
            weekly=Weekly(
                (WeekdayTimes(full_day=True, day=Weekday.MON), WeekdayTimes(*MORNING, day=Weekday.TUE)),
            )
        ),
        [
            ("recurrence_type", "week"),
            ("weekly_type_select", "week"),
            ("weekly_recurrence[0][day]", "mon"),
            ("weekly_recurrence[0][full_day]", "1"),
            ("weekly_recurrence[1][day]", "tue"),
            ("weekly_recurrence[1][from]", "09:00"),
            ("weekly_recurrence[1][to]", "10:00"),
        ],
    ),
    "every second week": (
        Recurrence(weekly=Weekly((WeekdayTimes(*MORNING, day=Weekday.SUN),), every=2)),
        [
            ("recurrence_type", "week"),
            ("weekly_type_select", "biweek"),
            ("weekly_recurrence[0][day]", "sun"),
            ("weekly_recurrence[0][from]", "09:00"),
            ("weekly_recurrence[0][to]", "10:00"),
        ],
    ),
    "every third week": (
        Recurrence(weekly=Weekly((WeekdayTimes(full_day=True, day=Weekday.WED),), every=3)),
        [
            ("recurrence_type", "week"),
            ("weekly_type_select", "triweek"),
            ("weekly_recurrence[0][day]", "wed"),
            ("weekly_recurrence[0][full_day]", "1"),
        ],
    ),
    "every fourth week": (
        Recurrence(
            weekly=Weekly(
                (WeekdayTimes("08:00", "09:00", day=Weekday.FRI), WeekdayTimes(*MORNING, day=Weekday.FRI)), every=4
            )
        ),
        [
            ("recurrence_type", "week"),
            ("weekly_type_select", "quadweek"),
            ("weekly_recurrence[0][day]", "fri"),
            ("weekly_recurrence[0][from]", "08:00"),
            ("weekly_recurrence[0][to]", "09:00"),
            ("weekly_recurrence[1][day]", "fri"),
            ("weekly_recurrence[1][from]", "09:00"),
            ("weekly_recurrence[1][to]", "10:00"),
        ],
    ),
    "a day of every month": (
        Recurrence(monthly=Monthly(*MORNING, day_of_month=9)),
        [
            ("recurrence_type", "month"),
            ("monthly_recurrence[mode]", "day"),
            ("monthly_recurrence[days][day]", "09"),
            ("monthly_recurrence[days][month]", "01"),
            ("monthly_recurrence[from]", "09:00"),
            ("monthly_recurrence[to]", "10:00"),
            ("monthly_recurrence[full_day]", "0"),
        ],
    ),
    "a day of every third month, all day": (
        Recurrence(monthly=Monthly(full_day=True, day_of_month=31, every_months=3)),
        [
            ("recurrence_type", "month"),
            ("monthly_recurrence[mode]", "day"),
            ("monthly_recurrence[days][day]", "31"),
            ("monthly_recurrence[days][month]", "03"),
            ("monthly_recurrence[full_day]", "1"),
        ],
    ),
    "a weekday of every second month": (
        Recurrence(monthly=Monthly(*MORNING, week=5, weekday=Weekday.THU, every_months=2)),
        [
            ("recurrence_type", "month"),
            ("monthly_recurrence[mode]", "week"),
            ("monthly_recurrence[days][week_number]", "5"),
            ("monthly_recurrence[days][week_day]", "thu"),
            ("monthly_recurrence[days][month]", "02"),
            ("monthly_recurrence[from]", "09:00"),
            ("monthly_recurrence[to]", "10:00"),
            ("monthly_recurrence[full_day]", "0"),
        ],
    ),
    "every year": (
        Recurrence(yearly=Yearly(*MORNING, day=1, month=6)),
        [
            ("recurrence_type", "year"),
            ("yearly_recurrence[day]", "01"),
            ("yearly_recurrence[month]", "06"),
            ("yearly_recurrence[from]", "09:00"),
            ("yearly_recurrence[to]", "10:00"),
            ("yearly_recurrence[full_day]", "0"),
        ],
    ),
    "every year, all day": (
        Recurrence(yearly=Yearly(full_day=True, day=29, month=2)),
        [
            ("recurrence_type", "year"),
            ("yearly_recurrence[day]", "29"),
            ("yearly_recurrence[month]", "02"),
            ("yearly_recurrence[full_day]", "1"),
        ],
    ),
}
LAST = at(31, 12, month=12, year=2028)


@pytest.mark.parametrize("name", RULES)
async def test_the_body_of_a_rule(open_hall: Open, name: str) -> None:
    """Each kind of rule is sent in the document's shape, with the days it holds for and without times of its own."""
    source, desk = await open_hall({"booking_add": rows({"id": 7, "message": "done"})})
    rule, expected = RULES[name]
    assert source.writer is not None
    wanted = booking(to=LAST, recurrence=rule)
    assert not source.writer.faults(wanted)
    done = await source.writer.write(wanted, ATTEMPT, reading())
    assert desk.posted == [
        [
            ("booking_mode", "direct_booking"),
            ("title", "Probe"),
            ("recurring", "1"),
            ("date_from", "2027-09-06"),
            ("date_to", "2028-12-31"),
            *expected,
            ("main_resource", "48"),
            ("resource_parts[48][]", "49"),
        ]
    ]
    assert done.knows is not None
    assert not done.knows & {"period", "allocations", "details"}


@pytest.mark.parametrize("name", RULES)
async def test_what_a_rule_made_is_found_again(sandbox_hall: OpenHall, name: str) -> None:
    """The vendor makes instances of each rule, and a lost answer is made good for by finding exactly that booking."""
    hall = await sandbox_hall()
    rule, _ = RULES[name]
    wanted = booking(to=LAST, recurrence=rule)
    assert await hall.find(wanted) == []
    done = await hall.write(wanted)
    assert hall.takes(done.ref.id)
    assert [one.ref for one in await hall.find(wanted)] == [done.ref]
    assert await hall.find(booking(to=LAST, recurrence=rule, title="Other")) == []
    other = booking(to=LAST, recurrence=Recurrence(daily=Daily("20:00", "21:00")))
    assert await hall.find(other) == []


async def test_the_last_day_is_that_of_to(sandbox_hall: OpenHall) -> None:
    """What repeats until a midnight repeats on the day that it begins; it is found so, too."""
    hall = await sandbox_hall()
    wanted = booking(from_=at(6), to=at(8), recurrence=Recurrence(daily=Daily(*MORNING)))
    done = await hall.write(wanted)
    assert [start for _, start, _ in hall.takes(done.ref.id)] == [f"2027-09-0{day} 09:00" for day in (6, 7, 8)]
    assert [one.ref for one in await hall.find(wanted)] == [done.ref]


async def test_the_vendor_may_count_weeks_otherwise(sandbox_hall: OpenHall) -> None:
    """From which week every second is counted is not documented: one of the other weeks is found, too, but last."""
    hall = await sandbox_hall()
    rule = Recurrence(weekly=Weekly((WeekdayTimes(*MORNING, day=Weekday.SUN),), every=2))
    wanted = booking(to=at(31, 12, month=10), recurrence=rule)
    as_it_reads = await hall.write(wanted)
    other = await hall.write(wanted)
    for one in hall.row(other.ref.id)["resources"][0]["instances"]:
        moved = {"2027-09-12": "2027-09-19", "2027-09-26": "2027-10-03", "2027-10-10": "2027-10-17"}
        day = moved.get(one["from"][:10], "2027-10-31")
        one["from"], one["to"] = f"{day} 09:00", f"{day} 10:00"
    assert [one.ref for one in await hall.find(wanted)] == [as_it_reads.ref, other.ref]
