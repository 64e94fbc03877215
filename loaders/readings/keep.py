"""How the readings of one source are kept, and shared with other processes."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

import orjson

from loaders.errors import StoreDown, VendorFault
from loaders.http.twin import twin
from loaders.inquiry import Inquiry, Tape
from loaders.readings.larder import Larder
from loaders.readings.tape import pack, unpack

if TYPE_CHECKING:
    from loaders.health import Health
    from loaders.records import Record
    from loaders.store.face import Values

V = TypeVar("V")

LEASE_SECONDS: Final = 20.0
"""For how long a process may be the one that reads something for all; if it dies, so long do the others wait."""

ALL: Final = ""
"""The area that is the whole source."""

LOOK_AGAIN: Final = 0.1
"""How many seconds apart others look whether it is there."""


class Elsewhere(Exception):
    """What was to be renewed is just being renewed by another process."""


@dataclass(frozen=True, slots=True)
class Renewed:
    """What a refresh replaced, and by what.

    Args:
        old: the records there were.
        new: those there are.
        since: when the old ones were read, in seconds since 1970.
        at: when the new ones were.
        whole: whether both are all there is.

    """

    old: Iterable[Record]
    new: Iterable[Record]
    since: float
    at: float
    whole: bool


class Forgetful(Protocol):
    """Readings of one sort."""

    def forget(self, areas: Collection[str] | None = None) -> None:
        """Keep nothing of what was read of some parts of the source up to now; of all where none is named."""

    async def catch_up(self, ids: Collection[str], at: float) -> None:
        """Keep what others read since a moment, and nothing of what was read before of some things by themselves."""

    async def close(self) -> None:
        """Call off what is under way."""


@dataclass(slots=True)
class Keep:
    """How the readings of one source are kept.

    Args:
        source: the source's name in the configuration.
        vendor: the vendor's name.
        credentials: what the source is asked with: who is let in otherwise may be told otherwise.
        fresh: for how many seconds a reading is as good as new.
        stale: for how many seconds after that it may still be used.
        now: the moment, in UTC.
        health: is told what keeps readings from being renewed.
        larder: bounds what is kept.
        values: where readings are shared with other processes; None where there are none.
        sleep: waits so many seconds.
        renewed: is told of what a refresh replaced; None where nobody wants to know.

    """

    source: str
    vendor: str
    credentials: Mapping[str, str] = field(repr=False)
    fresh: float
    stale: float
    now: Callable[[], dt.datetime]
    health: Health
    larder: Larder
    values: Values | None = None
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    sorts: list[Forgetful] = field(default_factory=list)
    renewed: Callable[[Renewed], Awaitable[None]] | None = None

    async def forget(self, areas: Collection[str] | None = None) -> None:
        """Keep nothing of what was read up to now, here or where it is shared.

        Args:
            areas: of which parts of the source; of all where it is left out.

        """
        for sort in self.sorts:
            sort.forget(areas)
        if self.values is not None:
            moment, longest = self.now().timestamp(), self.fresh + self.stale + 1
            try:
                for area in (ALL,) if areas is None else areas:
                    await self.values.put(self._forgotten(area), str(moment).encode(), moment, longest)
            except StoreDown:
                return

    async def catch_up(self, ids: Collection[str], at: float) -> None:
        """Keep nothing older of things that changed, without a call: what others read since is kept in its place.

        Args:
            ids: the things, by their vendor's ids.
            at: when they were read as they are now, in seconds since 1970.

        """
        for sort in self.sorts:
            await sort.catch_up(ids, at)

    async def newer(self, key: object, area: str, at: float) -> Tape | None:
        """Give what was read since a moment, here or in another process; None where nothing was."""
        if self.values is None:
            return None
        try:
            known = await self._shared(self.values, self.name(key), area, refresh=True)
        except StoreDown:
            return None
        return known if known is not None and known.at.timestamp() >= at else None

    async def unshare(self, keys: Iterable[object]) -> None:
        """Share no longer what was read of something."""
        names = tuple(self.name(key) for key in keys)
        if self.values is not None and names:
            try:
                await self.values.drop(names)
            except StoreDown:
                return

    async def close(self) -> None:
        """Call off what is under way."""
        await asyncio.gather(*(sort.close() for sort in self.sorts))

    def is_stale(self, at: dt.datetime) -> bool:
        """Tell whether what was read at a moment is older than the source calls fresh; where nothing is kept, never."""
        return self.fresh + self.stale > 0 and (self.now() - at).total_seconds() >= self.fresh

    def not_renewed(self, fault: VendorFault) -> None:
        """Note why something could not be renewed."""
        self.health.not_renewed = twin(fault)

    def is_renewed(self) -> None:
        """Note that something was renewed."""
        self.health.not_renewed = None

    async def share(
        self, key: object, area: str, own: Inquiry, reading: Callable[[Tape], Awaitable[V]], *, refresh: bool
    ) -> V:
        """Read something, or what another process was answered when it did.

        Args:
            key: what is read, told so that other processes tell it alike.
            area: what part of the source it is of.
            own: the reading's inquiry.
            reading: reads it with a tape that plays, or listens.
            refresh: whether it is known here already, and stale.

        Raises:
            Elsewhere: it was to be renewed, and another process is just doing that.

        """
        if self.values is None:
            return await reading(Tape(self.now()))
        name = self.name(key)
        try:
            known = await self._lead(name, area, own, refresh=refresh)
        except StoreDown:
            return await reading(Tape(self.now()))
        if known is not None:
            return await reading(known)
        listening = Tape(self.now())
        try:
            value = await reading(listening)
            await self._put(name, own.tape or listening)
        finally:
            await self._leave(_lease(name, refresh=refresh))
        return value

    async def _lead(self, name: str, area: str, own: Inquiry, *, refresh: bool) -> Tape | None:
        """Give what others read, or None where this process is to read it.

        Raises:
            Elsewhere: it is known here, and another process is reading it.
            StoreDown: the store is away.

        """
        values = self.values
        if values is None:
            return None
        lease = _lease(name, refresh=refresh)
        while True:
            known = await self._shared(values, name, area, refresh=refresh)
            if known is not None:
                return known
            if await values.take(lease, self.now().timestamp(), LEASE_SECONDS):
                # Whoever had it may have brought it since one looked.
                known = await self._shared(values, name, area, refresh=refresh)
                if known is not None:
                    await self._leave(lease)
                return known
            if refresh:
                raise Elsewhere
            if own.deadline.left() <= LOOK_AGAIN:
                return None
            await self.sleep(LOOK_AGAIN)

    async def _shared(self, values: Values, name: str, area: str, *, refresh: bool) -> Tape | None:
        moment = self.now().timestamp()
        data = await values.get(name, moment)
        known = None if data is None else unpack(data)
        if known is None or not await self.good(area, known.at.timestamp()):
            return None
        return known if moment - known.at.timestamp() < (self.fresh if refresh else self.fresh + self.stale) else None

    async def good(self, area: str, at: float) -> bool:
        """Tell whether nothing of a part of the source was told to be forgotten since a moment.

        Raises:
            StoreDown: the store is away.

        """
        if self.values is None:
            return True
        moment = self.now().timestamp()
        told = await asyncio.gather(*(self.values.get(self._forgotten(one), moment) for one in (ALL, area)))
        return all(one is None or at > float(one) for one in told)

    async def _put(self, name: str, tape: Tape) -> None:
        if self.values is None or tape.absent:
            return
        data = pack(tape)
        if data is not None:
            try:
                await self.values.put(name, data, self.now().timestamp(), self.fresh + self.stale)
            except StoreDown:
                return

    async def _leave(self, lease: str) -> None:
        if self.values is not None:
            try:
                await self.values.drop((lease,))
            except StoreDown:
                return

    def _forgotten(self, area: str) -> str:
        return f"forgotten:{self.source}:{area}"

    def name(self, key: object) -> str:
        """Name what is shared of this source with these credentials."""
        told: Any = [self.vendor, self.source, sorted(self.credentials.items()), repr(key)]
        return f"reading:{self.source}:{sha256(orjson.dumps(told)).hexdigest()}"


def _lease(name: str, *, refresh: bool) -> str:
    """Name what only one process may do: who has nothing yet waits for no refresh, which may wait for long itself."""
    return f"{name}:{'refresh' if refresh else 'lease'}"
