"""Bookings: when and where they take what, who books, and what is booked along."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from loaders import clock
from loaders.records import BOOKING, CUSTOMER, Allocation, Booking, BookingStatus, Link, Record, Ref, Resource
from loaders.vendors.locaboo.kinds import BOOKED_ALONG, BOOKINGS
from loaders.vendors.locaboo.translate.site import Site, money
from loaders.vendors.locaboo.values import BookedThing, CustomField, Instance, Taken

if TYPE_CHECKING:
    from loaders.vendors.locaboo.wire import bookings as wire
    from loaders.vendors.locaboo.wire.bookings import CustomFields


def booking(site: Site, told: wire.Booking, fetched_at: dt.datetime) -> Booking:
    """Make a booking. Its status is not told when read: UNKNOWN.

    Raises:
        BadResponse: one of its instances ends before it begins.

    """
    resources = tuple(_taken(site, one, told.id) for one in told.resources)
    instances = [instance for one in resources for instance in one.instances]
    customer = None if told.customer_id is None else site.ref(CUSTOMER, told.customer_id)
    links: dict[str, Link] = {"venue": next(mains(site, told), None), "customer": customer}
    return Booking(
        site.ref(BOOKING, told.id),
        fetched_at,
        links,
        reference=told.id,
        name=told.title,
        status=BookingStatus.UNKNOWN,
        period=clock.hull([instance.period for instance in instances]),
        allocations=tuple(
            Allocation(one.vendor_id, one.space, one.period, None, BookingStatus.UNKNOWN) for one in instances
        ),
        comments=told.comments,
        details=_details(site, told, resources, fetched_at, customer),
    )


def mains(site: Site, told: wire.Booking) -> Iterator[Ref]:
    """Give the venues a booking takes something of, in its own order."""
    return (ref for one in told.resources if (ref := site.venue(one.resource_id)) is not None)


def booked_along(site: Site, told: wire.Booking, fetched_at: dt.datetime, currency: str | None) -> Resource:
    """Give the services and the inventory that are booked along, which only a booking alone tells."""
    attributes = {
        "features": tuple(_things(site, told, "features", currency)),
        "inventory": tuple(_things(site, told, "inventory", currency)),
    }
    return Resource(site.ref(BOOKED_ALONG, told.id), fetched_at, attributes)


def venues_of(record: Record) -> Iterable[Ref]:
    """Give all venues that a booking takes something of."""
    details = record.details if isinstance(record, Booking) else None
    found = details.links.get("venues") if details is not None else None
    return found if isinstance(found, tuple) and not isinstance(found, Ref) else ()


def spaces_of(record: Booking) -> Iterable[Ref]:
    """Give the spaces that a booking takes."""
    return (row.space for row in record.allocations or () if row.space is not None)


def _details(
    site: Site, told: wire.Booking, resources: tuple[Taken, ...], fetched_at: dt.datetime, customer: Ref | None
) -> Resource:
    fields = [
        *_fields(site, told.custom_fields),
        *(f for one in told.resources for f in _fields(site, one.custom_fields)),
    ]
    attributes = {
        "title": told.title,
        "comments": told.comments,
        "color": told.color,
        "customer_id": told.customer_id,
        "customer_name": told.customer,
        "persons": told.persons,
        "custom_fields": tuple(fields),
        "resources": resources,
    }
    links: dict[str, Link] = {
        "customer": customer,
        "venues": tuple(dict.fromkeys(mains(site, told))),
        "booked_along": site.ref(BOOKED_ALONG, told.id),
    }
    return Resource(site.ref(BOOKINGS, told.id), fetched_at, attributes, links)


def _taken(site: Site, told: wire.Taken, booking_id: str) -> Taken:
    return Taken(
        told.resource,
        site.space(told.resource_id),
        tuple(
            Instance(
                one.id,
                one.resource,
                site.period(one.start, one.end, f"booking {booking_id}"),
                site.space(one.resource_id or told.resource_id),
                tuple(_fields(site, one.custom_fields)),
            )
            for one in told.instances
        ),
    )


def _fields(site: Site, told: CustomFields) -> Iterable[CustomField]:
    for main, fields in told.items():
        for name, field in fields.items():
            yield CustomField(name, field.label, field.value, field.category, Ref("space", site.source, main))


def _things(site: Site, told: wire.Booking, which: str, currency: str | None) -> Iterable[BookedThing]:
    for one in told.resources:
        things: Mapping[str, wire.BookedThing] = getattr(one, which) or {}
        for key, thing in things.items():
            yield BookedThing(
                key,
                thing.rule_name,
                thing.rule_interval,
                money(thing.rule_price, currency),
                money(thing.price_cost, currency),
                thing.quantity,
                site.space(one.resource_id),
            )
