"""The document's examples of inventory, services and invoices become exactly these records."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from locaboo_desk import HERE, berlin, listed, ref

from loaders.records import (
    Money,
    Resource,
)
from loaders.vendors.locaboo.values import (
    CustomerGroup,
    Discount,
    InvoiceRow,
    NamedResource,
    Payer,
    Price,
)

if TYPE_CHECKING:
    from locaboo_desk import Open


MONEY = {"Money": ("amount", "currency")}


async def test_inventory_and_services(open_hall: Open) -> None:
    """Numbers come as texts; a list of groups names everybody, a map those it is for."""
    source, _ = await open_hall()
    prices = (
        Price(
            price=Money(Decimal(20), "EUR"),
            interval="per_hour",
            tax=Decimal(19),
            for_all=True,
            customer_groups=(CustomerGroup(None, "All"),),
        ),
        Price(
            price=Money(Decimal(2), "EUR"),
            interval="per_hour",
            tax=Decimal(34),
            for_all=False,
            customer_groups=(CustomerGroup("1182", "Group 1"), CustomerGroup("1183", "group 2")),
        ),
    )
    resources = (
        NamedResource("48", "Sample Resource A", ref("space", "48")),
        NamedResource("49", "Sample Resource B", ref("space", "49")),
    )
    (item,) = await listed(source, "locaboo.inventory", **MONEY)
    assert item == Resource(
        ref("locaboo.inventory", "1890"),
        HERE,
        {
            "name": "Inv_item1",
            "image": None,
            "created_on": berlin(2020, 9, 2, 12, 53, 5),
            "description": None,
            "prices": prices,
            "resources": resources,
            "inventory_no": None,
            "i_type": None,
            "model": None,
            "serial_no": None,
            "quantity": Decimal(1),
            "price_cost": Money(Decimal(0), "EUR"),
        },
    )
    (service,) = await listed(source, "locaboo.services", **MONEY)
    assert service == Resource(
        ref("locaboo.services", "686"),
        HERE,
        {
            "name": "CJ Service",
            "image": None,
            "created_on": berlin(2019, 2, 25, 8, 37, 30),
            "description": None,
            "prices": prices,
            "resources": resources,
        },
    )


async def test_an_invoice(open_hall: Open) -> None:
    """German words are understood and kept, sums passed on though they do not add up."""
    source, _ = await open_hall()
    (invoice,) = await listed(source, "locaboo.invoices")

    def euro(amount: str) -> Money:
        return Money(Decimal(amount), "EUR")

    day, small = dt.date(2022, 4, 12), ref("space", "49")
    shared = ("SINGLE", "Einzel", "0 Pro Stunde", Decimal(1), "hours")
    assert invoice == Resource(
        ref("locaboo.invoices", "46475"),
        HERE,
        {
            "invoice_number": "2022T2022T77",
            "created": berlin(2022, 5, 21, 21, 38),
            "file": "Invoice_77.pdf",
            "discount_price": euro("0"),
            "total_price": euro("0"),
            "currency": "EUR",
            "text": "sample public comment",
            "discount": Discount("amount", Decimal(2)),
            "payment_status": "PAID",
            "vendor_payment_status": "Bezahlt",
            "payment_type": "ON_ACCOUNT",
            "vendor_payment_type": "Auf Rechnung",
            "status": "FINISHED",
            "vendor_status": "Fertig",
            "due_date": dt.date(2022, 6, 5),
            "payer": Payer(
                "20904", "Sample Company Name", "Lorem", "Ipsum", "Sample street", "500", "777", "Sample city", "DE"
            ),
            "rows": (
                InvoiceRow(
                    "245219", day, *shared, euro("10"), Decimal(2), Decimal(19), euro("1.9"), euro("11.9"), small,
                    ref("booking", "214736"),
                ),
                InvoiceRow(
                    "245220", day, *shared, euro("0"), None, Decimal(19), euro("0"), euro("0"), small,
                    ref("booking", "214730"),
                ),
            ),
        },
        {"customer": ref("customer", "20904")},
    )  # fmt: skip
