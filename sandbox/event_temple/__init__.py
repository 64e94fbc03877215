"""Event Temple, as vendor document 001 describes it: a read-only JSON:API."""

from __future__ import annotations

from typing import Final

from sandbox.event_temple.desk import CREDENTIALS, open_desk
from sandbox.vendor import Vendor

VENDOR: Final = Vendor(name="event_temple", credentials=CREDENTIALS, open=open_desk)
