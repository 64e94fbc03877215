"""Who may ask what: bearer tokens, the sources they open, and who is turned away."""

from __future__ import annotations

from typing import Any

import pytest

from loaders.records import Ref
from tests.house import house

TOKENS = [
    {"name": "front", "token": "front-desk-token", "sources": ["park"], "scopes": ["read"]},
    {"name": "office", "token": "office-token", "sources": ["hotel", "park"], "scopes": ["read", "explain"]},
    {"name": "writer", "token": "writer-token", "sources": ["park"], "scopes": ["write"]},
]
SERVER: dict[str, Any] = {"auth": {"tokens": TOKENS}}


def bearer(token: str) -> dict[str, str]:
    """Show a token."""
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize("headers", [{}, bearer("wrong"), bearer(""), {"Authorization": "Basic front-desk-token"}])
async def test_who_is_not_known_is_turned_away(headers: dict[str, str]) -> None:
    """Without a known token nothing is answered: 401 with its code, and no vendor is called."""
    async with house(size=20, server=SERVER) as running:
        async with running.client.post(
            f"{running.url}/graphql", json={"query": "{ bookings { nodes { id } } }"}, headers=headers
        ) as response:
            answer = await response.json(content_type=None)
            assert response.status == 401
            assert response.headers["WWW-Authenticate"] == "Bearer"
        assert answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
        assert "data" not in answer
        assert "wrong" not in str(answer)
        assert not running.calls("hotel")
        assert not running.calls("park")


async def test_a_token_that_may_not_read_is_forbidden() -> None:
    """A token without the scope `read` is known, and turned away: 403."""
    async with house(size=20, server=SERVER) as running:
        answer = await running.ask("{ sources { name } }", headers=bearer("writer-token"))
        assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_a_caller_sees_only_its_sources() -> None:
    """Other sources are not there: not by name, by filter, by id, in lists, in counts, or as entities."""
    hotel = Ref("booking", "hotel", "103").encode()
    async with house(size=20, server=SERVER) as running:
        question = f"""{{
          sources {{ name }}
          bookings(first: 100) {{ nodes {{ source {{ name }} }} totalCount sources {{ source {{ name }} }} }}
          node(id: "{hotel}") {{ id }}
          booking(id: "{hotel}") {{ id }}
          _entities(representations: [{{ __typename: "Booking", id: "{hotel}" }}]) {{ __typename }}
        }}"""
        answer = await running.ask(question, headers=bearer("front-desk-token"))
        data = answer["data"]
        assert data["sources"] == [{"name": "park"}]
        assert {row["source"]["name"] for row in data["bookings"]["nodes"]} == {"park"}
        assert data["bookings"]["sources"] == [{"source": {"name": "park"}}]
        assert data["bookings"]["totalCount"] == len(data["bookings"]["nodes"])
        assert (data["node"], data["booking"], data["_entities"]) == (None, None, [None])
        named = await running.ask(
            '{ bookings(filter: { sources: ["hotel"] }) { nodes { id } } }', headers=bearer("front-desk-token")
        )
        assert named["errors"][0]["message"] == 'filter.sources: expected one of park; got "hotel".'
        assert not running.calls("hotel")


async def test_explain_is_for_those_who_may() -> None:
    """What an answer took is told to callers with the scope `explain` only."""
    async with house(size=20, server=SERVER) as running:
        question = "{ bookings(first: 1) { nodes { id } } }"
        told = await running.ask(question, headers={**bearer("office-token"), "Foyer-Explain": "1"})
        assert told["extensions"]["explain"]["calls"]
        silent = await running.ask(question, headers={**bearer("front-desk-token"), "Foyer-Explain": "1"})
        assert silent["extensions"].keys() == {"cost"}


async def test_the_page_needs_no_token() -> None:
    """GraphiQL opens without a token; its questions need one."""
    async with (
        house(size=20, server=SERVER) as running,
        running.client.get(f"{running.url}/graphql", headers={"Accept": "text/html"}) as response,
    ):
        assert response.status == 200
        assert response.content_type == "text/html"
