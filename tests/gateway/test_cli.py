"""The command `foyer` as an operator runs it: in a process of its own, against sandbox vendors."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from sandbox.server import Running, start
from tests.house import SCHEMA
from tests.kept_secret import SECRETS

ROOT = Path(__file__).parents[2]
KEYS = {"ET_ORG": "sandbox-org", "ET_KEY": "sandbox-event-temple-key", "BE_KEY": "sandbox-booking-experts-key"}
WRONG = "not-the-key-4711"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended, and what it printed."""

    status: int
    out: str
    err: str


@asynccontextmanager
async def begun(*arguments: str | Path, keys: Mapping[str, str] = KEYS) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run the command while the block does; it is killed if it is not over then."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "gateway.cli",
        *arguments,
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **keys},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(60):
            yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def foyer(*arguments: str | Path, keys: Mapping[str, str] = KEYS) -> Ended:
    """Run the command to its end."""
    async with begun(*arguments, keys=keys) as process:
        out, err = await process.communicate()
        assert process.returncode is not None
        SECRETS.learn(*keys.values())
        SECRETS.saw("what a command wrote", out.decode() + err.decode())
        return Ended(process.returncode, out.decode(), err.decode())


async def line_with(stream: asyncio.StreamReader | None, text: str) -> str:
    """Read until a line holds a text and give it."""
    assert stream is not None
    while line := (await stream.readline()).decode():
        if text in line:
            return line
    raise AssertionError(f"the command ended without a line with {text!r}")


@pytest.fixture
async def vendors() -> AsyncIterator[dict[str, Running]]:
    """Run two sandbox vendors."""
    async with await start("event_temple", size=20) as hotel, await start("booking_experts", size=20) as park:
        yield {"hotel": hotel, "park": park}


@pytest.fixture
def config(vendors: dict[str, Running], tmp_path: Path) -> Path:
    """Write a configuration of the two."""
    path = tmp_path / "foyer.toml"
    path.write_text(f"""
        [server]
        port = 0
        request_timeout_seconds = 5

        [[sources]]
        name = "hotel"
        vendor = "event_temple"
        base_url = "{vendors["hotel"].url}"
        time_zone = "America/Toronto"
        currency = "CAD"
        credentials = {{ org = "env:ET_ORG", api_key = "env:ET_KEY" }}

        [[sources]]
        name = "park"
        vendor = "booking_experts"
        base_url = "{vendors["park"].url}"
        time_zone = "Europe/Amsterdam"
        administrations = ["1"]
        credentials = {{ api_key = "env:BE_KEY" }}
    """)
    return path


async def test_check_finds_all_fine(config: Path) -> None:
    """With the right keys there is one line a source, each says what works, and the status is 0."""
    ended = await foyer("check", "--config", config)
    assert (ended.status, ended.err) == (0, "")
    hotel, park = ended.out.splitlines()
    assert hotel.startswith("ok    hotel  event_temple  works: ")
    assert park.startswith("ok    park   booking_experts  works: bookings, ")


@pytest.mark.parametrize(("key", "broken"), [("ET_KEY", "hotel"), ("BE_KEY", "park")])
async def test_check_names_the_source_whose_key_is_refused(config: Path, key: str, broken: str) -> None:
    """A wrong key is told of its source, by what the vendor did; no key is printed, the others are fine, status 1."""
    ended = await foyer("check", "--config", config, keys={**KEYS, key: WRONG})
    assert (ended.status, ended.err) == (1, "")
    lines = {line.split()[1]: line for line in ended.out.splitlines()}
    assert lines.keys() == {"hotel", "park"}
    assert lines[broken].startswith("FAIL")
    assert "refuses the credentials" in lines[broken]
    assert all(line.startswith("ok") for name, line in lines.items() if name != broken)
    for secret in (WRONG, *KEYS.values()):
        assert secret not in ended.out


async def test_check_prints_json_for_machines(config: Path, tmp_path: Path) -> None:
    """With --json there is one object, whatever is found: of sources, or of a configuration that cannot be used."""
    ended = await foyer("check", "--json", "--config", config, keys={**KEYS, "ET_KEY": WRONG})
    assert (ended.status, ended.err) == (1, "")
    document = json.loads(ended.out)
    assert {one["name"]: one["fine"] for one in document["sources"]} == {"hotel": False, "park": True}
    assert WRONG not in ended.out
    broken = tmp_path / "broken.toml"
    broken.write_text("[server]\nport = 70000\n")
    ended = await foyer("check", "--json", "--config", broken)
    assert (ended.status, ended.err) == (1, "")
    assert [fault["path"] for fault in json.loads(ended.out)["configuration"]] == ["server.port", "sources"]


async def test_check_names_a_source_that_cannot_be_reached(config: Path, vendors: dict[str, Running]) -> None:
    """A vendor that is not there is told so, within the time of one question."""
    await vendors["park"].stop()
    ended = await foyer("check", "--config", config)
    assert ended.status == 1
    hotel, park = ended.out.splitlines()
    assert hotel.startswith("ok")
    assert park.startswith("FAIL  park ")
    assert "accepted no connection" in park


async def test_check_lists_every_fault_of_the_configuration(tmp_path: Path) -> None:
    """A bad configuration ends with status 1 and one line a fault, before any vendor is called."""
    path = tmp_path / "foyer.toml"
    path.write_text("""
        [server]
        port = 70000
        nonsense = 1

        [[sources]]
        name = "hotel"
        vendor = "event_temple"
        base_url = "ftp://example.com"
        time_zone = "Mars/Olympus"
        currency = "CAD"
        credentials = { org = "env:NOT_SET", api_key = "env:ET_KEY" }
    """)
    ended = await foyer("check", "--config", path)
    assert (ended.status, ended.out) == (1, "")
    lines = ended.err.splitlines()
    blamed = {line.partition(":")[0] for line in lines}
    assert blamed == {
        "server.port",
        "server.nonsense",
        "sources[0].base_url",
        "sources[0].time_zone",
        "sources[0].credentials.org",
    }
    assert len(lines) == len(blamed)
    assert KEYS["ET_KEY"] not in ended.err


@pytest.mark.parametrize("command", ["check", "serve"])
async def test_a_configuration_that_is_not_there_is_told(command: str, tmp_path: Path) -> None:
    """The line names the file, and the status is 1."""
    ended = await foyer(command, "--config", tmp_path / "nowhere.toml")
    assert (ended.status, ended.out) == (1, "")
    assert "nowhere.toml" in ended.err
    assert len(ended.err.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["dance"],
        ["serve", "--port", "5"],
        ["check", "foyer.toml"],
        ["demo", "--port", "70000"],
        ["demo", "--port", "-1"],
        ["demo", "--size", "0"],
        ["demo", "--size", "many"],
        ["sandbox", "--vendors", "nobody"],
        ["schema", "--nonsense"],
    ],
    ids=" ".join,
)
async def test_wrong_usage(arguments: list[str]) -> None:
    """A command there is not, or flags that make no sense, end with status 2 and how it is used."""
    ended = await foyer(*arguments)
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.startswith("usage: foyer")
    assert "Traceback" not in ended.err


async def test_schema_prints_the_sdl() -> None:
    """What is printed is what is served, and nothing else is needed to print it."""
    ended = await foyer("schema", keys={})
    assert (ended.status, ended.err) == (0, "")
    assert ended.out == f"{SCHEMA.as_str()}\n"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
async def test_serve_answers_until_it_is_told_to_stop(config: Path, number: signal.Signals) -> None:
    """It says where it answers and for whom, answers there, and ends with status 0 on the signal."""
    async with begun("serve", "--config", config) as process:
        line = await line_with(process.stdout, "foyer answers at ")
        assert line.endswith("/graphql for hotel, park\n")
        url = line.split()[3]
        assert "whoever reaches this address may ask" in await line_with(process.stdout, "[server.auth]")
        async with aiohttp.ClientSession() as client:
            question = {"query": "{ bookings(first: 2) { nodes { reference } } sources { name } }"}
            async with client.post(url, json=question) as response:
                answer = await response.json()
            assert len(answer["data"]["bookings"]["nodes"]) == 2
            assert [source["name"] for source in answer["data"]["sources"]] == ["hotel", "park"]
            process.send_signal(number)
            out, err = await process.communicate()
    assert (process.returncode, out) == (0, b"")
    lines = [json.loads(line) for line in err.splitlines()]
    assert [(line["event"], line["level"]) for line in lines] == [("vendor call", "info"), ("request", "info")]


async def test_serve_tells_that_its_port_is_taken(config: Path, vendors: dict[str, Running]) -> None:
    """An address that cannot be had is one line and status 1."""
    port = vendors["park"].url.rpartition(":")[2]
    text = config.read_text()
    config.write_text(text.replace("port = 0", f"port = {port}"))
    ended = await foyer("serve", "--config", config)
    assert (ended.status, ended.out) == (1, "")
    assert "address already in use" in ended.err
    assert "Traceback" not in ended.err


async def test_serve_tells_that_its_journal_cannot_be_used(config: Path) -> None:
    """A journal that is damaged is one line, and questions are answered; nothing is written over it."""
    journal = config.parent / "foyer.sqlite3"
    journal.write_bytes(b"no journal at all" * 100)
    async with begun("serve", "--config", config) as process:
        line = await line_with(process.stderr, "changes are refused")
        told = json.loads(line)["event"]
        assert told.startswith("changes are refused for now, as the journal foyer.sqlite3 is damaged")
        url = (await line_with(process.stdout, "foyer answers at ")).split()[3]
        async with aiohttp.ClientSession() as client, client.post(url, json={"query": "{ __typename }"}) as answer:
            assert answer.status == 200
    assert journal.read_bytes() == b"no journal at all" * 100


async def test_a_signal_while_a_question_is_open_is_obeyed(config: Path, vendors: dict[str, Running]) -> None:
    """A client that waits for a slow vendor is answered before the process ends."""
    vendors["park"].faults.add("slow", seconds=0.5)
    async with begun("serve", "--config", config) as process:
        url = (await line_with(process.stdout, "foyer answers at ")).split()[3]
        async with aiohttp.ClientSession() as client:
            question = {"query": '{ bookings(first: 1, filter: { sources: ["park"] }) { nodes { reference } } }'}
            asked = asyncio.create_task(client.post(url, json=question))
            while not vendors["park"].log:  # noqa: ASYNC110  # a log tells nobody that it grows
                await asyncio.sleep(0)
            process.send_signal(signal.SIGTERM)
            response = await asked
            assert len((await response.json())["data"]["bookings"]["nodes"]) == 1
        await process.communicate()
    assert process.returncode == 0


@pytest.mark.parametrize("only", [False, True])
async def test_serve_takes_trusted_documents(config: Path, tmp_path: Path, *, only: bool) -> None:
    """--documents stands above the file's key, also where the file says that only trusted ones are answered."""
    manifest = tmp_path / "trusted.json"
    manifest.write_text('{"names": "{ sources { name } }"}')
    if only:
        config.write_text(config.read_text().replace("port = 0", "port = 0\nonly_documents = true"))
    async with begun("serve", "--config", config, "--documents", manifest) as process:
        url = (await line_with(process.stdout, "foyer answers at ")).split()[3]
        async with aiohttp.ClientSession() as client, client.post(url, json={"documentId": "names"}) as response:
            answer = await response.json()
        assert answer["data"] == {"sources": [{"name": "hotel"}, {"name": "park"}]}
        process.send_signal(signal.SIGTERM)
        await process.communicate()


@pytest.mark.parametrize("command", ["check", "serve"])
async def test_documents_that_do_not_fit_stop_the_start(config: Path, tmp_path: Path, command: str) -> None:
    """One line a fault and status 1, before any vendor is called."""
    (tmp_path / "trusted.json").write_text('{"a": "{ nowhere }", "b": "{ nothing }", "c": "{ sources { name } }"}')
    config.write_text(config.read_text().replace("port = 0", 'port = 0\ndocuments = "trusted.json"'))
    ended = await foyer(command, "--config", config)
    assert (ended.status, ended.out) == (1, "")
    assert [line.partition(":")[0] for line in ended.err.splitlines()] == ["server.documents.a", "server.documents.b"]


async def test_documents_that_are_not_there_stop_the_start(config: Path, tmp_path: Path) -> None:
    """The line says what should be there."""
    ended = await foyer("serve", "--config", config, "--documents", tmp_path / "nowhere.json")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith("server.documents: ")
    assert "the path of a file that exists" in ended.err


async def test_demo_says_what_to_ask_first() -> None:
    """It prints where it answers; the command it suggests, run as it stands, gets an answer and its vendor calls."""
    async with begun("demo", "--port", "0", "--size", "20", keys={}) as process:
        url = (await line_with(process.stdout, "Foyer answers at ")).split()[3]
        command = await line_with(process.stdout, "curl ")
        command += await line_with(process.stdout, "-d ")
        assert url in command
        shell = await asyncio.create_subprocess_shell(command, stdout=asyncio.subprocess.PIPE)
        out, _ = await shell.communicate()
        assert shell.returncode == 0
        assert b'"reference"' in out
        assert b'"explain"' in out
        process.send_signal(signal.SIGTERM)
        _, err = await process.communicate()
    assert (process.returncode, err) == (0, b"")
