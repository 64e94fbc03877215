"""Bookings and customers, as they are sent."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from loaders.vendors.booking_experts.wire.values import Amount, Day, Flag, Moment, Several, Whole, Wire, several


class PaymentDeadline(Wire):
    """What is to be paid by when [004:3481-3487]."""

    date: Day = None
    open_amount: Amount = None
    paid_amount: Amount = None


class Voucher(Wire):
    """A voucher that is to be redeemed [004:3488-3495]."""

    code: str | None = None
    balance: Amount = None
    amount: Amount = None


class Booking(Wire):
    """A shopping cart of reservations [004:3432-3497]; its `token` is a secret and is not here."""

    customer_desires_downpayment: Flag = None
    after_payment_return_url: str | None = None
    redeemable_codes: Several = ()
    option_validity: Whole = None
    remote_booking_nr: str | None = None
    reference_nr: str | None = None
    locale: str | None = None
    memo: str | None = None
    currency: str | None = None
    cancel_date: Day = None
    cancel_reason: str | None = None
    state: str | None = None
    confirmed_at: Moment = None
    paid_by_customer: Flag = None
    deposit_completed: Flag = None
    booking_nr: str | None = None
    owner_reservation: Flag = None
    total: Amount = None
    total_without_vat: Amount = None
    guest_payment_due: Amount = None
    guest_total_paid: Amount = None
    deposit: Amount = None
    rent_turnover: Amount = None
    rent_turnover_without_vat: Amount = None
    provision: Amount = None
    payment_deadlines: Annotated[tuple[PaymentDeadline, ...], BeforeValidator(several)] = ()
    pending_vouchers: Annotated[tuple[Voucher, ...], BeforeValidator(several)] = ()
    created_at: Moment = None
    updated_at: Moment = None


class Customer(Wire):
    """A guest that made bookings [004:3117-3138]."""

    title: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    phone: str | None = None
    email: str | None = None
    receive_newsletter: Flag = None
    is_company: Flag = None
    company: str | None = None
    vat_nr: str | None = None
    date_of_birth: Day = None
    address: str | None = None
    number: str | None = None
    postalcode: str | None = None
    city: str | None = None
    country_code: str | None = None
    locale: str | None = None
    debtor_code: str | None = None
