"""Booking Experts' own: bookings and customers."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import strawberry

from schema.edge import attribute, edge
from schema.resource import ResourceView
from schema.types.booking_experts_values import (
    BookingExpertsPaymentDeadline,
    BookingExpertsReference,
    BookingExpertsVoucher,
)
from schema.types.node import Record
from schema.types.values import Money

if TYPE_CHECKING:
    from schema.types.customer import Customer
    from schema.types.venue import Venue


@strawberry.type(
    description="All that Booking Experts documents of a booking, but for its token, which is a secret of the guest. A "
    "booking is a shopping cart of reservations."
)
class BookingExpertsBooking(Record, ResourceView, kind="booking_experts.booking"):
    """All that Booking Experts documents of a booking, but for the guest's secrets."""

    customer_desires_downpayment: bool | None = attribute("Whether the guest is to pay only the first instalment now.")
    after_payment_return_url: str | None = attribute("Where the guest is sent after paying.")
    redeemable_codes: list[str] | None = attribute("Codes of discounts that were entered.")
    option_validity: int | None = attribute("For how many days it is held, if it is an option.")
    remote_booking_nr: str | None = attribute("The number it has in a system outside.")
    reference_nr: str | None = attribute("A number somebody gave it for reference.")
    locale: str | None = attribute("The language to write to the guest in.")
    memo: str | None = attribute("What is noted of it.")
    currency: str | None = attribute("Its currency, ISO 4217.")
    cancel_date: dt.date | None = attribute("The day it was cancelled.")
    cancel_reason: str | None = attribute("Why it was cancelled.")
    state: str | None = attribute("The vendor's own word for how far it is.")
    confirmed_at: dt.datetime | None = attribute("When it was confirmed.")
    paid_by_customer: bool | None = attribute("Whether the guest has paid all of it.")
    deposit_completed: bool | None = attribute("Whether the deposit is settled.")
    booking_nr: str | None = attribute("The number people quote.")
    owner_reservation: bool | None = attribute("Whether an owner of the accommodation stays there.")
    total: Money | None = attribute("What it costs.")
    total_without_vat: Money | None = attribute("What it costs without VAT.")
    guest_payment_due: Money | None = attribute("What the guest still has to pay.")
    guest_total_paid: Money | None = attribute("What the guest has paid.")
    deposit: Money | None = attribute("The deposit.")
    rent_turnover: Money | None = attribute("What of it is rent.")
    rent_turnover_without_vat: Money | None = attribute("What of it is rent, without VAT.")
    provision: Money | None = attribute("The commission on it.")
    payment_deadlines: list[BookingExpertsPaymentDeadline] | None = attribute("What is to be paid by when.")
    pending_vouchers: list[BookingExpertsVoucher] | None = attribute("Vouchers it is going to redeem.")
    created_at: dt.datetime | None = attribute("When it was created.")
    updated_at: dt.datetime | None = attribute("When it was last changed.")
    customer: Annotated["Customer", strawberry.lazy("schema.types.customer")] | None = edge("customer", "The guest.")
    owner: BookingExpertsReference | None = attribute("The owner, if it is an owner's booking.")
    traffic_source: BookingExpertsReference | None = attribute("How the guest found the park.")
    administration: Annotated["Venue", strawberry.lazy("schema.types.venue")] | None = edge("venue", "The park.")
    channel: BookingExpertsReference | None = attribute("The channel it came by.")
    guest_invoice: BookingExpertsReference | None = attribute(
        "The guest's invoice.", deprecated="Booking Experts deprecates it: use customerInvoice."
    )
    customer_invoice: BookingExpertsReference | None = attribute("The guest's invoice.")
    channel_invoice: BookingExpertsReference | None = attribute("The channel's invoice.")
    reservations: list[BookingExpertsReference] | None = attribute(
        "The stays it consists of; Booking.allocations tells when and where they are."
    )
    payments: list[BookingExpertsReference] | None = attribute("The payments made for it.")


@strawberry.type(description="All that Booking Experts documents of a customer: a guest who made bookings.")
class BookingExpertsCustomer(Record, ResourceView, kind="booking_experts.customer"):
    """All that Booking Experts documents of a customer."""

    title: str | None = attribute("How to address them: mr, ms or family; may be blank.")
    first_name: str | None = attribute("The first name.")
    last_name: str | None = attribute("The last name.")
    phone: str | None = attribute("The telephone number.")
    email: str | None = attribute("The e-mail address.")
    receive_newsletter: bool | None = attribute("Whether they want the newsletter.")
    is_company: bool | None = attribute("Whether it is a company.")
    company: str | None = attribute("The company.")
    vat_nr: str | None = attribute("The company's VAT number.")
    date_of_birth: dt.date | None = attribute("The day they were born.")
    address: str | None = attribute("The street.")
    number: str | None = attribute("The house number.")
    postalcode: str | None = attribute("The postal code.")
    city: str | None = attribute("The town.")
    country_code: str | None = attribute("The country, ISO 3166-1 alpha-2.")
    locale: str | None = attribute("The language to write to them in, e.g. nl-BE.")
    debtor_code: str | None = attribute("The number they have as a debtor, unique in the vendor's system.")
    labels: list[BookingExpertsReference] | None = attribute("Labels somebody put on them.")
