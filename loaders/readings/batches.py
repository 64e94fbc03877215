"""Things looked up by their ids, kept one by one, and asked for together whoever asks.

A vendor answers fifty ids as fast as one, and counts it as one call. Operations that run at about the same time look
different things up; what they lack goes into one queue, and a call takes all that is in it. While the vendor allows
calls freely, a queue leaves at once. As the allowance empties a call has to wait for its turn, and the queue fills
meanwhile: the scarcer calls are, the more each brings. What is stale is served at once and renewed in batches of its
own, which linger for a moment to fill.

Each id's answer is kept by itself, as `Readings` keeps a reading, and shared with other processes in the same way.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Awaitable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Generic, TypeAlias, TypeVar

from loaders.called_off import called_off
from loaders.errors import FoyerError, StoreDown, TimedOut, Unreachable, VendorFault
from loaders.http.twin import twin
from loaders.inquiry import Deadline, Inquiry, Shared, Tape
from loaders.readings.cupboard import Cupboard, Entry
from loaders.readings.entered import enter
from loaders.readings.keep import Keep
from loaders.readings.lookup import Brought, Lookup
from loaders.readings.need import SomeNeed, carries, joined
from loaders.readings.readings import GO_ON_SECONDS, LONGEST, PAUSE_SECONDS
from loaders.readings.shared_answers import SharedAnswers

V = TypeVar("V")

AT_ONCE: Final = 50
"""How many ids go into one call, to keep addresses short."""

LINGER_SECONDS: Final = 1.0
"""For how long what is to be renewed waits for more of its kind."""

MOST: Final = 50_000
"""How many answers are kept at most."""


Slots: TypeAlias = dict[str, "V | FoyerError"]
_Place: TypeAlias = tuple[Hashable, str]


@dataclass(slots=True)
class _Kept(Entry, Generic[V]):
    value: V
    area: str


@dataclass(slots=True)
class _Wanted(Generic[V]):
    """One id that is asked for."""

    need: SomeNeed
    future: asyncio.Future[V]
    deadline: Shared
    waiters: int = 0
    chunk: _Chunk[V] | None = None


@dataclass(slots=True)
class _Chunk(Generic[V]):
    """One call under way, and the ids it is for."""

    lookup: Lookup[V]
    wanted: Mapping[str, _Wanted[V]]
    inquiry: Inquiry
    deadline: Shared
    refresh: bool
    led: bool
    """Whether somebody's log has its calls as theirs."""
    task: asyncio.Task[None] | None = None

    @property
    def waiters(self) -> int:
        """How many wait for it."""
        return sum(one.waiters for one in self.wanted.values())


@dataclass(slots=True)
class _Queue(Generic[V]):
    lookup: Lookup[V]
    waiting: dict[str, _Wanted[V]] = field(default_factory=dict)
    turn_at: float = 0.0
    """When its turn comes, in seconds since 1970."""
    runner: asyncio.Task[None] | None = None


class Batches(Generic[V]):
    """Lookups of one source.

    Args:
        keep: how the source's readings are kept.
        sort: what they are called among the source's.

    """

    def __init__(self, keep: Keep, sort: str) -> None:
        self._keep: Final = keep
        self._kept: Final[Cupboard[_Place, _Kept[V]]] = Cupboard(keep, MOST, lambda _, kept: kept.area)
        self._shared: Final[SharedAnswers[V]] = SharedAnswers(keep, sort)
        self._under_way: Final[dict[_Place, _Wanted[V]]] = {}
        self._queues: Final[dict[Hashable, _Queue[V]]] = {}
        self._stale: Final[dict[Hashable, _Queue[V]]] = {}
        self._chunks: Final[set[asyncio.Task[None]]] = set()
        self._again_at = 0.0
        self._forgotten = 0
        keep.sorts.append(self)

    async def get(self, lookup: Lookup[V], ids: Sequence[str], inquiry: Inquiry) -> Slots[V]:
        """Give each id its answer, or the fault that asking for it ended in."""
        slots: Slots[V] = {}
        wanted: dict[str, _Wanted[V]] = {}
        for one in ids:
            kept = self._kept.get((lookup.key, one))
            if kept is None or not carries(kept.need, lookup.need):
                wanted[one] = self._want(lookup, one, None if kept is None else kept.need, inquiry)
                continue
            slots[one] = kept.value
            if not self._kept.use((lookup.key, one), kept, inquiry):
                self._renew(lookup, one, kept)
        if wanted:
            slots.update(await self._wait(lookup, wanted, inquiry))
        return slots

    def forget(self, areas: Collection[str] | None = None) -> None:
        """Keep nothing of what was read up to now, nor of what is being read.

        Args:
            areas: of which parts of the source; of all where it is left out.

        """
        self._kept.forget(areas)
        self._under_way.clear()
        self._forgotten += 1

    async def catch_up(self, ids: Collection[str], at: float) -> None:
        """Keep nothing of what was read before a moment of some things."""
        older = {place: kept for place, kept in self._kept if place[1] in ids and kept.at < at}
        await self._shared.drop([(*place, kept.need) for place, kept in older.items()])
        for place in older:
            self._kept.drop(place)

    async def close(self) -> None:
        """Call off what is under way."""
        runners = [queue.runner for queue in (*self._queues.values(), *self._stale.values()) if queue.runner]
        await called_off(*runners, *self._chunks)
        for queue in (*self._queues.values(), *self._stale.values()):
            self._fail(queue.waiting, self._called_off(), refresh=False)
            queue.waiting.clear()
        self.forget()

    # Asking.

    def _want(self, lookup: Lookup[V], one: str, had: SomeNeed, inquiry: Inquiry) -> _Wanted[V]:
        """Give what is asked for already if it brings enough, else put it into the queue."""
        place = (lookup.key, one)
        under_way = self._under_way.get(place)
        if under_way is not None and not under_way.future.done() and carries(under_way.need, lookup.need):
            return under_way
        queue = self._queues.setdefault(lookup.key, _Queue(lookup))
        queue.lookup = lookup
        waiting = queue.waiting.get(one)
        if waiting is None:
            waiting = _Wanted(None, asyncio.get_running_loop().create_future(), Shared())
            queue.waiting[one] = self._under_way[place] = waiting
        waiting.need = joined(joined(waiting.need, lookup.need), had)
        waiting.deadline.admit(inquiry.deadline)
        if queue.runner is None:
            queue.runner = self._start(self._run(queue))
        elif waiting.deadline.left() < queue.turn_at - self._keep.now().timestamp():
            self._send_all(queue, [one])
        return waiting

    def _start(self, work: Awaitable[None]) -> asyncio.Task[None]:
        async def run() -> None:
            await work

        return asyncio.create_task(run(), context=contextvars.Context())

    async def _run(self, queue: _Queue[V]) -> None:
        """Send what is in a queue until it is empty: at once, or as its turn comes."""
        try:
            while queue.waiting:
                await asyncio.sleep(0)
                wait = await self._turn(queue.lookup)
                if wait > 0:
                    queue.turn_at = self._keep.now().timestamp() + wait
                    self._send_all(queue, [one for one, of in queue.waiting.items() if of.deadline.left() < wait])
                    if queue.waiting:
                        await self._keep.sleep(wait)
                self._send_all(queue, list(queue.waiting)[:AT_ONCE])
        finally:
            queue.runner = None

    def _send_all(self, queue: _Queue[V], ids: Sequence[str]) -> None:
        """Send some of a queue; where there is no time to wait for their turn they fail at once, and clearly."""
        for start in range(0, len(ids), AT_ONCE):
            some = {one: queue.waiting.pop(one) for one in ids[start : start + AT_ONCE]}
            self._send(queue.lookup, some, refresh=False)

    async def _turn(self, lookup: Lookup[V]) -> float:
        try:
            return await lookup.wait()
        except StoreDown:
            return 0.0

    def _send(self, lookup: Lookup[V], some: Mapping[str, _Wanted[V]], *, refresh: bool) -> asyncio.Task[None]:
        deadline = Shared()
        for one in some.values():
            deadline.admit(one.deadline)
        chunk = _Chunk(lookup, some, Inquiry(deadline), deadline, refresh, led=refresh)
        task = chunk.task = self._start(self._read(chunk))
        self._chunks.add(task)
        task.add_done_callback(self._chunks.discard)
        for one in some.values():
            one.chunk = chunk
        return task

    async def _read(self, chunk: _Chunk[V]) -> None:
        """Read some ids, and give each of those who want one its answer."""
        lookup, some, own, forgotten = chunk.lookup, chunk.wanted, chunk.inquiry, self._forgotten
        need = None
        for wanted in some.values():
            need = joined(need, wanted.need)
        try:
            known = await self._known(lookup, some, need, refresh=chunk.refresh)
            left = [one for one in some if one not in known]
            own.tape = Tape(self._keep.now(), refresh=chunk.refresh)
            brought: Brought[V] = await lookup.read(left, need, own) if left else Brought({})
        except BaseException as fault:
            self._fail(some, fault, refresh=chunk.refresh)
            if isinstance(fault, FoyerError):
                return
            raise
        finally:
            self._landed(chunk)
        if chunk.refresh:
            self._keep.is_renewed()
        answered = sum(len(body) for _, body in own.tape.answers.values()) // max(1, len(left))
        for one, wanted in some.items():
            value = known[one] if one in known else brought.of.get(one)
            absent = value is None
            found = lookup.nothing(own) if value is None else value
            if one not in known and brought.apart and self._forgotten == forgotten:
                at, calls = own.tape.at.timestamp(), tuple(own.calls)
                self._store((lookup.key, one), _Kept(need, at, calls, absent, answered, found, lookup.area))
            if not wanted.future.done():
                wanted.future.set_result(found)
        if brought.apart and self._forgotten == forgotten:
            apart = {one: brought.of[one] for one in left if one in brought.of}
            await self._shared.put(lookup, apart, need, own.tape.at)

    async def _known(self, lookup: Lookup[V], some: Collection[str], need: SomeNeed, *, refresh: bool) -> dict[str, V]:
        """Give what other processes have read of some ids, and keep it."""
        forgotten = self._forgotten
        shared = await self._shared.get(lookup, some, need, refresh=refresh)
        if self._forgotten == forgotten:
            for one, (value, at, size) in shared.items():
                self._store((lookup.key, one), _Kept(need, at, (), False, size, value, lookup.area))  # noqa: FBT003  # a field
        return {one: found.value for one, found in shared.items()}

    def _store(self, place: _Place, kept: _Kept[V]) -> None:
        known = self._kept.get(place)
        if known is None or known.at <= kept.at:
            self._kept.put(place, kept)

    def _fail(self, some: Mapping[str, _Wanted[V]], fault: BaseException, *, refresh: bool) -> None:
        if refresh:
            pause = max(PAUSE_SECONDS, fault.retry_after or 0.0) if isinstance(fault, FoyerError) else PAUSE_SECONDS
            self._again_at = self._keep.now().timestamp() + pause
            if isinstance(fault, VendorFault):
                self._keep.not_renewed(fault)
        told = fault if isinstance(fault, Exception) else self._called_off()
        for wanted in some.values():
            if not wanted.future.done():
                wanted.future.set_exception(twin(told) if isinstance(told, FoyerError) else told)
                wanted.future.exception()

    def _landed(self, chunk: _Chunk[V]) -> None:
        for one, wanted in chunk.wanted.items():
            if self._under_way.get((chunk.lookup.key, one)) is wanted:
                del self._under_way[chunk.lookup.key, one]

    async def _wait(self, lookup: Lookup[V], wanted: Mapping[str, _Wanted[V]], inquiry: Inquiry) -> Slots[V]:
        """Wait for answers as long as there is time; who leaves takes a call along that nobody else waits for."""
        late = False
        for one in wanted.values():
            one.waiters += 1
            for deadline in (one.deadline, *([one.chunk.deadline] if one.chunk is not None else [])):
                deadline.admit(inquiry.deadline)
        try:
            futures = {one.future for one in wanted.values()}
            _, pending = await asyncio.wait(futures, timeout=min(inquiry.deadline.left(), LONGEST))
            late = bool(pending)
        finally:
            for one in wanted.values():
                one.waiters -= 1
            self._leave_queue(lookup, wanted)
            for chunk in {id(one.chunk): one.chunk for one in wanted.values() if one.chunk is not None}.values():
                enter(chunk.inquiry, inquiry, led=not chunk.led)
                chunk.led = True
                self._leave_call(chunk, late=late)
        return {one: self._slot(of.future) for one, of in wanted.items()}

    def _leave_queue(self, lookup: Lookup[V], wanted: Mapping[str, _Wanted[V]]) -> None:
        """Take out of the queue what nobody waits for any longer."""
        waiting = self._queues[lookup.key].waiting if lookup.key in self._queues else {}
        for one, of in wanted.items():
            if not of.waiters and waiting.get(one) is of:
                del waiting[one]
                if self._under_way.get((lookup.key, one)) is of:
                    del self._under_way[lookup.key, one]

    def _leave_call(self, chunk: _Chunk[V], *, late: bool) -> None:
        """Call off what nobody waits for, unless they only ran out of time, or it is a refresh."""
        if chunk.task is None or chunk.task.done() or chunk.waiters or chunk.refresh:
            return
        if late:
            chunk.deadline.admit(Deadline.after(GO_ON_SECONDS, asyncio.get_running_loop().time))
        else:
            self._landed(chunk)
            chunk.task.cancel()

    def _called_off(self) -> Unreachable:
        keep = self._keep
        return Unreachable(
            f"{keep.source} was called off before it had answered", source=keep.source, vendor=keep.vendor
        )

    def _slot(self, future: asyncio.Future[V]) -> V | FoyerError:
        if not future.done():
            told = f"{self._keep.source} did not answer within the time there was"
            return TimedOut(told, source=self._keep.source, vendor=self._keep.vendor)
        error = future.exception()
        if error is None:
            return future.result()
        if isinstance(error, FoyerError):
            return twin(error)
        raise error

    # Renewing.

    def _renew(self, lookup: Lookup[V], one: str, kept: _Kept[V]) -> None:
        """Have what is stale read again with others of its kind, unless that failed a moment ago."""
        if (lookup.key, one) in self._under_way or self._keep.now().timestamp() < self._again_at:
            return
        queue = self._stale.setdefault(lookup.key, _Queue(lookup))
        queue.lookup = lookup
        wanted: _Wanted[V] = _Wanted(kept.need, asyncio.get_running_loop().create_future(), Shared())
        wanted.deadline.admit(Deadline.after(GO_ON_SECONDS, asyncio.get_running_loop().time))
        queue.waiting[one] = self._under_way[lookup.key, one] = wanted
        if queue.runner is None:
            queue.runner = self._start(self._run_stale(queue))

    async def _run_stale(self, queue: _Queue[V]) -> None:
        try:
            while queue.waiting:
                await self._keep.sleep(LINGER_SECONDS)
                some = list(queue.waiting)[:AT_ONCE]
                sent = {one: queue.waiting.pop(one) for one in some}
                await asyncio.wait((self._send(queue.lookup, sent, refresh=True),))
        finally:
            queue.runner = None
