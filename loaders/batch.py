"""Many small asks into few large ones.

An operation reaches records one reference at a time: each event asks for its space, each booking for its customer. A
vendor answers fifty ids as fast as one, and counts it as one call. So every ask for a record goes through `Loaders`,
which belongs to one operation: it collects the references that are asked for at about the same time, asks each source
once a kind, and gives every asker its own slot of the answer.

"At about the same time" is a matter of the event loop's ticks. Resolvers of one level do not all arrive in the same
tick: one had to await its parent, another did not. A batch therefore leaves when for a few ticks no reference has been
added. A tick without work takes microseconds, a call to a vendor takes a tenth of a second.

What comes along with an answer (side-loaded records, a whole collection that was walked for a list) is put on a shelf
as it is, and looked at before anyone is asked. A shelf may hold 50,000 records and stand in a cache that outlives the
operation: it is never copied and never changed.

One answer a reference: what a slot held, a record, nothing or a fault, it holds until the operation ends, unless a
shelf that came later has the record. And whatever happens to one asker, or to one key, or to the call, stays there:

    an asker is cancelled          the others still get their answer
    a key fails                    its slot raises, the other slots of the batch do not
    a call raises (a bug)          each of its slots raises that
    a call is cancelled            each of its slots raises a RuntimeError; nobody waits for ever
    all askers are gone            `close` calls off what is still under way
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Final, cast

from aiodataloader import DataLoader, dispatch_queue_batch
from aiodataloader import Loader as Slot

from loaders.errors import BadInput, FoyerError
from loaders.records import Record, Ref

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from loaders.inquiry import Inquiry
    from loaders.port import Batch, Source

SETTLE: Final = 3
"""For how many ticks nothing may be added before a batch leaves."""


class Loaders:
    """What one operation knows, and the way to more. Made and used inside one running event loop.

    Args:
        sources: by name, those this operation may ask.
        inquiry: the operation.
        settle: for how many ticks of the loop nothing may be added before a batch leaves.
        max_batch_size: how many references one call to a source may be for; None leaves that to the source.

    """

    def __init__(
        self,
        sources: Mapping[str, Source],
        inquiry: Inquiry,
        *,
        settle: int = SETTLE,
        max_batch_size: int | None = None,
    ) -> None:
        self._sources: Final = sources
        self._inquiry: Final = inquiry
        self._settle: Final = settle
        self._max_batch_size: Final = max_batch_size
        self._loaders: Final[dict[tuple[str, str], Loader]] = {}
        self._answered: Final[dict[Ref, Record]] = {}
        self._shelves: list[Mapping[Ref, Record]] = [self._answered]  # the newest first

    def load(self, ref: Ref) -> asyncio.Future[Record | None]:
        """Give, once awaited, the record a reference leads to, or None where it leads to nothing.

        Awaiting it raises the fault in the reference's slot, or BadInput for a source that this operation does not
        know. What is known already is there at once.

        Raises:
            TypeError: it is no Ref.

        """
        if not isinstance(ref, Ref):
            raise TypeError(f"load takes a Ref, not {type(ref).__name__}")
        record = self.peek(ref)
        if record is not None:
            return _known(record)
        loader = self._loaders.get((ref.source, ref.kind)) or self._open(ref)
        return self._unknown(ref) if loader is None else loader.load(ref)

    def peek(self, ref: Ref) -> Record | None:
        """Give the record if it is known already; the shelf that came last is looked at first."""
        for shelf in self._shelves:
            record = shelf.get(ref)
            if record is not None:
                return record
        return None

    def shelve(self, beside: Mapping[Ref, Record]) -> None:
        """Keep records that came along, by reference: the mapping as it is, so whoever gave it must not change it."""
        if beside:
            self._shelves = [beside, *(shelf for shelf in self._shelves if shelf is not beside)]

    def close(self) -> None:
        """Call off what is still under way, as nobody waits for it any more; a load that is open raises."""
        for loader in self._loaders.values():
            loader.close()

    def _open(self, ref: Ref) -> Loader | None:
        """Make the loader of a source and kind; None where there is no such source."""
        source = self._sources.get(ref.source)
        if source is None:
            return None
        loader = Loader(partial(self._ask, source, ref.kind), settle=self._settle, max_batch_size=self._max_batch_size)
        self._loaders[ref.source, ref.kind] = loader
        return loader

    def _unknown(self, ref: Ref) -> asyncio.Future[Record | None]:
        names = ", ".join(sorted(self._sources)) or "none"
        future: asyncio.Future[Record | None] = asyncio.get_running_loop().create_future()
        _fail(future, BadInput(f"there is no source named {ref.source!r}; the sources are: {names}"))
        return future

    async def _ask(self, source: Source, kind: str, refs: Sequence[Ref]) -> list[Record | FoyerError | None]:
        """Ask a source for what no shelf has come to hold since, and give each reference what its slot holds."""
        slots: dict[Ref, Record | FoyerError | None] = {ref: self.peek(ref) for ref in refs}
        wanted = [ref for ref, record in slots.items() if record is None]
        if wanted:
            found = await source.get(kind, [ref.id for ref in wanted], self._inquiry)
            self.shelve(found.beside)
            for ref in wanted:
                slots[ref] = slot = found.slots.get(ref.id)
                if slot is not None and not isinstance(slot, BaseException):
                    self._answered[ref] = slot
        return list(slots.values())


class Loader(DataLoader[Ref, "Record | None"]):
    """The loader of one operation for one source and kind: aiodataloader's, hardened.

    Args:
        batch: answers references, each once, with as many slots in the same order.
        settle: for how many ticks of the loop nothing may be added before a batch leaves.
        max_batch_size: how many references one batch may hold.

    """

    def __init__(self, batch: Batch, *, settle: int = SETTLE, max_batch_size: int | None = None) -> None:
        if max_batch_size is not None and max_batch_size < 1:
            raise ValueError(f"a batch holds at least one reference, not {max_batch_size}")
        self._batch: Final = batch
        self._settle: Final = settle
        self._watching = False
        self._under_way: Final[set[asyncio.Task[None]]] = set()
        super().__init__(max_batch_size=max_batch_size, loop=asyncio.get_running_loop())

    def load(self, key: Ref) -> asyncio.Future[Record | None]:
        """Give a future of the asker's own, which it may cancel; a slot that is settled needs none."""
        slot = super().load(key)
        return slot if slot.done() else _apart(slot)

    def close(self) -> None:
        """Call off the batches under way and fail what waits for one."""
        queue, self._queue = self._queue, []
        _fail_all(queue, _called_off())
        for task in self._under_way:
            task.cancel()

    def do_resolve_reject(self, key: Ref, future: asyncio.Future[Record | None]) -> None:
        """Add a slot to the batch that is being collected; a full one leaves at once."""
        self._queue.append(Slot(key, future))
        if len(self._queue) == self.max_batch_size:
            self._depart()
        elif not self._watching:
            self._watching = True
            self.loop.call_soon(self._watch, len(self._queue), self._settle)

    def _watch(self, seen: int, ticks: int) -> None:
        """Let the batch leave when it has not grown for so many ticks."""
        waiting = len(self._queue)
        if waiting != seen:
            ticks = self._settle
        if waiting and ticks > 0:
            self.loop.call_soon(self._watch, waiting, ticks - 1)
            return
        self._watching = False
        if waiting:
            self._depart()

    def _depart(self) -> None:
        queue, self._queue = self._queue, []
        task = self.loop.create_task(dispatch_queue_batch(self, queue))
        self._under_way.add(task)
        task.add_done_callback(partial(self._landed, queue))

    async def batch_load_fn(self, keys: list[Ref]) -> list[Record | None]:
        """Answer a batch slot by slot; what the batch function raises, each slot raises."""
        try:
            slots: Sequence[Record | Exception | None] = await self._batch(keys)
        except Exception as error:  # noqa: BLE001  # a bug of a source fails its own slots, whatever it is
            slots = [error] * len(keys)
        if len(slots) != len(keys):
            slots = [TypeError(f"a batch of {len(keys)} references was given {len(slots)} slots")] * len(keys)
        return [_raisable(slot) for slot in slots]

    def _landed(self, queue: Iterable[Slot], task: asyncio.Task[None]) -> None:
        """Leave no slot open, even if the batch was cancelled before it began."""
        self._under_way.discard(task)
        error = _called_off() if task.cancelled() else task.exception()
        if error is not None:
            _fail_all(queue, error)


def _known(record: Record) -> asyncio.Future[Record | None]:
    future: asyncio.Future[Record | None] = asyncio.get_running_loop().create_future()
    future.set_result(record)
    return future


def _apart(slot: asyncio.Future[Record | None]) -> asyncio.Future[Record | None]:
    """Give a future that ends as the slot does and can be cancelled without it.

    Unlike asyncio.shield it stays registered when cancelled, so that 20,000 cancelled askers of one slot are not each
    searched for among the others.
    """
    own: asyncio.Future[Record | None] = slot.get_loop().create_future()
    slot.add_done_callback(partial(_pass_on, own))
    return own


def _pass_on(own: asyncio.Future[Record | None], slot: asyncio.Future[Record | None]) -> None:
    error = slot.exception()
    if own.done():
        return
    if error is None:
        own.set_result(slot.result())
    else:
        _fail(own, error)


def _fail(future: asyncio.Future[Record | None], error: BaseException) -> None:
    """Fail a future whose asker may have gone: a fault is a value, so nobody is told that it was not collected."""
    future.set_exception(error)
    future.exception()


def _fail_all(queue: Iterable[Slot], error: BaseException) -> None:
    for slot in queue:
        if not slot.future.done():
            _fail(slot.future, error)


def _called_off() -> RuntimeError:
    return RuntimeError("the batch was called off before it was answered")


def _raisable(slot: Record | Exception | None) -> Record | None:
    """Give what a slot holds, as aiodataloader types it; an exception no future can raise becomes one that it can."""
    if isinstance(slot, BaseException) and (isinstance(slot, StopIteration) or not isinstance(slot, Exception)):
        slot = RuntimeError(f"a slot held {type(slot).__name__}")
    return cast("Record | None", slot)
