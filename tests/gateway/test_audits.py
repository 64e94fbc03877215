"""GraphQL over HTTP as the specification's own audits see it: those of the npm package graphql-http, run by Node.js."""

from __future__ import annotations

import json

import pytest

from tests.house import house
from tests.node import node


@pytest.mark.node
async def test_all_audits_pass() -> None:
    """Each of the 61 audits finds nothing to refuse and nothing to warn of."""
    async with house("booking_experts", size=5) as running:
        audits = json.loads(await node("audit.mjs", f"{running.url}/graphql"))
    assert [audit for audit in audits if audit["status"] != "ok"] == []
    assert len({audit["id"] for audit in audits}) == 61
