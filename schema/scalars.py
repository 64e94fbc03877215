"""The graph's own scalars: how they are written and what they accept."""

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import strawberry
from graphql import GraphQLError

_SHORTEST_MOMENT: Final = len("2026-03-29T20:00Z")
_DATE: Final = len("2026-03-29")


def _moment(value: Any) -> dt.datetime:
    if isinstance(value, str) and len(value) >= _SHORTEST_MOMENT:
        try:
            moment = dt.datetime.fromisoformat(value)
        except ValueError:
            moment = None
        if moment is not None and moment.tzinfo is not None:
            return moment
    raise GraphQLError(
        f"Expected an RFC 3339 date-time with its offset, such as 2026-03-29T20:00:00+02:00; got {value!r}."
    )


def _date(value: Any) -> dt.date:
    if isinstance(value, str) and len(value) == _DATE:
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
    raise GraphQLError(f"Expected a calendar date, such as 2026-03-29; got {value!r}.")


def _decimal(value: Any) -> Decimal:
    if isinstance(value, str | int) and not isinstance(value, bool):
        try:
            number = Decimal(value)
        except InvalidOperation:
            number = Decimal("NaN")
        if number.is_finite():
            return number
    raise GraphQLError(f'Expected an exact decimal number as a string, such as "12.50"; got {value!r}.')


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
