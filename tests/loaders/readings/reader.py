"""Something to read at a vendor in memory, and what keeps it; a test moves the clock."""

from __future__ import annotations

import asyncio
import contextvars
import datetime as dt
from typing import TYPE_CHECKING, Final

from loaders.health import Health
from loaders.http.ask import Ask, Reply
from loaders.http.log import MISS, log
from loaders.http.verdict import verdict
from loaders.inquiry import Deadline, Inquiry
from loaders.readings.keep import Keep
from loaders.readings.larder import Larder
from loaders.readings.tape import tape

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from loaders.store.face import Values

NOON: Final = dt.datetime(2026, 6, 15, 12, 0, tzinfo=dt.UTC)
TRACE: contextvars.ContextVar[str] = contextvars.ContextVar("TRACE", default="none")


class Names(frozenset[str]):
    """A need: names that are to be brought."""

    def carries(self, other: Names) -> bool:
        """Tell whether all of the other's are among these."""
        return other <= self

    def __or__(self, other: object) -> Names:
        """Give the names of both."""
        assert isinstance(other, Names)
        return Names({*self, *other})

    def __repr__(self) -> str:
        """Tell it alike in every process."""
        return f"Names({sorted(self)})"


class Clock:
    """A clock that goes on when it is told to, and when somebody sleeps by it."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.slept: list[float] = []

    def now(self) -> dt.datetime:
        """Tell the moment."""
        return NOON + dt.timedelta(seconds=self.seconds)

    def age(self, at: dt.datetime) -> float:
        """Tell how many seconds after noon a moment is."""
        return (at - NOON).total_seconds()

    async def sleep(self, seconds: float) -> None:
        """Let the seconds pass, and others have their turn."""
        self.slept.append(seconds)
        self.seconds += seconds
        await asyncio.sleep(0)


class Hall:
    """A vendor that answers with the number of the call.

    Args:
        clock: by which it is asked.

    """

    def __init__(self, clock: Clock) -> None:
        self.asked: list[Ask] = []
        self.ended: list[str] = []
        self.traces: list[str] = []
        self.gates: list[asyncio.Event] = []
        """The first call waits for the first of them, and so on."""
        self.status = 200
        self.body: bytes | None = None
        self.headers: Mapping[str, str] = {}
        self.bug: Exception | None = None
        judged = verdict("hall", "tiny", self._answer, now=clock.now)
        self.send: Final = tape("hall", "tiny", log("hall", "tiny", MISS, judged))

    async def _answer(self, ask: Ask, _: Inquiry) -> Reply:
        number = len(self.asked)
        self.asked.append(ask)
        self.traces.append(TRACE.get())
        try:
            if number < len(self.gates):
                await self.gates[number].wait()
        except asyncio.CancelledError:
            self.ended.append("called off")
            raise
        if self.bug is not None:
            raise self.bug
        return Reply(self.status, self.headers, str(number + 1).encode() if self.body is None else self.body)

    async def read(self, own: Inquiry) -> tuple[int, dt.datetime]:
        """Read it: the number of the call, and when it is from."""
        reply = await self.send(Ask("GET", "/list"), own)
        return int(reply.body), own.moment(NOON)

    async def read_names(self, need: Names, own: Inquiry) -> tuple[int, Names]:
        """Read it with some names: the number of the call, and the names."""
        reply = await self.send(Ask("GET", "/list", tuple((name, "") for name in sorted(need))), own)
        return int(reply.body), need

    def hold(self, calls: int = 1) -> list[asyncio.Event]:
        """Let the next calls wait, each for its own sign."""
        self.gates += [asyncio.Event() for _ in range(len(self.asked) - len(self.gates))]
        for gate in self.gates:
            gate.set()
        held = [asyncio.Event() for _ in range(calls)]
        self.gates += held
        return held


def keep(  # how something is kept, each by name
    clock: Clock,
    *,
    fresh: float = 30.0,
    stale: float = 0.0,
    values: Values | None = None,
    larder: Larder | None = None,
    sleep: Callable[[float], Awaitable[None]] | None = None,
    key: str = "sesame",
) -> Keep:
    """Make what keeps readings of the hall."""
    return Keep(
        source="hall",
        vendor="tiny",
        credentials={"key": key},
        fresh=fresh,
        stale=stale,
        now=clock.now,
        health=Health(),
        larder=larder or Larder(),
        values=values,
        sleep=sleep or clock.sleep,
    )


def operation(seconds: float = 60.0) -> Inquiry:
    """Open an operation."""
    return Inquiry(Deadline.after(seconds))


async def until(true: Callable[[], bool]) -> None:
    """Let others go on until something is so, which may take as long as a server's answer."""
    while not true():  # noqa: ASYNC110  # what is waited for happens in many places, and in another process
        await asyncio.sleep(0)


async def ticks(count: int = 20) -> None:
    """Let whoever is ready go on."""
    for _ in range(count):
        await asyncio.sleep(0)


def told(inquiry: Inquiry) -> list[tuple[str, str]]:
    """Give an operation's log, in short."""
    return [(one.path, one.cache) for one in inquiry.calls]
