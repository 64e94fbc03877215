"""The examples of Booking Experts' document, read as records."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from booking_experts_house import READ_AT, ZONE, shown, translated

from loaders.jsonapi.document import ResourceObject
from loaders.records import (
    Address,
    Booking,
    BookingStatus,
    Customer,
    Period,
    Ref,
    Resource,
    SpaceBlock,
    SpaceBlockKind,
    SpaceType,
)
from loaders.vendors.booking_experts.values import PaymentDeadline, Voucher

VENUE = Ref("venue", "duinpark", "1")
STAMP = dt.datetime(2019, 8, 24, 16, 15, 22, tzinfo=ZONE)
DAY = dt.date(2019, 8, 24)
MONEY = (
    "total",
    "total_without_vat",
    "guest_payment_due",
    "guest_total_paid",
    "deposit",
    "rent_turnover",
    "rent_turnover_without_vat",
    "provision",
)


def own(kind: str, attributes: dict[str, object], **links: Ref | None) -> Resource:
    """Make the vendor's own record that is expected of an example."""
    ref = Ref(f"booking_experts.{kind}", "duinpark", "1")
    return Resource(ref, READ_AT, attributes, {"venue": VENUE, **links})


def test_the_booking_of_the_document() -> None:
    """Its booking: placeholders are nothing, times are the venue's, and no secret is in it."""
    found = translated("booking", shown("booking"))
    details = {
        "customer_desires_downpayment": True,
        "after_payment_return_url": "string",
        "redeemable_codes": ("string",),
        "option_validity": 3,
        "remote_booking_nr": "string",
        "reference_nr": "string",
        "locale": "nl",
        "memo": "string",
        "currency": "EUR",
        "cancel_date": DAY,
        "cancel_reason": "string",
        "state": "concept",
        "confirmed_at": STAMP,
        "paid_by_customer": True,
        "deposit_completed": False,
        "booking_nr": "string",
        "owner_reservation": True,
        **dict.fromkeys(MONEY),
        "payment_deadlines": (PaymentDeadline(DAY, None, None),),
        "pending_vouchers": (Voucher("string", None, None),),
        "created_at": STAMP,
        "updated_at": STAMP,
        "owner": None,
        "traffic_source": None,
        "channel": None,
        "guest_invoice": None,
        "customer_invoice": None,
        "channel_invoice": None,
        "reservations": (),
        "payments": (),
    }
    assert found == Booking(
        ref=Ref("booking", "duinpark", "1"),
        fetched_at=READ_AT,
        links={"venue": VENUE, "customer": None},
        reference="string",
        status=BookingStatus.DRAFT,
        vendor_status="concept",
        allocations=(),
        comments="string",
        created_at=STAMP,
        updated_at=STAMP,
        confirmed_at=STAMP,
        cancelled_at=dt.datetime(2019, 8, 24, tzinfo=ZONE),
        cancel_reason="string",
        details=own("booking", details, customer=None),
    )


def test_the_customer_of_the_document() -> None:
    """Its customer, with the street and the house number on one line."""
    row = shown("customer")
    attributes = {**row.attributes, "date_of_birth": DAY, "labels": ()}
    assert translated("customer", row) == Customer(
        ref=Ref("customer", "duinpark", "1"),
        fetched_at=READ_AT,
        links={"venue": VENUE},
        name="string string",
        first_name="string",
        last_name="string",
        company="string",
        email="string",
        phone="string",
        address=Address(("string string",), "string", "string", None, None, "NL"),
        locale="string",
        details=own("customer", attributes),
    )


@pytest.mark.parametrize("name", ["agenda_period", "agenda_periods"])
def test_the_agenda_period_of_the_document(name: str) -> None:
    """Its maintenance, which can be changed; what it links to is a placeholder, and so nothing."""
    assert translated("space_block", shown(name)) == SpaceBlock(
        ref=Ref("space_block", "duinpark", "1"),
        fetched_at=READ_AT,
        links={"venue": VENUE, "space": None, "booking": None},
        kind=SpaceBlockKind.MAINTENANCE,
        vendor_kind="MaintenanceAgendaPeriod",
        period=Period(DAY, DAY, None, None, all_day=True, time_zone="Europe/Amsterdam"),
        editable=True,
        label="string",
        ical_uid="string",
        created_at=STAMP,
        updated_at=STAMP,
    )


@pytest.mark.parametrize("name", ["agreement", "agreements"])
def test_the_agreement_of_the_document(name: str) -> None:
    """Its agreement, every flag of it."""
    row = shown(name)
    dates = {"active_from": DAY, "active_till": DAY, "created_at": STAMP, "updated_at": STAMP}
    nothing = {"owner": None, "rentable_identity": None, "commission_agreement": None}
    assert translated("agreement", row) == own("agreement", {**row.attributes, **dates, **nothing})


@pytest.mark.parametrize("name", ["administration_amenity", "administration_amenities"])
def test_the_amenity_of_the_document(name: str) -> None:
    """Its amenity, of which only the value is known."""
    assert translated("administration_amenity", shown(name)) == own(
        "administration_amenity", {"value": 1, "amenity": None}
    )


@pytest.mark.parametrize(("name", "usps"), [("category", 17), ("categories", 0)])
def test_the_category_of_the_document(name: str, usps: int) -> None:
    """Its category: texts by locale, those wanted most first; lists that hold nothing are left out."""
    found = translated("space_type", shown(name))
    assert isinstance(found, SpaceType)
    assert found.ref == Ref("space_type", "duinpark", "1")
    assert list(found.names)[:3] == ["en", "nl", "nl-BE"]
    assert len(found.names) == len(found.descriptions) == 17
    assert (found.max_people, found.area, found.archived) == (0, Decimal(0), True)
    assert found.details is not None
    assert len(found.details.attributes["usps"]) == usps  # type: ignore[arg-type]  # texts by locale
    assert found.details.attributes["prices_updated_at"] == STAMP
    assert found.details.attributes["last_date_with_price"] == DAY
    assert found.details.attributes["master_price_list_price_factor"] == Decimal(0)
    assert found.details.attributes["city_reference"] is None
    assert found.details.attributes["parkcms_url"] == "string"


@pytest.mark.parametrize(
    ("view", "name"),
    [
        ("booking", "booking"),
        ("booking", "bookings"),
        ("customer", "customer"),
        ("space_type", "category"),
        ("space_block", "agenda_period"),
        ("agreement", "agreement"),
        ("administration_amenity", "administration_amenity"),
    ],
)
def test_ids_print_and_parse(view: str, name: str) -> None:
    """A record's global id is read back as its reference, and so are those of its links."""
    found = translated(view, shown(name))
    links = [link for link in found.links.values() if isinstance(link, Ref)]
    for ref in (found.ref, *links):
        assert Ref.decode(ref.encode()) == ref


@pytest.mark.parametrize("name", ["booking", "bookings"])
def test_no_secret_of_a_guest_is_in_a_record(name: str) -> None:
    """The token and the pay_url of a booking are in nothing that is made of it, however it is looked at."""
    row = shown(name)
    spoilt = ResourceObject(
        row.identifier, {**row.attributes, "token": "s3cret"}, row.relationships, {"pay_url": "https://pay/s3cret"}
    )
    for view in ("booking", "own_booking"):
        assert "s3cret" not in repr(translated(view, spoilt))
