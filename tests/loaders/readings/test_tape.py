"""What a vendor answered, written down and played: bytes in and the same bytes out, or nothing."""

from __future__ import annotations

import datetime as dt
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reader import NOON, Clock, Hall, operation, told

from loaders.errors import NotThere
from loaders.http.ask import Ask
from loaders.inquiry import Tape
from loaders.readings.tape import pack, unpack

LIST = Ask("GET", "/list")
ANSWERS = st.dictionaries(st.text(), st.tuples(st.integers(100, 599), st.text().map(str.encode)), max_size=5)
MOMENTS = st.datetimes(dt.datetime(1971, 1, 1), dt.datetime(2200, 1, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001  # hypothesis adds the zone


@given(MOMENTS, ANSWERS)
def test_a_tape_is_read_as_it_was_written(at: dt.datetime, answers: dict[str, tuple[int, bytes]]) -> None:
    """Moment, asks, statuses and bytes; it then plays."""
    packed = pack(Tape(at, answers))
    assert packed is not None
    known = unpack(packed)
    assert known is not None
    assert (known.answers, known.plays, known.refresh, known.absent) == (answers, True, False, False)
    assert abs(known.at - at) <= dt.timedelta(microseconds=1)


def test_what_is_no_text_is_not_shared() -> None:
    """No vendor sends it, and it would cost everybody."""
    assert pack(Tape(NOON, {"ask": (200, b"\xff\x00")})) is None


NO_TAPES = [
    "",
    "[]",
    "null",
    "[1]",
    '["noon", {}]',
    '[0, {"a": 1}]',
    '[0, {"a": ["x", "y"]}]',
    "[1e300, {}]",
    "[0, []]",
]


@pytest.mark.parametrize("text", NO_TAPES)
def test_what_is_no_tape_is_none(text: str) -> None:
    """Whatever somebody else put there."""
    assert unpack(gzip.compress(text.encode())) is None


@given(st.binary(max_size=60))
def test_bytes_that_are_no_tape_are_none(data: bytes) -> None:
    """Also half a tape."""
    assert unpack(data) is None
    packed = pack(Tape(NOON, {"ask": (200, data.hex().encode())}))
    assert packed is not None
    assert unpack(packed[:-9]) is None


async def test_a_tape_listens_and_then_plays() -> None:
    """What it heard is given again without a call, and the log tells so; what it has not heard is asked for."""
    hall = Hall(Clock())
    listening, playing = operation(), operation()
    listening.tape = Tape(NOON)
    first = await hall.send(LIST, listening)
    packed = pack(listening.tape)
    assert packed is not None
    playing.tape = unpack(packed)
    again = await hall.send(LIST, playing)
    assert (again.status, again.body, len(hall.asked)) == (first.status, first.body, 1)
    assert (await hall.send(Ask("GET", "/other"), playing)).body == b"2"
    assert told(playing) == [("/list", "HIT"), ("/other", "MISS")]
    assert playing.calls[0].bytes == len(first.body)


async def test_a_tape_keeps_apart_what_is_asked_otherwise() -> None:
    """Another query, or another language, is another answer."""
    hall = Hall(Clock())
    inquiry = operation()
    inquiry.tape = Tape(NOON, plays=True)
    asks = [LIST, Ask("GET", "/list", (("page", "2"),)), Ask("GET", "/list", (), (("Accept-Language", "nl"),))]
    assert [(await hall.send(ask, inquiry)).body for ask in asks * 2] == [b"1", b"2", b"3"] * 2


async def test_without_a_tape_or_where_something_changes_the_vendor_is_asked() -> None:
    """A change is never answered by what was heard, and nothing of it is written down."""
    hall = Hall(Clock())
    inquiry = operation()
    await hall.send(LIST, inquiry)
    inquiry.tape = Tape(NOON, plays=True)
    for _ in range(2):
        await hall.send(Ask("POST", "/list"), inquiry)
    assert (len(hall.asked), inquiry.tape.answers) == (3, {})


async def test_what_is_not_there_is_noted_and_not_written_down() -> None:
    """So that it is believed for a short while only, and by this process alone."""
    hall = Hall(Clock())
    inquiry = operation()
    inquiry.tape = Tape(NOON)
    hall.status = 404
    with pytest.raises(NotThere):
        await hall.send(LIST, inquiry)
    assert (inquiry.tape.absent, inquiry.tape.answers) == (True, {})
