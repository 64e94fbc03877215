"""The id of a request, by which it is found again in logs: the one it came with, if that can be one, or a new one."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from typing import Final

from aiohttp import web

ID: Final = web.RequestKey("id", str)
HEADER: Final = "X-Request-Id"

_GOOD: Final = re.compile(r"[A-Za-z0-9._~+/=@:-]{1,64}", re.ASCII)


def request_id(headers: Mapping[str, str]) -> str:
    """Give a request's id; one that is too long, or could be mistaken for more than an id, is replaced."""
    came = headers.get(HEADER, "")
    return came if _GOOD.fullmatch(came) else secrets.token_hex(8)
