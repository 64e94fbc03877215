"""What we know: references, values and the frozen records every vendor's answer is translated into.

A record is as full as the question was: an attribute nobody asked for is None, a link nobody asked for is absent from
`links`. Within one operation the attributes of a kind are the union of all its selections, so what is read was asked.

Moments are aware datetimes in the venue's zone; wall clocks become moments only in `clock.py`.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Final, NamedTuple, Protocol, TypeAlias

VENUE: Final = "venue"
SPACE: Final = "space"
SPACE_TYPE: Final = "space_type"
SPACE_BLOCK: Final = "space_block"
EVENT: Final = "event"
BOOKING: Final = "booking"
CUSTOMER: Final = "customer"
SOURCE: Final = "source"
ALLOCATIONS: Final = "allocations"
"""What a booking takes, where the vendor tells it apart from the booking."""

LISTED_KINDS: Final = (VENUE, SPACE, EVENT, BOOKING, CUSTOMER)


class Ref(NamedTuple):
    """Which thing: its kind, the name of its source, and the vendor's id for it.

    A kind that only one vendor has is written `vendor.resource`, e.g. `event_temple.groups`. A lookup of things by
    another's id is written `kind@of`, e.g. `booking@customer`: the bookings of that customer. Where one kind is made of
    several of the vendor's types, the id says which: `contacts/103`.
    """

    kind: str
    source: str
    id: str

    @property
    def vendor_id(self) -> str:
        """The vendor's own id, bare."""
        return self.id.rpartition("/")[2]

    def encode(self) -> str:
        """Its global id: base64url of `kind:source:id`, without padding."""
        return base64.urlsafe_b64encode(f"{self.kind}:{self.source}:{self.id}".encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, global_id: str) -> Ref | None:
        """Read a global id; None where it is not one of ours, or not written as `encode` writes it."""
        try:
            raw = base64.b64decode(global_id + "=" * (-len(global_id) % 4), altchars=b"-_", validate=True)
            ref = cls(*raw.decode().split(":", 2))
        except (binascii.Error, UnicodeError, ValueError, TypeError):
            return None
        return ref if all(ref) and ref.encode() == global_id else None


Link: TypeAlias = Ref | tuple[Ref, ...] | None
Links: TypeAlias = Mapping[str, Link]


class Record(Protocol):
    """A thing read from one vendor account."""

    @property
    def ref(self) -> Ref:
        """Which thing it is."""

    @property
    def fetched_at(self) -> dt.datetime:
        """When it was read from the vendor, in the venue's zone."""

    @property
    def links(self) -> Links:
        """Where it leads, by the name of the edge."""


class EventStatus(Enum):
    """How far an event is."""

    INQUIRY = "INQUIRY"
    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"
    UNKNOWN = "UNKNOWN"


class BookingStatus(Enum):
    """How far a booking is."""

    INQUIRY = "INQUIRY"
    DRAFT = "DRAFT"
    PENDING = "PENDING"
    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"
    REJECTED = "REJECTED"
    UNKNOWN = "UNKNOWN"


class SpaceBlockKind(Enum):
    """Why a space cannot be booked."""

    MAINTENANCE = "MAINTENANCE"
    EXTERNAL = "EXTERNAL"
    RESERVATION = "RESERVATION"
    OWNER = "OWNER"
    STOCK = "STOCK"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount; the currency (ISO 4217) is None where neither vendor nor configuration says."""

    amount: Decimal
    currency: str | None


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address."""

    lines: tuple[str, ...] = ()
    postal_code: str | None = None
    city: str | None = None
    region: str | None = None
    country: str | None = None
    country_code: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    formatted: str | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """A span of time at a venue; the moments are None where the vendor knows only dates.

    `span` is where `clock.span` remembers what it worked out, as a list is ordered and filtered by it again and again.
    """

    start_date: dt.date
    end_date: dt.date
    starts_at: dt.datetime | None
    ends_at: dt.datetime | None
    all_day: bool
    time_zone: str
    span: tuple[dt.datetime, dt.datetime] | None = field(default=None, init=False, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Attendance:
    """How many people: expected, guaranteed, actually there, and places set."""

    expected: int | None
    guaranteed: int | None
    actual: int | None
    set: int | None


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """From when to when a venue is open today, `HH:MM`."""

    opens: str
    closes: str


@dataclass(frozen=True, slots=True)
class Closure:
    """Days on which a venue is closed."""

    title: str | None
    from_: dt.date
    to: dt.date


@dataclass(frozen=True, slots=True)
class Resource:
    """A vendor's own resource, as that vendor documents it: cleaned values under the vendor's own names."""

    ref: Ref
    fetched_at: dt.datetime
    attributes: Mapping[str, object]
    links: Links = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Venue:
    """A hotel, hall, museum or park."""

    ref: Ref
    fetched_at: dt.datetime
    name: str
    time_zone: str
    links: Links = field(default_factory=dict)
    description: str | None = None
    currency: str | None = None
    address: Address | None = None
    phone: str | None = None
    email: str | None = None
    website: str | None = None
    image_url: str | None = None
    open_today: tuple[OpeningHours, ...] | None = None
    closures: tuple[Closure, ...] | None = None


@dataclass(frozen=True, slots=True)
class Space:
    """A bookable place in a venue. Links: venue, parent, parts, space_type."""

    ref: Ref
    fetched_at: dt.datetime
    links: Links
    name: str | None = None
    capacity: int | None = None
    area: Decimal | None = None
    color: str | None = None
    image_url: str | None = None


@dataclass(frozen=True, slots=True)
class SpaceType:
    """A kind of space; names and descriptions by locale."""

    ref: Ref
    fetched_at: dt.datetime
    links: Links
    names: Mapping[str, str]
    descriptions: Mapping[str, str]
    max_people: int | None = None
    area: Decimal | None = None
    archived: bool | None = None
    details: Resource | None = None


@dataclass(frozen=True, slots=True)
class SpaceBlock:
    """Something that keeps a space from being booked. Links: space, booking."""

    ref: Ref
    fetched_at: dt.datetime
    links: Links
    kind: SpaceBlockKind
    vendor_kind: str | None
    period: Period
    editable: bool
    label: str | None = None
    ical_uid: str | None = None
    reservation_id: str | None = None
    created_at: dt.datetime | None = None
    updated_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens. Links: venue, space, booking."""

    ref: Ref
    fetched_at: dt.datetime
    links: Links
    name: str | None = None
    description: str | None = None
    status: EventStatus = EventStatus.UNKNOWN
    vendor_status: str | None = None
    period: Period | None = None
    attendance: Attendance | None = None
    deposit: Money | None = None
    amount_paid: Money | None = None
    created_at: dt.datetime | None = None
    updated_at: dt.datetime | None = None
    details: Resource | None = None


@dataclass(frozen=True, slots=True)
class Allocation:
    """What a booking takes and when; `space` is a reference to follow. Without a `status` it is as its booking is."""

    vendor_id: str | None
    space: Ref | None
    period: Period | None
    people: int | None
    status: BookingStatus | None


@dataclass(frozen=True, slots=True)
class Allocations:
    """All that one booking takes, with the period it spans."""

    ref: Ref
    fetched_at: dt.datetime
    period: Period | None
    rows: tuple[Allocation, ...]
    links: Links = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Booking:
    """An agreement to use spaces.

    Links: venue, customer, and `allocations` where the vendor tells those apart from the booking; `period`, too, where
    it tells the period apart. The attributes hold what the booking itself tells; what a link leads to is better.
    """

    ref: Ref
    fetched_at: dt.datetime
    links: Links
    reference: str | None = None
    name: str | None = None
    status: BookingStatus = BookingStatus.UNKNOWN
    vendor_status: str | None = None
    period: Period | None = None
    allocations: tuple[Allocation, ...] | None = None
    total: Money | None = None
    amount_paid: Money | None = None
    amount_due: Money | None = None
    comments: str | None = None
    created_at: dt.datetime | None = None
    updated_at: dt.datetime | None = None
    confirmed_at: dt.datetime | None = None
    cancelled_at: dt.datetime | None = None
    cancel_reason: str | None = None
    details: Resource | None = None


@dataclass(frozen=True, slots=True)
class Customer:
    """A person or company that books."""

    ref: Ref
    fetched_at: dt.datetime
    links: Links
    name: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    email: str | None = None
    phone: str | None = None
    address: Address | None = None
    locale: str | None = None
    created_at: dt.datetime | None = None
    details: Resource | None = None


@dataclass(frozen=True, slots=True)
class Free:
    """When a space is free, as its vendor tells; `computed` where the vendor computed it for exactly that space."""

    ref: Ref
    fetched_at: dt.datetime
    slots: tuple[tuple[dt.datetime, dt.datetime], ...]
    computed: bool
    links: Links = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rows:
    """Several records found under one reference, such as the bookings of a customer, in the vendor's own order.

    `faults` holds a VendorFault for each row that could not be read and is missing.
    """

    ref: Ref
    fetched_at: dt.datetime
    rows: tuple[Record, ...]
    links: Links = field(default_factory=dict)
    faults: tuple[Exception, ...] = ()
