"""Which rows of a table a request wants: what the vendors' filters come down to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from sandbox.jsonapi.resources import Row, Table

Test: TypeAlias = Callable[[Row], bool]


@dataclass(frozen=True, slots=True)
class Selection:
    """Rows that pass every test.

    Ids are apart from the tests, because a table knows them without writing its rows.
    """

    tests: tuple[Test, ...] = ()
    ids: frozenset[str] | None = None
    """The only ids wanted; None where any is."""

    def also(self, test: Test) -> Selection:
        """Return a selection that asks for one thing more."""
        return Selection((*self.tests, test), self.ids)

    def within(self, ids: frozenset[str]) -> Selection:
        """Return a selection of no other ids than these."""
        return Selection(self.tests, ids if self.ids is None else self.ids & ids)

    def holds(self, row: Row) -> bool:
        """Tell whether a row is wanted."""
        return (self.ids is None or row.get("id") in self.ids) and all(test(row) for test in self.tests)

    def keys(self, table: Table) -> list[str]:
        """Return the ids of the rows that are wanted, ascending. The list may be the table's own."""
        keys = table.ascending()
        if self.ids is not None:
            keys = [key for key in keys if key in self.ids]
        for test in self.tests:
            keys = [key for key in keys if test(table[key])]
        return keys
