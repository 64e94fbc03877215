"""Changes by their keys in one SQLite file, which outlives the process and the machine's power.

Every change of the file is one transaction that waits for the disk (WAL, synchronous=FULL): what `begin` answered is
there after a kill or a power cut. Several processes may share the file; they take turns. It is opened at first use, in
a thread of its own, and never deleted or written anew by Foyer: a file that cannot be read is for a person to look at.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, TypeVar

from loaders.errors import StoreDown
from loaders.store.face import KEPT_SECONDS, Entry, State

T = TypeVar("T")

SCHEMA: Final = 1
"""The number of the tables below, kept in the file as its user_version."""

TABLES: Final = """
CREATE TABLE change (
    key TEXT PRIMARY KEY, digest TEXT NOT NULL, print TEXT NOT NULL, state TEXT NOT NULL, began REAL NOT NULL,
    since REAL NOT NULL, leased_until REAL NOT NULL, outcome BLOB, made TEXT UNIQUE
) WITHOUT ROWID;
CREATE INDEX change_since ON change (since);
CREATE INDEX change_print ON change (print) WHERE state != 'DONE';
"""

PATIENCE: Final = 5.0
"""How many seconds another process that writes is waited for."""


class JournalKeys:
    """Keys in a file.

    Args:
        path: the file; it is made, readable by its owner alone, where there is none.

    """

    def __init__(self, path: Path) -> None:
        self._path: Final = path
        self._thread: Final = ThreadPoolExecutor(1, thread_name_prefix="journal")
        self._file: sqlite3.Connection | None = None

    async def begin(self, key: str, entry: Entry, now: float, lease: float) -> Entry | None:
        """Begin a change, unless the key is known: None when it was begun, else what is known of it."""
        row = (key, entry.digest, entry.print, State.RUNNING.value, entry.began, now, now + lease)

        def work(file: sqlite3.Connection) -> Entry | None:
            file.execute("DELETE FROM change WHERE since <= ?", (now - KEPT_SECONDS,))
            known = _look(file, key, now)
            if known is None:
                file.execute("INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL)", row)
            return known

        return await self._do(work)

    async def look(self, key: str, now: float) -> Entry | None:
        """Tell what is known of a change."""
        return await self._do(lambda file: _look(file, key, now))

    async def beat(self, key: str, now: float, lease: float) -> None:
        """Say that it is still being made."""
        await self._change("UPDATE change SET leased_until = ? WHERE key = ?", now + lease, key)

    async def lose(self, key: str, now: float) -> None:  # noqa: ARG002  # the face gives the moment, which changes nothing
        """Note that it may have happened."""
        await self._change("UPDATE change SET state = 'LOST' WHERE key = ? AND state = 'RUNNING'", key)

    async def finish(self, key: str, outcome: bytes, made: str | None, now: float) -> bool:  # noqa: ARG002  # the same
        """Note that it happened; False, and nothing noted, where that would be a second outcome of something."""

        def work(file: sqlite3.Connection) -> bool:
            row = file.execute("SELECT state, outcome, made FROM change WHERE key = ?", (key,)).fetchone()
            if row is None:
                raise StoreDown("the store no longer has the record of this change")
            if row[0] == State.DONE.value:
                return bool(row[1:] == (outcome, made))
            done = "UPDATE OR IGNORE change SET state = 'DONE', outcome = ?, made = ? WHERE key = ?"
            return file.execute(done, (outcome, made, key)).rowcount == 1

        return await self._do(work)

    async def release(self, key: str) -> None:
        """Forget a change that did not happen; one that happened stays."""
        await self._change("DELETE FROM change WHERE key = ? AND state != 'DONE'", key)

    async def rivals(self, print_: str, key: str, now: float) -> int:
        """Count the other keys of this print that are RUNNING or LOST."""
        count = "SELECT count(*) FROM change WHERE print = ? AND state != 'DONE' AND key != ? AND since > ?"
        row = (print_, key, now - KEPT_SECONDS)
        return await self._do(lambda file: int(file.execute(count, row).fetchone()[0]))

    async def makers(self, made: Sequence[str]) -> Sequence[str | None]:
        """Tell for each thing which key made it, if any did."""

        def work(file: sqlite3.Connection) -> Sequence[str | None]:
            rows = [file.execute("SELECT key FROM change WHERE made = ?", (one,)).fetchone() for one in made]
            return [None if row is None else str(row[0]) for row in rows]

        return await self._do(work)

    async def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._file.close)
            self._file = None
        self._thread.shutdown(wait=False)

    async def _change(self, statement: str, *values: str | float) -> None:
        await self._do(lambda file: file.execute(statement, values))

    async def _do(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do one piece of work on the file, as one transaction, to its end even where nobody waits for it any more."""
        try:
            doing = asyncio.get_running_loop().run_in_executor(self._thread, self._transact, work)
        except RuntimeError:
            raise StoreDown("the store is closed") from None
        return await doing

    def _transact(self, work: Callable[[sqlite3.Connection], T]) -> T:
        with _told(self._path):
            if self._file is None:
                self._file = _open(self._path)
            self._file.execute("BEGIN IMMEDIATE")
            try:
                result = work(self._file)
            except BaseException:
                self._file.rollback()
                raise
            self._file.commit()
            return result


def _look(file: sqlite3.Connection, key: str, now: float) -> Entry | None:
    columns = "SELECT digest, print, state, began, outcome, leased_until FROM change WHERE key = ? AND since > ?"
    row = file.execute(columns, (key, now - KEPT_SECONDS)).fetchone()
    if row is None:
        return None
    digest, print_, state, began, outcome, leased_until = row
    if state == State.RUNNING.value and leased_until <= now:
        state = State.LOST.value
    return Entry(digest, print_, State(state), began, outcome)


def _open(path: Path) -> sqlite3.Connection:
    """Open the file, made where there is none, and check that it is whole and ours."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
    file = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    try:
        _in_turn(lambda: file.execute("PRAGMA journal_mode = WAL"))
        file.execute("PRAGMA synchronous = FULL")
        file.execute("BEGIN IMMEDIATE")
        _settle(file, path)
        file.commit()
    except BaseException:
        file.close()
        raise
    return file


def _settle(file: sqlite3.Connection, path: Path) -> None:
    """Make the tables in an empty file; raise where another is damaged or not of this version."""
    version = file.execute("PRAGMA user_version").fetchone()[0]
    if version == 0 and not file.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        for statement in TABLES.strip().split(";")[:-1]:
            file.execute(statement)
        file.execute(f"PRAGMA user_version = {SCHEMA}")
    elif version != SCHEMA:
        by = "a newer Foyer" if version > SCHEMA else "something else"
        raise _unusable(path, f"was written by {by}: use that, or name another file")
    elif file.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise sqlite3.DatabaseError


def _in_turn(work: Callable[[], object]) -> None:
    """Do what SQLite refuses at once, without waiting its turn, while another process does the same."""
    give_up = time.monotonic() + PATIENCE
    while True:
        try:
            work()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
            time.sleep(0.01)
        else:
            return


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """Tell what is wrong with the file in a sentence that names it, and nothing of the machine beside."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise StoreDown(f"the journal {path.name} cannot be used now: {error}") from None
    except sqlite3.DatabaseError:
        raise _unusable(path, "is damaged: restore it, or move it away and look for its changes by hand") from None
    except OSError as error:
        raise StoreDown(f"the journal {path.name} cannot be opened: {error.strerror}") from None


def _unusable(path: Path, why: str) -> StoreDown:
    """Tell of a file that no waiting makes better."""
    error = StoreDown(f"the journal {path.name} {why}")
    error.retryable = False
    return error
