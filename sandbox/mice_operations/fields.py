"""The fields of an event and what each may hold [000:25-48]. Every field may be left out; unknown ones are let pass."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

INCORRECT: Final = "This field is incorrect"
"""What is said of any field, whatever is wrong with it [000:20]."""
TEXTS: Final = (
    "name", "group_name", "noticeboard_name", "reference", "company", "address_line_1", "address_line_2", "postalcode",
    "city", "country", "contact_first_name", "contact_last_name", "contact_phone", "contact_email", "message",
    "booking_message", "source",
)  # fmt: skip
_LOCALE: Final = re.compile(r"[a-z]{2}_[A-Z]{2}")
_MOMENT: Final = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?(?P<offset>Z|[+-]\d{2}:\d{2})?", re.ASCII)


def faults_of(body: Mapping[str, object]) -> dict[str, str]:
    """Name the fields of an event that hold what they must not, each with what is said of it."""
    return {name: INCORRECT for name, value in body.items() if name in _RULES and not _RULES[name](value)}


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_number(value: object) -> bool:
    """Tell a JSON number from everything else: "15" is none [000:31]."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_id(value: object) -> bool:
    """Tell whether it is an id, which may be in quotes: the document calls it a number that one can pass on."""
    return (isinstance(value, int) and not isinstance(value, bool)) or (isinstance(value, str) and value.isdecimal())


def _is_locale(value: object) -> bool:
    return isinstance(value, str) and _LOCALE.fullmatch(value) is not None


def _is_moment(value: object) -> bool:
    """Tell whether it is a date and time. The document names no format: ISO 8601 passes, with a space for T too."""
    if not isinstance(value, str) or (written := _MOMENT.fullmatch(value)) is None:
        return False
    if " " in value and written["offset"]:
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_answered(value: object) -> bool:
    """Tell whether it is a list of questions and answers, both texts [000:61-66]."""
    return isinstance(value, list) and all(
        isinstance(one, dict) and _is_text(one.get("question")) and _is_text(one.get("answer")) for one in value
    )


_RULES: Final[Mapping[str, Callable[[object], bool]]] = {
    **dict.fromkeys(TEXTS, _is_text),
    "datetime_start": _is_moment,
    "datetime_end": _is_moment,
    "guests": _is_number,
    "locale": _is_locale,
    "location_id": _is_id,
    "event_type_id": _is_id,
    "extra_fields": _is_answered,
}
