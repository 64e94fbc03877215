"""Values that only Booking Experts has; the loaders' values of the same names are shown as they are."""

import datetime as dt

import strawberry

from schema.edge import attribute
from schema.types.values import Money


@strawberry.type(
    description="Something Booking Experts links to and documents nowhere: only which thing it is can be told."
)
class BookingExpertsReference:
    """Something the vendor links to and documents nowhere."""

    vendor_id: strawberry.ID = attribute("The vendor's own id of it.")
    type: str = attribute("The vendor's word for what it is, e.g. owner.")


@strawberry.type(description="What of a Booking Experts booking is to be paid by when.")
class BookingExpertsPaymentDeadline:
    """What is to be paid by when."""

    date: dt.date | None = attribute("The last day to pay.")
    open_amount: Money | None = attribute("What is still to be paid by then.")
    paid_amount: Money | None = attribute("What of it is paid.")


@strawberry.type(description="A voucher that a Booking Experts booking is going to redeem.")
class BookingExpertsVoucher:
    """A voucher that a booking is going to redeem."""

    code: str | None = attribute("Its code.")
    balance: Money | None = attribute("What it is worth by now.")
    amount: Money | None = attribute("What of it the booking takes.")
