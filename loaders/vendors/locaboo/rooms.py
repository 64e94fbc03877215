"""Main resources and their parts: one list of all, and one call more for whatever is told of one alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from loaders.errors import FoyerError
from loaders.records import SPACE, VENUE, Record, Resource, Space, SpaceType, Venue
from loaders.together import together
from loaders.vendors.locaboo.sheet import Table, each
from loaders.vendors.locaboo.translate import rooms as translate
from loaders.vendors.locaboo.wire.rooms import FreeTextField, Main
from loaders.vendors.locaboo.wire.rooms import Resource as WireResource

if TYPE_CHECKING:
    from loaders.errors import BadResponse
    from loaders.inquiry import Inquiry
    from loaders.readings.readings import Readings
    from loaders.vendors.locaboo.api import Api
    from loaders.vendors.locaboo.office import Office
    from loaders.vendors.locaboo.translate.site import Site

Told = tuple[WireResource | None, dt.datetime]
"""What is told of one resource alone, and when that was read; None of one the vendor does not know."""

R = TypeVar("R", bound=Record)

VENUE_ALONE: Final = frozenset(("description", "address", "phone", "image_url", "open_today", "closures"))
SPACE_ALONE: Final = frozenset(("image_url",))
"""What of a venue and of a space only the resource alone tells."""


@dataclass(frozen=True, slots=True)
class Tree:
    """All resources.

    Args:
        mains: by id, in the vendor's order.
        spaces: the spaces they are, each whole before its parts.
        fields: the fields whose values resources may have.
        faults: one for each main resource that makes no sense.
        fetched_at: when they were read.

    """

    mains: Mapping[str, Main]
    spaces: Table[Space]
    fields: Table[Resource]
    faults: tuple[BadResponse, ...]
    fetched_at: dt.datetime

    def leaves(self, key: str) -> Sequence[str]:
        """Give the resources whose slots tell when one is free: its parts, or itself where it has none."""
        main = self.mains.get(key)
        return [part.id for part in main.parts] if main is not None and main.parts else [key]


class Rooms:
    """The resources of one account."""

    def __init__(self, api: Api, site: Site, office: Office) -> None:
        self._api: Final = api
        self._site: Final = site
        self._office: Final = office
        self._trees: Final[Readings[str, Tree]] = api.keep("resources", 1)
        self._alone: Final[Readings[str, Told]] = api.keep("resource", 1000)
        self.last_count = 0
        """How many resources and parts the last reading had."""
        self.last_ids: tuple[str, ...] = ()
        """The venues that the last reading had."""

    async def tree(self, inquiry: Inquiry) -> Tree:
        """Read all resources."""
        return await self._trees.get("", inquiry, self._read_tree)

    async def told(self, key: str, inquiry: Inquiry) -> Told:
        """Read what is told of one resource alone."""
        return await self._alone.get(key, inquiry, partial(self._read_alone, key))

    async def venues(self, tree: Tree, mains: Sequence[Main], inquiry: Inquiry) -> list[Venue | FoyerError]:
        """Make venues as full as the operation reads them: a call a venue where it reads what only that tells."""
        reads = inquiry.selection.reads(VENUE)
        currency = await self._office.currency(inquiry, read="currency" in reads)
        known = [translate.venue(self._site, main, tree.fetched_at, currency) for main in mains]
        if not reads & VENUE_ALONE:
            return list(known)
        return await self._filled(known, translate.detailed, inquiry)

    async def spaces(self, known: Sequence[Space], inquiry: Inquiry) -> list[Space | FoyerError]:
        """Make spaces as full as the operation reads them."""
        if not inquiry.selection.reads(SPACE) & SPACE_ALONE:
            return list(known)
        return await self._filled(known, lambda space, told, _: replace(space, image_url=told.image), inquiry)

    async def categories(self, keys: Sequence[str], inquiry: Inquiry) -> dict[str, SpaceType | FoyerError | None]:
        """Read the kinds of space that resources are, by resource."""
        answers = await self._told(keys, inquiry)
        return {key: self._category(told) for key, told in zip(keys, answers, strict=True)}

    async def resources(self, keys: Sequence[str], inquiry: Inquiry) -> dict[str, Resource | FoyerError | None]:
        """Read all that is told of resources alone, by resource."""
        answers = await self._told(keys, inquiry)
        return {key: self._resource(told) for key, told in zip(keys, answers, strict=True)}

    async def _filled(
        self, known: Sequence[R], fill: Callable[[R, WireResource, dt.datetime], R], inquiry: Inquiry
    ) -> list[R | FoyerError]:
        answers = await self._told([record.ref.id for record in known], inquiry)
        return [_fill(record, told, fill) for record, told in zip(known, answers, strict=True)]

    async def _told(self, keys: Sequence[str], inquiry: Inquiry) -> list[Told | FoyerError]:
        async def one(key: str) -> Told | FoyerError:
            try:
                return await self.told(key, inquiry)
            except FoyerError as fault:
                return fault

        return await together(one(key) for key in keys)

    def _category(self, told: Told | FoyerError) -> SpaceType | FoyerError | None:
        if isinstance(told, FoyerError):
            return told
        return None if told[0] is None else translate.category(self._site, told[0], told[1])

    def _resource(self, told: Told | FoyerError) -> Resource | FoyerError | None:
        if isinstance(told, FoyerError):
            return told
        return None if told[0] is None else translate.resource(self._site, told[0], told[1])

    async def _read_tree(self, inquiry: Inquiry) -> Tree:
        listed = await self._api.listed("resource_list", inquiry)
        sheet, at = await self._api.sheet(listed, Main, "resource"), listed.fetched_at
        fields, bad = await each(
            self._api.items(listed.beside.get("free_text_fields")),
            lambda row: translate.free_text_field(
                self._site, self._api.read(FreeTextField, row, "free text field"), at
            ),
        )
        mains = {main.id: main for main in sheet.rows}
        spaces = tuple(space for main in mains.values() for space in translate.spaces(self._site, main, at))
        self.last_ids, self.last_count = tuple(mains), len(spaces)
        return Tree(mains, Table(spaces, sheet.faults, at), Table(fields, bad, at), sheet.faults, at)

    async def _read_alone(self, key: str, inquiry: Inquiry) -> Told:
        return await self._api.alone("resource", key, WireResource, "resource", inquiry)


def _fill(record: R, told: Told | FoyerError, fill: Callable[[R, WireResource, dt.datetime], R]) -> R | FoyerError:
    if isinstance(told, FoyerError):
        return told
    return record if told[0] is None else fill(record, told[0], told[1])
