"""What the arguments of lists mean: nothing given, null given, an empty list given, nonsense given."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import pytest
from graphql import GraphQLError

from loaders.records import Ref
from schema.scalars import SCALARS
from tests.house import House, house

BOOKINGS = "query ($filter: BookingFilter) { bookings(first: 100, filter: $filter) { nodes { id } totalCount sources { source { name } } } }"  # noqa: E501  # one question on one line


@pytest.fixture
async def running() -> AsyncIterator[House]:
    """Give a small house with both vendors."""
    async with house(size=20) as running:
        yield running


async def test_null_is_as_good_as_nothing(running: House) -> None:
    """Every argument that may be null may be given as null, and then means what it means left out."""
    bare = await running.data("{ bookings { nodes { id } sources { status } } sources { name } }")
    nulls = await running.data("""{
      bookings(first: null, after: null, filter: null, orderBy: null, requireComplete: null) {
        nodes { id } sources { status }
      }
      sources(vendors: null) { name }
    }""")
    assert nulls == bare
    parts = ["sources", "vendors", "venues", "spaces", "customers", "statuses", "overlaps", "reference", "search"]
    given = await running.data(BOOKINGS, {"filter": dict.fromkeys(parts)})
    assert given == await running.data(BOOKINGS)
    assert given["bookings"]["nodes"]


@pytest.mark.parametrize(
    "part",
    [
        {"sources": []},
        {"vendors": []},
        {"venues": []},
        {"spaces": []},
        {"customers": []},
        {"statuses": []},
        {"reference": ""},
        {"venues": [Ref("venue", "castle", "1").encode()]},
        {"sources": ["hotel"], "vendors": ["BOOKING_EXPERTS"]},
    ],
    ids=str,
)
async def test_an_empty_list_names_nothing(running: House, part: dict[str, Any]) -> None:
    """A filter that nothing can pass is answered by no rows, and no vendor is asked."""
    answer = await running.data(BOOKINGS, {"filter": part})
    assert answer["bookings"] == {"nodes": [], "totalCount": 0, "sources": []}
    assert not running.calls("hotel")
    assert not running.calls("park")


@pytest.mark.parametrize("part", [{"search": ""}, {"search": None}], ids=str)
async def test_an_empty_search_finds_everything(running: House, part: dict[str, Any]) -> None:
    """Every name holds the empty text."""
    assert await running.data(BOOKINGS, {"filter": part}) == await running.data(BOOKINGS)


async def test_ids_of_several_sources_ask_each_for_its_own(running: House) -> None:
    """A filter by ids asks a source for those of its things that are named, and no other source at all."""
    found = await running.data('{ bookings(filter: { sources: ["park"] }) { nodes { id customer { id } } } }')
    row = next(row for row in found["bookings"]["nodes"] if row["customer"])
    both = [row["customer"]["id"], row["customer"]["id"], Ref("customer", "castle", "1").encode()]
    answer = (await running.data(BOOKINGS, {"filter": {"customers": both}}))["bookings"]
    assert row["id"] in {one["id"] for one in answer["nodes"]}
    assert [report["source"]["name"] for report in answer["sources"]] == ["park"]


async def test_a_filter_within_a_venue_narrows_it(running: House) -> None:
    """Below a venue another venue leaves nothing, and its own or none leaves all."""
    question = """query ($filter: BookingFilter) {
      source(name: "park") { venues { id bookings(filter: $filter) { nodes { id } totalCount sources { status } } } }
    }"""
    (venue,) = (await running.data(question))["source"]["venues"]
    (same,) = (await running.data(question, {"filter": {"venues": [venue["id"]]}}))["source"]["venues"]
    assert venue == same
    for other in ({"venues": [Ref("venue", "park", "2").encode()]}, {"sources": ["hotel"]}, {"venues": []}):
        (none,) = (await running.data(question, {"filter": other}))["source"]["venues"]
        assert none["bookings"] == {"nodes": [], "totalCount": 0, "sources": []}


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("bookings", {"venues": ["17"]}, 'filter.venues[0]: expected the id of a venue; got "17", not an id of ours.'),
    (
        "bookings",
        {"customers": [Ref("customer", "park", "1").encode(), Ref("booking", "park", "1").encode()]},
        "filter.customers[1]: expected the id of a customer; got the id of a booking.",
    ),
    (
        "bookings",
        {"spaces": [Ref("event_temple.groups", "hotel", "1").encode()]},
        "filter.spaces[0]: expected the id of a space; got the id of something else (event_temple.groups).",
    ),
    ("bookings", {"sources": ["hotel", "x" * 500]}, f'filter.sources: expected one of hotel, park; got "{"x" * 40}…".'),
    ("spaces", {"minCapacity": -1}, "filter.minCapacity: expected 0 or more; got -1."),
    (
        "events",
        {"overlaps": {"from": "2026-06-15T00:00:00Z", "to": "2026-06-15T02:00:00+02:00"}},
        "filter.overlaps.to: expected a moment after from (2026-06-15T00:00:00+00:00); got 2026-06-15T02:00:00+02:00.",
    ),
]


@pytest.mark.parametrize(("field", "part", "sentence"), REFUSED)
async def test_nonsense_in_a_filter_is_refused(running: House, field: str, part: dict[str, Any], sentence: str) -> None:
    """What a filter cannot mean is refused with the place it stands at, before a vendor is called."""
    kind = {"bookings": "BookingFilter", "spaces": "SpaceFilter", "events": "EventFilter"}[field]
    answer = await running.ask(
        f"query ($filter: {kind}) {{ {field}(filter: $filter) {{ nodes {{ id }} }} }}", {"filter": part}
    )
    (error,) = answer["errors"]
    assert error["message"] == sentence
    assert error["path"] == [field]
    assert error["extensions"] == {"code": "BAD_USER_INPUT"}
    assert not running.calls("hotel")
    assert not running.calls("park")


async def test_a_range_may_be_very_long(running: House) -> None:
    """A range may be thousands of years long, at every source, and so may availability's."""
    ever = {"from": "0002-01-01T00:00:00+14:00", "to": "9998-12-31T23:59:59-12:00"}
    found = (await running.data(BOOKINGS, {"filter": {"overlaps": ever}}))["bookings"]
    assert {report["source"]["name"] for report in found["sources"]} == {"hotel", "park"}
    assert found["nodes"]
    since = {"updatedSince": ever["to"]}
    assert (await running.data(BOOKINGS, {"filter": since}))["bookings"]["nodes"] == []
    question = """query ($ever: DateTimeRange!, $minutes: Int) {
      spaces(first: 100) { nodes { availability(between: $ever, minutes: $minutes, limit: 2) { slots { from } } } }
    }"""
    for minutes in (1, 2**31 - 1):
        free = await running.data(question, {"ever": ever, "minutes": minutes})
        assert all(row["availability"] for row in free["spaces"]["nodes"])


def scalar(python: type) -> Any:
    """Give what reads a scalar a client sent."""
    return SCALARS[python].parse_value


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-29T20:00:00+02:00", "2026-03-29T18:00:00+00:00"),
        ("2026-03-29T18:00:00Z", "2026-03-29T18:00:00+00:00"),
        ("2026-03-29t18:00:00z", "2026-03-29T18:00:00+00:00"),
        ("2026-03-29 18:00:00.5Z", "2026-03-29T18:00:00.500000+00:00"),
        ("2026-03-29T18:00Z", "2026-03-29T18:00:00+00:00"),
    ],
)
def test_moments_that_are_read(text: str, moment: str) -> None:
    """A moment is RFC 3339; seconds may be left out."""
    assert scalar(dt.datetime)(text) == dt.datetime.fromisoformat(moment)


@pytest.mark.parametrize(
    "value",
    [
        "2026-03-29T20:00:00",
        "2026-03-29",
        "2026-02-30T00:00:00Z",
        "2026-03-29T25:00:00Z",
        "20260329T200000+0200",
        "2026-W13-7T20:00:00+02:00",
        "2026-03-29x20:00:00+02:00",
        "2026-03-29T20:00:00+0200",
        "２０２６-03-29T20:00:00Z",  # noqa: RUF001  # digits that are none of RFC 3339's
        "2026-03-29T20:00:00Z\n",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
        "0000-01-01T00:00:00Z",
        1_774_800_000,
        None,
        True,
        "x" * 100_000,
    ],
    ids=lambda value: str(value)[:30],
)
def test_moments_that_are_refused(value: object) -> None:
    """Anything else is refused with an example, quoted in part if it is long."""
    with pytest.raises(GraphQLError, match="Expected an RFC 3339 date-time with its offset, such as ") as refused:
        scalar(dt.datetime)(value)
    assert len(str(refused.value)) < 160


@pytest.mark.parametrize("value", ["2026-W13-7", "2026-02-30", "20260329", "2026-3-29", "2026-03-29T00:00:00Z", 5])
def test_dates_that_are_refused(value: object) -> None:
    """A date is YYYY-MM-DD and there is such a day."""
    with pytest.raises(GraphQLError, match="Expected a calendar date, such as 2026-03-29; got "):
        scalar(dt.date)(value)


@pytest.mark.parametrize(("value", "number"), [("12.50", "12.50"), ("-0.1", "-0.1"), (7, "7"), ("0", "0")])
def test_numbers_that_are_read(value: object, number: str) -> None:
    """An exact number is a text or a whole number, and keeps the digits it was written with."""
    assert str(scalar(Decimal)(value)) == number


@pytest.mark.parametrize("value", ["1e999999", "1_000", " 1", "NaN", "Infinity", "", ".5", "5.", "9" * 31, 1.5, True])
def test_numbers_that_are_refused(value: object) -> None:
    """What is not exact, or would take a page to write out, is no number."""
    with pytest.raises(GraphQLError, match="Expected an exact decimal number as a string"):
        scalar(Decimal)(value)
