"""Booking Experts' own: what a park has and has agreed."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import strawberry

from schema.edge import attribute, edge
from schema.resource import ResourceView
from schema.types.booking_experts_values import BookingExpertsReference
from schema.types.node import Record

if TYPE_CHECKING:
    from schema.types.venue import Venue


@strawberry.type(description="An agreement with the owner of an accommodation in Booking Experts.")
class BookingExpertsAgreement(Record, ResourceView, kind="booking_experts.agreement"):
    """An agreement with the owner of an accommodation."""

    name: str | None = attribute("What it is called.")
    active_from: dt.date | None = attribute("The day it begins.")
    active_till: dt.date | None = attribute("The day it ends; null if no end is set.")
    frequency: str | None = attribute("How often is settled: anytime, monthly, quarterly, halfyearly or yearly.")
    settlement_method: str | None = attribute(
        "By which date of a stay rent counts: end_date, start_date, overlapping or confirmed_date."
    )
    owner_reservable: bool | None = attribute("Whether the owner may book the accommodation.")
    owner_can_make_reservation_on_irregular_price_periods: bool | None = attribute(
        "Whether the owner may book in periods with irregular prices."
    )
    owner_can_view_availability: bool | None = attribute("Whether the owner sees when it is free.")
    owner_can_view_reservations: bool | None = attribute("Whether the owner sees the reservations.")
    owner_can_view_contact_data: bool | None = attribute("Whether the owner sees how to reach guests.")
    owner_can_view_order: bool | None = attribute("Whether the owner sees what guests ordered.")
    owner_can_view_invoice: bool | None = attribute("Whether the owner sees the invoices.")
    owner_can_view_rent_amount: bool | None = attribute("Whether the owner sees the rent.")
    owner_can_view_settlements: bool | None = attribute("Whether the owner sees the settlements.")
    owner_should_check_reservations: bool | None = attribute("Whether the owner has to check reservations.")
    owner_can_edit_agenda_periods: bool | None = attribute("Whether the owner may change the agenda.")
    owner_can_view_rentable_details: bool | None = attribute("Whether the owner sees the accommodation's details.")
    owner_can_create_pricing_change_request: bool | None = attribute("Whether the owner may ask for other prices.")
    owner_can_view_guest_details: bool | None = attribute("Whether the owner sees who the guests are.")
    owner_can_view_guest_memo: bool | None = attribute("Whether the owner sees what is noted of guests.")
    can_promote: bool | None = attribute("Whether the accommodation may be promoted.")
    can_view_reviews: bool | None = attribute("Whether reviews are to be seen.")
    created_at: dt.datetime | None = attribute("When it was created.")
    updated_at: dt.datetime | None = attribute("When it was last changed.")
    owner: BookingExpertsReference | None = attribute("The owner.")
    rentable_identity: BookingExpertsReference | None = attribute("The accommodation.")
    commission_agreement: BookingExpertsReference | None = attribute("What was agreed on commission.")
    venue: Annotated["Venue", strawberry.lazy("schema.types.venue")] | None = edge("venue", "The park.")


@strawberry.type(description="That a Booking Experts park has an amenity, and how much of it or which kind.")
class BookingExpertsAdministrationAmenity(Record, ResourceView, kind="booking_experts.administration_amenity"):
    """That a park has an amenity."""

    value: int | None = attribute("How many, or the id of the option, where the amenity is a number or a choice.")
    administration: Annotated["Venue", strawberry.lazy("schema.types.venue")] | None = edge("venue", "The park.")
    amenity: BookingExpertsReference | None = attribute("The amenity; Venue.amenities tells its name.")
