"""Subscriptions that ask the same in the same name are answered together: each event is worked out and written once.

Whoever waits is in a room. A room's execution belongs to nobody: it begins with the first who comes and ends with the
last who goes, or by itself. Who hears too slowly leaves alone.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import AsyncGenerator, Hashable
from contextlib import aclosing, closing
from typing import Final

import orjson

from gateway.answers import Told, answers
from gateway.asked import Asked
from gateway.telemetry.noticed import Noticed
from gateway.telemetry.telemetry import Telemetry
from loaders.writing.feed import Feed
from schema.build import Schema
from schema.context import Context


class _Room:
    """One execution and those who hear it. What is told is an answer, a fault that ended it, or None at its end."""

    def __init__(self) -> None:
        self.feed: Final[Feed[Told | Exception | None]] = Feed()
        self.task: asyncio.Task[None] | None = None


class Rooms:
    """The rooms of one application.

    Args:
        graph: the schema.
        telemetry: what tells of who hears, and of what.

    """

    def __init__(self, graph: Schema, telemetry: Telemetry) -> None:
        self._graph: Final = graph
        self._telemetry: Final = telemetry
        self._rooms: Final[dict[Hashable, _Room]] = {}

    def __len__(self) -> int:
        """Tell how many rooms there are."""
        return len(self._rooms)

    @property
    def hearers(self) -> int:
        """How many hear, in all rooms."""
        return sum(len(room.feed) for room in self._rooms.values())

    async def answers(self, asked: Asked, context: Context) -> AsyncGenerator[Told]:
        """Hear a subscription's answers until it ends.

        Args:
            asked: the subscription, its document found.
            context: the hearer's; it may be closed while others hear on.

        """
        key = _key(asked, context)
        room = self._rooms.get(key)
        if room is None:
            room = self._rooms[key] = _Room()
            work = self._run(key, room, asked, context.apart(room.feed.part))
            room.task = asyncio.create_task(work, context=contextvars.Context())
        with self._telemetry.metrics.subscriptions.track_inprogress(), closing(room.feed.hear(context.drop)) as hearing:
            try:
                while isinstance(told := await hearing.next(), Told):
                    yield told
            finally:
                hearing.close()
                if not len(room.feed) and room.task is not None:
                    self._leave(key, room)
                    room.task.cancel()
        if told is not None:
            raise told

    async def _run(self, key: Hashable, room: _Room, asked: Asked, context: Context) -> None:
        end: Exception | None = None
        try:
            async with aclosing(answers(self._graph, asked, context)) as several:
                async for told in several:
                    if not told.refused:
                        self._tell_of(asked, context, told, len(room.feed))
                    room.feed.tell(told if told.refused else told._replace(body=_written(told)))
        except Exception as fault:  # noqa: BLE001  # told to all who hear, who know what becomes of it
            end = fault
        finally:
            context.close()
            self._leave(key, room)
            room.feed.tell(end)

    def _tell_of(self, asked: Asked, context: Context, told: Told, hearers: int) -> None:
        one = Noticed(context, context.inquiry.began, asked.query, asked.operation_name)
        one.answered(told.body)
        self._telemetry.event(one, hearers)

    def _leave(self, key: Hashable, room: _Room) -> None:
        """Let nobody in any more."""
        if self._rooms.get(key) is room:
            del self._rooms[key]


def _written(told: Told) -> orjson.Fragment:
    """Write an answer once for all who hear it."""
    return orjson.Fragment(orjson.dumps(told.body))


def _key(asked: Asked, context: Context) -> Hashable:
    """Give all that an answer depends on; something of its own where it tells what it took."""
    if context.explain or context.traced:
        return object()
    variables = orjson.dumps(asked.variables or {}, option=orjson.OPT_SORT_KEYS)
    return (
        asked.query,
        asked.operation_name,
        variables,
        context.caller,
        tuple(context.sources),
        context.scopes,
    )
