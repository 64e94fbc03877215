"""What an operation goes through before it runs: each document is read and checked once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from graphql import (
    ASTValidationRule,
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    parse,
    validate,
)
from graphql.validation.rules import overlapping_fields_can_be_merged
from graphql.validation.validate import ValidationAbortedError
from strawberry.extensions import SchemaExtension

from schema.context import Context
from schema.given import Given
from schema.known import Known, Remembered
from schema.limits import Limits
from schema.mattering import planned_by
from schema.measure import most_introspected
from schema.plan import plan
from schema.too_complex import beyond, too_complex, too_many_calls

LONGEST_WORD: Final = 40
"""How many characters a document may have for each word and sign it may have, all the space between them included."""

MOST_COMPARED: Final = 20_000
"""How many comparisons of its fields with each other, in graphql-core's own count, a document may take."""

overlapping_fields_can_be_merged.MAX_COMPLEXITY_BUDGET = MOST_COMPARED


class Checked(SchemaExtension):
    """Parses, validates and measures an operation's document, each once a document; refuses one that is too much.

    Args:
        remembered: the documents that came before.

    """

    def __init__(self, remembered: Remembered) -> None:
        self._remembered: Final = remembered
        self._known: Known | None = None
        self._cost: dict[str, int] | None = None

    def on_parse(self) -> Iterator[None]:
        """Parse the document, unless it is known: trusted documents always are."""
        asked = self.execution_context
        context = asked.context
        trusted = context.trusted if isinstance(context, Context) else None
        self._known = trusted or read(asked.query or "", _allowed(context).tokens, self._remembered)
        asked.graphql_document = self._known.document
        if isinstance(context, Context):
            context.document = self._known
        yield

    def on_validate(self) -> Iterator[None]:
        """Validate the document and measure the operation."""
        asked, known = self.execution_context, self._known
        if known is not None:
            schema = asked.schema._schema  # noqa: SLF001  # strawberry offers no public way to graphql-core's
            faults = known.faults(lambda document: validated(schema, document, asked.validation_rules))
            several = _several(known.document) if asked._provided_operation_name is None else []  # noqa: SLF001  # the public one is the first operation's where none is named
            # An empty list, never None, which would have Strawberry validate once more.
            asked.pre_execution_errors = [*faults, *several] or self._beyond(known, schema)
        yield

    def _beyond(self, known: Known, schema: GraphQLSchema) -> list[GraphQLError]:
        asked = self.execution_context
        size = known.measured(schema, asked.operation_name, asked.variables or {})
        if size is None:
            return []
        allowed = _allowed(asked.context)
        self._cost = {"asked": size.cost, "allowed": allowed.cost}
        return beyond(size, allowed, most_introspected(schema)) or self._beyond_calls(known, allowed.vendor_calls)

    def _beyond_calls(self, known: Known, allowed: int) -> list[GraphQLError]:
        asked = self.execution_context
        sources = asked.context.ordered() if isinstance(asked.context, Context) else ()
        name, variables = asked.operation_name, asked.variables or {}
        planned = known.planned(
            planned_by(known.mattering, name, variables, sources),
            lambda: plan(Given(asked.schema), known.document, name, variables, sources),
        )
        return too_many_calls(planned, allowed)

    def get_results(self) -> dict[str, Any]:
        """Give the cost for the answer's extensions."""
        return {} if self._cost is None else {"cost": self._cost}


def validated(
    schema: GraphQLSchema, document: DocumentNode, rules: Sequence[type[ASTValidationRule]] | None = None
) -> list[GraphQLError]:
    """Give what makes a document invalid. One that takes very long to be told valid is too complex."""
    faults = validate(schema, document, rules)
    if any(isinstance(fault, ValidationAbortedError) and fault.message == "Validation aborted." for fault in faults):
        sentence = "Telling whether the query is valid takes {} comparisons or more; at most {} are allowed."
        return [too_complex("comparisons", MOST_COMPARED + 1, MOST_COMPARED, sentence)]
    return faults


def read(text: str, most: int, remembered: Remembered) -> Known:
    """Read a document of at most so many words and signs.

    Raises:
        GraphQLError: it is none, or longer.

    """
    if len(text) > most * LONGEST_WORD:
        sentence = "The query is {} characters long; at most {} are allowed."
        raise too_complex("length", len(text), most * LONGEST_WORD, sentence)
    try:
        return remembered.get(text, most, lambda text, most: parse(text, max_tokens=most))
    except GraphQLError as fault:
        if f"more than {most} tokens" not in fault.message:
            raise
        sentence = "The query is written in {} words and signs or more; at most {} are allowed."
        raise too_complex("tokens", most + 1, most, sentence) from None


def _several(document: DocumentNode) -> list[GraphQLError]:
    """Refuse to choose among several operations; Strawberry would run the first."""
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    if len(operations) == 1:
        return []
    return [GraphQLError("operationName: expected the name of one of the document's operations.", operations)]


def _allowed(context: object) -> Limits:
    return context.allowed if isinstance(context, Context) else Limits()
