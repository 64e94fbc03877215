"""What a JSON:API source is made of."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from zoneinfo import ZoneInfo

from loaders.http.ask import Send
from loaders.jsonapi.shelf import Translate, Views
from loaders.layers import Layers
from loaders.port import Capability

PAGE_SIZE: Final = 100
"""Rows to a page. Neither document names a most; both vendors are known to give 100."""


@dataclass(frozen=True, slots=True)
class Collection:
    """A list the vendor has an endpoint for.

    Args:
        path: what follows the scope's path, e.g. `/bookings`.
        view: the view its rows are read as.
        sort: the order a walk asks for, in which rows do not move while it goes on.

    """

    path: str
    view: str
    sort: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of the account that is asked by itself: a venue, and the path its collections stand under."""

    venue: str
    path: str


@dataclass(frozen=True, slots=True)
class Account:
    """What a JSON:API source is made of.

    Args:
        name: the source's name in the configuration.
        vendor: the vendor's name.
        zone: the zone of its venues.
        capabilities: what can be asked of it.
        scopes: its venues and their paths, in the order of the configuration.
        views: how its records are seen in the vendor's types.
        translate: makes records of resources.
        layers: what the vendor is asked through.
        send: asks the vendor; the layers', or that wrapped by a vendor who asks otherwise.
        clock: seconds on a clock that never goes back.
        now: the moment, in UTC.

    """

    name: str
    vendor: str
    zone: ZoneInfo
    capabilities: frozenset[Capability]
    scopes: tuple[Scope, ...]
    views: Views
    translate: Translate
    layers: Layers
    send: Send
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], dt.datetime] = field(default=lambda: dt.datetime.now(dt.UTC))
