"""What only Booking Experts takes when a customer is changed or a kind of space is made."""

import datetime as dt
from decimal import Decimal
from enum import Enum
from typing import Any

import strawberry

from schema.enums import described


class BookingExpertsTitle(Enum):
    """How a customer is addressed; the values are the vendor's words."""

    MR = "mr"
    MS = "ms"
    FAMILY = "family"


described(
    BookingExpertsTitle,
    "How a customer is addressed.",
    {"MR": "As a man.", "MS": "As a woman.", "FAMILY": "As a family."},
)


def _given(description: str) -> Any:
    """Declare a field that may be left out; what is left out stays as it is, or is left to the vendor."""
    return strawberry.field(default=strawberry.UNSET, description=description)


@strawberry.input(description="A text in one language.")
class LocalizedTextInput:
    """A text in one language."""

    locale: str = strawberry.field(description="The language, e.g. nl or nl-BE.")
    text: str = strawberry.field(description="The text.")


@strawberry.input(description="Several texts in one language.")
class BookingExpertsLocalizedTextsInput:
    """Several texts in one language."""

    locale: str = strawberry.field(description="The language, e.g. nl or nl-BE.")
    texts: list[str] = strawberry.field(description="The texts.")


@strawberry.input(description="Where a customer's invoices go instead. Booking Experts takes it and never shows it.")
class BookingExpertsInvoiceDetailsInput:
    """Where a customer's invoices go instead."""

    name: str | None = _given("Who gets them.")
    address: str | None = _given("The street and house number.")
    postalcode: str | None = _given("The postal code.")
    city: str | None = _given("The town.")
    country_code: str | None = _given("The country, ISO 3166-1 alpha-2.")
    email: str | None = _given("The e-mail address they are sent to.")


@strawberry.input(description="What only Booking Experts takes of a customer. What is left out stays as it is.")
class BookingExpertsCustomerInput:
    """What only Booking Experts takes of a customer."""

    title: BookingExpertsTitle | None = _given("How to address them.")
    receive_newsletter: bool | None = _given("Whether they want the newsletter.")
    is_company: bool | None = _given("Whether it is a company.")
    vat_nr: str | None = _given("The company's VAT number.")
    date_of_birth: dt.date | None = _given("The day they were born.")
    country_code: str | None = _given("The country, ISO 3166-1 alpha-2; the address may name it, too.")
    iban: str | None = _given("The bank account. Booking Experts takes it and never shows it.")
    bic: str | None = _given("The bank. Booking Experts takes it and never shows it.")
    has_custom_invoice_details: bool | None = _given(
        "Whether invoices go elsewhere. Booking Experts takes it and never shows it."
    )
    custom_invoice_details: BookingExpertsInvoiceDetailsInput | None = _given("Where they go then.")
    labels: list[strawberry.ID] | None = _given(
        "The labels on them, by the vendor's ids, in place of those there are; as the customer's details tell them."
    )


@strawberry.input(description="What only Booking Experts takes of a category: a kind of accommodation.")
class BookingExpertsCategoryInput:
    """What only Booking Experts takes of a category."""

    short_description: list[LocalizedTextInput] | None = _given("What it is like, in short, in each language once.")
    usps: list[BookingExpertsLocalizedTextsInput] | None = _given("What speaks for it, in each language once.")
    highlighted: bool | None = _given("Whether the website is to show it before others.")
    reference: str | None = _given("What the park calls it for reference.")
    minimum_number_of_nights: int | None = _given("For how many nights it is let at least.")
    maximum_number_of_nights: int | None = _given("For how many nights it is let at most.")
    number_of_bedrooms: int | None = _given("How many bedrooms it has.")
    number_of_beds: int | None = _given("How many beds it has.")
    number_of_showers: int | None = _given("How many showers it has.")
    number_of_toilets: int | None = _given("How many toilets it has.")
    number_of_bathrooms: int | None = _given("How many bathrooms it has.")
    number_of_parking_spots: int | None = _given("How many cars can be parked.")
    number_of_child_beds: int | None = _given("How many beds for small children it has.")
    number_of_child_chairs: int | None = _given("How many chairs for small children it has.")
    summer_video_id: str | None = _given("The id of a video of it in summer.")
    winter_video_id: str | None = _given("The id of a video of it in winter.")
    whole_year_video_id: str | None = _given("The id of a video of it at any time of the year.")
    master_price_list_price_factor: Decimal | None = _given(
        "By what the prices of its price list are multiplied, e.g. 1.1 for a tenth more."
    )
    master_price_list_fixed_rate: Decimal | None = _given(
        "What is added a night to the prices of its price list, or taken off if it is negative."
    )
    same_day_bookings_allowed: bool | None = _given("Whether it can be booked on the day of arrival.")
    same_day_booking_closing_time: str | None = _given("Until what time, e.g. 18:00.")
    address: str | None = _given("The street and house number.")
    postal_code: str | None = _given("The postal code.")
    latitude: float | None = _given("Degrees north.")
    longitude: float | None = _given("Degrees east.")
    checkin_times_for_week: list[str] | None = _given("From what time guests may arrive, one text a weekday.")
    checkout_times_for_week: list[str] | None = _given("Until what time guests must leave, one text a weekday.")
    city: strawberry.ID | None = _given("The town, by the vendor's id.")
    terms: strawberry.ID | None = _given("The terms it is let under, by the vendor's id.")
    rentable_segment: strawberry.ID | None = _given("The segment it belongs to, by the vendor's id.")
    master_price_list: strawberry.ID | None = _given("Its price list, by the vendor's id.")
    guest_group_limits: list[strawberry.ID] | None = _given("How guests may be grouped, by the vendor's ids.")
