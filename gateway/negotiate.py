"""Which of the two media types of GraphQL over HTTP a client is answered in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

GRAPHQL: Final = "application/graphql-response+json"
JSON: Final = "application/json"
_WILDCARDS: Final = ("application/*", "*/*")


def negotiate(accept: str | None) -> str:
    """Give the media type to answer in: the one a client likes best, of equals the one it names first.

    A client that names neither, or accepts anything, is answered as it always was: `application/json`.

    Args:
        accept: the request's Accept header.

    """
    best, liked = JSON, 0.0
    for part in (accept or "*/*").split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        offered = GRAPHQL if name == GRAPHQL else JSON if name == JSON or name in _WILDCARDS else None
        weight = quality(parameters)
        if offered is not None and weight > liked:
            best, liked = offered, weight
    return best


def quality(parameters: Sequence[str]) -> float:
    """Give how much a client likes what it names, 0 to 1, from the `q` among its lower-case parameters."""
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                weight = float(parameter[2:])
            except ValueError:
                return 0.0
            return weight if 0 <= weight <= 1 else 0.0
    return 1.0
