"""Equal questions under way at the same time are one execution, whoever asks, as long as they may see the same.

A thousand phones open the same screen when the bell rings: one of them is executed, and all get its answer, byte for
byte. Equal means the same document, variables and operation, by callers with the same sources and scopes; what else a
request brings, such as a trace, does not count. An execution belongs to nobody: it runs in a task of its own and is
called off when the last who waits for it has left. Changes are never shared.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, TypeVar

import orjson

if TYPE_CHECKING:
    from strawberry.http import GraphQLRequestData

    from schema.context import Context

T = TypeVar("T")

_ALONE: Final = ("mutation", "subscription", "@defer", "@stream")
"""Words of documents that are not shared; one that has them otherwise, as a text, is run by itself for nothing."""


@dataclass(slots=True)
class _Flight(Generic[T]):
    task: asyncio.Task[T]
    waiters: int = 0


class Sharing(Generic[T]):
    """The executions under way."""

    def __init__(self) -> None:
        self._flights: Final[dict[Hashable, _Flight[T]]] = {}

    async def run(self, key: Hashable | None, work: Callable[[], Awaitable[T]]) -> T:
        """Wait for an execution under way, or begin one.

        Args:
            key: what makes two of them equal; None for what is not shared.
            work: executes, and owns all that it opens.

        """
        flight = self._flights.get(key) if key is not None else None
        if flight is None:
            flight = self._begin(key, work)
        flight.waiters += 1
        try:
            await asyncio.wait((flight.task,))
        finally:
            flight.waiters -= 1
            if not flight.waiters and not flight.task.done():
                flight.task.cancel()
                self._end(key, flight)
        return flight.task.result()

    def _begin(self, key: Hashable | None, work: Callable[[], Awaitable[T]]) -> _Flight[T]:
        async def begun() -> T:
            return await work()

        flight = _Flight(asyncio.create_task(begun(), context=contextvars.copy_context()))
        flight.task.add_done_callback(lambda task: task.cancelled() or task.exception())  # whoever waits is told
        flight.task.add_done_callback(lambda _: self._end(key, flight))
        if key is not None:
            self._flights[key] = flight
        return flight

    def _end(self, key: Hashable | None, flight: _Flight[T]) -> None:
        if key is not None and self._flights.get(key) is flight:
            del self._flights[key]


def key_of(text: str, asked: GraphQLRequestData, context: Context) -> Hashable | None:
    """Give what makes two questions equal; None for what is not to be shared.

    Args:
        text: the document.
        asked: what is asked.
        context: of whom; a caller of the same sources and scopes sees the same.

    """
    if any(word in text for word in _ALONE):
        return None
    try:
        variables = orjson.dumps(asked.variables or {}, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        return None
    told = (context.explain, context.traced)
    return text, variables, asked.operation_name, tuple(context.sources), context.scopes, told
