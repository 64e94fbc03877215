"""The schema, built once."""

from typing import Any

from graphql import GraphQLError
from strawberry.extensions import DisableIntrospection, SchemaExtension
from strawberry.federation.schema import FederationAny
from strawberry.federation.schema import Schema as FederationSchema
from strawberry.schema.config import StrawberryConfig
from strawberry.types.info import Info

from schema.edge import VIEWS
from schema.entity import refer
from schema.known import Remembered
from schema.mutation import Mutation
from schema.operation import Checked
from schema.query import Query
from schema.scalars import SCALARS
from schema.scopes import Scopes
from schema.sources import SOURCE_VIEWS
from schema.traced import Traced


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
    remembered = Remembered()
    hidden: list[type[SchemaExtension]] = [] if introspection else [DisableIntrospection]
    return Schema(
        query=Query,
        mutation=Mutation,
        types=[*VIEWS.values(), *SOURCE_VIEWS.values()],
        extensions=[lambda: Checked(remembered), Scopes, Traced, *hidden],
        config=StrawberryConfig(scalar_map=SCALARS),
        federation_version="2.9",
    )
