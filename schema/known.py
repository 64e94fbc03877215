"""Documents that came before: parsed, validated and measured once, and kept while there is room."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from graphql import DocumentNode, GraphQLError, GraphQLSchema

from schema.delivery import Delivery, delivery
from schema.mattering import Mattering, PlannedBy, mattering
from schema.measure import Measure, Values, deciding, measure, values_of
from schema.tally import Plan

MOST_CHARACTERS: Final = 500_000
"""How much text of documents is kept; parsed, a character takes 50 to 300 bytes."""

MOST_MEASURES: Final = 64
"""How many measures, and how many plans, of one document are kept: one for each operation of it and each way its
variables decide."""

Validate: TypeAlias = Callable[[DocumentNode], list[GraphQLError]]


class Known:
    """A document, and what was found out about it."""

    def __init__(self, document: DocumentNode) -> None:
        self.document: Final = document
        self._faults: list[GraphQLError] | None = None
        self._deciding: tuple[str, ...] | None = None
        self._mattering: Mattering | None = None
        self._plans: Final[dict[PlannedBy, Plan]] = {}
        self._measures: Final[dict[tuple[str | None, Values], Measure | None]] = {}

    def faults(self, validate: Validate) -> list[GraphQLError]:
        """Give what makes it invalid; found out the first time, with the same rules every time."""
        if self._faults is None:
            self._faults = validate(self.document)
        return self._faults

    def delivered(self, name: str | None, variables: Mapping[str, Any]) -> Delivery:
        """Tell how an operation of it is answered."""
        return delivery(self.document, name, variables)

    def measured(self, schema: GraphQLSchema, name: str | None, variables: Mapping[str, Any]) -> Measure | None:
        """Measure an operation of it, which must be valid; None where it has none of that name."""
        if self._deciding is None:
            self._deciding = deciding(self.document)
        values = values_of(self._deciding, variables)
        key = (name, values)
        if key not in self._measures:
            if len(self._measures) == MOST_MEASURES:
                self._measures.clear()
            self._measures[key] = measure(schema, self.document, name, values)
        return self._measures[key]

    @property
    def mattering(self) -> Mattering:
        """Which of its variables a plan of its operations goes by."""
        if self._mattering is None:
            self._mattering = mattering(self.document)
        return self._mattering

    def planned(self, by: PlannedBy | None, make: Callable[[], Plan]) -> Plan:
        """Give the plan of an operation of it, made unless it is known by what it goes by; None is nothing to go by."""
        if by is None:
            return make()
        if by not in self._plans:
            if len(self._plans) == MOST_MEASURES:
                self._plans.clear()
            self._plans[by] = make()
        return self._plans[by]


class Remembered:
    """Documents by their text: what was asked for least recently makes room for what is new.

    A text may have been read within other bounds: each bound on its tokens has documents of its own.

    Args:
        most: how many characters of text are kept.

    """

    def __init__(self, most: int = MOST_CHARACTERS) -> None:
        self._most: Final = most
        self._kept: Final[OrderedDict[tuple[str, int], Known]] = OrderedDict()
        self._held = 0

    def get(self, text: str, tokens: int, parse: Callable[[str, int], DocumentNode]) -> Known:
        """Give the document of a text of at most so many tokens, parsed where it is not known."""
        known = self._kept.get((text, tokens))
        if known is not None:
            self._kept.move_to_end((text, tokens))
            return known
        known = self._kept[text, tokens] = Known(parse(text, tokens))
        self._held += len(text)
        while self._held > self._most:
            (dropped, _), _ = self._kept.popitem(last=False)
            self._held -= len(dropped)
        return known
