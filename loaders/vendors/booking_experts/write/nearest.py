"""Which of several things that are alike is likely the one an attempt made. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final, TypeVar

from loaders.records import SpaceBlock, SpaceType

T = TypeVar("T", SpaceBlock, SpaceType)

APART: Final = dt.timedelta(minutes=5)
"""How far the vendor's clock and ours may be apart."""


def nearest(things: Sequence[T], began: dt.datetime) -> list[T]:
    """Give the things made since an attempt began, the nearest to it first; where there are none, the others.

    A clock that is far off would otherwise turn a thing that was made into one that was not, and so into a second one.

    Args:
        things: alike in everything that was sent.
        began: when the attempt began.

    """
    ordered = sorted(things, key=lambda thing: abs(_created(thing, began) - began))
    return [thing for thing in ordered if _created(thing, began) >= began - APART] or ordered


def _created(thing: SpaceBlock | SpaceType, began: dt.datetime) -> dt.datetime:
    """Give when a thing was made; as if it were now where nothing is told of it."""
    told: object = None
    if isinstance(thing, SpaceBlock):
        told = thing.created_at
    elif thing.details is not None:
        told = thing.details.attributes.get("created_at")
    return told if isinstance(told, dt.datetime) else began
