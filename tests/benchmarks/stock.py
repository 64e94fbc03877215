"""What a team would write first: the stock Strawberry view, plain DataLoaders, a vendor call a batch, whole documents.

It answers the benchmark's questions from the same sandbox vendors, without planning, sharing or keeping anything.
"""

import asyncio
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode

import aiohttp
import strawberry
from aiodataloader import DataLoader
from aiohttp import web
from strawberry.aiohttp.views import GraphQLView
from strawberry.types.info import Info

from gateway.serve import listening
from sandbox.server import Running

BATCH = 50


class Wire:
    """Asks the sandbox vendors."""

    def __init__(self, vendors: dict[str, Running], client: aiohttp.ClientSession) -> None:
        self._client = client
        self._vendors = vendors

    async def get(self, source: str, path: str, **query: str) -> dict[str, Any]:
        """Ask for a document."""
        vendor = self._vendors[source]
        keys = vendor.vendor.credentials
        headers = {"X-API-KEY": keys["api_key"]}
        if source == "hotel":
            headers["X-Api-Org"] = keys["org"]
        async with self._client.get(f"{vendor.url}{path}?{urlencode(query)}", headers=headers) as response:
            document: dict[str, Any] = await response.json(content_type=None)
            return document


class Customers(DataLoader[str, Any]):
    """Customers by id: they come with bookings only."""

    def __init__(self, wire: Wire) -> None:
        super().__init__(max_batch_size=BATCH)
        self._wire = wire

    async def batch_load_fn(self, keys: list[str]) -> list[Any]:
        """Ask for the bookings of these customers."""
        document = await self._wire.get(
            "park",
            "/v3/administrations/1/bookings",
            **{"filter[customer]": ",".join(keys), "include": "customer", "page[size]": "100"},
        )
        known = {one["id"]: one["attributes"] for one in document.get("included", ())}
        return [known.get(key) for key in keys]


class Stays(DataLoader[str, Any]):
    """Agenda periods by reservation."""

    def __init__(self, wire: Wire) -> None:
        super().__init__(max_batch_size=BATCH)
        self._wire = wire

    async def batch_load_fn(self, keys: list[str]) -> list[Any]:
        """Ask for the agenda periods of these reservations, with their rentables."""
        document = await self._wire.get(
            "park",
            "/v3/administrations/1/agenda_periods",
            **{"filter[reservation]": ",".join(keys), "include": "rentable", "page[size]": "100"},
        )
        rentables = {one["id"]: one["attributes"] for one in document.get("included", ())}
        found: dict[str, Any] = {}
        for row in document["data"]:
            rentable = row["relationships"]["rentable"]["data"].get("id")
            found[row["relationships"]["reservation"]["data"]["id"]] = (row["attributes"], rentables.get(rentable))
        return [found.get(key) for key in keys]


@strawberry.type
class Space:
    name: str | None


@strawberry.type
class Period:
    start_date: str
    end_date: str


@strawberry.type
class Allocation:
    period: Period
    space: Space | None


@strawberry.type
class Customer:
    name: str | None


@strawberry.type
class Booking:
    row: strawberry.Private[Any]

    @strawberry.field
    def reference(self) -> str | None:
        return self.row["attributes"]["booking_nr"]

    @strawberry.field
    def status(self) -> str | None:
        return self.row["attributes"]["state"]

    @strawberry.field
    async def customer(self, info: Info[Any, Any]) -> Customer | None:
        linked = self.row["relationships"]["customer"]["data"]
        found = await info.context["customers"].load(linked["id"]) if linked.get("id") else None
        return Customer(name=f"{found['first_name']} {found['last_name']}") if found else None

    @strawberry.field
    async def allocations(self, info: Info[Any, Any]) -> list[Allocation]:
        linked = [one["id"] for one in self.row["relationships"]["reservations"]["data"] if one and one.get("id")]
        found = await asyncio.gather(*(info.context["stays"].load(one) for one in linked))
        return [
            Allocation(
                period=Period(start_date=stay["start_date"], end_date=stay["end_date"]),
                space=Space(name=rentable["name"]) if rentable else None,
            )
            for stay, rentable in (one for one in found if one)
        ]


@strawberry.type
class Event:
    row: strawberry.Private[Any]
    space_row: strawberry.Private[Any]

    @strawberry.field
    def name(self) -> str | None:
        return self.row["attributes"]["name"]

    @strawberry.field
    def status(self) -> str | None:
        return self.row["attributes"]["status"]

    @strawberry.field
    def space(self) -> Space | None:
        return Space(name=self.space_row["name"]) if self.space_row else None


@strawberry.type
class Bookings:
    nodes: list[Booking]


@strawberry.type
class Events:
    nodes: list[Event]


@strawberry.input
class Filter:
    sources: list[str]


@strawberry.type
class Query:
    @strawberry.field
    async def bookings(self, info: Info[Any, Any], first: int, filter: Filter) -> Bookings:
        document = await info.context["wire"].get(
            "park", "/v3/administrations/1/bookings", **{"include": "customer", "page[size]": str(first)}
        )
        return Bookings(nodes=[Booking(row=row) for row in document["data"]])

    @strawberry.field
    async def events(self, info: Info[Any, Any], first: int, filter: Filter) -> Events:
        document = await info.context["wire"].get(
            "hotel", "/v2/events", **{"include": "space", "page[size]": str(first)}
        )
        spaces = {one["id"]: one["attributes"] for one in document.get("included", ()) if one["type"] == "spaces"}
        return Events(
            nodes=[
                Event(row=row, space_row=spaces.get((row["relationships"]["space"]["data"] or {}).get("id")))
                for row in document["data"]
            ]
        )


class View(GraphQLView[Any, None]):
    """The stock view with fresh loaders a request."""

    wire: Wire

    async def get_context(self, request: Any, response: Any) -> Any:
        """Open a request."""
        return {"wire": self.wire, "customers": Customers(self.wire), "stays": Stays(self.wire)}


@asynccontextmanager
async def stock(vendors: dict[str, Running]) -> Any:
    """Run the stock gateway; gives its address."""
    async with aiohttp.ClientSession() as client:
        view = View(schema=strawberry.Schema(query=Query))
        view.wire = Wire(vendors, client)
        app = web.Application()
        app.router.add_route("*", "/graphql", view)
        async with listening(app, "127.0.0.1", 0) as url:
            yield url
