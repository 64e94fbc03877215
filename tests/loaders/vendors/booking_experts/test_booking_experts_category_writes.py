"""Categories are made: what is sent, what is known afterwards, and how one is found again."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from booking_experts_house import House, everything
from booking_experts_writes import category, done, found

from loaders.errors import Refused
from loaders.records import SPACE_TYPE, SpaceType
from loaders.writes import LocalizedText

OWN: dict[str, Any] = {
    "short_description": [{"locale": "nl", "text": "Kort"}],
    "usps": [{"locale": "nl", "texts": ["Veranda", "Sauna"]}],
    "highlighted": False,
    "reference": "ST",
    "minimum_number_of_nights": 2,
    "maximum_number_of_nights": 14,
    "number_of_bedrooms": 2,
    "number_of_beds": 4,
    "number_of_showers": 1,
    "number_of_toilets": 1,
    "number_of_bathrooms": 1,
    "number_of_parking_spots": 1,
    "number_of_child_beds": 0,
    "number_of_child_chairs": 0,
    "summer_video_id": "s",
    "winter_video_id": "w",
    "whole_year_video_id": "y",
    "master_price_list_price_factor": Decimal("1.1"),
    "master_price_list_fixed_rate": Decimal("-2.50"),
    "same_day_bookings_allowed": True,
    "same_day_booking_closing_time": "18:00",
    "address": "Duinweg 1",
    "postal_code": "1234 AB",
    "latitude": 52.1,
    "longitude": 4.2,
    "checkin_times_for_week": ["15:00"],
    "checkout_times_for_week": ["10:00"],
}
LINKS = {"city": "1", "terms": "1", "rentable_segment": "1", "master_price_list": "1"}


async def test_a_category_is_made_and_read_as_the_answer_said(house: House) -> None:
    """The record of the answer, in every language that was given, is what a read brings afterwards."""
    descriptions = (LocalizedText("de", "Ein Zelt"),)
    made = await done(house, category(descriptions=descriptions, area=Decimal("42.0"), booking_experts=OWN))
    assert isinstance(made.record, SpaceType)
    assert made.record.names == {"en": "Safari tent", "nl": "Safaritent"}
    assert made.record.descriptions == {"de": "Ein Zelt"}
    assert (made.record.area, made.record.archived, made.knows) == (Decimal(42), False, None)
    await house.source.forget(made.changed)
    read = (await house.source.get(SPACE_TYPE, [made.ref.id], everything())).slots[made.ref.id]
    assert isinstance(read, SpaceType)
    assert read.names == made.record.names
    sent = house.running.log[0]
    assert (sent.method, sent.path) == ("POST", "/v3/administrations/1/categories")


async def test_everything_the_document_lets_be_written_can_be(recorded: Any) -> None:
    """The body has every writable attribute and relationship of the document, under its name and as its type."""
    recorded.vendor.say(200, {"data": {"id": "70", "type": "category", "attributes": {}}})
    own = OWN | LINKS | {"guest_group_limits": ["1"]}
    descriptions = (LocalizedText("NL", "Een tent"),)
    await done(
        recorded,
        category(("en", "Tent"), ("nl_BE", "Tent"), descriptions=descriptions, area=Decimal(42), booking_experts=own),
    )
    (sent,) = recorded.vendor.received
    plain = {name: value for name, value in OWN.items() if name not in {"short_description", "usps"}}
    assert sent.json["data"]["attributes"] == plain | {
        "name": {"en": "Tent", "nl-BE": "Tent"},
        "description": {"nl": "Een tent"},
        "short_description": {"nl": "Kort"},
        "usps": {"nl": ["Veranda", "Sauna"]},
        "surface_area": 42,
        "master_price_list_price_factor": 1.1,
        "master_price_list_fixed_rate": -2.5,
    }
    assert sent.json["data"]["relationships"] == {
        **{name: {"data": {"id": "1", "type": name}} for name in LINKS},
        "guest_group_limits": {"data": [{"id": "1", "type": "guest_group_limit"}]},
    }
    assert set(sent.json["data"]) == {"type", "attributes", "relationships"}
    assert len(sent.headers["Accept-Language"].split(",")) == 17


async def test_the_vendor_takes_all_of_it(house: House) -> None:
    """A category with every attribute and relationship passes at the vendor."""
    own = OWN | LINKS | {"guest_group_limits": ["1"]}
    made = await done(house, category(area=Decimal(42), booking_experts=own))
    row = house.rows("category")[made.ref.id]
    assert row["attributes"]["number_of_beds"] == 4
    assert row["relationships"]["terms"]["data"]["id"] == "1"


async def test_a_category_is_looked_for_by_all_that_was_sent(house: House) -> None:
    """One like it in everything is found, and not one that is like it in its name only."""
    change = category(area=Decimal(42), booking_experts=OWN)
    assert await found(house, change) == []
    await done(house, category())
    assert await found(house, change) == []
    made = await done(house, change)
    again = await found(house, change)
    assert again is not None
    assert [one.ref for one in again] == [made.ref]
    assert again[0].record == made.record


@pytest.mark.parametrize(
    ("own", "path"),
    [
        ({"terms": "9999"}, ("booking_experts", "terms")),
        ({"guest_group_limits": ["1", "9999"]}, ("booking_experts", "guest_group_limits")),
    ],
)
async def test_a_link_that_leads_nowhere_is_blamed(house: House, own: dict[str, Any], path: tuple[str, ...]) -> None:
    """What the vendor says of a relationship leads to the field it was given in."""
    with pytest.raises(Refused) as refused:
        await done(house, category(booking_experts=own))
    assert [(blame.path, blame.by_vendor) for blame in refused.value.blames] == [(path, True)]
