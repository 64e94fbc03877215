"""Bodies of writes: read, and held against what the document lets a request say.

What is no document of the right type gets 400, what is one and says something wrong 422, with a pointer to the fault.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import orjson
from aiohttp import web

from sandbox.booking_experts.answers import MEDIA_TYPE
from sandbox.booking_experts.resources import TYPES
from sandbox.jsonapi.refusal import RefusalError
from sandbox.jsonapi.resources import Row, Tables, linked


def read_body(request: web.BaseRequest, body: bytes, kind: str) -> Row:
    """Read a request's body down to its `data`.

    Raises RefusalError(400) where it is no JSON:API document of that type.
    """
    if request.content_type != MEDIA_TYPE:
        raise RefusalError(400, f"Content-Type must be {MEDIA_TYPE}")
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError as fault:
        raise RefusalError(400, "The body is no JSON") from fault
    data = document.get("data") if isinstance(document, dict) else None
    if not isinstance(data, dict):
        raise RefusalError(400, "data is missing", pointer="/data")
    if data.get("type") != kind:
        raise RefusalError(400, f"type must be {kind}", pointer="/data/type")
    for member in ("attributes", "relationships"):
        if not isinstance(data.get(member, {}), dict):
            raise RefusalError(400, f"{member} must be an object", pointer=f"/data/{member}")
    return data


def writable_attributes(body: Row, writable: frozenset[str]) -> Row:
    """Return a body's attributes, all of which must be writable: read-only ones are refused [004:820-833]."""
    attributes: Row = dict(body.get("attributes", {}))
    for name in attributes:
        if name not in writable:
            raise invalid(f"{name} cannot be written", f"/data/attributes/{name}")
    return attributes


def writable_links(park: Tables, body: Row, writable: frozenset[str]) -> dict[str, Row]:
    """Read the relationships of a body; each must be writable, of the right type, and lead somewhere."""
    kind = TYPES[body["type"]]
    found: dict[str, Row] = {}
    for name, relationship in body.get("relationships", {}).items():
        pointer = f"/data/relationships/{name}"
        if name not in writable:
            raise invalid(f"{name} cannot be written", pointer)
        if not isinstance(relationship, dict) or "data" not in relationship:
            raise RefusalError(400, f"{name} has no data", pointer=pointer)
        data = relationship["data"]
        if isinstance(data, list) != (name in kind.to_many):
            raise RefusalError(400, f"{name} has data of the wrong shape", pointer=pointer)
        targets = list(linked({"relationships": {name: relationship}}, name))
        expected = len(data) if isinstance(data, list) else int(data is not None)
        known = all(target == kind.relationships[name] and park.find(target, key) for target, key in targets)
        if len(targets) != expected or not known:
            raise invalid(f"{name} must exist", pointer)
        linkage = [{"id": key, "type": target} for target, key in targets]
        found[name] = {"data": linkage if name in kind.to_many else next(iter(linkage), None)}
    return found


def check_id(body: Row, key: str) -> None:
    """Let a body through that speaks of the resource in the path."""
    if body.get("id") != key:
        raise RefusalError(400, f"id must be {key}", pointer="/data/id")


def check_days(start: object, end: object) -> None:
    """Let a period through that has both its days, in order."""
    days: list[str] = []
    for name, value in (("start_date", start), ("end_date", end)):
        if not is_date(value):
            raise invalid(f"{name} is no date", f"/data/attributes/{name}")
        days.append(str(value))
    if days[1] < days[0]:
        raise invalid("end_date must not be before start_date", "/data/attributes/end_date")


def is_date(value: object) -> bool:
    """Tell whether a value is a date as the document writes dates: 2019-08-24."""
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def check_text(attributes: Row, names: Iterable[str]) -> None:
    """Let texts and nulls through."""
    for name in names:
        if not isinstance(attributes.get(name), str | None):
            raise invalid(f"{name} must be text", f"/data/attributes/{name}")


def invalid(detail: str, pointer: str) -> RefusalError:
    """Return the refusal of a value."""
    return RefusalError(422, detail, pointer=pointer)
