"""Reads what MICE Operations wraps its answers in [000:12-23]: all that it says stands under `page`. Pure.

Only a refusal is documented; whether another answer has a body, and what would be in it, is not. So every part is read
by itself: a part that is strange must not hide that the answer is a refusal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import orjson

ERROR: Final = "error"
"""What `page.status` says of a refusal, whatever the HTTP status is."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What an answer says.

    Args:
        refused: whether it says that nothing was done.
        status: the HTTP status it repeats in its body, where it does.
        id: the vendor's id of what was created, where it tells one; the document names none.
        fields: the field of the request → the vendor's sentence about it. Sentences are for whoever sent the request:
            they never become a message of ours.

    """

    refused: bool
    status: int | None = None
    id: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


def read_envelope(body: bytes) -> Envelope | None:
    """Read an answer's body; None where there is none, or it is no envelope."""
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(document, dict) or not {"data", "page"} & set(document):
        return None
    page, data = _members(document.get("page")), _members(document.get("data"))
    status, key = page.get("status_code"), data.get("id")
    return Envelope(
        page.get("status") == ERROR,
        status if isinstance(status, int) and not isinstance(status, bool) else None,
        str(key) if isinstance(key, str | int) and not isinstance(key, bool) else None,
        _sentences(_members(page.get("errors"))),
    )


def _members(value: object) -> dict[str, object]:
    """Give a map's members; PHP writes an empty map as an empty list."""
    return value if isinstance(value, dict) else {}


def _sentences(errors: Mapping[str, object]) -> dict[str, str]:
    """Give each field its sentence; several about one are joined, and what is no sentence is left out."""
    said: dict[str, str] = {}
    for name, told in errors.items():
        sentences = told if isinstance(told, list) else [told]
        said[name] = "; ".join(sentence for sentence in sentences if isinstance(sentence, str))
    return said
