"""Every write in every trouble of its vendor: at most one effect, and every answer true."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.cells import DONE, UNKNOWN, table
from tests.faults.troubles import TROUBLES, played

SHOWN = ("createBooking", "createCustomer", "blockSpace", "createSpaceType")
"""What makes something that its vendor shows."""

LOST = ("reset after effect", "500 after effect", "truncated answer")


@pytest.mark.parametrize("name", TROUBLES)
async def test_trouble(name: str, tmp_path: Path) -> None:
    """Whoever heard that it is done finds it once, whoever heard that it is not finds nothing, and nothing is twice."""
    cells = await played(name, tmp_path)
    print(f"\n{table([(name, cells)])}")  # noqa: T201  # seen with -s
    assert [fault for cell in cells for fault in cell.faults()] == []
    for cell in cells:
        words = {one.word for one in (*cell.first, *cell.later)}
        if name in LOST and cell.kind.mutation in SHOWN:
            assert words == {DONE}, cell.told()
        if name == "none" and not cell.wanted.gone:
            assert words == {DONE}, cell.told()
        if name in {"connection refused", "429"}:
            assert UNKNOWN not in words, cell.told()
            assert {one.word for one in cell.later} <= {DONE, "NOT_FOUND"}, cell.told()
        assert "INTERNAL" not in words, cell.first
