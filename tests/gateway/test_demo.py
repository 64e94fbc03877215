"""The demo: sandbox vendors and the gateway in one go."""

from __future__ import annotations

import re

import aiohttp
import pytest

from gateway.demo import SOURCES, demo
from gateway.graphiql import page as graphiql
from loaders import vendors

QUESTION = "{ sources { name vendor } bookings(first: 1) { sources { source { name } status } } }"


async def test_it_has_a_source_of_every_vendor() -> None:
    """Whoever tries the demo meets each vendor Foyer speaks to, and the text names its source."""
    async with demo("127.0.0.1", 0, 20) as told, aiohttp.ClientSession() as client:
        (url,) = re.findall(r"Foyer answers at (\S+)", told)
        async with client.post(url, json={"query": QUESTION}) as response:
            answer = await response.json()
    assert "errors" not in answer
    sources = answer["data"]["sources"]
    assert {source["vendor"].lower() for source in sources} == set(vendors.ROSTER) == set(SOURCES)
    assert ", ".join(source["name"] for source in sources) in told


@pytest.mark.parametrize("sample", sorted(graphiql.SAMPLES.glob("*.graphql")), ids=lambda path: path.stem)
async def test_every_sample_of_the_page_is_answered(sample: object) -> None:
    """Each sample GraphiQL opens with runs against the demo without an error, and each change is made."""
    text = sample.read_text("utf-8")  # type: ignore[attr-defined]  # a path
    async with demo("127.0.0.1", 0, 60) as told, aiohttp.ClientSession() as client:
        (url,) = re.findall(r"Foyer answers at (\S+)", told)
        async with client.post(url, json={"query": text}) as response:
            answer = await response.json()
    assert "errors" not in answer, answer["errors"]
    assert answer["data"]
    assert all(field.get("userErrors", []) == [] for field in answer["data"].values() if isinstance(field, dict))


async def test_the_samples_ask_every_vendor() -> None:
    """No vendor is without a sample that calls it, and none that takes changes is without one that makes a change."""
    asked, changed = set(), set()
    async with demo("127.0.0.1", 0, 60) as told, aiohttp.ClientSession(headers={"Foyer-Explain": "1"}) as client:
        (url,) = re.findall(r"Foyer answers at (\S+)", told)
        for sample in sorted(graphiql.SAMPLES.glob("*.graphql")):
            text = sample.read_text("utf-8")
            async with client.post(url, json={"query": text}) as response:
                calls = (await response.json())["extensions"]["explain"]["calls"]
            (changed if "mutation " in text else asked).update(call["vendor"].lower() for call in calls)
    assert asked | changed == set(vendors.ROSTER)
    assert changed == {"booking_experts", "locaboo", "mice_operations"}


async def test_nothing_is_left_running() -> None:
    """When the demo ends its ports are closed, the vendors' too."""
    async with demo("127.0.0.1", 0, 5) as told:
        (url,) = re.findall(r"Foyer answers at (\S+)", told)
    async with aiohttp.ClientSession() as client:
        with pytest.raises(aiohttp.ClientConnectionError):
            await client.post(url, json={"query": QUESTION})


async def test_it_may_listen_to_others() -> None:
    """On an address others can reach it starts without credentials: there is nothing but simulated people to see."""
    async with demo("0.0.0.0", 0, 5) as told:  # noqa: S104  # what is tested
        assert "Foyer answers at http://0.0.0.0:" in told
