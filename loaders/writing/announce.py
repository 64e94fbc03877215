"""Telling of changes: what was kept of what changed is dropped before anybody hears that it did."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import aclosing
from dataclasses import replace
from functools import partial
from typing import Final

from loaders.errors import StoreDown
from loaders.port import Source
from loaders.readings.keep import Renewed
from loaders.records import SOURCE, Ref
from loaders.store.face import Listening, Notices
from loaders.writes import Write, Written
from loaders.writing.differences import TOLD, differences
from loaders.writing.feed import Feed
from loaders.writing.word import CHANGES, KINDS, Change, ChangeKind, ChangeOrigin, dump, load

COMPARED_AT_ONCE: Final = 200
"""How many records are compared before others get their turn."""

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
        change = Change(written.ref, kind, ChangeOrigin.MUTATION, self._now(), written.changed)
        await self.tell(source, change)

    async def doubted(self, source: Source) -> None:
        """Tell that something may have changed at a source: whoever looks must see it as it is now."""
        ref = Ref(SOURCE, source.name, source.name)
        await self.tell(source, Change(ref, ChangeKind.UPDATED, ChangeOrigin.MUTATION, self._now()))

    def watch(self, sources: Mapping[str, Source]) -> None:
        """Have every source tell what a refresh finds to be otherwise."""
        for source in sources.values():
            if source.keep is not None:
                source.keep.renewed = partial(self.found, source)

    async def found(self, source: Source, renewed: Renewed) -> None:
        """Tell of what a refresh found to be otherwise; it is kept as it is now already."""
        before = {record.ref: record for record in renewed.old if record.ref.kind in TOLD}
        after = {record.ref: record for record in renewed.new if record.ref.kind in TOLD}
        refs, changes = [*dict.fromkeys((*before, *after))], []
        for start in range(0, len(refs), COMPARED_AT_ONCE):
            some = refs[start : start + COMPARED_AT_ONCE]
            old = (before[ref] for ref in some if ref in before)
            new = (after[ref] for ref in some if ref in after)
            at, since, whole = renewed.at, renewed.since, renewed.whole
            changes += differences(old, new, at, since=since, whole=whole, teller=self.teller)
            await asyncio.sleep(0)
        if changes and source.keep is not None:
            await source.keep.catch_up({change.ref.id for change in changes}, renewed.at)
        for change in changes:
            await self._pass_on(source, change)

    async def tell(self, source: Source, change: Change) -> None:
        """Drop what was kept of what changed, and tell every process."""
        await source.forget(_untrue(change))
        await self._pass_on(source, replace(change, teller=self.teller))

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
                await _drop(source, change)
            self.feed.tell(change)


async def _drop(source: Source, change: Change) -> None:
    """Keep nothing that another process found to be untrue."""
    if change.origin is not ChangeOrigin.REFRESH:
        await source.forget(_untrue(change))
    elif source.keep is not None:
        await source.keep.catch_up((change.ref.id,), change.at)


def _untrue(change: Change) -> tuple[Ref, ...]:
    """Give what may not be as it was read; nothing stands for anything of the source."""
    return () if change.ref.kind == SOURCE else (change.ref, *change.touched)
