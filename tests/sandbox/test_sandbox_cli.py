"""The command `foyer sandbox`: its flags, and what it prints."""

from __future__ import annotations

import argparse
import asyncio

import aiohttp
import pytest

from sandbox import VENDORS
from sandbox.cli import add_arguments, run


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return parser


def test_flags_have_defaults() -> None:
    """Without flags every vendor runs on a free port of this machine, with 300 bookings of seed 1."""
    args = _parser().parse_args([])
    assert vars(args) == {"host": "127.0.0.1", "port": 0, "seed": 1, "size": 300, "vendors": list(VENDORS)}


@pytest.mark.parametrize(
    "flags", [["--size", "50001"], ["--size", "0"], ["--size", "many"], ["--port", "70000"], ["--vendors", "nobody"]]
)
def test_wrong_flags_are_refused(flags: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A size beyond 50,000, a port that is none and an unknown vendor end with status 2 and a reason."""
    with pytest.raises(SystemExit) as ended:
        _parser().parse_args(flags)
    assert ended.value.code == 2
    assert "error: argument" in capsys.readouterr().err


async def test_each_vendor_gets_a_line_and_a_port(capsys: pytest.CaptureFixture[str], unused_tcp_port: int) -> None:
    """A line names the vendor, where it is and what lets in; vendor i listens on the base port and i."""
    args = _parser().parse_args(["--port", str(unused_tcp_port), "--size", "5", "--vendors", "event_temple"])
    task = asyncio.ensure_future(run(args))
    printed = ""
    while not printed and not task.done():
        await asyncio.sleep(0)
        printed = capsys.readouterr().out
    url = f"http://127.0.0.1:{unused_tcp_port}"
    assert printed == f"event_temple  {url}  org=sandbox-org api_key=sandbox-event-temple-key\n"
    headers = {"X-Api-Org": "sandbox-org", "X-Api-Key": "sandbox-event-temple-key"}
    async with aiohttp.ClientSession() as session, session.get(f"{url}/v2/events", headers=headers) as answer:
        assert answer.status == 200
    task.cancel()
    await asyncio.wait([task])
    with pytest.raises(aiohttp.ClientConnectionError):
        async with aiohttp.ClientSession() as session, session.get(url):
            pass


async def test_free_ports_are_taken_by_default(capsys: pytest.CaptureFixture[str]) -> None:
    """With port 0 every vendor has a port of its own."""
    task = asyncio.ensure_future(run(_parser().parse_args(["--size", "5"])))
    printed = ""
    while printed.count("\n") < len(VENDORS) and not task.done():
        await asyncio.sleep(0)
        printed += capsys.readouterr().out
    task.cancel()
    await asyncio.wait([task])
    lines = [line.split("  ") for line in printed.splitlines()]
    assert [line[0] for line in lines] == list(VENDORS)
    assert len({line[1] for line in lines}) == len(VENDORS)
