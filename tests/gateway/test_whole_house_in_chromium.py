"""The whole house seen from a browser: sandbox vendors, the gateway, and GraphiQL in front of it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from yarl import URL

from gateway.graphiql import page as graphiql
from tests import chromium
from tests.house import house

pytestmark = pytest.mark.chromium

QUERY_EDITOR = ".graphiql-query-editor .view-lines"
RESPONSE = ".result-window .view-lines"
RUN = ".graphiql-execute-button"


@pytest.fixture
async def browser() -> AsyncIterator[chromium.Page]:
    """Give the page of a fresh browser; where there is none, or no page to show in it, the reason."""
    if not chromium.BINARY.exists():
        pytest.skip(f"{chromium.BINARY} is absent: install Debian's package chromium")
    if not graphiql.is_built():
        pytest.skip("GraphiQL is not built: run `make graphiql`")
    async with chromium.launch() as page:
        yield page


def shows(selector: str, text: str) -> str:
    """Give a condition for the browser: an element is there and its text, as a person reads it, contains `text`."""
    shown = f"document.querySelector({json.dumps(selector)})?.innerText.replace(/\\s+/g, ' ')"  # lines may be wrapped
    return f"{shown}?.includes({json.dumps(text)})"


async def test_the_first_sample_is_answered(browser: chromium.Page, tmp_path: Path) -> None:
    """One click asks the vendors and shows their rows; nothing is asked of any other host, and no policy is broken."""
    async with house(size=60) as running:
        expected = await running.data(min(graphiql.SAMPLES.glob("*.graphql")).read_text("utf-8"))
        first = expected["bookings"]["nodes"][0]
        running.forget()
        url = URL(f"{running.url}/graphql")
        await browser.resize(1280, 800)
        await browser.open(str(url))
        await browser.wait_for(f"{shows(QUERY_EDITOR, 'query WhoBooksWhat')} && document.querySelector('{RESPONSE}')")
        assert not running.calls("hotel"), "opening the page asks no vendor"
        await browser.click(RUN)
        await browser.wait_for(shows(RESPONSE, f'"reference": {json.dumps(first["reference"])}'))
        await browser.wait_for(shows(RESPONSE, f'"name": {json.dumps(first["venue"]["name"])}'))
        await browser.screenshot(tmp_path / "whole-house.png")
        assert {URL(request).authority for request in browser.requests} == {url.authority}
        assert browser.violations == []
        assert browser.console == []
