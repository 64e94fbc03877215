"""What the tests of Enviso share: a sandbox with a source in front of it, and a moment that passes when told."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from loaders.http.ask import Reply
from loaders.inquiry import Deadline, Inquiry
from loaders.records import VENUE, Record, Ref
from loaders.vendors.enviso import wire
from loaders.vendors.enviso.answers import read
from loaders.vendors.enviso.fetch import EnvisoSource
from loaders.vendors.enviso.moments import Moments
from loaders.vendors.enviso.translate import Translator

if TYPE_CHECKING:
    from sandbox.server import Running

NOW = dt.datetime(2026, 6, 15, 12, tzinfo=dt.UTC)
ZONE = ZoneInfo("Europe/Brussels")
READ_AT = NOW.astimezone(ZONE)
VENUE_REF = Ref(VENUE, "museum", "museum")
HUGE = "9223372036854775807"
"""The biggest int64; the sandbox has a booking of it."""


@dataclass(slots=True)
class Moment:
    """The time, which passes when a test says so; the vendor's clock and ours are one."""

    seconds: float = 0.0

    def now(self) -> dt.datetime:
        """Tell the moment."""
        return NOW + dt.timedelta(seconds=self.seconds)

    def clock(self) -> float:
        """Tell the same in seconds."""
        return 1000.0 + self.seconds

    def pass_minutes(self, minutes: float) -> None:
        """Let time pass."""
        self.seconds += 60 * minutes


@dataclass(slots=True)
class House:
    """A sandbox and a source in front of it."""

    running: Running
    source: EnvisoSource
    moment: Moment

    @property
    def calls(self) -> list[str]:
        """What the vendor was asked since the log was last cleared, by method and path."""
        return [f"{call.method} {call.path}" for call in self.running.log]

    def count(self, part: str) -> int:
        """Count the calls whose method and path have a part."""
        return sum(part in call for call in self.calls)

    def ids(self, count: int) -> list[str]:
        """Give ids of bookings that the vendor has."""
        keys = [key for key in self.running.data.bookings if key != "0"]
        return keys[:count]


def asks(seconds: float = 30.0, *, hints: bool = True) -> Inquiry:
    """Begin an operation."""
    return Inquiry(Deadline.after(seconds), hints=hints)


def sample(of: str) -> Any:
    """Give what the vendor's document shows."""
    return json.loads(files("loaders.vendors.enviso").joinpath(f"samples/{of}.json").read_text(encoding="utf-8"))


def reply(document: object, status: int = 200) -> Reply:
    """Write an answer as it comes over the wire."""
    return Reply(status, {}, document if isinstance(document, bytes) else json.dumps(document).encode())


def translator(*, z_is_local: bool = False, zone: ZoneInfo = ZONE) -> Translator:
    """Make what translates for the museum."""
    return Translator(VENUE_REF, Moments(zone, z_is_local=z_is_local))


def booking(*, z_is_local: bool = False, zone: ZoneInfo = ZONE, **attributes: object) -> dict[Ref, Record]:
    """Translate the document's booking, with other attributes."""
    told = read(wire.Booking, reply({**sample("booking"), **attributes}), what="booking 0", source="museum")
    return translator(z_is_local=z_is_local, zone=zone).booking(told, READ_AT)


def task(**attributes: object) -> Any:
    """Translate the document's task, with other attributes, and give its record."""
    told = read(wire.Task, reply({**sample("task"), **attributes}), what="a task", source="museum")
    (record,) = translator().task(told, READ_AT).values()
    return record


def line(**attributes: object) -> dict[str, object]:
    """Write the document's booking line, with other attributes."""
    return {**sample("booking")["bookingLines"][0], **attributes}
