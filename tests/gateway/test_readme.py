"""The README's first query, asked of what `make run` starts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import aiohttp

from gateway.demo import demo

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")


async def test_the_first_query_is_answered_as_the_readme_says() -> None:
    """Whoever follows the README sees the answer it shows."""
    (question,) = re.findall(r"^```graphql\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    (answer,) = re.findall(r"^```json\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    async with demo("127.0.0.1", 0, 300) as told, aiohttp.ClientSession() as client:
        (url,) = re.findall(r"Foyer answers at (\S+)", told)
        async with client.post(url, json={"query": question}) as response:
            given = await response.json(content_type=None)
        assert given["data"] == json.loads(answer)["data"]
