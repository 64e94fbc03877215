"""The wire: one source's connections, and the only place that knows aiohttp's client.

What leaves this file is a Reply of any status or a fault of the error tree. aiohttp's own errors carry the URL with its
query and the headers with their credentials, so a fault is raised outside the `except` that caught one: neither its
cause nor its context leads back to it.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

import aiohttp
from yarl import URL

from loaders.errors import BadInput, BadResponse, TimedOut, Unreachable, VendorFault
from loaders.http.ask import Ask, Reply, Send
from loaders.http.seen import seen
from loaders.witness import Witness, nobody

if TYPE_CHECKING:
    from loaders.inquiry import Inquiry

MAX_BYTES: Final = 32 * 1024 * 1024
MAX_REDIRECTS: Final = 3
KEEP_ALIVE_SECONDS: Final = 30.0
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
IN_A_PATH: Final = "/%!$&'()*+,;=:@"
"""What may stand in a path beside letters, digits and `-._~`; a percent sign is the caller's own encoding."""

IN_A_URL: Final = IN_A_PATH + "?#[]"
"""What may stand in an address a vendor gives; what it has encoded stays so."""

BROKEN: Final[tuple[tuple[type[Exception], type[VendorFault], str], ...]] = (
    (aiohttp.ClientConnectorCertificateError, Unreachable, "showed a TLS certificate that cannot be trusted"),
    (aiohttp.ClientSSLError, Unreachable, "could not agree on a TLS connection"),
    (aiohttp.ClientConnectorDNSError, Unreachable, "has a host name that cannot be resolved"),
    (aiohttp.ClientConnectorError, Unreachable, "accepted no connection"),
    (aiohttp.ClientPayloadError, BadResponse, "sent an answer that was cut short or cannot be unpacked"),
    (aiohttp.ClientConnectionError, Unreachable, "broke the connection before it answered"),
    (OSError, Unreachable, "broke the connection before it answered"),
    (aiohttp.ClientError, BadResponse, "sent an answer that is not HTTP"),
)
"""What aiohttp finds and what it is called here; the first that fits."""


class Session:
    """The connections of one source, kept alive between calls. It holds no cookies and uses no proxy.

    Args:
        base_url: what stands before every path, `http(s)://host[:port][/path]`.
        source: the source's name in the configuration.
        vendor: the vendor's name, e.g. `enviso`.
        timeout_seconds: how long one call may take, waiting for a slot and redirects included.
        max_concurrent: how many calls may be under way at once.
        max_bytes: how large an answer may be, unpacked.
        witness: who watches the calls.

    Raises:
        ValueError: an argument cannot be meant.

    """

    def __init__(  # noqa: PLR0913  # each is a setting of one source, given by name
        self,
        base_url: str,
        *,
        source: str,
        vendor: str,
        timeout_seconds: float,
        max_concurrent: int,
        max_bytes: int = MAX_BYTES,
        witness: Witness = nobody,
    ) -> None:
        if max_concurrent < 1:
            raise ValueError(f"{source} needs at least one call at once, not {max_concurrent}")
        self._base: Final = _base(base_url, source)
        self._source: Final = source
        self._vendor: Final = vendor
        self._timeout: Final = timeout_seconds
        self._max_concurrent: Final = max_concurrent
        self._max_bytes: Final = max_bytes
        self._slots: Final = asyncio.Semaphore(max_concurrent)
        self._clients: Final[dict[bool, aiohttp.ClientSession]] = {}
        self._closed = False
        self._seen: Final[Send] = seen(source, vendor, self._send, witness)

    async def send(self, ask: Ask, inquiry: Inquiry) -> Reply:
        """Ask the vendor once and give its whole answer, whatever its status.

        Raises:
            BadInput: the path holds a segment `.` or `..`, or the ask a text that cannot be sent.
            Unreachable: no connection, or it broke before the answer began; or the session is closed.
            TimedOut: no whole answer in the source's time or the operation's, whichever is shorter.
            BadResponse: an answer that is too large, cut short, not HTTP, or that leads to another origin.

        """
        return await self._seen(ask, inquiry)

    async def _send(self, ask: Ask, inquiry: Inquiry) -> Reply:
        if self._closed:
            told = f"the connections to {self._source} are closed"
            raise _unsent(Unreachable(told, source=self._source, vendor=self._vendor))
        url = self._url(ask)
        seconds = inquiry.deadline.cap(self._timeout)
        if seconds <= 0 or inquiry.deadline.left() <= 0:
            raise _unsent(self._timed_out(f"no time was left to ask {self._source}"))
        slot = False
        try:
            async with asyncio.timeout(seconds), self._slots:
                slot = True
                return await self._exchange(ask, url)
        except TimeoutError:
            late = "did not answer" if slot else f"was not asked: none of its slots ({self._max_concurrent}) was free"
            fault: VendorFault = self._timed_out(f"{self._source} {late} within {seconds:.3g} s")
            fault.reached = slot
        except (aiohttp.ClientError, OSError) as error:
            fault = self._broken(error)
        raise fault

    async def close(self) -> None:
        """Close the connections; a call that is under way ends as Unreachable, a later one is refused."""
        self._closed = True
        for client in self._clients.values():
            await client.close()

    def _url(self, ask: Ask) -> URL:
        """Encode everything of the query outside RFC 3986's unreserved characters, and of the path what it must."""
        if not ask.path.startswith("/"):
            raise ValueError(f"a path begins with a slash, unlike {ask.path!r}")
        if {".", ".."} & set(unquote(ask.path).replace("\\", "/").split("/")):
            raise BadInput(f"nothing at {self._source} has an id that is a path step, '.' or '..'")
        if not all(value.isprintable() for _, value in ask.headers):
            raise BadInput(f"a header for {self._source} cannot hold a line break or another control character")
        try:
            path = quote(ask.path, safe=IN_A_PATH)
            query = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in ask.query)
        except UnicodeEncodeError:  # it carries the text, so it must not become the context of what is raised
            path = ""
        if not path:
            raise BadInput(f"what is asked of {self._source} holds half a surrogate pair, which is no character")
        return URL(f"{self._base}{path}{'?' if query else ''}{query}", encoded=True)

    def _open(self, *, safe: bool) -> aiohttp.ClientSession:
        """Give the client session, made at the first call so that it belongs to the running loop.

        What changes something goes over a connection of its own: one that was kept may be closed by the vendor at this
        very moment, and then nobody knows whether the change was read.
        """
        client = self._clients.get(safe)
        if client is None:
            client = self._clients[safe] = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._max_concurrent, keepalive_timeout=KEEP_ALIVE_SECONDS)
                if safe
                else aiohttp.TCPConnector(limit=self._max_concurrent, force_close=True),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": "foyer"},
                timeout=aiohttp.ClientTimeout(total=None),
                trust_env=False,
            )
        return client

    async def _exchange(self, ask: Ask, url: URL) -> Reply:
        """Send the question and follow at most three redirects, of a safe one, within the origin."""
        for _ in range(MAX_REDIRECTS + 1):
            async with self._open(safe=ask.safe).request(
                ask.method,
                url,
                headers=ask.headers,
                data=ask.body,
                allow_redirects=False,
                middlewares=() if ask.safe else (_once,),
            ) as response:
                onward = self._onward(ask, response)
                if onward is None:
                    return Reply(response.status, response.headers, await self._read(response))
            url = onward
        raise self._bad(f"{self._source} redirected more than {MAX_REDIRECTS} times", None)

    def _onward(self, ask: Ask, response: aiohttp.ClientResponse) -> URL | None:
        """Give where a redirect leads if it may be followed, None for an answer that is none."""
        location = response.headers.get("Location")
        if response.status not in REDIRECTS or location is None:
            return None
        here = response.url
        try:
            onward = here.join(URL(quote(location, safe=IN_A_URL), encoded=True))
            origin = _origin(onward)
        except ValueError:
            onward, origin = None, "no readable address"
        if not ask.safe:
            raise self._bad(f"{self._source} redirected elsewhere, a {ask.method} to {origin}", response.status)
        if onward is None or origin != _origin(here) or onward.raw_user or onward.raw_password:
            raise self._bad(f"{self._source} redirected elsewhere, to {origin}", response.status)
        return onward

    async def _read(self, response: aiohttp.ClientResponse) -> bytes:
        """Read the body, unpacked, and stop at the first byte too many."""
        chunks = []
        size = response.content_length or 0
        if size <= self._max_bytes:
            size = 0
            async for chunk in response.content.iter_any():
                size += len(chunk)
                if size > self._max_bytes:
                    break
                chunks.append(chunk)
        if size > self._max_bytes:
            raise self._bad(f"{self._source} sent an answer of more than {self._max_bytes} bytes", response.status)
        return b"".join(chunks)

    def _broken(self, error: aiohttp.ClientError | OSError) -> VendorFault:
        """Say in the tree's words what aiohttp found."""
        kind, what = next((kind, what) for found, kind, what in BROKEN if isinstance(error, found))
        fault = kind(f"{self._source} {what}", source=self._source, vendor=self._vendor)
        fault.reached = not isinstance(error, aiohttp.ClientConnectorError)
        return fault

    def _timed_out(self, message: str) -> TimedOut:
        return TimedOut(message, source=self._source, vendor=self._vendor)

    def _bad(self, message: str, status: int | None) -> BadResponse:
        return BadResponse(message, source=self._source, vendor=self._vendor, status=status)


def _base(base_url: str, source: str) -> str:
    """Check a base URL and give it encoded, without a slash at its end; the complaint does not repeat it."""
    try:
        url = URL(base_url)
        fine = url.scheme in {"http", "https"} and bool(url.host) and url == url.with_user(None).with_query(None)
        fine = fine and "#" not in base_url and "?" not in base_url
    except ValueError:
        fine = False
    if not fine:
        raise ValueError(f"the base URL of {source} must read http(s)://host[:port][/path] and nothing more")
    return str(url).rstrip("/")


def _origin(url: URL) -> str:
    return f"{url.scheme}://{url.host}:{url.port}".lower()


def _unsent(fault: VendorFault) -> VendorFault:
    """Say of a fault that the vendor cannot have read what was asked."""
    fault.reached = False
    return fault


async def _once(request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    """Keep aiohttp from sending a DELETE or PUT again: it repeats those two faults, and not the one they become."""
    try:
        return await handler(request)
    except aiohttp.ClientConnectorError:
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise aiohttp.ClientConnectionError(*error.args) from None
