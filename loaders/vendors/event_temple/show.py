"""Asking for a thing at a path of its own: beyond the vendor's document, only where the configuration says `show`."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from loaders.errors import BadResponse, FoyerError, NotThere
from loaders.http.ask import Ask, Reason
from loaders.http.twin import twin
from loaders.jsonapi import query
from loaders.jsonapi.document import Identifier, ResourceObject, read
from loaders.jsonapi.include import plan
from loaders.jsonapi.shelf import Beside
from loaders.port import Found
from loaders.records import BOOKING, EVENT, Record, Ref
from loaders.vendors.event_temple.routes import COLLECTIONS
from loaders.vendors.event_temple.views import ACTIVITIES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from loaders.inquiry import Inquiry
    from loaders.jsonapi.account import Scope
    from loaders.jsonapi.source import JsonApiSource

AT_ONCE: Final = 5
"""For up to how many things the vendor is asked one by one; a walk may be cheaper for more."""

_COLLECTIONS: Final = {"events": EVENT, "bookings": BOOKING, "activities": ACTIVITIES}
"""Type → the kind of its collection, of the types that can be shown."""


def can_show(source: JsonApiSource, kind: str, ids: Sequence[str]) -> bool:
    """Tell whether things can be asked for one by one: few, of such a type, and with ids that are numbers."""
    found = [source.account.views.find(kind, one) for one in ids]
    return len(ids) <= AT_ONCE and all(
        one is not None and one[1].type in _COLLECTIONS and one[1].id.isascii() and one[1].id.isdecimal()
        for one in found
    )


async def show(source: JsonApiSource, scope: Scope, kind: str, ids: Sequence[str], inquiry: Inquiry) -> Found:
    """Ask for things one by one, as many at a time as `can_show` allows; a 404 says that there is no such thing."""
    shelves: list[Mapping[Ref, Record]] = []

    async def one(key: str) -> Record | FoyerError | None:
        found = source.account.views.find(kind, key)
        if found is None:
            return None
        try:
            resources, row = await _ask(source, scope, found[0], found[1], inquiry)
            shelves.append(source.shelf(resources, source.now()))
            return source.account.translate(found[0], row, source.now())
        except NotThere:
            return None
        except FoyerError as fault:
            return twin(fault)

    answers = await asyncio.gather(*(one(key) for key in ids))
    slots = {key: answer for key, answer in zip(ids, answers, strict=True) if answer is not None}
    return Found(slots, Beside(shelves))


async def _ask(
    source: JsonApiSource, scope: Scope, view: str, identifier: Identifier, inquiry: Inquiry
) -> tuple[Mapping[Identifier, ResourceObject], ResourceObject]:
    planned = plan(source.account.views.by_name, view, inquiry.selection, hints=inquiry.hints)
    path = f"{scope.path}{COLLECTIONS[_COLLECTIONS[identifier.type]].path}/{identifier.id}"
    wanted = query.write(query.include(planned.include), query.fields(planned.fields))
    reply = await source.account.send(Ask("GET", path, wanted, reason=Reason.BATCH), inquiry)
    document = read(reply.body, source=source.name, vendor=source.vendor)
    row = document.rows[0] if document.single and document.rows else None
    if isinstance(row, BadResponse):
        raise row
    if row is None or row.identifier != identifier:
        told = f"{source.name} sent something else where a single resource was expected"
        raise BadResponse(told, source=source.name, vendor=source.vendor)
    return {**document.included, row.identifier: row}, row
