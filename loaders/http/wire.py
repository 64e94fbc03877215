"""The layers of one source, stacked.

Outside in, and why each stands where it does:

deadline   a caller's wait ends with its own operation; it stands outside join, because a flight serves several
join       equal GETs share one call, each ask is logged; all below happens once a call, not once a caller
health     notes answers and faults; it stands outside verdict, which makes faults of bad statuses
verdict    makes faults of bad statuses; it stands outside window, because a 429 tells what remains, too
window     counts what goes to the vendor, corrected by the answer's headers
sign       adds the credentials; inside of everything that keeps, compares or logs an ask
session    the wire
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders.http.ask import Send
from loaders.http.deadline import deadline
from loaders.http.health import health as watch
from loaders.http.join import Join
from loaders.http.sign import sign
from loaders.http.verdict import verdict
from loaders.http.window import Windows, window

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from loaders.health import Health


@dataclass(frozen=True, slots=True)
class Wire:
    """The layers of one source.

    Args:
        send: asks the vendor.
        forget: lets nobody share what was asked up to now.

    """

    send: Send
    forget: Callable[[], None]


def wire(  # noqa: PLR0913  # each is a part of one source, given by name
    session: Send,
    *,
    source: str,
    vendor: str,
    credentials: Mapping[str, str],
    health: Health,
    windows: Windows,
    now: Callable[[], dt.datetime],
) -> Wire:
    """Stack the layers on a wire; the health then tells the windows, too.

    Args:
        session: the wire: a Session's `send`, or that wrapped by a vendor who signs otherwise.
        source: the source's name in the configuration.
        vendor: the vendor's name.
        credentials: headers that every call carries.
        health: what the layers keep of how the source answers.
        windows: what the layers count of how often it is asked.
        now: the moment, in UTC.

    """
    health.windows = windows.left
    counted = window(windows, sign(credentials, session))
    judged = verdict(source, vendor, counted, now=now)
    joined = Join(source, vendor, watch(health, judged, now=now))
    return Wire(deadline(source, vendor, joined.send), joined.forget)
