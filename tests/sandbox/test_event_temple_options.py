"""What Event Temple's sandbox can do beyond the vendor's document, when it is asked to."""

from __future__ import annotations

import pytest

from tests.sandbox.wire import TODAY, Clock, Open, Wire

SOON = TODAY.isoformat()


@pytest.fixture
async def filtering(open_vendor: Open) -> Wire:
    """Start Event Temple with filters."""
    return await open_vendor("event_temple", filters=True)


@pytest.mark.parametrize(
    ("predicate", "value"),
    [("eq", SOON), ("not_eq", SOON), ("lt", SOON), ("lteq", SOON), ("gt", SOON), ("gteq", SOON)],
)
async def test_filters_compare_attributes(filtering: Wire, predicate: str, value: str) -> None:
    """Each predicate keeps the rows whose attribute compares so, and `records` counts those."""
    compare = {
        "eq": SOON.__eq__,
        "not_eq": SOON.__ne__,
        "lt": SOON.__gt__,
        "lteq": SOON.__ge__,
        "gt": SOON.__lt__,
        "gteq": SOON.__le__,
    }[predicate]
    reply = await filtering.ask("/v2/events", page_size="100", **{f"filter[start_date][{predicate}]": value})
    rows = filtering.running.data["events"].values()
    assert reply.document["meta"]["records"] == sum(compare(row["attributes"]["start_date"]) for row in rows) > 0
    assert all(compare(row["attributes"]["start_date"]) for row in reply.data)


async def test_filters_read_numbers_as_numbers(filtering: Wire) -> None:
    """Counts and amounts are compared by what they are worth, not by their digits."""
    for path, name in (("/v2/events", "expected"), ("/v2/bookings", "total")):
        reply = await filtering.ask(path, page_size="100", **{f"filter[{name}][gteq]": "90"})
        assert all(float(row["attributes"][name]) >= 90 for row in reply.data)
        assert any(str(row["attributes"][name]) < "90" for row in reply.data)


async def test_filters_match_parts_and_lists(filtering: Wire) -> None:
    """`matches` looks for a part of a text whatever its case, `in` for any of several values."""
    parts = await filtering.ask("/v2/events", page_size="100", **{"filter[name][matches]": "WORKSHOP"})
    assert {row["attributes"]["name"] for row in parts.data} == {"Workshop 1", "Workshop 2"}
    few = await filtering.ask("/v2/bookings", **{"filter[status][in]": "lost,closed"})
    assert {row["attributes"]["status"] for row in few.data} == {"lost", "closed"}
    others = await filtering.ask("/v2/bookings", page_size="100", **{"filter[status][not_in]": "lost,closed"})
    assert {"lost", "closed"}.isdisjoint({row["attributes"]["status"] for row in others.data})
    assert (await filtering.ask("/v2/events", sort="id", **{"filter[id][in]": "59,7,9999"})).ids == ["7", "59"]
    assert (await filtering.ask("/v2/events", **{"filter[id][eq]": "59"})).ids == ["59"]


async def test_filters_tell_missing_values(filtering: Wire) -> None:
    """`null` and `not_null` ask whether there is a value; a missing one is less than nothing."""
    gone = await filtering.ask("/v2/bookings", page_size="100", **{"filter[name][null]": "true"})
    there = await filtering.ask("/v2/bookings", page_size="100", **{"filter[name][not_null]": "true"})
    assert {row["attributes"]["name"] for row in gone.data} == {None}
    assert gone.document["meta"]["records"] + there.document["meta"]["records"] == 300
    late = await filtering.ask("/v2/events", page_size="100", **{"filter[start_time][gteq]": "0"})
    assert all(row["attributes"]["start_time"] is not None for row in late.data)


async def test_filters_know_a_relations_id(filtering: Wire) -> None:
    """Events and activities are filtered by their booking's id."""
    events = await filtering.ask("/v2/events", **{"filter[booking_id][eq]": "46"})
    assert "59" in events.ids
    assert {row["relationships"]["booking"]["data"]["id"] for row in events.data} == {"46"}
    activities = await filtering.ask("/v2/activities", **{"filter[booking_id][in]": "46,47"})
    assert {row["relationships"]["booking"]["data"]["id"] for row in activities.data} <= {"46", "47"}


async def test_filters_join_and_keep_to_the_links(filtering: Wire) -> None:
    """Several filters all hold at once, and links repeat them."""
    reply = await filtering.ask(
        "/v2/events", page_size="2", **{"filter[start_date][lteq]": SOON, "filter[end_date][gteq]": SOON}
    )
    assert all(row["attributes"]["start_date"] <= SOON <= row["attributes"]["end_date"] for row in reply.data)
    assert "filter%5Bstart_date%5D%5Blteq%5D" in reply.document["links"]["next"]


@pytest.mark.parametrize(
    "name",
    ["filter[colour][eq]", "filter[name][like]", "filter[name]", "filter[space.name][eq]", "filter[expected][lt]"],
)
async def test_a_filter_nobody_knows_is_refused(filtering: Wire, name: str) -> None:
    """An unknown attribute, an unknown predicate, another form and a value of another kind get 400."""
    assert (await filtering.ask("/v2/events", **{name: "many"})).status == 400


async def test_moments_compare_as_moments(filtering: Wire) -> None:
    """A time stamp is compared with a day as well as with another time stamp."""
    after = await filtering.ask("/v2/bookings", page_size="100", **{"filter[updated_at][gteq]": "2026-10-01"})
    assert after.document["meta"]["records"] > 0
    assert all(row["attributes"]["updated_at"] >= "2026-10-01" for row in after.data)


async def test_show_answers_one_resource(open_vendor: Open) -> None:
    """With `show` a resource of the four lists is found by its id, includes and fields as in a list."""
    wire = await open_vendor("event_temple", show=True)
    reply = await wire.ask("/v2/events/59", include="space", **{"fields[events]": "name,space"})
    assert reply.data["attributes"] == {"name": "enim"}
    assert reply.included == [("spaces", "4")]
    assert (await wire.ask("/v2/events/9999")).status == 404
    assert (await wire.ask("/v2/spaces/4")).status == 404


async def test_throttling_allows_100_calls_a_minute(open_vendor: Open, clock: Clock) -> None:
    """The call after the hundredth gets 429 with the seconds to wait, and is answered when they have passed."""
    wire = await open_vendor("event_temple", throttle=True)
    first = await wire.ask("/v2/revenue_categories")
    assert (first.headers["X-Api-Request-Limit"], first.headers["X-Api-Request-Remaining"]) == ("100", "99")
    clock.now += 20.5
    for _ in range(99):
        assert (await wire.ask("/v2/revenue_categories")).status == 200
    refused = await wire.ask("/v2/revenue_categories")
    assert (refused.status, refused.fault["status"], refused.fault["title"]) == (429, 429, "too many requests")
    assert refused.headers["Retry-After"] == "40"
    assert refused.headers["X-Api-Request-Remaining"] == "0"
    clock.now += 40
    assert (await wire.ask("/v2/revenue_categories")).status == 200
    assert (await wire.ask("/v2/revenue_categories")).status == 429


async def test_nothing_is_throttled_by_default(event_temple: Wire) -> None:
    """The document tells no limit, so there is none and no header about one."""
    for _ in range(120):
        reply = await event_temple.ask("/v2/revenue_categories")
    assert reply.status == 200
    assert "X-Api-Request-Limit" not in reply.headers


async def test_links_can_name_another_origin(open_vendor: Open) -> None:
    """With `origin`, links begin as the vendor's own do."""
    wire = await open_vendor("event_temple", origin="https://api.eventtemple.com")
    links = (await wire.ask("/v2/events")).document["links"]
    assert links["next"].startswith("https://api.eventtemple.com/v2/events?page%5Bnumber%5D=2")
