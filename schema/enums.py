"""Turns the house's own enums into GraphQL ones, with a sentence for the enum and for each of its values."""

from collections.abc import Mapping
from enum import Enum
from typing import Any, TypeVar

import strawberry

E = TypeVar("E", bound=Enum)


def described(enum: type[E], description: str, values: Mapping[str, str], *, name: str | None = None) -> type[E]:
    """Give an enum to the graph.

    Args:
        enum: the enum.
        description: what it tells.
        values: each member's name and what it means; all of them.
        name: its name in the graph, where that is not the class's.

    """
    made: Any = strawberry.enum(enum, name=name, description=description)
    for value in made.__strawberry_definition__.values:
        value.description = values[value.name]
    return enum
