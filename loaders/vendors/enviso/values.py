"""Values that only Enviso has: the parts of its bookings and tasks. Date-times are the vendor's own text."""

from __future__ import annotations

from dataclasses import dataclass

from loaders.records import Ref


@dataclass(frozen=True, slots=True)
class Visit:
    """When a line's visitors come."""

    start: str | None
    end: str | None


@dataclass(frozen=True, slots=True)
class BookingLine:
    """Visitors of a booking who come together."""

    vendor_id: str | None
    booking_id: str | None
    offer_id: str | None
    status: str | None
    number_of_visitors: int | None
    guide_language: str | None
    visit: Visit | None


@dataclass(frozen=True, slots=True)
class LinkedBooking:
    """What of a booking a task is for; `booking` is a reference to follow."""

    booking_id: str | None
    booking_line_id: str | None
    booking: Ref | None


@dataclass(frozen=True, slots=True)
class Guide:
    """Who does a task."""

    vendor_id: str | None
    first_name: str | None
    last_name: str | None
