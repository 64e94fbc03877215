"""How much one operation may ask for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one operation may ask for.

    Args:
        cost: how many records its answer may hold.
        depth: how deep its fields may be nested.
        aliases: how many aliases it may have.
        tokens: how many words and signs it may be written in.
        vendor_calls: how many vendor calls it may be planned to need.

    """

    cost: int = 5000
    depth: int = 15
    aliases: int = 30
    tokens: int = 5000
    vendor_calls: int = 100
