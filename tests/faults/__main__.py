"""Prints the fault matrix: `python -m tests.faults`."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from tests.faults.cells import table
from tests.faults.kills import killed
from tests.faults.troubles import TROUBLES, played


async def main() -> int:
    """Play every row and print the table; 1 if an answer in it is false, or something is there twice."""
    with tempfile.TemporaryDirectory() as folder:
        rows = [(name, await played(name, Path(folder))) for name in TROUBLES]
        rows += (await killed(Path(folder))).items()
    faults = [fault for _, cells in rows for cell in cells for fault in cell.faults()]
    sys.stdout.write("\n".join([table(rows), "", *faults, f"{len(faults)} cells are wrong.", ""]))
    return 1 if faults else 0


sys.exit(asyncio.run(main()))
