"""The log: what stands in a line, what does not, and that nobody waits for it to be read."""

from __future__ import annotations

import json
import logging
import os
import pty
import socket
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

import pytest

from gateway.telemetry.logs import formatter, open_log
from gateway.telemetry.outlet import LONGEST, Outlet
from gateway.telemetry.request_id import request_id
from tests.gateway.telemetry.told import log
from tests.house import house

QUESTION = """query Arrivals($search: String) {
  bookings(first: 2, filter: { search: $search }) { nodes { reference } }
}"""

KEPT = "query Arrivals { bookings(first: 2, orderBy: { field: REFERENCE }) { nodes { reference } } }"


async def test_a_request_is_one_line_and_each_vendor_call_one() -> None:
    """Name, hash, time, status, cost, calls and hits of the operation; source, path, status and attempt of a call."""
    with log() as kept:
        async with house("booking_experts", size=20) as running:
            for _ in range(2):
                await running.data(KEPT)
            made = [f"{call.method} {call.path}" for call in running.calls("park")]
    first, second = kept.events("request")
    calls = kept.events("vendor call")
    assert [f"{call['method']} {call['path']}" for call in calls] == made
    assert first["operation"] == "Arrivals"
    assert first["hash"] == sha256(KEPT.encode()).hexdigest()
    assert {name: first[name] for name in ("kind", "outcome", "status", "route", "vendor_calls", "cache_hits")} == {
        "kind": "query",
        "outcome": "ok",
        "status": 200,
        "route": "/graphql",
        "vendor_calls": len(made),
        "cache_hits": 0,
    }
    assert second["vendor_calls"] == 0
    assert second["cache_hits"] > 0
    assert first["cost"] > 0
    assert first["ms"] > 0
    assert first["request_id"] != second["request_id"]
    expected = {"source": "park", "method": "GET", "status": 200, "cache": "MISS", "attempt": 1, "reason": "walk"}
    assert {name: calls[0][name] for name in expected} == expected


async def test_nothing_of_what_was_asked_stands_in_the_log() -> None:
    """No variable, no argument, no token, no query of a vendor's address, nothing of an answer."""
    with log() as kept:
        token = [{"name": "front", "token": "front-desk-token", "sources": ["hall"], "scopes": ["read"]}]
        async with house("locaboo", size=20, server={"auth": {"tokens": token}}) as running:
            headers = {"Authorization": "Bearer front-desk-token"}
            await running.ask(QUESTION, {"search": "Zacharias Seltsam"}, headers)
            await running.ask('{ bookings(filter: { search: "Zacharias Seltsam" }) { nodes { id } } }', headers=headers)
            await running.ask("{ bookings { nodes { id } } }", headers={"Authorization": "Bearer another-token"})
            keys = running.vendors["hall"].vendor.credentials.values()
            answer = await running.ask("{ bookings(first: 1) { nodes { id customer { name } } } }", headers=headers)
    text = json.dumps(kept.lines)
    for secret in ("Seltsam", "front-desk-token", "another-token", "token=", "?", *keys):
        assert secret not in text
    for row in answer["data"]["bookings"]["nodes"]:
        assert row["customer"] is None or row["customer"]["name"] not in text
    assert [line.get("caller") for line in kept.events("request")] == ["front", "front", None, "front"]
    assert kept.events("request")[2]["codes"] == ["UNAUTHENTICATED"]
    assert kept.events("vendor call")


async def test_repeated_calls_are_told_with_their_number() -> None:
    """A call that was tried again is two lines, and the fault or status of each."""
    with log() as kept:
        async with house("booking_experts", size=20) as running:
            running.vendors["park"].faults.add("status", status=503, times=1)
            await running.data("{ bookings(first: 2) { nodes { reference } } }")
    assert [(line["attempt"], line["status"]) for line in kept.events("vendor call")] == [(1, 503), (2, 200)]


async def test_several_operations_of_one_request_are_one_line() -> None:
    """A list of operations is told together, and an operation that is refused with its code."""
    with log() as kept:
        async with house("booking_experts", size=20) as running:
            bodies = [{"query": "query A { sources { name } }"}, {"query": "query B { nope }"}]
            async with running.client.post(f"{running.url}/graphql", json=bodies) as response:
                await response.read()
    (line,) = kept.events("request")
    assert (line["operation"], line["outcome"], line["codes"]) == ("A,B", "ok,refused", ["BAD_USER_INPUT"])


async def test_a_request_keeps_the_id_it_came_with() -> None:
    """X-Request-Id is echoed and logged; one that is no id is replaced, whatever becomes of the request."""
    with log() as kept:
        async with house("booking_experts", size=20) as running:
            for path, came in (("/graphql", "abc-123"), ("/nowhere", "abc-124"), ("/graphql", "a b\u00e9" * 50)):
                headers = {"X-Request-Id": came}
                async with running.client.post(f"{running.url}{path}", json={"query": ""}, headers=headers) as response:
                    assert (response.headers["X-Request-Id"] == came) == (came in {"abc-123", "abc-124"})
    assert [line["request_id"] for line in kept.events("request")][:2] == ["abc-123", "abc-124"]
    assert kept.events("request")[1]["route"] == "none"


@pytest.mark.parametrize("came", ["", "a" * 65, 'a"b', "a\tb", "a b", "é", "<script>"])
def test_what_is_no_id_is_replaced(came: str) -> None:
    """An id is short and can be written anywhere as it stands."""
    made = request_id({"X-Request-Id": came})
    assert made != came
    assert len(made) == 16


def test_a_line_holds_no_trace() -> None:
    """Of an exception its kind alone, of an event its first line: the rest may hold what was asked."""
    fault = ValueError("Zacharias Seltsam")
    record = logging.LogRecord("asyncio", logging.ERROR, "", 1, "Task failed\nby %s", (fault,), None)
    record.exc_info = (ValueError, fault, None)
    for readable in (False, True):
        line = formatter(readable=readable).format(record)
        assert "Seltsam" not in line
        assert "\n" not in line
    assert (
        json.loads(formatter(readable=False).format(record)).items()
        >= {
            "event": "Task failed",
            "level": "error",
            "logger": "asyncio",
        }.items()
    )


def test_what_clients_write_does_not_reach_a_terminal_as_it_is() -> None:
    """A name or an id with line breaks or control sequences in it is one line, without them."""
    record = logging.LogRecord("foyer.request", logging.INFO, "", 1, "request", (), None)
    record.told = {"operation": "A\n\x1b[31mB", "path": "/v2/\r\n"}
    for readable in (False, True):
        line = formatter(readable=readable).format(record)
        assert "\n" not in line
        assert "\r" not in line
        assert "\x1b[31mB" not in line


@contextmanager
def opened(descriptor: int) -> Iterator[None]:
    """Write the log to a descriptor while the block runs, and Python's warnings, all of them, with it."""
    root, before = logging.getLogger(), logging.getLogger("foyer").level
    with warnings.catch_warnings():
        warnings.resetwarnings()
        warnings.simplefilter("always")
        open_log(descriptor)
        try:
            yield
        finally:
            logging.captureWarnings(capture=False)
            root.removeHandler(root.handlers[-1])
            logging.getLogger("foyer").setLevel(before)


def test_a_terminal_gets_columns_and_a_pipe_json() -> None:
    """People read columns, machines JSON."""
    held, terminal = pty.openpty()
    reader, writer = os.pipe()
    for descriptor in (terminal, writer):
        with opened(descriptor):
            logging.getLogger("foyer").warning("configuration taken over")
    assert not os.read(held, 4096).startswith(b"{")
    assert json.loads(os.read(reader, 4096))["event"] == "configuration taken over"


def test_a_warning_is_a_line() -> None:
    """What Python and its libraries warn of would otherwise stand between the lines, as it is."""
    reader, writer = os.pipe()
    with opened(writer):
        unbegun = "coroutine 'Executor.execute_fields.<locals>.get_results' was never awaited"
        warnings.warn(unbegun, RuntimeWarning, stacklevel=2)
        warnings.warn("this is about to end\nand more", DeprecationWarning, stacklevel=2)
    (line,) = os.read(reader, 4096).splitlines()
    assert json.loads(line)["event"].endswith("DeprecationWarning: this is about to end")


@pytest.mark.parametrize("kind", ["pipe", "socket"])
def test_a_log_that_nobody_reads_holds_nobody_up(kind: str) -> None:
    """What does not fit is lost, never waited for, and when somebody reads again the log says how much it was."""
    if kind == "pipe":
        reader, writer = os.pipe()
    else:
        one, other = socket.socketpair()
        reader, writer = one.detach(), other.detach()
    outlet = Outlet(writer)
    line = b"x" * (LONGEST - 1) + b"\n"
    for _ in range(5000):
        outlet.put(line, lambda count: b"%d lost\n" % count)
    read = os.read(reader, 64 * 1024 * 1024)
    os.set_blocking(reader, False)
    while True:
        try:
            read += os.read(reader, 1024 * 1024)
        except BlockingIOError:
            break
    outlet.put(b"once more\n", lambda count: b"%d lost\n" % count)
    lost, last, _ = os.read(reader, 4096).split(b"\n")
    assert last == b"once more"
    if kind == "pipe":
        assert len(read) // LONGEST + int(lost.split()[0]) == 5000
    os.close(reader)
    outlet.put(b"nobody is there\n", lambda count: b"%d lost\n" % count)
    outlet.close()
    os.close(writer)


async def test_what_is_asked_by_machines_is_not_in_the_log() -> None:
    """Probes and scrapes come every few seconds and would drown the rest."""
    with log() as kept:
        async with house("booking_experts", size=20) as running:
            for path in ("/livez", "/readyz", "/metrics"):
                async with running.client.get(f"{running.url}{path}") as response:
                    assert response.status == 200
    assert not kept.lines
