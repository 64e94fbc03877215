"""The answers to lookups that processes share, one by one."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Collection, Hashable, Mapping
from typing import Final, Generic, NamedTuple, TypeVar

from loaders.errors import StoreDown
from loaders.readings.keep import Keep
from loaders.readings.lookup import Lookup
from loaders.readings.need import SomeNeed

V = TypeVar("V")


class Shared(NamedTuple, Generic[V]):
    """An answer, when it was read in seconds since 1970, and how many bytes it took."""

    value: V
    at: float
    bytes: int


class SharedAnswers(Generic[V]):
    """The answers of one sort at one source.

    Args:
        keep: how the source's readings are kept.
        sort: what they are called among the source's.

    """

    def __init__(self, keep: Keep, sort: str) -> None:
        self._keep: Final = keep
        self._sort: Final = sort

    async def get(
        self, lookup: Lookup[V], some: Collection[str], need: SomeNeed, *, refresh: bool
    ) -> dict[str, Shared[V]]:
        """Give what other processes have read of some ids; of what is to be renewed, what is fresh."""
        keep = self._keep
        values = keep.values
        if values is None:
            return {}
        moment = keep.now().timestamp()
        longest = keep.fresh if refresh else keep.fresh + keep.stale
        found: dict[str, Shared[V]] = {}
        try:
            told = await asyncio.gather(*(values.get(self._name(lookup, one, need), moment) for one in some))
            for one, data in zip(some, told, strict=True):
                at, _, packed = (data or b"").partition(b" ")
                value = lookup.unpack(packed) if packed else None
                if value is None or moment - float(at) >= longest or not await keep.good(lookup.area, float(at)):
                    continue
                found[one] = Shared(value, float(at), len(packed))
        except StoreDown:
            return found
        return found

    async def put(self, lookup: Lookup[V], brought: Mapping[str, V], need: SomeNeed, at: dt.datetime) -> None:
        """Share answers that were read at a moment."""
        keep = self._keep
        values = keep.values
        if values is None:
            return
        moment = keep.now().timestamp()
        packed = {one: lookup.pack(value) for one, value in brought.items()}
        puts = (
            values.put(
                self._name(lookup, one, need), b"%r %b" % (at.timestamp(), data), moment, keep.fresh + keep.stale
            )
            for one, data in packed.items()
            if data is not None
        )
        try:
            await asyncio.gather(*puts)
        except StoreDown:
            return

    async def drop(self, places: Collection[tuple[Hashable, str, SomeNeed]]) -> None:
        """Share some answers no longer: lookup's key, id, need."""
        await self._keep.unshare((self._sort, *place) for place in places)

    def _name(self, lookup: Lookup[V], one: str, need: SomeNeed) -> str:
        return self._keep.name((self._sort, lookup.key, one, need))
