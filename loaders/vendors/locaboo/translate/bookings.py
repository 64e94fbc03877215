"""Bookings: when and where they take what, and who books."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from loaders import clock
from loaders.records import BOOKING, CUSTOMER, Allocation, Booking, BookingStatus, Link, Record, Ref, Resource
from loaders.vendors.locaboo.kinds import BOOKED_ALONG, BOOKINGS
from loaders.vendors.locaboo.translate.site import Site, money
from loaders.vendors.locaboo.translate.taken import taken
from loaders.vendors.locaboo.values import BookedThing, CustomField
from loaders.vendors.locaboo.wire import Unreadable, read
from loaders.vendors.locaboo.wire.bookings import CustomFields

if TYPE_CHECKING:
    from loaders.vendors.locaboo.wire import bookings as wire


def booking(site: Site, told: wire.Booking, fetched_at: dt.datetime) -> Booking:
    """Make a booking. Its status is not told when read: UNKNOWN.

    Raises:
        BadResponse: one of its instances ends before it begins.

    """
    allocations = tuple(_allocations(site, told))
    venues = tuple(dict.fromkeys(ref for one in told.resources if (ref := site.venue(one.resource_id)) is not None))
    customer = None if told.customer_id is None else Ref(CUSTOMER, site.source, told.customer_id)
    links: dict[str, Link] = {"venue": venues[0] if venues else None, "customer": customer}
    own: dict[str, Link] = {
        "venues": venues,
        "customer": customer,
        "booked_along": Ref(BOOKED_ALONG, site.source, told.id),
    }
    return Booking(
        Ref(BOOKING, site.source, told.id),
        fetched_at,
        links,
        reference=told.id,
        name=told.title,
        status=BookingStatus.UNKNOWN,
        period=clock.hull([row.period for row in allocations if row.period is not None]),
        allocations=allocations,
        comments=told.comments,
        details=Resource(Ref(BOOKINGS, site.source, told.id), fetched_at, Details(site, told), own),
    )


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


class Details(Mapping[str, object]):
    """What only Locaboo tells of a booking. Lists are long and details seldom read, so they are made when they are.

    Args:
        site: the source.
        told: the booking.

    Reading `custom_fields` or `resources` raises BadResponse where a custom field makes no sense.

    """

    __slots__ = ("_site", "_told")

    AS_TOLD: Final = {
        "title": "title",
        "comments": "comments",
        "color": "color",
        "customer_id": "customer_id",
        "customer_name": "customer",
        "persons": "persons",
    }
    """The attributes that are passed on, and what they are called at the vendor."""

    def __init__(self, site: Site, told: wire.Booking) -> None:
        self._site: Final = site
        self._told: Final = told

    def __getitem__(self, name: str) -> object:
        if name in self.AS_TOLD:
            return getattr(self._told, self.AS_TOLD[name])
        if name == "custom_fields":
            places = (self._told.custom_fields, *(one.custom_fields for one in self._told.resources))
            return tuple(field for told in places for field in self._fields(told))
        if name == "resources":
            whose = f"booking {self._told.id}"
            return taken(self._site, self._told.resources, whose, lambda row: self._fields(row.custom_fields))
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        yield from self.AS_TOLD
        yield from ("custom_fields", "resources")

    def __len__(self) -> int:
        return len(self.AS_TOLD) + 2

    def _fields(self, told: object) -> tuple[CustomField, ...]:
        try:
            mains = read(CustomFields, {"custom_fields": told}, f"booking {self._told.id}").custom_fields
        except Unreadable as why:
            fault = self._site.bad(str(why))
        else:
            return tuple(
                CustomField(name, field.label, field.value, field.category, self._site.space(main))
                for main, fields in mains.items()
                for name, field in fields.items()
            )
        raise fault


def _allocations(site: Site, told: wire.Booking) -> Iterator[Allocation]:
    whose = f"booking {told.id}"
    for one in told.resources:
        for row in one.instances:
            space = site.space(row.resource_id or one.resource_id)
            yield Allocation(row.id, space, site.period(row.start, row.end, whose), None, BookingStatus.UNKNOWN)


def _things(site: Site, told: wire.Booking, which: str, currency: str | None) -> Iterator[BookedThing]:
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
