"""What becomes of Booking Experts' words, amounts and texts, and of what makes no sense."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from booking_experts_house import PARK, READ_AT, ZONE, resource, translated

from loaders.errors import BadResponse
from loaders.records import Allocation, BookingStatus, Money, Period, Ref, SpaceBlockKind
from loaders.vendors.booking_experts.states import states
from loaders.vendors.booking_experts.values import Reference

RENTABLE = {"type": "rentable", "id": "5"}


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("concept", BookingStatus.DRAFT),
        ("concept_to_be_accepted", BookingStatus.DRAFT),
        ("concept_option", BookingStatus.DRAFT),
        ("concept_to_be_accepted_option", BookingStatus.DRAFT),
        ("temporary", BookingStatus.PENDING),
        ("temporary_to_be_accepted", BookingStatus.PENDING),
        ("temporary_to_be_checked", BookingStatus.PENDING),
        ("temporary_to_be_accepted_and_checked", BookingStatus.PENDING),
        ("temporary_option", BookingStatus.TENTATIVE),
        ("temporary_to_be_accepted_option", BookingStatus.TENTATIVE),
        ("to_be_accepted", BookingStatus.PENDING),
        ("to_be_accepted_option", BookingStatus.TENTATIVE),
        ("to_be_checked", BookingStatus.PENDING),
        ("to_be_accepted_and_checked", BookingStatus.PENDING),
        ("option", BookingStatus.TENTATIVE),
        ("rejected", BookingStatus.REJECTED),
        ("confirmed", BookingStatus.CONFIRMED),
        ("imported", BookingStatus.CONFIRMED),
        ("cancelled", BookingStatus.CANCELLED),
        ("something_new", BookingStatus.UNKNOWN),
        (None, BookingStatus.UNKNOWN),
    ],
)
def test_each_state_has_its_status(state: str | None, status: BookingStatus) -> None:
    """All 19 states of the document mean something; one nobody has heard of is UNKNOWN and keeps the vendor's word."""
    found = translated("booking", resource("booking", state=state))
    assert (found.status, found.vendor_status) == (status, state)


def test_statuses_are_asked_for_by_all_their_states() -> None:
    """Asking for a status asks for every state that means it; UNKNOWN cannot be asked for."""
    assert states([BookingStatus.TENTATIVE]) == (
        "temporary_option",
        "temporary_to_be_accepted_option",
        "to_be_accepted_option",
        "option",
    )
    assert states([BookingStatus.COMPLETED]) == ()
    assert states([BookingStatus.CONFIRMED, BookingStatus.UNKNOWN]) is None


@pytest.mark.parametrize(
    ("kind", "why", "editable"),
    [
        ("MaintenanceAgendaPeriod", SpaceBlockKind.MAINTENANCE, True),
        ("OwnerMaintenanceAgendaPeriod", SpaceBlockKind.OWNER, False),
        ("BlockedByGroupedRentableTypeAgendaPeriod", SpaceBlockKind.OTHER, False),
        ("ReservationAgendaPeriod", SpaceBlockKind.RESERVATION, False),
        ("ExternalBlockedAgendaPeriod", SpaceBlockKind.EXTERNAL, True),
        ("NotEnoughStockAgendaPeriod", SpaceBlockKind.STOCK, False),
        ("SomethingNewAgendaPeriod", SpaceBlockKind.OTHER, False),
    ],
)
def test_each_kind_of_agenda_period_has_its_reason(kind: str, why: SpaceBlockKind, editable: bool) -> None:  # noqa: FBT001  # a column of the table
    """Six kinds are documented; only those with a path of their own for changes can be changed."""
    found = translated(
        "space_block", resource("agenda_period", start_date="2026-07-01", end_date="2026-07-08", type=kind)
    )
    assert (found.kind, found.vendor_kind, found.editable) == (why, kind, editable)


def test_a_period_is_days_that_end_with_the_departure() -> None:
    """A stay knows only days: it fills them from the arrival up to, not including, the departure."""
    links = {"rentable": RENTABLE, "reservation": {"type": "reservation", "id": "8"}}
    row = resource(
        "agenda_period", "3", links, start_date="2026-07-01", end_date="2026-07-08", type="ReservationAgendaPeriod"
    )
    found = translated("space_block", row)
    days = dt.date(2026, 7, 1), dt.date(2026, 7, 8)
    assert found.period == Period(*days, None, None, all_day=True, time_zone="Europe/Amsterdam")
    assert found.reservation_id == "8"
    assert found.links == {
        "venue": Ref("venue", "duinpark", "1"),
        "space": Ref("space", "duinpark", "5"),
        "booking": Ref("booking@reservation", "duinpark", "1/8"),
    }


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"currency": "EUR", "value": "1094.54"}, Money(Decimal("1094.54"), "EUR")),
        ({"currency": "CZK", "value": "10.125"}, Money(Decimal("10.125"), "CZK")),
        ({"currency": None, "value": "7.50"}, Money(Decimal("7.50"), "GBP")),
        ({"currency": "EUR", "value": 12.5}, Money(Decimal("12.5"), "EUR")),
        ({"currency": "EUR", "value": "0"}, Money(Decimal(0), "EUR")),
        ({"currency": "EUR", "value": None}, None),
        ({}, None),
        (None, None),
    ],
)
def test_an_amount_is_exact(told: Any, expected: Money | None) -> None:
    """Amounts are decimal texts, kept to the last digit; one without a currency is in the booking's."""
    found = translated("booking", resource("booking", total=told, currency="GBP"))
    assert found.total == expected


def test_an_amount_no_one_names_a_currency_for_is_in_the_configured_one() -> None:
    """Where neither the amount nor the booking names a currency, the configuration's counts."""
    found = translated("booking", resource("booking", total={"value": "1.10"}))
    assert found.total == Money(Decimal("1.10"), "EUR")


@pytest.mark.parametrize(
    ("kind", "view", "attributes", "named"),
    [
        ("booking", "booking", {"total": {"value": "12,50"}}, "total"),
        ("booking", "booking", {"cancel_date": "31-12-2026"}, "cancel_date"),
        ("booking", "booking", {"cancel_date": 1735603200}, "cancel_date"),
        ("booking", "booking", {"created_at": "yesterday"}, "created_at"),
        ("booking", "booking", {"payment_deadlines": [{"date": "soon"}]}, "payment_deadlines"),
        ("booking", "booking", {"state": ["confirmed"]}, "state"),
        ("customer", "customer", {"date_of_birth": "1980"}, "date_of_birth"),
        ("category", "space_type", {"name": "Bungalow"}, "name"),
        ("category", "space_type", {"max_number_of_people": "many"}, "max_number_of_people"),
        ("agenda_period", "space_block", {"start_date": "2026-07-01"}, "end_date"),
        ("agreement", "agreement", {"can_promote": "perhaps"}, "can_promote"),
        ("administration_amenity", "administration_amenity", {"value": {}}, "value"),
    ],
)
def test_what_makes_no_sense_is_named(kind: str, view: str, attributes: dict[str, Any], named: str) -> None:
    """A resource that cannot be read is a BadResponse that names it and its attribute, and none of its values."""
    with pytest.raises(BadResponse) as told:
        translated(view, resource(kind, "17", **attributes))
    assert str(told.value) == f"duinpark sent a row that cannot be read: {named} makes no sense ({kind} 17)"
    assert told.value.__cause__ is None


def test_what_they_add_is_passed_over() -> None:
    """Attributes nobody has heard of do no harm."""
    found = translated("booking", resource("booking", booking_nr="B1", brand_new={"a": [1]}))
    assert found.reference == "B1"
    assert "brand_new" not in found.details.attributes


def test_what_was_not_asked_for_is_absent() -> None:
    """Of a sparse resource, the vendor's own record holds what was sent and nothing else."""
    found = translated("booking", resource("booking", booking_nr="B1"))
    assert found.details.attributes == {"booking_nr": "B1"}
    assert found.links == {"venue": Ref("venue", "duinpark", "1")}


def test_numbers_may_come_as_text_and_texts_as_numbers() -> None:
    """A house number that comes as a number, or a count as text, can only mean one thing."""
    customer = translated("customer", resource("customer", address="Duinweg", number=7, first_name="An"))
    assert customer.address.lines == ("Duinweg 7",)
    assert translated("booking", resource("booking", option_validity="3")).details.attributes["option_validity"] == 3


@pytest.mark.parametrize(
    ("attributes", "name"),
    [
        ({"first_name": "An", "last_name": "de Vries", "company": "Vries BV"}, "An de Vries"),
        ({"first_name": None, "last_name": "de Vries"}, "de Vries"),
        ({"first_name": "", "last_name": None, "company": "Vries BV"}, "Vries BV"),
        ({}, None),
    ],
)
def test_a_customer_is_called_by_name_or_company(attributes: dict[str, Any], name: str | None) -> None:
    """Customers go by first and last name, and by their company where they have neither."""
    found = translated("customer", resource("customer", **attributes))
    assert found.name == name
    assert found.address is None


def test_texts_stand_in_the_order_they_are_wanted() -> None:
    """Empty and missing texts are left out; those of the configured locales come first."""
    texts = {"de": "Baumhaus", "nl": "Boomhut", "en": "", "fr": None}
    found = translated("space_type", resource("category", name=texts, usps={"de": ["Kamin", None], "nl": []}))
    assert list(found.names.items()) == [("nl", "Boomhut"), ("de", "Baumhaus")]
    assert found.details.attributes["usps"] == {"de": ("Kamin",)}
    assert found.descriptions == {}


def test_a_space_is_what_came_along_of_its_rentable() -> None:
    """A rentable tells its name and its category; the category, where it came along, how many people it holds."""
    row = resource("rentable", "5", {"category": {"type": "category", "id": "2"}}, name="A101")
    bare = translated("space", row)
    assert (bare.name, bare.capacity, bare.area) == ("A101", None, None)
    assert bare.links["space_type"] == Ref("space_type", "duinpark", "2")
    assert bare.links["parent"] is None
    full = translated("space", row, resource("category", "2", max_number_of_people=6, surface_area=72))
    assert (full.capacity, full.area) == (6, Decimal(72))
    broken = translated("space", row, resource("category", "2", max_number_of_people="many"))
    assert (broken.name, broken.capacity) == ("A101", None)


@pytest.mark.parametrize("name", [{"nl": "A101"}, "A101"])
def test_a_rentables_name_may_be_in_languages(name: Any) -> None:
    """What the document does not describe is read whether it is one text or one a language."""
    assert translated("space", resource("rentable", name=name)).name == "A101"


def test_a_booking_leads_to_what_its_reservations_take() -> None:
    """A booking has neither dates nor places: its allocations are looked up by its administration and reservations."""
    stays = [{"type": "reservation", "id": "8"}, {"type": "reservation", "id": "9"}]
    found = translated(
        "booking", resource("booking", "17", {"reservations": stays, "customer": {"type": "customer", "id": "4"}})
    )
    assert found.links["allocations"] == Ref("allocations", "duinpark", "1/8,9")
    assert found.links["customer"] == Ref("customer", "duinpark", "4")
    assert found.allocations is None
    assert found.details.attributes["reservations"] == (Reference("8", "reservation"), Reference("9", "reservation"))


def test_reservations_that_came_along_tell_the_dates() -> None:
    """Where a booking's reservations are included, it has what they tell; one that cannot be read has no period."""
    stays = [{"type": "reservation", "id": key} for key in ("8", "9", "10")]
    row = resource("booking", "17", {"reservations": stays}, state="option")
    first = resource("reservation", "8", {"rentable": RENTABLE}, start_date="2026-07-01", end_date="2026-07-08")
    second = resource("reservation", "9", start_date="2026-06-30", end_date="2026-07-02")
    broken = resource("reservation", "10", start_date="soon")
    found = translated("booking", row, first, second, broken)
    assert found.period == Period(
        dt.date(2026, 6, 30), dt.date(2026, 7, 8), None, None, all_day=True, time_zone="Europe/Amsterdam"
    )
    space = Ref("space", "duinpark", "5")
    assert [(row.vendor_id, row.space) for row in found.allocations] == [("8", space), ("9", None), ("10", None)]
    assert found.allocations[2] == Allocation("10", None, None, None, BookingStatus.TENTATIVE)
    assert {row.status for row in found.allocations} == {BookingStatus.TENTATIVE}


def test_stamps_are_told_in_the_venues_zone() -> None:
    """UTC stamps become the venue's; one without an offset is the venue's wall clock."""
    found = translated(
        "booking", resource("booking", created_at="2026-01-15T23:30:00Z", updated_at="2026-01-15T23:30:00")
    )
    assert found.created_at == dt.datetime(2026, 1, 16, 0, 30, tzinfo=ZONE)
    assert found.updated_at == dt.datetime(2026, 1, 15, 23, 30, tzinfo=ZONE)
    assert found.created_at.utcoffset() == dt.timedelta(hours=1)


def test_a_stub_is_a_space_known_by_its_id() -> None:
    """Of a rentable that may not be read, the space has its id and its venue."""
    stub = PARK.stub("5", READ_AT)
    assert (stub.ref, stub.name) == (Ref("space", "duinpark", "5"), None)
    assert stub.links == {"venue": Ref("venue", "duinpark", "1")}
