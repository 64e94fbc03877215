"""Events, and what only an event alone tells: its documents, and through them its bookings and where it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from loaders import clock
from loaders.records import BOOKING, EVENT, Event, EventStatus, Link, Period, Ref, Resource
from loaders.vendors.locaboo import php
from loaders.vendors.locaboo.kinds import BOOKING_OF_EVENT, DOCUMENTS, EVENTS, SPACE_OF_EVENT, VENUE_OF_EVENT
from loaders.vendors.locaboo.translate.site import Site, money
from loaders.vendors.locaboo.translate.taken import taken
from loaders.vendors.locaboo.values import Document, Mentioned

if TYPE_CHECKING:
    from decimal import Decimal

    from loaders.vendors.locaboo.wire import events as wire

_AS_TOLD: Final = (
    "event_title",
    "marketing_data_title",
    "marketing_data_description",
    "date_from",
    "date_to",
    "time_from",
    "time_to",
    "entrance_time",
    "beginning_time",
    "marketing_data_ticket_link",
    "marketing_data_notice_text",
    "image",
)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where an event is and what it is booked by, as its documents tell: each in their order, each once."""

    venues: tuple[Ref, ...]
    spaces: tuple[Ref, ...]
    bookings: tuple[Ref, ...]


def event(site: Site, told: wire.Event, fetched_at: dt.datetime, currency: str | None) -> Event:
    """Make an event. Where it is only its documents tell, so these links are looked up when somebody follows them.

    Raises:
        BadResponse: it ends before it begins.

    """
    links: dict[str, Link] = {
        "venue": site.ref(VENUE_OF_EVENT, told.id),
        "space": site.ref(SPACE_OF_EVENT, told.id),
        "booking": site.ref(BOOKING_OF_EVENT, told.id),
    }
    return Event(
        site.ref(EVENT, told.id),
        fetched_at,
        links,
        name=told.event_title,
        description=told.marketing_data_description,
        status=EventStatus.UNKNOWN,
        period=_period(site, told),
        details=_details(site, told, fetched_at, currency),
    )


def whereabouts(site: Site, told: wire.Event) -> Whereabouts:
    """Give where an event is and what it is booked by."""
    mentioned = [one for document in told.documents for one in document.bookings]
    places = [one for booking in mentioned for one in booking.resources]
    venues = (site.venue(one.resource_id) for one in places)
    spaces = (site.space(row.resource_id or one.resource_id) for one in places for row in one.instances)
    return Whereabouts(
        _each_once(venues), _each_once(spaces), _each_once(site.ref(BOOKING, one.id) for one in mentioned)
    )


def placed(record: Event, where: Whereabouts) -> Event:
    """Give an event with its links as its documents tell them; of several the first."""
    known = {"venue": where.venues, "space": where.spaces, "booking": where.bookings}
    return replace(record, links={name: refs[0] if refs else None for name, refs in known.items()})


def documents(site: Site, told: wire.Event, fetched_at: dt.datetime, currency: str | None) -> Resource:
    """Give the documents of an event.

    Raises:
        BadResponse: an instance of a booking they mention ends before it begins.

    """
    rows = tuple(_document(site, one, told.id, currency) for one in told.documents)
    return Resource(site.ref(DOCUMENTS, told.id), fetched_at, {"documents": rows})


def _period(site: Site, told: wire.Event) -> Period | None:
    """Give when an event is. Without times, dateTo is its last day; a period of days alone ends with the day after."""
    if told.date_from is None:
        return None
    last = told.date_to or told.date_from
    if told.time_from is None and told.time_to is None:
        end = last + clock.DAY if last > told.date_from else last
        return clock.dates_only(told.date_from, end, site.zone)
    start = dt.datetime.combine(told.date_from, dt.time.fromisoformat(told.time_from or "00:00"))
    end_time = dt.time.fromisoformat(told.time_to or "23:59")
    return site.period(start, dt.datetime.combine(last, end_time), f"event {told.id}")


def _details(site: Site, told: wire.Event, fetched_at: dt.datetime, currency: str | None) -> Resource:
    attributes: dict[str, object] = {name: getattr(told, name) for name in _AS_TOLD}
    attributes["marketing_data_price"] = money(_amount(told.marketing_data_price), currency)
    attributes["marketing_data_price_text"] = told.marketing_data_price
    links = {"documents": site.ref(DOCUMENTS, told.id)}
    return Resource(site.ref(EVENTS, told.id), fetched_at, attributes, links)


def _amount(text: str | None) -> Decimal | None:
    """Read a price that people type in as they like; what is no number has no amount."""
    try:
        return php.number(text)
    except ValueError:
        return None


def _document(site: Site, told: wire.Document, event_id: str, currency: str | None) -> Document:
    return Document(
        document_type=told.document_type,
        document_number=told.document_number,
        price=money(told.price, currency),
        document_date=told.document_date,
        processed_status=told.processed_status,
        processed_date=told.processed_date,
        bookings=tuple(
            Mentioned(one.id, one.title, taken(site, one.resources, f"event {event_id}"), site.ref(BOOKING, one.id))
            for one in told.bookings
        ),
    )


def _each_once(refs: Iterable[Ref | None]) -> tuple[Ref, ...]:
    return tuple(dict.fromkeys(ref for ref in refs if ref is not None))
