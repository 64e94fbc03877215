"""Each wrong key, name and guard of a configuration, and the words it gets."""

from pathlib import Path

import pytest

from tests.gateway.test_settings_sample import ABSENT, faults_of, with_changes

NO_KEY = "nothing: there is no such key"
HIDDEN = "a string (not shown)"
SOURCES = "at least one [[sources]] table"
VENDORS = "one of event_temple, booking_experts, locaboo, enviso, mice_operations"
NAME = "a name of lower-case letters, digits and hyphens"
TEXT = "a text on one line, not blank"
TOKEN = "a token: letters, digits and . _ ~ + / -, perhaps = at its end"
SCOPES = 'a list of "read", "write" and "explain", at least one, each once'


@pytest.mark.parametrize(
    ("path", "value", "holds", "expected"),
    [
        ("colour", 1, "a whole number", f"{NO_KEY}; known here: server, sources, store"),
        ("server.prot", 1, "a whole number", f'{NO_KEY}; did you mean "port"?'),
        ("server.WORKERS", True, "true or false", f'{NO_KEY}; did you mean "workers"?'),
        ("server.max_cost", 1.5, "a number", f"{NO_KEY}; it belongs to [server.limits]"),
        ("store.host", "h", HIDDEN, f"{NO_KEY}; it belongs to [server]"),
        ("server.sources", [], "a list", f"{NO_KEY}; it belongs before all tables"),
        ("sources[0].locales", ["nl"], "a list", f"{NO_KEY}; it is a key of booking_experts"),
        ("sources[1].venue_name", "x", HIDDEN, f'{NO_KEY}; did you mean "venue_names"?'),
        ("sources[0].timeout_seconds", 1, "a whole number", f"{NO_KEY}; it belongs to [sources.budget]"),
        ("sources[0].api_key", "k", HIDDEN, f"{NO_KEY}; it belongs to [sources.credentials]"),
        ("sources[0].credentials.apikey", "k", HIDDEN, f'{NO_KEY}; did you mean "api_key"?'),
        ("sources[0].budget.burst", {}, "a table", f"{NO_KEY}; known here: max_concurrent, timeout_seconds, windows"),
    ],
)
def test_an_unknown_key_is_named_with_what_may_have_been_meant(
    tmp_path: Path, path: str, value: object, holds: str, expected: str
) -> None:
    """The nearest key, the table it belongs to, or all keys there are; its value, which may be secret, is not told."""
    assert faults_of(tmp_path, with_changes((path, value))) == [(path, holds, expected)]


def test_a_key_is_told_as_it_would_be_written(tmp_path: Path) -> None:
    """A key that needs quotes has them, and no key breaks the line it is told in."""
    table = with_changes()
    table["store"]['the "key"\n'] = 1
    assert [path for path, _, _ in faults_of(tmp_path, table)] == [r'store."the \"key\"\u000a"']


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("sources", SOURCES),
        ("sources[0].name", NAME),
        ("sources[0].vendor", VENDORS),
        ("sources[0].time_zone", "an IANA time zone, such as Europe/Amsterdam"),
        ("sources[0].currency", "an active ISO 4217 currency, such as EUR"),
        ("sources[0].credentials", "a table with org and api_key"),
        ("sources[1].credentials", "a table with api_key"),
        ("sources[1].administrations", "a list of administrations' ids in quotes, at least one, each once"),
        ("sources[1].credentials.api_key", "a credential: printable ASCII on one line"),
        ("server.auth.jwt.issuer", TEXT),
        ("server.auth.tokens[0].token", TOKEN),
        ("server.auth.tokens[1].scopes", SCOPES),
    ],
)
def test_a_missing_key_is_named_with_what_it_should_hold(tmp_path: Path, path: str, expected: str) -> None:
    """What a file must have is told as holding nothing."""
    assert faults_of(tmp_path, with_changes((path, ABSENT))) == [(path, "nothing", expected)]


@pytest.mark.parametrize(
    ("path", "value", "holds", "expected"),
    [
        ("sources", [], "a list", SOURCES),
        ("sources", {"name": "x"}, "a table", SOURCES),
        ("sources[3]", "x", HIDDEN, "a table with name and base_url and time_zone"),
        ("sources[0].vendor", "event_tempel", '"event_tempel"', f'{VENDORS}; did you mean "event_temple"?'),
        ("sources[0].vendor", ["enviso"], "a list", VENDORS),
        ("sources[3].name", "Park", '"Park"', NAME),
        ("sources[3].name", "the park", '"the park"', NAME),
        ("sources[3].name", "pärk", '"pärk"', NAME),
        ("sources[3].name", "park\n", r'"park\u000a"', NAME),
        ("sources[3].name", "", '""', NAME),
        ("sources[2].name", "park", '"park"', "a name of its own; sources[1] has this one"),
        ("server.auth.tokens[1].name", "mobile", '"mobile"', "a name of its own; server.auth.tokens[0] has this one"),
        ("server.auth.tokens[1].token", "t1", HIDDEN, "a token of its own; server.auth.tokens[0] has this one"),
        ("server.auth.tokens[0].token", "t 1", HIDDEN, TOKEN),
        ("server.auth.tokens[0]", "t1", HIDDEN, "a table with name and token and sources and scopes"),
        ("server.auth.tokens", "t1", HIDDEN, "a list of tables, each with name, token, sources and scopes"),
        ("server.auth.tokens[0].scopes[0]", "raed", '"raed"', '"read", "write" or "explain"; did you mean "read"?'),
        ("server.auth.tokens[0].scopes", [], "a list", SCOPES),
        ("server.auth.tokens[0].scopes", ["read", "read"], "a list", SCOPES),
        (
            "server.auth.tokens[0].sources[0]",
            "hotels",
            '"hotels"',
            'the name of a source: "hotel", "park", "museum", "hall"; did you mean "hotel"?',
        ),
        ("server.auth", {}, "a table", "tokens or jwt; leave the table out to let everybody in"),
        ("server.auth", {"tokens": []}, "a table", "tokens or jwt; leave the table out to let everybody in"),
        ("server.auth", "t1", HIDDEN, "a table"),
    ],
)
def test_names_and_guards_that_cannot_be_used_are_told(
    tmp_path: Path, path: str, value: object, holds: str, expected: str
) -> None:
    """Names are names and are unique, vendors are known, and who may ask is beyond doubt."""
    assert faults_of(tmp_path, with_changes((path, value))) == [(path, holds, expected)]
