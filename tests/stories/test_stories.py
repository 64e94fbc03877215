"""Runs the stories: each Markdown file here is questions, their answers, and the tally of vendor calls they took.

A story is told in fenced blocks. `graphql` is a question, the `json` behind it its answer: all it names must be there,
a list in it must have as many rows; `"…"` stands for any value, and `"… 19 more"` at the end of a list for so many more
rows. `variables` stands before its question; `fault` is what calls to a source's vendor meet from there on, and a fault
without a kind ends them. `<booking of hall: 400002>` is the id of that thing. The table under "Vendor calls" gives each
source's calls and, where it has a third column, how many of them change something; one more or less fails the story.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from loaders.records import Ref
from sandbox.calls import Call
from tests.house import SOURCES, House, house

STORIES = sorted(Path(__file__).parent.glob("*.md"))
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_MORE = re.compile(r"… (\d+) more")
_ROW = re.compile(r"^\| (\S+) \| (\d+) \|(?: (\d+) \|)?", re.MULTILINE)
_ID = re.compile(r"<(\w+) of ([a-z-]+): ([^>]+)>")
_VENDORS = {table["name"]: vendor for vendor, table in SOURCES.items()}


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
async def test_story(path: Path) -> None:
    """A story's questions get their answers, with exactly the vendor calls it tells of."""
    text = _ID.sub(lambda named: Ref(*named.groups()).encode(), path.read_text("utf-8"))
    tally = {source: (int(calls), changes and int(changes)) for source, calls, changes in _ROW.findall(text)}
    assert tally, "a story tells the calls of every source"
    vendors = [_VENDORS[source] for source in tally]
    async with house(*vendors) as running:
        variables: dict[str, Any] = {}
        answer: Any = None
        for kind, block in BLOCK.findall(text):
            if kind == "variables":
                variables = json.loads(block)
            elif kind == "fault":
                meet(running, **json.loads(block))
            elif kind == "graphql":
                answer, variables = await running.ask(block, variables), {}
            elif kind == "json":
                assert told(json.loads(block), answer), json.dumps(answer, indent=1, ensure_ascii=False)[:4000]
        assert {source: len(running.calls(source)) for source in tally} == {
            source: calls for source, (calls, _) in tally.items()
        }
        changed = {source: changes for source, (_, changes) in tally.items() if changes != ""}
        assert {source: sum(map(changing, running.calls(source))) for source in changed} == changed


def meet(running: House, source: str, kind: str | None = None, **fault: Any) -> None:
    """Have calls to a source's vendor meet a fault."""
    faults = running.vendors[source].faults
    faults.clear()
    if kind is not None:
        faults.add(kind, **fault)


def changing(call: Call) -> bool:
    """Tell whether a call changes something."""
    return call.method != "GET" or call.path.endswith("booking_save")


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
