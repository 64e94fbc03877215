"""Invoices. Their words are German whatever the account's language is [002:797-799, 002:818-819].

What they say is passed on as it is, and never computed anew: the sums of the document's own example do not add up.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from loaders.records import BOOKING, CUSTOMER, Link, Resource
from loaders.vendors.locaboo.kinds import INVOICES
from loaders.vendors.locaboo.translate.site import Site, money
from loaders.vendors.locaboo.values import Discount, InvoiceRow, Payer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from loaders.vendors.locaboo.wire import invoices as wire

UNKNOWN: Final = "UNKNOWN"

PAYMENT_STATUSES: Final = {
    "bezahlt": "PAID",
    "offen": "OPEN",
    "unbezahlt": "OPEN",
    "teilweise bezahlt": "PARTLY_PAID",
    "teilbezahlt": "PARTLY_PAID",
    "überfällig": "OVERDUE",
    "storniert": "CANCELLED",
    "gutschrift": "CREDITED",
}
PAYMENT_TYPES: Final = {
    "auf rechnung": "ON_ACCOUNT",
    "rechnung": "ON_ACCOUNT",
    "bar": "CASH",
    "barzahlung": "CASH",
    "überweisung": "BANK_TRANSFER",
    "lastschrift": "DIRECT_DEBIT",
    "sepa-lastschrift": "DIRECT_DEBIT",
    "ec-karte": "DEBIT_CARD",
    "kreditkarte": "CREDIT_CARD",
    "paypal": "PAYPAL",
}
STATUSES: Final = {"fertig": "FINISHED", "entwurf": "DRAFT", "storniert": "CANCELLED"}
ROW_TYPES: Final = {"einzel": "SINGLE", "serie": "SERIES", "saison": "SEASON"}
"""What the words mean. Of each list the document shows one word; the others are what German says, unseen."""


def invoice(site: Site, told: wire.Invoice, fetched_at: dt.datetime, currency: str | None) -> Resource:
    """Give an invoice.

    Args:
        site: the source.
        told: the invoice.
        fetched_at: when it was read.
        currency: of its amounts, where it names none itself.

    """
    currency = told.currency or currency
    payer = told.customer
    attributes = {
        "invoice_number": told.invoice_number,
        "created": site.moment(told.created),
        "file": told.file,
        "discount_price": money(told.discount_price, currency),
        "total_price": money(told.total_price, currency),
        "currency": currency,
        "text": told.text,
        "discount": None if told.discount is None else Discount(told.discount.type, told.discount.rate),
        "payment_status": _meant(PAYMENT_STATUSES, told.payment_status),
        "vendor_payment_status": told.payment_status,
        "payment_type": _meant(PAYMENT_TYPES, told.payment_type),
        "vendor_payment_type": told.payment_type,
        "status": _meant(STATUSES, told.status),
        "vendor_status": told.status,
        "due_date": told.due_date,
        "payer": None if payer is None else _payer(payer),
        "rows": tuple(_row(site, row, currency) for row in told.invoice_rows),
    }
    links: dict[str, Link] = {
        "customer": site.ref(CUSTOMER, payer.id) if payer is not None and payer.id is not None else None
    }
    return Resource(site.ref(INVOICES, told.id), fetched_at, attributes, links)


def _meant(words: Mapping[str, str], word: str | None) -> str:
    return words.get((word or "").strip().casefold(), UNKNOWN)


def _payer(told: wire.Payer) -> Payer:
    return Payer(
        told.id,
        told.company,
        told.first_name,
        told.last_name,
        told.street,
        told.house_number,
        told.zip,
        told.city,
        told.country,
    )


def _row(site: Site, told: wire.Row, currency: str | None) -> InvoiceRow:
    return InvoiceRow(
        vendor_id=told.id,
        date=told.date,
        type=_meant(ROW_TYPES, told.type),
        vendor_type=told.type,
        rate=told.rate,
        duration=told.duration,
        unit=told.unit,
        price=money(told.price, currency),
        discount=told.discount,
        tax_rate=told.tax_rate,
        tax=money(told.tax, currency),
        total=money(told.total, currency),
        space=site.space(told.resource_id),
        booking=None if told.booking_id is None else site.ref(BOOKING, told.booking_id),
    )
