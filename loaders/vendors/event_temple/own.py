"""Event Temple's resources as they are: read, and given what the vendor leaves unsaid. Pure.

Two things that the vendor does not say come from the configuration: the zone of its wall clocks and the currency of its
amounts.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeVar

from pydantic import ValidationError

from loaders import clock
from loaders.errors import BadResponse
from loaders.jsonapi.document import Identifier, Linkage, ResourceObject
from loaders.records import Link, Money, Period, Ref, Resource
from loaders.vendors.event_temple.views import NAME, PICKABLE, PICKABLES, RELATIONSHIPS, TO_MANY, led_to
from loaders.vendors.event_temple.wire import Attributes

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_NAME_LENGTH: Final = 60

AttributesT = TypeVar("AttributesT", bound=Attributes)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the resources of one source.

    Args:
        source: the source's name.
        zone: the zone of its venue.
        currency: ISO 4217, of every amount; None where the configuration does not say.

    """

    source: str
    zone: ZoneInfo
    currency: str | None

    def read(self, model: type[AttributesT], of: str, resource: ResourceObject) -> AttributesT:
        """Read the attributes of a resource.

        Args:
            model: what they are read as.
            of: the resource's type, for the fault.
            resource: the resource.

        Raises:
            BadResponse: an attribute cannot be read; the message names it, and never what it holds.

        """
        try:
            return model.model_validate(resource.attributes)
        except ValidationError as error:
            unread = {str(part["loc"][0]) for part in error.errors(include_url=False, include_input=False)}
        names = " and ".join(sorted(unread))
        key = "".join(letter if letter.isprintable() else "?" for letter in resource.identifier.id[:_NAME_LENGTH])
        told = f"{self.source} sent a row that cannot be read: no sense can be made of its {names} ({of} {key})"
        raise BadResponse(told, source=self.source, vendor=NAME)

    def own(self, of: str, resource: ResourceObject, told: Attributes, fetched_at: dt.datetime) -> Resource:
        """Give a resource as the vendor's own record: what was sent of it, under the vendor's names."""
        key = resource.identifier.id
        ref = Ref(PICKABLES, self.source, f"{of}/{key}") if of in PICKABLE else Ref(f"{NAME}.{of}", self.source, key)
        attributes = {name: self._cleaned(getattr(told, name)) for name in told.model_fields_set}
        known = RELATIONSHIPS.get(of, {})
        links: dict[str, Link] = {}
        for name, linkage in resource.relationships.items():
            if name in known:
                self._lead(links, name, linkage)
        return Resource(ref, fetched_at, attributes, links)

    def _lead(self, links: dict[str, Link], name: str, linkage: Linkage) -> None:
        """Enter where a relationship leads, unless that cannot be told."""
        found = (linkage,) if isinstance(linkage, Identifier) else linkage or ()
        led = [led_to(identifier) for identifier in found]
        refs = tuple(Ref(way[0], self.source, way[1]) for way in led if way is not None)
        if len(refs) < len(found) or (name not in TO_MANY and len(refs) > 1):
            return
        links[name] = refs if name in TO_MANY else next(iter(refs), None)

    def _cleaned(self, value: object) -> object:
        """Give an attribute its unit: the currency of an amount, the zone of a moment."""
        if isinstance(value, Decimal):
            return Money(value, self.currency)
        return self.moment(value) if isinstance(value, dt.datetime) else value

    def money(self, amount: Decimal | None) -> Money | None:
        """Give an amount its currency."""
        return None if amount is None else Money(amount, self.currency)

    def moment(self, stamp: dt.datetime | None) -> dt.datetime | None:
        """Give a stamp in the venue's zone; one without an offset is the venue's wall clock."""
        if stamp is None:
            return None
        return clock.local(stamp, self.zone) if stamp.tzinfo is None else stamp.astimezone(self.zone)

    def start_of(self, day: dt.date | None) -> dt.datetime | None:
        """Give the first moment of a day at the venue."""
        return None if day is None else clock.start_of(day, self.zone)

    def period(self, first: dt.date | None, last: dt.date | None, start: int | None, end: int | None) -> Period | None:
        """Give the span from a day and time to another; without a last day the first is it.

        Args:
            first: the day it starts; without it there is no span.
            last: the day it ends.
            start: seconds after midnight of the first day, by the wall clock.
            end: the same of the last day.

        """
        if first is None:
            return None
        last = last or first
        return Period(
            first,
            last,
            None if start is None else clock.at(first, start, self.zone),
            None if end is None else clock.at(last, end, self.zone),
            all_day=start is None and end is None,
            time_zone=self.zone.key,
        )
