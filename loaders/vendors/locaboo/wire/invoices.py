"""What was charged: `invoice_list` [002:778-848]."""

from typing import Annotated

from pydantic import BeforeValidator

from loaders.vendors.locaboo import php
from loaders.vendors.locaboo.wire.values import (
    GermanDay,
    Key,
    Number,
    OptionalGermanMinute,
    OptionalKey,
    Text,
    Wire,
)


def _object(value: object) -> object:
    """Read an object; an empty list is one without members."""
    return php.mapping(value) or None


class Discount(Wire):
    """What is taken off: of which type, and how much."""

    type: Text = None
    rate: Number = None


class Payer(Wire):
    """Who is charged, as it stood when the invoice was written."""

    id: OptionalKey = None
    company: Text = None
    first_name: Text = None
    last_name: Text = None
    street: Text = None
    house_number: Text = None
    zip: Text = None
    city: Text = None
    country: Text = None


class Row(Wire):
    """One line of an invoice."""

    id: OptionalKey = None
    date: GermanDay = None
    resource_id: OptionalKey = None
    booking_id: OptionalKey = None
    type: Text = None
    rate: Text = None
    duration: Number = None
    unit: Text = None
    price: Number = None
    discount: Number = None
    tax_rate: Number = None
    tax: Number = None
    total: Number = None


class Invoice(Wire):
    """An invoice."""

    id: Key
    invoice_number: Text = None
    created: OptionalGermanMinute = None
    file: Text = None
    discount_price: Number = None
    total_price: Number = None
    currency: Text = None
    text: Text = None
    discount: Annotated[Discount | None, BeforeValidator(_object)] = None
    payment_status: Text = None
    payment_type: Text = None
    status: Text = None
    due_date: GermanDay = None
    customer: Annotated[Payer | None, BeforeValidator(_object)] = None
    invoice_rows: Annotated[tuple[Row, ...], BeforeValidator(php.rows)] = ()
