"""From Booking Experts' resources to records. Pure.

A booking has no dates and no space: those stand in the agenda periods of its reservations, which its link `allocations`
leads to. Where the reservations themselves came along, what they tell stands in the booking, too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from loaders.clock import dates_only, hull, start_of
from loaders.errors import BadResponse
from loaders.jsonapi.document import Identifier, ResourceObject
from loaders.jsonapi.shelf import Translate
from loaders.records import (
    ALLOCATIONS,
    BOOKING,
    CUSTOMER,
    SPACE,
    SPACE_BLOCK,
    SPACE_TYPE,
    VENUE,
    Address,
    Allocation,
    Booking,
    BookingStatus,
    Customer,
    Link,
    Period,
    Record,
    Ref,
    Resource,
    Space,
    SpaceBlock,
    SpaceBlockKind,
    SpaceType,
)
from loaders.vendors.booking_experts import wire
from loaders.vendors.booking_experts.park import M, Park, linked
from loaders.vendors.booking_experts.states import BLOCKS, EDITABLE, status
from loaders.vendors.booking_experts.views import (
    ADMINISTRATION_AMENITY,
    AGREEMENT,
    OWN_BOOKING,
    OWN_CATEGORY,
    OWN_CUSTOMER,
)

BOOKING_BY_RESERVATION: Final = "booking@reservation"
CUSTOMER_BY_BOOKING: Final = "customer@booking"


def translator(park: Park, resources: Mapping[Identifier, ResourceObject]) -> Translate:
    """Give what makes records of an answer's resources.

    Args:
        park: how the answer is read.
        resources: all that the answer brought.

    """
    return _Maker(park, resources).make


def reservations(resource: ResourceObject) -> tuple[str, ...] | None:
    """Give the ids of a booking's reservations; None where they are not told."""
    linkage = resource.relationships.get("reservations")
    return (
        tuple(one.id for one in linkage) if isinstance(linkage, tuple) and not isinstance(linkage, Identifier) else None
    )


def reserved(booking: Booking) -> tuple[str, ...]:
    """Give the ids of the reservations a booking's allocations are looked up by."""
    link = booking.links.get("allocations")
    return tuple(link.id.partition("/")[2].split(",")) if isinstance(link, Ref) else ()


class _Maker:
    """Makes records of the resources of one answer."""

    def __init__(self, park: Park, resources: Mapping[Identifier, ResourceObject]) -> None:
        self._park: Final = park
        self._resources: Final = resources
        self._venue: Final = park.ref(VENUE, park.venue)

    def make(self, view: str, resource: ResourceObject, fetched_at: dt.datetime) -> Record:
        self._park.seen(*resource.identifier)
        return _MAKE[view](self, resource, fetched_at)

    def booking(self, resource: ResourceObject, fetched_at: dt.datetime) -> Booking:
        park, told = self._park, self._park.read(wire.Booking, resource)
        links = self._booking_links(resource)
        allocations = self._stays(resource, status(told.state))
        return Booking(
            ref=park.ref(BOOKING, resource.identifier.id),
            fetched_at=fetched_at,
            links=links,
            reference=told.booking_nr,
            status=status(told.state),
            vendor_status=told.state,
            period=hull([row.period for row in allocations or () if row.period is not None]),
            allocations=allocations,
            total=park.money(told.total, told.currency),
            amount_paid=park.money(told.guest_total_paid, told.currency),
            amount_due=park.money(told.guest_payment_due, told.currency),
            comments=told.memo,
            created_at=park.moment(told.created_at),
            updated_at=park.moment(told.updated_at),
            confirmed_at=park.moment(told.confirmed_at),
            cancelled_at=start_of(told.cancel_date, park.zone) if told.cancel_date else None,
            cancel_reason=told.cancel_reason,
            details=park.resource(OWN_BOOKING, told, resource, fetched_at, links),
        )

    def own_booking(self, resource: ResourceObject, fetched_at: dt.datetime) -> Resource:
        told = self._park.read(wire.Booking, resource)
        return self._park.resource(OWN_BOOKING, told, resource, fetched_at, self._booking_links(resource))

    def _booking_links(self, resource: ResourceObject) -> dict[str, Ref | None]:
        links: dict[str, Ref | None] = {"venue": self._venue}
        if self._park.refused("customer"):
            links["customer"] = self._park.lookup(CUSTOMER_BY_BOOKING, resource.identifier.id)
        elif "customer" in resource.relationships:
            customer = linked(resource, "customer")
            links["customer"] = None if customer is None else self._met("customer", customer, CUSTOMER)
        taken = reservations(resource)
        if taken:
            links["allocations"] = links["period"] = self._park.lookup(ALLOCATIONS, *taken)
        return links

    def _stays(self, resource: ResourceObject, how_far: BookingStatus) -> tuple[Allocation, ...] | None:
        """Give what a booking takes as far as its reservations came along; None where nothing is told of them."""
        taken = reservations(resource)
        if not taken:
            return None if taken is None else ()
        came = {key: self._resources.get(Identifier("reservation", key)) for key in taken}
        if not any(came.values()):
            return None
        return tuple(self._stay(key, stay, how_far) for key, stay in came.items())

    def _stay(self, key: str, stay: ResourceObject | None, how_far: BookingStatus) -> Allocation:
        if stay is None:
            return Allocation(key, None, None, None, how_far)
        told = self._tolerantly(wire.Reservation, stay)
        rentable = linked(stay, "rentable")
        return Allocation(
            vendor_id=key,
            space=None if rentable is None else self._met("rentable", rentable, SPACE),
            period=None if told is None else self._period(told),
            people=None,
            status=how_far,
        )

    def _period(self, told: wire.Reservation) -> Period | None:
        if told.start_date is None or told.end_date is None:
            return None
        return dates_only(told.start_date, told.end_date, self._park.zone)

    def customer(self, resource: ResourceObject, fetched_at: dt.datetime) -> Customer:
        park, told = self._park, self._park.read(wire.Customer, resource)
        called = " ".join(part for part in (told.first_name, told.last_name) if part)
        return Customer(
            ref=park.ref(CUSTOMER, resource.identifier.id),
            fetched_at=fetched_at,
            links={"venue": self._venue},
            name=called or told.company or None,
            first_name=told.first_name,
            last_name=told.last_name,
            company=told.company,
            email=told.email,
            phone=told.phone,
            address=_address(told),
            locale=told.locale,
            details=park.resource(OWN_CUSTOMER, told, resource, fetched_at),
        )

    def own_customer(self, resource: ResourceObject, fetched_at: dt.datetime) -> Resource:
        return self._own(OWN_CUSTOMER, wire.Customer, resource, fetched_at)

    def space(self, resource: ResourceObject, fetched_at: dt.datetime) -> Space:
        told = self._park.read(wire.Rentable, resource)
        links: dict[str, Link] = {"venue": self._venue, "parent": None}
        category = linked(resource, "category")
        if "category" in resource.relationships:
            links["space_type"] = None if category is None else self._park.ref(SPACE_TYPE, category)
        of_kind = self._resources.get(Identifier("category", category)) if category is not None else None
        kind = None if of_kind is None else self._tolerantly(wire.Category, of_kind)
        return Space(
            ref=self._park.ref(SPACE, resource.identifier.id),
            fetched_at=fetched_at,
            links=links,
            name=self._park.text(told.name),
            capacity=None if kind is None else kind.max_number_of_people,
            area=None if kind is None else _area(kind),
        )

    def space_type(self, resource: ResourceObject, fetched_at: dt.datetime) -> SpaceType:
        told = self._park.read(wire.Category, resource)
        return SpaceType(
            ref=self._park.ref(SPACE_TYPE, resource.identifier.id),
            fetched_at=fetched_at,
            links={"venue": self._venue},
            names=self._park.texts(told.name),
            descriptions=self._park.texts(told.description),
            max_people=told.max_number_of_people,
            area=_area(told),
            archived=told.archived,
            details=self._category(told, resource, fetched_at),
        )

    def own_category(self, resource: ResourceObject, fetched_at: dt.datetime) -> Resource:
        return self._category(self._park.read(wire.Category, resource), resource, fetched_at)

    def _category(self, told: wire.Category, resource: ResourceObject, fetched_at: dt.datetime) -> Resource:
        own = self._park.resource(OWN_CATEGORY, told, resource, fetched_at)
        page = resource.links.get("parkcms_url")
        return Resource(own.ref, own.fetched_at, {**own.attributes, "parkcms_url": page}, own.links)

    def block(self, resource: ResourceObject, fetched_at: dt.datetime) -> SpaceBlock:
        told = self._park.read(wire.AgendaPeriod, resource)
        rentable, reservation = linked(resource, "rentable"), linked(resource, "reservation")
        links: dict[str, Link] = {"venue": self._venue}
        if "rentable" in resource.relationships:
            links["space"] = None if rentable is None else self._met("rentable", rentable, SPACE)
        if "reservation" in resource.relationships:
            links["booking"] = None if reservation is None else self._park.lookup(BOOKING_BY_RESERVATION, reservation)
        return SpaceBlock(
            ref=self._park.ref(SPACE_BLOCK, resource.identifier.id),
            fetched_at=fetched_at,
            links=links,
            kind=BLOCKS.get(told.type or "", SpaceBlockKind.OTHER),
            vendor_kind=told.type,
            period=dates_only(told.start_date, told.end_date, self._park.zone),
            editable=told.type in EDITABLE,
            label=told.label,
            ical_uid=told.ical_uid,
            reservation_id=reservation,
            created_at=self._park.moment(told.created_at),
            updated_at=self._park.moment(told.updated_at),
        )

    def agreement(self, resource: ResourceObject, fetched_at: dt.datetime) -> Resource:
        return self._own(AGREEMENT, wire.Agreement, resource, fetched_at)

    def administration_amenity(self, resource: ResourceObject, fetched_at: dt.datetime) -> Resource:
        return self._own(ADMINISTRATION_AMENITY, wire.AdministrationAmenity, resource, fetched_at)

    def _own(self, kind: str, model: type[wire.Wire], resource: ResourceObject, fetched_at: dt.datetime) -> Resource:
        return self._park.resource(kind, self._park.read(model, resource), resource, fetched_at)

    def _met(self, type_: str, key: str, kind: str) -> Ref:
        """Name a thing that is linked to, and note where it was met."""
        self._park.seen(type_, key)
        return self._park.ref(kind, key)

    def _tolerantly(self, model: type[M], resource: ResourceObject) -> M | None:
        """Read what the document does not describe, or what another record needs a little of; None if that fails."""
        try:
            return self._park.read(model, resource)
        except BadResponse:
            return None


_MAKE: Final[Mapping[str, Callable[[_Maker, ResourceObject, dt.datetime], Record]]] = {
    "booking": _Maker.booking,
    "own_booking": _Maker.own_booking,
    "customer": _Maker.customer,
    "own_customer": _Maker.own_customer,
    "space": _Maker.space,
    "space_type": _Maker.space_type,
    "own_category": _Maker.own_category,
    "space_block": _Maker.block,
    "allocation": _Maker.block,
    "agreement": _Maker.agreement,
    "administration_amenity": _Maker.administration_amenity,
    "venue_amenity": _Maker.administration_amenity,
}
"""View → what makes its records."""


def _address(told: wire.Customer) -> Address | None:
    street = " ".join(part for part in (told.address, told.number) if part)
    if not any((street, told.postalcode, told.city, told.country_code)):
        return None
    return Address(
        lines=(street,) if street else (),
        postal_code=told.postalcode or None,
        city=told.city or None,
        country_code=told.country_code or None,
    )


def _area(told: wire.Category) -> Decimal | None:
    return None if told.surface_area is None else Decimal(told.surface_area)
