"""JSON:API documents: bytes in, checked and frozen values out.

Vendors' documents and vendors' answers differ, so this reads tolerantly what can only mean one thing (a number as an
id, a placeholder where there is no linkage, two spellings of the counts) and refuses the rest. A document that cannot
be read as a whole is a BadResponse raised; a row that cannot be read is a BadResponse in its slot; an included resource
that cannot be read is left out, since whoever needs it asks for it by its id.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from pydantic_core import from_json

from loaders.errors import BadResponse

if TYPE_CHECKING:
    from collections.abc import Mapping


class Absent(Enum):
    """The type of ABSENT."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT
"""The document does not tell; None says that it tells there is none."""

_Untold: TypeAlias = Literal[Absent.ABSENT]

_BOM: Final = b"\xef\xbb\xbf"
_NAME_LENGTH: Final = 60
_COUNT_DIGITS: Final = 15


class Identifier(NamedTuple):
    """Which resource. Ids are unique within a type only [001:98]."""

    type: str
    id: str


Linkage: TypeAlias = Identifier | tuple[Identifier, ...] | None
"""Where a relationship leads. An Identifier is a tuple too: ask `isinstance(linkage, Identifier)` first."""


@dataclass(frozen=True, slots=True)
class ResourceObject:
    """One resource, its three namespaces kept apart: `attributes.type` is not its type [004:769].

    Args:
        identifier: which resource.
        attributes: as sent; never shown by `repr`.
        relationships: by name; a name is absent where the document does not tell the linkage.
        links: the addresses by name; never shown by `repr`.

    """

    identifier: Identifier
    attributes: Mapping[str, object] = field(default_factory=dict, repr=False)
    relationships: Mapping[str, Linkage] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Document:
    """One answer.

    Args:
        rows: the primary data in the vendor's order, a BadResponse in the slot of a row that cannot be read.
        included: what came along.
        single: whether the primary data was one resource, or null, and not a list.
        next: the address of the next page, None where this is told to be the last, ABSENT where nothing is told.
        records: how many rows the whole list has.
        pages: how many pages the whole list has.
        page: the number of this page, from 1.
        size: how many rows the vendor puts on a page.
        at: when it was read, where whoever read it said so.

    """

    rows: tuple[ResourceObject | BadResponse, ...]
    included: Mapping[Identifier, ResourceObject] = field(default_factory=dict)
    single: bool = False
    next: str | _Untold | None = field(default=ABSENT, repr=False)
    records: int | None = None
    pages: int | None = None
    page: int | None = None
    size: int | None = None
    at: dt.datetime | None = None


def read(body: bytes, *, source: str, vendor: str, at: dt.datetime | None = None) -> Document:
    """Read an answer that came with a status of success; its content type does not matter.

    Args:
        body: the whole body, UTF-8, with or without a byte order mark.
        source: the source's name, for the faults.
        vendor: the vendor's name, for the faults.
        at: when it was read.

    Raises:
        BadResponse: no JSON:API document, or one that carries errors.

    """

    def refusal(what: str) -> BadResponse:
        return BadResponse(f"{source} {what}", source=source, vendor=vendor)

    content = body.removeprefix(_BOM).strip()
    if not content:
        raise refusal("sent an empty answer where a JSON:API document was expected")
    if content.startswith(b"<"):
        raise refusal("sent a web page or XML where a JSON:API document was expected")
    try:
        document = from_json(content, allow_inf_nan=False)
    except ValueError:
        raise refusal("sent an answer that is not JSON, or was cut short") from None
    if not isinstance(document, dict):
        raise refusal("sent JSON that is not an object where a JSON:API document was expected")
    if document.get("errors"):
        raise refusal("sent errors in an answer whose status says success")
    if "data" not in document:
        raise refusal("sent a JSON:API document without data")
    data = document["data"]
    if data is not None and not isinstance(data, (dict, list)):
        raise refusal("sent a JSON:API document whose data is neither a resource nor a list")

    records, pages, page, size = _counts(document.get("meta"))
    return Document(
        rows=_rows(data if isinstance(data, list) else [] if data is None else [data], source, vendor),
        included=_included(document.get("included")),
        single=not isinstance(data, list),
        next=_next(document.get("links")),
        records=records,
        pages=pages,
        page=page,
        size=size,
        at=at,
    )


def _rows(data: list[object], source: str, vendor: str) -> tuple[ResourceObject | BadResponse, ...]:
    rows: list[ResourceObject | BadResponse] = []
    for number, entry in enumerate(data, 1):
        row = _resource(entry)
        if isinstance(row, str):
            told = f"{source} sent a row that cannot be read: {row} ({_name(entry) or f'row {number}'})"
            rows.append(BadResponse(told, source=source, vendor=vendor))
        else:
            rows.append(row)
    return tuple(rows)


def _included(entries: object) -> dict[Identifier, ResourceObject]:
    included: dict[Identifier, ResourceObject] = {}
    for entry in entries if isinstance(entries, list) else ():
        resource = _resource(entry)
        if not isinstance(resource, str):
            included.setdefault(resource.identifier, resource)
    return included


def _resource(entry: object) -> ResourceObject | str:
    """Read a resource object; a text says why it cannot be."""
    if not isinstance(entry, dict):
        return "it is not an object"
    kind, key = entry.get("type"), _id(entry.get("id"))
    if not isinstance(kind, str) or not kind:
        return "it has no type"
    if not key:
        return "it has no id"
    attributes = entry.get("attributes", {})
    if not isinstance(attributes, dict):
        return "its attributes are not an object"
    return ResourceObject(
        Identifier(kind, key),
        attributes,
        _relationships(entry.get("relationships")),
        _links(entry.get("links")),
    )


def _relationships(members: object) -> dict[str, Linkage]:
    told: dict[str, Linkage] = {}
    if isinstance(members, dict):
        for name, member in members.items():
            if isinstance(member, dict) and "data" in member:
                linkage = _linkage(member["data"])
                if linkage is not ABSENT:
                    told[name] = linkage
    return told


def _linkage(data: object) -> Linkage | _Untold:
    """Read linkage. Null, `{}` and null ids stand for nothing, alone [004:396] or in a list [004:3397]."""
    if not isinstance(data, list):
        return _identifier(data)
    found: list[Identifier] = []
    for entry in data:
        identifier = _identifier(entry)
        if identifier is ABSENT:
            return ABSENT  # a list with a member missing would be told as the whole
        if identifier is not None:
            found.append(identifier)
    return tuple(found)


def _identifier(entry: object) -> Identifier | _Untold | None:
    if entry is None:
        return None
    if not isinstance(entry, dict):
        return ABSENT
    key, kind = entry.get("id"), entry.get("type")
    if key is None or key == "":
        return None
    text = _id(key)
    return Identifier(kind, text) if text and isinstance(kind, str) and kind else ABSENT


def _id(value: object) -> str | None:
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _links(members: object) -> dict[str, str]:
    if not isinstance(members, dict):
        return {}
    return {name: address for name, member in members.items() if isinstance(address := _address(member), str)}


def _next(links: object) -> str | _Untold | None:
    return _address(links["next"]) if isinstance(links, dict) and "next" in links else ABSENT


def _address(link: object) -> str | _Untold | None:
    """Read a link: an address, or an object with an `href`; an empty one leads nowhere."""
    if isinstance(link, dict):
        link = link.get("href", ABSENT)
    if link is None or link == "":
        return None
    return link if isinstance(link, str) else ABSENT


def _counts(meta: object) -> tuple[int | None, int | None, int | None, int | None]:
    """Read records, pages, page and size.

    Either `{pages, records}` [001:172] or `{pagination: {total_records, page, size}}` [004:407].
    """
    flat = meta if isinstance(meta, dict) else {}
    nested = flat.get("pagination")
    if not isinstance(nested, dict):
        nested = {}
    records = _count(flat.get("records"))
    if records is None:
        records = _count(nested.get("total_records"))
    return records, _count(flat.get("pages")), _count(nested.get("page")), _count(nested.get("size"))


def _count(value: object) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= _COUNT_DIGITS:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _name(entry: object) -> str:
    """Name a broken row by what is known of it: its type and id, printable and short."""
    if not isinstance(entry, dict):
        return ""
    kind = entry.get("type")
    parts = (kind if isinstance(kind, str) else "", _id(entry.get("id")) or "")
    known = " ".join(part[:_NAME_LENGTH] for part in parts if part)
    return "".join(letter if letter.isprintable() else "?" for letter in known)
