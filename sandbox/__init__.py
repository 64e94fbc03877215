"""Simulated vendors: real HTTP servers that do what the vendors' documents say, and nothing kinder.

Adding a vendor takes its module, with a `VENDOR`, and one line in `sandbox/__init__.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sandbox import booking_experts, enviso, event_temple, locaboo, mice_operations
from sandbox.vendor import Vendor

VENDORS: Final[Mapping[str, Vendor]] = {
    vendor.name: vendor
    for vendor in (
        event_temple.VENDOR,
        booking_experts.VENDOR,
        locaboo.VENDOR,
        enviso.VENDOR,
        mice_operations.VENDOR,
    )
}
"""Every vendor of the sandbox, by its name in Foyer's configuration."""
