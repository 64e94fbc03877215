"""What an answer's headers tell of the windows its vendor allows calls in. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final

from loaders.http.ask import Reply
from loaders.store.face import Told

SECONDS: Final = re.compile(r"[0-9]{1,9}", re.ASCII)

LIMITS: Final = ("X-RateLimit-Limit", "X-Api-Request-Limit")
REMAINING: Final = ("X-RateLimit-Remaining", "X-Api-Request-Remaining")
"""Booking Experts' names [004:110]; Event Temple's public pages have the others."""

PAUSE_SECONDS: Final = 60.0
"""How long a vendor is left alone after a 429 that does not say: the shortest window any vendor names."""

SHORTEST_SECONDS, LONGEST_SECONDS = 1.0, 3600.0
"""A pause is never shorter or longer, whatever the vendor says."""


def retry_after(headers: Mapping[str, str], now: Callable[[], dt.datetime]) -> float | None:
    """Read a Retry-After, seconds or an HTTP date, as seconds from now; None where it cannot be read."""
    text = headers.get("Retry-After")
    if text is None:
        return None
    if SECONDS.fullmatch(text.strip()):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return max(0.0, (moment - now()).total_seconds())


def read_told(reply: Reply, now: Callable[[], dt.datetime]) -> Told | None:
    """Read what an answer tells of its vendor's windows; None where it tells nothing."""
    remaining = _number(reply.headers, REMAINING)
    limit = None if remaining is None else _number(reply.headers, LIMITS)
    until = None
    if reply.status == HTTPStatus.TOO_MANY_REQUESTS:
        said = retry_after(reply.headers, now)
        pause = PAUSE_SECONDS if said is None else min(max(said, SHORTEST_SECONDS), LONGEST_SECONDS)
        until = now().timestamp() + pause
    return None if remaining is None and until is None else Told(limit, remaining, until)


def _number(headers: Mapping[str, str], names: tuple[str, ...]) -> int | None:
    texts = (headers.get(name, "").strip() for name in names)
    return next((int(text) for text in texts if SECONDS.fullmatch(text)), None)
