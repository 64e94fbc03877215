"""What the vendor refuses is told by the places of the input, in our words; nothing was changed then."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from locaboo_desk import SECRET, reading, ref, sample
from locaboo_writes import ADDRESS_NOW, ATTEMPT, CUSTOMER_NOW, PLAIN, at, blamed, booking, contact, customer, space

from loaders.errors import InputRejected, Refused
from loaders.records import BookingStatus
from loaders.writes import (
    BookedItem,
    CancelBooking,
    CustomField,
    Daily,
    Monthly,
    Recurrence,
    UpdateBooking,
    UpdateCustomer,
    Weekday,
    WeekdayTimes,
    Weekly,
    Write,
)

if TYPE_CHECKING:
    from locaboo_desk import Open
    from locaboo_writes import OpenHall

FULL = booking(
    spaces=(space("49"), space("50"), space("8795")),
    customer=customer("48"),
    color="#ff0000",
    comments="x" * 50,
    internal_comments="note",
    custom_fields=(CustomField(space("49"), "56", "A"), CustomField(space("50"), "77", "B")),
    inventory=(BookedItem(space("49"), "1317", 200),),
    locaboo={"persons": ["3"], "season_id": "12", "entrance_hall": True},
)
WEEKLY = booking(
    to=at(30),
    recurrence=Recurrence(
        weekly=Weekly((WeekdayTimes(full_day=True), WeekdayTimes("09:00", "10:00", day=Weekday.TUE)), every=2)
    ),
)
MONTHLY = booking(to=at(30), recurrence=Recurrence(monthly=Monthly("09:00", "10:00", week=2, weekday=Weekday.TUE)))
DAILY = booking(to=at(30), recurrence=Recurrence(daily=Daily("09:00", "10:00")))
ALL_DAY = booking(from_=at(6), to=at(7), all_day=True)
MOVED = UpdateBooking(ref("booking", "5"), space("50"), at(6, 9), at(6, 11), BookingStatus.DRAFT)
EDITED = UpdateCustomer(customer("48"), email="a@example.org", locaboo={"iban": "DE1", "customer_tags": ["x"]})
ADDED = replace(ADDRESS_NOW, contact=contact(email="a@example.org"), locaboo={"vat_id": "1"})

REFUSALS: list[tuple[Write, str, tuple[str, ...], str]] = [
    (FULL, "booking_mode", ("mode",), 'booking_mode, sent as "direct_booking"'),
    (FULL, "title", ("title",), 'title, sent as "Probe"'),
    (FULL, "customer_id", ("customer",), 'customer_id, sent as "48"'),
    (FULL, "persons", ("locaboo", "persons", "0"), 'persons[], sent as "3"'),
    (FULL, "recurring", ("recurrence",), 'recurring, sent as "0"'),
    (FULL, "season_id", ("locaboo", "season_id"), 'season_id, sent as "12"'),
    (FULL, "date_from", ("from_",), 'date_from, sent as "2027-09-06"'),
    (FULL, "time_from", ("from_",), 'time_from, sent as "09:00"'),
    (FULL, "date_to", ("to",), 'date_to, sent as "2027-09-06"'),
    (FULL, "time_to", ("to",), 'time_to, sent as "11:00"'),
    (FULL, "category_fields", ("custom_fields",), 'category_fields, sent as "A" and "B"'),
    (FULL, "category_fields[48][77]", ("custom_fields", "1", "value"), 'category_fields[48][77], sent as "B"'),
    (FULL, "main_resource", ("spaces", "0"), 'main_resource, sent as "48"'),
    (FULL, "resource_parts", ("spaces",), 'resource_parts, sent as "49" and "50" and "8795"'),
    (FULL, "resource_parts.5721.0", ("spaces", "2"), 'resource_parts[5721][], sent as "8795"'),
    (FULL, "custom_color", ("color",), 'custom_color, sent as "1"'),
    (FULL, "color", ("color",), 'color, sent as "#ff0000"'),
    (FULL, "entrance_hall", ("locaboo", "entrance_hall"), 'entrance_hall, sent as "1"'),
    (FULL, "internal_comments", ("internal_comments",), 'internal_comments, sent as "note"'),
    (FULL, "comments", ("comments",), f'comments, sent as "{"x" * 40}…"'),
    (FULL, "inventory", ("inventory", "0"), 'inventory, sent as "on" and "200"'),
    (
        FULL,
        "inventory.48.1317.quantity",
        ("inventory", "0", "quantity"),
        'inventory[48][1317][quantity], sent as "200"',
    ),
    (FULL, "quantity", ("inventory", "0", "quantity"), 'inventory[48][1317][quantity], sent as "200"'),
    (ALL_DAY, "multi_day", ("all_day",), 'multi_day, sent as "1"'),
    (DAILY, "recurrence_type", ("recurrence", "daily"), 'recurrence_type, sent as "day"'),
    (DAILY, "to", ("recurrence", "daily", "to"), 'daily_recurrence[to], sent as "10:00"'),
    (WEEKLY, "weekly_type_select", ("recurrence", "weekly", "every"), 'weekly_type_select, sent as "biweek"'),
    (
        WEEKLY,
        "weekly_recurrence",
        ("recurrence", "weekly", "days"),
        'weekly_recurrence, sent as "mon" and "1" and "tue" and "09:00" and "10:00"',
    ),
    (
        WEEKLY,
        "weekly_recurrence.1.from",
        ("recurrence", "weekly", "days", "1", "from_"),
        'weekly_recurrence[1][from], sent as "09:00"',
    ),
    (
        MONTHLY,
        "monthly_recurrence[days][week_number]",
        ("recurrence", "monthly", "week"),
        'monthly_recurrence[days][week_number], sent as "2"',
    ),
    (MONTHLY, "week_day", ("recurrence", "monthly", "weekday"), 'monthly_recurrence[days][week_day], sent as "tue"'),
    (MOVED, "resource_id", ("space",), 'resource_id, sent as "50"'),
    (MOVED, "time_to", ("to",), 'time_to, sent as "11:00"'),
    (MOVED, "booking_status", ("status",), 'booking_status, sent as "Draft"'),
    (MOVED, "booking_id", ("id",), 'booking_id, sent as "5"'),
    (CancelBooking(ref("booking", "5")), "time_to", ("id",), 'time_to, sent as "09:00"'),
    (CUSTOMER_NOW, "email", ("email",), 'email, sent as "ada@example.org"'),
    (EDITED, "customer_id", ("id",), 'customer_id, sent as "48"'),
    (EDITED, "iban", ("locaboo", "iban"), 'iban, sent as "DE1"'),
    (EDITED, "customer_tags", ("locaboo", "customer_tags", "0"), 'customer_tags[], sent as "x"'),
    (ADDED, "address.0.zip", ("address", "postal_code"), 'address[0][zip], sent as "10115"'),
    (ADDED, "street", ("address", "lines"), 'address[0][street], sent as "Gasse"'),
    (ADDED, "email", ("contact", "email"), 'address[0][email], sent as "a@example.org"'),
    (ADDED, "UstID", ("locaboo", "vat_id"), 'address[0][UstID], sent as "1"'),
    (ADDED, "address_type", ("secondary",), 'address[0][address_type], sent as "secondary"'),
    (
        ADDED,
        "address",
        (),
        "address, sent as "
        + " and ".join(
            f'"{one}"' for one in ("a@example.org", "Gasse", "5", "10115", "Berlin", "DE", "1", "secondary")
        ),
    ),
]
THEIR_WORDS = "verboten: key 0c4b00"


@pytest.mark.parametrize("status", [422, 200])
@pytest.mark.parametrize(("write", "name", "path", "sent"), REFUSALS)
async def test_a_refused_parameter_is_told_by_its_place(
    open_hall: Open, write: Write, name: str, path: tuple[str, ...], *, sent: str, status: int
) -> None:
    """Whatever way a parameter is named, it is told where in the input it came from and as what it was sent."""
    told = {"success": False, "message": THEIR_WORDS, "errors": {name: [THEIR_WORDS]}}
    found = await refused(open_hall, write, (status, told))
    assert isinstance(found, Refused)
    assert blamed(found.blames) == [(path, f"hall refuses {sent}.", True)]
    assert THEIR_WORDS not in str(found)


@pytest.mark.parametrize(
    "errors",
    [
        None,
        [],
        {},
        {"unheard_of": THEIR_WORDS},
        {"": THEIR_WORDS},
        {"[]": THEIR_WORDS},
        [THEIR_WORDS],
        [{"title": THEIR_WORDS}],
        THEIR_WORDS,
        5,
    ],
)
@pytest.mark.parametrize("status", [422, 200])
async def test_a_refusal_that_names_nothing_is_one_all_the_same(open_hall: Open, errors: object, status: int) -> None:
    """Nobody is blamed for what the vendor does not say; what it says is not repeated, and nothing was changed."""
    told = {"success": False, "message": THEIR_WORDS, "errors": errors}
    found = await refused(open_hall, PLAIN, (status, told))
    assert type(found) is InputRejected
    assert str(found) == f"hall answered {status}: it does not accept what was asked"


@pytest.mark.parametrize("status", [400, 402, 405, 409, 410, 413])
async def test_every_other_refusal_is_one(open_hall: Open, status: int) -> None:
    """A slot that is taken, a booking that is locked: whatever 4xx it is, nothing was changed."""
    found = await refused(open_hall, PLAIN, (status, b"<html>no</html>"))
    assert type(found) is InputRejected


async def test_several_refused_parameters_are_told_at_once(open_hall: Open) -> None:
    """Each at its place, once; a name that was not sent beside them is nobody's."""
    errors = {"date_to": "late", "time_to": "late", "title": "odd", "nonsense": "?"}
    found = await refused(open_hall, PLAIN, (422, {"success": False, "errors": errors}))
    assert isinstance(found, Refused)
    assert [path for path, _, _ in blamed(found.blames)] == [("to",), ("to",), ("title",)]


async def test_a_refusal_is_no_failure_of_the_source(open_hall: Open) -> None:
    """A vendor that refuses what it was sent works: its health does not show it as failing."""
    told = {"success": False, "errors": {"title": "odd"}}
    source, _ = await open_hall({"booking_add": told})
    assert source.writer is not None
    with pytest.raises(Refused):
        await source.writer.write(PLAIN, ATTEMPT, reading())
    assert source.health.last_failure is None


@pytest.mark.parametrize("status", [422, 200])
async def test_the_sandbox_refuses_so(sandbox_hall: OpenHall, status: int) -> None:
    """What passes our checks and not the vendor's is told at its place, and the vendor has nothing of it."""
    hall = await sandbox_hall(soft_errors=status == 200)
    before = len(hall.office.bookings)
    missing = replace(PLAIN, services=(BookedItem(space("49"), "999999"),))
    message = 'hall refuses services, sent as "on" and "1".'
    assert await hall.refused(missing) == [(("services", "0"), message, True)]
    never = replace(WEEKLY, to=at(6, 12), recurrence=Recurrence(daily=Daily("09:00", "10:00")))
    await hall.write(never)
    no_day = replace(
        PLAIN, to=at(7, 12), recurrence=Recurrence(weekly=Weekly((WeekdayTimes(full_day=True, day=Weekday.SUN),)))
    )
    assert await hall.refused(no_day) == [(("to",), 'hall refuses date_to, sent as "2027-09-07".', True)]
    assert len(hall.office.bookings) == before + 1


async def refused(open_hall: Open, write: Write, answer: object) -> Any:
    """Give what a change fails with that is answered so; it holds no key, nor does anything that led to it."""
    there = {**sample("booking"), "data": {**sample("booking")["data"], "id": 5}}
    there["data"]["resources"][0]["instances"] = there["data"]["resources"][0]["instances"][:1]
    endpoints = ("booking_add", "booking_save", "customer_add", "customer_edit", "customer_address_add")
    source, _ = await open_hall({"booking/5": there, **dict.fromkeys(endpoints, answer)})
    assert source.writer is not None
    assert not source.writer.faults(write)
    with pytest.raises((Refused, InputRejected)) as raised:
        await source.writer.write(write, ATTEMPT, reading())
    fault: BaseException | None = raised.value
    while fault is not None:
        assert SECRET not in f"{fault!r} {fault}"
        assert THEIR_WORDS not in f"{fault!r} {fault}"
        fault = fault.__cause__ or fault.__context__
    return raised.value
