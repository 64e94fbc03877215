"""What the configuration may say and this version does not do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gateway.settings import ConfigurationError, from_table
from gateway.unserved import refuse_unserved
from schema.build import build_schema

SOURCE = {
    "name": "park",
    "vendor": "booking_experts",
    "base_url": "http://127.0.0.1:1",
    "time_zone": "Europe/Amsterdam",
    "administrations": ["1"],
    "credentials": {"api_key": "key"},
}


@pytest.mark.parametrize(
    ("table", "path"),
    [
        (
            {"server": {"auth": {"jwt": {"issuer": "i", "audience": "a", "jwks_url": "https://id.example.com/keys"}}}},
            "server.auth.jwt",
        ),
    ],
)
def test_what_is_not_done_stops_the_start(table: dict[str, Any], path: str, tmp_path: Path) -> None:
    """Rather than do less than was asked, the start stops with one line that names the key."""
    settings = from_table({**table, "sources": [SOURCE]}, tmp_path, {})
    with pytest.raises(ConfigurationError) as refusal:
        refuse_unserved(settings)
    (fault,) = refusal.value.faults
    assert fault.path == path


def test_what_is_done_starts(tmp_path: Path) -> None:
    """A configuration of sources alone is served."""
    refuse_unserved(from_table({"sources": [SOURCE]}, tmp_path, {}))


async def test_introspection_can_be_switched_off() -> None:
    """Without introspection a client learns nothing of the schema, and is answered all the same."""
    schema = build_schema(introspection=False)
    answer = await schema.execute("{ __schema { types { name } } }")
    assert answer.errors
    assert answer.data is None
