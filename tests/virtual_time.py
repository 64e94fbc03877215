"""An event loop whose clock jumps: where everybody waits for a timer, the earliest one is due at once.

    @in_virtual_time
    async def test_an_hour(tmp_path: Path) -> None:
        time = VirtualTime.running()
        await asyncio.sleep(3600)      # takes no time at all
        assert time.clock() == 3600

Everything that goes by the loop goes by this clock: sleeps, `asyncio.timeout`, aiohttp's own timers. What reads a clock
of its own has to be given `time.clock` (seconds, from 0) and `time.now` (the moment, from NOON): `Deadline.after(15,
time.clock)`, `Options(clock=time.clock, now=time.now)`, `sandbox.server.start(clock=time.clock)`.

Real sockets work: what has arrived on one is read before the clock jumps, and between two ends in this loop bytes
arrive as soon as they are sent. While a thread of the loop's executor works, the clock stands. Another process (a
redis-server) answers later than that: give the seconds it may take as `grace`, which is then really waited before each
jump. Fixtures that are coroutines run in another loop and cannot be used; open what is needed in the test itself.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import functools
import selectors
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any, Final, ParamSpec

P = ParamSpec("P")

NOON: Final = dt.datetime(2026, 6, 15, 12, 0, tzinfo=dt.UTC)
"""The moment at which every virtual time begins."""


class VirtualTime(asyncio.SelectorEventLoop):
    """The loop.

    Args:
        grace: how many real seconds to wait for bytes before the clock jumps.

    """

    def __init__(self, grace: float = 0.0) -> None:
        self._seconds = 0.0
        self._working = 0
        super().__init__(_Selector(self, grace))

    @classmethod
    def running(cls) -> VirtualTime:
        """Give the loop that runs."""
        loop = asyncio.get_running_loop()
        assert isinstance(loop, cls)
        return loop

    def time(self) -> float:
        """Tell the seconds, for the loop itself."""
        return self._seconds

    def clock(self) -> float:
        """Tell the seconds since it began."""
        return self._seconds

    def now(self) -> dt.datetime:
        """Tell the moment."""
        return NOON + dt.timedelta(seconds=self._seconds)

    def run_in_executor(self, executor: Any, func: Any, *args: Any) -> asyncio.Future[Any]:
        """Do something in a thread; the clock stands meanwhile."""
        future = super().run_in_executor(executor, func, *args)
        self._working += 1
        future.add_done_callback(self._done)
        return future

    def is_waiting_for_threads(self) -> bool:
        """Tell whether a thread works."""
        return self._working > 0

    def jump(self, seconds: float) -> None:
        """Move the clock."""
        self._seconds += seconds

    def _done(self, _: asyncio.Future[Any]) -> None:
        self._working -= 1


class _Selector(selectors.BaseSelector):
    """The real selector, asked first; where it has nothing, the clock jumps instead of a wait."""

    def __init__(self, loop: VirtualTime, grace: float) -> None:
        self._loop = loop
        self._grace = grace
        self._real = selectors.DefaultSelector()

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self._real.register(fileobj, events, data)

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return self._real.unregister(fileobj)

    def modify(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self._real.modify(fileobj, events, data)

    def get_map(self) -> Mapping[Any, selectors.SelectorKey]:
        return self._real.get_map()

    def close(self) -> None:
        self._real.close()

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = self._real.select(0)
        if ready or timeout == 0:
            return ready
        if timeout is None or self._loop.is_waiting_for_threads():
            return self._real.select()
        ready = self._real.select(self._grace) if self._grace else []
        if not ready:
            self._loop.jump(timeout)
        return ready


def in_virtual_time(test: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """Run a test in a loop of its own, in virtual time."""

    @functools.wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        run_virtually(lambda: test(*args, **kwargs))

    return run


def run_virtually(story: Callable[[], Awaitable[None]], *, grace: float = 0.0) -> None:
    """Run something to its end in virtual time."""

    async def told() -> None:
        await story()

    with asyncio.Runner(loop_factory=lambda: VirtualTime(grace)) as runner:
        runner.run(told())
