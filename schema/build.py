"""The schema, built once."""

from typing import Any, Final

from graphql import GraphQLError
from strawberry.extensions import DisableIntrospection, SchemaExtension
from strawberry.federation.schema import FederationAny
from strawberry.federation.schema import Schema as FederationSchema
from strawberry.schema.config import StrawberryConfig
from strawberry.types.info import Info

from schema.delivery import WORDS
from schema.edge import VIEWS
from schema.entity import refer
from schema.executor import Executor
from schema.known import Known, Remembered
from schema.limits import Limits
from schema.mutation import Mutation
from schema.operation import Checked, read
from schema.query import Query
from schema.scalars import SCALARS
from schema.scopes import Scopes
from schema.sources import SOURCE_VIEWS
from schema.subscription import Subscription
from schema.traced import Traced


class Schema(FederationSchema):
    """The graph's schema; what goes wrong in it is told by the door, not by Strawberry's log."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.remembered: Final = Remembered()

    def known(self, text: str | None, allowed: Limits) -> Known | None:
        """Read a document that may be answered otherwise than at once; None where it surely is, or is no document."""
        if not text or not any(word in text for word in WORDS):
            return None
        try:
            return read(text, allowed.tokens, self.remembered)
        except GraphQLError:
            return None

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
    schema: Schema = Schema(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        types=[*VIEWS.values(), *SOURCE_VIEWS.values()],
        extensions=[lambda: Checked(schema.remembered), Scopes, Traced, *hidden],
        config=StrawberryConfig(scalar_map=SCALARS, enable_experimental_incremental_execution=True),
        execution_context_class=Executor,
        federation_version="2.9",
    )
    return schema
