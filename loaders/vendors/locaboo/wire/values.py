"""How single values are read: Locaboo's four ways to write when [002:152, 002:920, 002:787, 002:635], and PHP's ways.

Each endpoint has one way to write a date, and its model says which: 12.04.2022 is never looked at as a month first.
Wall clocks stay naive here; only the source's zone tells which moments they are.
"""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Final, TypeAlias

from pydantic import BaseModel, ConfigDict, PlainValidator

from loaders.vendors.locaboo import php

FIRST_DAY: Final = dt.date(2, 1, 1)
LAST_DAY: Final = dt.date(9998, 12, 31)
"""Days behind these cannot be told in every time zone."""

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_MINUTE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}", re.ASCII)
_GERMAN_DAY: Final = re.compile(r"([0-9]{2})\.([0-9]{2})\.([0-9]{4})", re.ASCII)
_GERMAN_MINUTE: Final = re.compile(r"([0-9]{2})\.([0-9]{2})\.([0-9]{4}) ([0-9]{2}:[0-9]{2})", re.ASCII)
_CLOCK: Final = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
_STAMP: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})", re.ASCII
)


class Wire(BaseModel):
    """Anything they send; what they add some day is passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True)


def _calendar(moment: dt.datetime) -> dt.datetime:
    if not FIRST_DAY <= moment.date() <= LAST_DAY:
        raise ValueError("a day of the calendar is expected")
    return moment


def _matched(pattern: re.Pattern[str], value: object, what: str) -> re.Match[str]:
    match = pattern.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError(f"{what} is expected")
    return match


def day(value: object) -> dt.date:
    """Read `Y-m-d`."""
    return _calendar(dt.datetime.fromisoformat(_matched(_DAY, value, "a day, Y-m-d,")[0])).date()


def minute(value: object) -> dt.datetime:
    """Read `Y-m-d H:i`, a wall clock."""
    return _calendar(dt.datetime.fromisoformat(_matched(_MINUTE, value, "a minute, Y-m-d H:i,")[0]))


def german_day(value: object) -> dt.date:
    """Read `d.m.Y`."""
    match = _matched(_GERMAN_DAY, value, "a day, d.m.Y,")
    return _calendar(dt.datetime.fromisoformat(f"{match[3]}-{match[2]}-{match[1]}")).date()


def german_minute(value: object) -> dt.datetime:
    """Read `d.m.Y H:i`, a wall clock."""
    match = _matched(_GERMAN_MINUTE, value, "a minute, d.m.Y H:i,")
    return _calendar(dt.datetime.fromisoformat(f"{match[3]}-{match[2]}-{match[1]} {match[4]}"))


def clock(value: object) -> str:
    """Read `H:i`, a time of day."""
    return _matched(_CLOCK, value, "a time, H:i,")[0]


def stamp(value: object) -> dt.datetime:
    """Read an ISO 8601 date-time with its offset."""
    return _calendar(dt.datetime.fromisoformat(_matched(_STAMP, value, "an ISO 8601 date-time with an offset")[0]))


def _or_none(read: Callable[[object], object]) -> PlainValidator:
    return PlainValidator(lambda value: None if value is None or value == "" else read(value))


Key: TypeAlias = Annotated[str, PlainValidator(php.key)]
OptionalKey: TypeAlias = Annotated[str | None, PlainValidator(php.optional_key)]
Text: TypeAlias = Annotated[str | None, PlainValidator(php.text)]
Trimmed: TypeAlias = Annotated[str | None, PlainValidator(php.trimmed)]
Texts: TypeAlias = Annotated[tuple[str, ...], PlainValidator(php.texts)]
WebAddress: TypeAlias = Annotated[str | None, PlainValidator(php.address)]
Number: TypeAlias = Annotated[Decimal | None, PlainValidator(php.number)]
Whole: TypeAlias = Annotated[int | None, PlainValidator(php.whole)]
Flag: TypeAlias = Annotated[bool | None, PlainValidator(php.flag)]
Day: TypeAlias = Annotated[dt.date | None, _or_none(day)]
Minute: TypeAlias = Annotated[dt.datetime, PlainValidator(minute)]
GermanDay: TypeAlias = Annotated[dt.date | None, _or_none(german_day)]
GermanMinute: TypeAlias = Annotated[dt.datetime, PlainValidator(german_minute)]
OptionalGermanMinute: TypeAlias = Annotated[dt.datetime | None, _or_none(german_minute)]
Clock: TypeAlias = Annotated[str | None, _or_none(clock)]
Stamp: TypeAlias = Annotated[dt.datetime | None, _or_none(stamp)]
