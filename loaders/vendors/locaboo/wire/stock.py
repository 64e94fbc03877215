"""What can be booked along: `inventory_list` [002:694-738] and `service_list` [002:739-777]."""

from typing import Annotated

from pydantic import BeforeValidator, Field, PlainValidator

from loaders.vendors.locaboo import php
from loaders.vendors.locaboo.wire.values import Key, Number, Stamp, Text, WebAddress, Wire


def _groups(value: object) -> tuple[tuple[str | None, str | None], ...]:
    """Read groups as (id, name): a list has names alone [002:715], a map has both [002:721-724]."""
    if isinstance(value, dict):
        return tuple((php.key(group), php.text(name)) for group, name in value.items())
    return tuple((None, name) for name in php.texts(value))


def _named(value: object) -> dict[str, str | None]:
    """Read titles by id [002:729-733]."""
    return {php.key(resource): php.text(title) for resource, title in php.mapping(value).items()}


class Price(Wire):
    """What a thing costs some customers."""

    price: Number = None
    customer_groups: Annotated[tuple[tuple[str | None, str | None], ...], PlainValidator(_groups)] = ()
    interval: Text = None
    tax: Number = None


class Service(Wire):
    """A service."""

    id: Key
    name: Text = None
    image: WebAddress = None
    created_on: Stamp = None
    description: Text = None
    prices: Annotated[tuple[Price, ...], BeforeValidator(php.rows)] = ()
    resources: Annotated[dict[str, str | None], PlainValidator(_named), Field(default_factory=dict)]


class Item(Service):
    """A piece of inventory."""

    inventory_no: Text = None
    i_type: Text = None
    model: Text = None
    serial_no: Text = None
    quantity: Number = None
    price_cost: Number = None
