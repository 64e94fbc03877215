"""How many vendor calls an operation may need, told before any is made: no vendor is there to be asked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from graphql import FieldNode, GraphQLField, parse, validate

from loaders.records import BOOKING, Ref
from schema.given import Given
from schema.known import Known
from schema.mattering import planned_by
from schema.plan import MOST_PLACES, plan
from schema.tally import Plan
from tests.house import SCHEMA
from tests.planned import Office, office

GRAPH = SCHEMA._schema  # noqa: SLF001  # strawberry offers no public way to graphql-core's
DAY = '{ from: "2026-06-15T00:00:00+02:00", to: "2026-06-16T00:00:00+02:00" }'


def one(kind: str, source: str, key: str) -> str:
    """Write a global id."""
    return Ref(kind, source, key).encode()


@pytest.fixture
async def five() -> AsyncIterator[Office]:
    """Open a source at each vendor. Nobody asks them."""
    async with office(size=1) as it:
        yield it


SEVENTH = one(BOOKING, "park", "7")
FREE_AT_THE_HALL = f"""{{ spaces(first: 30, filter: {{ sources: ["hall"] }}) {{
  nodes {{ availability(between: {DAY}) {{ basis }} }} }} }}"""
LEFT_OUT = """{ bookings(filter: { sources: ["park"] }) {
  nodes { name @skip(if: true) allocations @include(if: false) { people } } } }"""


def by_source(found: Plan) -> dict[str, int]:
    """Add the calls up, source by source."""
    calls: dict[str, int] = {}
    for need in found.needs:
        calls[need.source] = calls.get(need.source, 0) + need.calls
    return calls


def museum(count: int) -> str:
    """Name so many bookings of the museum."""
    return ", ".join(f'"{one(BOOKING, "museum", str(number))}"' for number in range(count))


@pytest.mark.parametrize(
    ("question", "calls"),
    [
        ("{ __typename }", {}),
        ("{ sources { name capabilities health { status } } }", {}),
        ("{ bookings { nodes { reference } } }", {"hotel": 1, "park": 1, "hall": 1}),
        ('{ bookings(filter: { sources: ["park"] }) { nodes { reference } } }', {"park": 1}),
        ("{ bookings(filter: { vendors: [LOCABOO] }) { nodes { name } } }", {"hall": 1}),
        ('{ bookings(filter: { sources: ["nobody"] }) { nodes { name } } }', {}),
        ("{ bookings(filter: { statuses: [] }) { nodes { name } } }", {}),
        ('{ bookings(filter: { sources: ["park"] }, after: "x") { nodes { name } } }', {"park": 2}),
        ('{ bookings(filter: { sources: ["park"] }, orderBy: { field: CREATED_AT }) { nodes { name } } }', {"park": 4}),
        (f'{{ booking(id: "{one(BOOKING, "park", "7")}") {{ name }} }}', {"park": 1}),
        (f'{{ a: booking(id: "{SEVENTH}") {{ name }} b: node(id: "{SEVENTH}") {{ id }} }}', {"park": 1}),
        (f'{{ booking(id: "{one(BOOKING, "elsewhere", "7")}") {{ name }} }}', {}),
        ('{ booking(id: "nonsense") { name } }', {}),
        (f"{{ nodes(ids: [{museum(30)}]) {{ id }} }}", {"museum": 30}),
        (
            '{ bookingByVendorId(source: "museum", vendorId: "1") { customer { name } events { nodes { name } } } }',
            {"museum": 2},
        ),
        (
            '{ source(name: "hall") { ... on LocabooSource { invoices { nodes { id } } services { nodes { id } } } } }',
            {"hall": 2},
        ),
        ('{ source(name: "park") { ... on LocabooSource { invoices { nodes { id } } } } }', {}),
        (FREE_AT_THE_HALL, {"hall": 2}),
        (LEFT_OUT, {"park": 1}),
    ],
)
async def test_what_questions_may_need(five: Office, question: str, calls: Mapping[str, int]) -> None:
    """Batches count per fifty ids, lists once, museum bookings one by one; who cannot be reached costs nothing."""
    assert validate(GRAPH, parse(question)) == []
    assert by_source(five.plan(question)) == calls


async def test_a_page_is_planned_by_its_size(five: Office) -> None:
    """`first`, its default, and the value of a variable decide how many ids may have to be looked up."""
    question = """query ($n: Int = 100) { bookings(first: $n, filter: { sources: ["park"] }) {
      nodes { allocations { people } } } }"""
    assert [five.plan(question, {"n": number}).calls for number in (3, 25, 26, 100)] == [2, 2, 3, 5]
    assert five.plan(question).calls == five.plan(question, {"n": 100}).calls


async def test_what_it_is_for_is_told(five: Office) -> None:
    """A need names the fields it is for, and when it may be more."""
    found = five.plan('{ customers(filter: { sources: ["park"] }) { nodes { bookings { nodes { name } } } } }')
    assert [(need.what, need.where) for need in found.needs] == [
        ("GET …/bookings with customers, whole", ("customers",)),
        ("GET …/bookings by customer", ("customers.nodes.bookings",)),
    ]
    assert found.needs[0].more == "if it is longer than 400 rows"


async def test_a_list_under_many_rows_multiplies(five: Office) -> None:
    """Of a hundred customers' hundred bookings each, the guests may be ten thousand: two hundred calls and more."""
    question = """{ customers(first: 100, filter: { sources: ["park"] }) { nodes { bookings(first: 100) {
      nodes { allocations { people } } } } } }"""
    assert five.plan(question).calls > 200


async def test_only_the_callers_sources_count(five: Office) -> None:
    """A caller who sees one source is refused nothing because of the others."""
    question = parse("{ events(orderBy: { field: NAME }) { nodes { name } } }")
    seen = (five.sources["hall"],)
    assert plan(Given(SCHEMA), question, None, {}, seen).calls == 1
    assert five.plan("{ events(orderBy: { field: NAME }) { nodes { name } } }").calls == 5


async def test_variables_that_make_no_sense_plan_nothing(five: Office) -> None:
    """Such an operation does not run, and its own error tells why."""
    assert five.plan("query ($n: Int!) { bookings(first: $n) { nodes { name } } }", {"n": "x"}).calls == 0
    assert five.plan("query ($n: Int!) { bookings(first: $n) { nodes { name } } }").calls == 0


async def test_a_change_costs_its_source(five: Office) -> None:
    """The source that an input names, by its name or by an id, is the one that is written to."""
    by_id = f"""mutation {{ cancelBooking(input: {{ id: "{one(BOOKING, "hall", "1")}" }}) {{ booking {{ name }} }} }}"""
    assert by_source(five.plan(by_id)) == {"hall": 5}
    by_name = """mutation { requestEvent(input: { idempotencyKey: "k", source: "banquets", name: "x" }) {
      receipt { reference } } }"""
    assert by_source(five.plan(by_name)) == {"banquets": 1}


class Counting(Given):
    """Counts the fields whose arguments are read."""

    read = 0

    def arguments(self, node: FieldNode, field: GraphQLField) -> Mapping[str, Any]:
        """Read the arguments of a field."""
        self.read += 1
        return super().arguments(node, field)


@pytest.mark.parametrize("wide", [2, 5])
async def test_fragments_in_fragments_are_no_bomb(five: Office, wide: int) -> None:
    """What a document stands for may double with each line; the plan reads no more than its lines at each depth."""
    lines = [f"fragment F{number} on Customer {{ {_spread(number, wide)} }}" for number in range(12)]
    document = parse("{ customers { nodes { ...F0 } } } " + " ".join([*lines, "fragment F12 on Customer { name }"]))
    counting = Counting(SCHEMA)
    found = plan(counting, document, None, {}, tuple(five.sources.values()))
    assert found.calls > 10**6
    assert counting.read < 20 * MOST_PLACES


def _spread(number: int, wide: int) -> str:
    fields = (f"a{at}: bookings(first: 2) {{ nodes {{ customer {{ ...F{number + 1} }} }} }}" for at in range(wide))
    return " ".join(fields)


async def test_equal_fields_are_planned_once(five: Office) -> None:
    """Fragments that ask for the same field under the same name ask once, as they are answered once."""
    field = 'bookings(filter: { sources: ["park"] }) { nodes { allocations { people } } }'
    twice = f"{{ ...A ...B }} fragment A on Query {{ {field} }} fragment B on Query {{ {field} }}"
    assert five.plan(twice) == five.plan(f"{{ {field} }}")


async def test_aliases_share_what_they_can(five: Office) -> None:
    """Three aliases of a list cost what one does; of other filters, cursors and changes each costs its own."""

    def three(field: str, *variants: str) -> int:
        chosen = " ".join(
            f"a{at}: {field.replace('X', variant)} {{ nodes {{ name }} }}" for at, variant in enumerate(variants)
        )
        return five.plan(f"{{ {chosen} }}").calls

    only = 'filter: { sources: ["park"] X }'
    assert three(f"bookings(first: 5, {only})", "", "", "") == 1
    assert three(f"bookings({only})", 'reference: "A"', 'reference: "B"', "") == 3
    assert three('bookings(after: "X", filter: { sources: ["park"] })', "one", "two") == 4
    cancel = f"""cancelBooking(input: {{ id: "{one(BOOKING, "hall", "1")}" }}) {{ userErrors {{ message }} }}"""
    assert five.plan(f"mutation {{ a: {cancel} b: {cancel} }}").calls == 10


async def test_a_plan_is_made_once(five: Office) -> None:
    """It goes by the variables that matter, by the sources, and by what these know; a change's is not kept at all."""
    known = Known(parse("query ($n: Int, $at: String) { bookings(first: $n, after: $at) { nodes { name } } }"))
    sources = tuple(five.sources.values())

    def by(variables: Mapping[str, Any], count: int = 5) -> object:
        return planned_by(known.mattering, None, variables, sources[:count])

    assert by({"n": 3, "at": "x"}) == by({"n": 3, "at": "y", "unused": 1})
    assert len({by({"n": 3}), by({"n": 4}), by({"n": 3, "at": "x"}), by({"n": 3}, 4)}) == 4
    made: list[Plan] = []

    def make() -> Plan:
        made.append(Plan(()))
        return made[-1]

    for number in (3, 3, 4, 3):
        known.planned(planned_by(known.mattering, None, {"n": number}, sources), make)
    assert len(made) == 2
    change = Known(parse("mutation ($input: CancelBookingInput!) { cancelBooking(input: $input) { booking { id } } }"))
    assert planned_by(change.mattering, None, {}, sources) is None


async def test_what_was_read_makes_a_plan_smaller_and_never_larger() -> None:
    """A list that is known to be short counts as its pages; one that is known to be long counts as before."""
    question = '{ events(filter: { sources: ["hotel"] }, orderBy: { field: NAME }) { nodes { name } } }'
    for size, calls in ((60, 1), (900, 4)):
        async with office("event_temple", size=size) as it:
            assert it.plan(question).calls == 4
            await it.ask(question)
            assert it.plan(question).calls == calls
