"""How a booking repeats, as clients say it."""

from typing import Any

import strawberry

from loaders import writes
from loaders.writes import Weekday
from schema.changes.reader import given
from schema.enums import described

described(
    Weekday,
    "A day of the week.",
    {
        "MON": "Monday.",
        "TUE": "Tuesday.",
        "WED": "Wednesday.",
        "THU": "Thursday.",
        "FRI": "Friday.",
        "SAT": "Saturday.",
        "SUN": "Sunday.",
    },
)


def _from() -> Any:
    return strawberry.field(
        name="from", default=strawberry.UNSET, description="When it begins on such a day, HH:MM at the venue."
    )


def _to() -> Any:
    return strawberry.field(default=strawberry.UNSET, description="When it ends on such a day, HH:MM at the venue.")


def _full_day() -> Any:
    return strawberry.field(
        default=False, description="Whether it takes such a day whole; the times are then not said."
    )


@strawberry.input(description="Every day.")
class DailyRecurrenceInput:
    """Every day."""

    from_: str | None = _from()
    to: str | None = _to()
    full_day: bool = _full_day()

    def read(self) -> writes.Daily:
        """Read it."""
        return writes.Daily(given(self.from_), given(self.to), self.full_day)


@strawberry.input(description="On one day of the week.")
class WeekdayTimesInput:
    """On one day of the week."""

    day: Weekday = strawberry.field(description="The day.")
    from_: str | None = _from()
    to: str | None = _to()
    full_day: bool = _full_day()

    def read(self) -> writes.WeekdayTimes:
        """Read it."""
        return writes.WeekdayTimes(given(self.from_), given(self.to), self.full_day, self.day)


@strawberry.input(description="On days of the week.")
class WeeklyRecurrenceInput:
    """On days of the week."""

    every: int = strawberry.field(default=1, description="Every how many weeks, 1 to 4.")
    days: list[WeekdayTimesInput] = strawberry.field(description="On which days; at least one.")

    def read(self) -> writes.Weekly:
        """Read it."""
        return writes.Weekly(tuple(day.read() for day in self.days), self.every)


@strawberry.input(description="Once in so many months: on a day of the month, or on its first to fifth of a weekday.")
class MonthlyRecurrenceInput:
    """Once in so many months."""

    day_of_month: int | None = strawberry.field(
        default=strawberry.UNSET, description="On this day of the month, 1 to 31; else week and weekday are said."
    )
    week: int | None = strawberry.field(
        default=strawberry.UNSET, description="On the first, second … fifth such weekday of the month, 1 to 5."
    )
    weekday: Weekday | None = strawberry.field(default=strawberry.UNSET, description="Of which weekday.")
    every_months: int = strawberry.field(default=1, description="Every how many months, 1 to 12.")
    from_: str | None = _from()
    to: str | None = _to()
    full_day: bool = _full_day()

    def read(self) -> writes.Monthly:
        """Read it."""
        return writes.Monthly(
            given(self.from_),
            given(self.to),
            self.full_day,
            given(self.day_of_month),
            given(self.week),
            given(self.weekday),
            self.every_months,
        )


@strawberry.input(description="Once a year.")
class YearlyRecurrenceInput:
    """Once a year."""

    day: int = strawberry.field(description="On this day of the month, 1 to 31.")
    month: int = strawberry.field(description="In this month, 1 to 12.")
    from_: str | None = _from()
    to: str | None = _to()
    full_day: bool = _full_day()

    def read(self) -> writes.Yearly:
        """Read it."""
        return writes.Yearly(given(self.from_), given(self.to), self.full_day, self.day, self.month)


@strawberry.input(one_of=True, description="How a booking repeats: exactly one of these.")
class RecurrenceInput:
    """How a booking repeats."""

    daily: DailyRecurrenceInput | None = strawberry.field(default=strawberry.UNSET, description="Every day.")
    weekly: WeeklyRecurrenceInput | None = strawberry.field(
        default=strawberry.UNSET, description="On days of the week."
    )
    monthly: MonthlyRecurrenceInput | None = strawberry.field(
        default=strawberry.UNSET, description="Once in so many months."
    )
    yearly: YearlyRecurrenceInput | None = strawberry.field(default=strawberry.UNSET, description="Once a year.")

    def read(self) -> writes.Recurrence:
        """Read it."""
        return writes.Recurrence(_one(self.daily), _one(self.weekly), _one(self.monthly), _one(self.yearly))


def _one(rule: Any) -> Any:
    """Read the rule that is there."""
    return None if rule is None or rule is strawberry.UNSET else rule.read()
