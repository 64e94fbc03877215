"""MICE Operations, as vendor document 000 describes it: one call, which takes events in."""

from __future__ import annotations

from typing import Final

from sandbox.mice_operations.desk import CREDENTIALS, open_desk
from sandbox.vendor import Vendor

VENDOR: Final = Vendor(
    name="mice_operations",
    credentials=CREDENTIALS,
    open=open_desk,
    secret_parameters=frozenset({"key"}),
)
