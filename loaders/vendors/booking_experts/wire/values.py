"""How the values in Booking Experts' attributes are read.

What can only mean one thing is read: a number where text is documented, an empty text where there is no date, and the
document's own placeholders (`{}`, "string" as an amount [004:3317-3320]).
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Final, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict

PLACEHOLDER: Final = "string"
"""What the document's samples write for a text of no meaning."""


def _untold(value: object) -> object:
    """Read an empty text as none, where no text is documented."""
    return None if value == "" else value


def written(value: object) -> object:
    """Let only text be read as a day or a moment: a number would be taken for seconds."""
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise ValueError("expected text")  # noqa: TRY004  # pydantic wants a ValueError
    return value


def _amount(value: object) -> object:
    """Read an amount that is a placeholder as none."""
    return None if value in ("", PLACEHOLDER) else value


def _money(value: object) -> object:
    """Read an empty object as no money [004:3824]."""
    return None if value == {} else value


def _texts(value: object) -> object:
    """Leave out the locales a text is not written in."""
    return {locale: text for locale, text in value.items() if text} if isinstance(value, dict) else value or {}


def _lists(value: object) -> object:
    """Leave out what is empty: locales without a list, and texts that are none [004:4354]."""
    if not isinstance(value, dict):
        return value or {}
    kept = {locale: several(texts) for locale, texts in value.items()}
    return {locale: texts for locale, texts in kept.items() if texts}


def several(value: object) -> object:
    """Leave out what is null in a list, and read null as an empty one."""
    return [one for one in value if one is not None] if isinstance(value, list) else value or []


Flag: TypeAlias = Annotated[bool | None, BeforeValidator(_untold)]
Whole: TypeAlias = Annotated[int | None, BeforeValidator(_untold)]
Number: TypeAlias = Annotated[float | None, BeforeValidator(_untold)]
Exact: TypeAlias = Annotated[Decimal | None, BeforeValidator(_untold)]
Day: TypeAlias = Annotated[dt.date | None, BeforeValidator(written)]
Moment: TypeAlias = Annotated[dt.datetime | None, BeforeValidator(written)]
Several: TypeAlias = Annotated[tuple[str, ...], BeforeValidator(several)]
Texts: TypeAlias = Annotated[dict[str, str] | None, BeforeValidator(_texts)]
TextLists: TypeAlias = Annotated[dict[str, tuple[str, ...]] | None, BeforeValidator(_lists)]


class Wire(BaseModel):
    """Anything they send; what they add some day is passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)


class Money(Wire):
    """An amount, a decimal number as text [004:3457-3459]."""

    currency: str | None = None
    value: Annotated[Decimal | None, BeforeValidator(_amount)] = None


Amount: TypeAlias = Annotated[Money | None, BeforeValidator(_money)]
