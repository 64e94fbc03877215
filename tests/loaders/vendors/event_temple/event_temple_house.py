"""What the tests of Event Temple share: a sandbox with a source in front of it, and operations that read everything."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from loaders.inquiry import Deadline, Inquiry, Selection
from loaders.jsonapi.document import ResourceObject, read
from loaders.port import Filter, Listing
from loaders.records import ALLOCATIONS, Money, Ref, Resource
from loaders.vendors.event_temple.fetch import EventTempleSource
from loaders.vendors.event_temple.translate import translator
from loaders.vendors.event_temple.views import VIEWS

if TYPE_CHECKING:
    from loaders.inquiry import Tree
    from loaders.port import Gathered
    from loaders.records import Record
    from sandbox.server import Running

HERE = "grand-hotel"
TODAY = dt.date(2026, 11, 21)
ZONE = ZoneInfo("America/Toronto")
NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
READ_AT = NOW.astimezone(ZONE)
CREDENTIALS = {"org": "sandbox-org", "api_key": "sandbox-event-temple-key"}


@dataclass(slots=True)
class Clock:
    """Seconds that pass when a test says so."""

    now: float = 1000.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now

    def moment(self) -> dt.datetime:
        """Tell the moment, which goes with the seconds."""
        return NOW + dt.timedelta(seconds=self.now - 1000.0)


def everything(**trees: Tree) -> Selection:
    """Select every attribute and edge of every kind, and walk from each kind where a tree says; a dot is a `0`."""
    fields = {ALLOCATIONS: frozenset({"vendor_id", "space", "period", "people", "status"})}
    for view in VIEWS.values():
        fields[view.kind] = fields.get(view.kind, frozenset()) | frozenset((*view.fields, *view.edges))
    return Selection(fields=fields, trees={kind.replace("0", "."): tree for kind, tree in trees.items()})


@dataclass(slots=True)
class House:
    """A sandbox and a source in front of it."""

    running: Running
    source: EventTempleSource
    clock: Clock
    selection: Selection = field(default_factory=everything)

    @property
    def calls(self) -> list[str]:
        """The paths that were asked for since the log was last cleared."""
        return [call.path for call in self.running.log]

    def asks(self, *, hints: bool = True, selection: Selection | None = None) -> Inquiry:
        """Begin an operation; the log of calls begins anew."""
        self.running.log.clear()
        return Inquiry(Deadline.after(30), selection or self.selection, hints)

    def spoil(self, of: str, key: str, **attributes: object) -> None:
        """Change attributes of a resource at the vendor."""
        self.running.data[of][key]["attributes"].update(attributes)

    def relate(self, of: str, key: str, **relationships: object) -> None:
        """Change where a resource at the vendor leads."""
        row = self.running.data[of][key]
        row.setdefault("relationships", {}).update({name: {"data": data} for name, data in relationships.items()})


def sample(of: str) -> Any:
    """Give the resource of a type that the vendor's document shows."""
    return json.loads(files("loaders.vendors.event_temple").joinpath(f"samples/{of}.json").read_text(encoding="utf-8"))


def resource(entry: Any) -> ResourceObject:
    """Read a resource as it would come over the wire."""
    body = json.dumps({"data": entry}).encode()
    row = read(body, source=HERE, vendor="event_temple").rows[0]
    assert isinstance(row, ResourceObject)
    return row


def translated(view: str, entry: Any, *, zone: ZoneInfo = ZONE, currency: str | None = "CAD") -> Record:
    """Make a record of a resource as a view sees it."""
    return translator(HERE, zone, currency, HERE)(view, resource(entry), READ_AT)


def changed(of: str, **attributes: object) -> Any:
    """Give the document's resource of a type with other attributes."""
    entry = sample(of)
    entry["attributes"].update(attributes)
    return entry


event = partial(changed, "events")
booking = partial(changed, "bookings")


def moment(text: str) -> dt.datetime:
    """Give a moment in the venue's zone."""
    return dt.datetime.fromisoformat(text).astimezone(ZONE)


def own(kind: str, key: str) -> Ref:
    """Give a reference to one of the vendor's own kinds."""
    return Ref(f"event_temple.{kind}", HERE, key)


def money(amount: str) -> Money:
    """Give an amount in the source's currency."""
    return Money(Decimal(amount), "CAD")


def details(record: Record) -> Resource:
    """Give the vendor's own record behind a unified one."""
    found = getattr(record, "details", None)
    assert isinstance(found, Resource)
    return found


def keys(rows: Any) -> list[str]:
    """Give the ids of rows."""
    return [row.ref.id for row in rows]


async def gathered(house: House, kind: str, **wanted: Any) -> Gathered:
    """Read a whole list; each test begins with nothing kept."""
    return await house.source.gather(Listing(kind, Filter(**wanted)), house.asks())
