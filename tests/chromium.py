"""Drives a real Chromium over its DevTools protocol: open a page, wait until something holds in it, look at it.

    async with chromium.launch() as page:
        await page.open("http://127.0.0.1:8000/graphql")
        await page.wait_for("document.querySelector('.ready')")

Each launch is one browser with an empty profile and one page, and no name resolves in it: 127.0.0.1 is all there is.
The page records what the browser does on its own: every request, every console message, every breach of the content
security policy, in the page and in its workers.
"""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
import os
import signal
from asyncio.subprocess import DEVNULL, PIPE
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, cast

import aiohttp

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine

BINARY: Final = Path("/usr/bin/chromium")

_FLAGS: Final = (
    "--headless=new",
    "--no-sandbox",  # in a container the tests are run by root, for whom Chromium has no sandbox
    "--disable-gpu",
    "--disable-quic",
    "--disable-breakpad",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--window-size=1280,900",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--remote-debugging-port=0",
)
_START_SECONDS: Final = 30


class ChromiumError(Exception):
    """The browser did not start, refused a command, or a script threw in the page."""


@asynccontextmanager
async def launch() -> AsyncIterator[Page]:
    """Start a browser, give its page, and end it with all its processes and files."""
    with TemporaryDirectory(prefix="chromium-") as profile:
        process = await asyncio.create_subprocess_exec(
            str(BINARY),
            *_FLAGS,
            f"--user-data-dir={profile}",
            "about:blank",
            stdout=DEVNULL,
            stderr=PIPE,
            start_new_session=True,
        )
        address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        reader = asyncio.create_task(_read(cast("asyncio.StreamReader", process.stderr), address))
        try:
            url = await asyncio.wait_for(address, _START_SECONDS)
            async with aiohttp.ClientSession() as client, client.ws_connect(url, max_msg_size=0) as socket:
                wire = _Wire(socket)
                try:
                    yield await _first_page(wire)
                finally:
                    await wire.close()
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
            await reader  # until the last of its processes, any of which may write to the profile, has ended


async def _read(errors: asyncio.StreamReader, address: asyncio.Future[str]) -> None:
    """Read all the browser says, so that it never waits to be heard, and find the WebSocket it listens on."""
    said = []
    async for line in errors:
        said.append(line.decode(errors="replace"))
        _, found, url = said[-1].partition("DevTools listening on ")
        if found and not address.done():
            address.set_result(url.strip())
    if not address.done():
        address.set_exception(ChromiumError(f"Chromium ended before it listened:\n{''.join(said)}"))


async def _first_page(wire: _Wire) -> Page:
    targets = await wire.send("Target.getTargets")
    target = next(info["targetId"] for info in targets["targetInfos"] if info["type"] == "page")
    session = await wire.send("Target.attachToTarget", targetId=target, flatten=True)
    page = Page(wire, session["sessionId"])
    wire.listener = page.record
    await page.watch(page.session)
    return page


class _Wire:
    """The WebSocket to the browser: an answer goes to the command of its number, an event to the listener."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.listener: Callable[[str, dict[str, Any]], None] = lambda _method, _params: None
        self._socket = socket
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self.spawn(self._receive())

    async def send(self, method: str, session: str | None = None, **params: object) -> dict[str, Any]:
        """Give a command, to the browser or to one of its pages or workers, and wait for its result."""
        number = next(self._numbers)
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        to = {"sessionId": session} if session else {}
        try:
            await self._socket.send_json({"id": number, "method": method, "params": params, **to})
            return await answer
        finally:
            del self._waiting[number]

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something beside, for as long as the wire is open."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """End what is being done beside."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _receive(self) -> None:
        async for message in self._socket:
            said = json.loads(message.data)
            if (number := said.get("id")) is None:
                self.listener(said["method"], said["params"])
            elif (answer := self._waiting.get(number)) is None or answer.done():
                continue  # whoever asked has left
            elif fault := said.get("error"):
                answer.set_exception(ChromiumError(fault["message"]))
            else:
                answer.set_result(said["result"])
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(ChromiumError("Chromium has gone"))


@dataclass(frozen=True, slots=True)
class Page:
    """The browser's one page, and the record of what it and its workers did."""

    wire: _Wire = field(repr=False)
    session: str = field(repr=False)
    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    _news: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    async def open(self, url: str) -> None:
        """Go to `url`; returns when its document has begun, not when it is loaded."""
        answer = await self._send("Page.navigate", url=url)
        if "errorText" in answer:
            raise ChromiumError(f"{url}: {answer['errorText']}")

    async def evaluate(self, expression: str) -> Any:
        """Run a JavaScript expression in the page, await it if it is a promise, and return its JSON value."""
        answer = await self._send("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if fault := answer.get("exceptionDetails"):
            raise ChromiumError(fault.get("exception", {}).get("description", fault["text"]))
        return answer["result"].get("value")

    async def wait_for(self, condition: str, *, seconds: float = 30) -> Any:
        """Return the first truthy value of a JavaScript expression; AssertionError when `seconds` have passed."""
        look = f"const look = () => {{ const value = ({condition}); value ? seen(value) : setTimeout(look, 20); }}"
        try:
            async with asyncio.timeout(seconds):
                return await self.evaluate(f"new Promise((seen) => {{ {look}; look(); }})")
        except TimeoutError:
            raise AssertionError(f"not so within {seconds} s: {condition}\nconsole: {self.console}") from None

    async def until(self, holds: Callable[[], bool], *, seconds: float = 30) -> None:
        """Wait until what is recorded of the browser makes `holds` true; TimeoutError when `seconds` have passed."""
        async with asyncio.timeout(seconds):
            while not holds():
                self._news.clear()
                await self._news.wait()

    async def click(self, selector: str) -> None:
        """Click with the mouse in the middle of the first element that the CSS selector finds."""
        x, y = await self.evaluate(
            f"(({{x, y, width, height}}) => [x + width / 2, y + height / 2])"
            f"(document.querySelector({json.dumps(selector)}).getBoundingClientRect())"
        )
        for kind in ("mousePressed", "mouseReleased"):
            await self._send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    async def write(self, text: str) -> None:
        """Put text where the focus is, in one piece, as pasting does."""
        await self._send("Input.insertText", text=text)

    async def erase(self) -> None:
        """Empty what the focus is in, as Ctrl+A and Delete do."""
        everything = {
            "key": "a",
            "code": "KeyA",
            "windowsVirtualKeyCode": 65,
            "modifiers": 2,
            "commands": ["selectAll"],
        }
        for key in (everything, {"key": "Delete", "code": "Delete", "windowsVirtualKeyCode": 46}):
            for kind in ("keyDown", "keyUp"):
                await self._send("Input.dispatchKeyEvent", type=kind, **key)

    async def prefer(self, scheme: str) -> None:
        """Have the page drawn for a person who likes it `dark`, or `light`."""
        await self._send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    async def roles(self) -> list[tuple[str, str]]:
        """Give role and name of all that a screen reader is told, in the order it is told."""
        answer = await self._send("Accessibility.getFullAXTree")
        told = (node for node in answer["nodes"] if not node["ignored"])
        return [(node["role"]["value"], str(node.get("name", {}).get("value", ""))) for node in told]

    async def resize(self, width: int, height: int) -> None:
        """Give the page another size, in CSS pixels, and wait until it has been painted so."""
        await self._send(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )
        await self.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    async def screenshot(self, path: Path) -> None:
        """Write what the page shows now, as PNG."""
        answer = await self._send("Page.captureScreenshot", format="png")
        await asyncio.to_thread(path.write_bytes, base64.b64decode(answer["data"]))

    async def watch(self, session: str) -> None:
        """Have the page, or a worker it started, report all it does; a worker is held at its start until it does."""
        for domain in ("Network", "Runtime", "Log", "Audits"):
            await self.wire.send(f"{domain}.enable", session)
        auto_attach = {"autoAttach": True, "waitForDebuggerOnStart": True, "flatten": True}
        await self.wire.send("Target.setAutoAttach", session, **auto_attach)
        await self.wire.send("Runtime.runIfWaitingForDebugger", session)

    async def _watch_worker(self, session: str) -> None:
        with suppress(ChromiumError):  # it may have ended meanwhile
            await self.watch(session)

    def record(self, method: str, params: dict[str, Any]) -> None:
        """Keep what an event of the browser tells."""
        self._news.set()  # whoever waits looks when this has returned
        match method:
            case "Target.attachedToTarget":
                self.wire.spawn(self._watch_worker(params["sessionId"]))
            case "Network.requestWillBeSent" if not params["request"]["url"].startswith("data:"):
                self.requests.append(params["request"]["url"])
            case "Network.webSocketCreated":
                self.requests.append(params["url"])
            case "Runtime.consoleAPICalled":
                words = (str(arg.get("value", arg.get("description", ""))) for arg in params["args"])
                self.console.append(f"{params['type']}: {' '.join(words)}")
            case "Runtime.exceptionThrown":
                fault = params["exceptionDetails"]
                self.console.append(f"exception: {fault.get('exception', {}).get('description', fault['text'])}")
            case "Log.entryAdded":
                self.console.append(f"{params['entry']['level']}: {params['entry']['text']}")
            case "Audits.issueAdded" if params["issue"]["code"] == "ContentSecurityPolicyIssue":
                breach = params["issue"]["details"]["contentSecurityPolicyIssueDetails"]
                self.violations.append(f"{breach['violatedDirective']}: {breach.get('blockedURL', 'inline or eval')}")

    async def _send(self, method: str, **params: object) -> dict[str, Any]:
        return await self.wire.send(method, self.session, **params)
