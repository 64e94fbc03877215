"""Runs the stories: each Markdown file here is a question, its answer, and the tally of vendor calls it took.

A story is told in fenced blocks. `graphql` is the question. `json` is the answer: all it names must be there, a list in
it must have as many rows; `"…"` stands for any value, and `"… 19 more"` at the end of a list for so many more rows. The
table under "Vendor calls" gives each source's calls; one call more or less fails the story.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.house import house

STORIES = sorted(Path(__file__).parent.glob("*.md"))
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_MORE = re.compile(r"… (\d+) more")
_ROW = re.compile(r"^\| (\S+) \| (\d+) \|", re.MULTILINE)


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
async def test_story(path: Path) -> None:
    """A story's question gets its answer, with exactly the vendor calls it tells of."""
    text = path.read_text("utf-8")
    blocks = dict(BLOCK.findall(text))
    tally = {source: int(calls) for source, calls in _ROW.findall(text)}
    async with house() as running:
        answer = await running.ask(blocks["graphql"], json.loads(blocks.get("variables", "{}")))
        assert told(json.loads(blocks["json"]), answer), json.dumps(answer, indent=1)[:4000]
        assert {source: len(running.calls(source)) for source in tally} == tally
        assert set(tally) == set(running.vendors), "a story tells the calls of every source"


def told(expected: Any, actual: Any) -> bool:
    """Tell whether an answer holds all a story names."""
    if expected == "…":
        return actual is not None
    if isinstance(expected, dict):
        return isinstance(actual, dict) and all(
            key in actual and told(value, actual[key]) for key, value in expected.items()
        )
    if isinstance(expected, list):
        if expected and (more := _MORE.fullmatch(str(expected[-1]))):
            expected = [*expected[:-1], *["…"] * int(more[1])]
        return (
            isinstance(actual, list)
            and len(actual) == len(expected)
            and all(told(one, other) for one, other in zip(expected, actual, strict=True))
        )
    return bool(expected == actual)


def test_there_are_stories() -> None:
    """The folder is not empty, so that a moved folder does not pass as green."""
    assert STORIES
