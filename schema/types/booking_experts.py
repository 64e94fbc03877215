"""Booking Experts' own: sources at this vendor, and where its types are to be found."""

from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry.types.info import Info

from loaders.port import Filter
from loaders.records import SPACE_BLOCK, SPACE_TYPE
from schema.arguments import After, First
from schema.connection import Connection, connect
from schema.reads import note
from schema.types.booking_experts_booking import BookingExpertsBooking, BookingExpertsCustomer
from schema.types.booking_experts_category import BookingExpertsCategory
from schema.types.booking_experts_park import BookingExpertsAdministrationAmenity, BookingExpertsAgreement
from schema.types.booking_experts_values import (
    BookingExpertsPaymentDeadline,
    BookingExpertsReference,
    BookingExpertsVoucher,
)
from schema.types.source import Source, Vendor, source_type

if TYPE_CHECKING:
    from schema.types.space import SpaceBlock, SpaceType

__all__ = [
    "BookingExpertsAdministrationAmenity",
    "BookingExpertsAgreement",
    "BookingExpertsBooking",
    "BookingExpertsCategory",
    "BookingExpertsCustomer",
    "BookingExpertsPaymentDeadline",
    "BookingExpertsReference",
    "BookingExpertsSource",
    "BookingExpertsVoucher",
]


async def _listed(root: Source, info: Info[Any, Any], kind: str, first: int | None, after: str | None) -> Any:
    """Answer a list that only this source is asked for."""
    return await connect(info, kind, {root.source.name: Filter()}, first=first, after=after)


@source_type(Vendor.BOOKING_EXPERTS)
@strawberry.type(description="An account at Booking Experts: one or several parks.")
class BookingExpertsSource(Source):
    """An account at Booking Experts."""

    @strawberry.field(
        description="The agenda: all that keeps its spaces from being booked, reservations among it.",
        metadata=note("agenda_periods", edge="agenda_periods"),
    )
    async def agenda_periods(
        self, info: Info[Any, Any], first: First = 25, after: After = strawberry.UNSET
    ) -> Connection[Annotated["SpaceBlock", strawberry.lazy("schema.types.space")]]:
        """Answer its agenda periods."""
        return await _listed(self, info, SPACE_BLOCK, first, after)

    @strawberry.field(description="Its agreements with owners.", metadata=note("agreements", edge="agreements"))
    async def agreements(
        self, info: Info[Any, Any], first: First = 25, after: After = strawberry.UNSET
    ) -> Connection[BookingExpertsAgreement]:
        """Answer its agreements."""
        return await _listed(self, info, BookingExpertsAgreement.record_kind, first, after)

    @strawberry.field(
        description="What its parks have.", metadata=note("administration_amenities", edge="administration_amenities")
    )
    async def administration_amenities(
        self, info: Info[Any, Any], first: First = 25, after: After = strawberry.UNSET
    ) -> Connection[BookingExpertsAdministrationAmenity]:
        """Answer what its parks have."""
        return await _listed(self, info, BookingExpertsAdministrationAmenity.record_kind, first, after)

    @strawberry.field(
        description="The kinds of accommodation its parks let, those out of use included.",
        metadata=note("categories", edge="categories"),
    )
    async def categories(
        self, info: Info[Any, Any], first: First = 25, after: After = strawberry.UNSET
    ) -> Connection[Annotated["SpaceType", strawberry.lazy("schema.types.space")]]:
        """Answer its categories."""
        return await _listed(self, info, SPACE_TYPE, first, after)
