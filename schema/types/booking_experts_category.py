"""Booking Experts' own: categories, the kinds of accommodation a park lets."""

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, cast

import strawberry

from loaders.locale import pick
from schema.edge import attribute, edge
from schema.reads import note
from schema.resource import ResourceView
from schema.types.booking_experts_values import BookingExpertsReference
from schema.types.node import Record

if TYPE_CHECKING:
    from schema.types.venue import Venue

Locale = Annotated[
    str | None,
    strawberry.argument(
        description="In which language, e.g. nl-BE. Where there is none in it: its base language, English, any."
    ),
]


def _picked(root: Any, name: str, locale: str | None) -> Any:
    return pick(root.record.attributes.get(name) or {}, locale or None)


def _text(name: str, description: str) -> Any:
    """Declare a text the vendor has in several languages."""

    def read(root: Any, locale: Locale = strawberry.UNSET) -> str | None:
        return cast("str | None", _picked(root, name, locale))

    return strawberry.field(resolver=read, description=description, metadata=note(name, localised=True))


def _texts(name: str, description: str) -> Any:
    """Declare several texts the vendor has in several languages."""

    def read(root: Any, locale: Locale = strawberry.UNSET) -> list[str] | None:
        return cast("list[str] | None", _picked(root, name, locale))

    return strawberry.field(resolver=read, description=description, metadata=note(name, localised=True))


@strawberry.type(
    description="All that Booking Experts documents of a category: a kind of accommodation. The vendor deprecates "
    "categories in favour of rentable types, which it documents nowhere."
)
class BookingExpertsCategory(Record, ResourceView, kind="booking_experts.category"):
    """All that Booking Experts documents of a category."""

    name: str | None = _text("name", "What it is called.")
    description: str | None = _text("description", "What it is like.")
    short_description: str | None = _text("short_description", "What it is like, in short.")
    usps: list[str] | None = _texts("usps", "What speaks for it.")
    highlighted: bool | None = attribute("Whether the website is to show it before others.")
    reference: str | None = attribute("What the park calls it for reference.")
    minimum_number_of_nights: int | None = attribute("For how many nights it is let at least.")
    maximum_number_of_nights: int | None = attribute("For how many nights it is let at most.")
    number_of_bedrooms: int | None = attribute("How many bedrooms it has.")
    number_of_beds: int | None = attribute("How many beds it has.")
    number_of_showers: int | None = attribute("How many showers it has.")
    number_of_toilets: int | None = attribute("How many toilets it has.")
    number_of_bathrooms: int | None = attribute("How many bathrooms it has.")
    number_of_parking_spots: int | None = attribute("How many cars can be parked.")
    number_of_child_beds: int | None = attribute("How many beds for small children it has.")
    number_of_child_chairs: int | None = attribute("How many chairs for small children it has.")
    surface_area: int | None = attribute("Its floor area in square metres.")
    summer_video_id: str | None = attribute("The id of a video of it in summer.")
    winter_video_id: str | None = attribute("The id of a video of it in winter.")
    whole_year_video_id: str | None = attribute("The id of a video of it at any time of the year.")
    master_price_list_price_factor: Decimal | None = attribute(
        "By what the prices of its price list are multiplied, e.g. 1.1 for a tenth more."
    )
    master_price_list_fixed_rate: Decimal | None = attribute(
        "What is added a night to the prices of its price list, or taken off if it is negative."
    )
    same_day_bookings_allowed: bool | None = attribute("Whether it can be booked on the day of arrival.")
    same_day_booking_closing_time: str | None = attribute("Until what time, as the vendor writes it.")
    address: str | None = attribute("The street and house number.")
    postal_code: str | None = attribute("The postal code.")
    latitude: float | None = attribute("Degrees north.")
    longitude: float | None = attribute("Degrees east.")
    checkin_times_for_week: list[str] | None = attribute("From what time guests may arrive, one text a weekday.")
    checkout_times_for_week: list[str] | None = attribute("Until what time guests must leave, one text a weekday.")
    energy_label: str | None = attribute("The worst energy label of its accommodations, A++++ to H.")
    virtual: bool | None = attribute("Whether it groups accommodations that are let together as if they were one.")
    archived: bool | None = attribute("Whether it is out of use.")
    max_number_of_people: int | None = attribute("For how many people it is at most.")
    max_number_of_seniors: int | None = attribute("For how many seniors it is at most.")
    max_number_of_adults: int | None = attribute("For how many adults it is at most.")
    max_number_of_adolescents: int | None = attribute("For how many adolescents it is at most.")
    max_number_of_children: int | None = attribute("For how many children it is at most.")
    max_number_of_babies: int | None = attribute("For how many babies it is at most.")
    max_number_of_pets: int | None = attribute("For how many pets it is at most.")
    prices_updated_at: dt.datetime | None = attribute("When its prices last changed.")
    prices_indexed_at: dt.datetime | None = attribute("When a search for free stays last took in its prices.")
    stock_updated_at: dt.datetime | None = attribute("When its stock last changed.")
    stock_indexed_at: dt.datetime | None = attribute("When a search for free stays last took in its stock.")
    costs_updated_at: dt.datetime | None = attribute("When its costs last changed.")
    extras_updated_at: dt.datetime | None = attribute("When its extras last changed.")
    bookable_discounts_changed_at: dt.datetime | None = attribute("When its discounts last changed.")
    agreements_changed_at: dt.datetime | None = attribute("When its agreements last changed.")
    max_baby_age: int | None = attribute("Up to which age a guest is a baby.")
    max_child_age: int | None = attribute("Up to which age a guest is a child.")
    max_adolescent_age: int | None = attribute("Up to which age a guest is an adolescent.")
    min_senior_age: int | None = attribute("From which age on a guest is a senior.")
    pets_allowed: str | None = attribute("In which of its accommodations pets are allowed: all, some or none.")
    host_image_url: str | None = attribute("A picture of the host.")
    last_date_with_price: dt.date | None = attribute("The last day it has a price for.")
    city: str | None = _text("city", "The town.")
    region: str | None = _text("region", "The region.")
    country_code: str | None = attribute("The country, ISO 3166-1 alpha-2.")
    location_is_exact: bool | None = attribute("Whether latitude and longitude are exact.")
    has_current_or_future_owner_that_should_check_reservations: bool | None = attribute(
        "Whether an owner has to check reservations, now or later."
    )
    created_at: dt.datetime | None = attribute("When it was created.")
    updated_at: dt.datetime | None = attribute("When it was last changed.")
    rentable_type: str | None = attribute(
        "The kind of building.", deprecated="Booking Experts deprecates it in favour of the segment's own meaning."
    )
    parkcms_url: str | None = attribute("The page that shows it.")
    city_reference: BookingExpertsReference | None = attribute("The town, as a thing of its own.")
    terms: BookingExpertsReference | None = attribute("The terms that hold for it.")
    rentable_segment: BookingExpertsReference | None = attribute("The segment it belongs to.")
    master_price_list: BookingExpertsReference | None = attribute("The price list it is let by.")
    guest_group_limits: list[BookingExpertsReference] | None = attribute("Limits on groups of guests.")
    administration: Annotated["Venue", strawberry.lazy("schema.types.venue")] | None = edge("venue", "The park.")
    rent_earned_ledger_account: BookingExpertsReference | None = attribute("The account its rent is booked on.")
    images: list[BookingExpertsReference] | None = attribute("Pictures of it.")
    rooms: list[BookingExpertsReference] | None = attribute("Its rooms.")
    rentable_type_amenities: list[BookingExpertsReference] | None = attribute("What it has.")
    optional_amenities: list[BookingExpertsReference] | None = attribute("What some of its accommodations have.")
    attachments: list[BookingExpertsReference] | None = attribute("Files attached to it.")
    accommodation_type: BookingExpertsReference | None = attribute(
        "The kind of accommodation.", deprecated="Booking Experts deprecates it: use rentableSegment."
    )
    category_amenities: list[BookingExpertsReference] | None = attribute("Amenities of the category.")
