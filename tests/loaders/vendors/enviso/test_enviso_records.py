"""What Enviso's bookings and tasks become."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from enviso_house import READ_AT, VENUE_REF, ZONE, booking, line, task

from loaders.records import (
    BOOKING,
    CUSTOMER,
    EVENT,
    SPACE,
    VENUE,
    Allocation,
    Attendance,
    Booking,
    BookingStatus,
    Customer,
    Event,
    EventStatus,
    Period,
    Record,
    Ref,
    Resource,
    Rows,
)
from loaders.vendors.enviso.values import BookingLine, Guide, LinkedBooking, Visit

SHOWN = dt.datetime(2024, 4, 17, 13, 47, 56, 177_000, tzinfo=ZONE)
"""What the document's 2024-04-17T11:47:56.177Z is in Brussels."""

INSTANT = Period(SHOWN.date(), SHOWN.date(), SHOWN, SHOWN, all_day=False, time_zone="Europe/Brussels")
TEXT = "2024-04-17T11:47:56.177Z"


def of(kind: str, key: str, records: dict[Ref, Record]) -> Any:
    """Pick a record."""
    return records.get(Ref(kind, "museum", key))


def test_the_documents_booking() -> None:
    """The document's booking is a booking, its event, its visitor, and what each of them leads to."""
    event_text = {
        "event_id": "0",
        "event_name": "string",
        "event_description": "string",
        "event_start_date": TEXT,
        "event_end_date": TEXT,
    }
    ref, event_ref, customer_ref = (
        Ref(BOOKING, "museum", "0"),
        Ref(EVENT, "museum", "0/0"),
        Ref(CUSTOMER, "museum", "booking-0"),
    )
    details = Resource(
        Ref("enviso.bookings", "museum", "0"),
        READ_AT,
        {
            "status": "1",
            "booking_date": TEXT,
            "visitor_first_name": "string",
            "visitor_last_name": "string",
            **event_text,
            "order_id": "0",
            "booking_lines": (BookingLine("0", "0", "0", "0", 0, "string", Visit(TEXT, TEXT)),),
        },
        {VENUE: VENUE_REF, EVENT: event_ref},
    )
    whole = Booking(
        ref,
        READ_AT,
        {VENUE: VENUE_REF, CUSTOMER: customer_ref},
        reference="0",
        name="string",
        status=BookingStatus.CONFIRMED,
        vendor_status="1",
        period=INSTANT,
        allocations=(Allocation("0", None, INSTANT, 0, BookingStatus.UNKNOWN),),
        created_at=SHOWN,
        details=details,
    )
    event_details = Resource(
        Ref("enviso.events", "museum", "0/0"), READ_AT, event_text, {VENUE: VENUE_REF, BOOKING: ref}
    )
    event = Event(
        event_ref,
        READ_AT,
        {VENUE: VENUE_REF, BOOKING: ref, SPACE: None},
        name="string",
        description="string",
        period=INSTANT,
        attendance=Attendance(0, None, None, None),
        details=event_details,
    )
    customer = Customer(
        customer_ref, READ_AT, {VENUE: VENUE_REF}, name="string string", first_name="string", last_name="string"
    )
    assert list(booking().values()) == [
        whole,
        details,
        Rows(Ref("event@booking", "museum", "0"), READ_AT, (event,)),
        event,
        event_details,
        customer,
        Rows(Ref("booking@customer", "museum", "booking-0"), READ_AT, (whole,)),
    ]


def test_the_documents_task() -> None:
    """The document's task is a resource that leads to its booking."""
    assert task() == Resource(
        Ref("enviso.tasks", "museum", "3fa85f64-5717-4562-b3fc-2c963f66afa6"),
        READ_AT,
        {
            "title": "string",
            "description": "string",
            "location": "string",
            "status": "OPEN",
            "vendor_status": "1",
            "languages": ("string",),
            "type": "Manual",
            "linked_bookings": (LinkedBooking("0", "0", Ref(BOOKING, "museum", "0")),),
            "task_guide": Guide("0", "string", "string"),
        },
        {VENUE: VENUE_REF},
    )


@pytest.mark.parametrize(
    ("number", "status"),
    [(1, "CONFIRMED"), (2, "CANCELLED"), ("2", "CANCELLED"), (0, "UNKNOWN"), (3, "UNKNOWN"), ("late", "UNKNOWN")],
)
def test_statuses_of_bookings_and_lines(number: object, status: str) -> None:
    """1 is confirmed and 2 cancelled, for bookings and lines; anything else is unknown, its word kept."""
    told = of(BOOKING, "0", booking(status=number, bookingLines=[line(status=number)]))
    assert told.status is BookingStatus[status]
    assert told.vendor_status == str(number)
    assert told.allocations[0].status is BookingStatus[status]


@pytest.mark.parametrize(
    ("number", "status"),
    [
        (1, "OPEN"),
        (2, "AWAITING_CONFIRMATION"),
        (3, "ACCEPTED"),
        (4, "DECLINED"),
        (5, "CANCELLED"),
        (0, "UNKNOWN"),
        (6, "UNKNOWN"),
    ],
)
def test_statuses_of_tasks(number: int, status: str) -> None:
    """A task's numbers mean other things than a booking's; an unheard-of one is unknown, its word kept."""
    attributes = task(status=number).attributes
    assert (attributes["status"], attributes["vendor_status"]) == (status, str(number))


def test_an_absent_status() -> None:
    """A booking, a line or a task without a status has an unknown one and no word for it."""
    told = of(BOOKING, "0", booking(status=None, bookingLines=[line(status=None)]))
    assert (told.status, told.vendor_status, told.allocations[0].status) == (
        BookingStatus.UNKNOWN,
        None,
        BookingStatus.UNKNOWN,
    )
    assert task(status=None).attributes["status"] == "UNKNOWN"


@pytest.mark.parametrize(
    ("text", "z_is_local", "moment"),
    [
        ("2026-06-15T13:15:30", False, "2026-06-15T13:15:30+02:00"),
        ("2026-01-15T13:15", False, "2026-01-15T13:15:00+01:00"),
        ("2026-06-15T13:15:30.1770000", False, "2026-06-15T13:15:30.177000+02:00"),
        ("2026-06-15T13:15:30Z", False, "2026-06-15T15:15:30+02:00"),
        ("2026-06-15T13:15:30Z", True, "2026-06-15T13:15:30+02:00"),
        ("2026-06-15T13:15:30.177Z", True, "2026-06-15T13:15:30.177000+02:00"),
        ("2026-06-15T13:15:30-05:00", True, "2026-06-15T20:15:30+02:00"),
        ("2026-06-15T13:15:30+0200", False, "2026-06-15T13:15:30+02:00"),
        ("2026-06-15T13:15:30", True, "2026-06-15T13:15:30+02:00"),
        ("2026-03-29T02:30:00", False, "2026-03-29T03:30:00+02:00"),
        ("2026-10-25T02:30:00", False, "2026-10-25T02:30:00+02:00"),
        ("2026-10-25T02:30:00Z", True, "2026-10-25T02:30:00+02:00"),
    ],
)
def test_what_a_date_time_means(text: str, z_is_local: bool, moment: str) -> None:  # noqa: FBT001  # a row of the table
    """A bare time is the venue's; a Z or an offset is honoured, but a Z that the configuration says means nothing.

    A wall clock in the spring's gap moves forward, one in the autumn's overlap is the earlier. The text stays visible.
    """
    records = booking(z_is_local=z_is_local, bookingDate=text)
    told = of(BOOKING, "0", records)
    assert told.created_at.isoformat() == moment
    assert told.details.attributes["booking_date"] == text


@pytest.mark.parametrize("text", [None, "", "0001-01-01T00:00:00", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000"])
def test_a_date_time_that_nobody_set(text: str | None) -> None:
    """A date-time that is null, empty or .NET's first moment is none; in any zone that is no error."""
    for zone in (ZONE, ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Pacific/Niue")):
        records = booking(zone=zone, bookingDate=text, eventStartDate=text, eventEndDate=text, bookingLines=[])
        assert of(BOOKING, "0", records).created_at is None
        assert of(BOOKING, "0", records).period is None
        assert of(EVENT, "0/0", records).period is None


def test_the_period_is_the_hull_of_the_visits() -> None:
    """A booking's period goes from its first visit to the end of its last, whatever the event's dates are."""
    lines = [
        line(id=1, visit={"start": "2026-06-16T14:00:00", "end": "2026-06-16T15:00:00"}, numberOfVisitors=3),
        line(id=2, visit={"start": "2026-06-15T09:00:00", "end": "2026-06-15T10:00:00"}, numberOfVisitors=4),
        line(id=3, visit=None, numberOfVisitors=None),
    ]
    records = booking(bookingLines=lines)
    told = of(BOOKING, "0", records)
    assert (told.period.start_date, told.period.end_date) == (dt.date(2026, 6, 15), dt.date(2026, 6, 16))
    assert told.period.starts_at == dt.datetime(2026, 6, 15, 9, tzinfo=ZONE)
    assert told.period.ends_at == dt.datetime(2026, 6, 16, 15, tzinfo=ZONE)
    assert [(row.vendor_id, row.people, row.period is None) for row in told.allocations] == [
        ("1", 3, False),
        ("2", 4, False),
        ("3", None, True),
    ]
    assert of(EVENT, "0/0", records).attendance == Attendance(7, None, None, None)


@pytest.mark.parametrize("lines", [None, [], [{"visit": {"start": None, "end": None}}]])
def test_a_booking_without_visits_has_the_events_dates(lines: list[object] | None) -> None:
    """Where no line tells when it is, the event's dates do; nobody is counted."""
    start, end = "2026-06-15T09:00:00", "2026-06-15T10:00:00"
    records = booking(bookingLines=lines, eventStartDate=start, eventEndDate=end)
    period = of(BOOKING, "0", records).period
    assert (period.starts_at.hour, period.ends_at.hour) == (9, 10)
    assert of(EVENT, "0/0", records).attendance is None
    assert (of(BOOKING, "0", records).allocations is None) is (lines is None)


def test_half_a_period() -> None:
    """A visit of which only one end is known is on that day; the other moment stays unknown."""
    for start, end in (("2026-06-15T09:00:00", None), (None, "2026-06-15T09:00:00")):
        (row,) = of(BOOKING, "0", booking(bookingLines=[line(visit={"start": start, "end": end})])).allocations
        assert row.period.start_date == row.period.end_date == dt.date(2026, 6, 15)
        assert (row.period.starts_at is None, row.period.ends_at is None) == (start is None, end is None)


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [("Ada", "Lovelace", "Ada Lovelace"), (" Ada ", "", "Ada"), (None, "Lovelace", "Lovelace")],
)
def test_the_visitor_is_the_customer(first: str | None, last: str | None, name: str) -> None:
    """Who placed a booking is its customer, by whichever names there are."""
    records = booking(visitorFirstName=first, visitorLastName=last)
    customer = of(CUSTOMER, "booking-0", records)
    assert customer.name == name
    assert of(BOOKING, "0", records).links[CUSTOMER] == customer.ref


def test_visitors_of_one_name_stay_apart() -> None:
    """A customer is made of one booking: the same name on another is another customer."""
    one, two = (of(BOOKING, key, booking(id=int(key))).links[CUSTOMER] for key in ("1", "2"))
    assert one != two


@pytest.mark.parametrize(("first", "last"), [(None, None), ("", " ")])
def test_a_nameless_visitor_is_nobody(first: str | None, last: str | None) -> None:
    """A booking without a visitor's name is known to have no customer."""
    records = booking(visitorFirstName=first, visitorLastName=last)
    assert of(BOOKING, "0", records).links[CUSTOMER] is None
    assert not [ref for ref in records if CUSTOMER in ref.kind]


def test_a_booking_of_no_event() -> None:
    """A booking without an event's id has no event, and is known to have none."""
    records = booking(eventId=None)
    assert of("event@booking", "0", records).rows == ()
    assert not [ref for ref in records if ref.kind in {EVENT, "enviso.events"}]
    assert of(BOOKING, "0", records).details.links[EVENT] is None


def test_an_event_tells_no_status() -> None:
    """That a booking is cancelled says nothing of the event, which others may have booked."""
    event = of(EVENT, "0/0", booking(status=2))
    assert (event.status, event.vendor_status) == (EventStatus.UNKNOWN, None)


def test_vendor_ids_are_bare() -> None:
    """An event's vendor id is the vendor's own, without the booking it is found through."""
    records = booking(id=9223372036854775807, eventId=9007199254740993)
    event = of(EVENT, "9223372036854775807/9007199254740993", records)
    assert event.ref.vendor_id == "9007199254740993"
    assert Ref.decode(event.ref.encode()) == event.ref


def test_a_task_without_guide_or_bookings() -> None:
    """A task may have no guide, no bookings, or links that lead nowhere."""
    attributes = task(taskGuide=None, linkedBookings=[]).attributes
    assert (attributes["task_guide"], attributes["linked_bookings"]) == (None, ())
    assert task(linkedBookings=None).attributes["linked_bookings"] is None
    assert task(linkedBookings=[{"bookingId": None}]).attributes["linked_bookings"] == (
        LinkedBooking(None, None, None),
    )


def test_a_task_id_is_lower_case() -> None:
    """A GUID in capitals is the same task."""
    assert task(id="3FA85F64-5717-4562-B3FC-2C963F66AFA6").ref.id == "3fa85f64-5717-4562-b3fc-2c963f66afa6"
