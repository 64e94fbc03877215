"""What a reading is to bring, where readings under one key may bring more or less."""

from __future__ import annotations

from typing import Any, Protocol, Self, TypeAlias


class Need(Protocol):
    """What is to be brought."""

    def carries(self, other: Self) -> bool:
        """Tell whether what this brings is enough for the other."""

    def __or__(self, other: Self) -> Self:
        """Give what brings both."""


SomeNeed: TypeAlias = Any
"""A Need, or None where nothing more or less can be brought; all under one key are of one type."""


def carries(have: SomeNeed, need: SomeNeed) -> bool:
    """Tell whether what brings one need brings another, too; None needs nothing."""
    return need is None or (have is not None and have.carries(need))


def joined(one: SomeNeed, other: SomeNeed) -> SomeNeed:
    """Give what brings both needs."""
    if one is None or other is None:
        return one if other is None else other
    return one | other
