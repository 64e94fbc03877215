"""Traces of fields as Apollo's routers ask for them (ftv1): which field took how long, and which failed."""

from __future__ import annotations

from typing import Any

from graphql import GraphQLError, GraphQLResolveInfo
from strawberry.extensions.tracing.apollo_federation import ApolloFederationTracingExtension

from loaders.errors import FoyerError
from schema.context import Context


class Traced(ApolloFederationTracingExtension):
    """Traces an operation whose context wants it; every other one runs as if there were no traces.

    What is overridden is private to Strawberry, whose version is pinned: its own reads another kind of context, slows
    down operations that are not traced, and writes into the trace what a fault of the gateway says.
    """

    def _implements_resolve(self) -> bool:  # type: ignore[override]  # asked of each operation's own instance
        return self._check_should_trace()

    def _check_should_trace(self) -> bool:
        context = self.execution_context.context
        return isinstance(context, Context) and context.traced

    def _make_error(self, e: Exception, info: GraphQLResolveInfo[Any]) -> Any:
        told = isinstance(e, FoyerError) or (isinstance(e, GraphQLError) and "code" in (e.extensions or {}))
        return super()._make_error(e if told else Exception("The gateway failed."), info)
