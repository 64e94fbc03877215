"""Whatever is spent, told and waited for, in any order: the windows count as the simplest model does."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders.store.face import Limit, Store, Told

NAMES = count()
LIMITS = st.lists(
    st.builds(Limit, st.integers(1, 6), st.integers(1, 30).map(float)), min_size=1, max_size=3, unique=True
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.integers(0, 40)),
        st.tuples(st.just("spend"), st.integers(0, 3)),
        st.tuples(st.just("until"), st.integers(0, 20)),
        st.tuples(st.just("told"), st.tuples(st.one_of(st.none(), st.integers(0, 8)), st.integers(0, 8))),
    ),
    max_size=60,
)


@dataclass
class Model:
    """All calls ever made and all that was ever told, counted anew each time."""

    limits: list[Limit]
    calls: list[float] = field(default_factory=list)
    until: float = 0.0
    told: dict[int, tuple[float, int, int]] = field(default_factory=dict)

    def allowed(self, at: int, now: float) -> tuple[int, int]:
        """Give what a window allows and how many calls of others are in it."""
        told_at, others, limit = self.told.get(at, (-1e9, 0, 0))
        return (limit, others) if told_at + self.limits[at].seconds > now else (self.limits[at].calls, 0)

    def used(self, at: int, now: float) -> int:
        """Count our calls in a window."""
        return sum(call + self.limits[at].seconds > now for call in self.calls)

    def fits(self, now: float, spare: int) -> bool:
        """Tell whether a call may be made."""
        free = (
            self.allowed(at, now)[0] - self.allowed(at, now)[1] - self.used(at, now) for at in range(len(self.limits))
        )
        return now >= self.until and all(left > spare for left in free)

    def correct(self, now: float, limit: int | None, remaining: int) -> None:
        """Take over what was told, of the window of that limit or the longest."""
        seconds = [window.seconds for window in self.limits]
        named = [at for at, window in enumerate(self.limits) if window.calls == limit]
        meant = named[0] if named else seconds.index(max(seconds))
        allowed = min(self.limits[meant].calls, self.limits[meant].calls if limit is None else limit)
        self.told[meant] = (now, max(0, allowed - remaining - self.used(meant, now)), allowed)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(limits=LIMITS, steps=STEPS)
async def test_windows_count_as_the_model_does(store: Store, limits: list[Limit], steps: list[tuple]) -> None:
    """A call is made exactly when the model has room for it, and a wait is the shortest after which it has."""
    name, model, now = f"name{next(NAMES)}", Model(limits), 1_800_000_000.0
    for verb, what in steps:
        if verb == "wait":
            now += what
        elif verb == "until":
            model.until = max(model.until, now + what)
            await store.windows.correct(name, limits, now, Told(until=now + what))
        elif verb == "told":
            model.correct(now, *what)
            await store.windows.correct(name, limits, now, Told(*what))
        else:
            wait = await store.windows.spend(name, limits, now, spare=[what] * len(limits))
            assert (wait == 0.0) == model.fits(now, what)
            if not wait:
                model.calls.append(now)
            elif all(limit.calls > what for limit in limits):
                assert model.fits(now + wait, what)
                assert not model.fits(now + wait - 1, what)
        left = await store.windows.left(name, limits, now)
        paused = now < model.until
        for at, row in enumerate(left):
            allowed, others = model.allowed(at, now)
            assert row.limit == allowed
            assert row.remaining == (0 if paused else max(0, allowed - others - model.used(at, now)))
            whole = paused or others or model.used(at, now) or allowed < limits[at].calls
            assert (row.whole_at is not None) == bool(whole)
