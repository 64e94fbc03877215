"""Values without an id of their own. The loaders' values of the same names are shown as they are."""

import datetime as dt
from decimal import Decimal

import strawberry

from schema.edge import attribute


@strawberry.type(description="An exact amount of money.")
class Money:
    """An exact amount of money."""

    amount: Decimal = attribute("The exact amount.")
    currency: str | None = attribute("ISO 4217; null where neither vendor nor configuration says.")


@strawberry.type(description="A postal address.")
class Address:
    """A postal address."""

    lines: list[str] = attribute("Street and house number and what else stands above the town.")
    postal_code: str | None = attribute("The postal code.")
    city: str | None = attribute("The town.")
    region: str | None = attribute("State, province or region.")
    country: str | None = attribute("The country's name, as the vendor writes it.")
    country_code: str | None = attribute("ISO 3166-1 alpha-2.")
    latitude: float | None = attribute("Degrees north.")
    longitude: float | None = attribute("Degrees east.")
    formatted: str | None = attribute("The whole address in one text, as the vendor writes it.")


@strawberry.type(description="A span of time at a venue. Vendors that know only dates leave the moments null.")
class Period:
    """A span of time at a venue."""

    start_date: dt.date = attribute("The day it starts, at the venue.")
    end_date: dt.date = attribute("The day it ends, at the venue; for rows that know only dates, the day of departure.")
    starts_at: dt.datetime | None = attribute("The moment it starts.")
    ends_at: dt.datetime | None = attribute("The moment it ends.")
    all_day: bool = attribute("Whether it fills whole days; always so where the vendor knows only dates.")
    time_zone: str = attribute("The venue's IANA time zone.")


@strawberry.type(description="How many people.")
class Attendance:
    """How many people."""

    expected: int | None = attribute("How many are expected.")
    guaranteed: int | None = attribute("How many are guaranteed.")
    actual: int | None = attribute("How many there really were.")
    set: int | None = attribute("How many places are set.")


@strawberry.type(description="From when to when a venue is open.")
class OpeningHours:
    """From when to when a venue is open."""

    opens: str = attribute("When it opens, HH:MM at the venue.")
    closes: str = attribute("When it closes, HH:MM at the venue.")


@strawberry.type(description="Days on which a venue is closed.")
class Closure:
    """Days on which a venue is closed."""

    title: str | None = attribute("Why it is closed.")
    from_: dt.date = strawberry.field(name="from", description="The first day it is closed.")
    to: dt.date = attribute("The last day it is closed.")


@strawberry.type(description="A span between two moments.")
class Slot:
    """A span between two moments."""

    from_: dt.datetime = strawberry.field(name="from", description="The moment it begins.")
    to: dt.datetime = attribute("The moment it ends.")


@strawberry.input(description="A half-open range of moments: from is in it, to is not.")
class DateTimeRange:
    """A half-open range of moments."""

    from_: dt.datetime = strawberry.field(name="from", description="The first moment in the range.")
    to: dt.datetime = strawberry.field(description="The first moment behind the range; later than from.")
