"""A gateway that is killed in the middle of every write, and started again: nothing is twice, no answer false."""

from __future__ import annotations

from pathlib import Path

from tests.faults.cells import DONE, NOTHING, UNKNOWN, table
from tests.faults.kills import MOMENTS, killed
from tests.faults.test_troubles import SHOWN


async def test_a_kill_in_the_middle(tmp_path: Path) -> None:
    """After a restart on its journal, a key that was begun is looked for and never sent again."""
    rows = await killed(tmp_path)
    print(f"\n{table(list(rows.items()))}")  # noqa: T201  # seen with -s
    assert [fault for cells in rows.values() for cell in cells for fault in cell.faults()] == []
    for row, after in MOMENTS.items():
        for cell in rows[row]:
            if cell.wanted.keyed:
                found = after and cell.kind.mutation in SHOWN
                assert {one.word for one in cell.first} == {NOTHING}
                assert {one.word for one in cell.later} == {DONE if found else UNKNOWN}, cell.told()
                assert len(cell.wanted.effects()) == after
