"""A process that works on a journal, for tests that kill it: `FILE begin|finish KEY...`; it says what it has done.

It goes on until it is killed or has done all it was told.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from loaders.store.face import Entry, State
from loaders.store.journal import JournalKeys

NOW = 1_800_000_000.0


async def main(file: str, verb: str, keys: list[str]) -> None:
    """Begin each key, and finish it where that is the verb."""
    journal = JournalKeys(Path(file))
    for key in keys:
        begun = await journal.begin(key, Entry("digest", "print", State.RUNNING, NOW), NOW, 30) is None
        sys.stdout.write(f"{'began' if begun else 'known'} {key}\n")
        sys.stdout.flush()
        if verb == "finish" and begun:
            await journal.finish(key, key.encode(), f"made by {key}", NOW)
            sys.stdout.write(f"finished {key}\n")
            sys.stdout.flush()
    await journal.close()


asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
