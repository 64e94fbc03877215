"""Locaboo: halls and rooms, by vendor document 002."""

from __future__ import annotations

from typing import Final

from loaders.port import Vendor
from loaders.vendors.locaboo.fetch import open_source
from loaders.vendors.locaboo.kinds import NAME

VENDOR: Final = Vendor(NAME, open_source)
