"""Questions planned and asked, in this process: what a plan said beside what the vendors saw."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphql import parse

from gateway.assembly import close_sources, open_sources
from gateway.context import open_operation
from gateway.settings import from_table
from loaders.port import Source
from sandbox.server import Running, start
from schema.given import Given
from schema.limits import Limits
from schema.plan import plan
from schema.tally import Plan
from tests.house import SCHEMA, SOURCES, TODAY

ANY = Limits(cost=10**9, depth=50, aliases=10**6, tokens=10**6, vendor_calls=10**9)


@dataclass(slots=True)
class Office:
    """Sources whose vendors' logs can be looked at.

    Args:
        sources: by name.
        vendors: the running vendors, by source name.

    """

    sources: dict[str, Source]
    vendors: dict[str, Running]

    def plan(self, question: str, variables: Mapping[str, Any] | None = None, name: str | None = None) -> Plan:
        """Plan a question for all sources."""
        return plan(Given(SCHEMA), parse(question), name, variables or {}, tuple(self.sources.values()))

    async def forget(self) -> None:
        """Keep nothing of what was read."""
        for source in self.sources.values():
            await source.forget(())

    async def ask(
        self, question: str, variables: Mapping[str, Any] | None = None, *, hints: bool = True
    ) -> tuple[Mapping[str, int], Any]:
        """Ask a question; gives the calls each source's vendor saw, logins aside, and the answer's data.

        Raises:
            AssertionError: the answer has errors.

        """
        for running in self.vendors.values():
            running.log.clear()
        context = open_operation(self.sources, 60, hints=hints, allowed=ANY)
        result: Any = await SCHEMA.execute(question, dict(variables or {}), context_value=context)
        context.close()
        assert not result.errors, (question, result.errors)
        seen = {
            name: sum(not call.path.endswith("/login") for call in running.log)
            for name, running in self.vendors.items()
        }
        return seen, result.data


@asynccontextmanager
async def office(*vendors: str, size: int = 300, **further: Mapping[str, Any]) -> AsyncIterator[Office]:
    """Open sources at sandbox vendors.

    Args:
        vendors: which; all where none is named.
        size: bookings and events a vendor has.
        further: what is configured of a vendor's source beside what is usual.

    """
    async with AsyncExitStack() as stack:
        running: dict[str, Running] = {}
        tables = []
        for vendor in vendors or SOURCES:
            table = {**SOURCES[vendor], **further.get(vendor, {})}
            one = await start(vendor, size=size, today=TODAY)
            stack.push_async_callback(one.stop)
            running[table["name"]] = one
            credentials = dict(one.vendor.credentials)
            tables.append({"vendor": vendor, "base_url": one.url, "credentials": credentials, **table})
        sources = open_sources(from_table({"sources": tables}, Path.cwd(), {}))
        stack.push_async_callback(close_sources, sources)
        yield Office(sources, running)
