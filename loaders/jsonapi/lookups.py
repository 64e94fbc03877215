"""Things looked up by a filter that names their ids, together with what others look up at the moment."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from loaders.errors import FoyerError
from loaders.http.ask import Ask, Reason
from loaders.inquiry import Inquiry
from loaders.jsonapi import query
from loaders.jsonapi.account import Collection, Scope
from loaders.jsonapi.document import Document
from loaders.jsonapi.include import Plan
from loaders.jsonapi.often import Often
from loaders.jsonapi.pages import walk
from loaders.jsonapi.query import Pairs
from loaders.jsonapi.shelf import Beside
from loaders.jsonapi.told import Told, apart, pack, unpack
from loaders.jsonapi.walks import Filtered, Kept
from loaders.readings.batches import Batches
from loaders.readings.lookup import Brought, Lookup

if TYPE_CHECKING:
    from loaders.jsonapi.reader import JsonApiReader

WORTH_READING: Final = 10
"""How many pages a collection may have to be read whole instead of being looked into again and again."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked up by ids.

    Args:
        collection: where.
        scope: at which venue.
        by: the filter's name, e.g. `id`.
        extra: include paths needed whatever the operation reads.
        enough: for some ids, stops reading further pages, where what is needed has come.
        pairs: a further filter the vendor applies.
        predicate: for a vendor that wants the filter's predicate named, e.g. `in`.

    """

    collection: Collection
    scope: Scope
    by: str
    extra: tuple[str, ...] = ()
    enough: Callable[[Sequence[str]], Callable[[Document], bool]] | None = None
    pairs: Pairs = ()
    predicate: str | None = None


class Lookups:
    """Lookups at one account.

    Args:
        reader: reads its collections.

    """

    def __init__(self, reader: JsonApiReader) -> None:
        self._reader: Final = reader
        self._told: Final[Batches[Told]] = Batches(reader.account.layers.keep, "lookups")
        keep = reader.account.layers.keep
        self._often: Final = Often(
            reader.account.layers.windows, lambda key: keep.name(("often", key)), lambda: keep.now().timestamp()
        )

    async def find(
        self, sought: Sought, ids: Sequence[str], inquiry: Inquiry
    ) -> list[tuple[tuple[str, ...], Filtered | FoyerError]]:
        """Read the rows that a filter by ids finds, together with what others look up at the moment.

        Gives what was found with the ids it was found for: a call that failed spoils those it was for.
        """
        kept = await self._whole(sought, inquiry) if sought.by == "id" and sought.predicate is None else None
        if kept is None:
            return await self._look_up(sought, ids, inquiry)
        known = [one for one in ids if one in kept.by_id() or one in kept.broken()]
        left = [one for one in ids if one not in known]
        parts = await self._look_up(sought, left, inquiry) if left else []
        return [*([(tuple(known), kept.of(known))] if known else ()), *parts]

    async def _whole(self, sought: Sought, inquiry: Inquiry) -> Kept | None:
        """Give a collection whole, where it is kept, or so much of it is looked up that reading it takes less."""
        collection, scope, pairs, extra = sought.collection, sought.scope, sought.pairs, sought.extra
        key = (collection.path, scope.path, pairs, self._reader.headers(collection, inquiry))
        known = self._reader.walks.kept(key)
        if known is not None and known.plan.carries(self._reader.plan(collection, inquiry, extra)):
            return await self._reader.walked(collection, scope, inquiry, pairs, extra)
        if not self._often.is_worth(key):
            return None
        try:
            return await self._reader.walked(collection, scope, inquiry, pairs, extra, max_pages=WORTH_READING)
        except FoyerError:
            self._often.is_not_worth(key)
            return None

    async def _look_up(
        self, sought: Sought, ids: Sequence[str], inquiry: Inquiry
    ) -> list[tuple[tuple[str, ...], Filtered | FoyerError]]:
        lookup = self._lookup(sought, inquiry)
        slots = await self._told.get(lookup, [one for one in ids if _is_plain(one)], inquiry)
        return [
            (some, found if isinstance(found, FoyerError) else await self._found(sought, found))
            for some, found in _alike(slots)
        ]

    def _lookup(self, sought: Sought, inquiry: Inquiry) -> Lookup[Told]:
        collection, scope, by, pairs = sought.collection, sought.scope, sought.by, sought.pairs
        headers, enough = self._reader.headers(collection, inquiry), sought.enough
        key = (collection.path, collection.view, scope.path, by, pairs, sought.predicate, headers, enough is not None)

        async def read_some(some: Sequence[str], united: Plan, own: Inquiry) -> Brought[Told]:
            await self._often.count((collection.path, scope.path, pairs, headers))
            wanted = (*query.filter(by, some, predicate=sought.predicate), *pairs)

            def ask(number: int) -> Ask:
                return self._reader.ask(
                    collection, scope, united, wanted, number, Reason.BATCH, headers, asks=len(some)
                )

            walked = await walk(
                self._reader.account.send,
                ask,
                own,
                source=self._reader.name,
                vendor=self._reader.vendor,
                enough=None if enough is None else enough(some),
            )
            at = own.moment(self._reader.now())
            rows = apart(walked.rows, by, some)
            if rows is None:
                whole = Told(walked.rows, walked.included, at)
                return Brought(dict.fromkeys(some, whole), apart=False)
            return Brought({one: Told(found, walked.included, at) for one, found in rows.items()})

        return Lookup(
            key,
            collection.path,
            self._reader.plan(collection, inquiry, sought.extra),
            read_some,
            self._reader.account.layers.wait,
            lambda own: Told((), {}, own.moment(self._reader.now())),
            pack,
            lambda data: unpack(data, source=self._reader.name, vendor=self._reader.vendor),
        )

    async def _found(self, sought: Sought, told: Sequence[Told]) -> Filtered:
        """Make records of what was told of several ids; a row that stands under several comes once."""
        parts = []
        for included in {id(one.included): one.included for one in told}.values():
            some = [one for one in told if one.included is included]
            rows = list({id(row): row for one in some for row in one.rows}.values())
            began = min(one.at for one in some).astimezone(self._reader.zone)
            parts.append(await self._reader.read(sought.collection, sought.scope, rows, included, began))
        if len(parts) == 1:
            return parts[0]
        records = {record.ref: record for part in parts for record in part.rows}
        return Filtered(
            list(records.values()),
            [broken for part in parts for broken in part.broken],
            Beside([part.beside for part in parts]),
            min((part.fetched_at for part in parts), default=self._reader.now()),
            {identifier: resource for part in parts for identifier, resource in part.resources.items()},
        )


def _alike(slots: Mapping[str, Told | FoyerError]) -> list[tuple[tuple[str, ...], list[Told] | FoyerError]]:
    """Put the ids of which something is known together, and each that failed by itself."""
    known = {one: found for one, found in slots.items() if not isinstance(found, FoyerError)}
    failed = [((one,), found) for one, found in slots.items() if isinstance(found, FoyerError)]
    return [*([(tuple(known), list(known.values()))] if known else []), *failed]


def _is_plain(vendor_id: str) -> bool:
    """Tell whether a vendor could have made an id: what holds an operator of its filters is nothing's."""
    return bool(re.fullmatch(r"[\w-]{1,64}", vendor_id, re.ASCII))
