"""What the settings promise for a file that is right."""

import pickle
import tomllib
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from gateway.settings import (
    Auth,
    BookingExpertsSettings,
    Budget,
    Cache,
    ConfigurationError,
    EnvisoSettings,
    EventTempleSettings,
    Limits,
    LocabooSettings,
    LocabooWindow,
    MiceOperationsSettings,
    Server,
    Settings,
    Store,
    Window,
    from_table,
    load,
)

SMALLEST = """
[[sources]]
name = "banquets"
vendor = "mice_operations"
base_url = "https://mice.example.com/"
time_zone = "Europe/Amsterdam"
venue_name = "Banquets by the River"
credentials = { api_key = "k1" }
"""

PEM = """-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC5TNWoQ7hi2AXmRgVygnEvVIF0
7OoSpdPUDioN/qWxzFYWFPfDqdv2ZCfQmADBmSjUHZp3g0qgFKMShQa8EXV45LvC
pIPWDF8CUpWKID5CW5RGzt10ErF0EaVhHGApMSlYVK0taY/I3TmwAD1o5xA6leqJ
c+TMhCrqhijGSwo/UQIDAQAB
-----END PUBLIC KEY-----"""


def write(folder: Path, text: str, name: str = "foyer.toml") -> Path:
    """Write a configuration file."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def settings(folder: Path, text: str, environ: dict[str, str] | None = None) -> Settings:
    """Read text as if it stood in a file in `folder`."""
    return from_table(tomllib.loads(text), folder, environ or {})


def test_what_is_left_out_has_the_documented_default(tmp_path: Path) -> None:
    """A file with one source and nothing else is whole; everything else is as the documentation says."""
    found = load(write(tmp_path, SMALLEST), {})

    assert found.server == Server(
        host="127.0.0.1",
        port=8000,
        workers=1,
        introspection=True,
        graphiql=True,
        allow_anonymous=False,
        request_timeout_seconds=15,
        documents=None,
        only_documents=False,
        max_body_bytes=1048576,
        auth=None,
        limits=Limits(max_cost=5000, max_depth=15, max_aliases=30, max_tokens=5000, max_vendor_calls=100),
    )
    assert found.store == Store(url=SecretStr("memory://"), journal=tmp_path / "foyer.sqlite3", max_bytes=268435456)
    (source,) = found.sources
    assert source.cache == Cache(fresh=30, stale=3600)
    assert source.budget == Budget(windows=None, timeout_seconds=10, max_concurrent=8)


def test_the_file_given_comes_before_the_variable_and_the_variable_before_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is the one given, else the one FOYER_CONFIG names, else ./foyer.toml; an empty variable is none."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, SMALLEST.replace("banquets", "in-the-folder"))
    named = write(tmp_path, SMALLEST.replace("banquets", "in-the-variable"), "named.toml")
    given = write(tmp_path, SMALLEST.replace("banquets", "given"), "given.toml")

    assert load(given, {"FOYER_CONFIG": str(named)}).sources[0].name == "given"
    assert load(None, {"FOYER_CONFIG": str(named)}).sources[0].name == "in-the-variable"
    assert load(None, {"FOYER_CONFIG": ""}).sources[0].name == "in-the-folder"
    assert load(None, {}).sources[0].name == "in-the-folder"


def test_host_and_port_of_the_environment_stand_above_the_file(tmp_path: Path) -> None:
    """FOYER_HOST and FOYER_PORT override the file, whether or not it has [server]; empty ones do not."""
    listening = '[server]\nhost = "127.0.0.1"\nport = 9000\n'
    for text in (SMALLEST, listening + SMALLEST):
        found = settings(tmp_path, text, {"FOYER_HOST": "::1", "FOYER_PORT": "8081"})
        assert (found.server.host, found.server.port) == ("::1", 8081)
    found = settings(tmp_path, listening + SMALLEST, {"FOYER_HOST": "", "FOYER_PORT": ""})
    assert (found.server.host, found.server.port) == ("127.0.0.1", 9000)


def test_a_string_may_say_where_its_content_is(tmp_path: Path) -> None:
    """env: and file: are replaced in any string; files stand beside the configuration and lose one newline."""
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "key").write_text("from-file\r\n", encoding="utf-8")
    text = SMALLEST.replace('"k1"', '"file:secrets/key"').replace('"Banquets by the River"', '"env:VENUE"')

    (source,) = load(write(tmp_path, text), {"VENUE": "env:taken as it is"}).sources

    assert isinstance(source, MiceOperationsSettings)
    assert source.credentials.api_key.get_secret_value() == "from-file"
    assert source.venue_name == "env:taken as it is"
    assert type(source.venue_name) is str


def test_a_reference_may_spell_a_number_or_a_truth_value(tmp_path: Path) -> None:
    """`port = "env:PORT"` works, as do seconds and true or false, and even the vendor's name."""
    text = """
    [server]
    port = "env:PORT"
    graphiql = "env:GRAPHIQL"
    request_timeout_seconds = "env:TIMEOUT"
    """ + SMALLEST.replace('"mice_operations"', '"env:VENDOR"')
    environ = {"PORT": "8123", "GRAPHIQL": "false", "TIMEOUT": "2.5", "VENDOR": "mice_operations"}

    found = settings(tmp_path, text, environ)

    assert (found.server.port, found.server.graphiql, found.server.request_timeout_seconds) == (8123, False, 2.5)
    assert type(found.sources[0].vendor) is str


def test_relative_paths_start_at_the_files_folder(tmp_path: Path) -> None:
    """Documents and journal stand beside the configuration; absolute paths stay as they are."""
    (tmp_path / "manifest.json").write_text("{}", encoding="utf-8")
    text = '[server]\ndocuments = "manifest.json"\nonly_documents = true\n[store]\njournal = "keys.db"\n' + SMALLEST

    found = load(write(tmp_path, text), {})

    assert (found.server.documents, found.store.journal) == (tmp_path / "manifest.json", tmp_path / "keys.db")
    absolute = text.replace("keys.db", str(tmp_path / "elsewhere.db"))
    assert settings(tmp_path / "..", absolute.replace("manifest", f"{tmp_path}/manifest")).store.journal == (
        tmp_path / "elsewhere.db"
    )


def test_each_vendor_has_its_own_keys(tmp_path: Path) -> None:
    """A source becomes its vendor's model, with the vendor's credentials and further keys and their defaults."""
    shared = 'base_url = "http://127.0.0.1:9001/api"\ntime_zone = "Europe/Amsterdam"\n'
    text = f"""
    [[sources]]
    name = "one"
    vendor = "event_temple"
    currency = "CAD"
    venue_name = "Grand Hotel"
    extras = ["filters"]
    credentials = {{ org = "o", api_key = "k" }}
    budget = {{ windows = [{{ limit = 500, seconds = 900 }}], timeout_seconds = 2.5, max_concurrent = 1 }}
    cache = {{ fresh = 0, stale = 0 }}
    {shared}
    [[sources]]
    name = "two"
    vendor = "booking_experts"
    administrations = ["1", "2"]
    venue_names = {{ "1" = "Duinpark" }}
    locales = ["nl-BE", "de"]
    credentials = {{ api_key = "k" }}
    {shared}
    [[sources]]
    name = "three"
    vendor = "locaboo"
    window = {{ past_days = 0 }}
    credentials = {{ api_secret_key = "k" }}
    {shared}
    [[sources]]
    name = "four"
    vendor = "enviso"
    venue_name = "Museum"
    z_is_local = true
    credentials = {{ api_key = "k", api_secret = "env:PEM", tenant_secret_key = "t" }}
    {shared}
    """

    one, two, three, four = settings(tmp_path, text, {"PEM": PEM}).sources

    assert isinstance(one, EventTempleSettings)
    assert (one.currency, one.extras, one.cache) == ("CAD", ("filters",), Cache(fresh=0, stale=0))
    assert one.budget == Budget(windows=(Window(limit=500, seconds=900),), timeout_seconds=2.5, max_concurrent=1)
    assert isinstance(two, BookingExpertsSettings)
    assert (two.administrations, two.venue_names, two.locales, two.extras) == (
        ("1", "2"),
        {"1": "Duinpark"},
        ("nl-BE", "de"),
        (),
    )
    assert (two.currency, two.credentials.webhook_secret) == (None, None)
    assert isinstance(three, LocabooSettings)
    assert three.window == LocabooWindow(past_days=0, future_days=800)
    assert isinstance(four, EnvisoSettings)
    assert (four.auth_url, four.z_is_local) == ("http://127.0.0.1:9001/authenticationapi", True)
    assert four.credentials.api_secret.get_secret_value() == PEM


def test_no_windows_is_not_the_same_as_the_vendors_windows(tmp_path: Path) -> None:
    """`windows = []` means that calls are not counted; left out, the vendor's documented windows hold."""
    (source,) = settings(tmp_path, SMALLEST + "budget = { windows = [] }\n").sources
    assert source.budget.windows == ()


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost",
        "https://api.example.com:8443/a/b",
        "http://[::1]:9000",
        "http://10.0.0.7/booking%20api",
        "http://vendor_1.internal",
    ],
)
def test_good_base_urls_are_taken_without_the_slash_at_their_end(tmp_path: Path, url: str) -> None:
    """A path can be put behind any base_url: it never ends in a slash."""
    for written in (url, f"{url}/"):
        text = SMALLEST.replace("https://mice.example.com/", written)
        assert settings(tmp_path, text).sources[0].base_url == url


@pytest.mark.parametrize(
    "url",
    ["memory://", "redis://localhost", "redis://:p%40ss@cache.internal:6380/2", "redis://user:pass@[::1]:6379/0"],
)
def test_good_store_urls_are_kept_word_for_word(tmp_path: Path, url: str) -> None:
    """The store gets the URL as it is written, with its password."""
    found = settings(tmp_path, f'[store]\nurl = "{url}"\n' + SMALLEST)
    assert found.store.url.get_secret_value() == url


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost", "LOCALHOST"])
def test_loopback_needs_no_guard(tmp_path: Path, host: str) -> None:
    """On this machine alone Foyer may be open."""
    assert settings(tmp_path, f'[server]\nhost = "{host}"\n' + SMALLEST).server.auth is None


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "foyer.internal"])  # noqa: S104 -- what is refused
def test_other_hosts_need_auth_or_a_word(tmp_path: Path, host: str) -> None:
    """Beyond this machine Foyer listens with [server.auth] or with allow_anonymous, and only then."""
    text = f'[server]\nhost = "{host}"\n'
    jwt = '[server.auth]\njwt = { issuer = "i", audience = "a", jwks_url = "https://id.example.com/keys?p=1" }\n'

    assert settings(tmp_path, text + "allow_anonymous = true\n" + SMALLEST).server.auth is None
    assert isinstance(settings(tmp_path, text + jwt + SMALLEST).server.auth, Auth)
    with pytest.raises(ConfigurationError, match=r"server\.host: .*neither \[server\.auth\] nor allow_anonymous"):
        settings(tmp_path, text + SMALLEST)


def test_a_byte_order_mark_does_not_matter(tmp_path: Path) -> None:
    """Editors that write a byte order mark write good files all the same."""
    file = tmp_path / "foyer.toml"
    file.write_bytes(SMALLEST.encode("utf-8-sig"))
    assert load(file, {}).sources[0].name == "banquets"


def test_settings_are_frozen_and_travel_between_processes(tmp_path: Path) -> None:
    """Nobody changes a setting, and a worker that is sent them has equal ones."""
    found = load(write(tmp_path, SMALLEST), {})
    with pytest.raises(ValidationError, match="frozen"):
        found.server.port = 1  # type: ignore[misc]  # that it cannot be set is what is tested
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 -- our own bytes


def test_the_given_table_is_left_as_it_was(tmp_path: Path) -> None:
    """Reading a table changes nothing in it: references stay references, overrides stay outside."""
    table = tomllib.loads(SMALLEST.replace('"k1"', '"env:KEY"'))
    from_table(table, tmp_path, {"KEY": "k", "FOYER_PORT": "1"})
    assert table == tomllib.loads(SMALLEST.replace('"k1"', '"env:KEY"'))
