"""What a request asks, read from JSON or from an address, in the words of GraphQL over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cross_web import HTTPException
from strawberry.http import GraphQLRequestData

MOST_AT_ONCE: Final = 10
"""How many operations one request may hold."""

PARAMETERS: Final = ("query", "documentId", "extensions")
"""Of these at least one is there where something is asked by GET."""

_EXPECTED: Final = "Expected a JSON object with a query, and perhaps variables and operationName."
_FIELDS: Final[tuple[tuple[str, type, str], ...]] = (
    ("query", str, "a string"),
    ("variables", dict, "an object"),
    ("extensions", dict, "an object"),
)


@dataclass
class Asked(GraphQLRequestData):
    """One operation as it was asked for. `document_id` names a document that Foyer knows, in place of a query."""

    document_id: str | None = None


def read_asked(data: object) -> GraphQLRequestData | list[GraphQLRequestData]:
    """Read what is asked: one operation, or a list of them.

    Raises:
        HTTPException: it is no request of GraphQL over HTTP; the reason is a sentence for the client.

    """
    if not isinstance(data, list):
        return _one(data)
    if not 1 <= len(data) <= MOST_AT_ONCE:
        raise HTTPException(400, f"Expected 1 to {MOST_AT_ONCE} operations in a list; got {len(data)}.")
    return [_one(entry) for entry in data]


def _one(data: object) -> Asked:
    if not isinstance(data, Mapping):
        raise HTTPException(400, _EXPECTED)
    for field, kind, words in _FIELDS:
        if not isinstance(data.get(field), kind | None):
            raise HTTPException(400, f"The GraphQL operation's `{field}` must be {words} or null, if provided.")
    operation_name, document_id = data.get("operationName"), data.get("documentId")
    if not isinstance(operation_name, str | None):
        raise HTTPException(400, _EXPECTED)
    if not isinstance(document_id, str | None):
        raise HTTPException(400, "The GraphQL operation's `documentId` must be a string or null, if provided.")
    return Asked(
        data.get("query"), data.get("variables"), operation_name, data.get("extensions"), document_id=document_id
    )
