"""How what went wrong is told: to a client with a code and nothing it should not see, to the operator in one line.

Expected faults carry their own sentence. Anything else is a fault of the gateway: a client learns that and a number by
which the operator finds the line in the log, which names where it happened, never what it held.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from pathlib import Path
from traceback import extract_tb
from typing import Any, Final

from graphql import GraphQLError

from loaders.errors import FoyerError
from schema.types.errors import ErrorCode, graphql_error

LOG: Final = logging.getLogger("foyer")


def told(errors: Sequence[GraphQLError]) -> list[dict[str, Any]]:
    """Give errors as a response tells them."""
    return [dict(_told(error).formatted) for error in errors]


def _told(error: GraphQLError) -> GraphQLError:
    cause = error.original_error
    if isinstance(cause, FoyerError):
        return _placed(graphql_error(cause), error)
    if isinstance(cause, GraphQLError):
        return _placed(cause, error)
    if cause is None or _is_input(cause):
        return _coded(error)
    return _placed(masked(cause, error.path), error)


def masked(cause: BaseException, path: Sequence[str | int] | None) -> GraphQLError:
    """Log a fault of the gateway in one line, under a number, and give what a client is told of it."""
    number = secrets.token_hex(4)
    LOG.error("internal fault %s: %s at %s, path %s", number, type(cause).__name__, _where(cause), path)
    return GraphQLError(
        f"The gateway failed. Its log tells more under the number {number}.",
        extensions={"code": ErrorCode.INTERNAL.value},
    )


def _is_input(cause: BaseException) -> bool:
    """Tell whether Strawberry refused a value a client sent."""
    return type(cause).__module__.startswith("strawberry.") and "Coercion" in type(cause).__name__


def _coded(error: GraphQLError) -> GraphQLError:
    if error.extensions and "code" in error.extensions:
        return error
    return GraphQLError(
        error.message,
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
        extensions={**(error.extensions or {}), "code": ErrorCode.BAD_USER_INPUT.value},
    )


def _placed(error: GraphQLError, at: GraphQLError) -> GraphQLError:
    extensions = error.extensions or {"code": ErrorCode.BAD_USER_INPUT.value}
    return GraphQLError(error.message, nodes=at.nodes, path=at.path, extensions=extensions)


def _where(cause: BaseException) -> str:
    frames = extract_tb(cause.__traceback__)
    if not frames:
        return "an unknown place"
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}"
