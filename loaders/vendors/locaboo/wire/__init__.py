"""What Locaboo sends: the envelope that every answer comes in, and one model a thing, under the vendor's own names.

What cannot be read fails the one row it stands in. A fault names the row and its members, and none of their values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from loaders.vendors.locaboo import php
from loaders.vendors.locaboo.wire.values import Wire

__all__ = ["Declined", "Envelope", "Unreadable", "Wire", "key_of", "opened", "read"]

_BOM: Final = b"\xef\xbb\xbf"
_SHOWN: Final = 20

_ADAPTERS: Final[dict[object, TypeAdapter[Any]]] = {}

M = TypeVar("M")


class Unreadable(Exception):
    """What came makes no sense; says why in words that continue "<source> sent …"."""


class Declined(Unreadable):
    """An answer that says that the call did not succeed.

    Args:
        why: the same in words.
        errors: what it says of the parameters, by their names, where it says something of them. Nothing of it is
            documented: it is never shown.

    """

    def __init__(self, why: str, errors: Mapping[str, str]) -> None:
        super().__init__(why)
        self.errors: Final = errors


@dataclass(frozen=True, slots=True)
class Envelope:
    """An answer: its `data`, and what stands beside it. `total` counts something else each time and is not read.

    Args:
        data: rows, or one object, or nothing.
        beside: the other members, such as `free_text_fields` [002:63].

    """

    data: object = field(repr=False)
    beside: Mapping[str, object] = field(repr=False)


def opened(body: bytes) -> Envelope:
    """Open an answer that came with status 200.

    Raises:
        Declined: it says that the call did not succeed.
        Unreadable: it is no JSON object, or does not say that the call succeeded.

    """
    try:
        document = from_json(body.removeprefix(_BOM).strip(), allow_inf_nan=False)
    except ValueError:
        raise Unreadable("an answer that is not JSON, or was cut short") from None
    if not isinstance(document, dict):
        raise Unreadable("JSON that is not an object where an answer was expected")
    if document.get("success") is False:
        raise Declined("an answer that does not say that the call succeeded", named(document.get("errors")))
    if document.get("success") is not True:
        raise Unreadable("an answer that does not say that the call succeeded")
    return Envelope(document.pop("data", None), document)


def named(errors: object) -> dict[str, str]:
    """Read what is said of parameters, by their names; "" where that is no text."""
    pairs = errors.items() if isinstance(errors, dict) else ()
    return {name: why if isinstance(why, str) else "" for name, why in pairs}


def read(model: type[M], row: object, what: str) -> M:
    """Read a row.

    Args:
        model: what it is read as.
        row: what was sent.
        what: what it is called in a fault, e.g. `booking`.

    Raises:
        Unreadable: it makes no sense.

    """
    try:
        return _adapter(model).validate_python(row)
    except ValidationError as error:
        told = error.errors(include_url=False, include_context=False, include_input=False)
    names = " and ".join(sorted({str(one["loc"][0]) for one in told if one["loc"]}))
    why = f"its {names} makes no sense" if names else "it is not an object"
    raise Unreadable(f"a row that cannot be read: {why} ({' '.join(filter(None, (what, key_of(row))))})")


def _adapter(model: type[M]) -> TypeAdapter[M]:
    known = _ADAPTERS.get(model)
    if known is None:
        known = _ADAPTERS[model] = TypeAdapter(model)
    return known


def key_of(row: object) -> str | None:
    """Give the id of a row, however little sense the rest of it makes; None where it has none that can be shown."""
    if not isinstance(row, dict):
        return None
    try:
        key = php.optional_key(row.get("id"))
    except ValueError:
        return None
    return key if key is not None and key.isascii() and key.isalnum() and len(key) <= _SHOWN else None
