"""The document's examples of events become exactly these records."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from locaboo_desk import HERE, berlin, listed, one, period, ref

from loaders.records import (
    Event,
    EventStatus,
    Money,
    Resource,
)
from loaders.vendors.locaboo.values import (
    Document,
    Instance,
    Mentioned,
    Taken,
)

if TYPE_CHECKING:
    from locaboo_desk import Open


MONEY = {"Money": ("amount", "currency")}


async def test_an_event(open_hall: Open) -> None:
    """An event has its days and times in the German way; where it is, is looked up when somebody follows the link."""
    source, _ = await open_hall()
    rows = await listed(source, "event", **{"locaboo.events": ("marketing_data_price",), **MONEY})
    assert [row.ref.id for row in rows] == ["1", "2"]
    assert rows[0] == Event(
        ref("event", "1"),
        HERE,
        {
            "venue": ref("venue@event", "1"),
            "space": ref("space@event", "1"),
            "booking": ref("booking@event", "1"),
        },
        name="Event 1",
        description="Description",
        status=EventStatus.UNKNOWN,
        period=period(berlin(2021, 5, 13, 3), berlin(2021, 5, 14, 5)),
        details=Resource(
            ref("locaboo.events", "1"),
            HERE,
            {
                "event_title": "Event 1",
                "marketing_data_title": "Test marketing title",
                "marketing_data_description": "Description",
                "date_from": dt.date(2021, 5, 13),
                "date_to": dt.date(2021, 5, 14),
                "time_from": "03:00",
                "time_to": "05:00",
                "entrance_time": "05:00",
                "beginning_time": "08:00",
                "marketing_data_ticket_link": "https://app.locaboo.com/",
                "marketing_data_price": Money(Decimal(12), "EUR"),
                "marketing_data_price_text": "12",
                "marketing_data_notice_text": "Test",
                "image": "https://app.locaboo.com/files/eplanning/marketingdata/262/test_file1.jpg",
            },
            {"documents": ref("locaboo.documents@event", "1")},
        ),
    )


async def test_an_event_alone(open_hall: Open) -> None:
    """Read alone, its documents say where it is and what it is booked by: the first they mention."""
    source, _ = await open_hall()
    event = await one(source, "event", "1")
    assert event.links == {
        "venue": ref("venue", "47"),
        "space": ref("space", "47"),
        "booking": ref("booking", "149293"),
    }
    assert event.details.attributes["marketing_data_price"] is None
    assert event.details.attributes["time_from"] == "06:28"


async def test_the_documents_of_an_event(open_hall: Open) -> None:
    """Offers, confirmations and invoices with the bookings they are about."""
    source, _ = await open_hall()
    found = await one(source, "locaboo.documents@event", "1", **MONEY)
    long = period(berlin(2021, 5, 16, 9), berlin(2021, 5, 16, 17))
    short = period(berlin(2021, 5, 16, 12), berlin(2021, 5, 16, 12, 15))
    sand, hall, small = ref("space", "47"), ref("space", "48"), ref("space", "49")
    sandbox = Taken(
        "Sandkasten",
        sand,
        (Instance("6201748", "Sandkasten", long, sand), Instance("6201749", "Sandkasten", long, sand)),
    )
    little_hall = Taken("Stefan Test", hall, (Instance("5693679", "Stefan Test > Kleine Halle", short, small),))
    dear = Money(Decimal("12.65"), "EUR")
    assert found.attributes["documents"] == (
        Document(
            document_type="Offer",
            document_number="OFFER 1",
            price=Money(Decimal("11.5"), "EUR"),
            document_date=dt.date(2021, 5, 13),
            processed_status=True,
            processed_date=dt.date(2021, 5, 14),
            bookings=(
                Mentioned("149293", "Document test booking", (sandbox,), ref("booking", "149293")),
                Mentioned("193527", "Test", (little_hall,), ref("booking", "193527")),
            ),
        ),
        Document(
            document_type="Order confirmation",
            document_number="CONF 1",
            price=dear,
            document_date=dt.date(2021, 5, 14),
            processed_status=True,
            processed_date=dt.date(2021, 5, 15),
            bookings=(),
        ),
        Document(
            document_type="Invoice",
            document_number="INVOICE 1",
            price=dear,
            document_date=dt.date(2021, 5, 15),
            processed_status=False,
            processed_date=None,
            bookings=(),
        ),
    )
