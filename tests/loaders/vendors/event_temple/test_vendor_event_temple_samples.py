"""Event Temple's resources become records: the samples of its document, exactly."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from event_temple_house import HERE, READ_AT, ZONE, changed, details, moment, money, own, sample, translated

from loaders.records import (
    Address,
    Attendance,
    Booking,
    BookingStatus,
    Customer,
    Event,
    EventStatus,
    Period,
    Ref,
    Resource,
    Space,
)
from loaders.vendors.event_temple.views import VIEWS

VENUE = Ref("venue", HERE, HERE)


def test_the_documents_event() -> None:
    """The event of the document becomes the record a planner expects: its evening, its people, its hall."""
    summaries = (own("revenue_summaries", "370"), own("revenue_summaries", "371"))
    space, owner = Ref("space", HERE, "4"), Ref("booking", HERE, "46")
    stamp = moment("2020-08-26T19:40:14.719Z")
    assert translated("event", sample("events")) == Event(
        Ref("event", HERE, "59"),
        READ_AT,
        {"venue": VENUE, "space": space, "booking": owner},
        name="enim",
        description=None,
        status=EventStatus.TENTATIVE,
        vendor_status="optional",
        period=Period(
            dt.date(2019, 11, 3),
            dt.date(2019, 11, 4),
            dt.datetime(2019, 11, 3, 20, tzinfo=ZONE),
            dt.datetime(2019, 11, 4, 23, tzinfo=ZONE),
            all_day=False,
            time_zone="America/Toronto",
        ),
        attendance=Attendance(expected=37, guaranteed=97, actual=88, set=22),
        deposit=money("0.0"),
        amount_paid=money("0.0"),
        created_at=stamp,
        updated_at=stamp,
        details=Resource(
            own("events", "59"),
            READ_AT,
            {
                "external_id": None,
                "name": "enim",
                "start_time": 72000,
                "end_time": 82800,
                "start_date": dt.date(2019, 11, 3),
                "end_date": dt.date(2019, 11, 4),
                "notes": None,
                "uuid": "abf8ec1c-6ff7-4d11-b841-fbadc7ac79a7",
                "unique_id": "EV-00053",
                "expected": 37,
                "guaranteed": 97,
                "actual": 88,
                "set": 22,
                "deposit": money("0.0"),
                "amount_paid": money("0.0"),
                "status": "optional",
                "all_day": False,
                "status_date": None,
                "created_at": stamp,
                "updated_at": stamp,
            },
            {"space": space, "booking": owner, "revenue_summaries": summaries},
        ),
    )


def test_the_documents_booking() -> None:
    """The booking of the document becomes a record whose customer is its contact and whose period has only dates."""
    record = translated("booking", sample("bookings"))
    assert isinstance(record, Booking)
    assert record == Booking(
        Ref("booking", HERE, "103"),
        READ_AT,
        {
            "venue": VENUE,
            "customer": Ref("customer", HERE, "contacts/103"),
            "allocations": Ref("allocations", HERE, "103"),
        },
        reference="BK-00101",
        status=BookingStatus.CONFIRMED,
        vendor_status="definite",
        period=Period(dt.date(2018, 8, 7), dt.date(2018, 8, 8), None, None, all_day=True, time_zone="America/Toronto"),
        total=money("21148.0"),
        amount_paid=money("0.0"),
        amount_due=None,
        created_at=moment("2020-08-26T19:40:13.913Z"),
        updated_at=moment("2020-08-26T19:40:26.555Z"),
        details=record.details,
    )
    assert details(record).links == {
        "contact": own("contacts", "103"),
        "account": own("accounts", "157"),
        "referral_source": None,
        "booking_type": None,
        "group": own("groups", "12"),
        "revenue_summaries": tuple(own("revenue_summaries", key) for key in ("370", "371", "372", "373")),
    }


def test_the_documents_people() -> None:
    """A contact is a person without a company; an account is a company, its address told apart from it."""
    person = translated("customer/contacts", sample("contacts"))
    company = translated("customer/accounts", sample("accounts"))
    assert person == Customer(
        Ref("customer", HERE, "contacts/1"),
        READ_AT,
        {"venue": VENUE},
        name="Osvaldo Glover",
        first_name="Osvaldo",
        last_name="Glover",
        email="osvaldo.glover@fedex.com",
        phone="(905) 212-5000",
        created_at=moment("2020-08-26T19:40:01.458Z"),
        details=details(person),
    )
    assert details(person).attributes["job_title"] == "Corporate Hospitality Assistant"
    assert company == Customer(
        Ref("customer", HERE, "accounts/120"),
        READ_AT,
        {"venue": VENUE, "address": None},
        name="Weissnat LLC-117",
        company="Weissnat LLC-117",
        created_at=moment("2020-08-26T19:40:09.292Z"),
        details=details(company),
    )
    assert details(company).links == {
        "market_segment": Ref("event_temple.pickables", HERE, "market_segments/12"),
        "account_type": Ref("event_temple.pickables", HERE, "account_types/16"),
        "referral_source": Ref("event_temple.pickables", HERE, "referral_sources/35"),
        "user": own("users", "1"),
        "primary_contact": None,
        "parent_account": None,
        "address": None,
    }


def test_the_documents_space() -> None:
    """A space tells its area as an exact number; the vendor names no unit."""
    assert translated("space", sample("spaces")) == Space(
        Ref("space", HERE, "2"),
        READ_AT,
        {"venue": VENUE},
        name="Ballroom A",
        capacity=125,
        area=Decimal("1000.0"),
        color="#1abc9c",
    )


def test_the_documents_address() -> None:
    """An address serves a customer as one value, and as the vendor's own resource field by field."""
    unified = translated("address", sample("addresses"))
    assert isinstance(unified, Resource)
    assert unified.attributes == {
        "address": Address(
            lines=("5985 Explorer Drive",), postal_code="L4W 5K6", city="Mississauga", region="ON", country="Canada"
        )
    }
    theirs = translated("event_temple.addresses", changed("addresses", latitude="43.65", longitude=-79.6))
    assert isinstance(theirs, Resource)
    assert (theirs.attributes["latitude"], theirs.attributes["longitude"]) == (43.65, -79.6)


OWN: dict[str, tuple[str, dict[str, object], dict[str, object]]] = {
    "groups": (
        "event_temple.groups",
        {
            "name": "dolorem",
            "code": "et",
            "net_factor": 100,
            "release_date": dt.date(2020, 8, 14),
            "arrival_date": dt.date(2018, 8, 7),
            "departure_date": dt.date(2018, 8, 9),
            "blocked_room_nights": 24,
            "pickup_room_nights": 25,
            "blocked_revenue": money("2862.0"),
            "pickup_revenue": money("3077.0"),
            "status": "definite",
        },
        {
            "booking": Ref("booking", HERE, "103"),
            "room_block_members": (own("room_block_members", "21"),),
            "room_rates": (own("room_rates", "15"),),
        },
    ),
    "room_rates": (
        "event_temple.room_rates",
        {
            "start_date": None,
            "end_date": None,
            "single": money("97.0"),
            "double": money("56.0"),
            "extra_adult": money("53.0"),
            "child": None,
        },
        {},
    ),
    "room_block_members": (
        "event_temple.room_block_members",
        {
            "date": dt.date(2018, 8, 7),
            "single": 6,
            "double": 2,
            "triple": 8,
            "quadruple": 8,
            "single_pickup": 6,
            "double_pickup": 1,
            "triple_pickup": 9,
            "quadruple_pickup": 9,
        },
        {},
    ),
    "room_types": ("event_temple.room_types", {"name": "Standard", "code": "STD"}, {}),
    "revenue_summaries": (
        "event_temple.revenue_summaries",
        {"amount": money("66.0")},
        {"revenue_category": own("revenue_categories", "5")},
    ),
    "revenue_categories": ("event_temple.revenue_categories", {"title": "Miscellaneous"}, {}),
    "users": (
        "event_temple.users",
        {"name": "Pouyan Tag", "first_name": "Pouyan", "last_name": "Tag", "email": None},
        {},
    ),
    "market_segments": (
        "event_temple.pickables/market_segments",
        {"value": "Government", "field_name": "market_segment"},
        {},
    ),
    "activities": (
        "event_temple.activities",
        {
            "created_at": moment("2020-08-26T19:40:14.719Z"),
            "title": None,
            "trackable_type": None,
            "trackable_id": None,
            "activity_type": None,
            "activity_sub_type": None,
        },
        {
            "user": own("users", "4"),
            "booking": Ref("booking", HERE, "46"),
            "contact": own("contacts", "57"),
            "account": own("accounts", "42"),
        },
    ),
}


@pytest.mark.parametrize("of", OWN)
def test_the_documents_own_resources(of: str) -> None:
    """Each further sample keeps the vendor's names, with amounts, days and moments as what they are."""
    view, attributes, links = OWN[of]
    record = translated(view, sample(of))
    assert isinstance(record, Resource)
    assert (record.attributes, record.links) == (attributes, links)


@pytest.mark.parametrize("view", VIEWS)
def test_ids_print_and_parse(view: str) -> None:
    """Whatever a resource is seen as, its global id leads back to the same view of the same resource."""
    of = VIEWS[view].type
    entry = {"type": of, "id": "7", "attributes": {}}
    ref = translated(view, entry).ref
    assert Ref.decode(ref.encode()) == ref
    assert ref.vendor_id == "7"
    assert ref.kind == VIEWS[view].kind
