"""Changes by their keys in the memory of this process, gone when it ends: for tests, and where no file can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from loaders.errors import StoreDown
from loaders.store.face import KEPT_SECONDS, Entry, State


@dataclass(slots=True)
class _Kept:
    entry: Entry
    since: float
    leased_until: float
    made: str | None = None


class MemoryKeys:
    """Keys of one process."""

    def __init__(self) -> None:
        self._kept: Final[dict[str, _Kept]] = {}
        self._made: Final[dict[str, str]] = {}

    async def begin(self, key: str, entry: Entry, now: float, lease: float) -> Entry | None:
        """Begin a change, unless the key is known: None when it was begun, else what is known of it."""
        self._sweep(now)
        known = await self.look(key, now)
        if known is None:
            begun = replace(entry, state=State.RUNNING, outcome=None)
            self._kept[key] = _Kept(begun, now, now + lease)
        return known

    async def look(self, key: str, now: float) -> Entry | None:
        """Tell what is known of a change."""
        kept = self._kept.get(key)
        if kept is None or kept.since + KEPT_SECONDS <= now:
            return None
        lost = kept.entry.state is State.RUNNING and kept.leased_until <= now
        return replace(kept.entry, state=State.LOST) if lost else kept.entry

    async def beat(self, key: str, now: float, lease: float) -> None:
        """Say that it is still being made."""
        kept = self._kept.get(key)
        if kept is not None:
            kept.leased_until = now + lease

    async def lose(self, key: str, now: float) -> None:  # noqa: ARG002  # the face gives the moment, which changes nothing
        """Note that it may have happened."""
        kept = self._kept.get(key)
        if kept is not None and kept.entry.state is State.RUNNING:
            kept.entry = replace(kept.entry, state=State.LOST)

    async def finish(self, key: str, outcome: bytes, made: str | None, now: float) -> bool:  # noqa: ARG002  # the same
        """Note that it happened; False, and nothing noted, where that would be a second outcome of something."""
        kept = self._kept.get(key)
        if kept is None:
            raise StoreDown("the store no longer has the record of this change")
        if kept.entry.state is State.DONE:
            return (kept.entry.outcome, kept.made) == (outcome, made)
        if made is not None and self._made.setdefault(made, key) != key:
            return False
        kept.entry = replace(kept.entry, state=State.DONE, outcome=outcome)
        kept.made = made
        return True

    async def release(self, key: str) -> None:
        """Forget a change that did not happen; one that happened stays."""
        kept = self._kept.get(key)
        if kept is not None and kept.entry.state is not State.DONE:
            del self._kept[key]

    async def rivals(self, print_: str, key: str, now: float) -> int:
        """Count the other keys of this print that are RUNNING or LOST."""
        return sum(
            kept.entry.print == print_ and kept.entry.state is not State.DONE and kept.since + KEPT_SECONDS > now
            for other, kept in self._kept.items()
            if other != key
        )

    async def makers(self, made: Sequence[str]) -> Sequence[str | None]:
        """Tell for each thing which key made it, if any did."""
        return [self._made.get(one) for one in made]

    def _sweep(self, now: float) -> None:
        """Forget what has been kept long enough; the oldest stand first."""
        for key, kept in list(self._kept.items()):
            if kept.since + KEPT_SECONDS > now:
                break
            del self._kept[key]
            if kept.made is not None:
                del self._made[kept.made]
