"""Tables and bars in plain text."""

from __future__ import annotations

from collections.abc import Sequence


def columns(head: Sequence[str], rows: Sequence[Sequence[str]], *, right: frozenset[int] = frozenset()) -> list[str]:
    """Write a table, a line a row.

    Args:
        head: the columns' names.
        rows: what stands in them.
        right: the columns whose contents stand at the right.

    """
    every = [head, *rows]
    widths = [max(len(row[at]) for row in every) for at in range(len(head))]

    def line(row: Sequence[str]) -> str:
        cells = (cell.rjust(width) if at in right else cell.ljust(width) for at, (cell, width) in enumerate(pairs(row)))
        return "  ".join(cells).rstrip()

    def pairs(row: Sequence[str]) -> Sequence[tuple[str, int]]:
        return list(zip(row, widths, strict=True))

    return [line(row) for row in every]


def bar(start: float, length: float, whole: float, width: int = 40) -> str:
    """Draw when something was under way: a bar at its place on a line that is as long as all of it.

    Args:
        start: when it began, from 0.
        length: how long it took; what took nothing is one mark.
        whole: when all was over.
        width: how many characters the line has.

    """
    scale = width / whole if whole > 0 else 0.0
    before = min(int(start * scale), width - 1)
    marks = min(max(round(length * scale), 1), width - before)
    return f"|{' ' * before}{('#' if length > 0 else '.') * marks}".ljust(width + 1) + "|"
