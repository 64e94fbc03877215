"""Connections: one page of a list, with how each source fared."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeVar

import strawberry
from strawberry.types.base import get_object_definition
from strawberry.types.info import Info

from loaders.errors import BadInput
from loaders.fan import fan
from loaders.match import Order, OrderValue
from loaders.port import Filter, Spot
from loaders.question import Fanned, Mark, Question, Report, Status
from loaders.records import Ref
from schema.context import Context, open_context
from schema.edge import VIEWS, attribute, show
from schema.enums import described
from schema.paging import PageInfo, checked_first, read_cursor, write_cursor
from schema.quote import quoted
from schema.reads import note
from schema.sources import show_source
from schema.types.errors import SourceError

if TYPE_CHECKING:
    from schema.types.source import Source

T = TypeVar("T")

described(
    Status,
    "How one source fared in a list.",
    {
        "COMPLETE": "All matching rows, fresh.",
        "STALE": "All matching rows, from the cache, older than the source's freshness: being refreshed, or not "
        "refreshable now.",
        "FAILED": "The source failed and nothing usable was cached: its rows are missing.",
        "NOT_LISTABLE": "The vendor has no way to list this.",
        "NOT_ASKED": "The page was full, or began, elsewhere: without an order, sources come one after another, and "
        "this one is asked by the page that reaches it.",
    },
    name="SourceReportStatus",
)


@strawberry.type(description="A span of days.")
class DateSpan:
    """A span of days."""

    from_: dt.date = strawberry.field(name="from", description="The first day.")
    to: dt.date = attribute("The last day.")


@strawberry.type(description="How one source fared in a list that asks several.")
class SourceReport:
    """How one source fared in a list that asks several."""

    source: Annotated["Source", strawberry.lazy("schema.types.source")] = attribute("The source.")
    status: Status = attribute("Whether its rows are all there, and fresh.")
    as_of: dt.datetime | None = attribute("When the oldest row from this source was read.")
    covers: DateSpan | None = attribute(
        "The dates this source was asked for, where its vendor lists nothing without a range; null means all it has."
    )
    error: SourceError | None = attribute(
        "Why, for FAILED, NOT_LISTABLE, and for STALE unless it is merely being refreshed."
    )

    @classmethod
    def of(cls, report: Report) -> "SourceReport":
        """Show how a source fared."""
        made = cls.__new__(cls)
        made.source = show_source(report.source)
        made.status = report.status
        made.as_of = report.as_of
        made.covers = DateSpan(from_=report.covers[0], to=report.covers[1]) if report.covers else None
        made.error = SourceError.of(report.error) if report.error is not None else None
        return made


@strawberry.type(description="One row of a list, and the cursor that leads behind it.")
class Edge(Generic[T]):
    """One row of a list."""

    mark: strawberry.Private[Mark]
    belongs_to: strawberry.Private[str]
    node: T = strawberry.field(description="The row.")

    @strawberry.field(description="Give it as `after` to go on behind this row.")
    def cursor(self) -> str:
        """Write the row's cursor."""
        return _cursor(self.mark, self.belongs_to)


@strawberry.type(description="One page of a list.")
class Connection(Generic[T]):
    """One page of a list."""

    edges: list[Edge[T]] = strawberry.field(description="The rows with their cursors.")
    nodes: list[T] = strawberry.field(description="The rows.")
    page_info: PageInfo = strawberry.field(description="Where the page stands in the list.")
    total_count: int | None = strawberry.field(
        description="How many rows there are in all; null where a source that may have some did not say. Asking for it "
        "may take one call more a source.",
        metadata=note(),
    )
    sources: list[SourceReport] = strawberry.field(description="How each source fared.")


async def connect(  # noqa: PLR0913  # the arguments of a list, each by name
    info: Info[Any, Any],
    kind: str,
    filters: dict[str, Filter],
    *,
    first: int | None,
    after: str | None,
    order: Order | None = None,
    require_complete: bool = False,
) -> Any:
    """Answer a list over sources as a connection.

    Raises:
        BadInput: an argument makes no sense.
        FoyerError: a source failed and `require_complete` is set.

    """
    context = open_context(info)
    question = ask(context, kind, filters, first=first, after=after, order=order)
    fanned = await fan(context.ordered(), question, context.loaders, context.inquiry)
    failed = [report.error for report in fanned.reports if report.status is Status.FAILED and report.error is not None]
    if require_complete and failed:
        raise failed[0]
    return connection(fanned, question, context, info)


def ask(  # noqa: PLR0913  # the arguments of a list, each by name
    context: Context,
    kind: str,
    filters: dict[str, Filter],
    *,
    first: int | None,
    after: str | None,
    order: Order | None = None,
) -> Question:
    """Make the question a list's arguments ask.

    Raises:
        BadInput: an argument makes no sense.

    """
    return Question(
        kind,
        filters,
        order,
        None if after is None or after is strawberry.UNSET else _mark(after, _belongs_to(kind, order), order),
        checked_first(first),
        count="total_count" in context.inquiry.selection.reads(f"{_type_name(kind)}Connection"),
    )


def _type_name(kind: str) -> str:
    return get_object_definition(VIEWS[kind], strict=True).name


def connection(fanned: Fanned, question: Question, context: Context, info: Info[Any, Any]) -> Any:
    """Show one page of a list; rows that could not be read are told beside the data."""
    belongs_to = _belongs_to(question.kind, question.order)
    nodes = [show(record) for record, _ in fanned.rows]
    marks = [mark for _, mark in fanned.rows]
    context.miss(fanned.faults, info)
    made: Any = Connection.__new__(Connection)
    made.edges = [Edge(mark=mark, belongs_to=belongs_to, node=node) for mark, node in zip(marks, nodes, strict=True)]
    made.nodes = nodes
    made.page_info = PageInfo(
        has_next_page=fanned.more,
        has_previous_page=question.after is not None,
        start_cursor=_cursor(marks[0], belongs_to) if marks else None,
        end_cursor=_cursor(marks[-1], belongs_to) if marks else None,
    )
    listed = [report for report in fanned.reports if report.status is not Status.NOT_LISTABLE]
    made.total_count = fanned.total if listed or not fanned.reports else None
    made.sources = [SourceReport.of(report) for report in fanned.reports]
    return made


def _belongs_to(kind: str, order: Order | None) -> str:
    if order is None:
        return f"{kind}s"
    return f"{kind}s by {order.field} {'DESC' if order.descending else 'ASC'}"


def _cursor(mark: Mark, belongs_to: str) -> str:
    content: dict[str, Any] = {"of": belongs_to, "i": mark.id}
    if mark.spot is None:
        content["v"] = mark.value.isoformat() if isinstance(mark.value, dt.datetime) else mark.value
    else:
        content |= {"s": mark.source, "p": mark.spot.page, "n": mark.spot.at, "c": mark.spot.scope}
    return write_cursor(content)


def _mark(cursor: str, belongs_to: str, order: Order | None) -> Mark:
    content = read_cursor(cursor, belongs_to)
    try:
        row = content["i"]
        if order is not None:
            return Mark(row, _value(content["v"], order))
        ref = Ref.decode(row)
        spot = Spot(ref.id if ref else "", *(int(content[key]) for key in ("p", "n", "c")))
        return Mark(row, None, content["s"], spot)
    except (KeyError, OverflowError, TypeError, ValueError):
        raise BadInput(f"after: expected an endCursor of this list; got {quoted(cursor)}.") from None


def _value(value: str | None, order: Order) -> OrderValue:
    return dt.datetime.fromisoformat(value) if value is not None and order.field.endswith("_AT") else value
