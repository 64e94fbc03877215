"""Questions by chance, from hypothesis-graphql: valid against the graph, and mostly of things that are there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from graphql import GraphQLSchema, ValueNode, build_schema, parse_value, print_schema
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis_graphql import nodes
from hypothesis_graphql.strategies import queries

ENTITIES: Final = ("Venue", "Space", "Event", "Booking", "Customer", "Nothing")
SOURCES: Final = ("hotel", "park", "hall", "museum", "banquets")
WORDS: Final = ("", "a", "Müller", "1", "%", "💶", "' OR 1=1 --", "*", "../..", "\0")
DATES: Final = ("2026-06-14", "2026-06-15", "2026-07-01", "9999-12-31")
MOMENTS: Final = ("2026-06-15T00:00:00+02:00", "2026-06-16T00:00:00Z", "2026-06-20T12:30:00.5-11:00")
NUMBERS: Final = (*range(1, 21), 0, -1, 2**31 - 1)
OURS: Final = re.compile(r"\b(ID|String|Int)\b(?=[!\]),\s])")
"""The scalars that questions are to fill with what is there now and then, not with anything at all."""

DEAR: Final = ("node", "nodes")
"""Fields of which a question names something of every type there is; a few are enough."""


def questions(schema: GraphQLSchema, ids: Mapping[str, Sequence[str]], of_each: int, which: int) -> list[str]:
    """Make questions, each another, of every field of Query.

    Args:
        schema: the graph.
        ids: global ids that are there, by what they are of: `venue`, `booking` and so on.
        of_each: how many of each field; fewer of those that are dear.
        which: decides everything.

    """
    text = OURS.sub(r"Any\1", print_schema(schema)) + "\nscalar AnyID scalar AnyString scalar AnyInt"
    graph = build_schema(text, assume_valid=True)
    assert graph.query_type is not None
    made: dict[str, None] = {}
    for name in graph.query_type.fields:
        some = _some(graph, name, _scalars(name, ids), of_each // 10 if name in DEAR else of_each, which)
        made.update(dict.fromkeys(some))
    return list(made)


def _some(
    graph: GraphQLSchema, name: str, scalars: dict[str, st.SearchStrategy[Any]], most: int, which: int
) -> list[str]:
    made: list[str] = []

    @seed(which)
    @settings(max_examples=most, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(queries(graph, fields=(name,), custom_scalars=scalars))
    def make(question: str) -> None:
        made.append(question)

    make()
    return made


def _scalars(name: str, ids: Mapping[str, Sequence[str]]) -> dict[str, st.SearchStrategy[ValueNode]]:
    every = [one for some in ids.values() for one in some]
    here = ids.get(name) or (ids["venue"] if name.endswith("s") else every)
    usual = st.sampled_from(here if name not in DEAR else every)
    known = usual if name in DEAR else st.one_of(usual, usual, usual, st.sampled_from((*every, *WORDS)))
    entity = st.builds(
        lambda kind, key: parse_value(f'{{ __typename: "{kind}", id: "{key}" }}'),
        st.sampled_from(ENTITIES),
        st.sampled_from(every),
    )
    return {
        "AnyID": known.map(nodes.String),
        "AnyString": st.one_of(st.sampled_from((*SOURCES, *WORDS)), st.text(max_size=20)).map(nodes.String),
        "AnyInt": st.sampled_from(NUMBERS).map(nodes.Int),
        "Date": st.sampled_from(DATES).map(nodes.String),
        "DateTime": st.sampled_from(MOMENTS).map(nodes.String),
        "Decimal": st.just(nodes.String("1.50")),
        "FieldSet": st.just(nodes.String("id")),
        "_Any": entity,
    }
