"""Anything by its global id: one or many, of every kind there is."""

from __future__ import annotations

from typing import Any

import pytest

from loaders.records import Ref
from schema.edge import VIEWS
from tests.house import SCHEMA, house

NODES = "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }"
EVERYTHING = """
query ($ever: DateTimeRange!) {
  sources { id venues { id } }
  spaces(first: 2) { nodes { id spaceType { id } blocks(between: $ever) { id } } }
  events(first: 5) {
    nodes { id details { ... on EventTempleEvent { id revenueSummaries { id revenueCategory { id } } } } }
  }
  hotel: bookings(first: 20, filter: { sources: ["hotel"] }) { nodes { id customer { id } details { ...Own } } }
  park: bookings(first: 5, filter: { sources: ["park"] }) {
    nodes {
      id
      customer { id details { ... on BookingExpertsCustomer { id } } }
      details { ... on BookingExpertsBooking { id } }
    }
  }
  source(name: "park") { ...Park }
  more: source(name: "hotel") { ...Hotel }
}
fragment Own on EventTempleBooking {
  id bookingType { id } referralSource { id } contact { id }
  account { id address { id } user { id } marketSegment { id } }
  group { id roomRates { id roomType { id } } roomBlockMembers { id } }
}
fragment Park on BookingExpertsSource {
  categories(first: 2) { nodes { id details { id } } }
  agreements(first: 2) { nodes { id } }
  administrationAmenities(first: 2) { nodes { id } }
  agendaPeriods(first: 2) { nodes { id } }
}
fragment Hotel on EventTempleSource { activities(first: 2) { nodes { id } } accounts(first: 2) { nodes { id } } }
"""
EVER = {"from": "2020-01-01T00:00:00Z", "to": "2030-01-01T00:00:00Z"}


def ids_in(answer: Any) -> list[str]:
    """Give every id in an answer, each once."""
    found: dict[str, None] = {}
    if isinstance(answer, dict):
        if "id" in answer:
            found[answer["id"]] = None
        for value in answer.values():
            found |= dict.fromkeys(ids_in(value))
    if isinstance(answer, list):
        for row in answer:
            found |= dict.fromkeys(ids_in(row))
    return list(found)


def test_every_record_of_the_graph_is_a_node() -> None:
    """Whatever has a global id can be answered by `node`: its type says so."""
    sdl = SCHEMA.as_str()
    for view in VIEWS.values():
        assert f"\ntype {view.__name__} implements Record & Node " in sdl


async def test_every_id_in_an_answer_leads_back_to_its_thing() -> None:
    """An id found anywhere, in details too, leads to its thing, or to null where the vendor cannot look it up."""
    only_beside = {"event_temple.pickables", "event_temple.room_rates", "event_temple.room_block_members"}
    only_beside |= {"event_temple.revenue_summaries"}
    async with house(size=60, fresh=600) as running:
        ids = ids_in(await running.data(EVERYTHING, {"ever": EVER}))
        kinds = {ref.kind for one in ids if (ref := Ref.decode(one))}
        assert len(kinds) > 20
        for at in range(0, len(ids), 100):
            some = ids[at : at + 100]
            nodes = (await running.data(NODES, {"ids": some}))["nodes"]
            for one, node in zip(some, nodes, strict=True):
                ref = Ref.decode(one)
                assert ref is not None
                if node is None:
                    assert ref.kind in only_beside, ref
                else:
                    assert node["id"] == one
                    assert ref.kind == "source" or node["__typename"] == VIEWS[ref.kind].__name__


async def test_nodes_answer_in_the_order_asked_and_twice_what_is_asked_twice() -> None:
    """Duplicates get the same answer, in one call a source and kind."""
    async with house(size=20) as running:
        one, other = Ref("booking", "park", "5").encode(), Ref("event", "hotel", "7").encode()
        answer = await running.data(NODES, {"ids": [one, other, one, other, one]})
        assert [row["id"] for row in answer["nodes"]] == [one, other, one, other, one]
        assert (len(running.calls("park")), len(running.calls("hotel"))) == (1, 1)


async def test_entries_that_fail_have_each_their_own_error() -> None:
    """A bad id and a broken source are each told at their place; what is not there is null; the rest is answered."""
    async with house(size=20) as running:
        running.vendors["hotel"].faults.add("status", status=500)
        ids = [
            Ref("booking", "hotel", "5").encode(),
            "rubbish",
            Ref("booking", "park", "5").encode(),
            Ref("booking", "park", "987654").encode(),
            Ref("castle", "park", "5").encode(),
            Ref("booking@customer", "park", "5").encode(),
            Ref("allocations", "park", "5").encode(),
            Ref("availability", "park", "60|x").encode(),
        ]
        answer = await running.ask(NODES, {"ids": ids})
        assert [row and row["__typename"] for row in answer["data"]["nodes"]] == [None, None, "Booking", *[None] * 5]
        told = {error["path"][1]: error for error in answer["errors"]}
        assert {at: error["extensions"]["code"] for at, error in told.items()} == {
            0: "VENDOR_ERROR",
            **dict.fromkeys((1, 4, 5, 6, 7), "BAD_USER_INPUT"),
        }
        assert told[1]["message"] == 'ids[1]: expected a global id; got "rubbish", not an id of ours.'
        assert all(error["locations"] for error in answer["errors"])


@pytest.mark.parametrize(("count", "fine"), [(0, True), (100, True), (101, False)])
async def test_so_many_nodes_and_no_more(count: int, *, fine: bool) -> None:
    """Up to a hundred ids are looked up at once."""
    async with house("booking_experts", size=5) as running:
        answer = await running.ask(NODES, {"ids": [Ref("booking", "elsewhere", "5").encode()] * count})
        if fine:
            assert answer["data"] == {"nodes": [None] * count}
        else:
            assert answer["errors"][0]["message"] == "ids: expected at most 100; got 101."


async def test_a_source_is_a_node_under_its_own_name() -> None:
    """A source's id leads to it; one made up of two names leads nowhere."""
    async with house("booking_experts", size=5) as running:
        park = (await running.data('{ source(name: "park") { id } }'))["source"]["id"]
        ids = [park, Ref("source", "park", "hotel").encode(), Ref("source", "castle", "castle").encode()]
        answer = await running.data(NODES, {"ids": ids})
        assert answer["nodes"] == [{"__typename": "BookingExpertsSource", "id": park}, None, None]
        refused = await running.ask(f'{{ booking(id: "{park}") {{ id }} }}')
        assert refused["errors"][0]["message"] == "id: expected the id of a booking; got the id of a source."


async def test_a_details_id_is_not_the_records() -> None:
    """The id of a vendor's own resource is told apart from the record's when one is asked for the other."""
    async with house("event_temple", size=20) as running:
        found = await running.data("{ bookings(first: 1) { nodes { details { ... on EventTempleBooking { id } } } } }")
        own = found["bookings"]["nodes"][0]["details"]["id"]
        refused = await running.ask(f'{{ booking(id: "{own}") {{ id }} }}')
        assert refused["errors"][0]["message"] == (
            "id: expected the id of a booking; got the id of something else (event_temple.bookings)."
        )


async def test_a_booking_by_its_vendors_id() -> None:
    """The vendor's bare id finds the booking; what the vendor does not know is null, whatever it looks like."""
    async with house(size=20) as running:
        question = 'query ($id: ID!) { bookingByVendorId(source: "park", vendorId: $id) { vendorId } }'
        assert (await running.data(question, {"id": "5"}))["bookingByVendorId"] == {"vendorId": "5"}
        for unknown in ("987654", "", " ", "5,6", "../5", "5?page=2", "x" * 60, "\N{SNOWMAN}"):
            assert (await running.data(question, {"id": unknown}))["bookingByVendorId"] is None
