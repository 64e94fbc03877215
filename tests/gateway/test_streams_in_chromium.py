"""GraphiQL in front of a whole house, with answers that come in parts and as things change."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest
from yarl import URL

from gateway.graphiql import page as graphiql
from tests import chromium
from tests.gateway.test_graphiql_in_chromium import RESPONSE, RUN, open_page, sample, shows
from tests.house import House, house
from tests.talking import call, happened, heard_by

pytestmark = pytest.mark.chromium

DEFERRED = """query FastFirst {
  events(first: 1, filter: { sources: ["hotel"] }) { nodes { name } }
  ... @defer { bookings(first: 1, filter: { sources: ["park"] }) { sources { status } } }
}"""
CHANGES = "subscription Changes { bookingChanged { kind origin booking { reference } } }"


@asynccontextmanager
async def opened(query: str, folder: Path, patch: pytest.MonkeyPatch) -> AsyncIterator[tuple[House, chromium.Page]]:
    """Run a house and a browser with a question in its editor. The browser goes first: it keeps connections open."""
    if not chromium.BINARY.exists():
        pytest.skip(f"{chromium.BINARY} is absent: install Debian's package chromium")
    if not graphiql.is_built():
        pytest.skip("GraphiQL is not built: run `make graphiql`")
    patch.setattr(graphiql, "routes", partial(graphiql.routes, samples=sample(folder, query)))
    async with house(size=20) as running, chromium.launch() as browser:
        await open_page(browser, URL(f"{running.url}/graphql"), " ".join(query.split()[:2]))
        yield running, browser
        assert browser.violations == []


async def test_parts_are_put_together_as_they_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first part is shown while the rest is awaited, then both."""
    named, complete = shows(RESPONSE, '"name"'), shows(RESPONSE, '"COMPLETE"')
    async with opened(DEFERRED, tmp_path, monkeypatch) as (running, browser):
        running.vendors["park"].faults.add("slow", seconds=2)
        await browser.click(RUN)
        await browser.wait_for(f"{named} && !{complete}")
        await browser.wait_for(f"{named} && {complete}")


async def test_changes_are_shown_as_they_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A subscription shows a change when the vendor tells of it."""
    async with opened(CHANGES, tmp_path, monkeypatch) as (running, browser):
        await browser.click(RUN)
        await heard_by(running, 1)
        assert await call(running, happened(running, "booking:updated", "booking", "3")) == 200
        await browser.wait_for(shows(RESPONSE, '"origin": "WEBHOOK"'))
