"""The layer in which equal safe asks that are under way at the same time share one flight.

A flight belongs to nobody: it runs in a task of its own, in an empty context (no caller's trace or locale reaches it),
and its deadline is the latest of those who wait for it. Callers come and go, each by their own deadline; when the last
one has gone, nobody wants the answer any more and the flight is called off, down to the socket.

A flight that was begun to refresh something is urgent from the moment that somebody waits for it who has nothing yet.

Who leads and who joins is known only here, so this is where asks are logged: `log` wraps each of the three ways.
"""

from __future__ import annotations

import asyncio
import contextvars
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from loaders.errors import FoyerError, Unreachable
from loaders.http.log import JOINED, MISS, log
from loaders.http.twin import twin
from loaders.inquiry import Inquiry, Shared

if TYPE_CHECKING:
    from collections.abc import Callable

    from loaders.http.ask import Ask, Reply, Send


@dataclass(slots=True)
class Flight:
    """One call under way, and how many wait for it."""

    task: asyncio.Task[Reply]
    inquiry: Inquiry
    deadline: Shared
    waiters: int = 0


class Join:
    """What is under way at one source: equal safe asks share one call, and every ask is logged.

    Args:
        source: the source's name in the configuration.
        vendor: the vendor's name.
        send: what answers; for safe asks it is given an Inquiry with a shared deadline and without selection or log.
        hurried: called when a flight under way has become urgent.

    """

    def __init__(self, source: str, vendor: str, send: Send, *, hurried: Callable[[], None] = lambda: None) -> None:
        self._source: Final = source
        self._vendor: Final = vendor
        self._below: Final = send
        self._hurried: Final = hurried
        self._flights: Final[dict[tuple[object, ...], Flight]] = {}
        self._alone: Final = log(source, vendor, MISS, send)
        self._lead: Final = log(source, vendor, MISS, self._wait)
        self._follow: Final = log(source, vendor, JOINED, self._wait)

    async def send(self, ask: Ask, inquiry: Inquiry) -> Reply:
        """Join the flight of an equal safe ask, or start one; what changes something goes alone."""
        if not ask.safe:
            return await self._alone(ask, inquiry)
        way = self._lead if self._under_way(ask) is None else self._follow
        return await way(ask, inquiry)

    def forget(self) -> None:
        """Let nobody join what is under way: it may have begun before something changed."""
        self._flights.clear()

    def _under_way(self, ask: Ask) -> Flight | None:
        flight = self._flights.get(ask.key)
        return None if flight is None or flight.task.done() else flight

    async def _wait(self, ask: Ask, inquiry: Inquiry) -> Reply:
        flight = self._under_way(ask) or self._take_off(ask, inquiry)
        flight.deadline.admit(inquiry.deadline)
        flight.waiters += 1
        if not (ask.refresh or flight.inquiry.urgent):
            flight.inquiry.urgent = True
            self._hurried()
        try:
            await asyncio.wait((flight.task,))
        finally:
            flight.waiters -= 1
            if inquiry.attempts is not flight.inquiry.attempts:
                inquiry.attempts.extend(flight.inquiry.attempts)
            if not flight.waiters:
                self._forget(ask, flight)
                flight.task.cancel()
        return self._landed(flight.task)

    def _take_off(self, ask: Ask, leader: Inquiry) -> Flight:
        deadline = Shared()
        inquiry = Inquiry(deadline, attempts=leader.attempts)
        task = asyncio.create_task(self._fly(ask, inquiry), context=contextvars.Context())
        flight = Flight(task, inquiry, deadline)
        flight.task.add_done_callback(lambda task: task.cancelled() or task.exception())  # a fault nobody waits for
        flight.task.add_done_callback(lambda _: self._forget(ask, flight))
        self._flights[ask.key] = flight
        return flight

    async def _fly(self, ask: Ask, inquiry: Inquiry) -> Reply:
        return await self._below(ask, inquiry)

    def _forget(self, ask: Ask, flight: Flight) -> None:
        """Let the next equal ask start anew, unless it has done so already."""
        if self._flights.get(ask.key) is flight:
            del self._flights[ask.key]

    def _landed(self, task: asyncio.Task[Reply]) -> Reply:
        """Give the answer, or raise this waiter's own copy of the fault (what is not ours to expect, as it is)."""
        if task.cancelled():
            raise Unreachable(
                f"the call to {self._source} was called off before it was answered",
                source=self._source,
                vendor=self._vendor,
            )
        error = task.exception()
        if error is None:
            return task.result()
        raise twin(error) if isinstance(error, FoyerError) else error
