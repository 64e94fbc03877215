"""The panel under GraphiQL's answer that draws its vendor calls, in a real browser before a whole house."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

from tests import chromium
from tests.graphiql import CALLS, QUERY_EDITOR, RESPONSE, RUN, shows
from tests.house import House, house

pytestmark = pytest.mark.chromium

QUESTION: Final = """query Mixed {
  bookings(first: 5, orderBy: { field: STARTS_AT }) { nodes { reference customer { name } } }
}"""
ROWS: Final = f"[...document.querySelectorAll('{CALLS} tbody tr')]"
TEXTS: Final = f"{ROWS}.map((row) => [...row.children].map((cell) => cell.innerText.replace(/\\s+/g, ' ').trim()))"
COLUMNS: Final = ["Source", "Call", "Serves", "Cache"]
SIZES: Final = [(1280, 800, "light"), (1280, 800, "dark"), (390, 844, "light")]


async def ask(browser: chromium.Page, running: House) -> None:
    """Open the page with one question in it, as if it had been written there before, and have it answered."""
    tab = {"id": "1", "title": "Mixed", "query": QUESTION}
    tabs = {
        "activeTabIndex": 0,
        "tabs": [{**dict.fromkeys(("variables", "headers", "operationName", "response")), **tab}],
    }
    await browser.open(f"{running.url}/livez")
    await browser.evaluate(f"localStorage.setItem('graphiql:tabState', {json.dumps(json.dumps(tabs))})")
    await browser.open(f"{running.url}/graphql")
    await browser.wait_for(f"{shows(QUERY_EDITOR, 'query Mixed')} && !!document.querySelector('{RESPONSE}')")
    await run(browser)


async def run(browser: chromium.Page) -> None:
    """Have the question answered, and wait until its calls are drawn."""
    await browser.evaluate(
        f"document.querySelector('{CALLS}').dataset.before = document.querySelector('{CALLS}').innerText"
    )
    await browser.click(RUN)
    await browser.wait_for(
        f"document.querySelector('{CALLS} tbody tr') !== null"
        f" && document.querySelector('{CALLS}').innerText !== document.querySelector('{CALLS}').dataset.before"
    )


@pytest.mark.parametrize(("width", "height", "scheme"), SIZES)
async def test_each_call_is_drawn_at_its_time(
    browser: chromium.Page, tmp_path: Path, width: int, height: int, scheme: str
) -> None:
    """Every call has its row and a bar inside the line of time, on a desk and on a phone, light and dark."""
    async with house("event_temple", "booking_experts", size=30) as running:
        await browser.resize(width, height)
        await browser.prefer(scheme)
        await ask(browser, running)
        opened = await browser.evaluate(f"document.querySelector('{CALLS}').open")
        assert opened is (width > 600), "on a phone the answer has the room until somebody asks"
        if not opened:
            await browser.click(f"{CALLS} summary")
        await browser.screenshot(tmp_path / f"calls-{width}-{scheme}.png")
        rows: list[list[str]] = await browser.evaluate(TEXTS)
        lines: list[dict[str, Any]] = await browser.evaluate(
            f"{ROWS}.map((row) => ['.vendor-calls-line', '.vendor-calls-line i'].map("
            "(part) => row.querySelector(part).getBoundingClientRect().toJSON()))"
        )
        inner = await browser.evaluate("document.documentElement.scrollWidth")
        sideways = await browser.evaluate("(({scrollWidth, clientWidth}) => scrollWidth - clientWidth)"
                                          "(document.querySelector('.graphiql-footer'))")  # fmt: skip
        made = [(name, call.path) for name in ("hotel", "park") for call in running.calls(name)]
        # Read while the house is open: what the page still loads when it closes fails.
        said = [line for line in browser.console if "404" not in line]
    assert sorted(row[0] for row in rows) == sorted(name for name, _ in made)
    assert all(any(path in row[1] for row in rows) for _, path in made)
    assert all(row[1].startswith("200 GET /") for row in rows)
    assert {row[3] for row in rows} == {"MISS"}
    assert all("ms from " in row[4] for row in rows)
    for line, bar in lines:
        assert line["left"] <= bar["left"] < bar["right"] <= line["right"] + 3, "a bar is three pixels wide at least"
    assert (inner, sideways) == (width, 0)
    assert browser.violations == []
    assert said == [], "but for an icon, which /livez has not"


@pytest.mark.parametrize("width", [1280, 390])
async def test_screen_readers_are_told_a_table(browser: chromium.Page, width: int) -> None:
    """The browser's own account for screen readers has a table with its columns and rows, however it is laid out."""
    async with house("event_temple", size=30) as running:
        await browser.resize(width, 844)
        await ask(browser, running)
        if width < 600:
            await browser.click(f"{CALLS} summary")
            await browser.wait_for(f"document.querySelector('{CALLS}').open")
        told = await browser.roles()
    roles = [role for role, _ in told]
    assert roles.count("table") == 1
    headers = [name for role, name in told if role == "columnheader"]
    assert headers[:4] == COLUMNS
    assert headers[4].startswith("Time, of ")
    assert roles.count("row") == 1 + roles.count("rowheader")
    assert [name for role, name in told if role == "rowheader"] == ["hotel"] * roles.count("rowheader")
    assert roles.count("cell") == 4 * roles.count("rowheader")
    assert any(role == "status" for role in roles)


async def test_what_the_cache_answered_looks_and_reads_otherwise(browser: chromium.Page) -> None:
    """Asked again, rows say HIT and their bars are hollow; the sum says that nobody was called."""
    hollow = f"{ROWS}.map((row) => getComputedStyle(row.querySelector('.vendor-calls-line i')).backgroundColor)"
    async with house("event_temple", size=30) as running:
        await ask(browser, running)
        assert "rgba(0, 0, 0, 0)" not in await browser.evaluate(hollow)
        await run(browser)
        assert {row[3] for row in await browser.evaluate(TEXTS)} == {"HIT"}
        assert set(await browser.evaluate(hollow)) == {"rgba(0, 0, 0, 0)"}
        assert await browser.evaluate(shows(f"{CALLS} [role=status]", "0 calls, "))


async def test_a_call_that_failed_is_marked_by_more_than_its_colour(browser: chromium.Page) -> None:
    """A vendor's failure stands in its row as status and sign; the other source's calls are drawn as ever."""
    async with house("event_temple", "booking_experts", size=30) as running:
        running.vendors["park"].faults.add("status", status=503)
        await ask(browser, running)
        rows = await browser.evaluate(TEXTS)
        signs = await browser.evaluate(
            f"{ROWS}.map((row) => getComputedStyle(row.querySelector('b'), '::before').content)"
        )
    assert {row[1].partition(" ")[0] for row in rows if row[0] == "park"} == {"503"}
    assert {row[1].partition(" ")[0] for row in rows if row[0] == "hotel"} == {"200"}
    assert [sign != "none" for sign in signs] == [row[0] == "park" for row in rows]
