"""When spaces are free, as the vendor computes it: one call for all that are asked in one operation.

A main resource that has parts is not computed by the vendor, which answers with its parts: it is free when all of them
are. `limit` is never sent, because it counts over all resources, and leaves out what is free behind it [002:560-592];
without it, days without slots are days that are full.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeAlias

from loaders import clock
from loaders.availability import AVAILABILITY, Span, slots
from loaders.errors import BadInput, FoyerError
from loaders.http.ask import Reason
from loaders.http.twin import twin
from loaders.records import Free
from loaders.together import together
from loaders.vendors.locaboo.wire.rooms import FreeResource

if TYPE_CHECKING:
    from loaders.inquiry import Inquiry
    from loaders.readings.readings import Readings
    from loaders.vendors.locaboo.api import Api
    from loaders.vendors.locaboo.rooms import Rooms, Tree
    from loaders.vendors.locaboo.translate.site import Site

LONGEST: Final = 23 * 60 + 59
"""The longest slot in minutes that the parameter `duration`, H:i, can ask for."""

MOST_DAYS: Final = 400
"""How many days one question may span: the vendor computes every slot of every day, however few are shown."""

MOST_SLOTS: Final = 10_000
"""How many slots of a whole are worked out; the graph shows fewer."""

AT_ONCE: Final = 600
"""How many resources one call asks for, to keep addresses short."""

_PARTS: Final = 4
_TICK: Final = dt.timedelta(microseconds=1)

Wanted: TypeAlias = tuple[int, dt.date, dt.date, tuple[str, ...]]
"""What one call asks for: minutes, first and last day, resources."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of one space: `minutes` long slots within the half-open range."""

    minutes: int
    from_: dt.datetime
    to: dt.datetime
    space: str

    @classmethod
    def read(cls, written: str) -> Asked | None:
        """Read what `loaders.availability.written` wrote; None of anything else."""
        parts = written.split("|")
        if len(parts) != _PARTS:
            return None
        try:
            return cls(
                int(parts[0]), dt.datetime.fromisoformat(parts[1]), dt.datetime.fromisoformat(parts[2]), parts[3]
            )
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Told:
    """What one call told: slots by resource, the fault of a row that made no sense, and when that was read."""

    slots: Mapping[str, Sequence[Span]]
    fault: FoyerError | None
    fetched_at: dt.datetime


class Calendar:
    """When the spaces of one account are free."""

    def __init__(self, api: Api, site: Site, rooms: Rooms) -> None:
        self._api: Final = api
        self._site: Final = site
        self._rooms: Final = rooms
        self._told: Final[Readings[Wanted, Told]] = api.keep("availability", 100)

    async def find(self, ids: Sequence[str], inquiry: Inquiry) -> dict[str, Free | FoyerError]:
        """Answer when spaces are free, by what was asked; those of one length and range are one call."""
        groups: dict[tuple[int, dt.datetime, dt.datetime], dict[str, Asked]] = {}
        for written in ids:
            asked = Asked.read(written)
            if asked is not None:
                groups.setdefault((asked.minutes, asked.from_, asked.to), {})[written] = asked
        answers = await together(self._group(group, inquiry) for group in groups.values())
        return {written: slot for answer in answers for written, slot in answer.items()}

    async def _group(self, group: Mapping[str, Asked], inquiry: Inquiry) -> dict[str, Free | FoyerError]:
        one = next(iter(group.values()))
        try:
            days = self._days(one)
            tree = await self._rooms.tree(inquiry)
            known = {written: asked for written, asked in group.items() if asked.space in tree.spaces.by_id()}
            leaves = dict.fromkeys(leaf for asked in known.values() for leaf in tree.leaves(asked.space))
            told = await self._ask(one.minutes, days, tuple(leaves), len(known), inquiry)
        except FoyerError as fault:
            return {written: twin(fault) for written in group}
        return {written: self._free(written, asked, tree, told) for written, asked in known.items()}

    def _days(self, asked: Asked) -> tuple[dt.date, dt.date]:
        """Give the first and last day of a range.

        Raises:
            BadInput: the vendor cannot be asked so.

        """
        if not 0 < asked.minutes <= LONGEST:
            raise BadInput(f"minutes: {self._api.source} takes 1 to {LONGEST}; got {asked.minutes}.")
        zone = self._site.zone
        first, last = clock.shown(asked.from_, zone).date(), clock.shown(asked.to - _TICK, zone).date()
        if (last - first).days >= MOST_DAYS:
            raise BadInput(
                f"between: {self._api.source} takes {MOST_DAYS} days at most; got {(last - first).days + 1}."
            )
        return first, last

    async def _ask(
        self, minutes: int, days: tuple[dt.date, dt.date], leaves: Sequence[str], asks: int, inquiry: Inquiry
    ) -> Told:
        chunks = [tuple(leaves[at : at + AT_ONCE]) for at in range(0, len(leaves), AT_ONCE)]
        answers = await together(
            self._told.get((minutes, *days, chunk), inquiry, partial(self._read, (minutes, *days, chunk), asks))
            for chunk in chunks
        )
        return Told(
            {leaf: spans for answer in answers for leaf, spans in answer.slots.items()},
            next((answer.fault for answer in answers if answer.fault is not None), None),
            min((answer.fetched_at for answer in answers), default=self._api.now()),
        )

    async def _read(self, wanted: Wanted, asks: int, inquiry: Inquiry) -> Told:
        minutes, first, last, leaves = wanted
        query = (
            ("resource_id", ",".join(leaves)),
            ("date_from", first.isoformat()),
            ("date_to", last.isoformat()),
            ("duration", f"{minutes // 60:02d}:{minutes % 60:02d}"),
        )
        listed = await self._api.listed("availability", inquiry, query, reason=Reason.BATCH, asks=asks)
        sheet = await self._api.sheet(listed, FreeResource, "availability")
        spans = {row.resource_id: tuple(self._spans(row)) for row in sheet.rows}
        return Told(spans, next(iter(sheet.faults), None), sheet.fetched_at)

    def _spans(self, row: FreeResource) -> Iterable[Span]:
        for day, free in sorted(row.dates.items()):
            for slot in sorted(free, key=lambda slot: slot.time_from):
                start = dt.datetime.combine(day, dt.time.fromisoformat(slot.time_from))
                end = dt.datetime.combine(day, dt.time.fromisoformat(slot.time_to))
                if end <= start:
                    end += clock.DAY
                yield clock.local(start, self._site.zone), clock.local(end, self._site.zone)

    def _free(self, written: str, asked: Asked, tree: Tree, told: Told) -> Free | FoyerError:
        leaves = tree.leaves(asked.space)
        untold = [leaf for leaf in leaves if leaf not in told.slots]
        if untold:
            return told.fault or self._api.bad(f"nothing of when resource {untold[0]} is free")
        computed = leaves == [asked.space]
        if computed:
            spans = [span for span in told.slots[asked.space] if _within(span, asked)]
        else:
            taken = [busy for leaf in leaves for busy in _between(told.slots[leaf], asked)]
            derived = slots(taken, asked.from_, asked.to, asked.minutes, self._site.zone)
            spans = list(islice(derived, MOST_SLOTS))
        ref = self._site.ref(AVAILABILITY, written)
        return Free(ref, told.fetched_at, tuple(spans), computed)


def _within(span: Span, asked: Asked) -> bool:
    """Tell whether a slot lies in the range; one that the clocks' going forward leaves nothing of does not."""
    return asked.from_ <= span[0] < span[1] <= asked.to


def _between(free: Iterable[Span], asked: Asked) -> Iterable[Span]:
    """Give the spans of the range that are in no slot; in UTC, as moments of one zone compare by their wall clocks."""
    start = asked.from_
    for opens, closes in sorted((clock.utc(opens), clock.utc(closes)) for opens, closes in free):
        if opens > start:
            yield start, opens
        start = max(start, closes)
    if start < asked.to:
        yield start, asked.to
