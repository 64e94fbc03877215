"""Making a change at a vendor, at most once.

A phone on a train sends its change, loses the answer and sends it again, five times at once for good measure. What
keeps that from being two bookings is the client's key, and the order in which things are written down:

    1  capability, then input: refused here, nobody was asked, the key stays free
    2  the key is begun in the store, and is there after a crash
    3  one attempt at the vendor, by a task of its own: a client that leaves does not leave half a change behind
    4  the outcome is written down, what was kept of the past is dropped, the answer goes out

Who comes with a key that was begun gets its outcome, waits for it, or has the change looked for; nobody sends it again.
An attempt ends in one of three ways. It happened: DONE. It surely did not (the vendor refused it, or was never
reached): the key is free again. It may have happened, as the answer was lost or its maker died: LOST, for good, until
the vendor, where it can be asked, shows what the change would have made. What it shows may be another's: a thing that
another key made is not ours, and where more lost changes look alike than there are things, nobody is given any.

Changes without a key set something to a value, so sending one twice does no more than once; they, too, are sent once,
and looked for when the answer is lost.
"""

from __future__ import annotations

import asyncio
import contextvars
import datetime as dt
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from loaders.errors import (
    Conflict,
    FoyerError,
    OutcomeUnknown,
    StoreDown,
)
from loaders.http.twin import twin
from loaders.inquiry import Deadline, Inquiry
from loaders.port import Source, Writer
from loaders.store.face import Entry, Keys, State
from loaders.writes import AddCustomerAddress, Attempt, Write, Written
from loaders.writing.digest import digest, key_of, print_of, reference_of
from loaders.writing.fate import did_not_happen, note
from loaders.writing.order import Order, check
from loaders.writing.outcome import dump, load
from loaders.writing.unknown import still_running, unknown

LOG: Final = logging.getLogger("foyer")

LEASE: Final = 5.0
"""For how many seconds a sign of life of who makes a change counts."""

BEAT: Final = 1.5
"""How many seconds apart signs of life are given."""

LOOK_AGAIN: Final = 0.1
"""How many seconds apart another process's change is looked at."""

SEARCH: Final = 10.0
"""How many seconds a lost change may be looked for, whatever time its client had left."""

Announce = Callable[[Source, Write, Written], Awaitable[None]]
"""Drops what was kept of what changed, here and in every process, and tells who waits for news."""

Doubt = Callable[[Source], Awaitable[None]]
"""Drops, here and in every process, what was kept of a source at which something may have changed."""

Sleep = Callable[[float], Awaitable[None]]


class Changes:
    """Makes changes.

    Args:
        keys: what is known of changes by their keys.
        announce: tells of a change that happened, before its answer goes out.
        doubt: tells of one that may have, before it is looked for.
        now: the moment, in seconds since 1970.
        sleep: waits so many seconds.

    """

    def __init__(
        self, keys: Keys, announce: Announce, doubt: Doubt, *, now: Callable[[], float], sleep: Sleep = asyncio.sleep
    ) -> None:
        self._keys: Final = keys
        self._announce: Final = announce
        self._doubt: Final = doubt
        self._now: Final = now
        self._sleep: Final = sleep
        self._under_way: Final[dict[str, asyncio.Task[Written]]] = {}
        self._tasks: Final[set[asyncio.Task[Written]]] = set()

    async def make(self, order: Order, inquiry: Inquiry) -> Written:
        """Make a change, or give the outcome its key stands for.

        Raises:
            Unsupported: the vendor has no such operation; nobody was asked.
            Refused: the input is at fault; every fault at once.
            Conflict: the key stands for another change.
            OutcomeUnknown: it may or may not have happened.
            StoreDown: keys cannot be looked up; nothing was begun.
            VendorFault: it did not happen.

        """
        writer = check(order)
        if order.key is None:
            return await _kept_on(self._start(self._once(order, writer, inquiry)), order, None, inquiry)
        key = key_of(order.caller, order.operation.value, order.key)
        entry = Entry(digest(order.write), print_of(order.write), State.RUNNING, self._now())
        known: Entry | None = None
        while True:
            known = await self._begin(order, key, entry, known)
            if known is None:
                first = self._first(order, writer, key, entry, inquiry)
                return await _kept_on(self._start(first, key), order, key, inquiry)
            if known.digest != entry.digest:
                raise Conflict("The key stands for another change: expected a new key for a new change.")
            if known.state is State.DONE:
                return _outcome(known, key)
            under_way = self._under_way.get(key)
            if under_way is None and known.state is State.LOST:
                under_way = self._start(self._look(order, writer, key, known, inquiry), key)
            if under_way is not None:
                return await _kept_on(under_way, order, key, inquiry)
            if inquiry.deadline.left() <= LOOK_AGAIN:
                raise still_running(order, key)
            await self._sleep(LOOK_AGAIN)

    async def _begin(self, order: Order, key: str, entry: Entry, before: Entry | None) -> Entry | None:
        """Begin a key; once it is known that somebody has, it cannot be said that nobody did."""
        try:
            return await self._keys.begin(key, entry, self._now(), LEASE)
        except StoreDown:
            if before is None:
                raise
        raise still_running(order, key)

    async def close(self) -> None:
        """Wait for the changes that are under way: each ends by itself, in the time its vendor has."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self, work: Awaitable[Written], key: str | None = None) -> asyncio.Task[Written]:
        """Begin a change that goes on whatever becomes of who asked for it; who comes with its key joins it."""

        async def run() -> Written:
            return await work

        task = asyncio.create_task(run(), context=contextvars.Context())
        self._tasks.add(task)
        if key is not None:
            self._under_way[key] = task
        task.add_done_callback(lambda ended: self._landed(key, ended))
        return task

    def _landed(self, key: str | None, task: asyncio.Task[Written]) -> None:
        self._tasks.discard(task)
        if key is not None and self._under_way.get(key) is task:
            del self._under_way[key]
        if not task.cancelled():
            task.exception()  # a fault nobody waits for

    async def _once(self, order: Order, writer: Writer, inquiry: Inquiry) -> Written:
        """Make a change that sets something, and look for it if its answer is lost."""
        attempt = Attempt("", dt.datetime.fromtimestamp(self._now(), dt.UTC))
        try:
            written = await writer.write(order.write, attempt, inquiry)
        except Exception as fault:
            if did_not_happen(fault):
                raise
            note(fault)
            found = await self._search(order, writer, attempt, inquiry)
        else:
            found = [written]
        if not found:
            raise unknown(order, None)
        written = found[0]
        await self._announce(order.source, order.write, written)
        return written

    async def _first(self, order: Order, writer: Writer, key: str, entry: Entry, inquiry: Inquiry) -> Written:
        """Make the one attempt of a key."""
        ended = asyncio.Event()
        beating = asyncio.create_task(self._beat(key, ended))
        try:
            written = await writer.write(
                order.write, Attempt(reference_of(key), dt.datetime.fromtimestamp(entry.began, dt.UTC)), inquiry
            )
        except Exception as fault:
            if did_not_happen(fault):
                await self._release(key)
                raise
            note(fault)
            await self._lose(key)
            return await self._look(order, writer, key, entry, inquiry)
        except BaseException:
            await self._lose(key)
            raise
        finally:
            ended.set()  # a cancel alone may be lost, see `called_off`
            beating.cancel()
        return await self._done(order, key, written)

    async def _release(self, key: str) -> None:
        """Free a key; one that cannot be freed is looked for when its lease has ended, and found to be nothing."""
        try:
            await self._keys.release(key)
        except StoreDown:
            LOG.warning("the key of a change that did not happen could not be freed: the store is away")

    async def _lose(self, key: str) -> None:
        """Note that it may have happened; unnoted, the key's lease ends and says the same."""
        try:
            await self._keys.lose(key, self._now())
        except StoreDown:
            LOG.warning("a change whose answer was lost could not be noted: the store is away")

    async def _look(self, order: Order, writer: Writer, key: str, entry: Entry, inquiry: Inquiry) -> Written:
        """Look whether a lost change happened, and give what it made if that is surely its."""
        attempt = Attempt(reference_of(key), dt.datetime.fromtimestamp(entry.began, dt.UTC))
        found = await self._search(order, writer, attempt, inquiry)
        try:
            own = await self._claim(key, entry, found)
        except StoreDown:
            own = None
        if own is None:
            raise unknown(order, key)
        await self._announce(order.source, order.write, own)
        return own

    async def _claim(self, key: str, entry: Entry, found: Sequence[Written]) -> Written | None:
        """Give what of the things found is surely a key's own, and write it down as its outcome."""
        makers = await self._keys.makers([one.ref.encode() for one in found])
        free = [one for one, maker in zip(found, makers, strict=True) if maker is None]
        own = [one for one, maker in zip(found, makers, strict=True) if maker == key]
        if not own and len(free) <= await self._keys.rivals(entry.print, key, self._now()):
            free = []
        for one in (*own, *free):
            if await self._keys.finish(key, dump(one), one.ref.encode(), self._now()):
                return one
        known = await self._keys.look(key, self._now())
        return _outcome(known, key) if known is not None and known.state is State.DONE else None

    async def _search(self, order: Order, writer: Writer, attempt: Attempt, inquiry: Inquiry) -> Sequence[Written]:
        """Ask the vendor for what a lost change would have made; a vendor that cannot say shows nothing."""
        await self._doubt(order.source)
        own = Inquiry(Deadline.after(SEARCH), inquiry.selection, inquiry.hints, inquiry.calls, inquiry.began)
        try:
            return await writer.find(order.write, attempt, own) or ()
        except Exception as fault:  # noqa: BLE001  # whatever is wrong with looking, what is looked for may be there
            note(fault)
            return ()

    async def _done(self, order: Order, key: str, written: Written) -> Written:
        """Write an outcome down. It happened, whether that can be written or not."""
        made = None if isinstance(order.write, AddCustomerAddress) else written.ref.encode()
        try:
            if not await self._keys.finish(key, dump(written), made, self._now()):
                await self._keys.finish(key, dump(written), None, self._now())
        except StoreDown:
            LOG.warning("the outcome of a change could not be written down: the store is away")
        await self._announce(order.source, order.write, written)
        return written

    async def _beat(self, key: str, ended: asyncio.Event) -> None:
        while not ended.is_set():
            await self._sleep(BEAT)
            try:
                await self._keys.beat(key, self._now(), LEASE)
            except StoreDown:
                continue


async def _kept_on(task: asyncio.Task[Written], order: Order, key: str | None, inquiry: Inquiry) -> Written:
    """Wait for a change as long as who asked has time; it goes on without them."""
    done, _ = await asyncio.wait((task,), timeout=min(inquiry.deadline.left(), 1e6))
    if not done:
        raise still_running(order, key)
    error = task.exception()
    if error is None:
        return task.result()
    raise twin(error) if isinstance(error, FoyerError) else error


def _outcome(entry: Entry, key: str) -> Written:
    written = load(entry.outcome or b"")
    if written is None:
        raise OutcomeUnknown(
            f"The change was made, and what is known of it cannot be read: look for {reference_of(key)}.",
            retryable=False,
        )
    return written
