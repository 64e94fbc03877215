"""What an ask says: which fields, what to include, in which languages."""

from __future__ import annotations

import pytest
from booking_experts_house import House, reading

from loaders.inquiry import Inquiry
from loaders.jsonapi.account import Collection
from loaders.vendors.booking_experts.endpoints import BOOKINGS, CATEGORIES, PERIODS, STAYS, VENUE_AMENITIES

STAY = ("end_date", "rentable", "reservation", "start_date", "type")


def test_a_list_asks_for_what_is_read(house: House) -> None:
    """Three attributes of a booking are asked for by name, with its reservations: what it is joined by."""
    planned = house.source.plan(BOOKINGS, reading({"booking": "reference status created_at"}))
    assert planned.include == ()
    assert planned.fields == {"booking": ("booking_nr", "created_at", "reservations", "state")}


@pytest.mark.parametrize("hints", [True, False])
def test_a_customer_is_always_included(house: House, *, hints: bool) -> None:
    """A booking tells its customer only when it is included, so it is, hints or not."""
    inquiry = reading({"booking": "customer", "customer": "email"}, {"booking": {"customer": {}}}, hints=hints)
    planned = house.source.plan(BOOKINGS, inquiry)
    assert planned.include == ("customer",)
    assert planned.fields["customer"] == ("email", "last_name")


def test_details_ask_for_the_vendors_own_names(house: House) -> None:
    """The vendor's own fields are asked for under their names, beside the unified ones."""
    inquiry = reading(
        {"booking": "details", "booking_experts.booking": "deposit owner customer"}, {"booking": {"details": {}}}
    )
    planned = house.source.plan(BOOKINGS, inquiry)
    assert planned.include == ("customer",)
    assert planned.fields["booking"] == ("currency", "customer", "deposit", "owner", "reservations", "state")


def test_an_answer_serves_all_views_of_its_type(house: House) -> None:
    """What is read of a type anywhere is asked for wherever the type comes: it is found by all its names."""
    inquiry = reading(
        {"booking": "reference customer", "booking_experts.booking": "memo", "booking_experts.customer": "debtor_code"},
        {"booking": {"customer": {}}},
    )
    planned = house.source.plan(BOOKINGS, inquiry)
    assert "memo" in planned.fields["booking"]
    assert "debtor_code" in planned.fields["customer"]


@pytest.mark.parametrize(("fields", "include"), [("", ()), ("venue", ()), ("name", ("rentable",))])
def test_a_rentable_is_included_for_more_than_its_id(house: House, fields: str, include: tuple[str, ...]) -> None:
    """The linkage tells a space's id; only what else is read of it takes the rentable, whose fields none can name."""
    inquiry = reading({"allocations": "space", "space": fields}, {"allocations": {"space": {}}})
    planned = house.source.plan(STAYS, inquiry)
    assert planned.include == include
    assert planned.fields == {"agenda_period": STAY}


def test_a_rentables_category_comes_along(house: House) -> None:
    """A space's kind, and what only its kind tells of it, come along with it."""
    trees = {"allocations": {"space": {"space_type": {}}}}
    inquiry = reading({"allocations": "space", "space": "space_type", "space_type": "names"}, trees)
    planned = house.source.plan(STAYS, inquiry)
    assert planned.include == ("rentable", "rentable.category")
    assert planned.fields["category"] == ("name",)
    inquiry = reading({"allocations": "space", "space": "capacity"}, {"allocations": {"space": {}}})
    planned = house.source.plan(STAYS, inquiry)
    assert planned.include == ("rentable", "rentable.category")
    assert planned.fields["category"] == ("max_number_of_people", "surface_area")


def test_a_kind_that_is_cut_short_names_all_that_is_read_of_it(house: House) -> None:
    """A category that comes along for a space's capacity carries what the operation reads of kinds of spaces, too."""
    inquiry = reading(
        {"space_block": "space", "space": "capacity", "space_type": "names"}, {"space_block": {"space": {}}}
    )
    planned = house.source.plan(PERIODS, inquiry)
    assert planned.fields["category"] == ("max_number_of_people", "name", "surface_area")


async def test_reservations_are_included_only_where_they_are_known_of(open_house: object) -> None:
    """Reservations are not in the document: included where the configuration says so, for a period or allocations."""
    assert callable(open_house)
    plain, extra = await open_house(), await open_house(further={"extras": ("reservations",)})
    inquiry = reading({"booking": "period"})
    assert plain.source.plan(BOOKINGS, inquiry).include == ()
    assert extra.source.plan(BOOKINGS, inquiry).include == ("reservations",)
    assert "reservation" not in extra.source.plan(BOOKINGS, inquiry).fields
    assert extra.source.plan(BOOKINGS, reading({"booking": "reference"})).include == ()


TYPE_NAMES = {"space_type": "names"}
SPACES = {"allocations": "space", "space": "name space_type", **TYPE_NAMES}


@pytest.mark.parametrize(
    ("collection", "inquiry", "languages"),
    [
        (BOOKINGS, reading({"booking": "reference"}, locales=("de",)), "en"),
        (CATEGORIES, reading({"space_type": "max_people"}, locales=("de",)), "en"),
        (CATEGORIES, reading(TYPE_NAMES), "en,nl"),
        (CATEGORIES, reading(TYPE_NAMES, locales=("nl-BE",)), "nl-BE,nl,en"),
        (CATEGORIES, reading(TYPE_NAMES, locales=("de-AT", "fr")), "de-AT,de,en,fr,nl"),
        (CATEGORIES, reading(TYPE_NAMES, locales=("tlh", "*;q=0.5")), "en,nl"),
        (CATEGORIES, reading({"booking_experts.category": "usps"}, locales=("de",)), "de,en,nl"),
        (STAYS, reading(SPACES, locales=("de",)), "de,en,nl"),
        (STAYS, reading({"allocations": "space", "space": "name", **TYPE_NAMES}, locales=("de",)), "en"),
        (VENUE_AMENITIES, reading(), "en,nl"),
    ],
)
def test_languages_are_named_where_texts_can_come(
    house: House, collection: Collection, inquiry: Inquiry, languages: str
) -> None:
    """Texts are asked for in the locales read, their fallbacks and the configured ones; else one locale is named."""
    assert house.source.headers(collection, inquiry) == (("Accept-Language", languages),)
