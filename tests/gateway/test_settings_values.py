"""Each wrong value of a configuration, and the words it gets."""

from pathlib import Path

import pytest

from tests.gateway.test_settings_sample import faults_of, with_changes

HIDDEN = "a string (not shown)"
URL = "an http:// or https:// URL: a host, perhaps a port and a path, and nothing else"
STORE = '"memory://" or "redis://host:6379/0"'
HOST = "a host's name or an IP address"
PORT = "a port, 0 to 65535"
CREDENTIAL = "a credential: printable ASCII on one line"
PEM = "an RSA public key in PEM, from -----BEGIN PUBLIC KEY----- to its END line"
ZONE = "an IANA time zone, such as Europe/Amsterdam"
CURRENCY = "an active ISO 4217 currency, such as EUR"
LOCALES = "a list of locales, at least one, each once"
SECONDS = "a number of seconds, more than 0"
COUNT = "a whole number, 1 or more"
EXTRAS = '"administrations", "rentables" or "reservations"'


@pytest.mark.parametrize(
    ("url", "holds"),
    [
        ("ftp://host", '"ftp://host"'),
        ("api.example.com", '"api.example.com"'),
        ("https://", '"https://"'),
        ("https://host:99999/", '"https://host:99999/"'),
        ("https://host:0", '"https://host:0"'),
        ("https://1.2.3", '"https://1.2.3"'),
        ("https://host?key=k", '"https://host…"'),
        ("https://host?", '"https://host…"'),
        ("https://host/#f", '"https://host/…"'),
        ("https://user:word@host/p?k=s@x", '"https://…@x"'),
        ("https://user:word", HIDDEN),
        ("https://host:", HIDDEN),
        ("https://ho st", HIDDEN),
        ("https://[::1", HIDDEN),
        ("https://host\\x", HIDDEN),
        ("https://host/\n", HIDDEN),
        ("https://hôte", HIDDEN),
        (5, "5"),
    ],
)
def test_a_base_url_is_a_place_and_nothing_else(tmp_path: Path, url: object, holds: str) -> None:
    """No user, query or fragment; and what is told of a wrong one has no user, query or fragment either."""
    for path in ("sources[0].base_url", "sources[2].auth_url"):
        assert faults_of(tmp_path, with_changes((path, url))) == [(path, holds, URL)]


@pytest.mark.parametrize(
    "url", ["redis://", "redis://:word@", "redis://:word", "redis://host/db", "redis://host/0?x=1", "memory://x", "x"]
)
def test_a_store_url_is_never_told(tmp_path: Path, url: str) -> None:
    """Where a password may stand anywhere, nothing is shown."""
    assert faults_of(tmp_path, with_changes(("store.url", url))) == [("store.url", HIDDEN, STORE)]


@pytest.mark.parametrize(
    ("path", "value", "holds", "expected"),
    [
        *(("server.host", host, f'"{host}"', HOST) for host in ("", "[::1]", "999.1.1.1", "a b", "-a", "a/b", "a..b")),
        ("server.port", -1, "-1", PORT),
        ("server.port", 65536, "65536", PORT),
        ("server.port", "8000", '"8000"', PORT),
        ("server.port", 80.0, "80.0", PORT),
        ("server.port", True, "true", PORT),
        (
            "server.auth.jwt.jwks_url",
            "https://u@id.example.com",
            '"https://…@id.example.com"',
            "an http:// or https:// URL without user, password and fragment",
        ),
        ("sources[1].time_zone", "europe/amsterdam", '"europe/amsterdam"', f'{ZONE}; did you mean "Europe/Amsterdam"?'),
        ("sources[1].time_zone", "+02:00", '"+02:00"', ZONE),
        ("sources[1].time_zone", "../etc/passwd", '"../etc/passwd"', ZONE),
        ("sources[1].time_zone", "localtime", '"localtime"', ZONE),
        ("sources[1].time_zone", "a\0b", r'"a\u0000b"', ZONE),
        ("sources[1].currency", "eur", '"eur"', f'{CURRENCY}; did you mean "EUR"?'),
        ("sources[1].currency", "HRK", '"HRK"', CURRENCY),
        ("sources[1].currency", "XXX", '"XXX"', CURRENCY),
        ("sources[1].locales", [], "a list", LOCALES),
        ("sources[1].locales", ["nl", "nl"], "a list", LOCALES),
        ("sources[1].locales", "nl", HIDDEN, LOCALES),
        ("sources[1].administrations[0]", 1, "1", "the vendor's id in quotes: letters, digits, _ and -"),
        ("sources[1].administrations[0]", "1/2", '"1/2"', "the vendor's id in quotes: letters, digits, _ and -"),
        ("sources[1].venue_names", ["Duinpark"], "a list", "a table from an administration's id to its name"),
        ("sources[1].extras", ["rentable"], None, f'{EXTRAS}; did you mean "rentables"?'),
        ("sources[3].window.past_days", 36526, "36526", "a whole number of days, 0 to 36525"),
        ("sources[0].budget.timeout_seconds", 0, "0", SECONDS),
        ("sources[0].budget.timeout_seconds", float("inf"), "inf", SECONDS),
        ("sources[0].budget.timeout_seconds", "10", '"10"', SECONDS),
        ("sources[0].budget.timeout_seconds", False, "false", SECONDS),
        ("sources[0].budget.max_concurrent", 0, "0", COUNT),
        ("sources[0].budget.windows", {"limit": 1}, "a table", "a list of tables, each with limit and seconds"),
        ("sources[0].cache.fresh", -1, "-1", "a number of seconds, 0 or more"),
        ("sources[0].cache", 30, "a whole number", "a table"),
        ("server.limits.max_cost", 0, "0", COUNT),
        ("server.limits.max_aliases", -1, "-1", "a whole number, 0 or more"),
        ("server.introspection", "yes", '"yes"', "true or false"),
        *(("sources[0].credentials.api_key", key, HIDDEN, CREDENTIAL) for key in ("", " k", "k\nX-Evil: 1", "clé")),
        ("sources[0].credentials.api_key", 12345, "a whole number", CREDENTIAL),
        ("sources[0].credentials", "k", HIDDEN, "a table with org and api_key"),
        ("sources[2].credentials.api_secret", "abc", HIDDEN, PEM),
        ("sources[2].credentials.api_secret", "-----BEGIN PRIVATE KEY-----\nMA==\n", HIDDEN, PEM),
        (
            "sources[2].credentials.api_secret",
            "-----BEGIN PUBLIC KEY-----\nM\n-----END PUBLIC KEY-----",
            HIDDEN,
            PEM,
        ),
        ("server.documents", "nowhere.json", '"nowhere.json"', "the path of a file that exists"),
        ("server.documents", "", '""', "the path of a file"),
        ("server.documents", "a" * 5000, f'"{"a" * 79}…"', "the path of a file that exists"),
        ("store.journal", "nowhere/k.db", '"nowhere/k.db"', "the path of a file in a folder that exists"),
    ],
)
def test_a_value_that_cannot_be_used_is_told(
    tmp_path: Path, path: str, value: object, holds: str | None, expected: str
) -> None:
    """One wrong value gives one fault: at its path, what it holds, what it should hold."""
    ((told, held, wanted),) = faults_of(tmp_path, with_changes((path, value)))
    assert wanted == expected
    assert told == path if holds is not None else told.startswith(path)
    assert holds is None or held == holds


@pytest.mark.parametrize("number", [16**9000, -(16**9000)], ids=["huge", "less than nothing"])
@pytest.mark.parametrize(
    "path", ["server.port", "server.workers", "sources[0].cache.fresh", "sources[3].window.past_days"]
)
def test_a_number_too_long_to_write_is_no_crash(tmp_path: Path, path: str, number: int) -> None:
    """TOML sets no end to a number; one beyond 64 bits is a fault like any other."""
    ((told, held, _),) = faults_of(tmp_path, with_changes((path, number)))
    assert (told, held) == (path, "a whole number")


def test_each_bad_item_of_a_list_is_told_at_its_place(tmp_path: Path) -> None:
    """A list with two bad items has two faults, and none of its own."""
    windows = [{"limit": 0, "seconds": 60}, {"limit": 1, "seconds": 60}, {"seconds": 0.0}]
    table = with_changes(("sources[0].budget.windows", windows), ("sources[1].locales", ["nl_NL", "nl", "english"]))
    assert [(path, holds) for path, holds, _ in faults_of(tmp_path, table)] == [
        ("sources[0].budget.windows[0].limit", "0"),
        ("sources[0].budget.windows[2].limit", "nothing"),
        ("sources[0].budget.windows[2].seconds", "0.0"),
        ("sources[1].locales[0]", '"nl_NL"'),
        ("sources[1].locales[2]", '"english"'),
    ]


def test_a_venue_name_needs_its_administration(tmp_path: Path) -> None:
    """A name for an administration that is not served would never be seen."""
    table = with_changes(("sources[1].venue_names", {"1": "One", "2": "Two"}))
    assert faults_of(tmp_path, table) == [
        ("sources[1].venue_names.2", HIDDEN, "nothing, as the administration is not among administrations")
    ]


def test_only_documents_needs_documents(tmp_path: Path) -> None:
    """Nobody could ask anything if only documents were taken and there were none."""
    assert faults_of(tmp_path, with_changes(("server.only_documents", True))) == [
        ("server.documents", "nothing", "the path of a file, as only_documents = true")
    ]


def test_workers_cannot_share_a_port_nobody_chose(tmp_path: Path) -> None:
    """Port 0 is any port that is free: of no use to several processes."""
    expected = "a port that all workers share; only a single worker may be given any"
    table = with_changes(("server.port", 0), ("server.workers", 2))
    assert faults_of(tmp_path, table) == [("server.port", "0", expected)]
