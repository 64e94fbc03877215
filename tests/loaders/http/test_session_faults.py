"""What a Session says when a vendor misbehaves on the wire, and what it keeps to itself."""

from __future__ import annotations

import asyncio
import gzip
import socket
import ssl
import struct
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from loaders.errors import BadResponse, TimedOut, Unreachable, VendorFault
from loaders.http.ask import Ask
from loaders.inquiry import Deadline, Inquiry

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from loaders.http.session import Session

    Listen = Callable[..., Awaitable[str]]
    Open = Callable[..., Session]

SECRET = "s3cr3t"
ASK = Ask("GET", "/v3/bookings", query=(("q", SECRET),), headers=(("X-API-KEY", SECRET),))
MIB = 1024 * 1024


def inquiry(seconds: float = 5.0) -> Inquiry:
    """Make an operation with so many seconds left."""
    return Inquiry(Deadline.after(seconds))


async def fault_of(wire: Session, ask: Ask = ASK, seconds: float = 5.0) -> VendorFault:
    """Ask, expect a fault, and see that nothing in it or behind it holds the query or a header."""
    with pytest.raises(VendorFault) as caught:
        await wire.send(ask, inquiry(seconds))
    fault = caught.value
    assert (fault.source, fault.vendor) == ("duinpark", "booking_experts")
    assert fault.__cause__ is None
    assert fault.__context__ is None
    assert SECRET not in "".join([str(fault), repr(fault), repr(vars(fault)), *traceback.format_exception(fault)])
    return fault


async def head(reader: asyncio.StreamReader) -> str:
    """Read a request up to its body and give its first line."""
    return (await reader.readuntil(b"\r\n\r\n")).decode().partition("\r\n")[0]


def says(answer: bytes) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
    """Make a vendor that answers with these bytes and hangs up."""

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await head(reader)
        writer.write(answer)
        await writer.drain()

    return handler


async def hangs(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    """Be a vendor that reads the question and thinks about it for ever."""
    await head(reader)
    await asyncio.Event().wait()


async def test_no_connection_is_unreachable(session: Open) -> None:
    """A port nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        fault = await fault_of(session(f"http://127.0.0.1:{free.getsockname()[1]}"))
    assert type(fault) is Unreachable
    assert str(fault) == "duinpark accepted no connection"


async def test_no_name_is_unreachable(session: Open) -> None:
    """A host name that does not exist [RFC 6761]."""
    fault = await fault_of(session("http://duinpark.invalid"))
    assert type(fault) is Unreachable
    assert str(fault) == "duinpark has a host name that cannot be resolved"


async def test_no_tls_is_unreachable(listen: Listen, session: Open) -> None:
    """A server that does not speak TLS where TLS is asked for."""

    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.example ESMTP\r\n")
        await reader.read()

    url = await listen(greet)
    fault = await fault_of(session(url.replace("http:", "https:")))
    assert type(fault) is Unreachable
    assert str(fault) == "duinpark could not agree on a TLS connection"


async def test_a_certificate_nobody_trusts_is_unreachable(listen: Listen, session: Open) -> None:
    """A certificate that signed itself is refused; the question never reaches such a server."""
    heard: list[str] = []

    async def overhear(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        heard.append(await head(reader))

    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(Path(__file__).with_name("untrusted.pem"))
    fault = await fault_of(session(await listen(overhear, tls)))
    assert type(fault) is Unreachable
    assert str(fault) == "duinpark showed a TLS certificate that cannot be trusted"
    assert heard == []


async def test_a_reset_is_unreachable(listen: Listen, session: Open) -> None:
    """A connection that is reset before the answer."""

    async def reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await head(reader)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    fault = await fault_of(session(await listen(reset)))
    assert type(fault) is Unreachable
    assert str(fault) == "duinpark broke the connection before it answered"


async def test_closing_the_session_ends_its_calls(listen: Listen, session: Open) -> None:
    """A call under way when the session closes is Unreachable, not left hanging."""
    asked = asyncio.Event()

    async def asked_and_hangs(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await head(reader)
        asked.set()
        await asyncio.Event().wait()

    wire = session(await listen(asked_and_hangs))
    call = asyncio.ensure_future(fault_of(wire))
    await asked.wait()
    await wire.close()
    assert type(await call) is Unreachable


@pytest.mark.parametrize("method", ["POST", "PATCH", "PUT", "DELETE"])
@pytest.mark.parametrize("reused", [False, True])
async def test_only_a_get_is_ever_repeated(method: str, reused: bool, listen: Listen, session: Open) -> None:  # noqa: FBT001  # a parameter of the test
    """A question that breaks off and is no GET is heard once, on a new connection as on one that was kept."""
    heard: list[str] = []

    async def breaks_off(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            line = await head(reader)
            heard.append(line.partition(" ")[0])
            if heard[-1] != "GET":
                return
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    wire = session(await listen(breaks_off))
    if reused:
        await wire.send(Ask("GET", "/"), inquiry())
    fault = await fault_of(wire, Ask(method, "/v3/x", query=ASK.query, headers=ASK.headers, body=b"{}"))
    assert type(fault) is Unreachable
    assert heard == ["GET"] * reused + [method]


async def test_a_get_survives_a_connection_that_died_while_kept(listen: Listen, session: Open) -> None:
    """A kept connection that turns out to be dead costs a GET nothing but a second try."""
    heard: list[str] = []

    async def once_a_connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await head(reader))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        heard.append(await head(reader))

    wire = session(await listen(once_a_connection))
    assert [(await wire.send(Ask("GET", "/"), inquiry())).status for _ in range(2)] == [200, 200]
    assert len(heard) == 3


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"])
async def test_a_vendor_that_hangs_times_out(answer: bytes, listen: Listen, session: Open) -> None:
    """No answer, or half of one, within the source's own time."""

    async def stops(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await head(reader)
        writer.write(answer)
        await asyncio.Event().wait()

    fault = await fault_of(session(await listen(stops), timeout_seconds=0.05))
    assert type(fault) is TimedOut
    assert str(fault) == "duinpark did not answer within 0.05 s"


async def test_the_shorter_time_counts(listen: Listen, session: Open) -> None:
    """An operation with less time left than the source allows waits no longer than that."""
    fault = await fault_of(session(await listen(hangs), timeout_seconds=60), seconds=0.05)
    assert type(fault) is TimedOut
    assert float(str(fault).split()[-2]) <= 0.05


async def test_a_cancelled_caller_is_cancelled(listen: Listen, session: Open) -> None:
    """A cancellation stays one; it becomes no fault, and its slot is free again."""
    wire = session(await listen(hangs), max_concurrent=1, timeout_seconds=0.1)
    call = asyncio.ensure_future(wire.send(ASK, inquiry()))
    await asyncio.sleep(0)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert str(await fault_of(wire)) == "duinpark did not answer within 0.1 s"


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 9\r\n\r\nnot gzip!",
    ],
)
async def test_half_an_answer_is_none(answer: bytes, listen: Listen, session: Open) -> None:
    """A body cut short, in either framing, or one that cannot be unpacked, is a BadResponse."""
    fault = await fault_of(session(await listen(says(answer))))
    assert type(fault) is BadResponse
    assert str(fault) == "duinpark sent an answer that was cut short or cannot be unpacked"


@pytest.mark.parametrize(
    "answer",
    [
        b"220 mail.example ESMTP\r\n\r\n",
        pytest.param(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 9000 + b"\r\n\r\n", id="9000 bytes of a header"),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nwhat?\r\n",
    ],
)
async def test_what_is_not_http_is_no_answer(answer: bytes, listen: Listen, session: Open) -> None:
    """Another protocol, headers beyond measure or a broken framing is a BadResponse."""
    fault = await fault_of(session(await listen(says(answer))))
    assert type(fault) is BadResponse
    assert str(fault) == "duinpark sent an answer that is not HTTP"


async def test_an_answer_announced_too_large_is_not_read(listen: Listen, session: Open) -> None:
    """A Content-Length above the limit ends the call before its body."""

    async def announces(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await head(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1048577\r\n\r\n")
        await asyncio.Event().wait()

    fault = await fault_of(session(await listen(announces), max_bytes=MIB))
    assert type(fault) is BadResponse
    assert (str(fault), fault.status) == ("duinpark sent an answer of more than 1048576 bytes", 200)


async def test_an_endless_answer_is_stopped(listen: Listen, session: Open) -> None:
    """A body without an announced length is read up to the limit; then the connection is closed on the vendor."""
    hung_up = asyncio.Event()

    async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await head(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        try:
            while True:
                writer.write(b"10000\r\n" + b" " * 0x10000 + b"\r\n")
                await writer.drain()
        except ConnectionError:
            hung_up.set()

    fault = await fault_of(session(await listen(endless), max_bytes=MIB))
    assert str(fault) == "duinpark sent an answer of more than 1048576 bytes"
    async with asyncio.timeout(5):
        await hung_up.wait()


async def test_an_answer_of_exactly_the_limit_is_read(listen: Listen, session: Open) -> None:
    """The limit itself is allowed, announced or not."""
    for framing in (b"Content-Length: 1048576", b"Connection: close"):
        answer = b"HTTP/1.1 200 OK\r\n" + framing + b"\r\n\r\n" + b" " * MIB
        reply = await session(await listen(says(answer)), max_bytes=MIB).send(ASK, inquiry())
        assert len(reply.body) == MIB


async def test_a_compressed_bomb_counts_unpacked(listen: Listen, session: Open) -> None:
    """200 KiB that unpack to 200 MiB are stopped at the limit of what is unpacked."""
    bomb = gzip.compress(bytes(200 * MIB), compresslevel=1)
    answer = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb) + bomb
    fault = await fault_of(session(await listen(says(answer)), max_bytes=2 * MIB))
    assert type(fault) is BadResponse
    assert str(fault) == "duinpark sent an answer of more than 2097152 bytes"
