"""MICE Operations: meetings and events, by vendor document 000. It takes event requests and tells nothing."""

from __future__ import annotations

from typing import Final

from loaders.port import Vendor
from loaders.vendors.mice_operations.fetch import MiceOperationsSource
from loaders.vendors.mice_operations.write import NAME

VENDOR: Final = Vendor(NAME, MiceOperationsSource)
