"""What an operation goes through before it runs: each document read and checked once, each size taken once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from graphql import GraphQLError, OperationDefinitionNode
from graphql.validation.rules import overlapping_fields_can_be_merged
from graphql.validation.validate import ValidationAbortedError
from strawberry.extensions import ParserCache, SchemaExtension, ValidationCache

from schema.context import Context
from schema.limits import Limits
from schema.measure import measure, most_introspected
from schema.too_complex import beyond, too_complex

DOCUMENTS_CACHED: Final = 512
"""How many documents are kept parsed and validated."""

LONGEST_WORD: Final = 40
"""How many characters a document may have for each word and sign it may have, all the space between them included."""

MOST_COMPARED: Final = 20_000
"""How many comparisons of its fields with each other, in graphql-core's own count, a document may take."""

overlapping_fields_can_be_merged.MAX_COMPLEXITY_BUDGET = MOST_COMPARED


class Parsed(ParserCache):
    """Parses a document that is not too long, unless it came parsed: trusted documents do."""

    def __init__(self) -> None:
        super().__init__(DOCUMENTS_CACHED)

    def on_parse(self) -> Iterator[None]:
        """Parse the document."""
        known = self.execution_context
        context = known.context
        if isinstance(context, Context) and context.trusted is not None:
            known.graphql_document = context.trusted
            yield
            return
        most = _allowed(context).tokens
        length = len(known.query or "")
        if length > most * LONGEST_WORD:
            sentence = "The query is {} characters long; at most {} are allowed."
            raise too_complex("length", length, most * LONGEST_WORD, sentence)
        known.parse_options = {"max_tokens": most}
        try:
            yield from super().on_parse()
        except GraphQLError as fault:
            if f"more than {most} tokens" not in fault.message:
                raise
            sentence = "The query is written in {} words and signs or more; at most {} are allowed."
            raise too_complex("tokens", most + 1, most, sentence) from None


class Valid(ValidationCache):
    """Validates a document once. One that takes very long to be told valid is too complex."""

    def __init__(self) -> None:
        super().__init__(DOCUMENTS_CACHED)

    def on_validate(self) -> Iterator[None]:
        """Validate the document."""
        known = self.execution_context
        if isinstance(known.context, Context) and known.context.trusted is not None:
            known.validation_rules = ()
        for _ in super().on_validate():
            errors = known.pre_execution_errors or []
            if any(
                isinstance(error, ValidationAbortedError) and error.message == "Validation aborted." for error in errors
            ):
                sentence = "Telling whether the query is valid takes {} comparisons or more; at most {} are allowed."
                known.pre_execution_errors = [too_complex("comparisons", MOST_COMPARED + 1, MOST_COMPARED, sentence)]
            yield


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


class WithinLimits(SchemaExtension):
    """Refuses a valid operation that asks for more than is allowed; tells what one costs."""

    _cost: dict[str, int] | None = None

    def on_validate(self) -> Iterator[None]:
        """Measure the operation."""
        known = self.execution_context
        document = known.graphql_document
        if document is not None and not known.pre_execution_errors:
            schema = known.schema._schema  # noqa: SLF001  # strawberry offers no public way to graphql-core's
            asked = measure(schema, document, known.operation_name, known.variables)
            if asked is not None:
                allowed = _allowed(known.context)
                self._cost = {"asked": asked.cost, "allowed": allowed.cost}
                known.pre_execution_errors = beyond(asked, allowed, most_introspected(schema)) or None
        yield

    def get_results(self) -> dict[str, Any]:
        """Give the cost for the answer's extensions."""
        return {} if self._cost is None else {"cost": self._cost}


def _allowed(context: object) -> Limits:
    return context.allowed if isinstance(context, Context) else Limits()
