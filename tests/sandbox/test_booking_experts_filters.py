"""Booking Experts' filters: which names there are, and what an expression means [004:143-157]."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.sandbox.wire import PARK, TODAY, Wire

DOCUMENTED = {
    "administration_amenities": "id value administration amenity",
    "agenda_periods": "id start_date end_date type created_at updated_at rentable reservation",
    "agreements": "id active_from active_till owner_reservable owner_can_make_reservation_on_irregular_price_periods "
    "owner_can_view_availability owner_can_view_reservations owner_can_view_contact_data owner_can_view_order "
    "owner_can_view_invoice owner_can_view_rent_amount owner_can_view_settlements owner_should_check_reservations "
    "owner_can_edit_agenda_periods owner_can_view_rentable_details owner_can_create_pricing_change_request "
    "owner_can_view_guest_details owner_can_view_guest_memo can_promote can_view_reviews created_at updated_at owner "
    "rentable_identity commission_agreement",
    "bookings": "id customer_desires_downpayment after_payment_return_url option_validity remote_booking_nr "
    "reference_nr locale memo cancel_date cancel_reason state token confirmed_at booking_nr created_at updated_at "
    "customer owner traffic_source administration channel reservations",
    "categories": "id name description short_description usps highlighted reference minimum_number_of_nights "
    "maximum_number_of_nights number_of_bedrooms number_of_beds number_of_showers number_of_toilets "
    "number_of_bathrooms number_of_parking_spots number_of_child_beds number_of_child_chairs surface_area "
    "summer_video_id winter_video_id whole_year_video_id master_price_list_price_factor master_price_list_fixed_rate "
    "same_day_bookings_allowed archived max_number_of_people prices_updated_at prices_indexed_at stock_updated_at "
    "stock_indexed_at costs_updated_at extras_updated_at bookable_discounts_changed_at agreements_changed_at "
    "last_date_with_price city region created_at updated_at terms rentable_segment master_price_list "
    "guest_group_limits administration rent_earned_ledger_account images rooms rentable_type_amenities "
    "accommodation_type category_amenities",
}


@pytest.mark.parametrize(("name", "filters"), DOCUMENTED.items())
async def test_every_documented_filter_is_taken(open_unlimited: Wire, name: str, filters: str) -> None:
    """Each name in the document's table filters, alone and inverted, and the two halves make the whole."""
    plain = await open_unlimited.ask(f"{PARK}/{name}", include_archived="true")
    for attribute in filters.split():
        counts = []
        for expression in ("1", "!1"):
            reply = await open_unlimited.ask(
                f"{PARK}/{name}", include_archived="true", **{f"filter[{attribute}]": expression}
            )
            assert reply.status == 200, attribute
            counts.append(reply.document["meta"]["pagination"]["total_records"])
        assert sum(counts) == plain.document["meta"]["pagination"]["total_records"]


@pytest.mark.parametrize(
    ("name", "attribute"),
    [
        ("agreements", "frequency"),
        ("agreements", "settlement_method"),
        ("agreements", "name"),
        ("agenda_periods", "label"),
        ("bookings", "total"),
        ("bookings", "payments"),
        ("bookings", "start_date"),
        ("categories", "latitude"),
        ("categories", "energy_label"),
    ],
)
async def test_a_filter_that_is_not_documented_is_refused(booking_experts: Wire, name: str, attribute: str) -> None:
    """Names outside the document's tables get 400, alone and among alternatives."""
    assert (await booking_experts.ask(f"{PARK}/{name}", **{f"filter[{attribute}]": "1"})).status == 400
    assert (await booking_experts.ask(f"{PARK}/{name}", **{f"filter[id|{attribute}]": "1"})).status == 400


async def _kept(
    wire: Wire, name: str, expected: Callable[[dict[str, Any]], bool], **filters: str
) -> list[dict[str, Any]]:
    """Ask for a filtered list and hold it against the data, filtered here."""
    query = {f"filter[{key}]": value for key, value in filters.items()}
    kind = {"bookings": "booking", "agenda_periods": "agenda_period", "categories": "category"}[name]
    reply = await wire.ask(f"{PARK}/{name}", page_size="100", include_archived="true", **query)
    rows = wire.running.data["1"][kind].values()
    wanted = [row for row in rows if expected(row["attributes"])]
    assert wanted
    assert len(wanted) < len(rows)
    assert reply.document["meta"]["pagination"]["total_records"] == len(wanted)
    listed: list[dict[str, Any]] = reply.data
    return listed


async def test_a_term_is_equality(booking_experts: Wire) -> None:
    """A term is the whole value: text, number, truth or moment."""
    await _kept(booking_experts, "bookings", lambda mine: mine["state"] == "confirmed", state="confirmed")
    await _kept(booking_experts, "bookings", lambda mine: mine["option_validity"] == 3, option_validity="3")
    await _kept(
        booking_experts,
        "bookings",
        lambda mine: mine["customer_desires_downpayment"],
        customer_desires_downpayment="true",
    )
    reply = await booking_experts.ask(f"{PARK}/categories", **{"filter[master_price_list_price_factor]": "1.10"})
    assert {row["attributes"]["master_price_list_price_factor"] for row in reply.data} <= {1.1}


async def test_a_list_of_terms_is_any_of_them(booking_experts: Wire) -> None:
    """Terms apart by commas are alternatives."""
    wanted = ("option", "rejected")
    await _kept(booking_experts, "bookings", lambda mine: mine["state"] in wanted, state="option,rejected")
    assert (await booking_experts.ask(f"{PARK}/bookings", **{"filter[id]": "9,3,2,77777"})).ids == ["3", "9"]


async def test_a_tilde_looks_for_a_part(booking_experts: Wire) -> None:
    """Behind `~` a part of the text is enough, whatever its case."""
    await _kept(booking_experts, "bookings", lambda mine: "honden" in (mine["memo"] or ""), memo="~HONDEN")
    for term in ("voor", "für"):
        reply = await booking_experts.ask(f"{PARK}/categories", **{"filter[name]": f"~{term}"})
        assert len(reply.data) >= 5


async def test_two_dots_are_a_range_with_both_ends(booking_experts: Wire) -> None:
    """`a..b` keeps what lies between, the ends among it, for dates and for numbers."""
    low, high = TODAY.isoformat(), TODAY.replace(day=30).isoformat()
    rows = await _kept(
        booking_experts,
        "agenda_periods",
        lambda mine: low <= mine["start_date"] <= high,
        start_date=f"{low}..{high}",
    )
    assert low in {row["attributes"]["start_date"] for row in rows}
    await _kept(booking_experts, "categories", lambda mine: 20 <= mine["surface_area"] <= 80, surface_area="20..80")


@pytest.mark.parametrize("expression", ["..2026-01-01", "2026-01-01..", ".."])
async def test_a_range_needs_both_ends(booking_experts: Wire, expression: str) -> None:
    """A range with an open end gets 400: nothing says that it works."""
    assert (await booking_experts.ask(f"{PARK}/agenda_periods", **{"filter[start_date]": expression})).status == 400


async def test_an_exclamation_mark_inverts_the_whole(booking_experts: Wire) -> None:
    """`!` turns any expression round: a list, a part, a range; what is missing is then kept."""
    await _kept(booking_experts, "bookings", lambda mine: mine["state"] != "confirmed", state="!confirmed")
    kept = ("confirmed", "option")
    await _kept(booking_experts, "bookings", lambda mine: mine["state"] not in kept, state="!confirmed,option")
    await _kept(booking_experts, "bookings", lambda mine: "honden" not in (mine["memo"] or ""), memo="!~honden")
    day = TODAY.isoformat()
    await _kept(
        booking_experts,
        "agenda_periods",
        lambda mine: not day <= mine["start_date"] <= "2027-01-01",
        start_date=f"!{day}..2027-01-01",
    )


async def test_names_joined_by_a_pipe_are_alternatives(booking_experts: Wire) -> None:
    """One expression over several names keeps a row where any of them fits."""
    row = booking_experts.running.data["1"]["booking"]["13"]["attributes"]
    row["memo"] = row["reference_nr"] = None
    row["remote_booking_nr"] = "R77"
    reply = await booking_experts.ask(f"{PARK}/bookings", **{"filter[reference_nr|remote_booking_nr|memo]": "R77"})
    assert reply.ids == ["13"]
    others = await booking_experts.ask(f"{PARK}/bookings", **{"filter[reference_nr|remote_booking_nr]": "!R77"})
    assert others.document["meta"]["pagination"]["total_records"] == 149


async def test_a_relationship_is_filtered_by_ids(booking_experts: Wire) -> None:
    """The name of a relationship takes ids, to-one and to-many, hidden linkage too."""
    booking = booking_experts.running.data["1"]["booking"]["21"]["relationships"]
    reservation = booking["reservations"]["data"][0]["id"]
    assert (await booking_experts.ask(f"{PARK}/bookings", **{"filter[reservations]": reservation})).ids == ["21"]
    customer = booking["customer"]["data"]["id"]
    assert "21" in (await booking_experts.ask(f"{PARK}/bookings", **{"filter[customer]": customer})).ids
    periods = await booking_experts.ask(f"{PARK}/agenda_periods", **{"filter[reservation]": f"{reservation},99999"})
    assert [row["relationships"]["reservation"]["data"]["id"] for row in periods.data] == [reservation]
    assert {row["attributes"]["type"] for row in periods.data} == {"ReservationAgendaPeriod"}


async def test_city_is_the_relationship_and_region_the_attribute(booking_experts: Wire) -> None:
    """Where a name is both, the filter takes ids [004:4268]; `region` takes text."""
    ids = (await booking_experts.ask(f"{PARK}/categories", **{"filter[city]": "1"})).ids
    assert ids == (await booking_experts.ask(f"{PARK}/categories", **{"filter[region]": "Noord-Holland"})).ids
    assert len(ids) == 6
    assert (await booking_experts.ask(f"{PARK}/categories", **{"filter[city]": "Zandvoort"})).ids == []


async def test_the_type_of_a_period_can_be_filtered(booking_experts: Wire) -> None:
    """`filter[type]` is the attribute, not the resource's type."""
    kinds = {
        "MaintenanceAgendaPeriod", "OwnerMaintenanceAgendaPeriod", "BlockedByGroupedRentableTypeAgendaPeriod",
        "ReservationAgendaPeriod", "ExternalBlockedAgendaPeriod", "NotEnoughStockAgendaPeriod",
    }  # fmt: skip
    for kind in kinds:
        reply = await booking_experts.ask(f"{PARK}/agenda_periods", **{"filter[type]": kind})
        assert {row["attributes"]["type"] for row in reply.data} == {kind}


async def test_filters_all_hold_and_hold_for_one_resource_too(booking_experts: Wire) -> None:
    """Several filters narrow each other down; a single resource that does not pass is not found."""
    query = {"filter[id]": "3,5,7", "filter[state]": "confirmed"}
    assert (await booking_experts.ask(f"{PARK}/bookings", **query)).ids == ["3", "7"]
    assert (await booking_experts.ask(f"{PARK}/bookings/3", **{"filter[state]": "confirmed"})).status == 200
    assert (await booking_experts.ask(f"{PARK}/bookings/3", **{"filter[state]": "!confirmed"})).status == 404
