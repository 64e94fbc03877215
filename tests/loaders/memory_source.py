"""A source that has its rows in memory, and lists them by pages or whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from random_records import AMSTERDAM, NOON

from loaders.batch import Loaders
from loaders.errors import BadResponse, FoyerError, VendorDown
from loaders.fan import fan
from loaders.health import Health
from loaders.inquiry import Deadline, Inquiry
from loaders.match import Order, passing
from loaders.port import Capability, Check, Filter, Found, Gathered, Listing, Page, Spot, Writer
from loaders.question import Fanned, Mark, Question
from loaders.records import EVENT, VENUE, Event, Record, Ref

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Awaitable, Callable, Mapping, Sequence

LISTS = frozenset(one for one in Capability if one.name.startswith("LIST_"))


class Memory:
    """A source; what it gives, and how it fails, is set from outside.

    Args:
        name: its name.
        rows: its rows, in its own order.
        pages: how many rows it has to a page; None where it gives its list only whole.
        tells: whether its pages say how many rows there are.

    """

    vendor = "event_temple"
    zone = AMSTERDAM
    venue_ids = ("1",)

    def __init__(self, name: str, rows: Sequence[Record] = (), *, pages: int | None = None, tells: bool = True) -> None:
        self.name = name
        self.rows = list(rows)
        self.pages = pages
        self.tells = tells
        self.capabilities = LISTS
        self.health = Health()
        self.fault: BaseException | None = None
        self.broken: list[BadResponse] = []
        self.covers: tuple[dt.date, dt.date] | None = None
        self.beside: Mapping[Ref, Record] = {}
        self.things: dict[Ref, Record | FoyerError] = {}
        self.before: Callable[[], Awaitable[None]] | None = None
        self.asked: list[tuple[str, object]] = []
        self.inquiries: list[Inquiry] = []

    async def _ask(self, verb: str, what: object, inquiry: Inquiry) -> None:
        self.asked.append((verb, what))
        self.inquiries.append(inquiry)
        if self.before is not None:
            await self.before()
        if self.fault is not None:
            raise self.fault

    async def get(self, kind: str, ids: Sequence[str], inquiry: Inquiry) -> Found:
        """Look up what a test has put among the things."""
        await self._ask("get", list(ids), inquiry)
        refs = {one: Ref(kind, self.name, one) for one in ids}
        return Found({one: self.things[ref] for one, ref in refs.items() if ref in self.things})

    async def page(self, listing: Listing, after: Spot | None, limit: int, inquiry: Inquiry) -> Page | None:
        """Give the rows behind a spot; only where there is no filter, as most vendors have none."""
        if self.pages is None or listing.filter != Filter():
            return None
        await self._ask("page", limit, inquiry)
        start = 0
        if after is not None:
            places = [at for at, row in enumerate(self.rows) if row.ref.id == after.id]
            start = places[0] + 1 if places else (after.page - 1) * self.pages + after.at
        rows = self.rows[start : start + limit]
        spots = [
            Spot(row.ref.id, (start + at) // self.pages + 1, (start + at) % self.pages) for at, row in enumerate(rows)
        ]
        total = len(self.rows) if self.tells else None
        return Page(rows, spots, len(self.rows) > start + limit, total, NOON, self.beside, self.broken)

    async def gather(self, listing: Listing, inquiry: Inquiry) -> Gathered:
        """Give all rows that pass."""
        await self._ask("gather", listing, inquiry)
        return Gathered(passing(self.rows, listing.filter), NOON, self.beside, self.broken, self.covers)

    writer: Writer | None = None
    keep = None
    """Nothing is kept."""

    def is_stale(self, at: dt.datetime) -> bool:  # noqa: ARG002  # the port's signature
        """Tell that nothing kept is old: nothing is kept."""
        return False

    async def forget(self, changed: Sequence[Ref]) -> None:
        """Forget nothing: nothing is kept."""

    async def check(self, inquiry: Inquiry) -> Sequence[Check]:
        """Try nothing."""
        await self._ask("check", None, inquiry)
        return ()

    async def close(self) -> None:
        """Close nothing."""


def event(source: str, key: object, name: str | None = None, created_at: dt.datetime | None = None) -> Event:
    """Make an event of a source."""
    links = {VENUE: Ref(VENUE, source, "1")}
    return Event(Ref(EVENT, source, str(key)), NOON, links, name=name, created_at=created_at)


def several(source: str, count: int, first: int = 1) -> list[Event]:
    """Make so many events, the newest first."""
    return [event(source, key, name=f"Event {key % 3}") for key in range(first + count - 1, first - 1, -1)]


def down(source: str) -> VendorDown:
    """Make the fault of a vendor that is down."""
    return VendorDown(f"{source} is down", source=source, vendor="event_temple", status=500)


def unreadable(source: str) -> BadResponse:
    """Make the fault of a row that makes no sense."""
    return BadResponse(f"{source} sent a row that cannot be read", source=source, vendor="event_temple")


def operation(*sources: Memory, seconds: float = 60) -> tuple[Loaders, Inquiry]:
    """Open an operation that may ask these sources."""
    inquiry = Inquiry(Deadline.after(seconds, lambda: 0.0))
    return Loaders({source.name: source for source in sources}, inquiry), inquiry


def question(  # what tests vary, each by name
    *sources: Memory,
    kind: str = EVENT,
    order: Order | None = None,
    after: Mark | None = None,
    first: int = 25,
    count: bool = False,
    wanted: Filter | None = None,
) -> Question:
    """Ask for a list of these sources."""
    filters = {source.name: wanted or Filter() for source in sources}
    return Question(kind, filters, order, after, first, count)


def keys(fanned: Fanned) -> list[str]:
    """Give the rows of a page, by source and id."""
    return [f"{record.ref.source} {record.ref.id}" for record, _ in fanned.rows]


def statuses(fanned: Fanned) -> list[str]:
    """Give how each source fared."""
    return [report.status.name for report in fanned.reports]


async def walk(
    sources: list[Memory], order: Order | None, first: int, between: Callable[[int], None] | None = None
) -> list[str]:
    """Walk a list to its end; `between` is called after each page."""
    rows: list[str] = []
    mark: Mark | None = None
    for number in range(500):
        page = await fan(sources, question(*sources, order=order, after=mark, first=first), *operation(*sources))
        assert len(page.rows) <= first
        rows += keys(page)
        if not page.more:
            return rows
        mark = page.rows[-1][1]
        if between is not None:
            between(number)
    raise AssertionError("the list has no end")
