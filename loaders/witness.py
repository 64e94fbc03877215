"""Who watches the calls that go over the wire: logs, metrics and traces, none of which is known here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(slots=True)
class WireCall:
    """One call that goes to a vendor, with nothing of its query, headers or body.

    Args:
        source: the source's name in the configuration.
        vendor: the vendor's name.
        method: GET, POST, PATCH or DELETE.
        path: what follows the source's base URL.
        reason: why the vendor is asked, as in `loaders.http.ask.Reason`.
        number: which attempt at the same question it is, from 1.
        renews: whether it renews what is kept, rather than bring what is missing.
        status: the HTTP status it was answered with, if it was.
        fault: what went wrong instead, by its name in `loaders.errors`; `CalledOff` where nobody waited any longer.
        seconds: how long it took.
        bytes: how long the answer's body was.
        mark: what whoever watches finds it by again.

    """

    source: str
    vendor: str
    method: str
    path: str
    reason: str
    number: int = 1
    renews: bool = False
    status: int | None = None
    fault: str | None = None
    seconds: float = 0.0
    bytes: int = 0
    mark: object = None


Witness: TypeAlias = Callable[[WireCall], None]
"""Is told of each call when it is over, in the task that made it."""


def nobody(_: WireCall) -> None:
    """Watch nothing."""
