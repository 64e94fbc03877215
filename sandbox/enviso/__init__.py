"""Enviso's Booking API, as vendor document 003 describes it, and the login that it needs."""

from __future__ import annotations

from typing import Final

from sandbox.enviso.desk import CREDENTIALS, open_desk
from sandbox.vendor import Vendor

VENDOR: Final = Vendor(name="enviso", credentials=CREDENTIALS, open=open_desk, base_path="/bookingapi")
