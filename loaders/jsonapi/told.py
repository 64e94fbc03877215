"""What a vendor told of one id: its rows and what came along, as they were sent, and as records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import orjson

from loaders.errors import BadResponse
from loaders.jsonapi.document import Identifier, Linkage, ResourceObject, read


@dataclass(frozen=True, slots=True)
class Told:
    """What a vendor told of one id.

    Args:
        rows: the rows that stand under it, a BadResponse for each that could not be read.
        included: what came along; more than belongs to these rows.
        at: when it was read, in UTC.

    """

    rows: Sequence[ResourceObject | BadResponse]
    included: Mapping[Identifier, ResourceObject]
    at: dt.datetime


def apart(
    rows: Iterable[ResourceObject | BadResponse], by: str, ids: Sequence[str]
) -> dict[str, list[ResourceObject | BadResponse]] | None:
    """Tell rows apart by the ids they were asked for by; None where of one it cannot be told whose it is.

    Args:
        rows: what a filter by the ids brought.
        by: the filter's name: `id`, or a relationship.
        ids: the ids.

    """
    found: dict[str, list[ResourceObject | BadResponse]] = {}
    asked = set(ids)
    for row in rows:
        owners = set() if isinstance(row, BadResponse) else asked & _owners(row, by)
        if not owners:
            return None
        for owner in owners:
            found.setdefault(owner, []).append(row)
    return found


def _owners(row: ResourceObject, by: str) -> set[str]:
    if by == "id":
        return {row.identifier.id}
    return {one.id for one in _leads(row.relationships.get(by))}


def _leads(linkage: Linkage) -> tuple[Identifier, ...]:
    if linkage is None:
        return ()
    return (linkage,) if isinstance(linkage, Identifier) else linkage


def pack(told: Told) -> bytes | None:
    """Write it as a document of its own, with what its rows lead to; None where a row could not be read."""
    rows = [row for row in told.rows if not isinstance(row, BadResponse)]
    if len(rows) < len(told.rows):
        return None
    along: dict[Identifier, ResourceObject] = {}
    looked_at = list(rows)
    while looked_at:
        resource = looked_at.pop()
        for linkage in resource.relationships.values():
            for identifier in _leads(linkage):
                further = told.included.get(identifier)
                if further is not None and identifier not in along:
                    along[identifier] = further
                    looked_at.append(further)
    document = {
        "meta": {"at": told.at.timestamp()},
        "data": [_written(row) for row in rows],
        "included": [_written(one) for one in along.values()],
    }
    return orjson.dumps(document)


def unpack(data: bytes, *, source: str, vendor: str) -> Told | None:
    """Read it again; None where it is none."""
    try:
        document = read(data, source=source, vendor=vendor)
        at = float(orjson.loads(data)["meta"]["at"])
    except (BadResponse, LookupError, TypeError, ValueError):
        return None
    return Told(document.rows, document.included, dt.datetime.fromtimestamp(at, dt.UTC))


def _written(resource: ResourceObject) -> dict[str, object]:
    return {
        "type": resource.identifier.type,
        "id": resource.identifier.id,
        "attributes": dict(resource.attributes),
        "relationships": {name: {"data": _linked(linkage)} for name, linkage in resource.relationships.items()},
        "links": dict(resource.links),
    }


def _linked(linkage: Linkage) -> object:
    if linkage is None:
        return None
    if isinstance(linkage, Identifier):
        return linkage._asdict()
    return [one._asdict() for one in linkage]
