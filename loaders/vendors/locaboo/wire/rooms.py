"""What there is to book: `resource_list` [002:11-80], `resource/<id>` [002:81-116], `availability` [002:524-594]."""

import datetime as dt
from typing import Annotated

from pydantic import BeforeValidator, PlainValidator

from loaders.vendors.locaboo import php
from loaders.vendors.locaboo.wire.values import (
    Day,
    Key,
    OptionalKey,
    Text,
    Texts,
    WebAddress,
    Whole,
    Wire,
    clock,
    day,
)


def _hours(value: object) -> tuple[tuple[str, str], ...]:
    """Read pairs of times [002:100-105]."""
    pairs = [php.rows(pair) for pair in php.rows(value)]
    if any(len(pair) != 2 for pair in pairs):  # noqa: PLR2004  # from and to
        raise ValueError("pairs of times are expected")
    return tuple((clock(opens), clock(closes)) for opens, closes in pairs)


def _dates(value: object) -> dict[dt.date, object]:
    """Read what is free by day; a day without anything is an empty list [002:565-591]."""
    return {day(name): php.rows(slots) for name, slots in php.mapping(value).items()}


class Part(Wire):
    """A part of a main resource."""

    id: Key
    title: Text = None


class Main(Wire):
    """A main resource with its parts."""

    id: Key
    title: Text = None
    parts: Annotated[tuple[Part, ...], BeforeValidator(php.rows)] = ()


class FreeTextField(Wire):
    """A field whose value every resource may have [002:63-78]."""

    id: Key
    name: Text = None
    type: Text = None
    options: Texts = ()


class Holiday(Wire):
    """Days on which a resource is closed; only those that today is one of are told [002:106-112]."""

    title: Text = None
    from_: Annotated[dt.date, PlainValidator(day)]
    to: Annotated[dt.date, PlainValidator(day)]


def _holidays(value: object) -> object:
    """Give `from` the name it has here, as Python keeps the word."""
    return [{**row, "from_": row.get("from")} if isinstance(row, dict) else row for row in php.rows(value)]


class Resource(Wire):
    """What is told of one resource alone [002:86-113]."""

    id: Key
    manager: OptionalKey = None
    title: Text = None
    image: WebAddress = None
    category_id: OptionalKey = None
    category_name: Text = None
    street_hnr: Text = None
    zip: Text = None
    city: Text = None
    country: Text = None
    phone: Text = None
    fax: Text = None
    public_comment: Text = None
    today_opening_times: Annotated[tuple[tuple[str, str], ...] | None, PlainValidator(_hours)] = None
    today_holidays: Annotated[tuple[Holiday, ...] | None, BeforeValidator(_holidays)] = None


class FreeSlot(Wire):
    """A free slot of the asked length."""

    time_from: Annotated[str, PlainValidator(clock)]
    time_to: Annotated[str, PlainValidator(clock)]


class FreeResource(Wire):
    """When one resource is free, by day."""

    resource_id: Key
    dates: Annotated[dict[dt.date, tuple[FreeSlot, ...]], BeforeValidator(_dates)]


class Profile(Wire):
    """Who the key belongs to [002:595-620]."""

    first_name: Text = None
    last_name: Text = None
    company_name: Text = None
    email: Text = None
    logo: WebAddress = None
    logo_thumbnail: WebAddress = None
    currency: Text = None
    language: Text = None
    created: Day = None
    age: Whole = None
    zip: Text = None
    city: Text = None
    country: Text = None
    phone: Text = None
    fax: Text = None
    address: Text = None
