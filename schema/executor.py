"""How operations with parts run: what is deferred begins when the rest is there; rows that are streamed begin at once.

A deferred part is what a client can wait for, so nothing of it is asked of a vendor before the first part is answered:
the hints that bring its relations along count only from then on. Rows beyond a stream's first would, one after the
other, cost a call each for what they lead to; so all of them begin side by side, and share the calls of the first.
"""

from __future__ import annotations

import asyncio
from typing import Any

from graphql.execution.incremental.stream_item_queue import StreamItemQueue
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from schema.context import Context


class Executor(StrawberryGraphQLCoreExecutionContext):
    """Runs an operation."""

    def execute_execution_group(self, *group: Any, **named: Any) -> Any:
        """Begin a deferred part."""
        if isinstance(self.context_value, Context):
            self.context_value.go_on()
        return super().execute_execution_group(*group, **named)

    def complete_stream_item(self, *row: Any, **named: Any) -> Any:
        """Begin one row of a streamed list. Its fault is nobody's where the stream has ended before its turn."""
        result = super().complete_stream_item(*row, **named)
        if not self.is_awaitable(result):
            return result
        begun = asyncio.ensure_future(result)
        begun.add_done_callback(lambda row: row.cancelled() or row.exception())
        return begun

    def build_stream_item_queue(self, *rows: Any, **named: Any) -> StreamItemQueue:
        """Begin the rows of a streamed list."""
        usual, self.enable_early_execution = self.enable_early_execution, True
        try:
            return super().build_stream_item_queue(*rows, **named)
        finally:
            self.enable_early_execution = usual
