"""From Event Temple's resources to records. Pure.

Event Temple has no venues: everything belongs to the one that the configuration names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from loaders.jsonapi.document import Identifier, Linkage, ResourceObject
from loaders.records import (
    ALLOCATIONS,
    BOOKING,
    CUSTOMER,
    EVENT,
    SPACE,
    VENUE,
    Address,
    Attendance,
    Booking,
    BookingStatus,
    Customer,
    Event,
    EventStatus,
    Link,
    Record,
    Ref,
    Resource,
    Space,
)
from loaders.vendors.event_temple import wire
from loaders.vendors.event_temple.own import Reader
from loaders.vendors.event_temple.values import seconds_of
from loaders.vendors.event_temple.views import ADDRESS, VIEWS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from loaders.jsonapi.shelf import Translate

    Unify: TypeAlias = Callable[[Reader, Ref, ResourceObject, dt.datetime], Record]

STATUSES: Final[Mapping[str, str]] = {
    "definite": "CONFIRMED",
    "tentative": "TENTATIVE",
    "optional": "TENTATIVE",
    "lead": "INQUIRY",
    "inquiry": "INQUIRY",
    "prospect": "INQUIRY",
    "closed": "COMPLETED",
    "lost": "CANCELLED",
    "cancelled": "CANCELLED",
    "canceled": "CANCELLED",
}
"""The vendor's word → ours, of events and bookings alike. The document shows `definite` and `optional` only."""

_ALPHA_2: Final = 2


def translator(source: str, zone: ZoneInfo, currency: str | None, venue: str) -> Translate:
    """Make what translates one source's resources.

    Args:
        source: the source's name.
        zone: the zone of its venue.
        currency: ISO 4217, of every amount; None where the configuration does not say.
        venue: the id of its venue.

    """
    reader = Reader(source, zone, currency)
    place = Ref(VENUE, source, venue)

    def translate(view: str, resource: ResourceObject, fetched_at: dt.datetime) -> Record:
        unify = UNIFIED.get(view)
        if unify is not None:
            return unify(reader, place, resource, fetched_at)
        of = VIEWS[view].type
        return reader.own(of, resource, reader.read(wire.MODELS[of], of, resource), fetched_at)

    return translate


def status(word: str | None) -> str:
    """Give the name of the status that the vendor's word means."""
    return STATUSES.get((word or "").strip().casefold(), "UNKNOWN")


def _event(reader: Reader, venue: Ref, resource: ResourceObject, fetched_at: dt.datetime) -> Event:
    told = reader.read(wire.Event, "events", resource)
    details = reader.own("events", resource, told, fetched_at)
    people = (told.expected, told.guaranteed, told.actual, told.set)
    start, end = (None, None) if told.all_day else (told.start_time, told.end_time)
    return Event(
        Ref(EVENT, reader.source, resource.identifier.id),
        fetched_at,
        {VENUE: venue, **{name: details.links[name] for name in (SPACE, BOOKING) if name in details.links}},
        name=told.name,
        description=told.notes,
        status=EventStatus[status(told.status)],
        vendor_status=told.status,
        period=reader.period(told.start_date, told.end_date, start, end),
        attendance=Attendance(*people) if any(count is not None for count in people) else None,
        deposit=reader.money(told.deposit),
        amount_paid=reader.money(told.amount_paid),
        created_at=reader.moment(told.created_at),
        updated_at=reader.moment(told.updated_at),
        details=details,
    )


def _booking(reader: Reader, venue: Ref, resource: ResourceObject, fetched_at: dt.datetime) -> Booking:
    told = reader.read(wire.Booking, "bookings", resource)
    start, end = seconds_of(told.start_time or ""), seconds_of(told.end_time or "")
    links: dict[str, Link] = {VENUE: venue, ALLOCATIONS: Ref(ALLOCATIONS, reader.source, resource.identifier.id)}
    booker = [resource.relationships[name] for name in ("contact", "account") if name in resource.relationships]
    if booker:
        links[CUSTOMER] = _customer(reader.source, booker)
    return Booking(
        Ref(BOOKING, reader.source, resource.identifier.id),
        fetched_at,
        links,
        reference=told.unique_id,
        name=told.name,
        status=BookingStatus[status(told.status)],
        vendor_status=told.status,
        period=reader.period(told.start_date, told.end_date, start, end),
        total=reader.money(told.total),
        amount_paid=reader.money(told.amount_paid),
        created_at=reader.moment(told.created_at),
        updated_at=reader.moment(told.updated_at),
        confirmed_at=reader.start_of(told.definite_date),
        cancelled_at=reader.start_of(told.lost_date),
        details=reader.own("bookings", resource, told, fetched_at),
    )


def _customer(source: str, booker: Sequence[Linkage]) -> Ref | None:
    """Give who books: the contact, or the account where there is no contact."""
    for linkage in booker:
        if isinstance(linkage, Identifier) and linkage.type in {"contacts", "accounts"}:
            return Ref(CUSTOMER, source, f"{linkage.type}/{linkage.id}")
    return None


def _space(reader: Reader, venue: Ref, resource: ResourceObject, fetched_at: dt.datetime) -> Space:
    told = reader.read(wire.Space, "spaces", resource)
    return Space(
        Ref(SPACE, reader.source, resource.identifier.id),
        fetched_at,
        {VENUE: venue},
        name=told.name,
        capacity=told.capacity,
        area=told.area,
        color=told.color,
    )


def _contact(reader: Reader, venue: Ref, resource: ResourceObject, fetched_at: dt.datetime) -> Customer:
    told = reader.read(wire.Contact, "contacts", resource)
    return Customer(
        Ref(CUSTOMER, reader.source, f"contacts/{resource.identifier.id}"),
        fetched_at,
        {VENUE: venue},
        name=told.name,
        first_name=told.first_name,
        last_name=told.last_name,
        email=told.email,
        phone=told.phone_number,
        created_at=reader.moment(told.created_at),
        details=reader.own("contacts", resource, told, fetched_at),
    )


def _account(reader: Reader, venue: Ref, resource: ResourceObject, fetched_at: dt.datetime) -> Customer:
    told = reader.read(wire.Account, "accounts", resource)
    details = reader.own("accounts", resource, told, fetched_at)
    links: dict[str, Link] = {VENUE: venue}
    if ADDRESS in details.links:
        kept = details.links[ADDRESS]
        links[ADDRESS] = Ref(ADDRESS, reader.source, kept.id) if isinstance(kept, Ref) else None
    return Customer(
        Ref(CUSTOMER, reader.source, f"accounts/{resource.identifier.id}"),
        fetched_at,
        links,
        name=told.name,
        company=told.name,
        email=told.email,
        phone=told.phone_number,
        created_at=reader.moment(told.created_at),
        details=details,
    )


def _address(reader: Reader, venue: Ref, resource: ResourceObject, fetched_at: dt.datetime) -> Resource:
    """Give an address as customers have it, under the one name `address`."""
    told = reader.read(wire.Address, "addresses", resource)
    code = (told.country_code or "").strip().upper()
    address = Address(
        lines=tuple(line for line in (told.street1, told.street2) if line),
        postal_code=told.zipcode,
        city=told.city,
        region=told.state,
        country=told.country,
        country_code=code if len(code) == _ALPHA_2 and code.isascii() and code.isalpha() else None,
        latitude=told.latitude,
        longitude=told.longitude,
        formatted=told.full_address,
    )
    ref = Ref(ADDRESS, reader.source, resource.identifier.id)
    return Resource(ref, fetched_at, {ADDRESS: address}, {VENUE: venue})


UNIFIED: Final[Mapping[str, Unify]] = {
    EVENT: _event,
    BOOKING: _booking,
    SPACE: _space,
    "customer/contacts": _contact,
    "customer/accounts": _account,
    ADDRESS: _address,
}
"""View → what makes the unified record of it; every other view shows the vendor's own."""
