"""The graph's own scalars: how they are written and what they accept."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any, Final

import strawberry
from graphql import GraphQLError

from schema.quote import quoted

_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
# Moments of the first and of the last year there is would have no date in other zones.
_MOMENT: Final = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d([.]\d+)?)?([Zz]|[+-]\d\d:\d\d)",
    re.ASCII,
)
_DECIMAL: Final = re.compile(r"-?\d{1,30}([.]\d{1,30})?", re.ASCII)


def _moment(value: Any) -> dt.datetime:
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        try:
            moment = dt.datetime.fromisoformat(value.upper())
        except ValueError:
            moment = None
        if moment is not None and dt.MINYEAR < moment.year < dt.MAXYEAR:
            return moment
    raise GraphQLError(
        f"Expected an RFC 3339 date-time with its offset, such as 2026-03-29T20:00:00+02:00; got {quoted(value)}."
    )


def _date(value: Any) -> dt.date:
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
    raise GraphQLError(f"Expected a calendar date, such as 2026-03-29; got {quoted(value)}.")


def _decimal(value: Any) -> Decimal:
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if isinstance(text, str) and _DECIMAL.fullmatch(text):
        return Decimal(text)
    raise GraphQLError(f'Expected an exact decimal number as a string, such as "12.50"; got {quoted(value)}.')


def _plain(value: Decimal) -> str:
    return format(value, "f")


SCALARS: Final[dict[object, Any]] = {
    dt.datetime: strawberry.scalar(
        name="DateTime",
        description="RFC 3339 date-time with the venue's UTC offset at that moment, e.g. 2026-03-29T20:00:00+02:00.",
        specified_by_url="https://scalars.graphql.org/andimarek/date-time",
        serialize=dt.datetime.isoformat,
        parse_value=_moment,
    ),
    dt.date: strawberry.scalar(
        name="Date",
        description="Calendar date, YYYY-MM-DD.",
        specified_by_url="https://scalars.graphql.org/andimarek/local-date",
        serialize=dt.date.isoformat,
        parse_value=_date,
    ),
    Decimal: strawberry.scalar(
        name="Decimal",
        description="Exact decimal number, serialised as a string.",
        specified_by_url="https://www.w3.org/TR/xmlschema11-2/#decimal",
        serialize=_plain,
        parse_value=_decimal,
    ),
}
"""Python type → the scalar that stands for it."""
