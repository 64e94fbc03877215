"""The schema, built once."""

from collections.abc import Iterator
from typing import Any

from graphql import GraphQLError, OperationDefinitionNode
from strawberry.extensions import DisableIntrospection, ParserCache, SchemaExtension, ValidationCache
from strawberry.federation.schema import FederationAny
from strawberry.federation.schema import Schema as FederationSchema
from strawberry.schema.config import StrawberryConfig
from strawberry.types.info import Info

from schema.edge import VIEWS
from schema.entity import refer
from schema.mutation import Mutation
from schema.query import Query
from schema.scalars import SCALARS
from schema.scopes import Scopes
from schema.sources import SOURCE_VIEWS

DOCUMENTS_CACHED = 512
"""How many documents are kept parsed and validated."""


class OneOperation(SchemaExtension):
    """Refuses to choose among several operations; Strawberry would run the first."""

    def on_validate(self) -> Iterator[None]:
        """Refuse a document of several operations of which none is named."""
        known = self.execution_context
        document, named = known.graphql_document, known._provided_operation_name  # noqa: SLF001  # the public one is the first operation's where none is named
        if document is not None and named is None:
            several = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
            if len(several) > 1:
                refusal = GraphQLError("operationName: expected the name of one of the document's operations.", several)
                known.pre_execution_errors = [*(known.pre_execution_errors or ()), refusal]
        yield


class Schema(FederationSchema):
    """The graph's schema; what goes wrong in it is told by the door, not by Strawberry's log."""

    def process_errors(self, errors: list[GraphQLError], execution_context: Any = None) -> None:
        """Leave the telling to the door."""

    def entities_resolver(self, info: Info[Any, Any], representations: list[FederationAny]) -> list[FederationAny]:
        """Give what each representation stands for; one that stands for nothing spoils its own slot alone."""
        found: Any = [refer(representation, info) for representation in representations]
        return found


def build_schema(*, introspection: bool = True) -> Schema:
    """Build the schema.

    Args:
        introspection: whether a client may ask what the schema holds.

    """
    hidden: list[type[SchemaExtension]] = [] if introspection else [DisableIntrospection]
    return Schema(
        query=Query,
        mutation=Mutation,
        types=[*VIEWS.values(), *SOURCE_VIEWS.values()],
        # ValidationCache replaces what was found before it, so the rule of the house comes behind.
        extensions=[
            lambda: ParserCache(DOCUMENTS_CACHED),
            lambda: ValidationCache(DOCUMENTS_CACHED),
            OneOperation,
            Scopes,
            *hidden,
        ],
        config=StrawberryConfig(scalar_map=SCALARS),
        federation_version="2.9",
    )
