"""What can be changed at a vendor, as frozen values: one a mutation of the graph, their fields named as its input's.

Whoever makes one has read the ids (they are references of one source) and nothing else: whether the vendor can take it,
and whether its parts fit together, is for the vendor's `Writer` to say, by the paths of these fields.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Final, TypeAlias

from loaders.records import BookingStatus, Links, Record, Ref

EVENT_REQUEST: Final = "event_request"


class BookingMode(Enum):
    """Whether a booking is made, or asked for."""

    DIRECT = "DIRECT"
    REQUEST = "REQUEST"


class Weekday(Enum):
    """A day of the week."""

    MON = "MON"
    TUE = "TUE"
    WED = "WED"
    THU = "THU"
    FRI = "FRI"
    SAT = "SAT"
    SUN = "SUN"


class WritableBlockKind(Enum):
    """The kinds of blocks that can be made."""

    MAINTENANCE = "MAINTENANCE"
    EXTERNAL = "EXTERNAL"


@dataclass(frozen=True, slots=True)
class Times:
    """From when to when on a day, `HH:MM`, or all day; as they were given."""

    from_: str | None = None
    to: str | None = None
    full_day: bool = False


@dataclass(frozen=True, slots=True)
class Daily(Times):
    """Every day."""


@dataclass(frozen=True, slots=True)
class WeekdayTimes(Times):
    """On one day of a week."""

    day: Weekday = Weekday.MON


@dataclass(frozen=True, slots=True)
class Weekly:
    """On days of every first, second, third or fourth week."""

    days: tuple[WeekdayTimes, ...]
    every: int = 1


@dataclass(frozen=True, slots=True)
class Monthly(Times):
    """On a day of the month, or on its first to fifth of a weekday, in every so many months."""

    day_of_month: int | None = None
    week: int | None = None
    weekday: Weekday | None = None
    every_months: int = 1


@dataclass(frozen=True, slots=True)
class Yearly(Times):
    """On one day of every year."""

    day: int = 1
    month: int = 1


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How a booking repeats: exactly one of these."""

    daily: Daily | None = None
    weekly: Weekly | None = None
    monthly: Monthly | None = None
    yearly: Yearly | None = None


@dataclass(frozen=True, slots=True)
class CustomField:
    """What a field of the vendor's own holds; `field` is the vendor's id of it."""

    space: Ref
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class BookedItem:
    """So many of a thing booked along; `item` is the vendor's id of it."""

    space: Ref
    item: str
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """Where somebody lives; None for what is not said."""

    lines: tuple[str, ...] | None = None
    house_number: str | None = None
    postal_code: str | None = None
    city: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to speak to; None for what is not said."""

    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    email: str | None = None
    phone: str | None = None
    address: PostalAddress | None = None


@dataclass(frozen=True, slots=True)
class QuestionAnswer:
    """A further question of a form, with its answer."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class CreateBooking:
    """A booking is to be made, or asked for. `locaboo` holds what only that vendor takes, by snake_case names."""

    source: str
    spaces: tuple[Ref, ...]
    from_: dt.datetime
    to: dt.datetime
    all_day: bool = False
    title: str | None = None
    customer: Ref | None = None
    mode: BookingMode = BookingMode.DIRECT
    recurrence: Recurrence | None = None
    comments: str | None = None
    internal_comments: str | None = None
    color: str | None = None
    custom_fields: tuple[CustomField, ...] = ()
    inventory: tuple[BookedItem, ...] = ()
    services: tuple[BookedItem, ...] = ()
    locaboo: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UpdateBooking:
    """A booking is to be elsewhere, at another time, or of another status; None for what stays."""

    id: Ref
    space: Ref | None = None
    from_: dt.datetime | None = None
    to: dt.datetime | None = None
    status: BookingStatus | None = None


@dataclass(frozen=True, slots=True)
class CancelBooking:
    """A booking is to be off."""

    id: Ref
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class RequestEvent:
    """A venue is asked for an event."""

    source: str
    name: str
    from_: dt.datetime | None = None
    to: dt.datetime | None = None
    group_name: str | None = None
    noticeboard_name: str | None = None
    people: int | None = None
    locale: str | None = None
    reference: str | None = None
    contact: Contact | None = None
    internal_notes: str | None = None
    message: str | None = None
    location_id: str | None = None
    event_type_id: str | None = None
    form_name: str | None = None
    extra_fields: tuple[QuestionAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class CreateCustomer:
    """A customer is to be known. `locaboo` holds what only that vendor takes, by snake_case names."""

    source: str
    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    email: str | None = None
    phone: str | None = None
    address: PostalAddress | None = None
    locale: str | None = None
    locaboo: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UpdateCustomer:
    """A customer is to be known otherwise; None for what stays. The vendors' own as for CreateCustomer."""

    id: Ref
    booking: Ref | None = None
    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    email: str | None = None
    phone: str | None = None
    address: PostalAddress | None = None
    locale: str | None = None
    locaboo: Mapping[str, object] = field(default_factory=dict)
    booking_experts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AddCustomerAddress:
    """A customer has a further address. `locaboo` holds what only that vendor takes, by snake_case names."""

    customer: Ref
    address: PostalAddress
    contact: Contact | None = None
    secondary: bool = True
    locaboo: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BlockSpace:
    """A space is to be kept from being booked, from the first day up to, not including, the last."""

    space: Ref
    kind: WritableBlockKind
    from_: dt.date
    to: dt.date
    label: str | None = None


@dataclass(frozen=True, slots=True)
class UpdateSpaceBlock:
    """A block is to be at another time, or called otherwise; None for what stays."""

    id: Ref
    from_: dt.date | None = None
    to: dt.date | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class UnblockSpace:
    """A block is to go."""

    id: Ref


@dataclass(frozen=True, slots=True)
class LocalizedText:
    """A text in one language."""

    locale: str
    text: str


@dataclass(frozen=True, slots=True)
class CreateSpaceType:
    """A kind of space is to be known. `booking_experts` holds what only that vendor takes, by snake_case names."""

    venue: Ref
    names: tuple[LocalizedText, ...]
    descriptions: tuple[LocalizedText, ...] = ()
    max_people: int | None = None
    area: Decimal | None = None
    booking_experts: Mapping[str, object] = field(default_factory=dict)


Write: TypeAlias = (
    CreateBooking
    | UpdateBooking
    | CancelBooking
    | RequestEvent
    | CreateCustomer
    | UpdateCustomer
    | AddCustomerAddress
    | BlockSpace
    | UpdateSpaceBlock
    | UnblockSpace
    | CreateSpaceType
)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at a change.

    Args:
        reference: what the gateway calls it, for vendors that keep a reference: letters, digits and hyphens. The same
            for every try with one key.
        began: when it began, in UTC.

    """

    reference: str
    began: dt.datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """A venue took an event request; `reference` is how a person there finds it."""

    ref: Ref
    fetched_at: dt.datetime
    reference: str
    vendor_id: str | None
    accepted_at: dt.datetime
    links: Links = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """A change that happened.

    Args:
        ref: what was made, changed or removed.
        record: what is known of it now from what was sent and answered; None of what was removed.
        knows: which of the record's attributes and links that holds: who reads more has it read again. None where it
            is all the vendor tells.
        changed: what is not as it was read before: `Source.forget` is told of them, `ref` among them or not.

    """

    ref: Ref
    record: Record | None
    knows: frozenset[str] | None = None
    changed: tuple[Ref, ...] = ()
