"""A list without an order: the sources come one after another, each in its vendor's own order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from loaders.batch import Loaders
from loaders.errors import BadInput, FoyerError, NotListable, VendorFault
from loaders.inquiry import Inquiry
from loaders.port import Gathered, Source, Spot
from loaders.question import Fanned, Mark, Question, Report, Status, listable, listing, read, reported
from loaders.records import Record
from loaders.together import together


@dataclass(frozen=True, slots=True)
class _Turn:
    """What one source gave when its turn came: rows, whether it has more, how many in all, and how it fared."""

    report: Report
    rows: Sequence[tuple[Record, Mark]] = ()
    more: bool = False
    total: int | None = None
    faults: Sequence[VendorFault] = ()


async def in_turn(sources: Sequence[Source], question: Question, loaders: Loaders, inquiry: Inquiry) -> Fanned:
    """Fill a page from one source after another.

    Raises:
        BadInput: the mark is of a source that is not asked.

    """
    begin = _begin(sources, question.after)
    turns: dict[str, _Turn] = {}
    page: list[tuple[Record, Mark]] = []
    more = False
    for index, source in enumerate(sources[begin:]):
        spot = question.after.spot if question.after is not None and index == 0 else None
        left = question.first - len(page)
        turn = await _turn(source, question, spot, max(left, 1), loaders, inquiry)
        # Where the page is full already, this source is asked for one row only to tell that there is one.
        turns[source.name] = turn if left else replace(turn, faults=())
        more = turn.more or len(turn.rows) > left
        page += turn.rows[:left]
        if more:
            break
    others = [source for source in sources if source.name not in turns]
    counted = await together(_counted(source, question, inquiry) for source in others)
    turns.update(zip((source.name for source in others), counted, strict=True))
    loaders.shelve({record.ref: record for record, _ in page})
    ordered = [turns[source.name] for source in sources]
    totals = [turn.total for turn in ordered if turn.total is not None]
    return Fanned(
        page,
        more=more,
        total=sum(totals) if len(totals) == len(ordered) else None,
        reports=[turn.report for turn in ordered],
        faults=[fault for turn in ordered for fault in turn.faults],
    )


def _begin(sources: Sequence[Source], after: Mark | None) -> int:
    if after is None:
        return 0
    names = [source.name for source in sources]
    if after.source not in names:
        raise BadInput("after: expected a cursor of this list; got one of a source that is not in it.")
    return names.index(after.source)


async def _counted(source: Source, question: Question, inquiry: Inquiry) -> _Turn:
    """Count the rows of a source whose turn it is not, where a total is wanted."""
    if not listable(question.kind, source):
        return _missing(source, NotListable(source.vendor, f"{question.kind}s"))
    waiting = Report(source, Status.NOT_ASKED)
    if not question.count:
        return _Turn(waiting)
    asked, sooner = listing(source, question, inquiry)
    try:
        page = await source.page(asked, None, 1, sooner)
        if page is not None and page.total is not None:
            return _Turn(read(source, page.fetched_at), total=page.total)
        gathered = await source.gather(asked, sooner)
    except FoyerError as fault:
        return _missing(source, fault)
    return _Turn(reported(source, gathered), total=len(gathered.rows))


async def _turn(  # noqa: PLR0913, PLR0917  # one turn needs all of these, and nothing else does
    source: Source, question: Question, spot: Spot | None, wanted: int, loaders: Loaders, inquiry: Inquiry
) -> _Turn:
    """Ask a source for its next rows."""
    if not listable(question.kind, source):
        return _missing(source, NotListable(source.vendor, f"{question.kind}s"))
    asked, sooner = listing(source, question, inquiry)
    try:
        page = await source.page(asked, spot, wanted, sooner)
        if page is None:
            return _gathered(source, await source.gather(asked, sooner), spot, wanted, loaders)
    except FoyerError as fault:
        return _missing(source, fault)
    loaders.shelve(page.beside)
    marks = [Mark(row.ref.encode(), None, source.name, at) for row, at in zip(page.rows, page.spots, strict=True)]
    report = read(source, page.fetched_at)
    return _Turn(report, list(zip(page.rows, marks, strict=True)), page.more, page.total, page.faults)


def _gathered(source: Source, found: Gathered, spot: Spot | None, wanted: int, loaders: Loaders) -> _Turn:
    loaders.shelve(found.beside)
    rows, more = plain_page(found.rows, source, spot, wanted)
    return _Turn(reported(source, found), rows, more, len(found.rows), found.faults)


def _missing(source: Source, fault: FoyerError) -> _Turn:
    """Tell that a source's rows are missing; one that cannot list them has none."""
    return _Turn(reported(source, fault), total=0 if isinstance(fault, NotListable) else None)


def plain_page(
    rows: Sequence[Record], source: Source, spot: Spot | None, wanted: int
) -> tuple[list[tuple[Record, Mark]], bool]:
    """Give the rows behind a spot, as many as are wanted, and whether more follow."""
    start = _place(rows, spot)
    page = [
        (row, Mark(row.ref.encode(), None, source.name, Spot(row.ref.id, at=start + offset)))
        for offset, row in enumerate(rows[start : start + wanted])
    ]
    return page, len(rows) > start + wanted


def _place(rows: Sequence[Record], spot: Spot | None) -> int:
    """Give the index of the first row behind a spot; by its place where its row is gone."""
    if spot is None:
        return 0
    found = next((index for index, row in enumerate(rows) if row.ref.id == spot.id), None)
    return spot.at if found is None else found + 1
