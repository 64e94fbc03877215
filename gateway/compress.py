"""Which encoding an answer is sent in, and the packing of it."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Callable, Mapping
from typing import Final

import brotli  # type: ignore[import-untyped]  # it brings no types
import zstandard

from gateway.negotiate import quality

SMALLEST: Final = 1024
"""Bytes below which packing costs more than it saves."""

LARGE: Final = 128 * 1024
"""Bytes from which packing is left to a thread, so that others are answered meanwhile."""


def _zstd(body: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=3).compress(body)


def _br(body: bytes) -> bytes:
    packed: bytes = brotli.compress(body, quality=4)
    return packed


def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, compresslevel=5, mtime=0)


PACK: Final[Mapping[str, Callable[[bytes], bytes]]] = {"zstd": _zstd, "br": _br, "gzip": _gzip}
"""Encoding → what packs so; of encodings a client likes equally the first is taken."""


def encoding(accepted: str | None) -> str | None:
    """Give the encoding a client likes best; None where it likes the plain text at least as well.

    Args:
        accepted: the request's Accept-Encoding header.

    """
    liked: dict[str, float] = {}
    for part in (accepted or "").lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        liked[name] = quality(parameters)
    others = liked.get("*", 0.0)
    weights = {name: liked.get(name, others) for name in PACK}
    best = max(PACK, key=lambda name: weights[name])
    return best if weights[best] > 0 and weights[best] >= liked.get("identity", 0.0) else None


async def packed(body: bytes, name: str) -> bytes:
    """Pack a body."""
    if len(body) < LARGE:
        return PACK[name](body)
    return await asyncio.to_thread(PACK[name], body)
