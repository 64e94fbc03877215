"""Whole collections, read once and kept for as long as their source calls them fresh.

A kept walk answers whoever needs no more than it carries. Who needs more has the collection read again, carrying what
was kept and what is needed, so that two operations that ask in turn do not undo each other's work. Equal walks under
way at the same time are one: it outlives any one caller and is called off when the last has gone. Who only runs out of
time leaves it to go on: a large collection is then there for the next, and not begun again for ever.
"""

from __future__ import annotations

import asyncio
import contextvars
import datetime as dt
import math
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from loaders.errors import BadResponse, FoyerError, TimedOut, VendorFault
from loaders.http.twin import twin
from loaders.inquiry import Call, Deadline, Inquiry
from loaders.jsonapi.document import Identifier, ResourceObject
from loaders.jsonapi.include import Plan
from loaders.records import Link, Record, Ref

HIT: Final = "HIT"
"""In the log of calls: what they brought was kept from an earlier operation, so they were not made."""

MOST_PAGES: Final = 600
"""How long a list may be to be read whole."""

KeptKey: TypeAlias = tuple[object, ...]
Broken: TypeAlias = tuple[str | None, VendorFault]
"""A row that makes no sense: its vendor id where that is known, and what is wrong with it."""


@dataclass(slots=True)
class Kept:
    """A collection as it was read.

    Args:
        plan: what its rows and what came along carry.
        records: its rows that make sense, in the order they were read.
        faults: one for each row that makes none, with its id where that is known.
        resources: the rows and what came along, as the vendor sent them.
        shelf: the same, as records.
        fetched_at: when its reading began.
        at: when that was done, on the source's own clock, in seconds.
        calls: the calls it took.

    """

    plan: Plan
    records: tuple[Record, ...]
    faults: tuple[Broken, ...]
    resources: Mapping[Identifier, ResourceObject]
    shelf: Mapping[Ref, Record]
    fetched_at: dt.datetime
    at: float
    calls: Sequence[Call] = ()
    _by_link: dict[str, dict[Ref, list[Record]]] = field(default_factory=dict)
    _by_id: dict[str, Record] = field(default_factory=dict)

    def by_id(self) -> Mapping[str, Record]:
        """Index the rows by their id, once."""
        if not self._by_id:
            self._by_id.update({record.ref.id: record for record in self.records})
        return self._by_id

    def by_link(self, edge: str) -> Mapping[Ref, Sequence[Record]]:
        """Index the rows by where an edge leads, once."""
        index = self._by_link.get(edge)
        if index is None:
            index = self._by_link[edge] = {}
            for record in self.records:
                for ref in refs(record.links.get(edge)):
                    index.setdefault(ref, []).append(record)
        return index


def refs(link: Link) -> tuple[Ref, ...]:
    """Give the references a link holds."""
    if link is None:
        return ()
    return (link,) if isinstance(link, Ref) else link


Read: TypeAlias = Callable[[Plan, Inquiry], Awaitable["Kept"]]
"""Reads a collection so that it carries a plan."""


@dataclass(slots=True)
class _Flight:
    plan: Plan
    task: asyncio.Task[Kept]
    inquiry: Inquiry
    max_pages: int
    waiters: int = 0


class Walks:
    """The walks of one source."""

    def __init__(self, source: str, vendor: str, *, fresh: float, clock: Callable[[], float]) -> None:
        """Keep walks for so many seconds of a clock."""
        self._source: Final = source
        self._vendor: Final = vendor
        self._fresh: Final = fresh
        self._clock: Final = clock
        self._kept: Final[dict[KeptKey, Kept]] = {}
        self._flights: Final[dict[KeptKey, _Flight]] = {}
        self._forgotten = 0

    async def get(self, key: KeptKey, plan: Plan, inquiry: Inquiry, read: Read, *, max_pages: int = MOST_PAGES) -> Kept:
        """Give a collection that carries a plan, from what is kept or under way, else by reading it.

        Args:
            key: which collection, and all that changes what the vendor answers but the plan.
            plan: what is needed of it.
            inquiry: the operation that needs it; the calls it took are entered in its log.
            read: reads it.
            max_pages: how long it may be, for `read`; a walk that may not go as far is not joined.

        Raises:
            VendorFault: it could not be read, or not in time.

        """
        kept = self.kept(key)
        if kept is not None and kept.plan.carries(plan):
            _enter_kept(kept, inquiry)
            return kept
        if inquiry.deadline.left() <= 0:
            raise self._late("was not asked, as no time was left")
        flight = self._flights.get(key)
        led = flight is None or flight.max_pages < max_pages or not flight.plan.carries(plan)
        if flight is None or led:
            flight = self._take_off(key, self._union(plan, kept, flight), inquiry, read, max_pages)
        return await self._wait(key, flight, inquiry, led=led)

    def kept(self, key: KeptKey) -> Kept | None:
        """Give what is kept of a collection, if it is fresh."""
        kept = self._kept.get(key)
        return kept if kept is not None and self._is_fresh(kept) else None

    def forget(self) -> None:
        """Keep nothing of what was read up to now, nor of what is being read: it may be older than what one knows."""
        self._kept.clear()
        self._flights.clear()
        self._forgotten += 1

    async def close(self) -> None:
        """Call off what is under way."""
        under_way = [flight.task for flight in self._flights.values()]
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)

    def _is_fresh(self, kept: Kept) -> bool:
        return self._clock() - kept.at < self._fresh

    def _keep(self, key: KeptKey, kept: Kept) -> None:
        """Keep a collection, unless what is kept of it carries more; what is stale goes."""
        for other in [other for other, old in self._kept.items() if not self._is_fresh(old)]:
            del self._kept[other]
        known = self._kept.get(key)
        if known is None or kept.plan.carries(known.plan):
            self._kept[key] = kept

    @staticmethod
    def _union(plan: Plan, kept: Kept | None, flight: _Flight | None) -> Plan:
        united = plan if kept is None else kept.plan | plan
        return united if flight is None else flight.plan | united

    def _take_off(self, key: KeptKey, plan: Plan, inquiry: Inquiry, read: Read, max_pages: int) -> _Flight:
        own = Inquiry(Deadline(math.inf), inquiry.selection, hints=inquiry.hints, began=inquiry.began)
        forgotten = self._forgotten

        async def fly() -> Kept:
            kept = await read(plan, own)
            kept.calls = tuple(own.calls)
            if self._forgotten == forgotten:
                self._keep(key, kept)
            return kept

        flight = _Flight(plan, asyncio.create_task(fly(), context=contextvars.Context()), own, max_pages)
        flight.task.add_done_callback(lambda task: task.cancelled() or task.exception())  # a fault nobody waits for
        flight.task.add_done_callback(lambda _: self._forget(key, flight))
        self._flights[key] = flight
        return flight

    async def _wait(self, key: KeptKey, flight: _Flight, inquiry: Inquiry, *, led: bool) -> Kept:
        flight.waiters += 1
        late = False
        try:
            await asyncio.wait((flight.task,), timeout=min(inquiry.deadline.left(), 1e6))
            late = not flight.task.done()
            if late:
                raise self._late("did not answer within the time there was")
        finally:
            flight.waiters -= 1
            _enter(flight.inquiry, inquiry, led=led)
            if not flight.waiters and not flight.task.done() and not late:
                self._forget(key, flight)
                flight.task.cancel()
        if flight.task.cancelled():
            raise self._late("was called off before it had answered")
        error = flight.task.exception()
        if error is None:
            return flight.task.result()
        raise twin(error) if isinstance(error, FoyerError) else error

    def _late(self, what: str) -> TimedOut:
        return TimedOut(f"{self._source} {what}", source=self._source, vendor=self._vendor)

    def _forget(self, key: KeptKey, flight: _Flight) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]


def _enter(flight: Inquiry, caller: Inquiry, *, led: bool) -> None:
    """Enter the flight's calls in a caller's log, as that caller saw them."""
    shift = (flight.began - caller.began) * 1000
    caller.calls.extend(
        replace(call, start_ms=max(0.0, call.start_ms + shift), cache=call.cache if led else "JOINED")
        for call in flight.calls
    )


def _enter_kept(kept: Kept, caller: Inquiry) -> None:
    """Enter a kept walk in a caller's log, by its first call, unless the log knows it."""
    for call in kept.calls[:1]:
        if all((call.source, call.path, call.query) != (one.source, one.path, one.query) for one in caller.calls):
            caller.calls.append(replace(call, start_ms=caller.elapsed_ms(), duration_ms=0.0, cache=HIT))


def split(
    rows: Sequence[ResourceObject | BadResponse], translate: Callable[[ResourceObject], Record]
) -> tuple[tuple[Record, ...], tuple[Broken, ...]]:
    """Translate rows, those that make no sense apart."""
    records: list[Record] = []
    broken: list[Broken] = []
    for row in rows:
        if isinstance(row, BadResponse):
            broken.append((None, row))
            continue
        try:
            records.append(translate(row))
        except BadResponse as fault:
            broken.append((row.identifier.id, fault))
    return tuple(records), tuple(broken)
