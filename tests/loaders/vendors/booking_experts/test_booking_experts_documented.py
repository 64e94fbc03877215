"""Every attribute and relationship of Booking Experts' document is read and served, under the name it has there."""

from __future__ import annotations

from typing import Final

import pytest
from booking_experts_house import shown
from strawberry.utils.str_converters import to_camel_case

from loaders.vendors.booking_experts import wire
from loaders.vendors.booking_experts.views import REFERENCES, VIEWS
from schema.build import build_schema

BOOKING: Final = (
    "customer_desires_downpayment after_payment_return_url redeemable_codes option_validity remote_booking_nr "
    "reference_nr locale memo currency cancel_date cancel_reason state confirmed_at paid_by_customer deposit_completed "
    "booking_nr owner_reservation total total_without_vat guest_payment_due guest_total_paid deposit rent_turnover "
    "rent_turnover_without_vat provision payment_deadlines pending_vouchers created_at updated_at"
)
"""[004:3432-3497], without `token`: a secret."""

CUSTOMER: Final = (
    "title first_name last_name phone email receive_newsletter is_company company vat_nr date_of_birth address number "
    "postalcode city country_code locale debtor_code"
)
"""[004:3117-3138]"""

CATEGORY: Final = (
    "name description short_description usps highlighted reference minimum_number_of_nights maximum_number_of_nights "
    "number_of_bedrooms number_of_beds number_of_showers number_of_toilets number_of_bathrooms number_of_parking_spots "
    "number_of_child_beds number_of_child_chairs surface_area summer_video_id winter_video_id whole_year_video_id "
    "master_price_list_price_factor master_price_list_fixed_rate same_day_bookings_allowed "
    "same_day_booking_closing_time address postal_code latitude longitude checkin_times_for_week "
    "checkout_times_for_week energy_label virtual archived max_number_of_people max_number_of_seniors "
    "max_number_of_adults max_number_of_adolescents max_number_of_children max_number_of_babies max_number_of_pets "
    "prices_updated_at prices_indexed_at stock_updated_at stock_indexed_at costs_updated_at extras_updated_at "
    "bookable_discounts_changed_at agreements_changed_at max_baby_age max_child_age max_adolescent_age min_senior_age "
    "pets_allowed host_image_url last_date_with_price city region country_code location_is_exact "
    "has_current_or_future_owner_that_should_check_reservations created_at updated_at rentable_type"
)
"""[004:4595-4768]"""

PERIOD: Final = "label start_date end_date type ical_uid created_at updated_at"
"""[004:813-822]"""

AGREEMENT: Final = (
    "name active_from active_till frequency settlement_method owner_reservable "
    "owner_can_make_reservation_on_irregular_price_periods owner_can_view_availability owner_can_view_reservations "
    "owner_can_view_contact_data owner_can_view_order owner_can_view_invoice owner_can_view_rent_amount "
    "owner_can_view_settlements owner_should_check_reservations owner_can_edit_agenda_periods "
    "owner_can_view_rentable_details owner_can_create_pricing_change_request owner_can_view_guest_details "
    "owner_can_view_guest_memo can_promote can_view_reviews created_at updated_at"
)
"""[004:2520-2548]"""

DOCUMENTED: Final = {
    "booking": (wire.Booking, BOOKING),
    "customer": (wire.Customer, CUSTOMER),
    "category": (wire.Category, CATEGORY),
    "agenda_period": (wire.AgendaPeriod, PERIOD),
    "agreement": (wire.Agreement, AGREEMENT),
    "administration_amenity": (wire.AdministrationAmenity, "value"),
}

SERVED: Final = {
    "BookingExpertsBooking": BOOKING
    + " customer owner traffic_source administration channel guest_invoice customer_invoice channel_invoice "
    "reservations payments",
    "BookingExpertsCustomer": CUSTOMER + " labels",
    "BookingExpertsCategory": CATEGORY
    + " city_reference terms rentable_segment master_price_list guest_group_limits administration "
    "rent_earned_ledger_account images rooms rentable_type_amenities optional_amenities attachments "
    "accommodation_type category_amenities parkcms_url",
    "BookingExpertsAgreement": AGREEMENT + " owner rentable_identity commission_agreement",
    "BookingExpertsAdministrationAmenity": "value administration amenity",
    "SpaceBlock": "label period vendor_kind ical_uid created_at updated_at space reservation_id",
}
"""Type of the graph → its fields, named as in the document, relationships included [004:3498-3574, 004:4770-4889]."""

SCHEMA: Final = build_schema()


@pytest.mark.parametrize("kind", DOCUMENTED)
def test_every_documented_attribute_is_read(kind: str) -> None:
    """The model of a resource has the attributes of the document, all of them and no others."""
    model, attributes = DOCUMENTED[kind]
    assert set(model.model_fields) == set(attributes.split())


@pytest.mark.parametrize("kind", DOCUMENTED)
def test_the_samples_show_what_is_documented(kind: str) -> None:
    """The document's own samples have the same attributes, so that none was overlooked; `token` apart."""
    _, attributes = DOCUMENTED[kind]
    assert set(shown(kind).attributes) - {"token"} == set(attributes.split())


@pytest.mark.parametrize("kind", DOCUMENTED)
def test_every_relationship_leads_somewhere(kind: str) -> None:
    """Each relationship of a sample is a reference, or an edge to a record of the graph."""
    edges = {"customer", "administration", "rentable", "reservation"}
    assert set(shown(kind).relationships) - edges == set(REFERENCES.get(kind, {}).values())


@pytest.mark.parametrize("name", SERVED)
def test_every_documented_field_is_served(name: str) -> None:
    """The graph's type has a field for each attribute and relationship, in camel case, and each says what it means."""
    fields = SCHEMA._schema.type_map[name].fields  # noqa: SLF001  # the schema as graphql-core has it
    for documented in SERVED[name].split():
        field = fields.get(to_camel_case(documented))
        assert field is not None, f"{name} has no {to_camel_case(documented)}"
        assert field.description


@pytest.mark.parametrize(
    ("type_", "field"),
    [
        ("BookingExpertsBooking", "guestInvoice"),
        ("BookingExpertsCategory", "accommodationType"),
        ("BookingExpertsCategory", "rentableType"),
    ],
)
def test_what_the_vendor_deprecates_is_deprecated(type_: str, field: str) -> None:
    """Fields the document calls deprecated [004:3538, 004:4762, 004:4850] say so in the graph."""
    assert "deprecates" in SCHEMA._schema.type_map[type_].fields[field].deprecation_reason  # noqa: SLF001  # as above


@pytest.mark.parametrize("secret", ["token", "pay_url"])
def test_the_guests_secrets_are_neither_asked_for_nor_read(secret: str) -> None:
    """No view asks for a booking's token, no model reads it, and no type of the graph has a field for it."""
    asked = {name for view in VIEWS.values() for names in view.fields.values() for name in names}
    assert secret not in asked
    assert secret not in wire.Booking.model_fields
    served = SCHEMA._schema.type_map["BookingExpertsBooking"].fields  # noqa: SLF001  # the schema as graphql-core has it
    assert to_camel_case(secret) not in served
