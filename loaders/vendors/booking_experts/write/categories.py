"""Kinds of accommodation, made: the vendor calls them categories, and deprecates them [004:4915]."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from loaders.errors import Blame
from loaders.http.ask import Ask, Reason
from loaders.inquiry import Inquiry
from loaders.jsonapi import query
from loaders.jsonapi.account import PAGE_SIZE
from loaders.jsonapi.document import ResourceObject
from loaders.jsonapi.pages import walk
from loaders.records import VENUE, SpaceType
from loaders.vendors.booking_experts.desk import Desk
from loaders.vendors.booking_experts.endpoints import WITH_ARCHIVED
from loaders.vendors.booking_experts.write.call import alike, change, languages, made
from loaders.vendors.booking_experts.write.category_parts import part_faults, parts
from loaders.vendors.booking_experts.write.check import ref_faults
from loaders.vendors.booking_experts.write.nearest import nearest
from loaders.vendors.booking_experts.write.sent import Sent
from loaders.writes import Attempt, CreateSpaceType, Written


class Categories:
    """Makes categories."""

    def __init__(self, desk: Desk) -> None:
        """Write by way of a desk."""
        self._desk: Final = desk

    def create_faults(self, write: CreateSpaceType) -> Iterator[Blame]:
        """Tell what is wrong with a category that is to be made."""
        yield from ref_faults(write.venue, self._desk.name, VENUE, ("venue",))
        if write.venue.source == self._desk.name and write.venue.id not in self._desk.scopes:
            yield Blame(("venue",), f"{self._desk.name} has no such venue")
        yield from part_faults(write)

    async def create(self, write: CreateSpaceType, inquiry: Inquiry) -> Written:
        """Make a category; its answer tells its texts in every language there is."""
        scope = self._desk.scopes[write.venue.id]
        sent, locales = Sent("category", parts(write)), languages(self._desk, every=True)
        reply = await change(self._desk, "POST", f"{scope.path}/categories", sent, inquiry, locales)
        record = made(self._desk, scope, "space_type", reply)
        return Written(record.ref, record, changed=(record.ref,))

    async def find_created(self, write: CreateSpaceType, attempt: Attempt, inquiry: Inquiry) -> list[Written]:
        """Look among all categories for those like the one that was to be made; one with further names is another."""
        desk, scope = self._desk, self._desk.scopes[write.venue.id]
        sent = Sent("category", parts(write))

        def ask(number: int) -> Ask:
            pairs = query.write(WITH_ARCHIVED, query.page(number, PAGE_SIZE), query.sort(("created_at",)))
            return Ask("GET", f"{scope.path}/categories", pairs, languages(desk, every=True), reason=Reason.FIND)

        walked = await walk(desk.includes.below, ask, inquiry, source=desk.name, vendor=desk.vendor)
        texts = {text.text.strip() for text in write.names}

        def holds(row: ResourceObject) -> bool:
            names = row.attributes.get("name")
            told = names.values() if isinstance(names, Mapping) else ()
            return sent.holds(row) and all(str(name).strip() in texts for name in told if name)

        like = alike(walked, holds)
        translate = desk.translator(scope, {row.identifier: row for row in like})
        found = [translate("space_type", row, desk.now()) for row in like]
        known = [one for one in found if isinstance(one, SpaceType)]
        return [Written(one.ref, one, changed=(one.ref,)) for one in nearest(known, attempt.began)]
