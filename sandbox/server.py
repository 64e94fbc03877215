"""Starts a vendor on a port of its own, and keeps the log and the faults beside it.

Beside the vendor's own paths every server answers three control calls, for tests in another process:
`GET /_sandbox/calls`, `DELETE /_sandbox/calls` and `PUT /_sandbox/faults`. They are not logged.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

import orjson
from aiohttp import web

from sandbox import VENDORS
from sandbox.calls import KEPT_HEADERS, Call
from sandbox.faults import SILENT, TRUE_ANSWERS, Faults, break_off, invent, parse, reset, spoil
from sandbox.vendor import Desk, Site, Vendor

_CONTROL = "/_sandbox/"
_MOST_CALLS = 100_000
"""A log that reaches it loses its older half."""


@dataclass(slots=True)
class Running:
    """A vendor that is up."""

    vendor: Vendor
    desk: Desk = field(repr=False)
    log: list[Call] = field(repr=False)
    faults: Faults
    url: str = ""
    """What Foyer's configuration calls base_url."""
    _runner: web.ServerRunner | None = field(default=None, repr=False)
    _stopping: asyncio.Event = field(default_factory=asyncio.Event, repr=False)
    _clock: Callable[[], float] = field(default=time.monotonic, repr=False)
    _news: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    @property
    def data(self) -> Any:  # noqa: ANN401 - every vendor keeps its data in its own shape
        """The vendor's data, to be changed by whoever likes."""
        return self.desk.data

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something is true of the log or the data; looked at when a call comes in or has been done."""
        while not holds():
            self._news.clear()
            await self._news.wait()

    async def stop(self) -> None:
        """Let go of every hanging call and close the port."""
        self._stopping.set()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def listen(self, host: str, port: int) -> None:
        """Open the port. Port 0 is any free one."""
        runner = web.ServerRunner(web.Server(self._handle, access_log=None), shutdown_timeout=1.0)
        await runner.setup()
        await web.TCPSite(runner, host, port).start()
        self._runner = runner
        bound = runner.addresses[0][1]
        shown = f"[{host}]" if ":" in host else host
        self.url = f"http://{shown}:{bound}{self.vendor.base_path}"

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path.startswith(_CONTROL):
            return await self._control(request)
        call = self._enter(request)
        answer = await self._answer(request, call)
        if call.fault not in SILENT:
            call.status = answer.status
            if isinstance(answer, web.Response) and isinstance(answer.body, bytes):
                call.sent = len(answer.body)
        return answer

    def _enter(self, request: web.BaseRequest) -> Call:
        secret = self.vendor.secret_parameters
        call = Call(
            method=request.method,
            path=request.path,
            query=[(name, "***" if name in secret else value) for name, value in request.query.items()],
            headers={name: request.headers[name] for name in KEPT_HEADERS if name in request.headers},
            at=self._clock(),
        )
        if len(self.log) >= _MOST_CALLS:
            del self.log[: _MOST_CALLS // 2]
        self.log.append(call)
        self._news.set()
        return call

    async def _answer(self, request: web.BaseRequest, call: Call) -> web.StreamResponse:
        fault = self.faults.take(request.method, request.path)
        if fault is None:
            return await self._done(request)
        call.fault = fault.kind
        wait = {"slow": fault.seconds, "hang": None}.get(fault.kind, 0.0)
        if not fault.after:
            await self._wait(wait)
        true_answer = await self._done(request) if fault.after or fault.kind in TRUE_ANSWERS else None
        if fault.after:
            await self._wait(wait)
        if fault.kind in SILENT:
            reset(request)
        if true_answer is None or fault.kind not in TRUE_ANSWERS:
            return invent(fault, self.desk.error)
        if fault.kind == "partial":
            return await break_off(request, true_answer, call)
        return spoil(fault, true_answer)

    async def _done(self, request: web.BaseRequest) -> web.Response:
        """Have the vendor do what it is asked."""
        answer = await self.desk.answer(request)
        self._news.set()
        return answer

    async def _wait(self, seconds: float | None) -> None:
        """Wait so long, or until the server stops. None is for ever."""
        if seconds == 0:
            return
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return

    async def _control(self, request: web.BaseRequest) -> web.Response:
        match request.method, request.path.removeprefix(_CONTROL):
            case "GET", "calls":
                body = orjson.dumps([call.as_json() for call in self.log])
                return web.Response(body=body, content_type="application/json")
            case "DELETE", "calls":
                self.log.clear()
                return web.Response(status=204)
            case "PUT", "faults":
                try:
                    self.faults.replace(parse(await request.read()))
                except (TypeError, ValueError) as error:
                    return web.Response(status=400, text=str(error))
                return web.Response(status=204)
            case _:
                return web.Response(status=404, text="the sandbox has calls (GET, DELETE) and faults (PUT)")


async def start(  # noqa: PLR0913 - one argument a thing that tests choose
    vendor: str,
    *,
    seed: int = 1,
    size: int = 300,
    host: str = "127.0.0.1",
    port: int = 0,
    today: date | None = None,
    clock: Callable[[], float] = time.monotonic,
    **options: Any,  # noqa: ANN401 - each vendor's own, and checked by its `open`
) -> Running:
    """Start a vendor in this process.

    `size` is its number of bookings and of events, `today` the day that its dates surround (where none is chosen,
    changes are stamped with the true time), `clock` gives seconds.
    Raises KeyError for a vendor that does not exist, TypeError for an option that the vendor does not have.
    """
    moment = datetime.now(ZoneInfo("Europe/Amsterdam"))
    day, began = today or moment.date(), None if today else moment.astimezone(UTC)
    chosen = VENDORS[vendor]
    desk = chosen.open(Site(seed=seed, size=size, today=day, clock=clock, opened=clock(), began=began), **options)
    running = Running(vendor=chosen, desk=desk, log=[], faults=Faults(), _clock=clock)
    await running.listen(host, port)
    return running
