"""Venues: the administrations of the configuration, and what they have."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Final

from loaders.errors import BadResponse, FoyerError
from loaders.http.ask import Ask, Reason
from loaders.inquiry import Inquiry
from loaders.jsonapi import query
from loaders.jsonapi.document import Identifier, ResourceObject, read
from loaders.jsonapi.walks import Kept
from loaders.port import Found
from loaders.records import VENUE, Ref, Resource, Rows, Venue
from loaders.vendors.booking_experts import wire
from loaders.vendors.booking_experts.desk import ADMINISTRATIONS, Desk
from loaders.vendors.booking_experts.endpoints import VENUE_AMENITIES
from loaders.vendors.booking_experts.slots import Slots
from loaders.vendors.booking_experts.values import Reference, VenueAmenity
from loaders.vendors.booking_experts.views import AMENITIES

_TOLD: Final = frozenset({"name", "phone", "website", "description"})
"""What an administration tells of itself."""

_AMENITY: Final = "Amenity"
"""The name under which a selection tells what is read of amenities, which are no records."""


class Venues:
    """Looks venues up."""

    def __init__(self, desk: Desk) -> None:
        """Look up by way of a desk."""
        self._desk: Final = desk

    async def venues(self, ids: Sequence[str], inquiry: Inquiry) -> Found:
        """Find venues: the configuration knows them, and may let the vendor be asked for what else is read."""
        slots = Slots()
        told: Mapping[str, ResourceObject] = {}
        ours = [key for key in ids if key in self._desk.parks]
        if ours and ADMINISTRATIONS in self._desk.manner.extras and self._worth_asking(ours, inquiry):
            try:
                told = await self._administrations(inquiry)
            except FoyerError as fault:
                slots.fail(ours, fault)
                return slots.answer()
        for key in ours:
            try:
                slots.put(key, self._venue(key, told.get(key)))
            except FoyerError as fault:
                slots.put(key, fault)
        return slots.answer()

    def _worth_asking(self, ids: Sequence[str], inquiry: Inquiry) -> bool:
        wanted = inquiry.selection.reads(VENUE) & _TOLD
        return bool(wanted - {"name"}) or ("name" in wanted and any(key not in self._desk.manner.names for key in ids))

    async def _administrations(self, inquiry: Inquiry) -> Mapping[str, ResourceObject]:
        """Ask for all administrations, as the vendor's own samples do [004:16-22, 004:133-137]: one call for all."""
        desk = self._desk
        ask = Ask(
            "GET",
            "/v3/administrations",
            query.write(query.page(1, 100), query.fields({"administration": _TOLD})),
            (("Accept-Language", ",".join(desk.manner.locales)),),
            reason=Reason.BATCH,
            asks=len(desk.parks),
        )
        reply = await desk.account.send(ask, inquiry)
        document = read(reply.body, source=desk.name, vendor=desk.vendor)
        return {row.identifier.id: row for row in document.rows if isinstance(row, ResourceObject)}

    def _venue(self, key: str, resource: ResourceObject | None) -> Venue:
        desk, park = self._desk, self._desk.parks[key]
        told = wire.Administration() if resource is None else park.read(wire.Administration, resource)
        return Venue(
            ref=Ref(VENUE, desk.name, key),
            fetched_at=desk.now(),
            name=desk.manner.names.get(key)
            or told.name
            or (desk.name if len(desk.parks) == 1 else f"{desk.name} {key}"),
            time_zone=desk.zone.key,
            links={"amenities": Ref(AMENITIES, desk.name, key)},
            description=park.text(told.description),
            currency=park.currency,
            phone=told.phone,
            website=told.website,
        )

    async def amenities(self, ids: Sequence[str], inquiry: Inquiry) -> Found:
        """Find what venues have: Rows of VenueAmenity by the venue's id; one named nowhere is left out."""
        slots = Slots()
        ours = [key for key in ids if key in self._desk.parks]
        for key, answer in zip(ours, await asyncio.gather(*(self._has(key, inquiry) for key in ours)), strict=True):
            slots.put(key, answer)
        return slots.answer()

    async def _has(self, key: str, inquiry: Inquiry) -> Rows | FoyerError:
        desk = self._desk
        extra = ("amenity",) if "name" in inquiry.selection.reads(_AMENITY) else ()
        try:
            kept = await desk.walked(VENUE_AMENITIES, desk.scopes[key], inquiry, (), extra)
        except FoyerError as fault:
            return fault
        rows = (self._amenity(key, row, kept) for row in kept.records if isinstance(row, Resource))
        faults = tuple(fault for _, fault in kept.faults)
        return Rows(
            Ref(AMENITIES, desk.name, key), kept.fetched_at, tuple(row for row in rows if row is not None), {}, faults
        )

    def _amenity(self, venue: str, row: Resource, kept: Kept) -> VenueAmenity | None:
        which, value = row.attributes.get("amenity"), row.attributes.get("value")
        if not isinstance(which, Reference):
            return None
        resource = kept.resources.get(Identifier(which.type, which.vendor_id))
        name = None if resource is None else self._name(venue, resource)
        return VenueAmenity(row.ref, row.fetched_at, which.vendor_id, name, value if isinstance(value, int) else None)

    def _name(self, venue: str, resource: ResourceObject) -> str | None:
        """Read the name of what the document does not describe; none if it is not what we take it for."""
        park = self._desk.parks[venue]
        try:
            return park.text(park.read(wire.Named, resource).name)
        except BadResponse:
            return None
