"""Runs an operation that may be answered more than once, and tells each answer as a response does."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing
from typing import Any, NamedTuple

from cross_web import HTTPException
from graphql import GraphQLError, InitialIncrementalExecutionResult, SubsequentIncrementalExecutionResult
from strawberry.exceptions import MissingQueryError
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.schema.schema import StreamResult
from strawberry.types.execution import PreExecutionError
from strawberry.types.graphql import OperationType

from gateway.asked import Asked
from gateway.parts import Parts
from gateway.response import explained, response
from schema.build import Schema
from schema.context import Context


class Told(NamedTuple):
    """One answer.

    Args:
        body: what a response tells; written already, where several are told.
        part: whether it is one of several parts of one answer.
        refused: whether the operation was refused before it ran.

    """

    body: Any
    part: bool = False
    refused: bool = False


async def answers(
    graph: Schema, asked: Asked, context: Context, allowed: Iterable[OperationType] = tuple(OperationType)
) -> AsyncGenerator[Told]:
    """Run an operation; what is begun ends with the generator.

    Args:
        graph: the schema.
        asked: the operation, its document found.
        context: its context.
        allowed: the types of operation that may be run.

    Raises:
        HTTPException: there is nothing to run, or not in this way.

    """
    parts = Parts(context, lambda: explained(context))
    results = await graph.stream(
        asked.query,
        variable_values=asked.variables,
        context_value=context,
        operation_name=asked.operation_name,
        operation_extensions=asked.extensions,
        allowed_operation_types=allowed,
    )
    async with aclosing(_read(results)) as read:
        async for result in read:
            if isinstance(result, InitialIncrementalExecutionResult):
                yield Told(parts.first(result), part=True)
            elif isinstance(result, SubsequentIncrementalExecutionResult):
                yield Told(parts.next(result), part=True)
            elif isinstance(result, PreExecutionError):
                _refuse(result)
                yield Told(response(result, context), refused=True)
            else:
                yield Told(response(result, context))


async def _read(results: StreamResult) -> AsyncGenerator[Any]:
    """Read results; a document that cannot be read is a result, too."""
    async with aclosing(results):
        try:
            async for result in results:
                yield result
        except GraphQLError as fault:
            yield PreExecutionError(None, [fault])


def _refuse(result: PreExecutionError) -> None:
    """Raise what Strawberry raises of an operation that is answered once."""
    cause = result.errors[0].original_error if result.errors else None
    if isinstance(cause, CannotGetOperationTypeError):
        raise HTTPException(400, cause.as_http_error_reason()) from cause
    if isinstance(cause, InvalidOperationTypeError):
        raise HTTPException(400, cause.as_http_error_reason("GET")) from cause
    if isinstance(cause, MissingQueryError):
        raise HTTPException(400, "No GraphQL query found in the request") from cause
