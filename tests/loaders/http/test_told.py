"""What is read from the headers of an answer."""

from __future__ import annotations

import datetime as dt

import pytest

from loaders.http.ask import Reply
from loaders.http.told import read_told
from loaders.store.face import Told

NOON = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
AT = NOON.timestamp()


def told(status: int = 200, **headers: str) -> Told | None:
    """Read an answer's headers, their underscores hyphens."""
    return read_told(
        Reply(status, {name.replace("_", "-"): value for name, value in headers.items()}, b""), lambda: NOON
    )


@pytest.mark.parametrize("vendor", ["X_RateLimit", "X_Api_Request"])
def test_what_remains_is_read_under_either_name(vendor: str) -> None:
    """Booking Experts' names and Event Temple's; the limit is optional."""
    assert told(**{f"{vendor}_Limit": "500", f"{vendor}_Remaining": "37"}) == Told(500, 37)
    assert told(**{f"{vendor}_Remaining": "0"}) == Told(None, 0)


@pytest.mark.parametrize("said", ["", "many", "-1", "1.5", pytest.param("9" * 5000, id="5000 digits"), "٣"])
def test_a_header_that_is_no_number_is_not_there(said: str) -> None:
    """Nonsense tells nothing, and a limit alone tells nothing either."""
    assert told(X_RateLimit_Limit=said, X_RateLimit_Remaining=said) is None
    assert told(X_RateLimit_Limit="500", X_RateLimit_Remaining=said) is None
    assert told(X_RateLimit_Limit=said, X_RateLimit_Remaining="3") == Told(None, 3)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120),
        ("0", 1),
        ("Sat, 21 Nov 2026 12:00:30 GMT", 30),
        ("Sat, 21 Nov 2026 11:00:00 GMT", 1),
        ("999999999", 3600),
        ("soon", 60),
        (None, 60),
    ],
)
def test_a_429_is_a_pause(said: str | None, seconds: float) -> None:
    """As long as Retry-After says, in seconds or as a date, within reason; a minute where it does not say."""
    headers = {} if said is None else {"Retry_After": said}
    assert told(429, **headers) == Told(None, None, AT + seconds)


def test_only_a_429_is_a_pause() -> None:
    """A 503 with a Retry-After says nothing of the windows."""
    assert told(503, Retry_After="30") is None
