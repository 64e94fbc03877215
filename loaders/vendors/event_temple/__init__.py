"""Event Temple: sales and catering for hotels, by vendor document 001."""

from __future__ import annotations

from typing import Final

from loaders.port import Vendor
from loaders.vendors.event_temple.fetch import open_source
from loaders.vendors.event_temple.views import NAME

VENDOR: Final = Vendor(NAME, open_source)
