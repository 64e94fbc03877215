"""Questions by chance: valid against the graph, mostly of things that are there; a seed makes them again."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
    is_required_argument,
    is_required_input_field,
)

DEEPEST: Final = 5
MOST_FIELDS: Final = 40
ODDS: Final = 0.3
"""How often what may be left out is given."""

ODD: Final = 0.03
"""How often something is asked that cannot be meant."""

ENTITIES: Final = ("Venue", "Space", "Event", "Booking", "Customer", "Nothing")
SOURCES: Final = ("hotel", "park", "hall", "museum", "banquets")
WORDS: Final = ("", "a", "Müller", "1", "%", "💶", "' OR 1=1 --", "*", "../..")
DATES: Final = ("2026-06-14", "2026-06-15", "2026-07-01", "9999-12-31")
MOMENTS: Final = ("2026-06-15T00:00:00+02:00", "2026-06-16T00:00:00Z", "2026-06-20T12:30:00.5-11:00")


class Chance:
    """Makes questions.

    Args:
        schema: the graph.
        ids: global ids that are there, by what they are of: `venue`, `booking` and so on.
        seed: decides everything.

    """

    def __init__(self, schema: GraphQLSchema, ids: Mapping[str, Sequence[str]], seed: int) -> None:
        self._schema: Final = schema
        self._ids: Final = ids
        self._dice: Final = random.Random(seed)  # noqa: S311  # chance that can be made again
        self._left = 0
        self._names = 0

    def question(self) -> str:
        """Make a question."""
        self._left, self._names = MOST_FIELDS, 0
        query = self._schema.query_type
        assert query is not None
        return f"query {self._fields(query, 0)}"

    def _fields(self, of: GraphQLObjectType | GraphQLInterfaceType, depth: int, *, apart: bool = False) -> str:
        deep = depth >= DEEPEST or self._left <= 0
        known = [
            (name, field)
            for name, field in of.fields.items()
            if name != "_service" and (not deep or is_leaf_type(get_named_type(field.type)))
        ]
        some = self._dice.sample(known, min(len(known), self._dice.randint(1, 4)))
        return "{ __typename " + " ".join(self._field(name, field, depth, apart=apart) for name, field in some) + " }"

    def _field(self, name: str, field: GraphQLField, depth: int, *, apart: bool) -> str:
        self._left -= 1
        self._names += 1
        given = [
            f"{key}: {self._value(argument.type, name if key in {'id', 'ids'} else key)}"
            for key, argument in field.args.items()
            if is_required_argument(argument) or self._dice.random() < ODDS
        ]
        directive = self._dice.choice((" @skip(if: true)", " @include(if: true)", "", "", "", "", "", ""))
        arguments = f"({', '.join(given)})" if given else ""
        alias = f"x{self._names}: " if apart else ""
        return f"{alias}{name}{arguments}{directive}{self._below(get_named_type(field.type), depth)}"

    def _below(self, found: Any, depth: int) -> str:  # any type of graphql-core's
        if isinstance(found, GraphQLObjectType | GraphQLInterfaceType):
            below = self._fields(found, depth + 1)
            if isinstance(found, GraphQLInterfaceType):
                below = below[:-1] + self._fragments(found, depth) + " }"
            return f" {below}"
        if isinstance(found, GraphQLUnionType):
            return f" {{ __typename {self._fragments(found, depth)} }}"
        return ""

    def _fragments(self, found: GraphQLInterfaceType | GraphQLUnionType, depth: int) -> str:
        kinds = self._schema.get_possible_types(found)
        some = self._dice.sample(list(kinds), min(2, len(kinds)))
        return " ".join(f"... on {kind.name} {self._fields(kind, depth + 1, apart=True)}" for kind in some)

    def _value(self, of: Any, of_what: str) -> str:  # as above
        if isinstance(of, GraphQLNonNull):
            return self._value(of.of_type, of_what)
        if isinstance(of, GraphQLList):
            return "[" + ", ".join(self._value(of.of_type, of_what) for _ in range(self._dice.randint(0, 3))) + "]"
        if isinstance(of, GraphQLEnumType):
            return self._dice.choice(list(of.values))
        if isinstance(of, GraphQLInputObjectType):
            given = [
                f"{name}: {self._value(field.type, name)}"
                for name, field in of.fields.items()
                if is_required_input_field(field) or self._dice.random() < ODDS
            ]
            return "{" + ", ".join(given) + "}"
        scalars: Mapping[str, Callable[[], str]] = {
            "ID": lambda: self._id(of_what),
            "Int": lambda: str(self._dice.choice((*range(1, 21), 0, 2**31 - 1))),
            "Float": lambda: "1.5",
            "Boolean": lambda: self._dice.choice(("true", "false")),
            "Date": lambda: json.dumps(self._dice.choice(DATES)),
            "DateTime": lambda: json.dumps(self._dice.choice(MOMENTS)),
            "Decimal": lambda: '"1.50"',
            "_Any": lambda: f'{{__typename: "{self._dice.choice(ENTITIES)}", id: {self._id("booking")}}}',
        }
        return scalars.get(of.name, lambda: self._word(of_what))()

    def _word(self, of_what: str) -> str:
        usual = SOURCES if of_what in {"source", "sources", "name"} else WORDS
        return json.dumps(self._dice.choice(WORDS if self._dice.random() < ODD else usual), ensure_ascii=False)

    def _id(self, of_what: str) -> str:
        kind = of_what.removesuffix("s")
        usual = self._ids.get(kind) or [one for some in self._ids.values() for one in some]
        return json.dumps(self._dice.choice(WORDS if self._dice.random() < ODD else usual))
