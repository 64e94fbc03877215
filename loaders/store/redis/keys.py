"""Changes by their keys in a server that every process shares: each verb is one script, so none ever half happens."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from loaders.errors import StoreDown
from loaders.store.face import KEPT_SECONDS, Entry, State
from loaders.store.redis.link import PREFIX, Link

MICRO: Final = 1_000_000

REFUSED: Final = 0
NO_RECORD: Final = 2
"""What the script answers to `finish`, beside 1 for noted."""


class RedisKeys:
    """Keys that all processes share.

    Args:
        link: the way to the server.

    """

    def __init__(self, link: Link) -> None:
        self._link: Final = link
        self._script: Final = link.script(Path(__file__).with_name("keys.lua"))
        self._rivals: Final = link.script(Path(__file__).with_name("rivals.lua"))

    async def begin(self, key: str, entry: Entry, now: float, lease: float) -> Entry | None:
        """Begin a change, unless the key is known: None when it was begun, else what is known of it."""
        words = (key, entry.digest, entry.print, repr(entry.began), _micro(now + lease))
        return _entry(await self._run("begin", key, now, *words), now)

    async def look(self, key: str, now: float) -> Entry | None:
        """Tell what is known of a change."""
        return _entry(await self._run("look", key, now), now)

    async def beat(self, key: str, now: float, lease: float) -> None:
        """Say that it is still being made."""
        await self._run("beat", key, now, _micro(now + lease))

    async def lose(self, key: str, now: float) -> None:
        """Note that it may have happened."""
        await self._run("lose", key, now)

    async def finish(self, key: str, outcome: bytes, made: str | None, now: float) -> bool:
        """Note that it happened; False, and nothing noted, where that would be a second outcome of something."""
        answer = await self._run("finish", key, now, key, outcome, "0" if made is None else "1", made or "")
        if answer == NO_RECORD:
            raise StoreDown("the store no longer has the record of this change")
        return bool(answer != REFUSED)

    async def release(self, key: str) -> None:
        """Forget a change that did not happen; one that happened stays."""
        await self._run("release", key, 0.0, key)

    async def rivals(self, print_: str, key: str, now: float) -> int:
        """Count the other keys of this print that are RUNNING or LOST."""
        return int(await self._rivals([f"print:{print_}"], [_micro(now - KEPT_SECONDS), f"{PREFIX}key:", key]))

    async def makers(self, made: Sequence[str]) -> Sequence[str | None]:
        """Tell for each thing which key made it, if any did."""
        if not made:
            return []
        found = await self._link.ask("MGET", *(f"{PREFIX}made:{one}" for one in made))
        return [None if key is None else key.decode() for key in found]

    async def _run(self, verb: str, key: str, now: float, *words: str | bytes) -> Any:  # noqa: ANN401  # as the script has it
        return await self._script([f"key:{key}"], [verb, _micro(now), _micro(KEPT_SECONDS), PREFIX, *words])


def _entry(row: list[bytes] | None, now: float) -> Entry | None:
    if row is None:
        return None
    digest, print_, state, began, leased, *outcome = row
    known = State(state.decode())
    if known is State.RUNNING and int(leased) <= int(_micro(now)):
        known = State.LOST
    return Entry(digest.decode(), print_.decode(), known, float(began), outcome[0] if outcome else None)


def _micro(seconds: float) -> str:
    return str(round(seconds * MICRO))
