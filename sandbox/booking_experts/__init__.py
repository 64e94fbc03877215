"""Booking Experts, API v3, as vendor document 004 describes it."""

from __future__ import annotations

from typing import Final

from sandbox.booking_experts.desk import CREDENTIALS, open_desk
from sandbox.vendor import Vendor

VENDOR: Final = Vendor(name="booking_experts", credentials=CREDENTIALS, open=open_desk)
