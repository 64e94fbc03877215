"""What a subscription hears: only what its caller may see and asked for, as it is when it is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest

from gateway.app import FEED, ROOMS
from loaders.records import BOOKING, SPACE, SPACE_BLOCK, VENUE, Ref
from loaders.writing.word import Change, ChangeKind, ChangeOrigin
from tests.gateway.test_auth import SERVER, bearer
from tests.gateway.test_webhooks import linked
from tests.house import House, house
from tests.talking import EVENTS, PARTS, Talk, call, happened, heard_by, next_event, talking

CHANGES = """subscription ($venues: [ID!], $bookings: [ID!]) {
    bookingChanged(venues: $venues, bookings: $bookings) { id } }"""
BLOCKS = "subscription { spaceBlockChanged { kind origin spaceBlock { label } } }"


@pytest.fixture
async def running() -> AsyncIterator[House]:
    """Give a small house."""
    async with house(size=20) as running:
        yield running


def tell(running: House, key: str, source: str = "park", *touched: Ref, kind: str = BOOKING) -> str:
    """Tell of a change as if another process had; gives the id of what changed."""
    ref = Ref(kind, source, key)
    running.app[FEED].tell(Change(ref, ChangeKind.UPDATED, ChangeOrigin.REFRESH, 1.0, touched))
    return ref.encode()


async def test_our_own_changes_are_told(running: House) -> None:
    """A mutation through this gateway is heard by who waits, with the thing as it is now, and null when it is gone."""
    known = await running.data('{ spaces(first: 1, filter: { sources: ["park"] }) { nodes { id } } }')
    block = """mutation ($space: ID!) { blockSpace(input: {
        idempotencyKey: "k1", space: $space, kind: MAINTENANCE, from: "2027-01-04", to: "2027-01-06", label: "Paint"
    }) { spaceBlock { id } userErrors { message } } }"""
    async with talking(running) as talk:
        await talk.listening(BLOCKS)
        made = await running.data(block, {"space": known["spaces"]["nodes"][0]["id"]})
        assert made["blockSpace"]["userErrors"] == []
        expected = {"kind": "CREATED", "origin": "MUTATION", "spaceBlock": {"label": "Paint"}}
        assert (await talk.told())["spaceBlockChanged"] == expected
        lift = "mutation ($id: ID!) { unblockSpace(input: { id: $id }) { deletedId } }"
        await running.data(lift, {"id": made["blockSpace"]["spaceBlock"]["id"]})
        assert (await talk.told())["spaceBlockChanged"] == {"kind": "DELETED", "origin": "MUTATION", "spaceBlock": None}


async def test_a_change_is_told_as_it_is_now(running: House) -> None:
    """What one event's answer has read is not what the next one's tells."""
    row = running.vendors["park"].data["1"]["booking"]["3"]
    async with talking(running) as talk:
        await talk.listening("subscription { bookingChanged { booking { reference venue { name } } } }")
        for number in ("A-1", "A-2"):
            row["attributes"]["booking_nr"] = number
            assert await call(running, happened(running, "booking:updated", "booking", "3")) == 200
            told = (await talk.told())["bookingChanged"]["booking"]
            assert told == {"reference": number, "venue": {"name": "Duinpark"}}


async def test_only_what_was_asked_for_is_told(running: House) -> None:
    """Filters by venue and by booking let through what is there, at a source of one venue without a call."""
    park, hotel = Ref(VENUE, "park", "1").encode(), Ref(VENUE, "hotel", "hotel").encode()
    async with talking(running) as talk:
        for key, variables in (
            ("park", {"venues": [park]}),
            ("hotel", {"venues": [hotel]}),
            ("three", {"bookings": [Ref(BOOKING, "park", "3").encode()]}),
            ("neither", {"venues": [hotel], "bookings": [Ref(BOOKING, "park", "3").encode()]}),
            ("none", {"bookings": []}),
        ):
            await talk.listening(CHANGES, key, variables=variables)
        running.forget()
        three, nine = tell(running, "3"), tell(running, "9")
        heard = [await talk.hear() for _ in range(3)]
        ids = [(one["id"], one["payload"]["data"]["bookingChanged"]["id"]) for one in heard]
        assert sorted(ids) == sorted([("park", three), ("park", nine), ("three", three)])
        assert not running.calls("park")


async def test_where_a_thing_is_is_looked_up_if_it_must_be() -> None:
    """At a source of several venues a booking's own is asked for, unless who told of the change told it."""
    source = {"administrations": ["1", "2"], "venue_names": {"1": "Duinpark", "2": "Bospark"}}
    async with house("booking_experts", size=20, source=source) as running, talking(running) as talk:
        await talk.listening(CHANGES, variables={"venues": [Ref(VENUE, "park", "2").encode()]})
        second = next(iter(running.vendors["park"].data["2"]["booking"]))
        tell(running, "3", "park", Ref(VENUE, "park", "1"))
        told = tell(running, "4000", "park", Ref(VENUE, "park", "2"))
        assert (await talk.told())["bookingChanged"]["id"] == told
        assert not running.calls("park")
        tell(running, next(one for one in running.vendors["park"].data["1"]["booking"] if one != second))
        found = tell(running, second)
        assert (await talk.told())["bookingChanged"]["id"] == found
        assert running.calls("park")
        running.vendors["park"].faults.add("status")
        doubtful = tell(running, "5")
        assert (await talk.told())["bookingChanged"]["id"] == doubtful, "better once too often than not at all"


async def test_a_block_is_looked_up_if_its_space_is_not_told(running: House) -> None:
    """SpaceBlockChanged by space asks for the block where the change does not say which space it keeps."""
    periods = running.vendors["park"].data["1"]["agenda_period"]
    key, space = next((key, one) for key, row in periods.items() if (one := linked(row)) is not None)
    query = "subscription ($at: [ID!]) { spaceBlockChanged(spaces: $at) { id } }"
    async with talking(running) as talk:
        await talk.listening(query, "here", variables={"at": [Ref(SPACE, "park", space).encode()]})
        await talk.listening(query, "there", variables={"at": [Ref(SPACE, "park", "nowhere").encode()]})
        told = tell(running, key, kind=SPACE_BLOCK)
        tell(running, "3")
        last = tell(running, key, "park", Ref(SPACE, "park", "nowhere"), kind=SPACE_BLOCK)
        heard = [await talk.hear() for _ in range(2)]
        assert sorted((one["id"], one["payload"]["data"]["spaceBlockChanged"]["id"]) for one in heard) == [
            ("here", told),
            ("there", last),
        ]


async def test_a_caller_hears_of_its_own_sources_alone() -> None:
    """Another source's changes are not told, whatever is asked for by id; a token that may not read hears nothing."""
    async with house(size=20, server=SERVER) as running:
        headers = {"Authorization": "Bearer front-desk-token"}
        hidden = Ref(BOOKING, "hotel", "103").encode()
        async with talking(running, headers) as talk, talking(running, bearer("writer-token")) as writer:
            await talk.listening(CHANGES, "all")
            await talk.listening(CHANGES, "one", variables={"bookings": [hidden]})
            tell(running, "103", "hotel")
            seen = tell(running, "3")
            message = await talk.hear()
            assert (message["id"], message["payload"]["data"]["bookingChanged"]["id"]) == ("all", seen)
            await writer.subscribe(CHANGES)
            message = await writer.hear()
            assert (message["type"], message["payload"][0]["extensions"]["code"]) == ("error", "FORBIDDEN")


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"venues": ["x"]}, 'venues[0]: expected the id of a venue; got "x", not an id of ours.'),
        (
            {"bookings": [Ref(VENUE, "park", "1").encode()]},
            "bookings[0]: expected the id of a booking; got the id of a venue.",
        ),
        ({"bookings": ["x"] * 101}, "bookings: expected at most 100; got 101."),
    ],
)
async def test_a_filter_that_cannot_be_meant_is_told(running: House, variables: dict[str, Any], sentence: str) -> None:
    """An id that is none, or of another kind, ends the subscription with its sentence."""
    async with talking(running) as talk:
        await talk.subscribe(CHANGES, variables=variables)
        (error,) = (await talk.hear())["payload"]["errors"]
        assert (error["message"], error["extensions"]["code"]) == (sentence, "BAD_USER_INPUT")
        assert await talk.hear() == {"type": "complete", "id": "1"}


async def test_who_missed_changes_is_told_so(running: House) -> None:
    """Where word was lost on its way, the subscription ends with an error that says so, and with no change made up."""
    async with talking(running) as talk:
        await talk.listening(CHANGES)
        running.app[FEED].miss()
        payload = (await talk.hear())["payload"]
        assert payload["errors"][0]["extensions"]["code"] == "STORE_UNREACHABLE"
        assert "Subscribe again" in payload["errors"][0]["message"]
        assert (await talk.hear())["type"] == "complete"
        await heard_by(running, 0)


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_changes_come_as_server_sent_events(running: House, method: str) -> None:
    """A client of event streams hears them, by GET too; who leaves is not told any more."""
    asked: dict[str, Any] = {"params": {"query": CHANGES}} if method == "GET" else {"json": {"query": CHANGES}}
    async with running.client.request(method, f"{running.url}/graphql", headers=EVENTS, **asked) as response:
        assert response.headers["Content-Type"] == "text/event-stream; charset=utf-8"
        await heard_by(running, 1)
        ids = [tell(running, "3"), tell(running, "9")]
        for expected in ids:
            name, body = await next_event(response) or ("", None)
            assert (name, body["data"]["bookingChanged"]["id"]) == ("next", expected)
        response.close()
    await heard_by(running, 0)


async def test_a_subscription_that_is_refused_ends_its_stream(running: House) -> None:
    """What is invalid is told as the one event there is: who reads an event stream reads nothing else."""
    query = "subscription { bookingChanged { nonsense } }"
    async with running.client.post(f"{running.url}/graphql", json={"query": query}, headers=EVENTS) as response:
        name, body = await next_event(response) or ("", None)
        assert (name, body["errors"][0]["extensions"]["code"]) == ("next", "BAD_USER_INPUT")
        assert await next_event(response) == ("complete", None)


@pytest.mark.parametrize("accept", [PARTS, {"Accept": "application/json"}])
async def test_changes_are_not_told_in_one_response(running: House, accept: dict[str, str]) -> None:
    """A subscription that is sent like a question is refused with 406, which names what to accept."""
    async with running.client.post(f"{running.url}/graphql", json={"query": CHANGES}, headers=accept) as response:
        assert response.status == 406
        (error,) = (await response.json())["errors"]
    assert error["message"] == "This operation is answered as text/event-stream: expected one of them in Accept."


async def test_two_hundred_hear_of_one_call(running: House) -> None:
    """200 subscriptions on 20 connections: one call of the vendor tells all, for one question to the vendor."""
    query = "subscription { bookingChanged { booking { reference } } }"
    async with asyncio.timeout(60), _talks(running, 20) as talks:
        for talk in talks:
            for number in range(10):
                await talk.subscribe(query, str(number))
        await heard_by(running, 200)
        running.forget()
        assert await call(running, happened(running, "booking:updated", "booking", "3")) == 200
        told = [(await talk.told())["bookingChanged"]["booking"] for talk in talks for _ in range(10)]
    assert {one["reference"] for one in told} == {
        running.vendors["park"].data["1"]["booking"]["3"]["attributes"]["booking_nr"]
    }
    assert len(running.calls("park")) <= 3


@asynccontextmanager
async def _talks(running: House, count: int) -> AsyncIterator[list[Talk]]:
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(talking(running)) for _ in range(count)]


async def test_who_asks_the_same_hears_together_and_leaves_alone(running: House) -> None:
    """Equal subscriptions are one execution, which goes on when the first who came is gone, and ends with the last."""
    async with talking(running) as last:
        async with talking(running) as first:
            await first.listening(CHANGES)
            await last.listening(CHANGES, variables={})
            assert (len(running.app[ROOMS]), len(running.app[FEED])) == (1, 1)
            told = tell(running, "3")
            assert [(await one.told())["bookingChanged"]["id"] for one in (first, last)] == [told] * 2
        await heard_by(running, 1)
        told = tell(running, "9")
        assert (await last.told())["bookingChanged"]["id"] == told
        await last.listening(CHANGES, "2", variables={"bookings": [told]})
        assert len(running.app[ROOMS]) == 2
    await heard_by(running, 0)


async def test_who_may_see_other_things_does_not_hear_together() -> None:
    """The same words from two callers are two executions, each with its caller's own sources."""
    async with (
        house(size=20, server=SERVER) as running,
        talking(running, bearer("front-desk-token")) as front,
        talking(running, bearer("office-token")) as all_,
    ):
        await front.listening(CHANGES)
        await all_.listening(CHANGES)
        hidden, seen = tell(running, "103", "hotel"), tell(running, "3")
        assert (await front.told())["bookingChanged"]["id"] == seen
        assert [(await all_.told())["bookingChanged"]["id"] for _ in range(2)] == [hidden, seen]
