"""A good configuration, and what it says when something in it is changed for the worse."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from gateway.settings import ConfigurationError, from_table

GOOD = """
[server]
host = "127.0.0.1"
[server.auth]
jwt = { issuer = "https://id.example.com/", audience = "foyer", jwks_url = "https://id.example.com/keys" }
tokens = [
  { name = "mobile", token = "t1", sources = ["hotel"], scopes = ["read"] },
  { name = "desk", token = "t2", sources = ["hotel", "park"], scopes = ["read", "write"] },
]
[server.limits]
[store]

[[sources]]
name = "hotel"
vendor = "event_temple"
base_url = "https://api.eventtemple.com"
time_zone = "America/Toronto"
currency = "CAD"
venue_name = "Grand Hotel"
credentials = { org = "o", api_key = "k" }
cache = {}
budget = {}

[[sources]]
name = "park"
vendor = "booking_experts"
base_url = "https://api.bookingexperts.nl"
time_zone = "Europe/Amsterdam"
administrations = ["1"]
credentials = { api_key = "k" }

[[sources]]
name = "museum"
vendor = "enviso"
base_url = "https://api.enviso.io/bookingapi"
time_zone = "Europe/Brussels"
venue_name = "Museum"
[sources.credentials]
api_key = "k"
api_secret = '''
-----BEGIN RSA PUBLIC KEY-----
MCgCIQC7
-----END RSA PUBLIC KEY-----
'''

[[sources]]
name = "hall"
vendor = "locaboo"
base_url = "https://app.locaboo.com"
time_zone = "Europe/Berlin"
credentials = { api_secret_key = "k" }
window = {}
"""

ABSENT = object()
"""Put in the place of a key, takes the key out."""


def with_changes(*changes: tuple[str, object]) -> dict[str, Any]:
    """Parse the good file and put values, or nothing, at paths such as `sources[0].name`."""
    table = tomllib.loads(GOOD)
    for path, value in changes:
        *parents, last = [int(part) if part.isdigit() else part for part in re.findall(r"[^.\[\]]+", path)]
        at: Any = table
        for parent in parents:
            at = at[parent]
        if value is ABSENT:
            del at[last]
        else:
            at[last] = value
    return table


def faults_of(folder: Path, table: dict[str, Any], environ: dict[str, str] | None = None) -> list[tuple[str, str, str]]:
    """Tell the faults a table has, each as its path, what that holds and what it should hold."""
    with pytest.raises(ConfigurationError) as caught:
        from_table(table, folder, environ or {})
    faults = [(fault.path, fault.holds, fault.expected) for fault in caught.value.faults]
    lines = [f"{path}: holds {holds}; should hold {expected}" for path, holds, expected in faults]
    assert str(caught.value).splitlines() == lines
    return faults


def test_the_good_file_is_good(tmp_path: Path) -> None:
    """What the faults are made from has none itself."""
    assert len(from_table(with_changes(), tmp_path, {}).sources) == 4
