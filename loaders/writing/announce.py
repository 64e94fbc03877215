"""Telling of changes: what was kept of what changed is dropped before anybody hears that it did."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from contextlib import aclosing
from typing import Final

from loaders.errors import StoreDown
from loaders.port import Source
from loaders.records import SOURCE, Record, Ref
from loaders.store.face import Listening, Notices
from loaders.writes import Write, Written
from loaders.writing.differences import differences
from loaders.writing.feed import Feed
from loaders.writing.word import CHANGES, KINDS, Change, ChangeKind, ChangeOrigin, dump, load

LOG: Final = logging.getLogger("foyer")


class Announcer:
    """Tells of changes, and hears of those that other processes tell of.

    Args:
        notices: word to every process.
        teller: what this process is called among all, so that it knows its own words.
        now: the moment, in seconds since 1970.
        feed: who waits for changes in this process.

    """

    def __init__(
        self, notices: Notices, teller: str, *, now: Callable[[], float], feed: Feed[Change] | None = None
    ) -> None:
        self.teller: Final = teller
        self.feed: Final[Feed[Change]] = Feed() if feed is None else feed
        self._notices: Final = notices
        self._now: Final = now

    async def made(self, source: Source, write: Write, written: Written) -> None:
        """Tell of a change that was made at a source."""
        kind = KINDS[type(write)]
        change = Change(written.ref, kind, ChangeOrigin.MUTATION, self._now(), written.changed, self.teller)
        await self.tell(source, change)

    async def doubted(self, source: Source) -> None:
        """Tell that something may have changed at a source: whoever looks must see it as it is now."""
        ref = Ref(SOURCE, source.name, source.name)
        await self.tell(source, Change(ref, ChangeKind.UPDATED, ChangeOrigin.MUTATION, self._now(), (), self.teller))

    async def found(self, source: Source, old: Iterable[Record], new: Iterable[Record], *, whole: bool = False) -> None:
        """Tell of what a refresh found to be otherwise. It is kept as it is now already, so here nothing is dropped.

        Args:
            source: where.
            old: what was kept.
            new: what was read in its place, by the same question.
            whole: whether both are all there is.

        """
        for change in differences(old, new, self._now(), whole=whole, teller=self.teller):
            await self._pass_on(source, change)

    async def tell(self, source: Source, change: Change) -> None:
        """Drop what was kept of what changed, and tell every process."""
        await source.forget(_untrue(change))
        await self._pass_on(source, change)

    async def _pass_on(self, source: Source, change: Change) -> None:
        try:
            await self._notices.tell(CHANGES, dump(change))
        except StoreDown:
            LOG.warning("word of a change at %s could not be told to other processes: the store is away", source.name)

    async def hear(self, sources: Mapping[str, Source]) -> None:
        """Hear of changes until cancelled: drop what others tell has changed, then tell it on in this process.

        Where word may have been missed, whatever was kept is dropped, and who waits for changes is told that.
        """
        async with aclosing(self._notices.listen(CHANGES)) as words:
            beginning = asyncio.create_task(self._begin(words))
            try:
                async for word in words:
                    try:
                        await self._heard(load(word), sources)
                    except StoreDown:
                        LOG.warning("what is kept of a change could not be dropped: the store is away")
                        self.feed.miss()
            finally:
                beginning.cancel()

    async def _begin(self, words: Listening) -> None:
        await words.ready()
        self.feed.begin()

    async def _heard(self, change: Change | None, sources: Mapping[str, Source]) -> None:
        if change is None:
            for one in sources.values():
                await one.forget(())
            self.feed.miss()
            return
        source = sources.get(change.ref.source)
        if source is not None:
            if change.teller != self.teller:
                await source.forget(_untrue(change))
            self.feed.tell(change)


def _untrue(change: Change) -> tuple[Ref, ...]:
    """Give what may not be as it was read; nothing stands for anything of the source."""
    return () if change.ref.kind == SOURCE else (change.ref, *change.touched)
