"""Inventory and services, and what they cost whom."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from loaders.records import SPACE, Resource
from loaders.vendors.locaboo.kinds import INVENTORY, SERVICES
from loaders.vendors.locaboo.translate.site import Site, money
from loaders.vendors.locaboo.values import CustomerGroup, NamedResource, Price

if TYPE_CHECKING:
    from loaders.vendors.locaboo.wire import stock as wire

_EVERYBODY: Final = "All"
"""The name that stands for every customer [002:715]."""


def service(site: Site, told: wire.Service, fetched_at: dt.datetime, currency: str | None) -> Resource:
    """Give a service."""
    return Resource(site.ref(SERVICES, told.id), fetched_at, _shared(site, told, currency))


def item(site: Site, told: wire.Item, fetched_at: dt.datetime, currency: str | None) -> Resource:
    """Give a piece of inventory."""
    attributes = {
        **_shared(site, told, currency),
        "inventory_no": told.inventory_no,
        "i_type": told.i_type,
        "model": told.model,
        "serial_no": told.serial_no,
        "quantity": told.quantity,
        "price_cost": money(told.price_cost, currency),
    }
    return Resource(site.ref(INVENTORY, told.id), fetched_at, attributes)


def _shared(site: Site, told: wire.Service, currency: str | None) -> dict[str, object]:
    return {
        "name": told.name,
        "image": told.image,
        "created_on": site.moment(told.created_on),
        "description": told.description,
        "prices": tuple(_price(one, currency) for one in told.prices),
        "resources": tuple(NamedResource(key, title, site.ref(SPACE, key)) for key, title in told.resources.items()),
    }


def _price(told: wire.Price, currency: str | None) -> Price:
    return Price(
        price=money(told.price, currency),
        interval=told.interval,
        tax=told.tax,
        for_all=(None, _EVERYBODY) in told.customer_groups,
        customer_groups=tuple(CustomerGroup(key, name) for key, name in told.customer_groups),
    )
