"""Booking Experts, API v3: holiday parks. What is special about it stands in NOTES.md."""

from __future__ import annotations

from typing import Final

from loaders.port import Vendor
from loaders.vendors.booking_experts.fetch import open_source
from loaders.vendors.booking_experts.views import NAME

VENDOR: Final = Vendor(NAME, open_source)
