"""Enviso's words: what its document says a booking [003:62-70] and a task [003:76-84] are, and how a login is answered.

Ids are 64-bit numbers and stay text from here on. Date-times stay text too, checked to be readable: what one means
depends on the venue, and what was sent is shown beside what it means. Attributes the document does not have are passed
over; anything but the id may be missing or null.
"""

import datetime as dt
import re
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

FIRST_YEAR: Final = 2
LAST_YEAR: Final = 9998
"""Years beyond these cannot be told in every time zone."""

UNSET: Final = "0001-01-01T00:00:00"
"""What .NET writes for a date-time that nobody set."""

_STAMP: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?([Zz]|[+-][0-9]{2}:?[0-9]{2})?", re.ASCII
)


def read_stamp(text: str) -> dt.datetime | None:
    """Read a date-time as it is written, naive where it names no offset; None where it says that none is set.

    Raises:
        ValueError: it is none.

    """
    if not text or text.startswith(UNSET):
        return None
    if not _STAMP.fullmatch(text):
        raise ValueError("a date-time is expected")
    moment = dt.datetime.fromisoformat(text)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError("a day of the calendar is expected")
    return moment


def _stamp(text: str) -> str:
    read_stamp(text)
    return text


Id = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,19}$")]
Guid = Annotated[str, StringConstraints(pattern=r"(?i)^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", to_lower=True)]
Count = Annotated[int, Field(ge=-(2**31), lt=2**31)] | None
Stamp = Annotated[str, AfterValidator(_stamp)] | None
Secret = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]+$")]


class Sent(BaseModel):
    """Something Enviso sent."""

    model_config = ConfigDict(
        extra="ignore", frozen=True, alias_generator=to_camel, coerce_numbers_to_str=True, hide_input_in_errors=True
    )


class Visit(Sent):
    """When a line's visitors come."""

    start: Stamp = None
    end: Stamp = None


class BookingLine(Sent):
    """Visitors who come together; the document shows one with the status 0, which it does not explain [003:70]."""

    id: Id | None = None
    booking_id: Id | None = None
    offer_id: Id | None = None
    status: str | None = None
    number_of_visitors: Count = None
    guide_language: str | None = None
    visit: Visit | None = None


class Booking(Sent):
    """A booking; its visitor is who placed the order [003:11-12] and has no id."""

    id: Id
    status: str | None = None
    booking_date: Stamp = None
    visitor_first_name: str | None = None
    visitor_last_name: str | None = None
    event_id: Id | None = None
    event_name: str | None = None
    event_description: str | None = None
    event_start_date: Stamp = None
    event_end_date: Stamp = None
    order_id: Id | None = None
    booking_lines: tuple[BookingLine, ...] | None = None


class LinkedBooking(Sent):
    """What of a booking a task is for."""

    booking_id: Id | None = None
    booking_line_id: Id | None = None


class TaskGuide(Sent):
    """Who does a task."""

    id: Id | None = None
    first_name: str | None = None
    last_name: str | None = None


class Task(Sent):
    """What a guide should do [003:15]."""

    id: Guid
    title: str | None = None
    description: str | None = None
    location: str | None = None
    status: str | None = None
    languages: tuple[str, ...] | None = None
    type: str | None = None
    linked_bookings: tuple[LinkedBooking, ...] | None = None
    task_guide: TaskGuide | None = None


class Grant(Sent):
    """The answer to a login or a renewal; what a renewal brings is not documented. Neither token is ever shown."""

    auth_token: Secret | None = Field(default=None, repr=False)
    refresh_token: Secret | None = Field(default=None, repr=False)
