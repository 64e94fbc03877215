"""Chance that always falls the same way, and the days that simulated things happen on."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random

FIRST_DAY = -400
LAST_DAY = 800
_SOON = 30


def chance(seed: int, kind: str, key: object) -> Random:
    """Return the source of chance of one thing: the same for the same seed, whatever else exists."""
    return Random(f"{seed}/{kind}/{key}")


def day_offset(rng: Random, index: int) -> int:
    """Choose a day, counted from today: one thing in 25 today, a third within a month, a quarter past."""
    if index % 25 == 0:
        return 0
    where = rng.random()
    if where < 0.35:  # noqa: PLR2004 - the shares that the docstring tells
        return rng.randrange(_SOON)
    if where < 0.6:  # noqa: PLR2004 - the same
        return rng.randrange(FIRST_DAY, 0)
    return rng.randrange(_SOON, LAST_DAY - 14)


def day(today: date, offset: int) -> str:
    """Write a day as an ISO 8601 date."""
    return (today + timedelta(days=offset)).isoformat()


def stamp(today: date, offset: int, rng: Random, *, milliseconds: bool = False) -> str:
    """Write a moment of a day, in UTC with a Z, as audit stamps are."""
    seconds = rng.randrange(86_400)
    moment = datetime.combine(today + timedelta(days=offset), time(), UTC) + timedelta(seconds=seconds)
    text = moment.strftime("%Y-%m-%dT%H:%M:%S")
    return f"{text}.{rng.randrange(1000):03d}Z" if milliseconds else f"{text}Z"
