"""The document's examples of bookings become exactly these records."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from locaboo_desk import HERE, berlin, listed, one, period, ref

from loaders.records import (
    Allocation,
    Booking,
    BookingStatus,
    Money,
    Period,
    Resource,
)
from loaders.vendors.locaboo.values import (
    BookedThing,
    CustomField,
    Instance,
    Taken,
)

if TYPE_CHECKING:
    from locaboo_desk import Open


MONEY = {"Money": ("amount", "currency")}


def hours(day: int, start: int, end: int) -> Period:
    """Make a period within a day of October 2023."""
    return period(berlin(2023, 10, day, start), berlin(2023, 10, day, end))


def whole_day(day: int) -> Period:
    """Make the period that 00:00 to 23:59 of a day in October 2023 is."""
    return period(berlin(2023, 10, day), berlin(2023, 10, day, 23, 59), all_day=True)


async def test_a_booking_of_several_days(open_hall: Open) -> None:
    """Its instances, a map in the list, are its allocations, and its period spans them; its status nobody tells."""
    source, _ = await open_hall()
    rows = await listed(source, "booking")
    assert [row.ref.id for row in rows] == ["312834", "312838", "312886"]
    booking = rows[1]
    assert isinstance(booking, Booking)
    assert booking.details is not None
    large, unknown = ref("space", "50"), BookingStatus.UNKNOWN
    last = period(berlin(2023, 10, 13), berlin(2023, 10, 13, 18))
    assert booking == Booking(
        ref("booking", "312838"),
        HERE,
        {"venue": ref("venue", "48"), "customer": ref("customer", "21749")},
        reference="312838",
        period=period(berlin(2023, 10, 11), berlin(2023, 10, 13, 18)),
        allocations=(
            Allocation("39526", large, whole_day(11), None, unknown),
            Allocation("39527", large, whole_day(12), None, unknown),
            Allocation("39528", large, last, None, unknown),
        ),
        details=booking.details,
    )
    assert booking.details.ref == ref("locaboo.bookings", "312838")
    field = CustomField("mf_56", "New MF field", "Geschäftleitungsmeeting / Managementtagung", "0", ref("space", "48"))
    path = "Sample Resource B > Große Halle"
    assert dict(booking.details.attributes) == {
        "title": None,
        "comments": None,
        "color": "#17df26",
        "customer_id": "21749",
        "customer_name": "DemoStore GmbH",
        "persons": (),
        "custom_fields": (field,),
        "resources": (
            Taken(
                "Sample Resource B",
                ref("space", "48"),
                (
                    Instance("39526", path, whole_day(11), large),
                    Instance("39527", path, whole_day(12), large),
                    Instance("39528", path, last, large),
                ),
            ),
        ),
    }


async def test_an_instance_has_fields_of_its_own(open_hall: Open) -> None:
    """One of three instances has values where the others have an empty list."""
    source, _ = await open_hall()
    booking: Any = (await listed(source, "booking"))[2]
    (taken,) = booking.details.attributes["resources"]
    assert [len(instance.custom_fields) for instance in taken.instances] == [0, 13, 0]
    fields = {field.field: field for field in taken.instances[1].custom_fields}
    assert fields["mf_58"].value == "Sample comment for API from instance"
    assert (fields["mf_22"].value, fields["mf_36"].value, fields["mf_49"].category) == (None, "off", None)
    assert booking.name == "Test booking for api"


async def test_a_booking_alone(open_hall: Open) -> None:
    """Its instances are a list, its fields stand in its resource, and it tells what is booked along."""
    source, desk = await open_hall()
    booking = await one(source, "booking", "312842")
    assert [row.period for row in booking.allocations] == [hours(day, 5, 9) for day in (10, 11, 12)]
    assert booking.links == {"venue": ref("venue", "5721"), "customer": ref("customer", "21749")}
    fields = {field.field: field.value for field in booking.details.attributes["custom_fields"]}
    assert fields["mf_1"] == "11"
    assert len(fields) == 8
    along = await one(source, booking.details.links["booked_along"].kind, "312842", **MONEY)
    room, nought = ref("space", "5721"), Money(Decimal(0), "EUR")
    assert along == Resource(
        ref("locaboo.booked_along@booking", "312842"),
        HERE,
        {
            "features": (
                BookedThing(
                    "451", "Projectors", "per_quantity", Money(Decimal("10.149"), "EUR"), nought, Decimal(0), room
                ),
                BookedThing("699", "t1", "per_hour", nought, nought, Decimal(0), room),
            ),
            "inventory": (
                BookedThing("13", "Inv_item1", "per_hour", Money(Decimal("2.371"), "EUR"), nought, Decimal(0), room),
            ),
        },
    )
    assert desk.paths() == ["booking/312842", "profile"]
