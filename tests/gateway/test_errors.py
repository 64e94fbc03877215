"""How what went wrong is told: to a client with a code and no more than it may know, to the operator in one line."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import Enum
from typing import Any

import aiohttp
import pytest
import strawberry
from aiohttp import web
from strawberry.types.info import Info

from gateway.context import open_operation
from gateway.graphql_view import View
from gateway.serve import listening
from loaders import errors
from schema.build import Schema
from schema.context import Context
from schema.types.errors import CODES, ErrorCode, code_of, graphql_error

SECRET = "sandbox-secret-key"
NUMBER = re.compile(r"The gateway failed\. Its log tells more under the number ([0-9a-f]{8})\.")


class Colour(Enum):
    """One colour."""

    RED = "RED"


@strawberry.type
class Leaf:
    """Something with a field that is there and one that is not."""

    name: str = "leaf"

    @strawberry.field
    def broken(self) -> str:
        """Fail as nobody expected."""
        raise KeyError(SECRET)

    @strawberry.field
    async def late(self) -> str:
        """Fail a little later."""
        await asyncio.sleep(0)
        raise RuntimeError(SECRET)


@strawberry.type
class Query:
    """A graph with bugs in it."""

    @strawberry.field
    def leaf(self) -> Leaf | None:
        """Give something."""
        return Leaf()

    @strawberry.field
    def leaves(self) -> list[Leaf | None]:
        """Give several, one of which is a fault."""
        found: Any = [Leaf(), ValueError(SECRET), errors.BadInput("second: expected a leaf."), Leaf()]
        return found

    @strawberry.field
    def number(self) -> int | None:
        """Give a number that no Int can hold."""
        return 3_000_000_000

    @strawberry.field
    def colour(self) -> strawberry.enum(Colour) | None:  # type: ignore[valid-type]  # made where it is used
        """Give a colour that there is not."""
        found: Any = SECRET
        return found

    @strawberry.field
    def nothing(self) -> str:
        """Give nothing where something was promised."""
        found: Any = None
        return found

    @strawberry.field
    def future(self, info: Info[Any, Any], name: str) -> str | None:
        """Give what is only there later: the same future to all that ask for the same."""
        shared: dict[str, Any] = info.context.inquiry.selection.fields  # an operation's own mapping
        if name not in shared:
            shared[name] = asyncio.get_running_loop().create_future()
            asyncio.get_running_loop().call_soon(shared[name].set_result, name)
        return shared[name]

    @strawberry.field
    def first(self, most: int = 5) -> int:
        """Give what was asked for."""
        return most

    @strawberry.field
    def vendor(self) -> str | None:
        """Fail as a vendor does."""
        raise errors.RateLimited("hotel allows no more calls", source="hotel", vendor="event_temple", retry_after=6.2)


@asynccontextmanager
async def served(query: type = Query) -> AsyncIterator[str]:
    """Serve a graph as the gateway's own is served; gives its address."""
    app = web.Application()

    async def begin(*_: object) -> Context:
        return open_operation({}, 5)

    view = View(Schema(query=query), begin, None)
    app.router.add_route("*", "/graphql", view)
    async with listening(app, "127.0.0.1", 0) as url:
        yield f"{url}/graphql"


async def ask(url: str, query: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
    """Ask a question and give the whole response."""
    body = {"query": query, "variables": variables}
    async with aiohttp.ClientSession() as client, client.post(url, json=body) as response:
        assert response.status == 200
        answer: dict[str, Any] = await response.json()
        return answer


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("{ leaf { name broken } }", ["leaf", "broken"]),
        ("{ leaf { name late } }", ["leaf", "late"]),
        ("{ number }", ["number"]),
        ("{ colour }", ["colour"]),
        ("{ nothing }", ["nothing"]),
    ],
)
async def test_a_fault_of_the_gateway_is_masked(query: str, path: list[str], caplog: pytest.LogCaptureFixture) -> None:
    """A client learns a number; the log has one line under it that names type and place, and neither shows a value."""
    async with served() as url:
        answer = await ask(url, query)
    (error,) = answer["errors"]
    told = NUMBER.fullmatch(error["message"])
    assert told is not None
    assert error["extensions"] == {"code": "INTERNAL"}
    assert error["path"] == path
    assert error["locations"]
    (line,) = [record for record in caplog.records if record.name == "foyer"]
    assert line.levelno == logging.ERROR
    assert re.search(rf"^internal fault {told[1]}: \w+ at \w+\.py:\d+, path \['", line.getMessage())
    assert line.exc_info is None
    for leak in (SECRET, "3000000000", "Traceback"):
        assert leak not in str(answer) + caplog.text


async def test_a_fault_in_a_list_spoils_its_own_row() -> None:
    """Of a list, the row that is a fault is null with its own error and place; the others are there."""
    async with served() as url:
        answer = await ask(url, "{ leaves { name } }")
    assert answer["data"]["leaves"] == [{"name": "leaf"}, None, None, {"name": "leaf"}]
    first, second = answer["errors"]
    assert (first["path"], first["extensions"]["code"]) == (["leaves", 1], "INTERNAL")
    assert (second["path"], second["extensions"]["code"]) == (["leaves", 2], "BAD_USER_INPUT")
    assert second["message"] == "second: expected a leaf."


async def test_a_failing_neighbour_takes_no_future_along() -> None:
    """Where resolvers give the same future to several fields and one beside them fails, the rest is answered."""
    async with served() as url:
        answer = await ask(url, '{ a: future(name: "x") leaf { late } b: future(name: "x") c: future(name: "y") }')
    assert answer["data"] == {"a": "x", "leaf": None, "b": "x", "c": "y"}
    assert [error["path"] for error in answer["errors"]] == [["leaf", "late"]]


async def test_a_vendors_fault_tells_whose_it_is() -> None:
    """Source, vendor, whether asking again may help, and after how many whole seconds."""
    async with served() as url:
        answer = await ask(url, "{ vendor }")
    assert answer["errors"] == [
        {
            "message": "hotel allows no more calls",
            "locations": [{"line": 1, "column": 3}],
            "path": ["vendor"],
            "extensions": {
                "code": "VENDOR_RATE_LIMITED",
                "source": "hotel",
                "vendor": "EVENT_TEMPLE",
                "retryable": True,
                "retryAfterSeconds": 7,
            },
        }
    ]


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ("{", None),
        ("{ nope }", None),
        ("{ first(most: 3000000000) }", None),
        ('{ first(most: "5") }', None),
        ("query ($x: Int!) { first(most: $x) }", None),
        ("query ($x: Int!) { first(most: $x) }", {"x": "5"}),
        ("query ($x: Int = 5) { first(most: $x) }", {"x": None}),
        ("mutation { first }", None),
    ],
)
async def test_a_clients_mistake_is_called_one(
    query: str, variables: dict[str, Any] | None, caplog: pytest.LogCaptureFixture
) -> None:
    """What graphql-core refuses is BAD_USER_INPUT with its own sentence, and no line in the log."""
    async with served() as url:
        answer = await ask(url, query, variables)
    assert answer["errors"]
    for error in answer["errors"]:
        assert error["extensions"]["code"] == "BAD_USER_INPUT"
        assert not NUMBER.fullmatch(error["message"])
        assert error["locations"]
    assert not caplog.records


async def test_a_fault_before_anything_ran_is_masked(caplog: pytest.LogCaptureFixture) -> None:
    """Even a gateway that cannot open an operation answers in the type asked for, with 500 and a number."""

    async def begin(_: web.Request, __: str | None) -> Context:
        raise KeyError(SECRET)

    app = web.Application()
    app.router.add_route("*", "/graphql", View(Schema(query=Query), begin, None))
    headers = {"Accept": "application/graphql-response+json"}
    async with (
        listening(app, "127.0.0.1", 0) as url,
        aiohttp.ClientSession(headers=headers) as client,
        client.post(f"{url}/graphql", json={"query": "{ first }"}) as response,
    ):
        assert response.status == 500
        assert response.headers["Content-Type"] == "application/graphql-response+json; charset=utf-8"
        answer = await response.json(content_type=None)
    (error,) = answer["errors"]
    assert NUMBER.fullmatch(error["message"])
    assert error["extensions"] == {"code": "INTERNAL"}
    assert SECRET not in str(answer) + caplog.text
    assert "Traceback" not in caplog.text


def faults(kind: type[errors.FoyerError] = errors.FoyerError) -> set[type[errors.FoyerError]]:
    """Give every fault there is in the loaders' tree that has none below it."""
    below = kind.__subclasses__()
    return {kind} if not below else set().union(*(faults(one) for one in below))


@pytest.mark.parametrize("kind", sorted(faults(), key=lambda kind: kind.__name__))
def test_every_fault_has_a_code(kind: type[errors.FoyerError]) -> None:
    """The table from faults to codes leaves none out: INTERNAL is for what nobody expected."""
    fault = kind.__new__(kind)
    assert code_of(fault) is not ErrorCode.INTERNAL
    assert sum(isinstance(fault, one) for one, _ in CODES) == 1


def test_what_nobody_expected_has_a_code_too() -> None:
    """Anything else is INTERNAL and tells nothing of itself."""
    told = graphql_error(ValueError(SECRET))
    assert told.extensions == {"code": "INTERNAL"}
    assert SECRET not in told.message


@pytest.mark.parametrize(("wait", "seconds"), [(0.0, 0), (0.1, 1), (7.0, 7), (7.01, 8), (-3.0, 0)])
def test_seconds_to_wait_are_rounded_up(wait: float, seconds: int) -> None:
    """A client that waits as long as it is told is not too early."""
    fault = errors.VendorDown("hotel is down", source="hotel", vendor="event_temple", retry_after=wait)
    assert (graphql_error(fault).extensions or {})["retryAfterSeconds"] == seconds
