"""The whole house seen from a browser: sandbox vendors, the gateway, and GraphiQL in front of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from yarl import URL

from gateway.graphiql import page as graphiql
from tests import chromium
from tests.graphiql import QUERY_EDITOR, RESPONSE, RUN, shows
from tests.house import house

pytestmark = pytest.mark.chromium


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
