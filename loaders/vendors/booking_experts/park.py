"""One administration: how its answers are read, whatever they are about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from zoneinfo import ZoneInfo

from loaders.clock import local
from loaders.jsonapi.document import Identifier, Linkage, ResourceObject
from loaders.locale import pick
from loaders.records import SPACE, VENUE, Money, Ref, Resource, Space
from loaders.vendors.booking_experts import wire
from loaders.vendors.booking_experts.values import PaymentDeadline, Reference, Voucher
from loaders.vendors.booking_experts.views import NAME, REFERENCES

M = TypeVar("M", bound=wire.Wire)


@dataclass(frozen=True, slots=True)
class Park:
    """How the answers of one administration are read.

    Args:
        source: the source's name in the configuration.
        venue: the administration's id.
        zone: its zone.
        currency: of amounts that name none.
        locales: the order in which texts are wanted.
        refused: whether the vendor refuses to include a relationship.
        seen: told of each thing met, by its type and id.

    """

    source: str
    venue: str
    zone: ZoneInfo
    currency: str | None = None
    locales: tuple[str, ...] = ("en",)
    refused: Callable[[str], bool] = lambda _: False
    seen: Callable[[str, str], None] = lambda _, __: None

    def ref(self, kind: str, key: str) -> Ref:
        """Name a thing by the vendor's id."""
        return Ref(kind, self.source, key)

    def lookup(self, kind: str, *keys: str) -> Ref:
        """Name what is looked up by the ids of things that are known to be this administration's."""
        return Ref(kind, self.source, f"{self.venue}/{','.join(keys)}")

    def stub(self, key: str, fetched_at: dt.datetime) -> Space:
        """Make the space of which only the id is known."""
        return Space(self.ref(SPACE, key), fetched_at, {"venue": self.ref(VENUE, self.venue)})

    def read(self, model: type[M], resource: ResourceObject) -> M:
        """Read a resource's attributes.

        Raises:
            BadResponse: some cannot be read.

        """
        return wire.read(model, resource, source=self.source, vendor=NAME)

    def money(self, told: wire.Money | None, currency: str | None) -> Money | None:
        """Make an amount: in its own currency, else in the booking's, else in the configured one."""
        if told is None or told.value is None:
            return None
        return Money(told.value, told.currency or currency or self.currency)

    def moment(self, told: dt.datetime | None) -> dt.datetime | None:
        """Put a moment in the zone; without an offset it is the zone's wall clock."""
        if told is None:
            return None
        return local(told, self.zone) if told.tzinfo is None else told.astimezone(self.zone)

    def texts(self, told: Mapping[str, str] | None) -> Mapping[str, str]:
        """Put texts in the order in which they are wanted."""
        known = told or {}
        return {locale: known[locale] for locale in (*self.locales, *known) if locale in known}

    def text(self, told: Mapping[str, str] | str | None) -> str | None:
        """Give the text wanted most, of something that may or may not be in several languages."""
        return told or None if isinstance(told, str) else pick(self.texts(told), None)

    def resource(
        self,
        kind: str,
        told: wire.Wire,
        resource: ResourceObject,
        fetched_at: dt.datetime,
        links: Mapping[str, Ref | None] | None = None,
    ) -> Resource:
        """Make the vendor's own record of a resource: what was sent of it, cleaned, and what it refers to."""
        currency = getattr(told, "currency", None)
        attributes = {name: self._clean(getattr(told, name), currency) for name in told.model_fields_set}
        return Resource(
            self.ref(kind, resource.identifier.id),
            fetched_at,
            {**attributes, **_references(resource)},
            {"venue": self.ref(VENUE, self.venue), **(links or {})},
        )

    def _clean(self, told: object, currency: str | None) -> object:
        match told:
            case wire.Money():
                return self.money(told, currency)
            case dt.datetime():
                return self.moment(told)
            case dict():
                return self.texts(told)
            case tuple():
                return tuple(self._part(one, currency) for one in told)
        return told

    def _part(self, told: object, currency: str | None) -> object:
        match told:
            case wire.PaymentDeadline():
                due, paid = self.money(told.open_amount, currency), self.money(told.paid_amount, currency)
                return PaymentDeadline(told.date, due, paid)
            case wire.Voucher():
                return Voucher(told.code, self.money(told.balance, currency), self.money(told.amount, currency))
        return told


def linked(resource: ResourceObject, relationship: str) -> str | None:
    """Give the id of the one thing a relationship leads to; None where it leads nowhere or is not told."""
    linkage = resource.relationships.get(relationship)
    return linkage.id if isinstance(linkage, Identifier) else None


def _references(resource: ResourceObject) -> dict[str, object]:
    told = resource.relationships
    return {
        attribute: _reference(told[relationship])
        for attribute, relationship in REFERENCES.get(resource.identifier.type, {}).items()
        if relationship in told
    }


def _reference(linkage: Linkage) -> Reference | tuple[Reference, ...] | None:
    if linkage is None:
        return None
    if isinstance(linkage, Identifier):
        return Reference(linkage.id, linkage.type)
    return tuple(Reference(one.id, one.type) for one in linkage)
