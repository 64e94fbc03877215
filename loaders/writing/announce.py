"""Telling of changes: what was kept of what changed is dropped before anybody hears that it did."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Final

from loaders.errors import StoreDown
from loaders.port import Source
from loaders.records import SOURCE, Ref
from loaders.store.face import Notices
from loaders.writes import Write, Written
from loaders.writing.word import CHANGES, KINDS, Change, ChangeKind, ChangeOrigin, dump, load

LOG: Final = logging.getLogger("foyer")


class Announcer:
    """Tells of changes, and hears of those that other processes tell of.

    Args:
        notices: word to every process.
        teller: what this process is called among all, so that it knows its own words.
        now: the moment, in seconds since 1970.

    """

    def __init__(self, notices: Notices, teller: str, *, now: Callable[[], float]) -> None:
        self._notices: Final = notices
        self._teller: Final = teller
        self._now: Final = now

    async def made(self, source: Source, write: Write, written: Written) -> None:
        """Tell of a change that was made at a source."""
        kind = KINDS[type(write)]
        change = Change(written.ref, kind, ChangeOrigin.MUTATION, self._now(), written.changed, self._teller)
        await self.tell(source, change)

    async def doubted(self, source: Source) -> None:
        """Tell that something may have changed at a source: whoever looks must see it as it is now."""
        ref = Ref(SOURCE, source.name, source.name)
        await self.tell(source, Change(ref, ChangeKind.UPDATED, ChangeOrigin.MUTATION, self._now(), (), self._teller))

    async def tell(self, source: Source, change: Change) -> None:
        """Drop what was kept of what changed, and tell every process."""
        await source.forget(_untrue(change))
        try:
            await self._notices.tell(CHANGES, dump(change))
        except StoreDown:
            LOG.warning("word of a change at %s could not be told to other processes: the store is away", source.name)

    async def hear(self, sources: Mapping[str, Source]) -> None:
        """Drop what others tell has changed, until cancelled; whatever was kept, where word may have been missed."""
        async for word in self._notices.listen(CHANGES):
            change = load(word)
            if change is None:
                for source in sources.values():
                    await source.forget(())
            elif change.teller != self._teller and change.ref.source in sources:
                await sources[change.ref.source].forget(_untrue(change))


def _untrue(change: Change) -> tuple[Ref, ...]:
    """Give what may not be as it was read; nothing stands for anything of the source."""
    return () if change.ref.kind == SOURCE else (change.ref, *change.touched)
