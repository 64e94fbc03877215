"""The sentences that refuse an operation which asks for more than is allowed."""

from __future__ import annotations

from typing import Final

from graphql import GraphQLError

from schema.limits import Limits
from schema.measure import DEEPEST, Measure
from schema.tally import Plan
from schema.types.errors import ErrorCode

MAX_DIRECTIVES: Final = 100
"""How many directives an operation may have."""


def beyond(asked: Measure, allowed: Limits, most_introspected: int) -> list[GraphQLError]:
    """Give a refusal for each limit that an operation goes beyond."""
    limits = (
        ("cost", asked.cost, allowed.cost, "The query costs {}; at most {} is allowed."),
        ("depth", asked.depth, allowed.depth, "The query is {} fields deep; at most {} are allowed."),
        ("aliases", asked.aliases, allowed.aliases, "The query has {} aliases; at most {} are allowed."),
        ("directives", asked.directives, MAX_DIRECTIVES, "The query has {} directives; at most {} are allowed."),
        (
            "introspection",
            asked.introspected,
            most_introspected,
            "The query asks for {} parts of the schema; at most {} are allowed.",
        ),
        (
            "nesting",
            asked.nested,
            DEEPEST,
            "The query nests selections and fragments {} levels or more; at most {} are allowed.",
        ),
    )
    return [too_complex(*limit) for limit in limits if limit[1] > limit[2]]


def too_many_calls(planned: Plan, allowed: int) -> list[GraphQLError]:
    """Refuse an operation that may need more vendor calls than it may; tells what needs most of them."""
    if planned.calls <= allowed:
        return []
    most = max(planned.needs, key=lambda need: need.calls)
    sentence = "The query may take {} vendor calls; at most {} are allowed. " + (
        f"Most of them, {most.calls}, go to {most.source} for {', '.join(most.where[:3])}."
    ).replace("{", "{{").replace("}", "}}")
    return [too_complex("vendorCalls", planned.calls, allowed, sentence)]


def too_complex(limit: str, asked: int, allowed: int, sentence: str) -> GraphQLError:
    """Refuse what goes beyond a limit.

    Args:
        limit: its name.
        asked: how much the operation asks for.
        allowed: how much it may.
        sentence: what a person is told, with a place for either number.

    """
    extensions = {"code": ErrorCode.QUERY_TOO_COMPLEX.value, "limit": limit, "asked": asked, "allowed": allowed}
    return GraphQLError(sentence.format(asked, allowed), extensions=extensions)
