"""What Event Temple's strings and numbers mean, one type a meaning. What means nothing is refused with a ValueError."""

import datetime as dt
import re
from decimal import Decimal
from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator

FIRST_DAY: Final = dt.date(2, 1, 1)
LAST_DAY: Final = dt.date(9998, 12, 31)
"""Days behind these cannot be told in every time zone."""

LATEST: Final = 2 * 86_400 - 1
"""The last second of the day that an event may run into: 86400 and more is the next day."""

_CLOCK: Final = re.compile(r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-5][0-9])(?::(?P<second>[0-5][0-9])(?:\.[0-9]+)?)?")
_SECONDS: Final = re.compile(r"(?P<seconds>[0-9]{1,6})(?:\.0+)?")


def _filled(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _no_flag(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("a number is expected")  # noqa: TRY004  # pydantic collects ValueErrors
    return _filled(value)


def _day(value: object) -> dt.date | None:
    """Read a day; of a date-time, the day written in it."""
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise ValueError("a date is expected")  # noqa: TRY004  # pydantic collects ValueErrors
    day = dt.date.fromisoformat(value.strip().partition("T")[0])
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError("a day of the calendar is expected")
    return day


def _moment(value: object) -> dt.datetime | None:
    """Read a date-time; one without an offset stays naive, as only the venue's zone tells what it means."""
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise ValueError("a date-time is expected")  # noqa: TRY004  # pydantic collects ValueErrors
    moment = dt.datetime.fromisoformat(value.strip())
    if not FIRST_DAY <= moment.date() <= LAST_DAY:
        raise ValueError("a day of the calendar is expected")
    return moment


def seconds_of(text: str) -> int | None:
    """Read a booking's `start_time` or `end_time` as seconds after midnight; None of an empty text.

    The document calls it a string and shows only null [001:433-434]. Understood are `HH:MM[:SS]`, seconds of the day,
    and a date-time, of which the clock counts as it is written.

    Raises:
        ValueError: it is none of these, or behind the end of the next day.

    """
    clock = text.strip()
    if not clock:
        return None
    if (match := _SECONDS.fullmatch(clock)) is not None:
        seconds = int(match["seconds"])
    elif (match := _CLOCK.fullmatch(clock)) is not None:
        seconds = int(match["hour"]) * 3600 + int(match["minute"]) * 60 + int(match["second"] or 0)
    else:
        moment = dt.datetime.fromisoformat(clock)
        seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
    if seconds > LATEST:
        raise ValueError("a time of the day is expected")
    return seconds


def _clock(text: str) -> str:
    seconds_of(text)
    return text


Text = str | None
Flag = bool | None
Day = Annotated[dt.date | None, PlainValidator(_day)]
Moment = Annotated[dt.datetime | None, PlainValidator(_moment)]
Count = Annotated[Annotated[int, Field(ge=-(2**31), lt=2**31)] | None, BeforeValidator(_no_flag)]
Seconds = Annotated[Annotated[int, Field(ge=0, le=LATEST)] | None, BeforeValidator(_no_flag)]
Clock = Annotated[str, AfterValidator(_clock)] | None
Amount = Annotated[Annotated[Decimal, Field(max_digits=30)] | None, BeforeValidator(_no_flag)]
Degrees = Annotated[Annotated[float, Field(allow_inf_nan=False)] | None, BeforeValidator(_no_flag)]
