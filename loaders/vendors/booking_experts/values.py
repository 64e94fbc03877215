"""Values that only Booking Experts has: what its resources hold beside plain texts, numbers and moments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from loaders.records import Link, Money, Ref


@dataclass(frozen=True, slots=True)
class Reference:
    """Something the vendor links to and does not describe: its id and the vendor's type for it."""

    vendor_id: str
    type: str


@dataclass(frozen=True, slots=True)
class PaymentDeadline:
    """What is to be paid by when."""

    date: dt.date | None
    open_amount: Money | None
    paid_amount: Money | None


@dataclass(frozen=True, slots=True)
class Voucher:
    """A voucher that is to be redeemed."""

    code: str | None
    balance: Money | None
    amount: Money | None


@dataclass(frozen=True, slots=True)
class VenueAmenity:
    """Something a park has, as a venue shows it."""

    ref: Ref
    fetched_at: dt.datetime
    id: str
    name: str | None
    value: int | None
    links: Mapping[str, Link] = field(default_factory=dict)
