"""The schema, built once."""

from typing import Any

from graphql import GraphQLError
from strawberry.extensions import ParserCache, ValidationCache
from strawberry.federation.schema import Schema as FederationSchema
from strawberry.schema.config import StrawberryConfig

from schema.edge import VIEWS
from schema.query import Query
from schema.scalars import SCALARS
from schema.sources import SOURCE_VIEWS

DOCUMENTS_CACHED = 512
"""How many documents are kept parsed and validated."""


class Schema(FederationSchema):
    """The graph's schema; what goes wrong in it is told by the door, not by Strawberry's log."""

    def process_errors(self, errors: list[GraphQLError], execution_context: Any = None) -> None:
        """Leave the telling to the door."""


def build_schema() -> Schema:
    """Build the schema."""
    return Schema(
        query=Query,
        types=[*VIEWS.values(), *SOURCE_VIEWS.values()],
        extensions=[lambda: ParserCache(DOCUMENTS_CACHED), lambda: ValidationCache(DOCUMENTS_CACHED)],
        config=StrawberryConfig(scalar_map=SCALARS),
        federation_version="2.9",
    )
