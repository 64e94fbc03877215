"""Main resources and their parts: venues, spaces, kinds of spaces, and what else is told of them and of the account."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from loaders.records import (
    SPACE,
    SPACE_TYPE,
    VENUE,
    Closure,
    Link,
    OpeningHours,
    Ref,
    Resource,
    Space,
    SpaceType,
    Venue,
)
from loaders.vendors.locaboo.kinds import FREE_TEXT_FIELDS, PROFILE, RESOURCES, TYPE_OF_SPACE
from loaders.vendors.locaboo.translate.site import Site, address

if TYPE_CHECKING:
    from loaders.vendors.locaboo.wire import rooms as wire

UNDETERMINED: Final = "und"
"""The locale of a text whose language nobody tells."""

THE_PROFILE: Final = "profile"
"""The id of the one profile there is; the vendor tells none."""


def venue(site: Site, main: wire.Main, fetched_at: dt.datetime, currency: str | None = None) -> Venue:
    """Make the venue that a main resource is, as far as the list tells."""
    return Venue(site.ref(VENUE, main.id), fetched_at, main.title or main.id, site.zone.key, currency=currency)


def detailed(known: Venue, told: wire.Resource, fetched_at: dt.datetime) -> Venue:
    """Add to a venue what is told of its main resource alone; opening times and holidays are today's."""
    hours, holidays = told.today_opening_times, told.today_holidays
    return replace(
        known,
        fetched_at=min(known.fetched_at, fetched_at),
        description=told.public_comment,
        address=address(told.street_hnr, told.zip, told.city, told.country),
        phone=told.phone,
        image_url=told.image,
        open_today=None if hours is None else _open(hours),
        closures=None if holidays is None else _closed(holidays),
    )


def spaces(site: Site, main: wire.Main, fetched_at: dt.datetime) -> tuple[Space, ...]:
    """Make the spaces that a main resource is: the whole, and each of its parts."""
    home, whole = site.ref(VENUE, main.id), site.ref(SPACE, main.id)
    parts = tuple(site.ref(SPACE, part.id) for part in main.parts)
    rows = [Space(whole, fetched_at, _links(home, None, parts, whole), main.title)]
    for part, ref in zip(main.parts, parts, strict=True):
        rows.append(Space(ref, fetched_at, _links(home, whole, (), ref), part.title))
    return tuple(rows)


def category(site: Site, told: wire.Resource, fetched_at: dt.datetime) -> SpaceType | None:
    """Make the kind of space that a resource's category is; None where it has none."""
    if told.category_id is None:
        return None
    names = {UNDETERMINED: told.category_name} if told.category_name else {}
    return SpaceType(site.ref(SPACE_TYPE, told.category_id), fetched_at, {}, names, {})


def resource(site: Site, told: wire.Resource, fetched_at: dt.datetime) -> Resource:
    """Give all that is told of one resource alone."""
    attributes = {name: getattr(told, name) for name in type(told).model_fields if name != "id"}
    attributes["today_opening_times"] = _open(told.today_opening_times or ())
    attributes["today_holidays"] = _closed(told.today_holidays or ())
    return Resource(site.ref(RESOURCES, told.id), fetched_at, attributes, {"space": site.ref(SPACE, told.id)})


def free_text_field(site: Site, told: wire.FreeTextField, fetched_at: dt.datetime) -> Resource:
    """Give a field whose value every resource may have."""
    attributes = {"name": told.name, "type": told.type, "options": told.options}
    return Resource(site.ref(FREE_TEXT_FIELDS, told.id), fetched_at, attributes)


def profile(site: Site, told: wire.Profile, fetched_at: dt.datetime) -> Resource:
    """Give who the key belongs to."""
    attributes = {name: getattr(told, name) for name in type(told).model_fields}
    return Resource(site.ref(PROFILE, THE_PROFILE), fetched_at, attributes)


def _links(home: Ref, parent: Ref | None, parts: tuple[Ref, ...], own: Ref) -> dict[str, Link]:
    kind = Ref(TYPE_OF_SPACE, own.source, own.id)
    return {"venue": home, "parent": parent, "parts": parts, "space_type": kind}


def _open(hours: tuple[tuple[str, str], ...]) -> tuple[OpeningHours, ...]:
    return tuple(OpeningHours(opens, closes) for opens, closes in hours)


def _closed(holidays: tuple[wire.Holiday, ...]) -> tuple[Closure, ...]:
    return tuple(Closure(day.title, day.from_, day.to) for day in holidays)
