"""Nothing that Event Temple documents is left out: not on the wire, not for the planner, not in the graph."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from event_temple_house import sample

import schema.types.event_temple
from loaders.inquiry import Selection
from loaders.jsonapi.include import plan
from loaders.vendors.event_temple.routes import COLLECTIONS, MENTIONED, ROUTES
from loaders.vendors.event_temple.views import RELATIONSHIPS, TO_MANY, VIEWS, own_view
from loaders.vendors.event_temple.wire import MODELS
from schema.edge import VIEWS as SHOWN
from schema.reads import noted

DOCUMENTED = {
    "accounts": (
        (
            "external_id created_at updated_at name iata_number website email phone_number fax is_travel_agent "
            "is_key_account"
        ),
        "market_segment account_type referral_source user primary_contact parent_account address",
    ),
    "activities": (
        "created_at trackable_type trackable_id activity_type title activity_sub_type",
        "booking user contact account",
    ),
    "addresses": ("street1 street2 city state zipcode country country_code full_address longitude latitude", ""),
    "bookings": (
        (
            "external_id created_at updated_at unique_id deal_value name inquiry_date tentative_date definite_date "
            "lost_date archived_at amount_paid total status start_date end_date start_time end_time"
        ),
        "booking_type referral_source group account contact revenue_summaries",
    ),
    "contacts": (
        "external_id created_at updated_at first_name last_name email name phone_number job_title",
        "",
    ),
    "events": (
        (
            "external_id name start_time end_time start_date end_date notes uuid unique_id expected guaranteed actual "
            "set deposit amount_paid status all_day status_date created_at updated_at"
        ),
        "booking space revenue_summaries",
    ),
    "groups": (
        (
            "name code net_factor release_date arrival_date departure_date blocked_room_nights pickup_room_nights "
            "blocked_revenue pickup_revenue status"
        ),
        "booking room_block_members room_rates",
    ),
    "market_segments": ("value field_name", ""),
    "account_types": ("value field_name", ""),
    "referral_sources": ("value field_name", ""),
    "booking_types": ("value field_name", ""),
    "revenue_categories": ("title", ""),
    "revenue_summaries": ("amount", "revenue_category"),
    "room_block_members": (
        "date single double triple quadruple single_pickup double_pickup triple_pickup quadruple_pickup",
        "room_rate room_type",
    ),
    "room_rates": ("start_date end_date single double extra_adult child", "group room_type"),
    "room_types": ("name code", ""),
    "spaces": ("name color capacity area", ""),
    "users": ("name first_name last_name email", ""),
}
"""Type → the attributes and the relationships that the document's tables list [001:198-921]."""

CAMELS = {
    "iata_number": "iataNumber",
    "is_travel_agent": "isTravelAgent",
    "activity_sub_type": "activitySubType",
    "street1": "street1",
    "full_address": "fullAddress",
    "blocked_room_nights": "blockedRoomNights",
    "quadruple_pickup": "quadruplePickup",
    "room_block_members": "roomBlockMembers",
    "all_day": "allDay",
}
"""Some names and what the graph has to call them; all others follow the same rule."""


def camel(name: str) -> str:
    """Write a vendor's name as the graph does."""
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)


def shown_fields(of: str) -> dict[str, Any]:
    """Give the graph's fields of a type, by their names there."""
    shown: Any = SHOWN[VIEWS[own_view(of)].kind]
    return {field.graphql_name or camel(field.python_name): field for field in shown.__strawberry_definition__.fields}


@pytest.mark.parametrize("of", [of for of in DOCUMENTED if of != "spaces"])
def test_every_attribute_and_relationship_is_in_the_graph(of: str) -> None:
    """Each documented name is a field of the vendor's own type, camelCased, described, and known to the planner."""
    attributes, relationships = (names.split() for names in DOCUMENTED[of])
    fields = shown_fields(of)
    assert set(fields) == {camel(name) for name in (*attributes, *relationships)} | {
        "id",
        "source",
        "vendorId",
        "fetchedAt",
    }
    for name in attributes + relationships:
        reads = noted(fields[camel(name)].metadata, name)
        assert reads is not None
        assert reads.names == {name}
        assert reads.edge == (name if name in relationships else None)
        assert fields[camel(name)].description


def test_the_rule_of_names() -> None:
    """The names that clients see are the vendor's, camelCased."""
    assert {name: camel(name) for name in CAMELS} == CAMELS


@pytest.mark.parametrize("of", DOCUMENTED)
def test_every_attribute_is_on_the_wire(of: str) -> None:
    """Each documented attribute is read, none is required, and nothing is read that is not documented."""
    attributes, relationships = (names.split() for names in DOCUMENTED[of])
    assert set(MODELS[of].model_fields) == set(attributes)
    assert not any(field.is_required() for field in MODELS[of].model_fields.values())
    assert all(type(None) in get_args(field.annotation) for field in MODELS[of].model_fields.values())
    assert set(RELATIONSHIPS.get(of, {})) == set(relationships)


@pytest.mark.parametrize("of", [of for of in DOCUMENTED if of not in {"account_types", "referral_sources"}])
def test_the_tables_and_the_samples_agree(of: str) -> None:
    """The document's sample of a type has the attributes that its table lists."""
    if of == "booking_types":
        of = "market_segments"  # one sample stands for the four types of pickable fields
    assert set(sample(of)["attributes"]) == set(DOCUMENTED[of][0].split())


def test_every_type_is_there() -> None:
    """Wire, routes and views know the document's types, all of them and no others."""
    assert set(MODELS) == set(ROUTES) == {view.type for view in VIEWS.values()} == set(DOCUMENTED)
    targets = {target for to in RELATIONSHIPS.values() for target in to.values()}
    assert targets <= set(MODELS)
    assert {name for to in RELATIONSHIPS.values() for name in to} >= TO_MANY


@pytest.mark.parametrize("of", DOCUMENTED)
def test_every_attribute_is_planned(of: str) -> None:
    """Each attribute and relationship of a type can be asked for by its own name."""
    view = VIEWS["space" if of == "spaces" else own_view(of)]
    attributes, relationships = (names.split() for names in DOCUMENTED[of])
    assert dict(view.fields) == {name: (name,) for name in attributes}
    assert set(view.edges) == set(relationships)
    assert view.always
    assert set(view.always) <= {*attributes, *relationships}


@pytest.mark.parametrize("of", ROUTES)
def test_every_route_can_be_planned(of: str) -> None:
    """Each route to a type ends at that type, by steps that the views know."""
    for route in ROUTES[of]:
        planned = plan(VIEWS, COLLECTIONS[route.collection].view, Selection(), extra=route.paths)
        assert of in planned.fields
        assert set(route.paths) <= set(planned.include)


def test_every_mention_can_be_planned() -> None:
    """Each list made of what rows mention asks for what it is made of."""
    for kind, mention in MENTIONED.items():
        for path, view in mention.ways.items():
            assert VIEWS[view].kind == kind
            assert path in plan(VIEWS, mention.collection, Selection(), extra=(path,)).include


def test_the_types_the_contract_names() -> None:
    """The types that unions and sources of the graph need stand in one module."""
    names = ["EventTempleEvent", "EventTempleBooking", "EventTempleContact", "EventTempleAccount", "EventTempleSource"]
    assert set(names) <= set(schema.types.event_temple.__all__)
