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
    if isinstance(cause, GraphQLError) and "code" in (cause.extensions or {}):
        return _placed(cause, error)
    if _blames_the_question(error):
        return _coded(error)
    return _placed(masked(cause or error, error.path), error)


def masked(cause: BaseException, path: Sequence[str | int] | None) -> GraphQLError:
    """Log a fault of the gateway in one line, under a number, and give what a client is told of it."""
    number = secrets.token_hex(4)
    LOG.error("internal fault %s: %s at %s, path %s", number, type(cause).__name__, _where(cause), path)
    return GraphQLError(
        f"The gateway failed. Its log tells more under the number {number}.",
        extensions={"code": ErrorCode.INTERNAL.value},
    )


def _blames_the_question(error: GraphQLError) -> bool:
    """Tell whether graphql-core refused what a client sent.

    Before anything runs it always does. Later it may be the value of an argument, and then it points at it; a value of
    ours that it cannot write it tells of without a place.
    """
    cause = error.original_error
    if error.path is None:
        return cause is None or isinstance(cause, GraphQLError)
    return isinstance(cause, GraphQLError) and bool(cause.nodes)


def _coded(error: GraphQLError) -> GraphQLError:
    return GraphQLError(
        error.message,
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
        extensions={"code": ErrorCode.BAD_USER_INPUT.value, **(error.extensions or {})},
    )


def _placed(error: GraphQLError, at: GraphQLError) -> GraphQLError:
    return GraphQLError(error.message, nodes=at.nodes, path=at.path, extensions=error.extensions)


def _where(cause: BaseException) -> str:
    frames = extract_tb(cause.__traceback__)
    if not frames:
        return "an unknown place"
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}"
