"""How windows are shared out."""

from __future__ import annotations

import pytest

from loaders.http.pace import ANY, Pace, Urgency
from loaders.store.face import Left, Limit

WINDOWS = ((500, 900), (100, 60))


def test_windows_are_a_little_longer_than_the_vendors() -> None:
    """A call may be on its way for a while: 60 seconds are kept as 61, and short windows a tenth longer."""
    assert Pace(WINDOWS).limits[:2] == (Limit(500, 901), Limit(100, 61))
    assert Pace([(5, 1)]).limits[0] == Limit(5, 1.1)


@pytest.mark.parametrize(
    ("urgency", "at_once", "most"),
    [
        (Urgency.WRITE, (0, 0), (0, 0)),
        (Urgency.READ, (125, 25), (25, 5)),
        (Urgency.REFRESH, (300, 60), (200, 40)),
    ],
)
def test_what_each_leaves_to_others(urgency: Urgency, at_once: tuple[int, int], most: tuple[int, int]) -> None:
    """Writes leave nothing, cold reads a little, refreshes much; beyond what goes at once the gaps are kept."""
    pace = Pace(WINDOWS)
    assert pace.at_once(urgency) == (*at_once, 0, 0)
    assert pace.evenly(urgency, (True, True)) == (*most, ANY - 1, ANY - 1)
    assert pace.evenly(urgency, (False, True)) == (at_once[0], most[1], 0, ANY - 1)


@pytest.mark.parametrize("calls", [1, 2, 5, 19])
def test_few_calls_are_not_kept_back_from_reads(calls: int) -> None:
    """A window of a few calls is all of a cold read's; a refresh may use one, however few there are."""
    pace = Pace([(calls, 10)])
    assert pace.at_once(Urgency.READ) == pace.at_once(Urgency.WRITE) == (0, 0)
    assert 0 <= pace.evenly(Urgency.REFRESH, (True,))[0] < calls


def test_a_window_is_drawn_when_what_goes_at_once_is_used() -> None:
    """Whoever has used it: this process, another, or somebody the vendor told of."""
    pace = Pace(WINDOWS)
    left = [Left(500, 126, 901, None), Left(100, 25, 61, None), Left(ANY, ANY, 9, None), Left(ANY, ANY, 3, None)]
    assert pace.drawn(Urgency.READ, left) == (False, True)
    assert pace.gap((False, True)) == 3
    assert pace.gap((True, True)) == 9
    assert pace.gap((False, False)) == 0


def test_what_comes_evenly_is_the_difference() -> None:
    """A call in each gap, over the length of the window, is no more than what lies between at once and at most."""
    for calls, seconds in (*WINDOWS, (20, 1), (1000, 60)):
        (gap,) = Pace([(calls, seconds)]).gaps
        for urgency in (Urgency.READ, Urgency.REFRESH):
            pace = Pace([(calls, seconds)])
            between = pace.at_once(urgency)[0] - pace.evenly(urgency, (True,))[0]
            assert seconds / gap == pytest.approx(between, abs=1)
