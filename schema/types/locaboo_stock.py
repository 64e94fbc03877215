"""Locaboo's own: what can be booked along, and what was charged."""

import datetime as dt
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry

from schema.edge import attribute, edge
from schema.enums import described
from schema.resource import ResourceView
from schema.types.locaboo_values import LedToSpace, LocabooNamedResource, LocabooPrice, leads
from schema.types.node import Record
from schema.types.values import Money

if TYPE_CHECKING:
    from schema.types.booking import Booking
    from schema.types.customer import Customer

_UNHEARD_OF = "The vendor does not say, or says something unheard of; {} holds its word."


class LocabooPaymentStatus(Enum):
    """Whether an invoice is paid."""

    OPEN = "OPEN"
    PARTLY_PAID = "PARTLY_PAID"
    PAID = "PAID"
    OVERDUE = "OVERDUE"
    CREDITED = "CREDITED"
    CANCELLED = "CANCELLED"
    UNKNOWN = "UNKNOWN"


class LocabooPaymentType(Enum):
    """How an invoice is paid."""

    ON_ACCOUNT = "ON_ACCOUNT"
    CASH = "CASH"
    BANK_TRANSFER = "BANK_TRANSFER"
    DIRECT_DEBIT = "DIRECT_DEBIT"
    DEBIT_CARD = "DEBIT_CARD"
    CREDIT_CARD = "CREDIT_CARD"
    PAYPAL = "PAYPAL"
    UNKNOWN = "UNKNOWN"


class LocabooInvoiceStatus(Enum):
    """How far an invoice is."""

    DRAFT = "DRAFT"
    FINISHED = "FINISHED"
    CANCELLED = "CANCELLED"
    UNKNOWN = "UNKNOWN"


class LocabooInvoiceRowType(Enum):
    """What kind of booking a line is for."""

    SINGLE = "SINGLE"
    SERIES = "SERIES"
    SEASON = "SEASON"
    UNKNOWN = "UNKNOWN"


described(
    LocabooPaymentStatus,
    "Whether an invoice is paid.",
    {
        "OPEN": "Nothing is paid.",
        "PARTLY_PAID": "Some of it is paid.",
        "PAID": "All of it is paid.",
        "OVERDUE": "It should have been paid.",
        "CREDITED": "It was credited.",
        "CANCELLED": "It was cancelled.",
        "UNKNOWN": _UNHEARD_OF.format("vendorPaymentStatus"),
    },
)
described(
    LocabooPaymentType,
    "How an invoice is paid.",
    {
        "ON_ACCOUNT": "After the invoice has come.",
        "CASH": "In cash.",
        "BANK_TRANSFER": "By bank transfer.",
        "DIRECT_DEBIT": "By direct debit.",
        "DEBIT_CARD": "With a debit card.",
        "CREDIT_CARD": "With a credit card.",
        "PAYPAL": "With PayPal.",
        "UNKNOWN": _UNHEARD_OF.format("vendorPaymentType"),
    },
)
described(
    LocabooInvoiceStatus,
    "How far an invoice is.",
    {
        "DRAFT": "It is being written.",
        "FINISHED": "It is written.",
        "CANCELLED": "It was cancelled.",
        "UNKNOWN": _UNHEARD_OF.format("vendorStatus"),
    },
)
described(
    LocabooInvoiceRowType,
    "What kind of booking a line of an invoice is for.",
    {
        "SINGLE": "A single booking.",
        "SERIES": "A series of bookings.",
        "SEASON": "A booking for a season.",
        "UNKNOWN": _UNHEARD_OF.format("vendorType"),
    },
)


@strawberry.type(description="A service that can be booked along at Locaboo.")
class LocabooService(Record, ResourceView, kind="locaboo.services"):
    """A service that can be booked along."""

    name: str | None = attribute("What it is called.")
    image: str | None = attribute("The address, or the name, of a picture.")
    created_on: dt.datetime | None = attribute("When it was created.")
    description: str | None = attribute("What it is like.")
    prices: list[LocabooPrice] | None = attribute("What it costs whom.")
    resources: list[LocabooNamedResource] | None = attribute("The resources it can be booked with.")


@strawberry.type(description="A piece of inventory that can be booked along at Locaboo.")
class LocabooInventoryItem(Record, ResourceView, kind="locaboo.inventory"):
    """A piece of inventory that can be booked along."""

    name: str | None = attribute("What it is called.")
    image: str | None = attribute("The address, or the name, of a picture.")
    created_on: dt.datetime | None = attribute("When it was created.")
    description: str | None = attribute("What it is like.")
    inventory_no: str | None = attribute("The number the venue gave it.")
    i_type: str | None = attribute("What kind of thing it is, in the venue's words.")
    model: str | None = attribute("Its maker's name for it.")
    serial_no: str | None = attribute("Its serial number.")
    quantity: Decimal | None = attribute("How many there are.")
    price_cost: Money | None = attribute("What it cost the venue.")
    prices: list[LocabooPrice] | None = attribute("What it costs whom.")
    resources: list[LocabooNamedResource] | None = attribute("The resources it can be booked with.")


@strawberry.type(description="What is taken off a Locaboo invoice.")
class LocabooDiscount:
    """What is taken off an invoice."""

    type: str | None = attribute("Whether the rate is an amount or per cent, in the vendor's word.")
    rate: Decimal | None = attribute("How much.")


@strawberry.type(description="Who is charged with a Locaboo invoice, as it stood when the invoice was written.")
class LocabooInvoiceCustomer:
    """Who is charged, as it stood when the invoice was written."""

    vendor_id: strawberry.ID | None = attribute("The vendor's own id of them.")
    company: str | None = attribute("The company.")
    first_name: str | None = attribute("The first name.")
    last_name: str | None = attribute("The last name.")
    street: str | None = attribute("The street.")
    house_number: str | None = attribute("The house number.")
    zip: str | None = attribute("The postal code.")
    city: str | None = attribute("The town.")
    country: str | None = attribute("The country, as the vendor writes it.")


@strawberry.type(description="One line of a Locaboo invoice.")
class LocabooInvoiceRow:
    """One line of an invoice."""

    vendor_id: strawberry.ID | None = attribute("The vendor's own id of it.")
    date: dt.date | None = attribute("The day it is for.")
    type: LocabooInvoiceRowType = attribute("What kind of booking it is for.")
    vendor_type: str | None = attribute("The vendor's own word for that.")
    rate: str | None = attribute("The rate, in the vendor's words.")
    duration: Decimal | None = attribute("How long, in units.")
    unit: str | None = attribute("The unit of the duration, in the vendor's word.")
    price: Money | None = attribute("The price without tax.")
    discount: Decimal | None = attribute("What is taken off; the vendor does not say of what kind.")
    tax_rate: Decimal | None = attribute("The tax in per cent.")
    tax: Money | None = attribute("The tax.")
    total: Money | None = attribute("The price with tax, as the vendor has it.")
    space: LedToSpace = leads("space", "The resource it is for.")
    booking: Annotated["Booking", strawberry.lazy("schema.types.booking")] | None = leads(
        "booking", "The booking it is for."
    )


@strawberry.type(description="A Locaboo invoice. Its sums are the vendor's: they need not add up.")
class LocabooInvoice(Record, ResourceView, kind="locaboo.invoices"):
    """An invoice."""

    invoice_number: str | None = attribute("Its number.")
    created: dt.datetime | None = attribute("When it was created.")
    file: str | None = attribute("The name of its file.")
    discount_price: Money | None = attribute("What is taken off.")
    total_price: Money | None = attribute("What is to be paid.")
    currency: str | None = attribute("Its currency, ISO 4217.")
    text: str | None = attribute("What is written on it.")
    discount: LocabooDiscount | None = attribute("What is taken off, and how that is reckoned.")
    payment_status: LocabooPaymentStatus = attribute("Whether it is paid.")
    vendor_payment_status: str | None = attribute("The vendor's own word for whether it is paid.")
    payment_type: LocabooPaymentType = attribute("How it is paid.")
    vendor_payment_type: str | None = attribute("The vendor's own word for how it is paid.")
    status: LocabooInvoiceStatus = attribute("How far it is.")
    vendor_status: str | None = attribute("The vendor's own word for how far it is.")
    due_date: dt.date | None = attribute("The day it is to be paid by.")
    payer: LocabooInvoiceCustomer | None = attribute("Who is charged, as it stood when the invoice was written.")
    customer: Annotated["Customer", strawberry.lazy("schema.types.customer")] | None = edge(
        "customer", "Who is charged."
    )
    rows: list[LocabooInvoiceRow] | None = attribute("Its lines.")
