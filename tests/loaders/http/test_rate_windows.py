"""How the calls of a source are counted in the windows its vendor allows."""

from __future__ import annotations

import datetime as dt

import pytest

from loaders.errors import Unreachable
from loaders.health import RateWindow
from loaders.http.ask import Ask, Reply
from loaders.http.window import Windows, window
from loaders.inquiry import Deadline, Inquiry

NOON = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
INQUIRY = Inquiry(Deadline.after(60))


class Counter:
    """Windows on a clock that a test turns, behind a wire whose headers it sets."""

    def __init__(self, *limits: tuple[int, int]) -> None:
        self.at = 0.0
        self.headers: dict[str, str] = {}
        self.windows = Windows(limits, now=lambda: NOON + dt.timedelta(seconds=self.at), clock=lambda: self.at)

    async def wire(self, _: Ask, __: Inquiry) -> Reply:
        """Answer with the headers set."""
        return Reply(200, self.headers, b"")

    async def call(self, times: int = 1, **told: str) -> None:
        """Ask so many times, the vendor telling Limit and Remaining."""
        self.headers = {f"X-RateLimit-{name}": value for name, value in told.items()}
        for _ in range(times):
            await window(self.windows, self.wire)(Ask("GET", "/"), INQUIRY)

    def remaining(self) -> list[int]:
        """Give what remains in each window."""
        return [row.remaining for row in self.windows.left()]


def at(seconds: float) -> dt.datetime:
    """Give the moment so many seconds after the start."""
    return NOON + dt.timedelta(seconds=seconds)


async def test_every_call_counts_in_every_window_until_it_has_moved_out() -> None:
    """500 in 15 minutes and 100 in one: each call leaves each window when it is that old."""
    counter = Counter((500, 900), (100, 60))
    await counter.call(3)
    counter.at = 30
    await counter.call(2)
    assert counter.windows.left() == [
        RateWindow(500, 495, 900, at(930)),
        RateWindow(100, 95, 60, at(90)),
    ]
    counter.at = 60
    assert counter.windows.left()[1] == RateWindow(100, 98, 60, at(90))
    counter.at = 90
    assert counter.windows.left()[1] == RateWindow(100, 100, 60, None)
    counter.at = 930
    assert counter.remaining() == [500, 100]


async def test_a_call_that_fails_counts() -> None:
    """The vendor may have counted it, so it is counted."""
    counter = Counter((10, 60))

    async def wire(_: Ask, __: Inquiry) -> Reply:
        raise Unreachable("away", source="duinpark", vendor="booking_experts")

    with pytest.raises(Unreachable):
        await window(counter.windows, wire)(Ask("GET", "/"), INQUIRY)
    assert counter.remaining() == [9]


async def test_what_others_spend_is_counted_too() -> None:
    """A vendor that tells less than we counted is believed, for the window it speaks of, while that window lasts."""
    counter = Counter((500, 900), (100, 60))
    await counter.call(2, Limit="500", Remaining="300")
    assert counter.remaining() == [300, 98]
    counter.at = 10
    await counter.call(1)
    assert counter.remaining() == [299, 97]
    counter.at = 899
    assert counter.windows.left()[0] == RateWindow(500, 299, 900, at(910))
    counter.at = 900
    assert counter.remaining() == [499, 100]


async def test_the_window_meant_is_the_one_of_that_limit() -> None:
    """X-RateLimit-Limit says which window an answer speaks of; one that fits none means the longest."""
    counter = Counter((500, 900), (100, 60))
    await counter.call(1, Limit="100", Remaining="20")
    assert counter.remaining() == [499, 20]
    await counter.call(1, Remaining="400")
    assert counter.remaining() == [400, 19]
    await counter.call(1, Limit="450", Remaining="40")
    assert counter.windows.left()[0] == RateWindow(450, 40, 900, at(900))


async def test_a_vendor_never_raises_what_is_allowed() -> None:
    """More than we counted, or a limit above the configured one, changes nothing."""
    counter = Counter((500, 900))
    await counter.call(5, Limit="1000", Remaining="900")
    assert counter.windows.left() == [RateWindow(500, 495, 900, at(900))]


async def test_the_latest_word_counts() -> None:
    """What others had spent is forgotten when a later answer says that it is free again."""
    counter = Counter((500, 900))
    await counter.call(1, Limit="500", Remaining="100")
    await counter.call(1, Limit="500", Remaining="450")
    assert counter.remaining() == [450]


async def test_never_less_than_none() -> None:
    """More calls than allowed leave zero, not less."""
    counter = Counter((2, 60))
    await counter.call(5)
    assert counter.remaining() == [0]


@pytest.mark.parametrize("said", ["", "many", "-1", "1.5", pytest.param("9" * 5000, id="5000 digits"), "٣"])
async def test_a_header_that_is_no_number_is_not_there(said: str) -> None:
    """Nonsense from a vendor corrects nothing and breaks nothing."""
    counter = Counter((10, 60))
    await counter.call(1, Limit=said, Remaining=said)
    await counter.call(1, Limit="10", Remaining=said)
    assert counter.remaining() == [8]


async def test_a_source_without_windows_has_none() -> None:
    """A vendor that states no limit is not counted, even if it sends the headers."""
    counter = Counter()
    await counter.call(1, Limit="10", Remaining="1")
    assert counter.windows.left() == []
