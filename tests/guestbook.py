"""A second subgraph, as another team would write it: it adds to Foyer's entities what it alone knows of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Self

import strawberry
from aiohttp import web
from aiohttp.test_utils import TestServer
from strawberry import federation
from strawberry.aiohttp.views import GraphQLView


@federation.type(keys=["id"])
class Venue:
    """What guests think of a venue."""

    id: strawberry.ID

    @strawberry.field
    def stars(self) -> int:
        """Tell how many stars guests give it."""
        return 4

    @classmethod
    def resolve_reference(cls, id: strawberry.ID) -> Self:  # noqa: A002  # the key's name
        """Give what a representation stands for."""
        return cls(id=id)


@federation.type(keys=["id"])
class Booking:
    """What a guest wrote of a stay."""

    id: strawberry.ID

    @strawberry.field
    def entry(self) -> str:
        """Give the guest's entry."""
        return f"Nice, says {self.id}"

    @classmethod
    def resolve_reference(cls, id: strawberry.ID) -> Self:  # noqa: A002  # the key's name
        """Give what a representation stands for."""
        return cls(id=id)


@federation.type(keys=["id"])
class Customer:
    """How often a customer has written."""

    id: strawberry.ID
    entries: int = 3

    @classmethod
    def resolve_reference(cls, id: strawberry.ID) -> Self:  # noqa: A002  # the key's name
        """Give what a representation stands for."""
        return cls(id=id)


@asynccontextmanager
async def guestbook(best: str) -> AsyncIterator[tuple[str, str]]:
    """Serve the subgraph while the block runs; gives its address and its SDL.

    Args:
        best: the global id of the venue it calls the best.

    """

    @strawberry.type
    class Query:
        """Where to begin."""

        @strawberry.field
        def best_venue(self) -> Venue:
            """Give the venue guests like best."""
            return Venue(id=strawberry.ID(best))

    schema = federation.Schema(query=Query, types=[Booking, Customer], federation_version="2.9")
    app = web.Application()
    app.router.add_route("*", "/graphql", GraphQLView(schema=schema, graphql_ide=None))
    async with TestServer(app) as server:
        yield str(server.make_url("/graphql")), schema.as_str()
