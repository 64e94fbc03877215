"""Bookings that are changed or called off: what stays is read at that moment, and a status is always sent."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from locaboo_desk import reading, ref, rows, sample
from locaboo_writes import ATTEMPT, at, booking, customer, space

from loaders.errors import BadResponse, NotThere, Refused, VendorDown
from loaders.records import Allocation, Booking, BookingStatus
from loaders.writes import CancelBooking, Daily, Recurrence, UpdateBooking

if TYPE_CHECKING:
    from locaboo_desk import Open
    from locaboo_writes import Hall, OpenHall

    from loaders.records import Ref

PRESENT = [
    ("resource_id", "49"),
    ("date_from", "2027-09-06"),
    ("date_to", "2027-09-06"),
    ("time_from", "09:00"),
    ("time_to", "11:00"),
]
CHANGES: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({"to": at(6, 12, 30)}, {"time_to": "12:30"}),
    ({"from_": at(6, 8)}, {"time_from": "08:00"}),
    ({"to": at(7)}, {"time_to": "23:59"}),
    ({"space": space("50")}, {"resource_id": "50"}),
    (
        {"space": space("47"), "from_": at(9, 20), "to": at(10, 1)},
        {
            "resource_id": "47",
            "date_from": "2027-09-09",
            "date_to": "2027-09-10",
            "time_from": "20:00",
            "time_to": "01:00",
        },
    ),
]
STATUSES = {
    BookingStatus.CONFIRMED: "Live",
    BookingStatus.DRAFT: "Draft",
    BookingStatus.COMPLETED: "Complete",
    BookingStatus.CANCELLED: "Cancel",
}


async def made(hall: Hall, **parts: Any) -> Ref:
    """Give a booking that was made, with nothing kept or logged."""
    done = await hall.write(booking(**parts))
    await hall.source.forget(done.changed)
    hall.calls()
    return done.ref


@pytest.mark.parametrize(("parts", "changed"), CHANGES)
async def test_what_is_not_changed_is_sent_as_it_is(
    sandbox_hall: OpenHall, parts: dict[str, Any], changed: dict[str, str]
) -> None:
    """A booking is read, looked for in the list of its days, and saved as it was but for what was asked for; Live."""
    hall = await sandbox_hall()
    there = await made(hall)
    done = await hall.write(UpdateBooking(there, **parts))
    sent = [("booking_id", there.id), *dict(PRESENT, **changed).items(), ("booking_status", "Live")]
    assert hall.sent("booking_save") == [sent]
    listed = {"resource_id": "49", "date_from": "2027-09-06", "date_to": "2027-09-06", "show_details": "true"}
    assert hall.sent("booking_list") == [list(listed.items())]
    assert hall.calls() == ["booking", "booking_list", "booking_save"]
    assert isinstance(done.record, Booking)
    assert (done.record.status, done.record.vendor_status) == (BookingStatus.CONFIRMED, "Live")
    assert hall.row(there.id)["title"] == "Probe"


@pytest.mark.parametrize(("status", "word"), STATUSES.items())
async def test_a_status_that_is_said_needs_no_look(sandbox_hall: OpenHall, status: BookingStatus, word: str) -> None:
    """The booking stays where it is and has the status; whether it is listed is not asked."""
    hall = await sandbox_hall()
    there = await made(hall)
    done = await hall.write(UpdateBooking(there, status=status))
    assert hall.sent("booking_save") == [[("booking_id", there.id), *PRESENT, ("booking_status", word)]]
    assert hall.calls() == ["booking", "booking_save"]
    assert hall.row(there.id)["status"] == word
    assert isinstance(done.record, Booking)
    assert (done.record.status, done.record.vendor_status) == (status, word)


async def test_what_is_told_of_a_change(sandbox_hall: OpenHall) -> None:
    """What was read and what was sent, together; of another space the venue is not claimed to be known."""
    hall = await sandbox_hall()
    there = await made(hall, customer=customer("48"), comments="Bitte heizen.")
    done = await hall.write(UpdateBooking(there, to=at(6, 12)))
    record: Any = done.record
    assert (record.name, record.comments, record.reference) == ("Probe", "Bitte heizen.", there.id)
    assert record.links == {"venue": ref("venue", "48"), "customer": customer("48")}
    assert (record.period.starts_at, record.period.ends_at) == (at(6, 9), at(6, 12))
    assert record.allocations == (Allocation(None, space("49"), record.period, None, BookingStatus.CONFIRMED),)
    assert done.knows is not None
    assert done.knows >= {"status", "period", "allocations", "venue", "customer", "name"}
    assert done.changed == (there, space("49"))
    moved = await hall.write(UpdateBooking(there, space=space("47"), from_=at(6, 9), to=at(8, 12)))
    assert moved.knows is not None
    assert not moved.knows & {"venue", "allocations", "details"}
    assert moved.changed == (there, space("49"), space("47"))


async def test_a_booking_is_read_anew(sandbox_hall: OpenHall) -> None:
    """What somebody else changed since it was last read is what stays, not what is kept."""
    hall = await sandbox_hall()
    there = await made(hall)
    await hall.source.get("booking", [there.id], reading())
    hall.row(there.id)["resources"][0]["instances"][0] |= {"from": "2027-09-20 07:00", "to": "2027-09-20 08:00"}
    await hall.write(UpdateBooking(there, status=BookingStatus.DRAFT))
    assert hall.takes(there.id) == [(49, "2027-09-20 07:00", "2027-09-20 08:00")]


async def test_a_booking_that_is_not_listed_needs_a_status(sandbox_hall: OpenHall) -> None:
    """What may be off is not made Live by moving it: the status must be said, and nothing was sent."""
    hall = await sandbox_hall()
    there = await made(hall)
    await hall.write(CancelBooking(there))
    hall.calls()
    message = f"hall does not list booking {there.id} now, so its status must be said."
    assert await hall.refused(UpdateBooking(there, to=at(6, 12))) == [(("status",), message, False)]
    assert hall.calls() == ["booking", "booking_list"]
    await hall.write(UpdateBooking(there, to=at(6, 12), status=BookingStatus.CONFIRMED))
    assert hall.row(there.id)["status"] == "Live"


SERIES = {"recurrence": Recurrence(daily=Daily("09:00", "10:00")), "to": at(9, 12)}


@pytest.mark.parametrize("parts", [SERIES, {"spaces": (space("49"), space("50"))}])
@pytest.mark.parametrize(
    "change",
    [{"to": at(6, 12)}, {"status": BookingStatus.DRAFT}, {"space": space("47"), "status": BookingStatus.CANCELLED}],
)
async def test_several_instances_are_not_moved(
    sandbox_hall: OpenHall, parts: dict[str, Any], change: dict[str, Any]
) -> None:
    """A save would make one thing of them: it is refused, and nothing was sent."""
    hall = await sandbox_hall()
    there = await made(hall, **parts)
    before = hall.takes(there.id)
    message = f"Booking {there.id} of hall has {len(before)} instances: it can be cancelled only."
    assert await hall.refused(UpdateBooking(there, **change)) == [(("id",), message, False)]
    assert hall.calls() == ["booking"]
    assert hall.takes(there.id) == before


@pytest.mark.parametrize("parts", [{}, SERIES, {"spaces": (space("49"), space("50"))}, {"to": at(8, 10)}])
async def test_whatever_it_takes_can_be_cancelled(sandbox_hall: OpenHall, parts: dict[str, Any]) -> None:
    """It is off with two calls, its first resource and its first and last moment sent along; twice is the same."""
    hall = await sandbox_hall()
    there = await made(hall, **parts)
    last = hall.takes(there.id)[-1][2]
    for change in (CancelBooking(there, "no longer needed"), UpdateBooking(there, status=BookingStatus.CANCELLED)):
        done = await hall.write(change)
        assert hall.sent("booking_save") == [
            [
                ("booking_id", there.id),
                ("resource_id", "49"),
                ("date_from", "2027-09-06"),
                ("date_to", last[:10]),
                ("time_from", "09:00"),
                ("time_to", last[11:]),
                ("booking_status", "Cancel"),
            ]
        ]
        assert hall.calls() == ["booking", "booking_save"]
        assert hall.row(there.id)["status"] == "Cancel"
        assert isinstance(done.record, Booking)
        assert (done.record.status, done.record.cancel_reason) == (BookingStatus.CANCELLED, None)


@pytest.mark.parametrize("key", ["999999", "abc", "../profile", "0"])
async def test_a_booking_nobody_knows(sandbox_hall: OpenHall, key: str) -> None:
    """A change of nothing is told as such; an id that the vendor cannot have made is not asked for."""
    hall = await sandbox_hall()
    for change in (CancelBooking(ref("booking", key)), UpdateBooking(ref("booking", key), to=at(6, 12))):
        with pytest.raises(NotThere, match=f'hall knows no booking "{key}"'):
            await hall.write(change)
    assert hall.calls() == (["booking", "booking"] if key == "999999" else [])


async def test_an_end_before_the_beginning_that_is_there(sandbox_hall: OpenHall) -> None:
    """Where one end is the booking's own, the other is to blame; nothing was sent."""
    hall = await sandbox_hall()
    there = await made(hall)
    message = "An end after the beginning, {}, is expected; got {}."
    early = message.format("2027-09-06 09:00:00", "2027-09-06 08:00:00")
    late = message.format("2027-09-06 11:00:00", "2027-09-06 11:00:00")
    assert await hall.refused(UpdateBooking(there, to=at(6, 8))) == [(("to",), early, False)]
    assert await hall.refused(UpdateBooking(there, from_=at(6, 11))) == [(("from_",), late, False)]
    assert hall.calls() == ["booking", "booking"]


async def test_a_space_nobody_knows(sandbox_hall: OpenHall) -> None:
    """The booking was read just now, so what is not there is the space."""
    hall = await sandbox_hall()
    there = await made(hall)
    change = UpdateBooking(there, space=space("999"))
    assert await hall.refused(change) == [(("space",), 'hall knows no space "999".', True)]


async def test_a_booking_that_takes_nothing(open_hall: Open) -> None:
    """What must be sent and is not there must be said; it can be brought somewhere, and not be called off."""
    empty = {**sample("booking"), "data": {"id": 5, "resources": []}}
    source, desk = await open_hall({"booking/5": empty, "booking_save": rows({"id": 5})})
    writer = source.writer
    assert writer is not None
    with pytest.raises(Refused) as refused:
        await writer.write(UpdateBooking(ref("booking", "5"), to=at(6, 12)), ATTEMPT, reading())
    assert [blame.path for blame in refused.value.blames] == [("space",), ("from_",)]
    with pytest.raises(Refused, match="hall does not tell what booking 5 takes"):
        await writer.write(CancelBooking(ref("booking", "5")), ATTEMPT, reading())
    assert "booking_save" not in desk.paths()
    whole = UpdateBooking(ref("booking", "5"), space("49"), at(6, 9), at(6, 12), BookingStatus.DRAFT)
    done = await writer.write(whole, ATTEMPT, reading())
    assert desk.paths() == ["booking/5", "booking_save"]
    assert isinstance(done.record, Booking)
    assert done.record.status is BookingStatus.DRAFT


@pytest.mark.parametrize("broken", ["booking/5", "booking_list"])
async def test_what_is_read_before_leaves_no_doubt(open_hall: Open, broken: str) -> None:
    """A fault of what is read before a change says that the vendor was not asked for the change."""
    there = {**sample("booking"), "data": {**sample("booking")["data"], "id": 5}}
    there["data"]["resources"][0]["instances"] = there["data"]["resources"][0]["instances"][:1]
    source, desk = await open_hall({"booking/5": there, broken: (500, b"")})
    assert source.writer is not None
    with pytest.raises(VendorDown) as down:
        await source.writer.write(UpdateBooking(ref("booking", "5"), to=at(6, 12)), ATTEMPT, reading())
    assert not down.value.reached
    assert "booking_save" not in desk.paths()


async def test_a_booking_that_makes_no_sense_is_left_alone(open_hall: Open) -> None:
    """What ends before it begins is not called off with times that are none; nothing was sent."""
    odd = {
        "id": 5,
        "resources": [{"resource_id": 48, "instances": [{"from": "2027-09-06 11:00", "to": "2027-09-06 09:00"}]}],
    }
    source, desk = await open_hall({"booking/5": {"data": odd, "success": True}})
    assert source.writer is not None
    with pytest.raises(BadResponse) as bad:
        await source.writer.write(CancelBooking(ref("booking", "5")), ATTEMPT, reading())
    assert not bad.value.reached
    assert desk.paths() == ["booking/5"]


@pytest.mark.parametrize("answer", [rows(), rows({"id": 6}), rows({"message": "done"})])
async def test_an_answer_about_another_booking_leaves_doubt(open_hall: Open, answer: object) -> None:
    """A save that does not say that it changed this booking may have made another."""
    there = {**sample("booking"), "data": {**sample("booking")["data"], "id": 5}}
    source, _ = await open_hall({"booking/5": there, "booking_save": answer})
    assert source.writer is not None
    with pytest.raises(BadResponse) as bad:
        await source.writer.write(CancelBooking(ref("booking", "5")), ATTEMPT, reading())
    assert bad.value.reached


async def test_equal_saves_at_once_are_not_one(sandbox_hall: OpenHall) -> None:
    """A GET that writes is never shared, nor kept: two that are asked for at once are two."""
    hall = await sandbox_hall()
    there = await made(hall)
    change = UpdateBooking(there, status=BookingStatus.DRAFT)
    await asyncio.gather(hall.write(change), hall.write(change))
    assert len(hall.sent("booking_save")) == 2
