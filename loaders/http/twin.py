"""One fault told to several listeners: each gets its own, because raising an exception writes into it."""

from __future__ import annotations

from typing import TypeVar

from loaders.errors import FoyerError

FaultT = TypeVar("FaultT", bound=FoyerError)


def twin(fault: FaultT) -> FaultT:
    """Make a fault that says the same, without traceback, cause or context (and so without what those keep alive)."""
    other = type(fault).__new__(type(fault), *fault.args)
    other.__dict__.update(fault.__dict__)
    return other
