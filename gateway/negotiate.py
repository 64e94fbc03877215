"""Which of the two media types of GraphQL over HTTP a client is answered in."""

from __future__ import annotations

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
        quality = _quality(parameters)
        if offered is not None and quality > liked:
            best, liked = offered, quality
    return best


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                quality = float(parameter[2:])
            except ValueError:
                return 0.0
            return quality if 0 <= quality <= 1 else 0.0
    return 1.0
