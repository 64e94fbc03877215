"""Answers packed as the client likes them: which encoding is chosen, and that what comes out is what went in."""

from __future__ import annotations

import gzip
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import brotli
import pytest
import zstandard

from gateway.compress import LARGE, PACK, encoding, packed
from tests.house import House, house

LONG = "{ bookings(first: 20) { nodes { id vendorId reference name status } } }"
UNPACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda body: zstandard.ZstdDecompressor().decompressobj().decompress(body),
}


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        (None, None),
        ("", None),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip, deflate, br", "br"),
        ("gzip;q=1, br;q=0.5", "gzip"),
        ("br;q=0, gzip;q=0.1", "gzip"),
        ("gzip;q=0", None),
        ("*", "zstd"),
        ("*;q=0.5, gzip", "gzip"),
        ("*, zstd;q=0", "br"),
        ("identity, gzip;q=0.5", None),
        ("identity;q=0.5, gzip", "gzip"),
        ("deflate", None),
        ("gzip;q=nonsense", None),
        (",;=", None),
    ],
)
def test_the_encoding_is_the_one_a_client_likes_best(accepted: str | None, chosen: str | None) -> None:
    """The highest quality wins, of equals the cheapest; nothing is packed for a client that does not ask for it."""
    assert encoding(accepted) == chosen


@pytest.mark.parametrize("name", PACK)
@pytest.mark.parametrize("size", [1, 5000, LARGE + 1])
async def test_what_is_packed_can_be_unpacked(name: str, size: int) -> None:
    """Small and large bodies come out as they went in."""
    body = bytes(at % 251 for at in range(size))
    assert UNPACK[name](await packed(body, name)) == body


@pytest.fixture
async def running() -> AsyncIterator[House]:
    """Give a house whose client unpacks nothing by itself."""
    async with house("booking_experts", size=20) as running:
        running.client._auto_decompress = False  # noqa: SLF001  # what came over the wire is what is tested
        yield running


async def sent(running: House, query: str, accepted: str) -> tuple[bytes, dict[str, str]]:
    """Ask and give the body as it came, and the headers."""
    headers = {"Accept-Encoding": accepted}
    async with running.client.post(f"{running.url}/graphql", json={"query": query}, headers=headers) as response:
        return await response.read(), dict(response.headers)


@pytest.mark.parametrize("name", PACK)
async def test_a_long_answer_is_packed(running: House, name: str) -> None:
    """It says how, depends on what was accepted, and holds the same answer."""
    plain, _ = await sent(running, LONG, "identity")
    body, headers = await sent(running, LONG, name)
    assert headers["Content-Encoding"] == name
    assert headers["Vary"] == "Accept-Encoding"
    assert int(headers["Content-Length"]) == len(body) < len(plain)
    assert json.loads(UNPACK[name](body)) == json.loads(plain)


async def test_a_short_answer_is_not_packed(running: House) -> None:
    """Below a kilobyte it goes out as it is."""
    body, headers = await sent(running, "{ __typename }", "gzip, br, zstd")
    assert "Content-Encoding" not in headers
    answer: dict[str, Any] = json.loads(body)
    assert answer["data"] == {"__typename": "Query"}
