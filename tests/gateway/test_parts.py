"""What each part of an answer tells: faults of the gateway masked, rows that are missing told where they are."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
import strawberry
from aiohttp import web
from graphql import GraphQLError, IncrementalDeferResult, IncrementalStreamResult, InitialIncrementalExecutionResult
from graphql import SubsequentIncrementalExecutionResult as Further
from graphql.execution.types import CompletedResult, PendingResult
from strawberry.schema.config import StrawberryConfig

from gateway.context import open_operation
from gateway.framing import EVENTS_FRAMED
from gateway.graphql_view import View
from gateway.parts import Parts
from gateway.serve import listening
from gateway.streaming import stream
from loaders.errors import BadResponse
from schema.build import Schema
from schema.context import Context
from schema.executor import Executor
from tests.talking import EVENTS, PARTS, next_event, parts_of

SECRET = "hunter2"


@strawberry.type
class Inner:
    """What fails."""

    @strawberry.field
    async def secret(self) -> str | None:
        """Fail, and be null."""
        raise KeyError(SECRET)

    @strawberry.field
    async def loud(self) -> str:
        """Fail, and take the whole part along."""
        raise KeyError(SECRET)


@strawberry.type
class Query:
    """A graph with faults."""

    @strawberry.field
    def inner(self) -> Inner:
        """Give what fails."""
        return Inner()

    @strawberry.field
    def rows(self) -> list[Inner]:
        """Give several."""
        return [Inner(), Inner(), Inner()]


@asynccontextmanager
async def served() -> AsyncIterator[str]:
    """Serve the graph with faults."""
    graph = Schema(
        query=Query,
        config=StrawberryConfig(enable_experimental_incremental_execution=True),
        execution_context_class=Executor,
    )
    app = web.Application()

    async def begin(*_: object) -> Context:
        return open_operation({}, 5)

    app.router.add_route("*", "/graphql", View(graph, begin, None))
    async with listening(app, "127.0.0.1", 0) as url:
        yield f"{url}/graphql"


@pytest.mark.parametrize(
    ("query", "faults"),
    [
        ("{ inner { __typename ... @defer { secret } } }", 1),
        ("{ inner { __typename ... @defer { loud } } }", 1),
        ("{ inner { secret ... @defer { loud } } }", 2),
        ("{ rows @stream(initialCount: 1) { secret } }", 3),
        ("{ rows @stream(initialCount: 0) { loud } }", 1),
    ],
)
async def test_a_fault_of_the_gateway_is_masked_in_every_part(
    query: str, faults: int, caplog: pytest.LogCaptureFixture
) -> None:
    """A client learns a number, the log has a line for it, and nobody what the fault held; in either framing."""
    async with served() as url, aiohttp.ClientSession() as client:
        async with client.post(url, json={"query": query}, headers=PARTS) as response:
            told = await parts_of(response)
        assert len(caplog.records) == faults
        async with client.post(url, json={"query": query}, headers=EVENTS) as response:
            while (event := await next_event(response)) is not None:
                told.append(event[1] or {})
    assert str(told).count("'INTERNAL'") == 2 * faults
    assert SECRET not in str(told) + caplog.text
    assert "Traceback" not in caplog.text


def fault(*path: str | int) -> GraphQLError:
    """Make what a list tells of a row that could not be read."""
    cause = BadResponse("a row cannot be read", source="park", vendor="booking_experts")
    return GraphQLError(str(cause), path=list(path), original_error=cause)


async def test_rows_that_are_missing_are_told_where_they_are() -> None:
    """Each is told once: with the first part if its list is there, else with the part that brings the list."""
    context = open_operation({}, 5)
    parts = Parts(context, dict)
    context.faults += [fault("here"), fault("later", "rows"), fault("stream", 1)]
    pending = [PendingResult("0", [], "later"), PendingResult("1", ["stream"])]
    first = parts.first(InitialIncrementalExecutionResult({"here": 1, "stream": []}, pending=pending, has_next=True))
    assert [error["path"] for error in first["errors"]] == [["here"]]
    late = IncrementalDeferResult({"rows": []}, "0", sub_path=["later"])
    second = parts.next(Further(incremental=[late, IncrementalStreamResult([1, 2], "1")], has_next=True))
    assert [[error["path"] for error in one["errors"]] for one in second["incremental"]] == [
        [["later", "rows"]],
        [["stream", 1]],
    ]
    context.faults.append(fault("elsewhere"))
    last = parts.next(Further(completed=[CompletedResult("0"), CompletedResult("1")], has_next=False))
    assert [[error["path"] for error in one.get("errors", ())] for one in last["completed"]] == [[], [["elsewhere"]]]
    assert context.faults == []
    assert all(error["extensions"]["code"] == "VENDOR_BAD_RESPONSE" for error in first["errors"])


async def test_a_fault_of_the_gateway_between_parts_ends_them(caplog: pytest.LogCaptureFixture) -> None:
    """Once the first part has gone out, whatever goes wrong is told as the last."""

    async def failing() -> AsyncGenerator[dict[str, str]]:
        yield {"data": "first"}
        raise KeyError(SECRET)

    async def answer(request: web.Request) -> web.StreamResponse:
        return await stream(request, failing(), EVENTS_FRAMED)

    app = web.Application()
    app.router.add_get("/", answer)
    async with listening(app, "127.0.0.1", 0) as url, aiohttp.ClientSession() as client, client.get(url) as response:
        assert await next_event(response) == ("next", {"data": "first"})
        name, body = await next_event(response) or ("", None)
        assert (name, body["errors"][0]["extensions"]) == ("next", {"code": "INTERNAL"})
        assert await next_event(response) == ("complete", None)
    assert SECRET not in caplog.text
