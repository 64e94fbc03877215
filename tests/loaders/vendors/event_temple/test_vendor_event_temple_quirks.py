"""What Event Temple's resources may look like besides, and what cannot be read: named, and never shown."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from event_temple_house import HERE, READ_AT, ZONE, booking, changed, details, event, moment, own, sample, translated
from hypothesis import given
from hypothesis import strategies as st

from loaders.errors import BadResponse
from loaders.records import (
    Attendance,
    Booking,
    BookingStatus,
    Event,
    EventStatus,
    Money,
    Ref,
    Resource,
)
from loaders.vendors.event_temple.translate import STATUSES
from loaders.vendors.event_temple.views import VIEWS
from loaders.vendors.event_temple.wire import MODELS


def event_of(**attributes: object) -> Event:
    """Translate the document's event with other attributes."""
    record = translated("event", event(**attributes))
    assert isinstance(record, Event)
    return record


def booking_of(**attributes: object) -> Booking:
    """Translate the document's booking with other attributes."""
    record = translated("booking", booking(**attributes))
    assert isinstance(record, Booking)
    return record


@pytest.mark.parametrize(("given", "code"), [("ca", "CA"), ("CAN", None), ("", None), (None, None), ("ß1", None)])
def test_a_country_code_is_iso_or_nothing(given: str | None, code: str | None) -> None:
    """The graph promises ISO 3166-1 alpha-2, so anything else that the vendor has there is left to the vendor's own."""
    record = translated("address", changed("addresses", country_code=given))
    assert isinstance(record, Resource)
    assert getattr(record.attributes["address"], "country_code", "") == code


@pytest.mark.parametrize(
    ("word", "event_is", "booking_is"),
    [
        *((word, name, name) for word, name in STATUSES.items()),
        ("Definite", "CONFIRMED", "CONFIRMED"),
        (" LOST ", "CANCELLED", "CANCELLED"),
        ("on hold", "UNKNOWN", "UNKNOWN"),
        ("", "UNKNOWN", "UNKNOWN"),
        (None, "UNKNOWN", "UNKNOWN"),
    ],
)
def test_statuses(word: str | None, event_is: str, booking_is: str) -> None:
    """Each word has its meaning, an unheard one is UNKNOWN and harmless, and the vendor's own word is always kept."""
    held, booked = event_of(status=word), booking_of(status=word)
    assert (held.status, held.vendor_status) == (EventStatus[event_is], word)
    assert (booked.status, booked.vendor_status) == (BookingStatus[booking_is], word)


def test_midnight_is_a_time() -> None:
    """Zero seconds is midnight and not a missing time."""
    period = event_of(start_time=0, end_time=0).period
    assert period is not None
    assert period.starts_at == dt.datetime(2019, 11, 3, tzinfo=ZONE)
    assert not period.all_day


def test_seconds_are_the_wall_clocks() -> None:
    """On the day the clocks go back, 20:00 is 20:00, not twenty hours after midnight."""
    period = event_of(start_date="2026-11-01", end_date="2026-11-01", start_time=72000, end_time=82800).period
    assert period is not None
    assert period.starts_at is not None
    assert period.starts_at.isoformat() == "2026-11-01T20:00:00-05:00"


def test_times_behind_midnight_are_the_next_day() -> None:
    """86400 seconds and more run into the day behind the one that stands beside them."""
    period = event_of(end_time=90000).period
    assert period is not None
    assert period.ends_at == dt.datetime(2019, 11, 5, 1, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"all_day": True}, (True, None, None)),
        ({"start_time": None, "end_time": None}, (True, None, None)),
        ({"end_time": None}, (False, 20, None)),
        ({"start_time": None}, (False, None, 23)),
    ],
)
def test_missing_times(attributes: dict[str, Any], expected: tuple[bool, int | None, int | None]) -> None:
    """All day, or without times, an event fills its days; with one time, that one is told and the other is not."""
    period = event_of(**attributes).period
    assert period is not None
    assert (period.start_date, period.end_date) == (dt.date(2019, 11, 3), dt.date(2019, 11, 4))
    hours = [None if at is None else at.hour for at in (period.starts_at, period.ends_at)]
    assert (period.all_day, *hours) == expected


def test_missing_days() -> None:
    """Without a last day the first is it; without a first day there is no period, and neither breaks the event."""
    lasting = event_of(end_date=None).period
    assert lasting is not None
    assert lasting.end_date == dt.date(2019, 11, 3)
    assert event_of(start_date=None).period is None


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("14:30", 52200),
        ("14:30:15", 52215),
        ("7:05", 25500),
        ("50400", 50400),
        (50400, 50400),
        ("0", 0),
        ("24:00", 86400),
        ("2000-01-01T14:00:00.000Z", 50400),
        ("2018-08-07T14:00:00", 50400),
    ],
)
def test_a_bookings_times(written: object, seconds: int) -> None:
    """A booking's times are documented as strings and shown as null, so every likely spelling is understood."""
    period = booking_of(start_time=written, end_time=None).period
    assert period is not None
    midnight = dt.datetime(2018, 8, 7, tzinfo=ZONE)
    assert period.starts_at == midnight + dt.timedelta(seconds=seconds)
    assert not period.all_day


def test_a_vendors_bare_day_is_the_start_of_that_day() -> None:
    """What the vendor knows by the day only, being confirmed or lost, is served as the first moment of that day."""
    record = booking_of(definite_date="2026-03-09", lost_date="2026-07-01", status="lost")
    assert record.confirmed_at == dt.datetime(2026, 3, 9, tzinfo=ZONE)
    assert record.cancelled_at == dt.datetime(2026, 7, 1, tzinfo=ZONE)
    assert record.status is BookingStatus.CANCELLED


def test_archived_is_no_status() -> None:
    """Archiving leaves the status as it is, and is told in the details."""
    record = booking_of(archived_at="2020-09-01T08:00:00Z")
    assert record.status is BookingStatus.CONFIRMED
    assert details(record).attributes["archived_at"] == moment("2020-09-01T08:00:00Z")


@pytest.mark.parametrize(
    ("contact", "account", "customer"),
    [
        ({"type": "contacts", "id": "1"}, {"type": "accounts", "id": "2"}, "contacts/1"),
        ({"type": "contacts", "id": "1"}, None, "contacts/1"),
        (None, {"type": "accounts", "id": "2"}, "accounts/2"),
        (None, None, None),
    ],
)
def test_who_books(contact: object, account: object, customer: str | None) -> None:
    """The contact books; where there is none, the account does; where there is neither, nobody."""
    entry = sample("bookings")
    entry["relationships"] |= {"contact": {"data": contact}, "account": {"data": account}}
    link = translated("booking", entry).links["customer"]
    assert link == (Ref("customer", HERE, customer) if customer else None)


def test_what_is_not_told_is_no_link() -> None:
    """Linkage that sparse fields left out is absent, which is not the same as leading nowhere."""
    bare = {"type": "bookings", "id": "5", "attributes": {}}
    assert set(translated("booking", bare).links) == {"venue", "allocations"}
    assert set(translated("event", bare | {"type": "events"}).links) == {"venue"}
    assert set(translated("customer/accounts", bare | {"type": "accounts"}).links) == {"venue"}


def test_both_names_of_the_revenue_category() -> None:
    """The document's table and its sample name the type differently; both lead to the same category."""
    entry = sample("revenue_summaries")
    entry["relationships"]["revenue_category"]["data"]["type"] = "revenue_category"
    assert translated("event_temple.revenue_summaries", entry).links == {
        "revenue_category": own("revenue_categories", "5")
    }


@pytest.mark.parametrize(
    ("name", "data", "link"),
    [
        ("room_rates", {"type": "room_rates", "id": "15"}, (own("room_rates", "15"),)),
        ("room_rates", None, ()),
        ("room_rates", [{"type": "moon_rates", "id": "15"}], "absent"),
        ("booking", [{"type": "bookings", "id": "3"}], Ref("booking", HERE, "3")),
        ("booking", [{"type": "bookings", "id": "3"}, {"type": "bookings", "id": "4"}], "absent"),
        ("booking", {"type": "hotels", "id": "3"}, "absent"),
    ],
)
def test_unlikely_linkage(name: str, data: object, link: object) -> None:
    """One where many are documented is a list of one; a type that is unheard of, or two of one, tell nothing."""
    entry = sample("groups")
    entry["relationships"][name] = {"data": data}
    assert translated("event_temple.groups", entry).links.get(name, "absent") == link


def test_what_the_document_does_not_have_is_passed_over() -> None:
    """Attributes and relationships that the vendor adds tomorrow change nothing."""
    entry = event(event_type="party")
    entry["relationships"]["event_type"] = {"data": {"type": "event_types", "id": "1"}}
    assert translated("event", entry) == translated("event", sample("events"))


def test_no_currency_is_no_currency() -> None:
    """Where the configuration names no currency, amounts have none; none is made up."""
    record = translated("booking", sample("bookings"), currency=None)
    assert isinstance(record, Booking)
    assert record.total == Money(Decimal("21148.0"), None)


def test_stamps_without_an_offset_are_the_venues() -> None:
    """A stamp that names no offset is the venue's wall clock; one that does is the moment it names."""
    record = event_of(created_at="2026-07-01T09:00:00", updated_at="2026-07-01T09:00:00Z")
    assert record.created_at == dt.datetime(2026, 7, 1, 9, tzinfo=ZONE)
    assert record.updated_at == dt.datetime(2026, 7, 1, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("of", "attribute", "value"),
    [
        ("events", "start_time", "half past eight"),
        ("events", "start_time", -1),
        ("events", "end_time", 999_999),
        ("events", "start_date", "2026-02-30"),
        ("events", "end_date", 20260230),
        ("events", "start_date", "9999-12-31"),
        ("events", "expected", "many"),
        ("events", "expected", 2**31),
        ("events", "expected", True),
        ("events", "all_day", "perhaps"),
        ("events", "deposit", "1,50"),
        ("events", "deposit", "NaN"),
        ("events", "amount_paid", "1e9999"),
        ("events", "created_at", "yesterday"),
        ("events", "created_at", 1_600_000_000),
        ("events", "updated_at", "0001-01-01T00:00:00Z"),
        ("events", "name", {"en": "Concert"}),
        ("bookings", "start_time", "tea time"),
        ("bookings", "end_time", "99:00"),
        ("bookings", "total", []),
        ("spaces", "area", "large"),
        ("spaces", "capacity", 1.5),
        ("addresses", "latitude", "north"),
        ("contacts", "email", False),
    ],
)
def test_what_cannot_be_read_is_named(of: str, attribute: str, value: object) -> None:
    """A row that makes no sense names its type, its id and the attribute, and never what the attribute holds."""
    unify = {"events": "event", "bookings": "booking", "spaces": "space", "addresses": "address"}
    with pytest.raises(BadResponse) as caught:
        translated(unify.get(of, "customer/contacts"), changed(of, **{attribute: value}))
    told = str(caught.value)
    assert told == (
        f"grand-hotel sent a row that cannot be read: no sense can be made of its {attribute} ({of} {sample(of)['id']})"
    )
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_all_that_cannot_be_read_is_named() -> None:
    """A row with several faults names each attribute, in one sentence."""
    with pytest.raises(BadResponse, match="no sense can be made of its actual and start_date"):
        event_of(start_date="soon", actual="some")


def test_tolerated_spellings() -> None:
    """A number for a text or in one, a day with a time, and an empty text for nothing mean only one thing."""
    record = event_of(name=7, expected="37", start_date="2019-11-03T00:00:00.000Z", deposit="", guaranteed=" ")
    assert (record.name, record.deposit) == ("7", None)
    assert record.attendance == Attendance(expected=37, guaranteed=None, actual=88, set=22)
    assert record.period is not None
    assert record.period.start_date == dt.date(2019, 11, 3)


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=12),
    st.dates().map(str),
    st.datetimes().map(dt.datetime.isoformat),
    st.decimals(allow_nan=False, allow_infinity=False).map(str),
    st.times().map(str),
    st.just([]),
    st.just({"a": 1}),
)


@given(
    view=st.sampled_from(sorted(VIEWS)),
    zone=st.sampled_from(["America/Toronto", "Pacific/Kiritimati", "Etc/GMT+12"]),
    data=st.data(),
)
def test_nothing_else_goes_wrong(view: str, zone: str, data: st.DataObject) -> None:
    """Whatever a vendor writes into a documented attribute, it is a record or a BadResponse: no other error."""
    names = MODELS[VIEWS[view].type].model_fields
    attributes = data.draw(st.fixed_dictionaries({}, optional=dict.fromkeys(names, VALUES)))
    entry = {"type": VIEWS[view].type, "id": "1", "attributes": attributes}
    try:
        record = translated(view, entry, zone=ZoneInfo(zone))
    except BadResponse:
        return
    assert record.fetched_at == READ_AT
