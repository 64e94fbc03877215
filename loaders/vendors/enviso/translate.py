"""From Enviso's bookings and tasks to records. Pure.

A booking tells of three things: itself, the event it is for, and the visitor who placed it. They are put on one shelf,
each under its reference, beside what is found under another's: the event of the booking, the booking of the customer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from loaders.clock import hull
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
    Record,
    Ref,
    Resource,
    Rows,
)
from loaders.vendors.enviso import ids
from loaders.vendors.enviso.values import BookingLine, Guide, LinkedBooking, Visit

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from loaders.vendors.enviso import wire
    from loaders.vendors.enviso.moments import Moments

BOOKING_STATUSES: Final[Mapping[str, BookingStatus]] = {"1": BookingStatus.CONFIRMED, "2": BookingStatus.CANCELLED}
"""The vendor's number → ours [003:65]."""

TASK_STATUSES: Final[Mapping[str, str]] = {
    "1": "OPEN",
    "2": "AWAITING_CONFIRMATION",
    "3": "ACCEPTED",
    "4": "DECLINED",
    "5": "CANCELLED",
}
"""The vendor's number → its name [003:79]. The same numbers mean other things for bookings."""


@dataclass(frozen=True, slots=True)
class Translator:
    """Translates what one source sends.

    Args:
        venue: the source's one venue.
        moments: reads the source's date-times.

    """

    venue: Ref
    moments: Moments

    def booking(self, told: wire.Booking, fetched_at: dt.datetime) -> dict[Ref, Record]:
        """Make all the records that a booking tells of."""
        event = self._event(told, fetched_at)
        customer = self._customer(told, fetched_at)
        booking = self._booking(told, event, customer, fetched_at)
        found = Ref(ids.EVENT_OF_BOOKING, booking.ref.source, told.id)
        shelf: list[Record | None] = [
            booking,
            booking.details,
            Rows(found, fetched_at, () if event is None else (event,)),
        ]
        if event is not None:
            shelf += [event, event.details]
        if customer is not None:
            found = Ref(ids.BOOKING_OF_CUSTOMER, booking.ref.source, customer.ref.id)
            shelf += [customer, Rows(found, fetched_at, (booking,))]
        return {record.ref: record for record in shelf if record is not None}

    def task(self, told: wire.Task, fetched_at: dt.datetime) -> dict[Ref, Record]:
        """Make the record of a task."""
        links, guide = told.linked_bookings, told.task_guide
        task = Resource(
            Ref(ids.TASKS, self.venue.source, told.id),
            fetched_at,
            {
                "title": told.title,
                "description": told.description,
                "location": told.location,
                "status": TASK_STATUSES.get(told.status or "", "UNKNOWN"),
                "vendor_status": told.status,
                "languages": told.languages,
                "type": told.type,
                "linked_bookings": None if links is None else tuple(self._linked(link) for link in links),
                "task_guide": None if guide is None else Guide(guide.id, guide.first_name, guide.last_name),
            },
            {VENUE: self.venue},
        )
        return {task.ref: task}

    def _booking(
        self, told: wire.Booking, event: Event | None, customer: Customer | None, fetched_at: dt.datetime
    ) -> Booking:
        lines = told.booking_lines
        allocations = None if lines is None else tuple(self._allocation(line) for line in lines)
        visits = [row.period for row in allocations or () if row.period is not None]
        return Booking(
            Ref(BOOKING, self.venue.source, told.id),
            fetched_at,
            {VENUE: self.venue, CUSTOMER: None if customer is None else customer.ref},
            reference=told.order_id,
            name=told.event_name,
            status=_status(told.status),
            vendor_status=told.status,
            period=hull(visits) or self.moments.period(told.event_start_date, told.event_end_date),
            allocations=allocations,
            created_at=self.moments.moment(told.booking_date),
            details=self._booking_details(told, event, fetched_at),
        )

    def _allocation(self, line: wire.BookingLine) -> Allocation:
        visit = line.visit
        return Allocation(
            line.id,
            space=None,
            period=None if visit is None else self.moments.period(visit.start, visit.end),
            people=line.number_of_visitors,
            status=_status(line.status),
        )

    def _booking_details(self, told: wire.Booking, event: Event | None, fetched_at: dt.datetime) -> Resource:
        lines = told.booking_lines
        return Resource(
            Ref(ids.BOOKINGS, self.venue.source, told.id),
            fetched_at,
            {
                "status": told.status,
                "booking_date": told.booking_date,
                "visitor_first_name": told.visitor_first_name,
                "visitor_last_name": told.visitor_last_name,
                **_event_attributes(told),
                "order_id": told.order_id,
                "booking_lines": None if lines is None else tuple(_line(line) for line in lines),
            },
            {VENUE: self.venue, EVENT: None if event is None else event.ref},
        )

    def _event(self, told: wire.Booking, fetched_at: dt.datetime) -> Event | None:
        """Make the event a booking is for; without an id there is none."""
        if told.event_id is None:
            return None
        key = f"{told.id}/{told.event_id}"
        booking = Ref(BOOKING, self.venue.source, told.id)
        links = {VENUE: self.venue, BOOKING: booking}
        people = [line.number_of_visitors for line in told.booking_lines or () if line.number_of_visitors is not None]
        return Event(
            Ref(EVENT, self.venue.source, key),
            fetched_at,
            {**links, SPACE: None},
            name=told.event_name,
            description=told.event_description,
            period=self.moments.period(told.event_start_date, told.event_end_date),
            attendance=Attendance(sum(people), None, None, None) if people else None,
            details=Resource(Ref(ids.EVENTS, self.venue.source, key), fetched_at, _event_attributes(told), links),
        )

    def _customer(self, told: wire.Booking, fetched_at: dt.datetime) -> Customer | None:
        """Make the visitor who placed a booking; one without any name is nobody."""
        first, last = ((name or "").strip() or None for name in (told.visitor_first_name, told.visitor_last_name))
        if first is None and last is None:
            return None
        return Customer(
            Ref(CUSTOMER, self.venue.source, ids.customer(told.id)),
            fetched_at,
            {VENUE: self.venue},
            name=" ".join(name for name in (first, last) if name is not None),
            first_name=first,
            last_name=last,
        )

    def _linked(self, link: wire.LinkedBooking) -> LinkedBooking:
        key = link.booking_id
        return LinkedBooking(key, link.booking_line_id, None if key is None else Ref(BOOKING, self.venue.source, key))


def _status(number: str | None) -> BookingStatus:
    """Give the status a booking's or a line's number means; lines have a 0, which the document does not explain."""
    return BOOKING_STATUSES.get(number or "", BookingStatus.UNKNOWN)


def _event_attributes(told: wire.Booking) -> dict[str, object]:
    return {
        "event_id": told.event_id,
        "event_name": told.event_name,
        "event_description": told.event_description,
        "event_start_date": told.event_start_date,
        "event_end_date": told.event_end_date,
    }


def _line(line: wire.BookingLine) -> BookingLine:
    visit = line.visit
    return BookingLine(
        line.id,
        line.booking_id,
        line.offer_id,
        line.status,
        line.number_of_visitors,
        line.guide_language,
        None if visit is None else Visit(visit.start, visit.end),
    )
