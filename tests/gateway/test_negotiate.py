"""Which media type an Accept header asks for."""

from __future__ import annotations

import pytest

from gateway.negotiate import GRAPHQL, JSON, negotiate
from tests.house import house


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (JSON, JSON),
        (GRAPHQL, GRAPHQL),
        (f"{GRAPHQL}; charset=utf-8", GRAPHQL),
        (f"{GRAPHQL};charset=utf-8;q=0.5, {JSON};q=0.4", GRAPHQL),
        (f"{GRAPHQL}, {JSON}", GRAPHQL),
        (f"{JSON}, {GRAPHQL}", JSON),
        (f"{GRAPHQL};q=0.5, {JSON}", JSON),
        (f"{JSON};q=0.5,{GRAPHQL}; Q=0.9", GRAPHQL),
        (f"*/*, {GRAPHQL}", JSON),
        (f"*/*;q=0.1, {GRAPHQL}", GRAPHQL),
        (GRAPHQL.upper(), GRAPHQL),
        (f"text/html, {GRAPHQL};q=0.1", GRAPHQL),
        ("text/html", JSON),
        (f"{GRAPHQL};q=0", JSON),
        (f"{GRAPHQL};q=nonsense", JSON),
        (f"{GRAPHQL};q=nan", JSON),
        (f"{GRAPHQL};q=inf, {JSON};q=0.1", JSON),
        (f"{GRAPHQL};q=7, {JSON};q=0.1", JSON),
        (f"{GRAPHQL};q=-1", JSON),
        (",;,=;q=", JSON),
    ],
)
def test_the_best_liked_wins(accept: str | None, media_type: str) -> None:
    """The type with the highest quality is chosen, of equals the first; who names none gets application/json."""
    assert negotiate(accept) == media_type


async def test_the_answer_is_of_the_type_asked_for() -> None:
    """An Accept header in several lines counts as one, and the answer says its type and encoding."""
    async with house("booking_experts", size=5) as running:
        for lines, media_type in (([], JSON), ([GRAPHQL], GRAPHQL), (["text/html;q=0.1", GRAPHQL], GRAPHQL)):
            headers = [("Accept", line) for line in lines]
            async with running.client.post(
                f"{running.url}/graphql", json={"query": "{ __typename }"}, headers=headers
            ) as response:
                assert response.headers["Content-Type"] == f"{media_type}; charset=utf-8"
                assert (await response.json(content_type=media_type))["data"] == {"__typename": "Query"}
