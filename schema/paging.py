"""Connections and cursors.

A cursor says where a page ended, so that the next begins behind it even if rows came or went in between. It is opaque:
base64url of a small JSON object that also names what it belongs to, so that a cursor of one list or order is refused by
another with a sentence that says so.
"""

import base64
import binascii
from collections.abc import Mapping
from typing import Any, Final

import orjson
import strawberry

from loaders.errors import BadInput
from schema.quote import MOST, quoted

MAX_FIRST: Final = 100


@strawberry.type(description="Where a page stands in its list.")
class PageInfo:
    """Where a page stands in its list."""

    has_next_page: bool = strawberry.field(description="Whether rows follow.")
    has_previous_page: bool = strawberry.field(description="Whether rows came before.")
    start_cursor: str | None = strawberry.field(description="The first row's cursor.")
    end_cursor: str | None = strawberry.field(description="The last row's cursor: give it as `after` to go on.")


def write_cursor(content: Mapping[str, Any]) -> str:
    """Write a cursor."""
    return base64.urlsafe_b64encode(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).decode().rstrip("=")


def read_cursor(cursor: str, belongs_to: str) -> dict[str, Any]:
    """Read a cursor.

    Args:
        cursor: what a client gave as `after`.
        belongs_to: the list and order it must be of.

    Raises:
        BadInput: it is none of ours, or of another list or order.

    """
    try:
        content = orjson.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError):
        content = None
    if not isinstance(content, dict) or not isinstance(content.get("of"), str):
        raise BadInput(f"after: expected an endCursor of this list; got {quoted(cursor)}.")
    if content["of"] != belongs_to:
        raise BadInput(
            f"after: expected a cursor of this list ({belongs_to}); got one of another list or order "
            f"({content['of'][:MOST]})."
        )
    return content


def checked_first(first: int | None, default: int = 25) -> int:
    """Give the page size asked for.

    Raises:
        BadInput: it is not between 1 and 100.

    """
    if first is None:
        return default
    if not 1 <= first <= MAX_FIRST:
        raise BadInput(f"first: expected 1 to {MAX_FIRST}; got {first}.")
    return first
