"""Customers."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from loaders.records import CUSTOMER, Customer, Resource
from loaders.vendors.locaboo.kinds import CUSTOMERS
from loaders.vendors.locaboo.translate.site import Site, address

if TYPE_CHECKING:
    from loaders.vendors.locaboo.wire import customers as wire


def customer(site: Site, told: wire.Customer, fetched_at: dt.datetime) -> Customer:
    """Make a customer, called as the vendor shows them."""
    created, last_login = site.moment(told.created), site.moment(told.last_login)
    attributes = {name: getattr(told, name) for name in type(told).model_fields if name != "id"}
    person = " ".join(name for name in (told.first_name, told.last_name) if name)
    return Customer(
        site.ref(CUSTOMER, told.id),
        fetched_at,
        {},
        name=told.show_name or told.company_name or person or None,
        first_name=told.first_name,
        last_name=told.last_name,
        company=told.company_name,
        email=told.email,
        phone=told.phone,
        address=address(told.street, told.zip, told.city, told.country),
        created_at=created,
        details=Resource(
            site.ref(CUSTOMERS, told.id), fetched_at, {**attributes, "created": created, "last_login": last_login}
        ),
    )
