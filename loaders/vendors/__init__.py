"""The vendors Foyer knows: one folder each, one word each in the roster."""

from __future__ import annotations

from importlib import import_module
from typing import Final, cast

from loaders.port import Vendor

ROSTER: Final = ("event_temple", "booking_experts", "locaboo", "enviso", "mice_operations")


def vendor(name: str) -> Vendor:
    """Give a vendor's manifest.

    Raises:
        KeyError: the roster has no such vendor.

    """
    if name not in ROSTER:
        raise KeyError(name)
    return cast("Vendor", import_module(f"loaders.vendors.{name}").VENDOR)
