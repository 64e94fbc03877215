"""Which answers are no answers: refusals, failures and nonsense are never kept, a 404 for five seconds."""

from __future__ import annotations

from typing import Any

import pytest
from reader import Clock, Hall, keep, operation, ticks

from loaders.errors import BadResponse, CredentialsRefused, FoyerError, NotThere, RateLimited, VendorDown
from loaders.http.ask import Ask
from loaders.inquiry import Inquiry
from loaders.readings.readings import Readings

TROUBLE = [
    (401, b"{}", CredentialsRefused),
    (403, b"{}", CredentialsRefused),
    (429, b"{}", RateLimited),
    (500, b"{}", VendorDown),
    (503, b"{}", VendorDown),
    (200, b"<html>", BadResponse),
]


def readings(fresh: float = 30.0, stale: float = 60.0) -> tuple[Readings[Any, Any], Hall, Clock]:
    """Make a place for readings, what is read, and the clock."""
    clock = Clock()
    return Readings(keep(clock, fresh=fresh, stale=stale), "lists"), Hall(clock), clock


def number_in(hall: Hall) -> Any:
    """Read the number of the call; what is none is nonsense."""

    async def read(own: Inquiry) -> int:
        reply = await hall.send(Ask("GET", "/list"), own)
        if not reply.body.isdigit():
            raise BadResponse("hall sent what cannot be read", source="hall", vendor="tiny")
        return int(reply.body)

    return read


@pytest.mark.parametrize(("status", "body", "fault"), TROUBLE, ids=[f"{one[0]}-{one[1].decode()}" for one in TROUBLE])
async def test_trouble_is_no_answer(status: int, body: bytes, fault: type[FoyerError]) -> None:
    """A refusal, a failure or nonsense is told to who asked, and the next one asks again."""
    kept, hall, _ = readings()
    hall.status, hall.body = status, body
    for _ in range(2):
        with pytest.raises(fault):
            await kept.get("a", operation(), number_in(hall))
    hall.status, hall.body = 200, None
    assert await kept.get("a", operation(), number_in(hall)) == 3
    assert kept.known() == ["a"]


@pytest.mark.parametrize(("status", "body", "fault"), TROUBLE, ids=[f"{one[0]}-{one[1].decode()}" for one in TROUBLE])
async def test_trouble_takes_the_place_of_no_answer(status: int, body: bytes, fault: type[FoyerError]) -> None:
    """What is stale stays what it was, with its age, until it is too old; then whoever asks is told of the trouble."""
    kept, hall, clock = readings()
    await kept.get("a", operation(), number_in(hall))
    hall.status, hall.body = status, body
    for second in (30.0, 60.0, 89.9):
        clock.seconds = second
        assert await kept.get("a", operation(), number_in(hall)) == 1
        await ticks()
    clock.seconds = 90.0
    with pytest.raises(fault):
        await kept.get("a", operation(), number_in(hall))


@pytest.mark.parametrize(("fresh", "stale", "believed"), [(30.0, 60.0, 5.0), (2.0, 60.0, 2.0)])
async def test_what_is_not_there_is_believed_for_five_seconds(fresh: float, stale: float, believed: float) -> None:
    """And no longer than anything else is fresh: it is never given as stale."""
    kept, hall, clock = readings(fresh, stale)
    hall.status = 404

    async def read(own: Inquiry) -> int | None:
        try:
            return await number_in(hall)(own)
        except NotThere:
            return None

    assert await kept.get("a", operation(), read) is None
    hall.status = 200
    clock.seconds = believed - 0.1
    assert await kept.get("a", operation(), read) is None
    clock.seconds = believed
    assert await kept.get("a", operation(), read) == 2
