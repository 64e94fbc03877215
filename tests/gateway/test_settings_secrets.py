"""What the settings promise about credentials: they are shown nowhere, whatever is wrong with the file."""

import copy
import logging
import tomllib
import traceback
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.settings import ConfigurationError, Settings, Token, from_table, load
from gateway.settings.references import resolve

PEM_LINE = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC5TNWoQ7hi2AXmRgVygnEvVIF0"
PEM = f"-----BEGIN PUBLIC KEY-----\n{PEM_LINE}\n-----END PUBLIC KEY-----"
WRITTEN = tuple(f"s3cret-{number:02}" for number in range(12))
BROUGHT = {name: f"s3cret-{name}" for name in ("FROM_ENV_TOKEN", "FROM_ENV_KEY")}
PLACED = (*WRITTEN[:8], PEM_LINE)
"""The secrets that stand in the full file where they belong."""
SECRETS = (*WRITTEN, *BROUGHT.values(), "s3cret-from-file", PEM_LINE)

FULL = f"""
[server]
host = "127.0.0.1"
port = 8000
workers = 2
introspection = true
graphiql = false
allow_anonymous = false
request_timeout_seconds = 12.5
documents = "manifest.json"
only_documents = true
max_body_bytes = 4096
[server.auth]
jwt = {{ issuer = "https://id.example.com/", audience = "foyer", jwks_url = "https://id.example.com/keys" }}
tokens = [
  {{ name = "mobile", token = "{WRITTEN[0]}", sources = ["hotel"], scopes = ["read"] }},
  {{ name = "desk", token = "env:FROM_ENV_TOKEN", sources = ["park", "hall"], scopes = ["read", "write"] }},
]
[server.limits]
max_cost = 1
max_depth = 2
max_aliases = 0
max_tokens = 4
max_vendor_calls = 5

[store]
url = "redis://user:{WRITTEN[1]}@cache.internal:6379/0"
journal = "keys.sqlite3"
max_bytes = 1

[[sources]]
name = "hotel"
vendor = "event_temple"
base_url = "https://api.eventtemple.com"
time_zone = "America/Toronto"
currency = "CAD"
venue_name = "Grand Hotel"
extras = ["show", "filters"]
credentials = {{ org = "{WRITTEN[2]}", api_key = "{WRITTEN[3]}" }}
cache = {{ fresh = 0, stale = 1.5 }}
budget = {{ windows = [{{ limit = 5, seconds = 60 }}], timeout_seconds = 1, max_concurrent = 2 }}

[[sources]]
name = "park"
vendor = "booking_experts"
base_url = "https://api.bookingexperts.nl"
time_zone = "Europe/Amsterdam"
currency = "EUR"
administrations = ["1", "2"]
venue_names = {{ "1" = "Duinpark" }}
locales = ["nl-BE", "en"]
extras = ["rentables"]
credentials = {{ api_key = "{WRITTEN[4]}", webhook_secret = "{WRITTEN[5]}" }}

[[sources]]
name = "hall"
vendor = "locaboo"
base_url = "https://app.locaboo.com"
time_zone = "Europe/Berlin"
window = {{ past_days = 1, future_days = 2 }}
credentials = {{ api_secret_key = "file:key" }}

[[sources]]
name = "museum"
vendor = "enviso"
base_url = "https://api.enviso.io/bookingapi"
auth_url = "https://api.enviso.io/authenticationapi"
z_is_local = true
time_zone = "Europe/Brussels"
venue_name = "Museum"
credentials = {{ api_key = "{WRITTEN[6]}", api_secret = '''{PEM}''', tenant_secret_key = "{WRITTEN[7]}" }}

[[sources]]
name = "banquets"
vendor = "mice_operations"
base_url = "https://mice.example.com"
time_zone = "Europe/Amsterdam"
venue_name = "Banquets"
credentials = {{ api_key = "env:FROM_ENV_KEY" }}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder with all that the full file leads to."""
    made = tmp_path_factory.mktemp("settings")
    (made / "key").write_text("s3cret-from-file\n", encoding="utf-8")
    (made / "manifest.json").write_text("{}", encoding="utf-8")
    return made


def told(text: str) -> list[str]:
    """Answer the secrets that text tells."""
    return [secret for secret in SECRETS if secret in text]


def test_settings_show_no_secret(folder: Path) -> None:
    """Settings may be printed, logged and dumped: no credential, token or password of the store is in it."""
    found = from_table(tomllib.loads(FULL), folder, BROUGHT)
    record = logging.LogRecord("foyer", logging.INFO, "", 0, "starting with %s", (found,), None)
    for text in (repr(found), str(found), f"{found}", found.model_dump_json(), record.getMessage()):
        assert told(text) == []
    assert isinstance(found.server.auth and found.server.auth.tokens[0], Token)
    assert found.sources[0].credentials.model_dump_json() == '{"org":"**********","api_key":"**********"}'


def test_what_is_brought_in_shows_its_origin_alone(folder: Path) -> None:
    """Even before it is validated, a tree of what was read can be printed."""
    tree = resolve({"a": ["env:FROM_ENV_KEY"], "b": "file:key", "c": "env:UNSET"}, folder, BROUGHT)
    assert told(repr(tree)) == []
    assert "«env:FROM_ENV_KEY»" in repr(tree)


def test_a_model_made_by_hand_shows_no_secret_either() -> None:
    """What pydantic itself says of a wrong token does not repeat it."""
    with pytest.raises(ValueError, match="a token") as caught:
        Token(name="x", token=f"{WRITTEN[0]} with a blank", sources=("x",), scopes=("read",))
    assert told(str(caught.value)) == []


def outcome(table: dict[str, Any], folder: Path, environ: dict[str, str]) -> Settings | ConfigurationError:
    """Make settings of a table, or answer the error that lists its faults."""
    try:
        return from_table(table, folder, environ)
    except ConfigurationError as error:
        return error


def assert_silent(found: Settings | ConfigurationError) -> None:
    """Assert that settings and faults alike tell no secret, however they are printed."""
    if isinstance(found, Settings):
        # A secret that was put where something public belongs, and would do there, is public from then on.
        assert [secret for secret in told(repr(found)) if secret in PLACED] == []
    else:
        assert found.faults
        assert len(str(found).splitlines()) == len(found.faults)
        assert found.__context__ is None
        assert told(f"{found!r} {''.join(traceback.format_exception(found))}") == []


def places(value: object, place: tuple[int | str, ...] = ()) -> list[tuple[int | str, ...]]:
    """List every place of a table, from the top down."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, item in items for found in [(*place, key), *places(item, (*place, key))]]


PLACES = places(tomllib.loads(FULL))
TEXTS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["env:FROM_ENV_KEY", "env:UNSET", "env:", "file:key", "file:none", "file:\0", "locaboo", "192.0.2.1"]
    ),
)
SCALARS = st.one_of(
    TEXTS,
    st.booleans(),
    st.integers(),
    st.sampled_from([10**400, -(10**400)]),
    st.floats(),
    st.dates(),
    st.times(),
    st.datetimes(),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=6,
)
# Secrets in the wrong place: in a table of any name, in a list in a table, or instead of a whole table.
MISPLACED = st.sampled_from(WRITTEN[8:]).flatmap(
    lambda secret: st.sampled_from([{"key": secret}, {"key": [secret]}, [{"token": secret}]])
)


@st.composite
def mutations(draw: st.DrawFn) -> dict[str, Any]:
    """Draw the full file with one to three keys dropped, renamed, added or given another value."""
    table: dict[str, Any] = copy.deepcopy(tomllib.loads(FULL))
    for _ in range(draw(st.integers(1, 3))):
        *parents, last = draw(st.sampled_from(PLACES))
        at: Any = table
        try:
            for parent in parents:
                at = at[parent]
            held = at[last]
        except (KeyError, IndexError, TypeError):
            continue  # an earlier mutation has taken the place away
        match draw(st.sampled_from(["drop", "change", "misplace", "rename", "add"])):
            case "drop":
                del at[last]
            case "change":
                at[last] = draw(VALUES)
            case "misplace":
                at[last] = draw(MISPLACED)
            case "rename" if isinstance(at, dict):
                at[draw(st.text(max_size=8))] = at.pop(last)
            case _ if isinstance(held, dict):
                held[draw(st.text(max_size=8))] = draw(st.one_of(VALUES, st.sampled_from(WRITTEN[8:])))
            case _ if isinstance(at, dict):
                at[draw(st.text(max_size=8))] = draw(st.one_of(VALUES, st.sampled_from(WRITTEN[8:])))
    return table


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(table=mutations(), environ=st.sampled_from([BROUGHT, {}, {**BROUGHT, "FOYER_HOST": "::", "FOYER_PORT": "x"}]))
def test_no_mutation_of_a_good_file_crashes_or_tells_a_secret(
    folder: Path, table: dict[str, Any], environ: dict[str, str]
) -> None:
    """Whatever is dropped, renamed, added or changed, the file is good or has faults, and its secrets stay in it."""
    assert_silent(outcome(table, folder, environ))


@settings(max_examples=150, deadline=None)
@given(start=st.integers(0, len(FULL)), length=st.integers(0, 40), inserted=st.text(max_size=5))
def test_no_slip_of_the_pen_crashes_or_tells_a_secret(folder: Path, start: int, length: int, inserted: str) -> None:
    """Whatever is typed over, the file is good or has faults, at the least that it is no TOML."""
    file = folder / "foyer.toml"
    file.write_bytes((FULL[:start] + inserted + FULL[start + length :]).encode())
    try:
        shown = repr(load(file, BROUGHT))
    except ConfigurationError as error:
        shown = "".join(traceback.format_exception(error))
    assert [secret for secret in (*BROUGHT.values(), "s3cret-from-file") if secret in shown] == []


@pytest.mark.parametrize("place", PLACES, ids=lambda place: ".".join(map(str, place)))
@pytest.mark.parametrize("instead", [*BROUGHT, "a list", "a table"])
def test_no_place_tells_what_was_put_there_by_mistake(folder: Path, place: tuple[int | str, ...], instead: str) -> None:
    """A secret brought in at any place at all, or written in a list or table there, is not told."""
    table = tomllib.loads(FULL)
    at: Any = table
    for parent in place[:-1]:
        at = at[parent]
    at[place[-1]] = {"a list": [[WRITTEN[9]]], "a table": {WRITTEN[9][:3]: WRITTEN[10]}}.get(instead, f"env:{instead}")
    assert_silent(outcome(table, folder, BROUGHT))


def is_secret(place: tuple[int | str, ...]) -> bool:
    """Tell whether a string at a place would be a secret, or stand for a table or list that holds secrets."""
    if "credentials" in place or place in {("server",), ("store",), ("sources",), ("store", "url"), ("server", "auth")}:
        return True
    in_a_list = place[:1] == ("sources",) and len(place) == 2
    return in_a_list or (place[:3] == ("server", "auth", "tokens") and (len(place) < 5 or place[4] == "token"))


@pytest.mark.parametrize(
    "value", [WRITTEN[11], f"{WRITTEN[11]} \n", f"redis://:{WRITTEN[11]}", f"https://{WRITTEN[11]}@h"]
)
@pytest.mark.parametrize(
    "place", [place for place in PLACES if is_secret(place)], ids=lambda place: ".".join(map(str, place))
)
def test_a_string_in_a_secret_place_is_not_told(folder: Path, place: tuple[int | str, ...], value: str) -> None:
    """A credential that is malformed, or stands for the table it belongs into, is a fault without its text."""
    table = tomllib.loads(FULL)
    at: Any = table
    for parent in place[:-1]:
        at = at[parent]
    at[place[-1]] = value
    assert_silent(outcome(table, folder, BROUGHT))
