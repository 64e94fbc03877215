"""Calls are counted exactly in every moving window, wherever they are counted."""

from __future__ import annotations

from loaders.store.face import Left, Limit, Store, Told

QUARTER = (Limit(500, 900), Limit(100, 60))
NAME = "duinpark"


async def spend(store: Store, count: int, now: float, limits: tuple[Limit, ...] = QUARTER) -> None:
    """Count calls that there must be room for."""
    for _ in range(count):
        assert await store.windows.spend(NAME, limits, now) == 0.0


async def remaining(store: Store, now: float, limits: tuple[Limit, ...] = QUARTER) -> list[int]:
    """Give what remains in each window."""
    return [left.remaining for left in await store.windows.left(NAME, limits, now)]


async def test_a_call_counts_in_every_window_until_it_has_moved_out(store: Store) -> None:
    """500 in 15 minutes and 100 in one: each call leaves each window when it is that old."""
    await spend(store, 3, 1000)
    await spend(store, 2, 1030)
    assert await store.windows.left(NAME, QUARTER, 1030) == [Left(500, 495, 900, 1930), Left(100, 95, 60, 1090)]
    assert await store.windows.left(NAME, QUARTER, 1060) == [Left(500, 495, 900, 1930), Left(100, 98, 60, 1090)]
    assert await store.windows.left(NAME, QUARTER, 1930) == [Left(500, 500, 900, None), Left(100, 100, 60, None)]


async def test_a_call_without_room_in_one_window_counts_in_none(store: Store) -> None:
    """It is told how long to wait: until the oldest call of the full window has moved out."""
    await spend(store, 40, 1000)
    await spend(store, 60, 1020)
    assert await store.windows.spend(NAME, QUARTER, 1030) == 30.0
    assert await remaining(store, 1030) == [400, 0]
    await spend(store, 40, 1060)
    assert await store.windows.spend(NAME, QUARTER, 1060) == 20.0


async def test_names_do_not_share(store: Store) -> None:
    """Each name has windows of its own."""
    await spend(store, 1, 1000, (Limit(1, 60),))
    assert await store.windows.spend("other", (Limit(1, 60),), 1000) == 0.0


async def test_without_limits_every_call_may_be_made(store: Store) -> None:
    """A vendor that names no window is asked freely, outside of a pause it asks for."""
    await spend(store, 10, 1000, ())
    assert await store.windows.left(NAME, (), 1000) == []
    await store.windows.correct(NAME, (), 1000, Told(until=1020))
    assert await store.windows.spend(NAME, (), 1000) == 20.0


async def test_who_spares_leaves_calls_to_others(store: Store) -> None:
    """A refresh that must leave 20 of 100 gets the first 80, and waits until so many are left again."""
    for _ in range(80):
        assert await store.windows.spend(NAME, QUARTER, 1000, spare=(100, 20)) == 0.0
    assert await store.windows.spend(NAME, QUARTER, 1010, spare=(100, 20)) == 50.0
    await spend(store, 20, 1010)
    assert await store.windows.spend(NAME, QUARTER, 1060, spare=(100, 20)) == 0.0


async def test_what_never_fits_waits_for_a_whole_window(store: Store) -> None:
    """Sparing all there is, or a window of no calls at all, is a wait and never a call."""
    assert await store.windows.spend(NAME, (Limit(5, 60),), 1000, spare=(5,)) == 60.0
    assert await store.windows.spend("none", (Limit(0, 60),), 1000) == 60.0


async def test_what_others_spend_is_counted_too(store: Store) -> None:
    """A vendor that tells less than was counted is believed, for the window it speaks of, while that window lasts."""
    await spend(store, 2, 1000)
    await store.windows.correct(NAME, QUARTER, 1001, Told(limit=500, remaining=300))
    assert await remaining(store, 1001) == [300, 98]
    await store.windows.correct(NAME, QUARTER, 1002, Told(limit=100, remaining=0))
    assert await store.windows.spend(NAME, QUARTER, 1002) == 58.0
    assert await remaining(store, 1901) == [500, 100]


async def test_a_vendor_that_tells_more_is_not_believed(store: Store) -> None:
    """What was counted here stays counted."""
    await spend(store, 10, 1000)
    await store.windows.correct(NAME, QUARTER, 1001, Told(limit=100, remaining=100))
    await store.windows.correct(NAME, QUARTER, 1001, Told(remaining=9999))
    assert await remaining(store, 1001) == [490, 90]


async def test_a_limit_it_names_otherwise_is_that_of_the_longest_window(store: Store) -> None:
    """A lower limit than was configured counts from then on, for the length of the window."""
    await store.windows.correct(NAME, QUARTER, 1000, Told(limit=250, remaining=250))
    assert await store.windows.left(NAME, QUARTER, 1000) == [Left(250, 250, 900, 1900), Left(100, 100, 60, None)]
    assert await remaining(store, 1900) == [500, 100]


async def test_others_calls_leave_together(store: Store) -> None:
    """Calls before and after the vendor told of others': the wait is for as many as must have left."""
    limits = (Limit(10, 60),)
    await spend(store, 2, 1000, limits)
    await store.windows.correct(NAME, limits, 1010, Told(remaining=3))
    await spend(store, 3, 1020, limits)
    assert await store.windows.spend(NAME, limits, 1030) == 30.0
    assert await store.windows.spend(NAME, limits, 1030, spare=(1,)) == 30.0
    assert await store.windows.spend(NAME, limits, 1030, spare=(2,)) == 40.0
    assert await store.windows.spend(NAME, limits, 1030, spare=(6,)) == 40.0
    assert await store.windows.spend(NAME, limits, 1030, spare=(7,)) == 50.0


async def test_a_pause_ends_when_the_vendor_said(store: Store) -> None:
    """Retry-After stops every call until then, whatever is left; a shorter word later does not end it sooner."""
    await store.windows.correct(NAME, QUARTER, 1000, Told(until=1045))
    await store.windows.correct(NAME, QUARTER, 1001, Told(until=1010))
    assert await store.windows.spend(NAME, QUARTER, 1015) == 30.0
    assert await store.windows.left(NAME, QUARTER, 1015) == [Left(500, 0, 900, 1045), Left(100, 0, 60, 1045)]
    await spend(store, 1, 1045)


async def test_time_never_goes_back(store: Store) -> None:
    """A clock that was set back, or another machine's that is behind, frees no call twice."""
    limits = (Limit(2, 60),)
    await spend(store, 2, 1100, limits)
    assert await store.windows.spend(NAME, limits, 1000) == 60.0
    assert await remaining(store, 1000, limits) == [0]
    assert await store.windows.spend(NAME, limits, 1159) == 1.0
    assert await store.windows.spend(NAME, limits, 1160) == 0.0


async def test_other_limits_forget_no_call(store: Store) -> None:
    """After a reload with other limits, what was spent before still counts."""
    await spend(store, 50, 1000)
    assert await remaining(store, 1010, (Limit(60, 900),)) == [10]
    assert await remaining(store, 1010, (Limit(60, 900), Limit(70, 60))) == [10, 20]
