"""The parts of an answer to @defer and @stream, as a response tells them: errors coded, nothing told twice.

Beside what graphql-core tells of each part, its `path` and `label` are repeated from where it was announced, for
clients that know the older form. Rows that are missing from a list are told with the part that the list is in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

from graphql import (
    GraphQLError,
    IncrementalDeferResult,
    IncrementalStreamResult,
    InitialIncrementalExecutionResult,
    SubsequentIncrementalExecutionResult,
)
from graphql.execution.types import PendingResult

from gateway.errors import told
from schema.context import Context

Told: TypeAlias = dict[str, Any]

Incremental: TypeAlias = IncrementalDeferResult | IncrementalStreamResult


class Parts:
    """Tells the parts of one answer, in their order.

    Args:
        context: the operation's.
        explained: gives what it took, for the last part.

    """

    def __init__(self, context: Context, explained: Callable[[], Told]) -> None:
        self._context: Final = context
        self._explained: Final = explained
        self._announced: Final[dict[str, PendingResult]] = {}

    def first(self, result: InitialIncrementalExecutionResult) -> Told:
        """Tell the first part."""
        self._announce(result.pending)
        part: Told = {"data": result.data, "hasNext": result.has_next, "pending": _formatted(result.pending)}
        errors = [*(result.errors or ()), *self._missed(lambda path: _reaches(result.data, path))]
        if errors:
            part["errors"] = told(errors)
        if result.extensions:
            part["extensions"] = result.extensions
        return part

    def next(self, result: SubsequentIncrementalExecutionResult) -> Told:
        """Tell a further part."""
        self._announce(result.pending)
        part: Told = {"hasNext": result.has_next}
        if result.pending:
            part["pending"] = _formatted(result.pending)
        if result.incremental:
            part["incremental"] = [self._incremental(one) for one in result.incremental]
        if result.completed:
            part["completed"] = [
                {"id": one.id, **({"errors": told(one.errors)} if one.errors else {})} for one in result.completed
            ]
        if not result.has_next:
            self._last(part)
        return part

    def _announce(self, pending: Sequence[PendingResult] | None) -> None:
        self._announced.update({one.id: one for one in pending or ()})

    def _incremental(self, one: Incremental) -> Told:
        announced = self._announced[one.id]
        at = [*announced.path, *(one.sub_path or ())]
        told_: Told = {"id": one.id, "path": announced.path}
        if announced.label is not None:
            told_["label"] = announced.label
        if one.sub_path:
            told_["subPath"] = one.sub_path
        if isinstance(one, IncrementalDeferResult):
            told_["data"] = data = one.data
            missed = self._missed(lambda path: path[: len(at)] == at and _reaches(data, path[len(at) :]))
        else:
            told_["items"] = one.items
            missed = self._missed(lambda path: path[: len(at)] == at)
        errors = [*(one.errors or ()), *missed]
        if errors:
            told_["errors"] = told(errors)
        return told_

    def _last(self, part: Told) -> None:
        """Tell what is left to tell."""
        left = self._missed(lambda _: True)
        ends = part.get("incremental") or part.get("completed")
        if left and ends:
            ends[-1]["errors"] = [*ends[-1].get("errors", ()), *told(left)]
        extensions = self._explained()
        if extensions:
            part["extensions"] = extensions

    def _missed(self, here: Callable[[Sequence[str | int]], bool]) -> list[GraphQLError]:
        """Give the faults of rows that are missing here; each is given once."""
        faults = self._context.faults
        given = [fault for fault in faults if here(fault.path or ())]
        faults[:] = [fault for fault in faults if fault not in given]
        return given


def _formatted(pending: Sequence[PendingResult]) -> list[Told]:
    return [dict(one.formatted) for one in pending]


def _reaches(data: object, path: Sequence[str | int]) -> bool:
    """Tell whether a path leads to something in an answer."""
    for step in path:
        if isinstance(data, dict) and step in data:
            data = data[str(step)]
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return False
    return True
