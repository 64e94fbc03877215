"""A change whose answer was lost is looked for at the vendor: found, absent, or more than one; never guessed."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from locaboo_desk import reading, ref, rows, sample
from locaboo_writes import ADDRESS_NOW, ATTEMPT, CUSTOMER_NOW, PLAIN, at, booking, customer, space

from loaders.errors import BadResponse, VendorDown
from loaders.records import Booking, BookingStatus
from loaders.writes import (
    BookingMode,
    CancelBooking,
    CreateCustomer,
    PostalAddress,
    UpdateBooking,
    UpdateCustomer,
)

if TYPE_CHECKING:
    from locaboo_desk import Open
    from locaboo_writes import OpenHall

MADE: list[dict[str, Any]] = [
    {},
    {"title": None},
    {"title": " Probe ", "comments": "Bitte heizen.\nDanke", "customer": customer("48"), "color": "#FF0000"},
    {"spaces": (space("48"),)},
    {"spaces": (space("49"), space("50"), space("8795"))},
    {"spaces": (space("47"), space("49"))},
    {"to": at(8, 10)},
    {"from_": at(6, 22), "to": at(8, 2)},
    {"from_": at(6), "to": at(8), "all_day": True},
    {"from_": at(6), "to": at(7), "all_day": True},
    {"mode": BookingMode.REQUEST},
]
OTHER: list[dict[str, Any]] = [
    {"title": "Probe 2"},
    {"title": None},
    {"comments": "Bitte heizen."},
    {"customer": customer("48")},
    {"spaces": (space("50"),)},
    {"spaces": (space("49"), space("50"))},
    {"spaces": (space("48"),)},
    {"to": at(6, 12)},
    {"from_": at(6, 8)},
    {"to": at(7, 11)},
    {"from_": at(13, 9), "to": at(13, 11)},
]


@pytest.mark.parametrize("parts", MADE)
async def test_what_was_made_is_found(sandbox_hall: OpenHall, parts: dict[str, Any]) -> None:
    """Of every sort of booking exactly the one is found, and the same is told of it as by the answer that was lost."""
    hall = await sandbox_hall()
    wanted = booking(**parts)
    assert await hall.find(wanted) == []
    done = await hall.write(wanted)
    (found,) = await hall.find(wanted)
    assert (found.ref, found.knows, found.changed) == (done.ref, done.knows, done.changed)
    assert replace(found.record, fetched_at=done.record.fetched_at) == done.record  # type: ignore[union-attr]


@pytest.mark.parametrize("parts", OTHER)
async def test_what_is_otherwise_is_not_found(sandbox_hall: OpenHall, parts: dict[str, Any]) -> None:
    """A booking that differs in anything that can be read is another's, whichever of the two was asked for."""
    hall = await sandbox_hall()
    await hall.write(booking(**parts))
    assert await hall.find(PLAIN) == []
    hall = await sandbox_hall()
    await hall.write(PLAIN)
    assert await hall.find(booking(**parts)) == []


async def test_what_the_list_leaves_out_is_looked_at(sandbox_hall: OpenHall) -> None:
    """A booking that takes more elsewhere or on other days looks the same in the list, and is another."""
    hall = await sandbox_hall()
    await hall.write(booking(spaces=(space("49"), space("50"))))
    await hall.write(booking(from_=at(5, 9), to=at(7, 11)))
    hall.calls()
    assert await hall.find(PLAIN) == []
    assert hall.calls() == ["booking_list", "booking", "booking"]


async def test_equal_bookings_are_all_told_the_newest_first(sandbox_hall: OpenHall) -> None:
    """Which of several is meant nobody can say here; the last that was made is the likeliest."""
    hall = await sandbox_hall()
    refs = [(await hall.write(PLAIN)).ref for _ in range(3)]
    assert [found.ref for found in await hall.find(PLAIN)] == refs[::-1]


async def test_a_find_asks_the_vendor_itself(sandbox_hall: OpenHall) -> None:
    """What is kept is passed by: one list of the days and the space, and one call for what looks like it."""
    hall = await sandbox_hall()
    assert await hall.find(PLAIN) == []
    done = await hall.write(PLAIN)
    hall.calls()
    await hall.find(PLAIN)
    listed = [("resource_id", "49"), ("date_from", "2027-09-06"), ("date_to", "2027-09-06"), ("show_details", "true")]
    assert hall.sent("booking_list") == [listed]
    assert hall.calls() == ["booking_list", "booking"]
    inquiry = reading()
    await hall.writer.find(UpdateBooking(done.ref, to=at(6, 11)), ATTEMPT, inquiry)
    await hall.writer.find(CUSTOMER_NOW, ATTEMPT, inquiry)
    assert [call.reason for call in inquiry.calls] == ["find", "find"]


async def test_a_find_joins_no_reading_under_way(open_hall: Open) -> None:
    """An equal question that was asked before may have been answered before the change."""
    source, desk = await open_hall()
    desk.held = asyncio.Event()
    early = asyncio.create_task(source.get("customer", ["41"], reading()))
    await desk.waiting.wait()
    desk.waiting.clear()
    assert source.writer is not None
    late = asyncio.create_task(source.writer.find(CUSTOMER_NOW, ATTEMPT, reading()))
    await desk.waiting.wait()
    desk.held.set()
    await asyncio.gather(early, late)
    assert desk.paths() == ["customer_list", "customer_list"]


async def test_a_row_that_makes_no_sense_leaves_doubt(open_hall: Open) -> None:
    """It might be the one that is looked for, so nothing is not found; what is found beside it is."""
    row = sample("booking")["data"]
    row |= {"title": "Probe", "customer_id": None}
    row["resources"][0]["instances"] = row["resources"][0]["instances"][:1]
    wanted = booking(spaces=(space("8795"),), from_=at(10, 5, month=10, year=2023), to=at(10, 9, month=10, year=2023))
    broken = {"id": 7, "title": []}
    answers = {"booking_list": rows(broken, row, {**row, "id": 8}), "booking/312842": {"data": row, "success": True}}
    source, desk = await open_hall(answers)
    assert source.writer is not None
    assert [one.ref.id for one in await source.writer.find(wanted, ATTEMPT, reading()) or ()] == ["312842"]
    desk.answers |= {"booking_list": rows(broken), "customer_list": rows({"id": 48, "created": 5})}
    for change in (wanted, CUSTOMER_NOW, UpdateCustomer(customer("48"), phone="1")):
        with pytest.raises(BadResponse, match="a row that cannot be read"):
            await source.writer.find(change, ATTEMPT, reading())
    desk.answers["booking_list"] = rows({**row, "id": 8})
    assert await source.writer.find(wanted, ATTEMPT, reading()) == []


async def test_all_parts_are_the_whole(sandbox_hall: OpenHall) -> None:
    """How the vendor keeps a whole is not documented: all its parts are one, too; some of them are not."""
    hall = await sandbox_hall()
    done = await hall.write(booking(spaces=(space("49"), space("50"))))
    assert [one.ref for one in await hall.find(booking(spaces=(space("48"),)))] == [done.ref]
    (taken,) = hall.row(done.ref.id)["resources"]
    taken["instances"].pop()
    assert await hall.find(booking(spaces=(space("48"),))) == []


async def test_only_what_looks_like_it_costs_a_call(sandbox_hall: OpenHall) -> None:
    """Bookings at other times on the same day are told apart by the list alone."""
    hall = await sandbox_hall()
    for hour in (12, 13, 14):
        await hall.write(booking(from_=at(6, hour), to=at(6, hour + 1)))
    hall.calls()
    assert await hall.find(PLAIN) == []
    assert hall.calls() == ["booking_list"]


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ({"to": at(6, 12)}, True),
        ({"from_": at(6, 9), "to": at(6, 12), "space": space("49")}, True),
        ({"to": at(6, 11)}, False),
        ({"to": at(6, 12), "space": space("50")}, False),
    ],
)
async def test_a_booking_that_was_moved(sandbox_hall: OpenHall, parts: dict[str, Any], found: bool) -> None:  # noqa: FBT001  # a case
    """It is where it was to be, or not; its status nobody can read, so none is told."""
    hall = await sandbox_hall()
    there = (await hall.write(PLAIN)).ref
    await hall.write(UpdateBooking(there, to=at(6, 12)))
    answer = await hall.find(UpdateBooking(there, **parts))
    assert [one.ref for one in answer] == ([there] if found else [])
    for one in answer:
        assert isinstance(one.record, Booking)
        assert (one.record.status, one.record.vendor_status) == (BookingStatus.UNKNOWN, None)
        assert not one.knows & {"status", "vendor_status"}
        assert one.record.period is not None
        assert one.record.period.ends_at == at(6, 12)


async def test_a_booking_that_is_gone_was_not_moved(sandbox_hall: OpenHall) -> None:
    """Nothing is found of what is not there, nor of what takes several spaces now."""
    hall = await sandbox_hall()
    assert await hall.find(UpdateBooking(ref("booking", "999999"), to=at(7))) == ()
    there = (await hall.write(booking(spaces=(space("49"), space("50"))))).ref
    assert await hall.find(UpdateBooking(there, to=at(6, 11))) == ()


@pytest.mark.parametrize(
    "write",
    [
        CancelBooking(ref("booking", "312834")),
        UpdateBooking(ref("booking", "312834"), status=BookingStatus.DRAFT),
        UpdateBooking(ref("booking", "312834"), to=at(7), status=BookingStatus.CONFIRMED),
        ADDRESS_NOW,
        CreateCustomer("hall", locaboo={"iban": "DE1"}),
        UpdateCustomer(customer("48"), phone="1", locaboo={"iban": "DE1"}),
        UpdateCustomer(customer("48"), address=PostalAddress(("Gasse",), "5")),
    ],
)
async def test_what_reading_never_tells_is_not_looked_for(sandbox_hall: OpenHall, write: Any) -> None:
    """A status, a further address, a bank account: nobody could say whether it is so, and no call is made."""
    hall = await sandbox_hall()
    assert await hall.find(write) is None
    assert hall.calls() == []


async def test_a_customer_who_was_made(sandbox_hall: OpenHall) -> None:
    """All that can be read is the same; the newest of several first; what cannot be read does not count."""
    hall = await sandbox_hall()
    wanted = replace(CUSTOMER_NOW, phone="1", address=PostalAddress(("Gasse",), "5", "10115", "Ulm", "DE"))
    wanted = replace(wanted, locaboo={"iban": "DE1", "show_name": "Countess"})
    assert await hall.find(wanted) == []
    refs = [(await hall.write(wanted)).ref for _ in range(2)]
    hall.office.customers[refs[0].id]["email"] = "ADA@example.org"
    found = await hall.find(wanted)
    assert [one.ref for one in found] == refs[::-1]
    assert found[0].record.name == "Countess"
    for other in ({"phone": "2"}, {"last_name": None, "company": "x"}, {"address": PostalAddress(city="Bonn")}):
        assert await hall.find(replace(wanted, **other)) == []


async def test_a_customer_who_was_there_before_is_not_the_one_made(sandbox_hall: OpenHall) -> None:
    """Somebody of the same name from before the attempt, or of whom more is known, is somebody else."""
    hall = await sandbox_hall()
    wanted = replace(CUSTOMER_NOW, email=None)
    made = (await hall.write(wanted)).ref
    row = hall.office.customers[made.id]
    assert [one.ref for one in await hall.find(wanted)] == [made]
    row["email"] = "ada@example.org"
    assert await hall.find(wanted) == []
    row |= {"email": "", "created": "2026-06-15T11:40:00+02:00"}
    assert await hall.find(wanted) == []


async def test_a_customer_who_was_changed(sandbox_hall: OpenHall) -> None:
    """They are as they were to be, or not; the same of somebody else is no answer."""
    hall = await sandbox_hall()
    change = UpdateCustomer(customer("48"), phone="+49 30 1", email="")
    assert await hall.find(change) == ()
    await hall.write(replace(change, id=customer("41")))
    assert await hall.find(change) == ()
    done = await hall.write(change)
    (found,) = await hall.find(change)
    assert (found.ref, found.knows) == (done.ref, done.knows)


@pytest.mark.parametrize(
    ("write", "broken"),
    [
        (PLAIN, "resource_list"),
        (PLAIN, "booking_list"),
        (UpdateBooking(ref("booking", "312834"), to=at(7)), "booking/312834"),
        (CUSTOMER_NOW, "customer_list"),
        (UpdateCustomer(customer("48"), phone="1"), "customer_list"),
    ],
)
async def test_a_vendor_that_does_not_answer_has_not_told(open_hall: Open, write: Any, broken: str) -> None:
    """That nothing was found is never said where nobody could look."""
    source, _ = await open_hall({broken: (503, b"")})
    assert source.writer is not None
    with pytest.raises(VendorDown):
        await source.writer.find(write, ATTEMPT, reading())


async def test_a_candidate_that_cannot_be_read_has_not_told(open_hall: Open) -> None:
    """A booking that looks like it and cannot be read alone leaves the question open."""
    there = {"from": "2027-09-06 09:00", "to": "2027-09-06 11:00", "resource_id": 49}
    row = {"id": 5, "title": "Probe", "resources": [{"resource_id": 48, "instances": {"1": there}}]}
    source, _ = await open_hall({"booking_list": rows(row), "booking/5": (500, b"")})
    assert source.writer is not None
    with pytest.raises(VendorDown):
        await source.writer.find(PLAIN, ATTEMPT, reading())


async def test_a_space_that_is_gone_was_not_booked(sandbox_hall: OpenHall) -> None:
    """A booking of what is not there is not there."""
    hall = await sandbox_hall()
    assert await hall.find(booking(spaces=(space("999"),))) == ()
    assert hall.calls() == ["resource_list"]
