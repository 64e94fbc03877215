"""Walking a list that others write to: rows come, go and change places between any two of the pages.

The vendor here changes its list just before it answers, as a script drawn by hypothesis says, and may answer the pages
that are asked together in any order. A row that was there from the first answer to the last must be found exactly once,
unless the walk says that rows may be missing.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Literal

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.errors import BadResponse
from loaders.http.ask import Ask, Reply
from loaders.inquiry import Deadline, Inquiry
from loaders.jsonapi.pages import Walked, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

ManyRows = st.integers(min_value=0, max_value=9)


@dataclass(frozen=True, slots=True)
class Change:
    """What others do between two answers: rows leave, rows come, rows swap places; places count round the list."""

    leave: tuple[int, ...] = ()
    come: tuple[int, ...] = ()
    swap: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class Moving:
    """A vendor whose list changes before it answers."""

    rows: list[int]
    size: int
    changes: Iterator[Change]
    turns: Iterator[int]
    tells: Literal["counts", "next", "both"] = "both"
    throughout: set[int] = field(init=False)
    """The rows that are there at every answer, from the first to the latest."""
    fresh: Iterator[int] = field(default_factory=lambda: count(1000), init=False)
    answers: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self.throughout = set()

    async def send(self, sent: Ask, _: Inquiry) -> Reply:
        """Wait for some turns of the loop, let the others write, then answer."""
        loop = asyncio.get_running_loop()
        for _turn in range(next(self.turns, 0)):
            turn = loop.create_future()
            loop.call_soon(turn.set_result, None)
            await turn
        self._change(next(self.changes, Change()))
        self.throughout = self.throughout & set(self.rows) if self.answers else set(self.rows)
        self.answers += 1
        return Reply(200, {}, self._page(int(dict(sent.query)["page"])))

    def _change(self, change: Change) -> None:
        for place in change.leave:
            if self.rows:
                self.rows.pop(place % len(self.rows))
        for place in change.come:
            self.rows.insert(place % (len(self.rows) + 1), next(self.fresh))
        for one, other in change.swap:
            if self.rows:
                here, there = one % len(self.rows), other % len(self.rows)
                self.rows[here], self.rows[there] = self.rows[there], self.rows[here]

    def _page(self, number: int) -> bytes:
        found = self.rows[(number - 1) * self.size : number * self.size]
        document: dict[str, object] = {"data": [{"type": "events", "id": str(row)} for row in found]}
        if self.tells != "next":
            document["meta"] = {"pages": -(-len(self.rows) // self.size), "records": len(self.rows)}
        if self.tells != "counts":
            document["links"] = {"next": "/next" if number * self.size < len(self.rows) else None}
        return orjson.dumps(document)


def walked(vendor: Moving, *, confirm: bool = False) -> Walked:
    """Walk a moving list."""
    return asyncio.run(
        walk(
            vendor.send,
            lambda number: Ask("GET", "/v2/events", (("page", str(number)),)),
            Inquiry(Deadline.after(30.0)),
            source="oceanside",
            vendor="event_temple",
            confirm=confirm,
        )
    )


def keeps_the_promise(vendor: Moving, found: Walked) -> bool:
    """Check that no row is repeated and no lasting row lost, and tell whether the walk was sure of it."""
    rows = [int(row.identifier.id) for row in found.rows if not isinstance(row, BadResponse)]
    faults = [str(row) for row in found.rows if isinstance(row, BadResponse)]
    assert len(set(rows)) == len(rows)
    assert found.calls == vendor.answers
    if faults:
        assert faults == ["oceanside changed a list while it was read, so rows may be missing"]
        return False
    assert vendor.throughout <= set(rows)
    return True


PLACES = st.lists(ManyRows, max_size=3).map(tuple)
ANY_CHANGE = st.builds(
    Change,
    leave=PLACES,
    come=PLACES,
    swap=st.lists(st.tuples(ManyRows, ManyRows), max_size=2).map(tuple),
)
ONE_WAY = st.builds(Change, leave=PLACES) | st.builds(Change, come=PLACES)
"""Changes that a count shows: between two answers rows only leave or only come."""

SIZES = st.integers(min_value=1, max_value=4)
TURNS = st.lists(st.integers(min_value=0, max_value=3), max_size=12)
TELLING = st.sampled_from(["counts", "both"])


def script(change: st.SearchStrategy[Change]) -> st.SearchStrategy[list[Change]]:
    """Draw what happens before each answer; when the script has ended the list stands still."""
    return st.lists(st.just(Change()) | change, max_size=14)


@settings(max_examples=400, deadline=None)
@given(ManyRows, SIZES, script(ONE_WAY), TURNS, TELLING)
def test_rows_that_come_or_go_cost_no_other_row(
    length: int, size: int, changes: list[Change], turns: list[int], tells: Literal["counts", "both"]
) -> None:
    """Whatever leaves or comes between the pages, each lasting row is found once, or the walk is not sure."""
    vendor = Moving(list(range(length)), size, iter(changes), iter(turns), tells)
    keeps_the_promise(vendor, walked(vendor))


@settings(max_examples=400, deadline=None)
@given(ManyRows, SIZES, script(ANY_CHANGE), TURNS, TELLING)
def test_a_confirmed_walk_loses_nothing_whatever_moves(
    length: int, size: int, changes: list[Change], turns: list[int], tells: Literal["counts", "both"]
) -> None:
    """Even when as many rows come as go, and rows swap places, a confirmed walk finds each lasting row once."""
    vendor = Moving(list(range(length)), size, iter(changes), iter(turns), tells)
    keeps_the_promise(vendor, walked(vendor, confirm=True))


@settings(max_examples=400, deadline=None)
@given(ManyRows, SIZES, script(ANY_CHANGE), TURNS)
def test_a_list_without_counts_loses_nothing_whatever_moves(
    length: int, size: int, changes: list[Change], turns: list[int]
) -> None:
    """Where no count is told, each lasting row is found once all the same, whatever moves."""
    vendor = Moving(list(range(length)), size, iter(changes), iter(turns), "next")
    keeps_the_promise(vendor, walked(vendor))


@settings(max_examples=400, deadline=None)
@given(ManyRows, SIZES, st.lists(ANY_CHANGE, max_size=2), st.sampled_from(["counts", "next", "both"]))
def test_a_list_that_comes_to_rest_is_read_for_sure(
    length: int, size: int, changes: list[Change], tells: Literal["counts", "next", "both"]
) -> None:
    """When the list rests from its third answer on, a confirmed walk is sure, and has every lasting row once."""
    vendor = Moving(list(range(length)), size, iter([Change(), *changes]), iter(()), tells)
    assert keeps_the_promise(vendor, walked(vendor, confirm=True))


def test_a_deletion_between_pages_costs_one_more_reading() -> None:
    """A row deleted behind the walk pulls another across the page's edge; the count shows it and all is read again."""
    vendor = Moving([1, 2, 3, 4], 2, iter([Change(), Change(leave=(0,))]), iter(()))
    found = walked(vendor)
    assert [row.identifier.id for row in found.rows if not isinstance(row, BadResponse)] == ["2", "3", "4"]
    assert found.calls == 4


def test_an_insertion_in_front_costs_one_more_reading() -> None:
    """A row inserted in front pushes another across the page's edge; it is met twice and all is read again."""
    vendor = Moving([1, 2, 3, 4], 2, iter([Change(), Change(come=(0,))]), iter(()))
    found = walked(vendor)
    assert [row.identifier.id for row in found.rows if not isinstance(row, BadResponse)] == ["1000", "1", "2", "3", "4"]
    assert found.calls == 2 + 1 + 3


def test_only_a_confirmed_walk_notices_an_exchange() -> None:
    """One row gone and one come between two pages leaves no sign on either: the known gap, and what closes it."""
    exchange = [Change(), Change(leave=(0,), come=(3,))]
    plain = Moving([1, 2, 3, 4], 2, iter(exchange), iter(()))
    found = walked(plain)
    assert [row.identifier.id for row in found.rows if not isinstance(row, BadResponse)] == ["1", "2", "4", "1000"]
    confirmed = Moving([1, 2, 3, 4], 2, iter(exchange), iter(()))
    found = walked(confirmed, confirm=True)
    assert [row.identifier.id for row in found.rows if not isinstance(row, BadResponse)] == ["2", "3", "4", "1000"]
