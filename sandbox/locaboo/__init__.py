"""Locaboo, as vendor document 002 describes it: halls and rooms, in JSON over GET and POST."""

from __future__ import annotations

from typing import Final

from sandbox.locaboo.desk import CREDENTIALS, open_desk
from sandbox.vendor import Vendor

VENDOR: Final = Vendor(
    name="locaboo",
    credentials=CREDENTIALS,
    open=open_desk,
    secret_parameters=frozenset(CREDENTIALS),
)
