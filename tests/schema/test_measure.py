"""How much an operation asks for, measured before anything runs. Pure: no source is there."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import get_introspection_query, parse, validate

from schema.measure import DEEPEST, MOST, Measure, deciding, measure, most_introspected, values_of
from tests.house import SCHEMA

GRAPH = SCHEMA._schema  # noqa: SLF001  # strawberry offers no public way to graphql-core's


def measured(query: str, variables: dict[str, Any] | None = None, name: str | None = None) -> Measure:
    """Measure a valid operation."""
    document = parse(query)
    assert validate(GRAPH, document) == []
    found = measure(GRAPH, document, name, values_of(deciding(document), variables or {}))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("query", "cost"),
    [
        ("{ __typename }", 0),
        ('{ source(name: "park") { name health { budget { limit } } } }', 1),
        ('{ booking(id: "x") { name total { amount } } }', 1),
        ('{ booking(id: "x") { customer { name } } }', 2),
        ("{ bookings { totalCount } }", 0),
        ("{ bookings { nodes { id } } }", 25),
        ("{ bookings(first: 3) { nodes { id } } }", 3),
        ("{ bookings(first: 3) { edges { node { id } } } }", 3),
        ("{ bookings(first: 3) { nodes { customer { name } } } }", 6),
        ("{ bookings(first: 3) { nodes { allocations { space { name } } } } }", 9),
        ("{ bookings(first: 3) { nodes { id } sources { source { name } } } }", 5),
        ("{ venues(first: 4) { nodes { events(first: 10) { nodes { venue { name } } } } } }", 84),
        ('{ nodes(ids: ["a", "b", "c"]) { id } }', 3),
        ('{ _entities(representations: [{ __typename: "Booking", id: "x" }]) { __typename } }', 1),
        ('{ _entities(representations: [{ __typename: "Booking", id: "x" }]) { ... on Booking { id } } }', 1),
        ("{ sources { name } }", 2),
        ("{ bookings(first: 1000000) { nodes { id } } }", 100),
        ("{ bookings(first: -5) { nodes { id } } }", 0),
        ("{ bookings(first: 0) { nodes { id } } }", 0),
        ("{ bookings(first: null) { nodes { id } } }", 25),
    ],
)
def test_cost_is_the_records_an_answer_may_hold(query: str, cost: int) -> None:
    """Each record counts once for each row it may stand in; what has no id costs nothing."""
    assert measured(query).cost == cost


@pytest.mark.parametrize(
    ("variables", "cost"),
    [({}, 7), (None, 7), ({"n": 3}, 3), ({"n": None}, 25), ({"n": "x"}, 25), ({"n": 2**40}, 100), ({"n": []}, 0)],
)
def test_cost_goes_by_the_variables(variables: dict[str, Any] | None, cost: int) -> None:
    """The value given counts, else the default of the operation, else that of the graph; nonsense breaks nothing."""
    assert measured("query ($n: Int = 7) { bookings(first: $n) { nodes { id } } }", variables).cost == cost


def test_lists_of_ids_cost_their_length() -> None:
    """As many records as are named, whoever names them."""
    assert measured("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": ["x"] * 40}).cost == 40


@pytest.mark.parametrize(
    ("variables", "cost"), [({}, 1), ({"more": True}, 26), ({"more": False}, 1), ({"more": 1}, 26)]
)
def test_what_is_left_out_costs_nothing(variables: dict[str, Any], cost: int) -> None:
    """@skip and @include count by the value they are given."""
    query = """query ($more: Boolean! = false) {
      source(name: "park") { name }
      bookings @include(if: $more) { nodes { id } }
      events @skip(if: true) { nodes { id } }
    }"""
    assert measured(query, variables).cost == cost


def test_depth_aliases_and_directives_count_through_fragments() -> None:
    """A fragment counts wherever it is spread; the deepest way through it is the depth."""
    found = measured("""
      { a: bookings { nodes { ...B } } b: bookings { nodes { ...B @include(if: true) } } }
      fragment B on Booking { n: name customer { name @skip(if: false) } }
    """)
    assert (found.depth, found.aliases, found.directives) == (4, 4, 3)


def test_the_operation_that_is_named_is_measured() -> None:
    """Of several operations it is the one that runs; one that is not there has no size."""
    query = "query a { sources { name } } query b { bookings { nodes { id } } }"
    assert measured(query, name="b").cost == 25
    assert measure(GRAPH, parse(query), "c") is None


def test_tools_may_ask_for_the_whole_schema() -> None:
    """The introspection query of tools is within its bound, costs nothing else and is not deep."""
    found = measured(get_introspection_query(input_value_deprecation=True))
    assert 0 < found.introspected <= most_introspected(GRAPH)
    assert (found.cost, found.depth) == (0, 0)


def doubling(levels: int) -> str:
    """Write a document whose fragments each spread the next one twice."""
    fragments = " ".join(f"fragment F{at} on Venue {{ ...F{at + 1} ...F{at + 1} }}" for at in range(levels))
    return f'{{ venue(id: "x") {{ ...F0 }} }} {fragments} fragment F{levels} on Venue {{ x: name }}'


@pytest.mark.parametrize("levels", [10, 20, 40, 80])
def test_each_node_is_met_once(levels: int) -> None:
    """A document that stands for 2 to the power of 80 fields takes as many steps as it has nodes."""
    found = measured(doubling(levels))
    assert found.visited == 2 * levels + 3
    assert found.aliases == min(2**levels, MOST)


def test_lists_in_lists_stop_at_the_most_that_is_counted() -> None:
    """Products that no number should hold end at one that says enough."""
    inner = "{ id }"
    for _ in range(12):
        inner = f"{{ venue {{ events(first: 100) {{ nodes {inner} }} }} }}"
    assert measured(f"{{ events {{ nodes {inner} }} }}").cost == MOST


def test_no_more_levels_are_followed_than_a_stack_holds() -> None:
    """A chain of fragments longer than that is told so, and not followed to its end."""
    chain = " ".join(f"fragment F{at} on Venue {{ ...F{at + 1} }}" for at in range(400))
    found = measure(GRAPH, parse(f'{{ venue(id: "x") {{ ...F0 }} }} {chain} fragment F400 on Venue {{ name }}'), None)
    assert found is not None
    assert found.nested == DEEPEST + 1
    assert found.visited <= DEEPEST
