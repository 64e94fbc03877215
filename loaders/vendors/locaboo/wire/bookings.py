"""What is booked: `booking_list` [002:117-406] and `booking/<id>` [002:407-523].

A list has no pages and may be 50,000 bookings long, so these are light: dataclasses with slots. Custom fields, which
are many and seldom read, are left as they came until somebody wants them.
"""

from dataclasses import field
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainValidator
from pydantic.dataclasses import dataclass

from loaders.vendors.locaboo import php
from loaders.vendors.locaboo.wire.values import Key, Minute, Number, OptionalKey, Text, Trimmed, Wire


class CustomField(Wire):
    """The value of a field of the account's own."""

    label: Trimmed = None
    value: Text = None
    category: Text = None


def _fields(value: object) -> object:
    """Read values by field by main resource; each map of them may be an empty list [002:154, 002:252]."""
    return {main: php.mapping(fields) for main, fields in php.mapping(value).items()}


def _things(value: object) -> object:
    return None if value is None else php.mapping(value)


class CustomFields(Wire):
    """Values by field by main resource."""

    custom_fields: Annotated[dict[str, dict[str, CustomField]], BeforeValidator(_fields)]


class BookedThing(Wire):
    """A service or a piece of inventory that is booked along [002:445-469]."""

    rule_interval: Text = None
    rule_price: Number = None
    rule_name: Text = None
    price_cost: Number = None
    quantity: Number = None


BookedThings = Annotated[dict[str, BookedThing] | None, BeforeValidator(_things)]


@dataclass(frozen=True, slots=True)
class Instance:
    """One resource, from when to when."""

    start: Annotated[Minute, Field(alias="from")]
    end: Annotated[Minute, Field(alias="to")]
    id: OptionalKey = None
    resource_id: OptionalKey = None
    resource: Text = None
    custom_fields: object = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken of one main resource. Only a booking alone tells `features`, `inventory` and fields here."""

    resource_id: OptionalKey = None
    resource: Text = None
    instances: Annotated[tuple[Instance, ...], BeforeValidator(php.rows)] = ()
    features: BookedThings = None
    inventory: BookedThings = None
    custom_fields: object = field(default=None, repr=False)


def _persons(value: object) -> tuple[str, ...]:
    """Read ids of persons; of a person told with more than an id, the id."""
    return php.texts([row.get("id") if isinstance(row, dict) else row for row in php.rows(value)])


@dataclass(frozen=True, slots=True)
class Booking:
    """A booking, from the list or alone. The list tells the customer's name and has the fields here."""

    id: Key
    title: Text = None
    resources: Annotated[tuple[Taken, ...], BeforeValidator(php.rows)] = ()
    custom_fields: object = field(default=None, repr=False)
    comments: Text = None
    customer_id: OptionalKey = None
    customer: Text = None
    color: Text = None
    persons: Annotated[tuple[str, ...], PlainValidator(_persons)] = ()
