"""GraphQL over HTTP as the specification's own audits see it: those of the npm package graphql-http, run by Node.js."""

from __future__ import annotations

import asyncio
import json
import shutil
from pathlib import Path

import pytest

from tests.house import house

AUDIT = Path(__file__).parents[1] / "audit"


@pytest.mark.node
async def test_all_audits_pass() -> None:
    """Each of the 61 audits finds nothing to refuse and nothing to warn of."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is absent: install Debian's package nodejs, version 20.11 or later")
    if not (AUDIT / "node_modules").is_dir():
        pytest.skip("the audits are not installed: run `make audit`")
    async with house("booking_experts", size=5) as running:
        process = await asyncio.create_subprocess_exec(
            *(node, AUDIT / "audit.mjs", f"{running.url}/graphql"), stdout=asyncio.subprocess.PIPE
        )
        out, _ = await process.communicate()
    audits = json.loads(out)
    assert [audit for audit in audits if audit["status"] != "ok"] == []
    assert len({audit["id"] for audit in audits}) == 61
