"""What a park lets, and what it agreed and offers, as it is sent."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import BeforeValidator

from loaders.vendors.booking_experts.wire.values import (
    Day,
    Exact,
    Flag,
    Moment,
    Number,
    Several,
    TextLists,
    Texts,
    Whole,
    Wire,
    written,
)


class Category(Wire):
    """A kind of accommodation [004:4595-4768]."""

    name: Texts = None
    description: Texts = None
    short_description: Texts = None
    usps: TextLists = None
    highlighted: Flag = None
    reference: str | None = None
    minimum_number_of_nights: Whole = None
    maximum_number_of_nights: Whole = None
    number_of_bedrooms: Whole = None
    number_of_beds: Whole = None
    number_of_showers: Whole = None
    number_of_toilets: Whole = None
    number_of_bathrooms: Whole = None
    number_of_parking_spots: Whole = None
    number_of_child_beds: Whole = None
    number_of_child_chairs: Whole = None
    surface_area: Whole = None
    summer_video_id: str | None = None
    winter_video_id: str | None = None
    whole_year_video_id: str | None = None
    master_price_list_price_factor: Exact = None
    master_price_list_fixed_rate: Exact = None
    same_day_bookings_allowed: Flag = None
    same_day_booking_closing_time: str | None = None
    address: str | None = None
    postal_code: str | None = None
    latitude: Number = None
    longitude: Number = None
    checkin_times_for_week: Several = ()
    checkout_times_for_week: Several = ()
    energy_label: str | None = None
    virtual: Flag = None
    archived: Flag = None
    max_number_of_people: Whole = None
    max_number_of_seniors: Whole = None
    max_number_of_adults: Whole = None
    max_number_of_adolescents: Whole = None
    max_number_of_children: Whole = None
    max_number_of_babies: Whole = None
    max_number_of_pets: Whole = None
    prices_updated_at: Moment = None
    prices_indexed_at: Moment = None
    stock_updated_at: Moment = None
    stock_indexed_at: Moment = None
    costs_updated_at: Moment = None
    extras_updated_at: Moment = None
    bookable_discounts_changed_at: Moment = None
    agreements_changed_at: Moment = None
    max_baby_age: Whole = None
    max_child_age: Whole = None
    max_adolescent_age: Whole = None
    min_senior_age: Whole = None
    pets_allowed: str | None = None
    host_image_url: str | None = None
    last_date_with_price: Day = None
    city: Texts = None
    region: Texts = None
    country_code: str | None = None
    location_is_exact: Flag = None
    has_current_or_future_owner_that_should_check_reservations: Flag = None
    created_at: Moment = None
    updated_at: Moment = None
    rentable_type: str | None = None


class AgendaPeriod(Wire):
    """What blocks a rentable's calendar [004:813-822]. Without its days it makes no sense, so both are always asked."""

    label: str | None = None
    start_date: Annotated[dt.date, BeforeValidator(written)]
    end_date: Annotated[dt.date, BeforeValidator(written)]
    type: str | None = None
    ical_uid: str | None = None
    created_at: Moment = None
    updated_at: Moment = None


class Agreement(Wire):
    """An agreement with an owner about an accommodation [004:2520-2548]."""

    name: str | None = None
    active_from: Day = None
    active_till: Day = None
    frequency: str | None = None
    settlement_method: str | None = None
    owner_reservable: Flag = None
    owner_can_make_reservation_on_irregular_price_periods: Flag = None
    owner_can_view_availability: Flag = None
    owner_can_view_reservations: Flag = None
    owner_can_view_contact_data: Flag = None
    owner_can_view_order: Flag = None
    owner_can_view_invoice: Flag = None
    owner_can_view_rent_amount: Flag = None
    owner_can_view_settlements: Flag = None
    owner_should_check_reservations: Flag = None
    owner_can_edit_agenda_periods: Flag = None
    owner_can_view_rentable_details: Flag = None
    owner_can_create_pricing_change_request: Flag = None
    owner_can_view_guest_details: Flag = None
    owner_can_view_guest_memo: Flag = None
    can_promote: Flag = None
    can_view_reviews: Flag = None
    created_at: Moment = None
    updated_at: Moment = None


class AdministrationAmenity(Wire):
    """That a park has an amenity: how many, or which of its choices [004:427-435]."""

    value: Whole = None


class Rentable(Wire):
    """An accommodation. The document links to it and does not describe it."""

    name: Texts | str = None


class Reservation(Wire):
    """A stay. The document links to it and does not describe it."""

    start_date: Day = None
    end_date: Day = None


class Administration(Wire):
    """A park itself; the document shows its name and description only [004:134]."""

    name: str | None = None
    phone: str | None = None
    website: str | None = None
    description: Texts | str = None


class Named(Wire):
    """What the document links to and does not describe, as far as its name goes, e.g. an amenity."""

    name: Texts | str = None
