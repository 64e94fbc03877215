"""What is sent to change something: a JSON:API resource whose parts know where in the input they came from. Pure.

Only what was given is among the parts, so only that is sent; what the vendor says of a part leads back to the input.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import orjson

from loaders.given import Path, quoted
from loaders.jsonapi.document import Identifier, Linkage, ResourceObject

_ATTRIBUTES: Final = "attributes"
_RELATIONSHIPS: Final = "relationships"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of what is sent.

    Args:
        pointer: where it stands below `data`, e.g. `attributes/name/nl` or `relationships/rentable/data`.
        value: what is sent, as JSON has it.
        path: where in the input it came from.
        secret: whether it is never repeated.

    """

    pointer: str
    value: object
    path: Path
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """What a pointer of the vendor's means: where in the input, and what was sent there, in words."""

    path: Path
    said: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A resource that is sent: its type, its parts, and its id where there is one already."""

    type: str
    parts: tuple[Part, ...]
    id: str | None = None

    def body(self) -> bytes:
        """Write the request's body."""
        data: dict[str, object] = {} if self.id is None else {"id": self.id}
        data["type"] = self.type
        for part in self.parts:
            *above, name = part.pointer.split("/")
            inside = data
            for step in above:
                inside = inside.setdefault(step, {})  # type: ignore[assignment]  # a step above a part is an object
            inside[name] = part.value
        return orjson.dumps({"data": data})

    def place(self, pointer: str) -> Place | None:
        """Find what a pointer into the body means; None where it leads to nothing that was given."""
        steps = [step for step in pointer.split("/") if step]
        inside = "/".join(steps[1:] if steps[:1] == ["data"] else steps)
        if not inside:
            return None
        for part in self.parts:
            if _within(inside, part.pointer) and part.path:
                return Place(part.path, _said(part))
        parts = [part for part in self.parts if _within(part.pointer, inside) and part.path]
        if len(parts) == 1:
            return Place(parts[0].path, _said(parts[0]))
        return Place(_shared(part.path for part in parts), _name(inside)) if parts else None

    def holds(self, resource: ResourceObject) -> bool:
        """Tell whether a resource is, in all that was sent, as it was sent."""
        return all(_same(part, resource) for part in self.parts)


def linkage(kind: str, key: str) -> dict[str, str]:
    """Write where a relationship is to lead."""
    return {"id": key, "type": kind}


def _within(pointer: str, other: str) -> bool:
    """Tell whether a pointer is another, or leads further into it."""
    return f"{pointer}/".startswith(f"{other}/")


def _said(part: Part) -> str:
    name = _name(part.pointer)
    if part.secret:
        return name
    value = part.value
    if isinstance(value, Mapping):
        value = value.get("id")
    return f"{name}, sent as {quoted(value)}"


def _name(pointer: str) -> str:
    """Name a part in the vendor's words, e.g. `start_date` or `name/nl`."""
    return pointer.partition("/")[2].removesuffix("/data") or pointer


def _shared(paths: Iterable[Path]) -> Path:
    """Give what several paths begin with."""
    first, *others = paths
    count = 0
    while all(len(path) > count < len(first) and path[count] == first[count] for path in others):
        count += 1
    return first[:count]


def _same(part: Part, resource: ResourceObject) -> bool:
    section, name, *further = part.pointer.split("/")
    if section == _RELATIONSHIPS:
        return _linked(part.value) == _ids(resource.relationships.get(name))
    told = resource.attributes.get(name) if section == _ATTRIBUTES else None
    for step in further:
        told = told.get(step) if isinstance(told, Mapping) else None
    return _plain(part.value) == _plain(told)


def _linked(value: object) -> list[str]:
    ends = value if isinstance(value, list) else [value]
    return sorted(str(end["id"]) for end in ends if isinstance(end, Mapping))


def _ids(told: Linkage) -> list[str]:
    if told is None:
        return []
    return [told.id] if isinstance(told, Identifier) else sorted(one.id for one in told)


def _plain(value: object) -> object:
    """Give a value as it can be compared: nothing and a blank text are one, and so are 4 and 4.0."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(str(value))
    return value
