"""The small face of a store: four shelves, each kept in this process or shared by every process and machine.

    values      bytes by name, for a time: vendors' answers, a vendor's token
    windows     calls counted in the moving windows a vendor allows
    keys        what became of the changes that clients gave a key to
    notices     word to every process of what changed

Nothing on a shelf is code: values are bytes that their owner reads strictly, never a pickle. Every method raises
`StoreDown` when the store cannot be reached. Moments are seconds since 1970, told by whoever calls, so that a test can
play an hour in a second; machines that share a store keep their clocks together as servers do.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol


@dataclass(slots=True)
class Counts:
    """What became of the values asked for, and what is kept of them in this process, since it began."""

    hits: int = 0
    misses: int = 0
    evictions: int = 0
    """Values that gave way to others before their time."""
    bytes: int = 0
    """What the values kept weigh, names and all."""


class Values(Protocol):
    """Bytes by name. Any of them may be gone before its time: a full shelf drops what was used least recently."""

    @property
    def counts(self) -> Counts:
        """For the metrics."""

    async def get(self, name: str, now: float) -> bytes | None:
        """Give what was put last, if its time is not over."""

    async def put(self, name: str, value: bytes, now: float, seconds: float) -> None:
        """Keep bytes for so many seconds."""

    async def drop(self, names: Sequence[str]) -> None:
        """Keep these no longer, and give back those that are held."""

    async def take(self, name: str, now: float, seconds: float) -> bool:
        """Take a name that nobody holds, for so many seconds; False where somebody does. `drop` gives it back.

        A name held is no value: `get` does not see it, and it is not dropped before its time.
        """


@dataclass(frozen=True, slots=True)
class Limit:
    """So many calls in any stretch of so many seconds."""

    calls: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Told:
    """What a vendor says remains of one window: of the limit it names, else of the longest. `until` ends a pause.

    Args:
        limit: the limit it names, where it does.
        remaining: how many calls it says are left, where it does.
        until: the moment before which it wants no call at all, where it said so.

    """

    limit: int | None = None
    remaining: int | None = None
    until: float | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of one window, and the moment at which it is whole again; None where it is now."""

    limit: int
    remaining: int
    seconds: float
    whole_at: float | None


class Windows(Protocol):
    """Calls counted in moving windows, by the name of what they are made to (a source and its credentials)."""

    async def spend(self, name: str, limits: Sequence[Limit], now: float, *, spare: Sequence[int] = ()) -> float:
        """Count a call in every window if each has one left, all or nothing.

        Args:
            name: whose windows.
            limits: the windows, the same at every call for a name.
            now: the moment.
            spare: how many calls of each window this caller must leave to others; empty for none.

        Returns:
            0.0 if the call was counted and may be made; otherwise how many seconds until it could be.

        """

    async def correct(self, name: str, limits: Sequence[Limit], now: float, told: Told) -> None:
        """Take over what an answer told: never more calls than were counted here, only fewer."""

    async def left(self, name: str, limits: Sequence[Limit], now: float) -> Sequence[Left]:
        """Tell what is left of each window."""


class State(Enum):
    """How far a change with a key is."""

    RUNNING = "RUNNING"
    """Somebody makes it, and says so every few seconds."""
    LOST = "LOST"
    """It may have happened: its answer was lost, or its maker was."""
    DONE = "DONE"
    """It happened; the outcome is known."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of a change with a key.

    Args:
        digest: of what was asked, so that another change under the same key is noticed.
        print: what would look the same at the vendor (its source, where and when), for telling rivals.
        state: how far it is; RUNNING without a sign of life for longer than its lease is LOST.
        began: when its one attempt began.
        outcome: what became of it, where it is DONE.

    """

    digest: str
    print: str
    state: State
    began: float
    outcome: bytes | None = None


class Keys(Protocol):
    """Changes by their keys, each kept for `KEPT_SECONDS`. What is written is there after a crash of the process."""

    async def begin(self, key: str, entry: Entry, now: float, lease: float) -> Entry | None:
        """Begin a change, unless the key is known: None when it was begun, else what is known of it."""

    async def look(self, key: str, now: float) -> Entry | None:
        """Tell what is known of a change."""

    async def beat(self, key: str, now: float, lease: float) -> None:
        """Say that it is still being made, and will be heard of again within so many seconds."""

    async def lose(self, key: str, now: float) -> None:
        """Note that it may have happened."""

    async def finish(self, key: str, outcome: bytes, made: str | None, now: float) -> bool:
        """Note that it happened. `made` names the thing at the vendor.

        Returns:
            False, with nothing noted, where another key has made that, or this key has another outcome already.

        Raises:
            StoreDown: the store has no record of the change.

        """

    async def release(self, key: str) -> None:
        """Forget a change that did not happen; its key is free. One that is DONE stays."""

    async def rivals(self, print_: str, key: str, now: float) -> int:
        """Count the other keys of this print that are RUNNING or LOST."""

    async def makers(self, made: Sequence[str]) -> Sequence[str | None]:
        """Tell for each thing which key made it, if any did."""


class Listening(Protocol):
    """Word of one topic, heard until it is closed (`contextlib.aclosing`)."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Hear every word in turn."""

    async def __anext__(self) -> bytes:
        """Hear the next word."""

    async def ready(self) -> None:
        """Wait until whatever is told from now on is heard, whoever tells it."""

    async def aclose(self) -> None:
        """Listen no more."""


class Notices(Protocol):
    """Word to every process."""

    async def tell(self, topic: str, word: bytes) -> None:
        """Tell everybody who listens, this process included."""

    def listen(self, topic: str) -> Listening:
        """Hear what is told from now on. Where word was missed (a lost connection, a slow listener), b"" comes once."""


class Store(Protocol):
    """The four shelves."""

    @property
    def values(self) -> Values:
        """Bytes by name."""

    @property
    def windows(self) -> Windows:
        """Calls counted."""

    @property
    def keys(self) -> Keys:
        """Changes by their keys."""

    @property
    def notices(self) -> Notices:
        """Word to every process."""

    @property
    def shared(self) -> bool:
        """Whether other processes use it, too."""

    async def check(self) -> None:
        """Raise StoreDown, saying why, if changes could not be kept now."""

    async def close(self) -> None:
        """Let go of files and connections."""


KEPT_SECONDS = 24 * 3600.0
"""How long a key stands for its change."""
