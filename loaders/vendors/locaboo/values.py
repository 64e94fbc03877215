"""Values that only Locaboo has: parts of its bookings, events, prices and invoices, in the shape they are shown in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from loaders.records import Money, Period, Ref


@dataclass(frozen=True, slots=True)
class CustomField:
    """The value of a field of the account's own, for one main resource."""

    field: str
    label: str | None
    value: str | None
    category: str | None
    space: Ref | None


@dataclass(frozen=True, slots=True)
class Instance:
    """One resource, from when to when."""

    vendor_id: str | None
    name: str | None
    period: Period
    space: Ref | None
    custom_fields: tuple[CustomField, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken of one main resource."""

    name: str | None
    space: Ref | None
    instances: tuple[Instance, ...]


@dataclass(frozen=True, slots=True)
class BookedThing:
    """A service or a piece of inventory that is booked along."""

    vendor_id: str
    name: str | None
    interval: str | None
    price: Money | None
    cost: Money | None
    quantity: Decimal | None
    space: Ref | None


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A booking that a document is about."""

    vendor_id: str
    title: str | None
    resources: tuple[Taken, ...]
    booking: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An offer, an order confirmation, an invoice."""

    document_type: str | None
    document_number: str | None
    price: Money | None
    document_date: dt.date | None
    processed_status: bool | None
    processed_date: dt.date | None
    bookings: tuple[Mentioned, ...]


@dataclass(frozen=True, slots=True)
class CustomerGroup:
    """A group of customers; where only a name is told, it has no id."""

    vendor_id: str | None
    name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a thing costs some customers; `tax` in per cent."""

    price: Money | None
    interval: str | None
    tax: Decimal | None
    for_all: bool
    customer_groups: tuple[CustomerGroup, ...]


@dataclass(frozen=True, slots=True)
class NamedResource:
    """A resource as another thing names it."""

    vendor_id: str
    name: str | None
    space: Ref


@dataclass(frozen=True, slots=True)
class Discount:
    """What is taken off an invoice."""

    type: str | None
    rate: Decimal | None


@dataclass(frozen=True, slots=True)
class Payer:
    """Who is charged, as it stood when the invoice was written."""

    vendor_id: str | None
    company: str | None
    first_name: str | None
    last_name: str | None
    street: str | None
    house_number: str | None
    zip: str | None
    city: str | None
    country: str | None


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """One line of an invoice; `tax_rate` in per cent."""

    vendor_id: str | None
    date: dt.date | None
    type: str
    vendor_type: str | None
    rate: str | None
    duration: Decimal | None
    unit: str | None
    price: Money | None
    discount: Decimal | None
    tax_rate: Decimal | None
    tax: Money | None
    total: Money | None
    space: Ref | None
    booking: Ref | None
