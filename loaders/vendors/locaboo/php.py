"""What PHP makes of values on their way to JSON, undone: one place for every answer of Locaboo. Pure.

A map without entries arrives as an empty list [002:154, 002:588], a list as a map where its keys were not counted
from nought [002:147-164], a number as a text as often as not [002:710-714], and nothing as an empty text [002:645].

What cannot be meant raises ValueError, and pydantic collects those. No message repeats a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,20}(\.[0-9]{1,10})?", re.ASCII)
_NOUGHT: Final = "0"


def mapping(value: object) -> Mapping[str, object]:
    """Read a map; an empty list is an empty one, and any other list a map whose keys were counted from nought."""
    if value is None or value == "":
        return {}
    if isinstance(value, dict):
        return value
    if isinstance(value, list):
        return {str(index): item for index, item in enumerate(value)}
    raise ValueError("a map is expected")


def rows(value: object) -> list[object]:
    """Read a list; a map is the list of what it holds."""
    return list(mapping(value).values())


def rows_or_one(value: object, name: str) -> list[object]:
    """Read a list of objects, or the one object that stands where a list should [002:980-1003].

    Args:
        value: what was sent.
        name: a member every such object has, by which one is told from a map of several.

    """
    return [value] if isinstance(value, dict) and name in value else rows(value)


def text(value: object) -> str | None:
    """Read a text; an empty one is none."""
    if isinstance(value, bool):
        return "1" if value else None
    if isinstance(value, int | float):
        return str(value)
    if value is not None and not isinstance(value, str):
        raise ValueError("a text is expected")
    return value if value and value.strip() else None


def trimmed(value: object) -> str | None:
    """Read a text without the blanks at its ends [002:170]."""
    found = text(value)
    return None if found is None else found.strip()


def texts(value: object) -> tuple[str, ...]:
    """Read a list of texts, without those that are empty."""
    return tuple(found for item in rows(value) if (found := text(item)) is not None)


def number(value: object) -> Decimal | None:
    """Read a number exactly as it is written, whether it came as one or as a text."""
    if isinstance(value, str):
        value = value.strip()
    if value is None or value == "":
        return None
    written = value if isinstance(value, str) else "" if isinstance(value, bool) else repr(value)
    if isinstance(value, float) and "e" in written:
        written = format(Decimal(written), "f")
    if not _NUMBER.fullmatch(written):
        raise ValueError("a number is expected")
    return Decimal(written)


def whole(value: object) -> int | None:
    """Read a whole number that a count of 32 bits holds."""
    found = number(value)
    if found is None:
        return None
    if found != found.to_integral_value() or abs(found) >= 2**31:
        raise ValueError("a whole number is expected")
    return int(found)


def flag(value: object) -> bool | None:
    """Read a yes or no: 1 or 0, as number, text or truth value."""
    if isinstance(value, bool):
        return value
    found = number(value)
    if found is None:
        return None
    if found not in {0, 1}:
        raise ValueError("0 or 1 is expected")
    return found == 1


def key(value: object) -> str:
    """Read an id, a number or a text [002:628, 002:958]."""
    found = optional_key(value)
    if found is None:
        raise ValueError("an id is expected")
    return found


def optional_key(value: object) -> str | None:
    """Read an id that may be missing; none has the id 0."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError("an id is expected")  # noqa: TRY004  # pydantic collects ValueErrors
    found = str(value).strip()
    return found if found not in {"", _NOUGHT} else None


def address(url: object) -> str | None:
    """Read an address on the web; what may not stand in one, such as a blank, is percent-encoded [002:90]."""
    found = trimmed(url)
    return None if found is None else "".join(_encoded(found))


def _encoded(url: str) -> Iterable[str]:
    for letter in url:
        if letter.isascii() and letter.isprintable() and letter not in ' "<>\\^`{|}':
            yield letter
        else:
            yield "".join(f"%{byte:02X}" for byte in letter.encode("utf-8", "replace"))
