"""The types of Booking Experts' document, and what may be filtered [004:363-6048].

The attributes of types that the document only links to (rentable, reservation, owner, …) are the sandbox's: the text
that described them is not part of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Final

from sandbox.jsonapi.resources import ResourceType, Row

LOCALES: Final = (
    "nl", "nl-BE", "en", "de", "de-AT", "de-CH", "fr", "fr-BE", "fr-LU", "da", "cs", "es", "tr", "pt", "it", "pl", "nb",
)  # fmt: skip
CURRENCIES: Final = ("EUR", "USD", "CHF", "CZK", "TRY", "CVE", "ANG", "GBP", "NOK")
STATES: Final = (
    "concept", "concept_to_be_accepted", "concept_option", "concept_to_be_accepted_option", "temporary",
    "temporary_to_be_accepted", "temporary_to_be_checked", "temporary_to_be_accepted_and_checked", "temporary_option",
    "temporary_to_be_accepted_option", "to_be_accepted", "to_be_accepted_option", "to_be_checked",
    "to_be_accepted_and_checked", "option", "rejected", "confirmed", "imported", "cancelled",
)  # fmt: skip
"""Every state of a booking [004:3610-3628]."""

MONEY: Final = (
    "total", "total_without_vat", "guest_payment_due", "guest_total_paid", "deposit", "rent_turnover",
    "rent_turnover_without_vat", "provision",
)  # fmt: skip
OWNER_FLAGS: Final = (
    "owner_reservable", "owner_can_make_reservation_on_irregular_price_periods", "owner_can_view_availability",
    "owner_can_view_reservations", "owner_can_view_contact_data", "owner_can_view_order", "owner_can_view_invoice",
    "owner_can_view_rent_amount", "owner_can_view_settlements", "owner_should_check_reservations",
    "owner_can_edit_agenda_periods", "owner_can_view_rentable_details", "owner_can_create_pricing_change_request",
    "owner_can_view_guest_details", "owner_can_view_guest_memo", "can_promote", "can_view_reviews",
)  # fmt: skip

CATEGORY_WRITABLE: Final = frozenset({
    "name", "description", "short_description", "usps", "highlighted", "reference", "minimum_number_of_nights",
    "maximum_number_of_nights", "number_of_bedrooms", "number_of_beds", "number_of_showers", "number_of_toilets",
    "number_of_bathrooms", "number_of_parking_spots", "number_of_child_beds", "number_of_child_chairs",
    "surface_area", "summer_video_id", "winter_video_id", "whole_year_video_id", "master_price_list_price_factor",
    "master_price_list_fixed_rate", "same_day_bookings_allowed", "same_day_booking_closing_time", "address",
    "postal_code", "latitude", "longitude", "checkin_times_for_week", "checkout_times_for_week",
})  # fmt: skip
"""What a new category may say of itself [004:4999-5187]."""
CATEGORY_STAMPS: Final = (
    "prices_updated_at", "prices_indexed_at", "stock_updated_at", "stock_indexed_at", "costs_updated_at",
    "extras_updated_at", "bookable_discounts_changed_at", "agreements_changed_at",
)  # fmt: skip
_CATEGORY_LIMITS: Final = (
    "max_number_of_people max_number_of_seniors max_number_of_adults max_number_of_adolescents max_number_of_children "
    "max_number_of_babies max_number_of_pets max_baby_age max_child_age max_adolescent_age min_senior_age "
)


_type = ResourceType.described

TYPES: Final[Mapping[str, ResourceType]] = {
    kind.name: kind
    for kind in (
        _type("administration_amenity", "value", administration="administration", amenity="amenity"),
        _type(
            "agenda_period",
            "label start_date end_date type ical_uid created_at updated_at",
            rentable="rentable",
            reservation="reservation",
        ),
        _type(
            "agreement",
            f"name active_from active_till frequency settlement_method {' '.join(OWNER_FLAGS)} created_at updated_at",
            owner="owner",
            rentable_identity="rentable_identity",
            commission_agreement="commission_agreement",
        ),
        _type(
            "booking",
            "customer_desires_downpayment after_payment_return_url redeemable_codes option_validity remote_booking_nr "
            "reference_nr locale memo currency cancel_date cancel_reason state token confirmed_at paid_by_customer "
            f"deposit_completed booking_nr owner_reservation {' '.join(MONEY)} payment_deadlines pending_vouchers "
            "created_at updated_at",
            customer="customer",
            owner="owner",
            traffic_source="traffic_source",
            administration="administration",
            channel="channel",
            guest_invoice="invoice",
            customer_invoice="invoice",
            channel_invoice="invoice",
            reservations="reservation[]",
            payments="payment[]",
        ),
        _type(
            "customer",
            "title first_name last_name phone email receive_newsletter is_company company vat_nr date_of_birth address "
            "number postalcode city country_code locale debtor_code",
            labels="label[]",
        ),
        _type(
            "category",
            f"{' '.join(sorted(CATEGORY_WRITABLE))} energy_label virtual archived {_CATEGORY_LIMITS}"
            f"{' '.join(CATEGORY_STAMPS)} pets_allowed host_image_url last_date_with_price city region country_code "
            "location_is_exact has_current_or_future_owner_that_should_check_reservations created_at updated_at "
            "rentable_type",
            city="city",
            terms="terms",
            rentable_segment="rentable_segment",
            master_price_list="master_price_list",
            guest_group_limits="guest_group_limit[]",
            administration="administration",
            rent_earned_ledger_account="ledger_account",
            images="image[]",
            rooms="room[]",
            rentable_type_amenities="rentable_type_amenity[]",
            optional_amenities="optional_amenity[]",
            attachments="attachment[]",
            accommodation_type="accommodation_type",
            category_amenities="category_amenity[]",
        ),
        _type("rentable", "name active_from active_till", category="category", rentable_identity="rentable_identity"),
        _type("reservation", "booking_nr start_date end_date state", rentable="rentable", category="category"),
        _type("administration", "name phone website description available_locales utc_offset"),
        _type("owner", "first_name last_name email phone"),
        _type("invoice", "invoice_nr date"),
        _type("payment", "paid_at amount"),
        _type("image", "url"),
        _type("guest_group_limit", "minimum maximum"),
        *(
            _type(name, "name")
            for name in (
                "amenity", "label", "rentable_identity", "commission_agreement", "traffic_source", "channel", "city",
                "terms", "rentable_segment", "master_price_list", "ledger_account", "room", "rentable_type_amenity",
                "optional_amenity", "attachment", "accommodation_type", "category_amenity",
            )
        ),
    )
}  # fmt: skip

LOCALIZED: Final[Mapping[str, frozenset[str]]] = {
    "category": frozenset({"name", "description", "short_description", "usps", "city", "region"}),
    "administration": frozenset({"description"}),
    "amenity": frozenset({"name"}),
    "label": frozenset({"name"}),
    "city": frozenset({"name"}),
}
"""Attributes that are objects with one member a locale."""

WHEN_INCLUDED: Final[Mapping[str, frozenset[str]]] = {"booking": frozenset({"customer"})}
"""Relationships that are empty unless the request includes them [004:3503]."""

_STAMPS: Final = "created_at updated_at "
FILTERS: Final[Mapping[str, frozenset[str]]] = {
    name: frozenset(filters.split())
    for name, filters in {
        "administration_amenity": "id value administration amenity",
        "agenda_period": _STAMPS + "id start_date end_date type rentable reservation",
        "agreement": _STAMPS
        + f"id active_from active_till {' '.join(OWNER_FLAGS)} owner rentable_identity commission_agreement",
        "booking": _STAMPS
        + "id customer_desires_downpayment after_payment_return_url option_validity remote_booking_nr reference_nr "
        "locale memo cancel_date cancel_reason state token confirmed_at booking_nr customer owner traffic_source "
        "administration channel reservations",
        "category": _STAMPS
        + " ".join(
            CATEGORY_WRITABLE
            - {"same_day_booking_closing_time", "address", "postal_code", "latitude", "longitude"}
            - {"checkin_times_for_week", "checkout_times_for_week"}
        )
        + f" id archived max_number_of_people {' '.join(CATEGORY_STAMPS)} last_date_with_price city region terms "
        "rentable_segment master_price_list guest_group_limits administration rent_earned_ledger_account images rooms "
        "rentable_type_amenities accommodation_type category_amenities",
    }.items()
}
"""What the document lets a request filter on, by type."""


def examples() -> tuple[list[Row], list[Row]]:
    """Read the resources that the document shows, word for word: as a list has them, and on their own."""
    text = files(__package__).joinpath("examples.json").read_text(encoding="utf-8")
    document: dict[str, list[Row]] = json.loads(text)
    return document["listed"], document["single"]
