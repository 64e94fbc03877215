"""A tiny JSON:API vendor in memory, and a source at it: events in spaces, in one venue or several."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import orjson

from loaders.errors import BadResponse, FoyerError
from loaders.http.ask import Ask, Reply
from loaders.inquiry import Deadline, Inquiry, Selection
from loaders.jsonapi.account import Account, Collection, Scope
from loaders.jsonapi.document import Identifier, ResourceObject
from loaders.jsonapi.include import Hop, View
from loaders.jsonapi.lookups import Sought
from loaders.jsonapi.shelf import Beside, Views
from loaders.jsonapi.source import JsonApiSource
from loaders.layers import open_layers
from loaders.port import Capability, Check, Filter, Found, Gathered, Listing, Options
from loaders.readings.tape import tape
from loaders.records import EVENT, SPACE, VENUE, Event, Link, Record, Ref, Space

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from loaders.jsonapi.query import Pairs
    from loaders.store.face import Store

ZONE = ZoneInfo("Europe/Amsterdam")
NOON = dt.datetime(2026, 6, 15, 12, 0, tzinfo=dt.UTC)

VIEWS = {
    EVENT: View(EVENT, "events", {"name": ("name",)}, {"space": (Hop(SPACE, "space"),)}, ("number",)),
    SPACE: View(SPACE, "spaces", {"name": ("name",)}),
    "tiny.people": View("tiny.people", "people", {"name": ("name",)}),
    "person/people": View("person", "people", {"name": ("name",)}),
    "person/firms": View("person", "firms", {"name": ("name",)}),
}
EVENTS = Collection("/events", EVENT, sort=("id",))
PEOPLE = Collection("/people", "person/people")


class Clock:
    """A clock that a test moves, in seconds; the moment goes with it."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        """Tell the seconds."""
        return self.seconds

    def now(self) -> dt.datetime:
        """Tell the moment."""
        return NOON + dt.timedelta(seconds=self.seconds - 1000)


@dataclass
class Vendor:
    """The vendor: rows by path, newest first, and how it tells where a page ends.

    Args:
        rows: collection path → resources.
        tells: whether pages tell `links`, `counts` or `both`.
        most: how many rows it gives to a page at most, whatever is asked.
        included: what comes along with every page.

    """

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    tells: str = "both"
    most: int = 1000
    included: list[dict[str, Any]] = field(default_factory=list)
    asked: list[Ask] = field(default_factory=list)
    before: Callable[[Ask], Awaitable[None] | None] | None = None

    async def send(self, ask: Ask, _: Inquiry) -> Reply:
        """Answer an ask."""
        self.asked.append(ask)
        if self.before is not None:
            wait = self.before(ask)
            if wait is not None:
                await wait
        query = dict(ask.query)
        rows = list(self.rows.get(ask.path, ()))
        if "sort" in query:
            rows.sort(key=lambda row: int(row["id"]) if isinstance(row.get("id"), str) else 0)
        if "filter[id]" in query:
            rows = [row for row in rows if row.get("id") in query["filter[id]"].split(",")]
        number, size = int(query["page[number]"]), min(int(query["page[size]"]), self.most)
        more = number * size < len(rows)
        body: dict[str, Any] = {"data": rows[(number - 1) * size : number * size], "included": self.included}
        if self.tells in {"links", "both"}:
            body["links"] = {"next": "/somewhere" if more else None}
        if self.tells in {"counts", "both"}:
            body["meta"] = {"pagination": {"total_records": len(rows), "page": number, "size": size}}
        return Reply(200, {}, orjson.dumps(body))

    def numbers(self) -> list[int]:
        """Give the numbers of the pages that were asked for."""
        return [int(dict(ask.query)["page[number]"]) for ask in self.asked]


class Tiny(JsonApiSource):
    """A source at the tiny vendor: it can be asked for all events of a venue, and for events by id."""

    collections = {EVENT: EVENTS, "person": PEOPLE}  # noqa: RUF012  # as JsonApiSource declares it

    def pushed(self, listing: Listing) -> Pairs | None:
        """Push down nothing but the venue."""
        return () if listing.filter in {Filter(), Filter(venues=listing.filter.venues)} else None

    async def gather(self, listing: Listing, inquiry: Inquiry) -> Gathered:
        """Walk the events."""
        return await self.gather_collection(listing, EVENTS, inquiry)

    async def get(self, kind: str, ids: Sequence[str], inquiry: Inquiry) -> Found:
        """Look events up."""
        assert kind == EVENT
        found = await self.lookups.find(Sought(EVENTS, self.account.scopes[0], "id"), ids, inquiry)
        slots: dict[str, Record | FoyerError] = {}
        shelves: list[Mapping[Ref, Record]] = []
        for some, part in found:
            if isinstance(part, FoyerError):
                slots |= dict.fromkeys(some, part)
            else:
                slots |= {row.ref.id: row for row in part.rows}
                shelves.append(part.beside)
        return Found(slots, Beside(shelves))

    async def check(self, inquiry: Inquiry) -> Sequence[Check]:
        """Try nothing."""
        raise NotImplementedError(inquiry)


def translate(view: str, resource: ResourceObject, fetched_at: dt.datetime) -> Record:
    """Make a record; a resource whose number is no number makes no sense."""
    kind, key = VIEWS[view].kind, resource.identifier.id
    if kind == "person":
        key = f"{resource.identifier.type}/{key}"
    name: Any = resource.attributes.get("name")
    if not isinstance(resource.attributes.get("number", 0), int):
        told = f"tiny sent {resource.identifier.type} {resource.identifier.id}, whose number cannot be read"
        raise BadResponse(told, source="tiny", vendor="tiny")
    ref = Ref(kind, "tiny", key)
    if kind != EVENT:
        return Space(ref, fetched_at, {}, name=name)
    links: dict[str, Link] = {VENUE: Ref(VENUE, "tiny", "a")}
    linkage = resource.relationships.get("space")
    if isinstance(linkage, Identifier):
        links["space"] = Ref(SPACE, "tiny", linkage.id)
    return Event(ref, fetched_at, links, name=name)


def open_tiny(
    vendor: Vendor,
    *venues: str,
    fresh: float = 30,
    stale: float = 0,
    clock: Clock | None = None,
    translating: Any = translate,
    store: Store | None = None,
) -> Tiny:
    """Open a source with some venues, `a` alone where none is named."""
    clock = clock or Clock()
    options = Options(
        "tiny", "http://tiny", ZONE, {}, fresh=fresh, stale=stale, now=clock.now, clock=clock, chance=lambda: 0.0
    )
    if store is not None:
        options = replace(options, store=store)
    layers = replace(open_layers(options, vendor="tiny", headers={}), send=tape("tiny", "tiny", vendor.send))
    account = Account(
        "tiny",
        "tiny",
        ZONE,
        frozenset({Capability.LIST_EVENTS}),
        tuple(Scope(venue, f"/{venue}") for venue in venues or ("a",)),
        Views(VIEWS),
        translating,
        layers,
        layers.send,
        clock,
        clock.now,
    )
    return Tiny(account)


def event(key: int, *, space: str | None = None, **attributes: Any) -> dict[str, Any]:
    """Write an event as the vendor does."""
    linkage = {"space": {"data": {"type": "spaces", "id": space}}} if space else {}
    attributes = {"name": f"Event {key}", "number": key, **attributes}
    return {"type": "events", "id": str(key), "attributes": attributes, "relationships": linkage}


def events(count: int, first: int = 1) -> list[dict[str, Any]]:
    """Write so many events, the newest first."""
    return [event(key) for key in range(first + count - 1, first - 1, -1)]


def operation(*names: str, seconds: float = 60, hints: bool = True) -> Inquiry:
    """Open an operation that reads these attributes of events."""
    return Inquiry(Deadline.after(seconds), Selection({EVENT: frozenset(names)}), hints)


def ids(rows: Sequence[Record]) -> list[str]:
    """Give the ids of records."""
    return [row.ref.id for row in rows]
