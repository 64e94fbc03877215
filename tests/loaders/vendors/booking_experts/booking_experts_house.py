"""What the tests of Booking Experts share: a sandbox with a source in front of it, and operations that read things."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from loaders.batch import Loaders
from loaders.inquiry import Deadline, Inquiry, Selection, Tree
from loaders.jsonapi.document import Document, Identifier, ResourceObject, read
from loaders.records import ALLOCATIONS, Record, Ref
from loaders.vendors.booking_experts.fetch import BookingExpertsSource
from loaders.vendors.booking_experts.park import Park
from loaders.vendors.booking_experts.translate import translator
from loaders.vendors.booking_experts.views import VIEWS
from sandbox.server import Running

TODAY = dt.date(2026, 6, 15)
ZONE = ZoneInfo("Europe/Amsterdam")
NOW = dt.datetime(2026, 6, 15, 12, tzinfo=dt.UTC)
READ_AT = NOW.astimezone(ZONE)
CREDENTIALS = {"api_key": "sandbox-booking-experts-key"}
PARK = Park("duinpark", "1", ZONE, "EUR", ("en", "nl"))


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


@dataclass(slots=True)
class House:
    """A sandbox and a source in front of it."""

    running: Running
    source: BookingExpertsSource
    clock: Clock

    @property
    def paths(self) -> list[str]:
        """What was asked for, without what stands before every path."""
        return [call.path.removeprefix("/v3/administrations/") for call in self.running.log]

    def loaders(self, inquiry: Inquiry) -> Loaders:
        """Give an operation's loaders."""
        return Loaders({self.source.name: self.source}, inquiry)

    def rows(self, kind: str, administration: str = "1") -> Mapping[str, Any]:
        """Give what the vendor has of a type."""
        table: Mapping[str, Any] = self.running.data[administration][kind]
        return table

    def ref(self, kind: str, key: str) -> Ref:
        """Name a thing of this source."""
        return Ref(kind, self.source.name, key)


def reading(
    fields: Mapping[str, str] | None = None,
    trees: Mapping[str, Tree] | None = None,
    *,
    locales: tuple[str, ...] = (),
    hints: bool = True,
) -> Inquiry:
    """Begin an operation that reads some attributes, written apart by blanks, and walks some edges."""
    selection = Selection(
        {kind: frozenset(names.split()) for kind, names in (fields or {}).items()}, trees or {}, locales
    )
    return Inquiry(Deadline.after(30), selection, hints)


def everything(trees: Mapping[str, Tree] | None = None, *, hints: bool = True) -> Inquiry:
    """Begin an operation that reads every attribute and every edge of every kind, and walks some of the edges."""
    fields = {ALLOCATIONS: "vendor_id space period people status"}
    for view in VIEWS.values():
        fields[view.kind] = " ".join((fields.get(view.kind, ""), *view.fields, *view.edges))
    fields["booking"] += " period allocations"
    fields["space"] += " name capacity area"
    return reading(fields, trees, hints=hints)


def sample(name: str) -> Document:
    """Read an answer that the vendor's document shows."""
    body = files("loaders.vendors.booking_experts").joinpath(f"samples/{name}.json").read_bytes()
    return read(body, source="duinpark", vendor="booking_experts")


def shown(name: str) -> ResourceObject:
    """Give the resource of an answer that the vendor's document shows."""
    row = sample(name).rows[0]
    assert isinstance(row, ResourceObject)
    return row


def resource(
    kind: str, key: str = "17", relationships: Mapping[str, Any] | None = None, **attributes: Any
) -> ResourceObject:
    """Read a resource as it would come over the wire."""
    linked = {name: {"data": data} for name, data in (relationships or {}).items()}
    entry = {"type": kind, "id": key, "attributes": attributes, "relationships": linked}
    row = read(json.dumps({"data": entry}).encode(), source="duinpark", vendor="booking_experts").rows[0]
    assert isinstance(row, ResourceObject)
    return row


def translated(view: str, row: ResourceObject, *others: ResourceObject, park: Park = PARK) -> Any:
    """Make a record of a resource as a view sees it, others having come along."""
    resources: dict[Identifier, ResourceObject] = {one.identifier: one for one in (row, *others)}
    record: Record = translator(park, resources)(view, row, READ_AT)
    return record
