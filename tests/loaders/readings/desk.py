"""A desk in memory that is asked for things by their ids, many to a call."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import orjson
from reader import NOON, Hall, Names, until

from loaders.errors import FoyerError, StoreDown, VendorDown
from loaders.http.ask import Ask, Reason
from loaders.readings.batches import Batches
from loaders.readings.lookup import Brought, Lookup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader import Clock

    from loaders.inquiry import Inquiry
    from loaders.readings.keep import Keep


@dataclass(frozen=True, slots=True)
class Thing:
    """What is known of one id: in which call it was told, how many seconds after noon, and with which names."""

    id: str
    call: int
    at: float
    names: tuple[str, ...] = ()


Slots: TypeAlias = dict[str, "Thing | FoyerError | None"]


class Desk:
    """Answers for ids: each thing with the number of the call. There is none whose id begins with `no`.

    Args:
        keep: how what it tells is kept.
        clock: the clock.
        hall: the vendor it asks; several processes' desks ask one.

    """

    def __init__(self, keep: Keep, clock: Clock, hall: Hall | None = None) -> None:
        self.hall = hall or Hall(clock)
        self.lookups: Batches[Any] = Batches(keep, "things")
        self.waits: list[float] = []
        """How long the next calls would have to wait."""
        self.store_is_away = False
        self.apart = True
        self.spoilt: set[str] = set()
        """A call for one of these fails."""
        self._clock = clock

    async def get(self, ids: Sequence[str], inquiry: Inquiry, need: Names | None = None, of: str = "/things") -> Slots:
        """Look things up."""
        return await self.lookups.get(self._lookup(need, of), ids, inquiry)

    def asked(self) -> list[list[str]]:
        """Give the ids of each call."""
        return [dict(ask.query)["ids"].split(",") for ask in self.hall.asked]

    def refreshes(self) -> list[bool]:
        """Tell of each call whether it was a refresh."""
        return [ask.refresh for ask in self.hall.asked]

    async def at_rest(self) -> None:
        """Wait until what was looked up is told to other processes, too."""
        await until(lambda: not self.lookups._chunks)  # noqa: SLF001  # nothing else tells

    def _lookup(self, need: Names | None, of: str) -> Lookup[Any]:
        async def read(ids: Sequence[str], wanted: Names | None, own: Inquiry) -> Brought[Any]:
            query = (("ids", ",".join(ids)), ("names", ",".join(sorted(wanted or ()))))
            reply = await self.hall.send(Ask("GET", of, query, reason=Reason.BATCH, asks=len(ids)), own)
            if self.spoilt & set(ids):
                raise VendorDown("hall is down", source="hall", vendor="tiny")
            at, call = self._clock.age(own.moment(NOON)), int(reply.body)
            names = tuple(sorted(wanted or ()))
            return Brought({one: Thing(one, call, at, names) for one in ids if not one.startswith("no")}, self.apart)

        return Lookup((of,), of, need, read, self._wait, lambda _: None, orjson.dumps, unpack)

    async def _wait(self) -> float:
        if self.store_is_away:
            raise StoreDown("the store is away")
        await asyncio.sleep(0)
        return self.waits.pop(0) if self.waits else 0.0


def unpack(data: bytes) -> Thing | None:
    """Read a thing again."""
    try:
        told = orjson.loads(data)
        return Thing(told["id"], told["call"], told["at"], tuple(told["names"]))
    except (ValueError, TypeError, KeyError):
        return None


def calls(slots: Slots) -> dict[str, int | str | None]:
    """Give for each id the number of the call that brought it, the name of its fault, or None where it is not there."""
    return {
        one: found.call if isinstance(found, Thing) else None if found is None else type(found).__name__
        for one, found in slots.items()
    }
