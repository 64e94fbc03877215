"""Answers to GET that a client may keep, and ask whether they still hold."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping

import pytest

from gateway.negotiate import GRAPHQL
from tests.house import House, house

QUERY = "{ bookings(first: 20) { nodes { id vendorId reference name status vendorStatus } } }"
VARY = "Accept, Accept-Encoding, Authorization, Foyer-Explain"


@pytest.fixture
async def running() -> AsyncIterator[House]:
    """Give a small house, whose client unpacks nothing by itself: not every one can unpack all there is."""
    async with house("booking_experts", size=20) as running:
        running.client._auto_decompress = False  # noqa: SLF001  # the session's own option, set where it was made
        yield running


async def get(
    running: House, query: str = QUERY, headers: Mapping[str, str] | None = None
) -> tuple[int, Mapping[str, str], bytes]:
    """Ask by GET and give status, headers and body."""
    accepted = {"Accept-Encoding": "identity", **(headers or {})}
    async with running.client.get(f"{running.url}/graphql", params={"query": query}, headers=accepted) as response:
        return response.status, response.headers, await response.read()


async def test_what_still_holds_is_not_sent_again(running: House) -> None:
    """The answer has a strong tag; whoever shows it gets 304 and no body while nothing changed."""
    status, headers, body = await get(running)
    assert (status, headers["Cache-Control"], headers["Vary"]) == (200, "private, no-cache", VARY)
    tag = headers["ETag"]
    assert tag.startswith('"')
    assert json.loads(body)["data"]["bookings"]["nodes"]
    for shown in (tag, f'"other", W/{tag}', "*"):
        status, again, body = await get(running, headers={"If-None-Match": shown})
        assert (status, body) == (304, b"")
        assert (again["ETag"], again["Cache-Control"], again["Vary"]) == (tag, "private, no-cache", VARY)
    status, _, body = await get(running, headers={"If-None-Match": '"other"'})
    assert status == 200
    assert body


async def test_another_answer_has_another_tag(running: House) -> None:
    """Each question, media type aside, and each encoding has its own."""
    tags = {
        (await get(running, query, {"Accept-Encoding": accepted}))[1]["ETag"]
        for query in (QUERY, QUERY.replace("name", "comments"))
        for accepted in ("identity", "gzip", "br", "zstd")
    }
    assert len(tags) == 8


@pytest.mark.parametrize(
    ("query", "headers", "status"),
    [
        (QUERY, {"Foyer-Explain": "1"}, 200),
        ("{ bookings(first: 0) { nodes { id } } }", {}, 200),
        ("{ nope }", {}, 200),
        ("{ nope }", {"Accept": GRAPHQL}, 400),
        ("mutation { x }", {}, 405),
        (QUERY, {"Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
async def test_what_has_errors_or_explains_is_not_kept(
    running: House, query: str, headers: dict[str, str], status: int
) -> None:
    """It has no tag, says that it is not to be stored, and is sent whatever is shown."""
    got, told, body = await get(running, query, {**headers, "If-None-Match": "*"})
    assert got == status
    assert (told["Cache-Control"], told["Vary"]) == ("no-store", VARY)
    assert "ETag" not in told
    assert body


async def test_what_was_posted_says_nothing_of_keeping(running: House) -> None:
    """Nobody keeps answers to POST, so they carry no tag."""
    async with running.client.post(
        f"{running.url}/graphql", json={"query": QUERY}, headers={"If-None-Match": "*"}
    ) as response:
        assert response.status == 200
        assert "ETag" not in response.headers
        assert "Cache-Control" not in response.headers
