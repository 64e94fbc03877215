"""Bookings that are made at Locaboo: what is sent, what the vendor has then, and what is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from locaboo_desk import BERLIN, reading, ref, rows
from locaboo_writes import ATTEMPT, PLAIN, at, booking, customer, space

from loaders.clock import local
from loaders.errors import BadResponse, NotThere, VendorDown
from loaders.records import Allocation, Booking, BookingStatus, Period
from loaders.writes import BookedItem, BookingMode, CustomField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from locaboo_desk import Open
    from locaboo_writes import OpenHall


Pairs = list[tuple[str, str]]

EVERYTHING = booking(
    spaces=(space("8795"), space("49"), space("50")),
    title="Grünkohlessen",
    customer=customer("48"),
    mode=BookingMode.REQUEST,
    comments="Bitte heizen.\nDanke & Gruß",
    internal_comments="VIP",
    color="#ff0000",
    custom_fields=(CustomField(space("49"), "mf_56", "Privatfeier"), CustomField(space("5721"), "5", "A")),
    inventory=(BookedItem(space("48"), "1317", 2),),
    services=(BookedItem(space("8795"), "1317"), BookedItem(space("50"), "701", 3)),
    locaboo={"persons": ["3", "8"], "season_id": "12", "entrance_hall": True, "hidden_in_widget": False},
)

BODIES: list[tuple[dict[str, Any], Pairs]] = [
    (
        {"all_day": True, "to": at(8)},
        [
            ("date_from", "2027-09-06"),
            ("date_to", "2027-09-07"),
            ("time_from", "00:00"),
            ("time_to", "23:59"),
            ("multi_day", "1"),
        ],
    ),
    (
        {"from_": at(6, 18), "to": at(7)},
        [("date_from", "2027-09-06"), ("date_to", "2027-09-06"), ("time_from", "18:00"), ("time_to", "23:59")],
    ),
    (
        {"from_": at(6, 18), "to": at(7, 2, 30)},
        [("date_from", "2027-09-06"), ("date_to", "2027-09-07"), ("time_from", "18:00"), ("time_to", "02:30")],
    ),
    (
        {"from_": at(1, 12, month=7).astimezone(tz=None), "to": at(1, 13, month=7)},
        [("date_from", "2027-07-01"), ("date_to", "2027-07-01"), ("time_from", "12:00"), ("time_to", "13:00")],
    ),
]

SPACES: list[tuple[Sequence[str], Pairs]] = [
    (["47"], [("main_resource", "47")]),
    (["48"], [("main_resource", "48")]),
    (["49"], [("main_resource", "48"), ("resource_parts[48][]", "49")]),
    (
        ["49", "8795", "50"],
        [
            ("main_resource", "48"),
            ("resource_parts[48][]", "49"),
            ("resource_parts[5721][]", "8795"),
            ("resource_parts[48][]", "50"),
        ],
    ),
    (["49", "47"], [("main_resource", "47"), ("resource_parts[48][]", "49")]),
]

NOT_TOGETHER: list[tuple[dict[str, Any], tuple[str, ...], str]] = [
    ({"spaces": (space("49"), space("999"))}, ("spaces", "1"), 'hall has no space "999".'),
    ({"spaces": (space("../49"),)}, ("spaces", "0"), 'hall has no space "../49".'),
    (
        {"spaces": (space("48"), space("47"))},
        ("spaces", "1"),
        "hall books one main resource as a whole at a time, here 48.",
    ),
    (
        {"spaces": (space("49"), space("48"))},
        ("spaces", "0"),
        "It is a part of 48, which is asked for as a whole.",
    ),
    (
        {"custom_fields": (CustomField(space("5721"), "5", "A"),)},
        ("custom_fields", "0", "space"),
        "One of the spaces that are booked is expected.",
    ),
    (
        {"inventory": (BookedItem(space("50"), "1317"),)},
        ("inventory", "0", "space"),
        "One of the spaces that are booked is expected.",
    ),
    (
        {"services": (BookedItem(space("49"), "701"), BookedItem(space("48"), "701"))},
        ("services", "1", "item"),
        "701 is told once already for 48.",
    ),
]


def period(first: tuple[int, ...], last: tuple[int, ...]) -> Period:
    """Make a period in September 2027 in Berlin."""
    start, end = at(*first), at(*last)
    return Period(start.date(), end.date(), start, end, all_day=False, time_zone=BERLIN.key)


async def test_only_what_was_asked_or_is_required_is_sent(open_hall: Open) -> None:
    """A plain booking is eight parameters, read from one list of resources that is kept."""
    source, desk = await open_hall({"booking_add": rows({"id": "7", "message": "done"})})
    assert source.writer is not None
    done = await source.writer.write(booking(title=None), ATTEMPT, reading())
    await source.writer.write(booking(title=None), ATTEMPT, reading())
    assert desk.paths() == ["resource_list", "booking_add", "booking_add"]
    assert desk.posted[0] == [
        ("booking_mode", "direct_booking"),
        ("recurring", "0"),
        ("date_from", "2027-09-06"),
        ("date_to", "2027-09-06"),
        ("time_from", "09:00"),
        ("time_to", "11:00"),
        ("main_resource", "48"),
        ("resource_parts[48][]", "49"),
    ]
    assert done.ref == ref("booking", "7")


async def test_everything_that_can_be_asked_is_sent(open_hall: Open) -> None:
    """Parts of several main resources, fields and things by main resource, and what only this vendor takes."""
    source, desk = await open_hall({"booking_add": rows({"id": 7, "message": "done"})})
    assert source.writer is not None
    assert not source.writer.faults(EVERYTHING)
    await source.writer.write(EVERYTHING, ATTEMPT, reading())
    assert desk.posted == [
        [
            ("booking_mode", "booking_request"),
            ("title", "Grünkohlessen"),
            ("customer_id", "48"),
            ("persons[]", "3"),
            ("persons[]", "8"),
            ("recurring", "0"),
            ("season_id", "12"),
            ("date_from", "2027-09-06"),
            ("date_to", "2027-09-06"),
            ("time_from", "09:00"),
            ("time_to", "11:00"),
            ("category_fields[48][56]", "Privatfeier"),
            ("category_fields[5721][5]", "A"),
            ("main_resource", "5721"),
            ("resource_parts[5721][]", "8795"),
            ("resource_parts[48][]", "49"),
            ("resource_parts[48][]", "50"),
            ("custom_color", "1"),
            ("color", "#ff0000"),
            ("entrance_hall", "1"),
            ("booking_hidden_widget", "0"),
            ("internal_comments", "VIP"),
            ("comments", "Bitte heizen.\nDanke & Gruß"),
            ("inventory[48][1317][checked]", "on"),
            ("inventory[48][1317][quantity]", "2"),
            ("services[5721][1317][checked]", "on"),
            ("services[5721][1317][quantity]", "1"),
            ("services[48][701][checked]", "on"),
            ("services[48][701][quantity]", "3"),
        ]
    ]


@pytest.mark.parametrize(("parts", "expected"), BODIES)
async def test_days_and_times_are_the_halls_own(open_hall: Open, parts: dict[str, Any], expected: Pairs) -> None:
    """Moments of any offset become wall clocks; what ends at midnight ends at 23:59, as the vendor writes it."""
    source, desk = await open_hall({"booking_add": rows({"id": 7})})
    assert source.writer is not None
    await source.writer.write(booking(**parts), ATTEMPT, reading())
    assert [pair for pair in desk.posted[0] if pair[0][:4] in {"date", "time", "mult"}] == expected


@pytest.mark.parametrize(("keys", "expected"), SPACES)
async def test_spaces_are_main_resources_with_parts(open_hall: Open, keys: Sequence[str], expected: Pairs) -> None:
    """A main resource alone is the whole; parts stand under theirs; what is taken whole is the main one."""
    source, desk = await open_hall({"booking_add": rows({"id": 7})})
    assert source.writer is not None
    await source.writer.write(booking(spaces=tuple(map(space, keys))), ATTEMPT, reading())
    assert [pair for pair in desk.posted[0] if "resource" in pair[0]] == expected


@pytest.mark.parametrize(("parts", "path", "sentence"), NOT_TOGETHER)
async def test_spaces_that_cannot_be_booked_together(
    sandbox_hall: OpenHall, parts: dict[str, Any], path: tuple[str, ...], sentence: str
) -> None:
    """What the list of resources shows to be impossible is refused before the vendor is asked for the change."""
    hall = await sandbox_hall()
    assert await hall.refused(booking(**parts)) == [(path, sentence, False)]
    assert hall.calls() == ["resource_list"]


async def test_a_booking_is_made(sandbox_hall: OpenHall) -> None:
    """The vendor has what was asked for, and what is told is what reading the booking tells, its status beside."""
    hall = await sandbox_hall()
    wanted = booking(customer=customer("48"), comments="Bitte heizen.", spaces=(space("49"), space("50")))
    done = await hall.write(wanted)
    assert hall.takes(done.ref.id) == [(key, "2027-09-06 09:00", "2027-09-06 11:00") for key in (49, 50)]
    expected = period((6, 9), (6, 11))
    assert done.record == Booking(
        done.ref,
        done.record.fetched_at,  # type: ignore[union-attr]  # there is a record
        {"venue": ref("venue", "48"), "customer": customer("48")},
        reference=done.ref.id,
        name="Probe",
        status=BookingStatus.CONFIRMED,
        vendor_status="direct_booking",
        period=expected,
        allocations=tuple(
            Allocation(None, space(key), expected, None, BookingStatus.CONFIRMED) for key in ("49", "50")
        ),
        comments="Bitte heizen.",
    )
    assert done.changed == (done.ref, space("49"), space("50"), customer("48"))
    await hall.source.forget(done.changed)
    assert done.knows is not None
    await _agrees(hall.source, done.record, done.knows - {"status", "vendor_status", "allocations"})


async def test_what_several_days_become_only_reading_tells(sandbox_hall: OpenHall) -> None:
    """Of a booking over days what it takes is not claimed to be known; its first and last moment are."""
    hall = await sandbox_hall()
    done = await hall.write(booking(to=at(8, 10)))
    assert isinstance(done.record, Booking)
    assert done.knows is not None
    assert "allocations" not in done.knows
    assert done.record.period == period((6, 9), (8, 10))
    await hall.source.forget(done.changed)
    await _agrees(hall.source, done.record, done.knows - {"status", "vendor_status"})


async def test_whole_days_are_whole(sandbox_hall: OpenHall) -> None:
    """An all-day booking takes each day from 00:00 to 23:59, and is told so."""
    hall = await sandbox_hall()
    done = await hall.write(booking(from_=at(6), to=at(8), all_day=True))
    assert hall.takes(done.ref.id) == [(49, f"2027-09-0{day} 00:00", f"2027-09-0{day} 23:59") for day in (6, 7)]
    assert isinstance(done.record, Booking)
    assert done.record.period is not None
    assert done.record.period.all_day
    assert done.record.period.ends_at == local(at(7, 23, 59).replace(tzinfo=None), BERLIN)


async def test_a_request_is_pending(sandbox_hall: OpenHall) -> None:
    """What was asked for and not made is told so, in the document's word and ours."""
    hall = await sandbox_hall()
    done = await hall.write(EVERYTHING)
    assert hall.row(done.ref.id)["status"] == "Request"
    assert isinstance(done.record, Booking)
    assert (done.record.status, done.record.vendor_status) == (BookingStatus.PENDING, "booking_request")


async def test_a_list_of_resources_that_fails_leaves_no_doubt(open_hall: Open) -> None:
    """The vendor was not asked for the change, and the fault says so; so does one of a row a space may be in."""
    source, desk = await open_hall({"resource_list": (500, b"")})
    assert source.writer is not None
    with pytest.raises(VendorDown) as down:
        await source.writer.write(PLAIN, ATTEMPT, reading())
    assert not down.value.reached
    desk.answers["resource_list"] = rows({"id": "?", "parts": [{"id": None}]}, {"id": 47, "parts": []})
    with pytest.raises(BadResponse) as bad:
        await source.writer.write(PLAIN, ATTEMPT, reading())
    assert not bad.value.reached
    assert desk.posted == []


@pytest.mark.parametrize("answer", [[], {}, {"message": "done"}, [{"id": None}], [{"id": True}], "7", [7]])
async def test_an_answer_without_an_id_leaves_doubt(open_hall: Open, answer: object) -> None:
    """Success without the id of what was made is no answer, and the booking may be there."""
    source, _ = await open_hall({"booking_add": {"data": answer, "success": True}})
    assert source.writer is not None
    with pytest.raises(BadResponse, match="hall sent an answer that does not tell which booking it has changed") as bad:
        await source.writer.write(PLAIN, ATTEMPT, reading())
    assert bad.value.reached


async def test_a_booking_changes_no_resource(sandbox_hall: OpenHall) -> None:
    """After a write bookings are read again and resources are not; they are where nobody knows what changed."""
    hall = await sandbox_hall()
    done = await hall.write(PLAIN)
    hall.calls()
    for changed, expected in ((done.changed, []), ((), ["resource_list"]), ((ref("venue", "48"),), ["resource_list"])):
        await hall.source.forget(changed)
        await hall.write(PLAIN)
        await hall.find(PLAIN)
        assert [call for call in hall.calls() if call != "booking"] == [*expected, "booking_add", "booking_list"]


async def test_a_customer_nobody_knows(sandbox_hall: OpenHall) -> None:
    """A 404 is the customer's where nothing else is named that may be missing; otherwise it is told as it is."""
    hall = await sandbox_hall()
    message = 'hall knows no customer "999".'
    assert await hall.refused(booking(customer=customer("999"))) == [(("customer",), message, True)]
    with pytest.raises(NotThere):
        await hall.write(booking(customer=customer("999"), services=(BookedItem(space("49"), "701"),)))


async def _agrees(source: Any, record: Any, names: frozenset[str]) -> None:
    """Look that reading the booking tells the same."""
    found = (await source.get(record.ref.kind, [record.ref.id], reading())).slots[record.ref.id]
    for name in names - {"events"}:
        if name in {"venue", "customer"}:
            assert found.links[name] == record.links[name]
        else:
            assert getattr(found, name) == getattr(record, name), name
