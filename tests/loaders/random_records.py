"""Random moments, periods and records for hypothesis."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from loaders.records import (
    BOOKING,
    CUSTOMER,
    EVENT,
    SPACE,
    VENUE,
    Allocation,
    Booking,
    BookingStatus,
    Customer,
    Event,
    EventStatus,
    Period,
    Ref,
    Space,
)

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

NOON = dt.datetime(2026, 6, 15, 12, 0, tzinfo=dt.UTC)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ZONES = [AMSTERDAM, *map(ZoneInfo, ("America/Toronto", "UTC", "Asia/Kathmandu", "Australia/Lord_Howe", "Asia/Beirut"))]

zones = st.sampled_from(ZONES)
_CHANGES = [dt.datetime(2026, 3, 29), dt.datetime(2026, 10, 25), dt.datetime(2026, 11, 1), dt.datetime(2026, 4, 5)]  # noqa: DTZ001  # walls have no zone
walls = st.one_of(
    st.builds(
        lambda day, minutes: day + dt.timedelta(minutes=minutes), st.sampled_from(_CHANGES), st.integers(-90, 300)
    ),
    st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 1, 1)),  # noqa: DTZ001  # walls have no zone
)
"""Naive wall clocks, mostly around the hours at which clocks are changed."""

moments = st.builds(lambda wall, zone: wall.replace(tzinfo=dt.UTC).astimezone(zone), walls, zones)
days = walls.map(dt.datetime.date)


@st.composite
def ranges(draw: DrawFn) -> tuple[dt.datetime, dt.datetime]:
    """Draw a half-open range that holds something."""
    first = draw(moments)
    return first, first.astimezone(dt.UTC) + dt.timedelta(minutes=draw(st.integers(1, 5000)))


@st.composite
def periods(draw: DrawFn, zone: ZoneInfo | None = None) -> Period:
    """Draw a period of any kind a vendor may tell: dates only, moments, one of them, none of length."""
    zone = zone or draw(zones)
    start = draw(walls).replace(tzinfo=dt.UTC).astimezone(zone)
    end = (start.astimezone(dt.UTC) + dt.timedelta(minutes=draw(st.integers(0, 4000)))).astimezone(zone)
    known = draw(st.sampled_from(("both", "start", "end", "none")))
    return Period(
        start.date(),
        end.date(),
        start if known in {"both", "start"} else None,
        end if known in {"both", "end"} else None,
        all_day=known == "none",
        time_zone=zone.key,
    )


ids = st.integers(0, 60).map(str)
sources = st.sampled_from(("hotel", "park"))
names = st.one_of(st.none(), st.sampled_from(("Gala", "gala", "GALA", "", "Ball", "ball of Ö", "ç")))
stamps = st.one_of(st.none(), moments)


@st.composite
def events(draw: DrawFn) -> Event:
    """Draw an event; few values, so that many tie."""
    source = draw(sources)
    return Event(
        Ref(EVENT, source, draw(ids)),
        NOON,
        {
            VENUE: Ref(VENUE, source, draw(st.sampled_from("12"))),
            SPACE: Ref(SPACE, source, draw(st.sampled_from("12"))),
        },
        name=draw(names),
        status=draw(st.sampled_from(EventStatus)),
        period=draw(st.one_of(st.none(), periods())),
        created_at=draw(stamps),
        updated_at=draw(stamps),
    )


@st.composite
def bookings(draw: DrawFn) -> Booking:
    """Draw a booking, with or without allocations of its own."""
    source = draw(sources)
    allocation = st.builds(
        Allocation,
        st.none(),
        st.sampled_from([None, Ref(SPACE, source, "1"), Ref(SPACE, source, "2")]),
        st.one_of(st.none(), periods()),
        st.none(),
        st.sampled_from(BookingStatus),
    )
    return Booking(
        Ref(BOOKING, source, draw(ids)),
        NOON,
        {
            VENUE: Ref(VENUE, source, draw(st.sampled_from("12"))),
            CUSTOMER: draw(st.sampled_from([None, Ref(CUSTOMER, source, "1")])),
        },
        reference=draw(names),
        name=draw(names),
        status=draw(st.sampled_from(BookingStatus)),
        period=draw(st.one_of(st.none(), periods())),
        allocations=draw(st.one_of(st.none(), st.lists(allocation, max_size=3).map(tuple))),
        created_at=draw(stamps),
        updated_at=draw(stamps),
    )


spaces = st.builds(
    lambda key, name, capacity: Space(Ref(SPACE, "hotel", key), NOON, {}, name=name, capacity=capacity),
    ids,
    names,
    st.one_of(st.none(), st.integers(0, 20)),
)
customers = st.builds(
    lambda key, name, email: Customer(Ref(CUSTOMER, "hotel", key), NOON, {}, name=name, email=email),
    ids,
    names,
    st.sampled_from((None, "ann@example.com", "Ann@Example.com ", "bob@example.com")),
)
