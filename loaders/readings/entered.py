"""How the calls a reading took are entered in the log of whoever asked for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from loaders.http.log import JOINED
from loaders.inquiry import Call, Inquiry


def enter(flight: Inquiry, caller: Inquiry, *, led: bool) -> None:
    """Enter the calls of a reading in a caller's log, as that caller saw them."""
    shift = (flight.began - caller.began) * 1000
    caller.calls.extend(
        replace(call, start_ms=max(0.0, call.start_ms + shift), cache=call.cache if led else JOINED)
        for call in flight.calls
    )


def enter_kept(calls: Sequence[Call], caller: Inquiry, cache: str) -> None:
    """Enter a kept reading in a caller's log, by its first call, unless the log knows it."""
    for call in calls[:1]:
        if all((call.source, call.path, call.query) != (one.source, one.path, one.query) for one in caller.calls):
            caller.calls.append(replace(call, start_ms=caller.elapsed_ms(), duration_ms=0.0, cache=cache))
