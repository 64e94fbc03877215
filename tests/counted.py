"""Moments that count how often they are compared, so that a test can tell a look at few rows from a look at all."""

from __future__ import annotations

import datetime as dt
from typing import Self


class Counted(dt.datetime):
    """A moment that counts: a comparison with it, on either side, is a look."""

    looks = 0

    @classmethod
    def at(cls, moment: dt.datetime) -> Self:
        """Make one of a moment."""
        return cls.fromtimestamp(moment.timestamp(), dt.UTC)

    def __lt__(self, other: dt.datetime) -> bool:
        """Count, then compare."""
        Counted.looks += 1
        return super().__lt__(other)

    def __gt__(self, other: dt.datetime) -> bool:
        """Count, then compare."""
        Counted.looks += 1
        return super().__gt__(other)

    def __le__(self, other: dt.datetime) -> bool:
        """Count, then compare."""
        Counted.looks += 1
        return super().__le__(other)

    def __ge__(self, other: dt.datetime) -> bool:
        """Count, then compare."""
        Counted.looks += 1
        return super().__ge__(other)
