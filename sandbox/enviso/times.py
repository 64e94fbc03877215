"""What time it is for Enviso, and how it writes a moment."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Literal, TypeAlias
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.vendor import Site

ZONE: Final = ZoneInfo("Europe/Brussels")
"""The venue's, where no other is chosen; no answer tells it."""
Spelling: TypeAlias = Literal["bare", "z", "z_local"]
"""`bare`: the venue's wall clock without a zone [003:22-23]. `z`: the same moment in UTC, as the sample looks
[003:70]. `z_local`: the venue's wall clock, called UTC."""


def present(site: Site) -> Callable[[], datetime]:
    """Choose what tells the time: the site's clock, or the machine's where the site goes by the machine's clock.

    Logins are signed with the time, so callers on the machine's clock must find a vendor who lives at the same time.
    """
    return _machine if site.clock is time.monotonic else site.now


def spelled(local: datetime, zone: ZoneInfo, spelling: Spelling) -> str:
    """Write a moment of the venue's wall clock."""
    match spelling:
        case "bare":
            return f"{local:%Y-%m-%dT%H:%M:%S}"
        case "z":
            return f"{local.replace(tzinfo=zone).astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"
        case "z_local":
            return f"{local:%Y-%m-%dT%H:%M:%S}.000Z"


def _machine() -> datetime:
    return datetime.now(UTC)
