"""What was read once, kept for as long as its source calls it fresh; equal reads under way at the same time are one.

A read under way belongs to nobody: it runs in a task of its own, in an empty context, and its deadline is the latest
of those who wait for it. It outlives any one caller and is called off when the last has gone. A failure is told to all
that wait for it and is not kept: who asks next has it read anew.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Generic, TypeAlias, TypeVar

from loaders.errors import FoyerError, TimedOut
from loaders.http.log import JOINED
from loaders.http.twin import twin
from loaders.inquiry import Call, Inquiry, Shared

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

Read: TypeAlias = Callable[[Inquiry], Awaitable[V]]
"""Reads something for whoever asks: by their deadline, with a log of its own that each of them is given a copy of."""

HIT: Final = "HIT"
"""In the log of calls: what they brought was kept from an earlier reading, so they were not made."""

MOST: Final = 4096
"""How many readings are kept at most; the oldest gives way."""

LONGEST: Final = 1e6
"""The longest wait an event loop is asked for, in seconds."""


@dataclass(frozen=True, slots=True)
class _Kept(Generic[V]):
    value: V
    at: float
    calls: Sequence[Call]


@dataclass(slots=True)
class _Flight(Generic[V]):
    task: asyncio.Task[V]
    inquiry: Inquiry
    deadline: Shared
    waiters: int = 0


class Fresh(Generic[K, V]):
    """What one source was read for, by what was asked.

    Args:
        source: the source's name in the configuration.
        vendor: the vendor's name.
        fresh: for how many seconds a reading is kept; 0 keeps none, and equal reads under way are one all the same.
        clock: the seconds that age is counted in.
        most: how many readings are kept at most.

    """

    def __init__(self, source: str, vendor: str, *, fresh: float, clock: Callable[[], float], most: int = MOST) -> None:
        self._source: Final = source
        self._vendor: Final = vendor
        self._fresh: Final = fresh
        self._clock: Final = clock
        self._most: Final = most
        self._kept: Final[dict[K, _Kept[V]]] = {}
        self._flights: Final[dict[K, _Flight[V]]] = {}

    async def get(self, key: K, inquiry: Inquiry, read: Read[V]) -> V:
        """Give what is kept, what is under way, or what a new reading brings.

        Args:
            key: all that the reading depends on.
            inquiry: the operation that asks; the calls the reading took are entered in its log.
            read: reads it. Of the operation, it may use nothing that the key does not tell.

        Raises:
            FoyerError: the reading failed so, or was not there in the operation's time.

        """
        kept = self._kept.get(key)
        if kept is not None and self._is_fresh(kept):
            _enter_kept(kept.calls, inquiry)
            return kept.value
        flight = self._flights.get(key)
        led = flight is None
        if flight is None:
            flight = self._take_off(key, inquiry, read)
        return await self._wait(key, flight, inquiry, led=led)

    def kept(self, key: K) -> V | None:
        """Give what is kept, if it is fresh."""
        kept = self._kept.get(key)
        return kept.value if kept is not None and self._is_fresh(kept) else None

    def known(self) -> list[K]:
        """Give the keys a reading is kept of or under way for: asking for one of them takes no further call."""
        return [key for key, kept in self._kept.items() if self._is_fresh(kept)] + list(self._flights)

    def forget(self) -> None:
        """Keep nothing of what was read up to now, nor of what is being read: it may be older than what one knows."""
        self._kept.clear()
        self._flights.clear()

    def _is_fresh(self, kept: _Kept[V]) -> bool:
        return self._clock() - kept.at < self._fresh

    def _take_off(self, key: K, inquiry: Inquiry, read: Read[V]) -> _Flight[V]:
        deadline = Shared()
        own = Inquiry(deadline, inquiry.selection, hints=inquiry.hints, began=inquiry.began)

        async def fly() -> V:
            value = await read(own)
            if self._flights.get(key) is flight:
                self._keep(key, _Kept(value, self._clock(), tuple(own.calls)))
            return value

        flight = _Flight(asyncio.create_task(fly(), context=contextvars.Context()), own, deadline)
        flight.task.add_done_callback(lambda task: task.cancelled() or task.exception())  # a fault nobody waits for
        flight.task.add_done_callback(lambda _: self._land(key, flight))
        self._flights[key] = flight
        return flight

    def _keep(self, key: K, reading: _Kept[V]) -> None:
        """Keep a reading, the newest last; what is stale, or too much, goes from the front."""
        self._kept.pop(key, None)
        while self._kept:
            oldest, kept = next(iter(self._kept.items()))
            if self._is_fresh(kept) and len(self._kept) < self._most:
                break
            del self._kept[oldest]
        if self._fresh > 0:
            self._kept[key] = reading

    async def _wait(self, key: K, flight: _Flight[V], inquiry: Inquiry, *, led: bool) -> V:
        flight.deadline.admit(inquiry.deadline)
        flight.waiters += 1
        try:
            await asyncio.wait((flight.task,), timeout=min(inquiry.deadline.left(), LONGEST))
            if not flight.task.done():
                raise self._late("did not answer within the time there was")
        finally:
            flight.waiters -= 1
            _enter(flight.inquiry, inquiry, led=led)
            if not flight.waiters and not flight.task.done():
                self._land(key, flight)
                flight.task.cancel()
        if flight.task.cancelled():
            raise self._late("was called off before it had answered")
        error = flight.task.exception()
        if error is None:
            return flight.task.result()
        raise twin(error) if isinstance(error, FoyerError) else error

    def _late(self, what: str) -> TimedOut:
        return TimedOut(f"{self._source} {what}", source=self._source, vendor=self._vendor)

    def _land(self, key: K, flight: _Flight[V]) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]


def _enter(flight: Inquiry, caller: Inquiry, *, led: bool) -> None:
    """Enter the calls of a reading in a caller's log, as that caller saw them."""
    shift = (flight.began - caller.began) * 1000
    caller.calls.extend(
        replace(call, start_ms=max(0.0, call.start_ms + shift), cache=call.cache if led else JOINED)
        for call in flight.calls
    )


def _enter_kept(calls: Sequence[Call], caller: Inquiry) -> None:
    """Enter a kept reading in a caller's log, by its first call, unless the log knows it."""
    for call in calls[:1]:
        if all((call.source, call.path, call.query) != (one.source, one.path, one.query) for one in caller.calls):
            caller.calls.append(replace(call, start_ms=caller.elapsed_ms(), duration_ms=0.0, cache=HIT))
