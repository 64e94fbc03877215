"""Gateways as processes of their own, that a test may kill and start again on the same store."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import orjson

from sandbox.server import Running
from tests.house import SOURCES

ROOT = Path(__file__).parents[2]


class Gateway:
    """`foyer serve`, started again as often as a test wants.

    Args:
        config: its configuration.

    """

    def __init__(self, config: Path) -> None:
        self.url = ""
        self._config = config
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it, and wait until it says where it answers."""
        self._process = process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "gateway.cli", "serve", "--config", self._config,
            cwd=ROOT, env={"PATH": os.environ["PATH"]}, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert process.stdout is not None
        line = (await process.stdout.readline()).decode()
        assert line.startswith("foyer answers at "), line
        self.url = line.split()[3].removesuffix("/graphql")

    async def kill(self) -> None:
        """Kill it, as a power cut would."""
        if self._process is not None:
            self._process.kill()
            await self._process.communicate()
            self._process = None


def configured(folder: Path, vendors: Mapping[str, Running], store: Mapping[str, str], patience: float = 10.0) -> Path:
    """Write the configuration of sources, each a running vendor of so much patience, and of a store; gives its file."""
    lines = ["[server]", "port = 0", "graphiql = false", "[store]", *_keys(store)]
    for name, running in vendors.items():
        table = {"vendor": running.vendor.name, "base_url": running.url, **SOURCES[running.vendor.name], "name": name}
        credentials = {key: value for key, value in running.vendor.credentials.items() if key != "webhook_secret"}
        lines += ["[[sources]]", *_keys(table), "[sources.credentials]", *_keys(credentials)]
        lines += ["[sources.budget]", "windows = [{ limit = 100000, seconds = 60 }]", "max_concurrent = 64"]
        lines.append(f"timeout_seconds = {patience}")
    path = folder / "foyer.toml"
    path.write_text("\n".join(lines))
    return path


def _keys(table: Mapping[str, object]) -> list[str]:
    return [f"{key} = {_value(value)}" for key, value in table.items()]


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f'"{key}" = {_value(one)}' for key, one in value.items()) + " }"
    return orjson.dumps(value).decode()


@asynccontextmanager
async def gateways(config: Path, count: int = 1) -> AsyncIterator[Sequence[Gateway]]:
    """Run so many gateways of one configuration while the block runs."""
    several = [Gateway(config) for _ in range(count)]
    try:
        await asyncio.gather(*(one.start() for one in several))
        yield several
    finally:
        await asyncio.gather(*(one.kill() for one in several))
