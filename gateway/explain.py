"""Tells what vendor calls a query may need, and with `run` which it took."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphql import DocumentNode, GraphQLError, OperationDefinitionNode, OperationType, parse

from gateway.assembly import close_sources, open_sources
from gateway.context import allowed_by, open_operation
from gateway.errors import told
from gateway.settings import Settings
from loaders.inquiry import Call
from schema.build import Schema, build_schema
from schema.given import Given
from schema.known import Known
from schema.limits import Limits
from schema.measure import most_introspected
from schema.operation import validated
from schema.plan import plan
from schema.tally import Plan
from schema.too_complex import beyond, too_many_calls


class Usage(Exception):
    """The command was not used as it has to be; the sentence says how."""


class Unsound(Exception):
    """The query is none, or is not valid; the sentence says where."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query that can be explained.

    Args:
        text: as it is written.
        document: as it was read.
        operation: the operation that is meant.
        variables: its variables.

    """

    text: str
    document: DocumentNode
    operation: OperationDefinitionNode
    variables: Mapping[str, Any]

    @property
    def name(self) -> str | None:
        """The operation's name, where it has one."""
        return None if self.operation.name is None else self.operation.name.value


@dataclass(frozen=True, slots=True)
class Ran:
    """What running a query took: its calls, and what is wrong with its answer."""

    calls: Sequence[Call]
    errors: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a query may need of vendors, whether it would be refused, and what it took."""

    asked: Asked
    plan: Plan
    allowed: int
    refusals: tuple[str, ...]
    ran: Ran | None = None

    @property
    def fine(self) -> bool:
        """Whether it would be answered, and was, if it was asked."""
        return not self.refusals and not (self.ran is not None and self.ran.errors)


def read_asked(path: Path, operation: str | None, variables: str | None) -> Asked:
    """Read what is to be explained.

    Args:
        path: the file with the document.
        operation: the name of the operation that is meant; None where there is only one.
        variables: the variables, as JSON.

    Raises:
        Usage: there is no such file or operation, several operations and no name, or no JSON object of variables.
        Unsound: the file holds no GraphQL.

    """
    try:
        text = path.read_text("utf-8")
    except OSError as fault:
        raise Usage(f"{path}: {fault.strerror}") from None
    except UnicodeDecodeError:
        raise Unsound(f"{path}: not UTF-8 text") from None
    try:
        document = parse(text)
    except GraphQLError as fault:
        raise Unsound(_at(path, fault)) from None
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    names = [one.name.value for one in operations if one.name is not None]
    meant = [one for one in operations if operation is None or (one.name is not None and one.name.value == operation)]
    if not operations:
        raise Unsound(f"{path}: no operation")
    if not meant:
        raise Usage(f"--operation: expected one of {', '.join(names) or 'none'}; got {operation!r}")
    if len(meant) > 1:
        raise Usage(f"{path} holds several operations: say which with --operation: {', '.join(names)}")
    return Asked(text, document, meant[0], _variables(variables))


def _variables(written: str | None) -> Mapping[str, Any]:
    try:
        read = json.loads(written) if written is not None else {}
    except ValueError as fault:
        raise Usage(f"--variables: not JSON: {fault}") from None
    if not isinstance(read, dict):
        raise Usage("--variables: expected a JSON object, like '{\"first\": 5}'")
    return read


def _at(path: Path, fault: GraphQLError) -> str:
    where = ":".join(str(part) for one in (fault.locations or ())[:1] for part in (one.line, one.column))
    return f"{path}{f':{where}' if where else ''}: {fault.message}"


async def explain(path: Path, asked: Asked, settings: Settings, *, run: bool) -> Explanation:
    """Explain a query with the sources that are configured.

    Args:
        path: the file it came from, for sentences.
        asked: the query.
        settings: what is configured.
        run: whether to ask it.

    Raises:
        Usage: it is to be run and changes something.
        Unsound: it is not valid.

    """
    schema = build_schema()
    faults = validated(schema._schema, asked.document)  # noqa: SLF001  # strawberry offers no public way to graphql-core's
    if faults:
        raise Unsound("\n".join(_at(path, fault) for fault in faults))
    if run and asked.operation.operation is not OperationType.QUERY:
        raise Usage("--run asks questions only: this operation changes something, or goes on for ever")
    sources = open_sources(settings)
    allowed = allowed_by(settings.server)
    try:
        given = Given(schema)
        planned = plan(given, asked.document, asked.name, asked.variables, tuple(sources.values()))
        refusals = _refusals(schema, given, asked, planned, allowed)
        ran = None
        if run:
            context = open_operation(sources, settings.server.request_timeout_seconds, allowed=allowed)
            result = await schema.execute(
                asked.text, dict(asked.variables), context_value=context, operation_name=asked.name
            )
            errors = [*(getattr(result, "errors", None) or ()), *context.faults]
            context.close()
            ran = Ran(tuple(context.inquiry.calls), told(errors))
    finally:
        await close_sources(sources)
    return Explanation(asked, planned, allowed.vendor_calls, refusals, ran)


def _refusals(schema: Schema, given: Given, asked: Asked, planned: Plan, allowed: Limits) -> tuple[str, ...]:
    """Give why it would not be answered; empty where it would."""
    if not given.begin(asked.operation, asked.variables):
        return ("The variables are not what the operation declares: nothing would be asked.",)
    graph = schema._schema  # noqa: SLF001  # as above
    size = Known(asked.document).measured(graph, asked.name, asked.variables)
    faults = beyond(size, allowed, most_introspected(graph)) if size is not None else []
    return tuple(fault.message for fault in faults or too_many_calls(planned, allowed.vendor_calls))
