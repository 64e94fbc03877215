"""Wrong questions, and the sentence each gets."""

from __future__ import annotations

import pytest

from loaders.records import Ref
from tests.house import house

BOOKING = "Ym9va2luZzpwYXJrOjE"  # booking:park:1
EVENT = "ZXZlbnQ6aG90ZWw6NTk"  # event:hotel:59
CASES = [
    (
        f'{{ booking(id: "{EVENT}") {{ id }} }}',
        "id: expected the id of a booking; got the id of an event.",
    ),
    ('{ booking(id: "17") { id } }', 'id: expected the id of a booking; got "17", not an id of ours.'),
    ('{ node(id: "%%%") { id } }', 'id: expected a global id; got "%%%", not an id of ours.'),
    ("{ bookings(first: -1) { nodes { id } } }", "first: expected 1 to 100; got -1."),
    ("{ bookings(first: 101) { nodes { id } } }", "first: expected 1 to 100; got 101."),
    ("{ events(first: 0) { nodes { id } } }", "first: expected 1 to 100; got 0."),
    (
        '{ bookings(after: "rubbish") { nodes { id } } }',
        'after: expected an endCursor of this list; got "rubbish".',
    ),
    (
        '{ bookings(filter: { sources: ["castle"] }) { nodes { id } } }',
        'filter.sources: expected one of hotel, park; got "castle".',
    ),
    ('{ source(name: "castle") { id } }', 'name: expected one of hotel, park; got "castle".'),
    (
        '{ bookingByVendorId(source: "castle", vendorId: "1") { id } }',
        'source: expected one of hotel, park; got "castle".',
    ),
    (
        f'{{ bookings(filter: {{ spaces: ["{BOOKING}"] }}) {{ nodes {{ id }} }} }}',
        "filter.spaces[0]: expected the id of a space; got the id of a booking.",
    ),
    (
        """{ events(filter: { overlaps: { from: "2026-06-16T00:00:00Z", to: "2026-06-15T00:00:00Z" } }) {
          nodes { id }
        } }""",
        "filter.overlaps.to: expected a moment after from (2026-06-16T00:00:00+00:00); got 2026-06-15T00:00:00+00:00.",
    ),
]


@pytest.mark.parametrize(("question", "sentence"), CASES)
async def test_a_wrong_question_gets_its_sentence(question: str, sentence: str) -> None:
    """What cannot be meant is BAD_USER_INPUT, says what was expected and what came, and calls no vendor."""
    async with house(size=20) as running:
        answer = await running.ask(question)
        (error,) = answer["errors"]
        assert error["message"] == sentence
        assert error["extensions"]["code"] == "BAD_USER_INPUT"
        assert not running.calls("hotel")
        assert not running.calls("park")


async def test_a_date_that_does_not_exist_is_refused() -> None:
    """An impossible moment never reaches a vendor."""
    async with house(size=20) as running:
        answer = await running.ask('{ events(filter: { updatedSince: "2026-02-30T00:00:00Z" }) { nodes { id } } }')
        (error,) = answer["errors"]
        assert "RFC 3339" in error["message"]
        assert error["extensions"]["code"] == "BAD_USER_INPUT"


async def test_a_cursor_of_another_order_is_refused() -> None:
    """A cursor goes on only in the list and order it came from."""
    async with house("event_temple", size=20) as running:
        answer = await running.data("{ events(first: 1, orderBy: { field: NAME }) { pageInfo { endCursor } } }")
        cursor = answer["events"]["pageInfo"]["endCursor"]
        refused = await running.ask(f'{{ events(after: "{cursor}") {{ nodes {{ id }} }} }}')
        (error,) = refused["errors"]
        assert error["message"] == (
            "after: expected a cursor of this list (events); got one of another list or order (events by NAME ASC)."
        )


@pytest.mark.parametrize("kind", ["venue", "space", "event", "booking", "customer"])
async def test_nothings_id_is_null(kind: str) -> None:
    """A well-formed id of nothing that exists is null, without an error."""
    ids = [Ref(kind, source, "987654321") for source in ("hotel", "park", "elsewhere")]
    ids.append(Ref(kind, "hotel", "contacts/987654321"))
    ids.append(Ref(kind, "park", "1,2..3"))
    async with house(size=20) as running:
        for ref in ids:
            assert await running.data(f'{{ {kind}(id: "{ref.encode()}") {{ id }} }}') == {kind: None}


async def test_faults_of_the_gateway_tell_nothing() -> None:
    """A document that is no GraphQL, or asks for a field there is not, is refused with a code."""
    async with house(size=20) as running:
        for question in ("{", "{ nope }", "query ($x: Int!) { sources { name } }"):
            answer = await running.ask(question)
            assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
