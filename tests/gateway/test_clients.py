"""The clients that docs/clients.md shows, taken from the page and run against a whole house."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any, Final

import pytest
from graphql import build_schema, parse, validate

from tests.house import SCHEMA, House, house
from tests.node import FOLDER, node

PAGE: Final = (Path(__file__).parents[2] / "docs" / "clients.md").read_text("utf-8")
SHOWN: Final = dict(re.findall(r"^```\w+ file=(\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
REFERENCES: Final = "{ bookings(first: 4, orderBy: { field: STARTS_AT }) { nodes { reference } } }"
BOTH: Final = ("event_temple", "booking_experts")


def written(client: str, folder: Path) -> Path:
    """Write what the page shows of a client into a folder, beside the schema and the packages it would install."""
    for name, text in SHOWN.items():
        if name.startswith(f"{client}/"):
            file = folder / name.removeprefix(f"{client}/")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
    (folder / "schema.graphql").write_text(SCHEMA.as_str(), "utf-8")
    (folder / "node_modules").symlink_to(FOLDER / "node_modules")
    return folder


async def references(running: House) -> list[str]:
    """Give the first four bookings' references."""
    return [row["reference"] for row in (await running.data(REFERENCES))["bookings"]["nodes"]]


def address(running: House) -> dict[str, str]:
    """Give the environment in which a client is told where Foyer is."""
    return {"FOYER_URL": f"{running.url}/graphql", "FOYER_TOKEN": "none-needed"}


async def ran(running: House, folder: Path, *command: str) -> Any:
    """Run a program that is not Node's and give what it prints."""
    pipe = asyncio.subprocess.PIPE
    environ = {"PATH": os.environ["PATH"], **address(running)}
    process = await asyncio.create_subprocess_exec(*command, cwd=folder, env=environ, stdout=pipe, stderr=pipe)
    out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    return out.decode()


@pytest.mark.node
async def test_apollo_client_pages_and_persists(tmp_path: Path) -> None:
    """Two pages become one list in the cache; each question goes by hash, its text once."""
    async with house(*BOTH, size=20) as running:
        said = await node(written("apollo", tmp_path) / "client.mjs", environ=address(running))
        assert json.loads(said) == await references(running)


@pytest.mark.node
async def test_apollo_client_is_told_in_parts(tmp_path: Path) -> None:
    """What is deferred comes after the rest, and lands in the cache."""
    async with house(*BOTH, size=20) as running:
        said = await node(written("apollo", tmp_path) / "defer.mjs", environ=address(running))
        assert json.loads(said)[-1] == ["venues", "bookings"]


@pytest.mark.node
async def test_urql_pages(tmp_path: Path) -> None:
    """Graphcache's own paging makes one list of two pages."""
    async with house(*BOTH, size=20) as running:
        said = await node(written("urql", tmp_path) / "client.mjs", environ=address(running))
        assert json.loads(said) == await references(running)


@pytest.mark.node
async def test_relay_compiles_and_reads(tmp_path: Path) -> None:
    """Relay's compiler takes the schema and a paged fragment; its runtime reads what the compiler wrote."""
    folder = written("relay", tmp_path)
    await node(folder / "node_modules/relay-compiler/cli.js", at=folder)
    async with house(*BOTH, size=20) as running:
        said = await node(folder / "client.mjs", environ=address(running))
        assert json.loads(said) == (await references(running))[:2]


@pytest.mark.node
async def test_generated_types_fit_and_documents_are_trusted(tmp_path: Path) -> None:
    """The generator's types compile strictly, and its manifest as the only documents answers the client's ids."""
    folder = written("codegen", tmp_path)
    await node(folder / "node_modules/@graphql-codegen/cli/esm/bin.js", at=folder)
    await node(folder / "node_modules/typescript/bin/tsc", at=folder)
    trusted = {"documents": folder / "gql" / "persisted-documents.json", "only_documents": True}
    async with house(*BOTH, size=5, server=trusted) as running:
        said = await node(folder / "out/app.js", environ=address(running))
    assert json.loads(said) == ["Grand Hotel", "Duinpark"]


async def test_python_pages(tmp_path: Path) -> None:
    """The Python client goes on from cursor to cursor."""
    async with house(*BOTH, size=20) as running:
        said = await ran(running, written("python", tmp_path), sys.executable, "client.py")
        assert said.strip() == str(await references(running))


async def test_curl_asks(tmp_path: Path) -> None:
    """Both ways to ask with curl are answered."""
    if shutil.which("curl") is None:
        pytest.skip("curl is absent: install Debian's package curl")
    async with house(*BOTH, size=20) as running:
        folder = written("curl", tmp_path)
        posted = json.loads(await ran(running, folder, "sh", "ask.sh"))
        got = json.loads(await ran(running, folder, "sh", "get.sh"))
        assert [row["reference"] for row in posted["data"]["bookings"]["nodes"]] == (await references(running))[:2]
        assert got["data"] == {"sources": [{"name": "hotel"}, {"name": "park"}]}


async def test_what_apps_are_shown_fits() -> None:
    """The operation shown to apps is valid and within the limits; their configuration is JSON."""
    document = SHOWN["mobile/Bookings.graphql"]
    schema = build_schema(SCHEMA.as_str(), assume_valid=True, assume_valid_sdl=True)
    assert validate(schema, parse(document)) == []
    assert json.loads(SHOWN["mobile/apollo-codegen-config.json"])["schemaNamespace"] == "FoyerAPI"
    async with house(*BOTH, size=20) as running:
        assert (await running.data(document))["bookings"]["nodes"]


def test_every_client_shown_is_run() -> None:
    """Nothing on the page has a file's name and no test here."""
    clients = {name.partition("/")[0] for name in SHOWN}
    assert clients == {"apollo", "urql", "relay", "codegen", "python", "curl", "mobile"}
