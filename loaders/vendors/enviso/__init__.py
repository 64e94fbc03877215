"""Enviso by Vintia: museums and attractions, by vendor document 003."""

from __future__ import annotations

from typing import Final

from loaders.port import Vendor
from loaders.vendors.enviso.ids import NAME
from loaders.vendors.enviso.open import open_source

VENDOR: Final = Vendor(NAME, open_source)
