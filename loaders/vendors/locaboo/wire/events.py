"""What happens: `event_list` [002:906-950] and `event_details/<id>` [002:951-1047]."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from loaders.vendors.locaboo import php
from loaders.vendors.locaboo.wire.values import (
    Clock,
    Flag,
    GermanDay,
    GermanMinute,
    Key,
    Number,
    OptionalKey,
    Text,
    WebAddress,
    Wire,
)


def _taken(value: object) -> object:
    """Read what is taken: the document writes one object's members into a list, which is no JSON [002:980-1003]."""
    return php.rows_or_one(value, "resource_id")


class Instance(Wire):
    """One resource, from when to when; written otherwise than in bookings [002:992]."""

    id: OptionalKey = None
    resource_id: OptionalKey = None
    resource: Text = None
    start: GermanMinute = Field(alias="from")
    end: GermanMinute = Field(alias="to")


class Taken(Wire):
    """What is taken of one main resource."""

    resource_id: OptionalKey = None
    resource: Text = None
    instances: Annotated[tuple[Instance, ...], BeforeValidator(php.rows)] = ()


class Mentioned(Wire):
    """A booking that a document is about."""

    id: Key
    title: Text = None
    resources: Annotated[tuple[Taken, ...], BeforeValidator(_taken)] = ()


class Document(Wire):
    """An offer, an order confirmation, an invoice."""

    document_type: Text = None
    document_number: Text = None
    price: Number = None
    document_date: GermanDay = None
    processed_status: Flag = None
    processed_date: GermanDay = None
    bookings: Annotated[tuple[Mentioned, ...], BeforeValidator(php.rows)] = ()


class Event(Wire):
    """An event; the list has no documents."""

    id: Key
    event_title: Text = None
    marketing_data_title: Text = None
    marketing_data_description: Text = None
    date_from: GermanDay = None
    date_to: GermanDay = None
    time_from: Clock = None
    time_to: Clock = None
    entrance_time: Clock = None
    beginning_time: Clock = None
    marketing_data_ticket_link: WebAddress = None
    marketing_data_price: Text = None
    marketing_data_notice_text: Text = None
    image: WebAddress = None
    documents: Annotated[tuple[Document, ...], BeforeValidator(php.rows)] = ()
