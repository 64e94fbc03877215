"""The journal: what it has answered is in its file, whatever happens to the process, and no file is ever lost to it."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import pytest

from loaders.errors import StoreDown
from loaders.store.face import Entry, State
from loaders.store.journal import JournalKeys
from loaders.store.memory import MemoryStore

NOW = 1_800_000_000.0
ENTRY = Entry("digest", "print", State.RUNNING, NOW)
ROOT = Path(__file__).parents[3]


async def process(file: Path, verb: str, *keys: str) -> Process:
    """Start another process on the journal."""
    program = str(Path(__file__).with_name("journal_process.py"))
    env = {"PYTHONPATH": str(ROOT)}
    return await asyncio.create_subprocess_exec(sys.executable, program, str(file), verb, *keys, stdout=PIPE, env=env)


async def lines(process: Process) -> list[str]:
    """Give all it said until its end."""
    said, _ = await process.communicate()
    return said.decode().splitlines()


async def test_a_restarted_process_finds_its_keys(tmp_path: Path) -> None:
    """What was begun reads as LOST once its lease is over, what was finished as DONE."""
    before = JournalKeys(tmp_path / "j")
    for key in ("begun", "done"):
        assert await before.begin(key, ENTRY, NOW, 30) is None
    assert await before.finish("done", b"outcome", "booking:1", NOW)
    await before.close()
    after = JournalKeys(tmp_path / "j")
    begun, done = await after.look("begun", NOW + 31), await after.look("done", NOW + 31)
    await after.close()
    assert begun == Entry("digest", "print", State.LOST, NOW)
    assert done == Entry("digest", "print", State.DONE, NOW, b"outcome")


@pytest.mark.parametrize("verb", ["begin", "finish"])
async def test_what_was_answered_is_there_after_a_kill(tmp_path: Path, verb: str) -> None:
    """SIGKILL in the middle of many changes: everything it said it had done is in the file, in every run."""
    for after in (1, 7, 40):
        file = tmp_path / f"{verb}{after}"
        running = await process(file, verb, *(f"key{at}" for at in range(5000)))
        assert running.stdout is not None
        said = [(await running.stdout.readline()).decode() for _ in range(after)]
        running.kill()
        said += [line + "\n" for line in await lines(running)]
        journal = JournalKeys(file)
        for line in said:
            if not line.endswith("\n"):
                continue
            did, key = line.split()
            known = await journal.look(key, NOW + 31)
            assert known is not None
            assert did == "began" or known.state is State.DONE
        assert await journal.begin("next", ENTRY, NOW, 30) is None
        await journal.close()


async def test_two_processes_share_a_journal(tmp_path: Path) -> None:
    """Of two that begin the same keys at the same time each key is begun once, and its outcome is that one's."""
    keys = [f"key{at}" for at in range(100)]
    both = [await process(tmp_path / "j", "finish", *keys) for _ in range(2)]
    said = [line for one in both for line in await lines(one)]
    assert [one.returncode for one in both] == [0, 0]
    assert sorted(line.split()[1] for line in said if line.startswith("began")) == sorted(keys)
    assert sorted(line.split()[1] for line in said if line.startswith("known")) == sorted(keys)
    journal = JournalKeys(tmp_path / "j")
    assert await journal.makers([f"made by {key}" for key in keys]) == keys
    await journal.close()


async def test_only_its_owner_reads_it(tmp_path: Path) -> None:
    """Outcomes name guests: the file and what SQLite puts beside it are 0600, also where the file was there."""
    (tmp_path / "j").touch(0o644)
    journal = JournalKeys(tmp_path / "j")
    await journal.begin("key", ENTRY, NOW, 30)
    assert {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()} == {
        "j": 0o600,
        "j-wal": 0o600,
        "j-shm": 0o600,
    }
    await journal.close()


async def test_it_waits_for_the_disk(tmp_path: Path) -> None:
    """The file is written ahead, and no transaction is done before the disk has it."""
    journal = JournalKeys(tmp_path / "j")
    asked = journal._do  # noqa: SLF001  # SQLite tells only the connection itself
    assert await asked(lambda file: file.execute("PRAGMA journal_mode").fetchone()) == ("wal",)
    assert await asked(lambda file: file.execute("PRAGMA synchronous").fetchone()) == (2,)
    await journal.close()


async def refusal(file: Path) -> StoreDown:
    """Give what a journal on this file answers, and be sure that it changes nothing of it."""
    held = file.read_bytes() if file.is_file() else None
    store = MemoryStore(journal=file)
    with pytest.raises(StoreDown) as refused:
        await store.check()
    with pytest.raises(StoreDown) as again:
        await store.keys.begin("key", ENTRY, NOW, 30)
    assert str(again.value) == str(refused.value)
    assert str(file.parent) not in str(refused.value)
    await store.close()
    assert held is None or file.read_bytes() == held
    return refused.value


@pytest.mark.parametrize("content", [b"not a database", b"SQLite format 3\x00" + bytes(200), bytes(4096)])
async def test_a_damaged_file_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    """It is for a person to look at; asking again changes nothing."""
    (tmp_path / "j").write_bytes(content)
    error = await refusal(tmp_path / "j")
    assert "the journal j is damaged: restore it, or move it away" in str(error)
    assert not error.retryable


async def test_a_file_with_a_broken_page_is_refused(tmp_path: Path) -> None:
    """Damage behind a good beginning is found when the file is opened."""
    journal = JournalKeys(tmp_path / "j")
    for at in range(200):
        await journal.begin(f"key{at}", ENTRY, NOW, 30)
    await journal.close()
    held = bytearray((tmp_path / "j").read_bytes())
    held[4096:] = b"\xa5" * (len(held) - 4096)
    (tmp_path / "j").write_bytes(held)
    assert "is damaged" in str(await refusal(tmp_path / "j"))


@pytest.mark.parametrize(("version", "by"), [(2, "a newer Foyer"), (0, "something else")])
async def test_a_file_of_another_is_refused(tmp_path: Path, version: int, by: str) -> None:
    """One that a newer Foyer wrote, or another program, is not touched."""
    with sqlite3.connect(tmp_path / "j") as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("CREATE TABLE theirs (a)")
        other.execute(f"PRAGMA user_version = {version}")
    other.close()
    error = await refusal(tmp_path / "j")
    assert str(error) == f"the journal j was written by {by}: use that, or name another file"
    assert not error.retryable


async def test_a_place_where_no_file_can_be_is_refused(tmp_path: Path) -> None:
    """A folder that is not there, or a folder in the file's place."""
    assert "cannot be opened: No such file or directory" in str(await refusal(tmp_path / "nowhere" / "j"))
    (tmp_path / "folder").mkdir()
    assert "cannot be opened: Is a directory" in str(await refusal(tmp_path / "folder"))


async def test_a_closed_journal_says_so(tmp_path: Path) -> None:
    """Closing twice is fine, using it then is a fault that is told."""
    journal = JournalKeys(tmp_path / "j")
    await journal.look("key", NOW)
    await journal.close()
    await journal.close()
    with pytest.raises(StoreDown, match="closed"):
        await journal.look("key", NOW)
