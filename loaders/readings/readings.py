"""What was read of one source, kept: fresh, then stale while it is read again, then gone.

A reading is whatever a source makes of one or more answers: a list, a whole collection, one thing. Asking for it gives

    fresh       what is kept, without a call
    stale       what is kept, at once, while one refresh runs for everybody; also when the refresh fails, or the budget
                has nothing left for it: then it is tried again after a while, and the health tells why
    otherwise   what a new reading brings; equal ones under way are one

A reading belongs to nobody: it runs in a task of its own, in an empty context, its deadline the latest of those who
wait for it. It outlives any one caller and is called off when the last has left. Who only runs out of time leaves it to
go on for a while: a large collection is then there for the next, and not begun again for ever. A failure is told to all
that wait for it and is not kept. What the vendor says is not there is believed for `ABSENT_SECONDS`.

A reading may have been made for less than is needed now (see `Need`). Then it is made again for both, so that two
operations that ask in turn do not undo each other's work.

With a store that processes share, one of them reads and the others read what it was answered (`tape.py`); a refresh is
one process's at a time.
"""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
from collections.abc import Awaitable, Callable, Collection, Hashable, Iterable
from dataclasses import dataclass, replace
from typing import Final, Generic, NamedTuple, TypeAlias, TypeVar

from loaders.called_off import called_off
from loaders.errors import FoyerError, TimedOut, Unreachable, VendorFault
from loaders.http.twin import twin
from loaders.inquiry import Deadline, Inquiry, Shared, Tape
from loaders.readings.cupboard import Cupboard, Entry
from loaders.readings.entered import enter
from loaders.readings.keep import Elsewhere, Keep, Renewed
from loaders.readings.need import SomeNeed, carries, joined
from loaders.records import Record

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

GO_ON_SECONDS: Final = 60.0
"""For how long a reading goes on whose every caller has run out of time, and a refresh at the longest."""

PAUSE_SECONDS: Final = 1.0
"""How soon after a failed refresh the next is tried; later where the fault says so."""

LONGEST: Final = 1e6
"""The longest wait an event loop is asked for, in seconds."""


class Held(NamedTuple):
    """The records a reading holds, and whether they are all there is."""

    records: Iterable[Record]
    whole: bool


Read: TypeAlias = Callable[[Inquiry], Awaitable[V]]
"""Reads something for whoever asks: by their deadline, and with a log of its own that each is given a copy of."""

ReadFor: TypeAlias = Callable[[SomeNeed, Inquiry], Awaitable[V]]
"""The same, so that it brings what is needed."""


@dataclass(slots=True)
class _Kept(Entry, Generic[V]):
    value: V
    read: ReadFor[V]
    again_at: float = 0.0
    """Before when no refresh is tried."""


@dataclass(slots=True)
class _Flight(Generic[V]):
    task: asyncio.Task[V]
    need: SomeNeed
    inquiry: Inquiry
    deadline: Shared
    waiters: int = 0


class Readings(Generic[K, V]):
    """Readings of one sort at one source.

    Args:
        keep: how the source's readings are kept.
        sort: what they are called among the source's.
        most: how many are kept at most; the one used least recently gives way.
        area: tells what part of the source a key is of, so that what changes there makes no more be forgotten; the
            sort is one where it is left out.
        records: tells what records a reading holds, so that what a refresh finds to be otherwise can be told.

    """

    def __init__(
        self,
        keep: Keep,
        sort: str,
        *,
        most: int = 4096,
        area: Callable[[K], str] | None = None,
        records: Callable[[K, V], Held] | None = None,
    ) -> None:
        self._keep: Final = keep
        self._sort: Final = sort
        self._area: Final[Callable[[K], str]] = area or (lambda _: sort)
        self._kept: Final[Cupboard[K, _Kept[V]]] = Cupboard(keep, most, lambda key, _: self._area(key))
        self._flights: Final[dict[K, _Flight[V]]] = {}
        self._refreshes: Final[dict[K, asyncio.Task[None]]] = {}
        self._running: Final[dict[asyncio.Task[V], tuple[K, Inquiry]]] = {}
        """All flights, those included that nobody may join any longer."""
        self._outdated: Final[set[int]] = set()
        """The inquiries of flights that began before something changed: what they bring is not kept."""
        self._records: Final = records
        self._caught_up = 0.0
        """What others read before this moment, in seconds since 1970, is kept already."""
        keep.sorts.append(self)

    async def get(self, key: K, inquiry: Inquiry, read: Read[V], *, anew: bool = False) -> V:
        """Give what is kept, what is under way, or what a new reading brings.

        Args:
            key: all that the reading depends on.
            inquiry: the operation that asks; the calls the reading took are entered in its log.
            read: reads it. Of the operation, it may use nothing that the key does not tell.
            anew: read it now, whatever is kept: it is known to be no longer true.

        Raises:
            FoyerError: the reading failed so, or was not there in the operation's time.

        """
        if anew:
            self._kept.drop(key)
            self._flights.pop(key, None)
            if key in self._refreshes:
                self._refreshes[key].cancel()
        return await self.get_for(key, None, inquiry, lambda _, own: read(own), anew=anew)

    async def get_for(self, key: K, need: SomeNeed, inquiry: Inquiry, read: ReadFor[V], *, anew: bool = False) -> V:
        """Give what carries a need, as `get` does."""
        kept = self._kept.get(key)
        if kept is not None and carries(kept.need, need):
            if not self._kept.use(key, kept, inquiry):
                self._refresh(key, kept, inquiry, read)
            return kept.value
        if inquiry.deadline.left() <= 0:
            raise self._late("was not asked, as no time was left")
        flight = self._flights.get(key)
        led = flight is None or not carries(flight.need, need)
        if flight is None or led:
            united = joined(joined(need, None if kept is None else kept.need), None if flight is None else flight.need)
            flight = self._take_off(key, united, inquiry, read, anew=anew)
        return await self._wait(key, flight, inquiry, led=led)

    def kept(self, key: K) -> V | None:
        """Give what is kept, fresh or stale."""
        kept = self._kept.get(key)
        return None if kept is None else kept.value

    def move(self, key: K, to: K) -> None:
        """Keep under another key what is kept under one: it turned out to be as good an answer to that."""
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.drop(key)
            self._put(to, kept)

    def known(self) -> list[K]:
        """Give the keys a reading is kept of or under way for: asking for one of them makes nobody wait for a call."""
        return [key for key, _ in self._kept if self._kept.get(key) is not None] + list(self._flights)

    def forget(self, areas: Collection[str] | None = None) -> None:
        """Keep nothing of what was read up to now, nor of what is being read: it may be older than what one knows.

        Args:
            areas: of which parts of the source; of all where it is left out.

        """
        self._kept.forget(areas)
        for key in [key for key in self._flights if self._is_in(key, areas)]:
            del self._flights[key]
        self._outdated.update(id(own) for key, own in self._running.values() if self._is_in(key, areas))
        for key in [key for key in self._refreshes if self._is_in(key, areas)]:
            self._refreshes[key].cancel()

    async def catch_up(self, ids: Collection[str], at: float) -> None:
        """Keep what others read since a moment, and nothing of what was read before of some things by themselves."""
        if self._records is None:
            older = {key: kept for key, kept in self._kept if key in ids and kept.at < at}
            await self._keep.unshare((self._sort, key, kept.need) for key, kept in older.items())
            for key in older:
                self._kept.drop(key)
        elif self._caught_up < at:
            self._caught_up = at
            for key, kept in self._kept:
                if kept.at < at:
                    await self._take_over(key, kept, at)

    async def _take_over(self, key: K, kept: _Kept[V], at: float) -> None:
        tape = await self._keep.newer((self._sort, key, kept.need), self._area(key), at)
        if tape is None:
            return
        own = Inquiry(Deadline.after(GO_ON_SECONDS, asyncio.get_running_loop().time), tape=replace(tape, refresh=True))
        with contextlib.suppress(FoyerError):
            self._store(key, await kept.read(kept.need, own), kept.need, own, kept.read)

    async def close(self) -> None:
        """Call off what is under way."""
        await called_off(*self._running, *self._refreshes.values())
        self.forget()

    # Reading.

    def _take_off(self, key: K, need: SomeNeed, inquiry: Inquiry, read: ReadFor[V], *, anew: bool) -> _Flight[V]:
        deadline = Shared()
        own = Inquiry(deadline, inquiry.selection, inquiry.hints, began=inquiry.began)
        coroutine = self._fly(key, need, own, read, anew=anew)
        flight = _Flight(asyncio.create_task(coroutine, context=contextvars.Context()), need, own, deadline)
        flight.task.add_done_callback(lambda task: task.cancelled() or task.exception())  # a fault nobody waits for
        flight.task.add_done_callback(lambda _: self._land(key, flight))
        flight.task.add_done_callback(self._ended)
        self._running[flight.task] = key, own
        self._flights[key] = flight
        return flight

    def _ended(self, task: asyncio.Task[V]) -> None:
        _, own = self._running.pop(task)
        self._outdated.discard(id(own))

    async def _fly(  # noqa: PLR0913  # a reading is told by all of these
        self,
        key: K,
        need: SomeNeed,
        own: Inquiry,
        read: ReadFor[V],
        *,
        refresh: bool = False,
        anew: bool = False,
    ) -> V:
        """Read something, or what another process was answered when it did."""

        async def reading(tape: Tape) -> V:
            own.tape = replace(tape, refresh=refresh)
            return await read(need, own)

        if anew:
            value = await reading(Tape(self._keep.now()))
        else:
            shared = (self._sort, key, need)
            value = await self._keep.share(shared, self._area(key), own, reading, refresh=refresh)
        if id(own) not in self._outdated:
            self._store(key, value, need, own, read)
        return value

    def _store(self, key: K, value: V, need: SomeNeed, own: Inquiry, read: ReadFor[V]) -> None:
        tape = own.tape
        if tape is not None:
            answered = sum(len(body) for _, body in tape.answers.values())
            self._put(key, _Kept(need, tape.at.timestamp(), tuple(own.calls), tape.absent, answered, value, read))

    def _put(self, key: K, kept: _Kept[V]) -> None:
        """Keep something, unless what is kept was read later or carries more."""
        known = self._kept.get(key)
        if known is None or (known.at <= kept.at and carries(kept.need, known.need)):
            self._kept.put(key, kept)

    def _is_in(self, key: K, areas: Collection[str] | None) -> bool:
        return areas is None or self._area(key) in areas

    def _refresh(self, key: K, kept: _Kept[V], inquiry: Inquiry, read: ReadFor[V]) -> None:
        """Have what is stale read again, once for everybody, unless that failed a moment ago."""
        if key in self._refreshes or self._keep.now().timestamp() < kept.again_at:
            return
        own = Inquiry(Deadline.after(GO_ON_SECONDS, asyncio.get_running_loop().time), inquiry.selection, inquiry.hints)
        task = asyncio.create_task(self._renew(key, kept, own, read), context=contextvars.Context())
        self._refreshes[key] = task
        task.add_done_callback(lambda ended: self._renewed(key, ended))

    async def _renew(self, key: K, kept: _Kept[V], own: Inquiry, read: ReadFor[V]) -> None:
        pause = PAUSE_SECONDS
        try:
            value = await self._fly(key, kept.need, own, read, refresh=True)
        except Elsewhere:
            return
        except FoyerError as fault:
            pause = max(pause, fault.retry_after or 0.0)
            if isinstance(fault, VendorFault):
                self._keep.not_renewed(fault)
            return
        finally:
            kept.again_at = self._keep.now().timestamp() + pause
        self._keep.is_renewed()
        if self._records is not None and self._keep.renewed is not None and own.tape is not None:
            old, new = self._records(key, kept.value), self._records(key, value)
            whole, at = old.whole and new.whole, own.tape.at.timestamp()
            await self._keep.renewed(Renewed(old.records, new.records, kept.at, at, whole))

    def _renewed(self, key: K, task: asyncio.Task[None]) -> None:
        if self._refreshes.get(key) is task:
            del self._refreshes[key]

    async def _wait(self, key: K, flight: _Flight[V], inquiry: Inquiry, *, led: bool) -> V:
        flight.deadline.admit(inquiry.deadline)
        flight.waiters += 1
        late = False
        try:
            await asyncio.wait((flight.task,), timeout=min(inquiry.deadline.left(), LONGEST))
            late = not flight.task.done()
            if late:
                flight.deadline.admit(Deadline.after(GO_ON_SECONDS, asyncio.get_running_loop().time))
                raise self._late("did not answer within the time there was")
        finally:
            flight.waiters -= 1
            enter(flight.inquiry, inquiry, led=led)
            if not flight.waiters and not flight.task.done() and not late:
                self._land(key, flight)
                flight.task.cancel()
        if flight.task.cancelled():
            raise Unreachable(
                f"{self._keep.source} was called off before it had answered",
                source=self._keep.source,
                vendor=self._keep.vendor,
            )
        error = flight.task.exception()
        if error is None:
            return flight.task.result()
        raise twin(error) if isinstance(error, FoyerError) else error

    def _late(self, what: str) -> TimedOut:
        return TimedOut(f"{self._keep.source} {what}", source=self._keep.source, vendor=self._keep.vendor)

    def _land(self, key: K, flight: _Flight[V]) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]
