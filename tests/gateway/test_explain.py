"""`foyer explain` as an operator runs it: what a query may need, without asking anybody, and what it took."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from gateway.cli import main
from gateway.columns import bar, columns
from sandbox.server import Running, start
from tests.gateway.test_cli import KEYS, foyer

QUESTION = """
query Guests($n: Int = 20) {
  bookings(first: $n) { nodes { reference customer { name } } }
}
"""


NOBODY = "http://127.0.0.1:9"
"""Where nobody answers."""

ORDERED = "query Ordered { bookings(orderBy: { field: CREATED_AT }) { nodes { name } } }"


@pytest.fixture
async def park() -> AsyncIterator[Running]:
    """Run one sandbox vendor."""
    async with await start("booking_experts", size=40) as running:
        yield running


@pytest.fixture
def config(park: Running, tmp_path: Path) -> Path:
    """Write a configuration of it."""
    return configured(tmp_path, park.url)


def configured(folder: Path, url: str, limit: int = 100) -> Path:
    """Write a configuration of one park."""
    path = folder / "foyer.toml"
    path.write_text(f"""
        [server.limits]
        max_vendor_calls = {limit}

        [[sources]]
        name = "park"
        vendor = "booking_experts"
        base_url = "{url}"
        time_zone = "Europe/Amsterdam"
        administrations = ["1", "2"]
        credentials = {{ api_key = "env:BE_KEY" }}
    """)
    return path


def written(folder: Path, text: str = QUESTION) -> Path:
    """Write a query to a file."""
    path = folder / "asked.graphql"
    path.write_text(text)
    return path


async def test_the_plan_is_told_without_a_call(config: Path, park: Running, tmp_path: Path) -> None:
    """A line a need: source, what, at most how many, why, and when it may be more; no vendor is asked."""
    ended = await foyer("explain", written(tmp_path, ORDERED), "--config", config)
    assert (ended.status, ended.err) == (0, "")
    first, _, head, need, _, total, _, last = ended.out.splitlines()
    assert first == "Ordered may take 8 vendor calls; 100 are allowed."
    assert [part.strip() for part in head.split("  ") if part] == ["source", "what", "at most", "why"]
    cells = [part.strip() for part in need.split("  ") if part.strip()]
    assert cells == ["park", "GET …/bookings, whole", "8", "bookings", "more if it is longer than 400 rows"]
    assert total == "In all 8: park 8."
    assert last == "It would be answered."
    assert park.log == []


async def test_what_would_be_refused_is_said(park: Running, tmp_path: Path) -> None:
    """Above the limit of the configuration the refusal is told, with both numbers, and the status is 1."""
    config = configured(tmp_path, park.url, limit=7)
    ended = await foyer("explain", written(tmp_path, ORDERED), "--config", config)
    assert ended.status == 1
    assert ended.out.splitlines()[-2:] == [
        "It would be refused:",
        "The query may take 8 vendor calls; at most 7 are allowed. Most of them, 8, go to park for bookings.",
    ]
    assert park.log == []


async def test_run_tells_what_happened(config: Path, park: Running, tmp_path: Path) -> None:
    """With --run each call is a line, in the order they began, with a bar; as many as the vendor saw."""
    ended = await foyer("explain", written(tmp_path), "--run", "--config", config)
    assert (ended.status, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert f"It took {len(park.log)} vendor calls." in lines
    calls = [line for line in lines if " MISS " in line]
    assert len(calls) == len(park.log)
    assert all(line.split()[:3] == ["park", "GET", seen.path] for line, seen in zip(calls, park.log, strict=True))
    assert all(line.endswith("|") and "#" in line and " ms " in line for line in calls)
    assert KEYS["BE_KEY"] not in ended.out


async def test_run_tells_the_errors_of_the_answer(config: Path, park: Running, tmp_path: Path) -> None:
    """Where the answer has errors, each is told with its code and place, and the status is 1."""
    park.faults.add("status", status=500)
    booking = written(tmp_path, "{ bookings(requireComplete: true) { nodes { name } } }")
    ended = await foyer("explain", booking, "--run", "--config", config)
    assert ended.status == 1
    assert "The answer has errors:" in ended.out.splitlines()
    assert ended.out.splitlines()[-1].startswith("VENDOR_ERROR at bookings: ")


async def test_json_tells_all_of_it(config: Path, park: Running, tmp_path: Path) -> None:
    """--json has the numbers, the needs and the calls, for a program."""
    asked = written(tmp_path)
    ended = await foyer("explain", asked, "--json", "--run", "--variables", '{"n": 3}', "--config", config)
    told = json.loads(ended.out)
    assert (told["operation"], told["planned"], told["allowed"], told["refusals"]) == ("Guests", 2, 100, [])
    assert [need["calls"] for need in told["needs"]] == [2]
    assert len(told["ran"]["calls"]) == len(park.log)
    assert told["ran"]["calls"][0]["cache"] == "MISS"
    assert told["ran"]["errors"] == []


@pytest.mark.parametrize(
    ("text", "arguments", "status", "sentence"),
    [
        ("{ bookings {", (), 1, "asked.graphql:1:13: Syntax Error: Expected Name, found <EOF>."),
        ("{ nothing }", (), 1, "asked.graphql:1:3: Cannot query field 'nothing' on type 'Query'."),
        ("fragment A on Booking { id }", (), 1, "asked.graphql: no operation"),
        (
            "query A { __typename } query B { __typename }",
            (),
            2,
            "holds several operations: say which with --operation: A, B",
        ),
        ("query A { __typename }", ("--operation", "C"), 2, "--operation: expected one of A; got 'C'"),
        (QUESTION, ("--variables", "{n: 1}"), 2, "--variables: not JSON: "),
        (QUESTION, ("--variables", "[1]"), 2, "--variables: expected a JSON object, like"),
        (
            'mutation { cancelBooking(input: { id: "x" }) { booking { id } } }',
            ("--run",),
            2,
            "--run asks questions only",
        ),
    ],
)
def test_what_cannot_be_explained_is_told_in_a_line(  # noqa: PLR0917  # the columns of the table
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    text: str,
    arguments: tuple[str, ...],
    status: int,
    sentence: str,
) -> None:
    """What is no GraphQL, not valid or not clear is told with its place: 1 for a fault of the query, 2 of the usage."""
    monkeypatch.setenv("BE_KEY", KEYS["BE_KEY"])
    config = configured(tmp_path, NOBODY)
    assert main(["explain", str(written(tmp_path, text)), *arguments, "--config", str(config)]) == status
    printed = capsys.readouterr()
    assert sentence in printed.err
    assert (printed.out, "Traceback" in printed.err) == ("", False)


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """It is named, and the status is that of wrong usage."""
    assert main(["explain", str(tmp_path / "none.graphql")]) == 2
    assert capsys.readouterr().err == f"foyer: {tmp_path / 'none.graphql'}: No such file or directory\n"


def test_variables_that_make_no_sense(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """They are a reason why nothing would be asked."""
    monkeypatch.setenv("BE_KEY", KEYS["BE_KEY"])
    config = configured(tmp_path, NOBODY)
    asked = ["explain", str(written(tmp_path)), "--variables", '{"n": "x"}', "--config", str(config)]
    assert main(asked) == 1
    said = capsys.readouterr().out.splitlines()[-1]
    assert said == "The variables are not what the operation declares: nothing would be asked."


def test_columns_stand_below_their_names() -> None:
    """Words stand at the left, numbers at the right, and no line ends in blanks."""
    assert columns(("a", "number", ""), [("long", "1", ""), ("b", "22", "c")], right=frozenset({1})) == [
        "a     number",
        "long       1",
        "b         22  c",
    ]


def test_bars_stand_where_calls_were() -> None:
    """A bar begins and ends where its call did; what took no time is a point, and nothing falls off the line."""
    assert bar(0, 100, 100, 10) == "|##########|"
    assert bar(50, 25, 100, 8) == "|    ##  |"
    assert bar(100, 0, 100, 4) == "|   .|"
    assert bar(0, 0, 0, 4) == "|.   |"
