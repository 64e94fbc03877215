"""What an operation carries along: what it reads, its deadline, and its log."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.inquiry import Call, Deadline, Inquiry, Selection

kinds = st.sampled_from(("event", "booking", "space"))
names = st.frozensets(st.sampled_from("abcd"), max_size=4)
selections = st.builds(Selection, st.dictionaries(kinds, names, max_size=3))


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


def call() -> Call:
    """Make a call."""
    return Call("hotel", "event_temple", "GET", "/v2/events", "", "walk", 1, "MISS", 0.0)


@given(selections, kinds, names)
def test_a_selection_grows_by_what_is_added(selection: Selection, kind: str, added: frozenset[str]) -> None:
    """Of that kind, and of no other; what it read before it still reads, and it is not changed itself."""
    before = dict(selection.fields)
    grown = selection.plus(kind, added)
    assert grown.reads(kind) == selection.reads(kind) | added
    assert all(grown.reads(other) == selection.reads(other) for other in selection.fields if other != kind)
    assert selection.fields == before
    assert grown.plus(kind, added) is grown


def test_adding_keeps_trees_and_locales() -> None:
    """Where the operation goes on to, and in which languages, is not lost on the way."""
    selection = Selection({}, {"event": {"space": {"venue": {}}}}, ("nl-BE",))
    grown = selection.plus("event", frozenset(("name",)))
    assert (grown.trees, grown.locales) == (selection.trees, selection.locales)
    assert grown.tree("event") == {"space": {"venue": {}}}
    assert grown.tree("booking") == {}
    assert grown.reads("booking") == frozenset()


def test_a_deadline_is_never_overdrawn() -> None:
    """What is left shrinks as the clock goes on, down to zero and no further."""
    clock = Clock()
    deadline = Deadline.after(10, clock)
    assert deadline.left() == 10
    clock.now += 4
    assert deadline.left() == 6
    clock.now += 400
    assert deadline.left() == 0


@given(st.floats(0, 1000), st.floats(0, 1), st.floats(0, 1000))
def test_a_sooner_deadline_leaves_something(seconds: float, share: float, later: float) -> None:
    """A share of what is left at that moment; never more than the whole, however late one asks."""
    clock = Clock()
    whole = Deadline.after(seconds, clock)
    clock.now += later
    part = whole.sooner(share)
    assert part.left() == pytest.approx(whole.left() * share, abs=1e-6)
    clock.now += 1
    assert part.left() <= whole.left() + 1e-6


def test_without_a_deadline_there_is_always_time() -> None:
    """A share of for ever is for ever."""
    assert Deadline(math.inf).sooner(0.85).left() == math.inf


def test_the_same_operation_shares_its_log() -> None:
    """Whoever asks with less time, or reading more, enters its calls in the one log of the operation."""
    inquiry = Inquiry(Deadline.after(10, Clock()), hints=False)
    other = inquiry.within(0.5).reading("event", frozenset(("name",)))
    other.calls.append(call())
    assert inquiry.calls == [call()]
    assert (other.hints, other.began) == (False, inquiry.began)
    assert other.deadline.left() == 5
    assert other.selection.reads("event") == {"name"}
    assert inquiry.selection.reads("event") == frozenset()


def test_an_operation_counts_its_milliseconds() -> None:
    """From the moment it began."""
    inquiry = Inquiry(Deadline(math.inf))
    inquiry.began -= 2
    assert inquiry.elapsed_ms() >= 2000
