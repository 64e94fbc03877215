"""What one operation carries along to every vendor it asks: deadline, what it wants to know, and its log of calls."""

from __future__ import annotations

import datetime as dt
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

Tree: TypeAlias = Mapping[str, "Tree"]
"""The edges an operation walks from a record: edge name → the edges walked from there."""

NO_EDGES: Final[Tree] = {}


PATIENCE_SECONDS: Final = 10.0
"""How long one waits for a turn that has no deadline: the next page of a walk that goes on after who began it."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What an operation reads.

    Args:
        fields: kind → the attributes and edges of that kind read anywhere in the operation, under their record names;
            what is no record stands under the name its reader knows it by.
        trees: kind → the edges walked from records of that kind, all places in the operation united.
        locales: the locales localised texts are asked in, in the order first asked; empty where none is named.

    """

    fields: Mapping[str, frozenset[str]] = field(default_factory=dict)
    trees: Mapping[str, Tree] = field(default_factory=dict)
    locales: tuple[str, ...] = ()

    def reads(self, kind: str) -> frozenset[str]:
        """Give what is read of a kind."""
        return self.fields.get(kind, frozenset())

    def plus(self, kind: str, names: frozenset[str]) -> Selection:
        """Give the selection that also reads these of a kind."""
        if names <= self.reads(kind):
            return self
        return Selection({**self.fields, kind: self.reads(kind) | names}, self.trees, self.locales)

    def tree(self, kind: str) -> Tree:
        """Give the edges walked from a kind."""
        return self.trees.get(kind, NO_EDGES)


@dataclass(frozen=True)
class Deadline:
    """The moment on a clock after which an answer is of no use."""

    at: float
    clock: Callable[[], float] = time.monotonic

    @classmethod
    def after(cls, seconds: float, clock: Callable[[], float] = time.monotonic) -> Deadline:
        """Make the deadline that is so many seconds away."""
        return cls(clock() + seconds, clock)

    def left(self) -> float:
        """Give the seconds left; never below zero."""
        return max(0.0, self.at - self.clock())

    def patience(self) -> float:
        """Give for how many seconds nothing need happen: what is left, and not for ever where there is no end."""
        left = self.left()
        return PATIENCE_SECONDS if math.isinf(left) else left

    def cap(self, seconds: float) -> float:
        """Give for how long something may be waited for that would take so many seconds at most."""
        return min(seconds, self.left())

    def sooner(self, share: float) -> Deadline:
        """Make the deadline that leaves a share of what is left for what comes after it.

        Args:
            share: how much of the time left may be used, between 0 and 1.

        """
        return Deadline(self.clock() + self.left() * share, self.clock)


class Shared(Deadline):
    """The deadline of what several wait for: the latest of theirs.

    It may be moved while something is being waited for. So it caps no wait: whoever waits goes by a deadline of their
    own, and what they wait for is called off with the last of them.
    """

    def __init__(self) -> None:
        super().__init__(-math.inf)
        self._latest: Deadline | None = None

    def admit(self, deadline: Deadline) -> None:
        """Wait for somebody with this deadline, too."""
        if self._latest is None or deadline.left() > self._latest.left():
            self._latest = deadline

    def left(self) -> float:
        """Give the seconds left to whoever has most."""
        return 0.0 if self._latest is None else self._latest.left()

    def cap(self, seconds: float) -> float:
        """Give the seconds as they are."""
        return seconds


@dataclass(slots=True)
class Call:
    """One call to a vendor, as an operation that needed it saw it. Times are milliseconds since the operation began."""

    source: str
    vendor: str
    method: str
    path: str
    query: str
    reason: str
    asks: int
    cache: str
    start_ms: float
    duration_ms: float = 0.0
    status: int | None = None
    bytes: int = 0


@dataclass(slots=True)
class Tape:
    """What a vendor answered while one thing was read, by what was asked.

    Args:
        at: when the reading began, in UTC.
        answers: ask → status and body; of an ask made several times, the last.
        plays: whether it answers, as the vendor did then, or listens.
        refresh: whether what is read is known already, and only renewed.
        absent: whether the vendor said of anything that it is not there.

    """

    at: dt.datetime
    answers: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    plays: bool = False
    refresh: bool = False
    absent: bool = False


@dataclass(slots=True)
class Inquiry:
    """One operation's way through the sources.

    Args:
        deadline: when the answer must be there.
        selection: what the operation reads.
        hints: whether relations may be asked for along with their owner. Switched off, every answer stays the same.
        urgent: whether somebody waits for what was begun as a refresh.
        tape: what the vendor answers, where something is read that is kept.

    """

    deadline: Deadline
    selection: Selection = field(default_factory=Selection)
    hints: bool = True
    calls: list[Call] = field(default_factory=list)
    began: float = field(default_factory=time.perf_counter)
    urgent: bool = False
    tape: Tape | None = None

    def moment(self, now: dt.datetime) -> dt.datetime:
        """Give when what is read is from: when the tape was recorded, else now.

        Args:
            now: the moment, in the zone that is wanted.

        """
        return now if self.tape is None else self.tape.at.astimezone(now.tzinfo)

    def elapsed_ms(self) -> float:
        """Give the milliseconds since the operation began."""
        return (time.perf_counter() - self.began) * 1000

    def reading(self, kind: str, names: frozenset[str]) -> Inquiry:
        """Give the same operation, reading these of a kind too."""
        return replace(self, selection=self.selection.plus(kind, names))

    def within(self, share: float) -> Inquiry:
        """Give the same operation with a sooner deadline, its log shared."""
        return replace(self, deadline=self.deadline.sooner(share))
