"""WebSockets used wrongly: each wrong use, the code it is closed with, and the exact sentence it gets."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from gateway.app import FEED
from gateway.auth import Refused
from gateway.conversation import MOST_OPERATIONS
from gateway.lines import Lines
from loaders.records import BOOKING, Ref
from loaders.writing.feed import MOST
from loaders.writing.word import Change, ChangeKind, ChangeOrigin
from tests.gateway.test_auth import SERVER
from tests.house import House, house
from tests.talking import EVENTS, PROTOCOL, Talk, heard_by, talking

CHANGES = "subscription { bookingChanged { id } }"
STRANGE = "Expected a message of the protocol graphql-transport-ws"
HANDSHAKE = (
    b"GET /graphql HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
    b"Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n"
)
SUBSCRIBE = {"type": "subscribe", "id": "1", "payload": {"query": CHANGES}}


@pytest.fixture
async def running() -> AsyncIterator[House]:
    """Give a small house."""
    async with house("booking_experts", size=5) as running:
        yield running


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1", "Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example", "Authorization": "Bearer front-desk-token"},
    ],
)
async def test_the_page_of_another_origin_opens_none(running: House, headers: dict[str, str]) -> None:
    """403 before anything else: a browser asks nobody before it opens a WebSocket for a page."""
    with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
        await running.client.ws_connect(f"{running.url}/graphql", protocols=(PROTOCOL,), headers=headers)
    assert refusal.value.status == 403


async def test_our_own_page_and_programs_open_one(running: House) -> None:
    """The page of Foyer's own origin is welcome, and so is a program, which names none."""
    async with talking(running, headers={"Origin": running.url}) as talk:
        await talk.subscribe("{ __typename }")
        assert await talk.told() == {"__typename": "Query"}


@pytest.mark.parametrize("protocols", [(), ("graphql-ws",), ("soap",)])
async def test_another_protocol_is_closed(running: House, protocols: tuple[str, ...]) -> None:
    """Who does not speak graphql-transport-ws is told so."""
    async with running.client.ws_connect(f"{running.url}/graphql", protocols=protocols) as wire:
        assert await Talk(wire, running).closed() == (
            4406,
            "Subprotocol not acceptable: expected graphql-transport-ws",
        )


BEFORE: dict[str, tuple[str, int, str]] = {
    "not JSON": ("{", 4400, "WebSocket message must be valid JSON"),
    "a list": ("[1]", 4400, STRANGE),
    "a string": ('"connection_init"', 4400, STRANGE),
    "no type": ("{}", 4400, STRANGE),
    "a strange type": ('{"type": "start"}', 4400, STRANGE),
    "a type that is a list": ('{"type": ["ping"]}', 4400, STRANGE),
    "an operation of nobody": (json.dumps(SUBSCRIBE), 4401, "Unauthorized"),
    "a payload that is none": ('{"type": "connection_init", "payload": 5}', 4400, "Invalid connection init payload"),
}


@pytest.mark.parametrize(("message", "code", "reason"), BEFORE.values(), ids=BEFORE)
async def test_who_does_not_begin_well_is_parted_with(
    running: House, caplog: pytest.LogCaptureFixture, message: str, code: int, reason: str
) -> None:
    """What makes no sense ends the conversation with the protocol's code, and leaves nothing in the log."""
    async with running.client.ws_connect(f"{running.url}/graphql", protocols=(PROTOCOL,)) as wire:
        await wire.send_str(message)
        assert await Talk(wire, running).closed() == (code, reason)
    assert not caplog.records


NO_ID = "Expected an id of at most 200 characters"
AFTER: dict[str, tuple[Any, int, str]] = {
    "a second beginning": ({"type": "connection_init"}, 4429, "Too many initialisation requests"),
    "no id": ({"type": "subscribe", "payload": {"query": CHANGES}}, 4400, NO_ID),
    "an id that is a number": ({**SUBSCRIBE, "id": 1}, 4400, NO_ID),
    "an empty id": ({**SUBSCRIBE, "id": ""}, 4400, NO_ID),
    "an id without end": ({**SUBSCRIBE, "id": "x" * 201}, 4400, NO_ID),
    "an end without an id": ({"type": "complete"}, 4400, NO_ID),
    "no payload": (
        {"type": "subscribe", "id": "1"},
        4400,
        "Expected a JSON object with a query, and perhaps variables and operationName.",
    ),
    "several operations": ({**SUBSCRIBE, "payload": [{"query": CHANGES}]}, 4400, "Expected one operation"),
    "a query that is a number": (
        {**SUBSCRIBE, "payload": {"query": 5}},
        4400,
        "The GraphQL operation's `query` must be a string or null, if provided.",
    ),
}


@pytest.mark.parametrize(("message", "code", "reason"), AFTER.values(), ids=AFTER)
async def test_who_goes_on_badly_is_parted_with(
    running: House, caplog: pytest.LogCaptureFixture, message: Any, code: int, reason: str
) -> None:
    """The same holds for who is known already."""
    async with talking(running) as talk:
        await talk.socket.send_json(message)
        assert await talk.closed() == (code, reason)
    assert not caplog.records


async def test_bytes_are_no_messages(running: House) -> None:
    """Messages are text."""
    async with talking(running) as talk:
        await talk.socket.send_bytes(b'{"type": "ping"}')
        assert await talk.closed() == (4400, "WebSocket message type must be text")


async def test_the_same_id_twice_is_refused(running: House) -> None:
    """An id stands for one operation under way."""
    async with talking(running) as talk:
        await talk.listening(CHANGES)
        await talk.subscribe(CHANGES)
        assert await talk.closed() == (4409, "Subscriber for 1 already exists")
    await heard_by(running, 0)


async def test_a_message_that_is_too_large_is_not_read() -> None:
    """More than max_body_bytes in one message ends the conversation: 1009."""
    async with house("booking_experts", size=5, server={"max_body_bytes": 2000}) as running, talking(running) as talk:
        await talk.subscribe(CHANGES + " " * 4000)
        code, _ = await talk.closed()
        assert code == aiohttp.WSCloseCode.MESSAGE_TOO_BIG


@pytest.mark.parametrize("payload", [None, {}, {"Authorization": "Bearer guessed"}, {"authorization": 5}])
async def test_who_is_not_known_is_sent_away(payload: Any) -> None:
    """Without a known token in the first message, or in the handshake's header, nothing is begun: 4403."""
    async with (
        house(size=5, server=SERVER) as running,
        running.client.ws_connect(f"{running.url}/graphql", protocols=(PROTOCOL,)) as wire,
    ):
        await wire.send_json({"type": "connection_init", "payload": payload})
        assert await Talk(wire, running).closed() == (4403, "Forbidden")


@pytest.mark.parametrize("name", ["Authorization", "authorization", None])
async def test_a_token_is_shown_in_the_first_message_or_the_header(name: str | None) -> None:
    """As browsers must, in either spelling; or as programs can."""
    shown = "Bearer front-desk-token"
    payload, headers = ({name: shown}, None) if name else (None, {"Authorization": shown})
    async with (
        house(size=5, server=SERVER) as running,
        talking(running, payload, headers) as talk,
    ):
        await talk.subscribe("{ sources { name } }")
        assert await talk.told() == {"sources": [{"name": "park"}]}
        assert (await talk.hear())["type"] == "complete"
        await talk.subscribe('mutation { unblockSpace(input: { id: "x" }) { deletedId } }')
        assert (await talk.hear())["payload"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_more_operations_than_allowed_are_refused(running: House) -> None:
    """One connection has so many under way; one more gets an error of its own, the others go on."""
    async with talking(running) as talk:
        for number in range(MOST_OPERATIONS):
            await talk.subscribe(CHANGES, str(number))
        await talk.subscribe(CHANGES, "more")
        message = await talk.hear()
        assert (message["id"], message["type"]) == ("more", "error")
        assert message["payload"][0]["message"] == "At most 100 operations can be under way on one connection."
        await heard_by(running, MOST_OPERATIONS)
    await heard_by(running, 0)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{ bookings { nodes { id }", "BAD_USER_INPUT"),
        ("{ nonsense }", "BAD_USER_INPUT"),
        ("subscription { bookingChanged { id } spaceBlockChanged { id } }", "BAD_USER_INPUT"),
        ("{ bookings { nodes { ... @defer { id } } } }", "BAD_USER_INPUT"),
        ("subscription { bookingChanged { ... @defer { id } } }", "BAD_USER_INPUT"),
        ("{ " + " ".join(f"a{n}: __typename" for n in range(40)) + " }", "QUERY_TOO_COMPLEX"),
        ("", "BAD_USER_INPUT"),
    ],
)
async def test_an_operation_that_cannot_be_run_is_an_error_of_its_own(
    running: House, caplog: pytest.LogCaptureFixture, query: str, code: str
) -> None:
    """It is refused with a code, and the conversation goes on."""
    async with talking(running) as talk:
        await talk.subscribe(query)
        message = await talk.hear()
        assert (message["type"], message["id"]) == ("error", "1")
        assert {error["extensions"]["code"] for error in message["payload"]} == {code}
        await talk.socket.send_json({"type": "ping"})
        assert await talk.hear() == {"type": "pong"}
    assert not caplog.records


async def test_who_says_that_it_is_over_hears_no_more(running: House) -> None:
    """`complete` ends one subscription, and its id may be used again; leaving ends all."""
    async with talking(running) as talk:
        await talk.listening(CHANGES)
        await talk.listening(CHANGES, "2")
        await talk.socket.send_json({"type": "complete", "id": "1"})
        await talk.socket.send_json({"type": "complete", "id": "unknown"})
        await heard_by(running, 1)
        await talk.listening(CHANGES)
    await heard_by(running, 0)


async def test_what_is_over_before_it_has_begun_leaves_nothing(running: House) -> None:
    """Operations that are ended in the same breath are not run, and do not count."""
    async with talking(running) as talk:
        for number in range(2 * MOST_OPERATIONS):
            await talk.subscribe(CHANGES, str(number))
            await talk.socket.send_json({"type": "complete", "id": str(number)})
        await talk.subscribe("{ __typename }", "last")
        assert await talk.told() == {"__typename": "Query"}
        await heard_by(running, 0)


def flood(running: House, count: int) -> None:
    """Tell of many changes at once."""
    ref = Ref(BOOKING, "park", "3")
    for _ in range(count):
        running.app[FEED].tell(Change(ref, ChangeKind.UPDATED, ChangeOrigin.REFRESH, 1.0))


async def test_who_does_not_take_its_events_is_parted_with(running: House) -> None:
    """Only so many changes wait for one client: at one more it is closed with 1013, and nothing is kept for it."""
    async with talking(running) as slow, talking(running) as quick:
        await slow.listening(CHANGES)
        await quick.listening("subscription { bookingChanged { kind } }")
        flood(running, MOST + 1)
        await heard_by(running, 0)
        for talk in (slow, quick):
            assert await talk.closed() == (aiohttp.WSCloseCode.TRY_AGAIN_LATER, "Too slow: events were not taken")


async def test_a_client_that_reads_nothing_is_parted_with(running: House) -> None:
    """A WebSocket whose other end takes no bytes ends when too many changes wait, not when memory does."""
    host, port = running.url.removeprefix("http://").split(":")
    with socket.socket() as wire:
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        wire.setblocking(False)  # noqa: FBT003  # Python's signature
        loop = asyncio.get_running_loop()
        await loop.sock_connect(wire, (host, int(port)))
        query = "subscription { bookingChanged { " + " ".join(f"a{n}: id" for n in range(29)) + " } }"
        for message in (
            HANDSHAKE,
            frame({"type": "connection_init"}),
            frame({**SUBSCRIBE, "payload": {"query": query}}),
        ):
            await loop.sock_sendall(wire, message)
        await heard_by(running, 1)
        async with asyncio.timeout(60):
            while len(running.app[FEED]):
                flood(running, 1)
                await asyncio.sleep(0)


def frame(message: Any) -> bytes:
    """Write a client's text frame, masked with nothing."""
    text = json.dumps(message).encode()
    length = bytes([0x80 | len(text)]) if len(text) < 126 else b"\xfe" + len(text).to_bytes(2, "big")
    return b"\x81" + length + b"\0\0\0\0" + text


async def test_an_event_stream_that_is_not_read_ends(running: House) -> None:
    """The same holds for server-sent events: the connection is dropped."""
    async with running.client.post(f"{running.url}/graphql", json={"query": CHANGES}, headers=EVENTS) as response:
        await heard_by(running, 1)
        flood(running, MOST + 1)
        await heard_by(running, 0)
        with pytest.raises((aiohttp.ClientError, ConnectionResetError)):
            await response.read()


async def test_only_so_many_connections_stay_open() -> None:
    """One more is refused, 503, until another ends; and nobody is taken in while the house closes."""
    lines = Lines(most=1)
    ended = []

    async def end() -> None:
        ended.append(1)

    with lines.held(end):
        with pytest.raises(Refused) as refusal, lines.held(end):
            pass
        assert refusal.value.status == 503
        await lines.close()
        assert ended == [1]
    with pytest.raises(Refused), lines.held(end):
        pass
