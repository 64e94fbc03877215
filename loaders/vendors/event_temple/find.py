"""Looking things up by their ids, along the routes to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.errors import BadResponse, FoyerError
from loaders.http.twin import twin
from loaders.jsonapi.include import plan
from loaders.jsonapi.shelf import Beside
from loaders.port import Found
from loaders.records import Record, Ref
from loaders.together import together
from loaders.vendors.event_temple.routes import COLLECTIONS, ROUTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from loaders.inquiry import Inquiry
    from loaders.jsonapi.account import Scope
    from loaders.jsonapi.document import Identifier
    from loaders.jsonapi.source import JsonApiSource
    from loaders.jsonapi.walks import Kept


async def find(source: JsonApiSource, scope: Scope, kind: str, ids: Sequence[str], inquiry: Inquiry) -> Found:
    """Look things of one kind up along their routes; those of all its types together, so that they share walks.

    A thing that is on none of its routes is nothing's. If a walk met rows of which not even the id can be read, or lost
    rows, then it may be one of those, and its slot says so.
    """
    views = source.account.views
    sought = {one: found for one in ids if (found := views.find(kind, one)) is not None}
    slots: dict[str, Record | FoyerError] = {}
    beside: list[Mapping[Ref, Record]] = []
    doubt: FoyerError | None = None
    for step in range(max((len(ROUTES[seen.type]) for _, seen in sought.values()), default=0)):
        missing = {one: found for one, found in sought.items() if one not in slots}
        ways = _ways(source, step, {(view, seen.type) for view, seen in missing.values()}, inquiry)
        try:
            walks = await together(
                source.walked(COLLECTIONS[way], scope, inquiry, extra=sorted(paths)) for way, paths in ways.items()
            )
        except FoyerError as fault:
            slots.update((one, twin(fault)) for one in missing)
            break
        for kept in walks:
            beside.append(kept.shelf)
            doubt = doubt or next((fault for row, fault in kept.faults if row is None), None)
            for one, (view, seen) in missing.items():
                slot = slot_of(source, kept, Ref(kind, source.name, one), view, seen)
                if slot is not None and one not in slots:
                    slots[one] = slot
    if doubt is not None:
        slots.update((one, twin(doubt)) for one in sought if one not in slots)
    return Found(slots, Beside(beside))


def _ways(source: JsonApiSource, step: int, sought: Iterable[tuple[str, str]], inquiry: Inquiry) -> dict[str, set[str]]:
    """Give the collections to walk at one step, each with the include paths that are needed there."""
    ways: dict[str, set[str]] = {}
    for view, of in sought:
        for route in ROUTES[of][step : step + 1]:
            ways.setdefault(route.collection, set()).update(onward(source, view, route.paths, inquiry))
    return ways


def onward(source: JsonApiSource, view: str, paths: Iterable[str], inquiry: Inquiry) -> Iterator[str]:
    """Give include paths, and as a hint those to what the operation walks to from what they bring."""
    below = plan(source.account.views.by_name, view, inquiry.selection).include if inquiry.hints else ()
    for path in paths:
        yield path
        for further in below:
            yield f"{path}.{further}"


def slot_of(
    source: JsonApiSource, kept: Kept, ref: Ref, view: str, identifier: Identifier
) -> Record | BadResponse | None:
    """Give what a walk knows of a thing: its record, or why it cannot be read; None where it did not come along."""
    record = kept.shelf.get(ref)
    if record is not None:
        return record
    resource = kept.resources.get(identifier)
    if resource is None:
        return None
    try:
        return source.account.translate(view, resource, kept.fetched_at)
    except BadResponse as fault:
        return twin(fault)
