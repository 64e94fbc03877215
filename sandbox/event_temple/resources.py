"""The types of Event Temple's document [001:198-921], and where their relationships lead."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Final

from sandbox.jsonapi.resources import ResourceType, Row

_AUDIT = "external_id created_at updated_at "


_type = ResourceType.described

TYPES: Final[Mapping[str, ResourceType]] = {
    kind.name: kind
    for kind in (
        _type(
            "accounts",
            _AUDIT + "name iata_number website email phone_number fax is_travel_agent is_key_account",
            market_segment="market_segments",
            account_type="account_types",
            referral_source="referral_sources",
            user="users",
            primary_contact="contacts",
            parent_account="accounts",
            address="addresses",
        ),
        _type(
            "activities",
            "created_at title trackable_type trackable_id activity_type activity_sub_type",
            booking="bookings",
            user="users",
            contact="contacts",
            account="accounts",
        ),
        _type(
            "addresses",
            "street1 street2 city state zipcode country country_code full_address longitude latitude",
            "longitude latitude",
        ),
        _type(
            "bookings",
            _AUDIT + "unique_id deal_value inquiry_date tentative_date definite_date lost_date archived_at amount_paid "
            "total status name start_date end_date start_time end_time",
            "deal_value amount_paid total",
            booking_type="booking_types",
            referral_source="referral_sources",
            group="groups",
            account="accounts",
            contact="contacts",
            revenue_summaries="revenue_summaries[]",
        ),
        _type("contacts", _AUDIT + "first_name last_name email name phone_number job_title"),
        _type(
            "events",
            _AUDIT + "name start_time end_time start_date end_date notes uuid unique_id expected guaranteed actual set "
            "deposit amount_paid status all_day status_date",
            "deposit amount_paid",
            booking="bookings",
            space="spaces",
            revenue_summaries="revenue_summaries[]",
        ),
        _type(
            "groups",
            "name code net_factor release_date arrival_date departure_date blocked_room_nights pickup_room_nights "
            "blocked_revenue pickup_revenue status",
            "blocked_revenue pickup_revenue",
            booking="bookings",
            room_block_members="room_block_members[]",
            room_rates="room_rates[]",
        ),
        *(
            _type(name, "value field_name")
            for name in ("market_segments", "account_types", "referral_sources", "booking_types")
        ),
        _type("revenue_categories", "title"),
        _type("revenue_summaries", "amount", "amount", revenue_category="revenue_categories"),
        _type(
            "room_block_members",
            "date single double triple quadruple single_pickup double_pickup triple_pickup quadruple_pickup",
            room_rate="room_rates",
            room_type="room_types",
        ),
        _type(
            "room_rates",
            "start_date end_date single double extra_adult child",
            "single double extra_adult child",
            group="groups",
            room_type="room_types",
        ),
        _type("room_types", "name code"),
        _type("spaces", "name color capacity area", "area"),
        _type("users", "name first_name last_name email"),
    )
}

COLLECTIONS: Final = ("activities", "bookings", "events", "revenue_categories")
"""The types that have an endpoint [001:290, 001:395, 001:545, 001:726]."""


def examples() -> list[Row]:
    """Read the resources that the document shows, word for word."""
    rows: list[Row] = json.loads(files(__package__).joinpath("examples.json").read_text(encoding="utf-8"))
    return rows
