"""Who may have what kind of operation run."""

from collections.abc import Iterator

from graphql import GraphQLError
from strawberry.extensions import SchemaExtension
from strawberry.types.graphql import OperationType

from schema.context import READ, WRITE
from schema.types.errors import ErrorCode


class Scopes(SchemaExtension):
    """Refuses operations that who asks may not have run."""

    def on_validate(self) -> Iterator[None]:
        """Refuse a change of one who may only ask, and a question of one who may only change."""
        known = self.execution_context
        if known.graphql_document is not None and not known.pre_execution_errors:
            change = known.operation_type is OperationType.MUTATION
            scope = WRITE if change else READ
            if scope not in known.context.scopes:
                refusal = GraphQLError(
                    f"Expected a token that may {scope}.", extensions={"code": ErrorCode.FORBIDDEN.value}
                )
                known.pre_execution_errors = [refusal]
        yield
