"""What the settings promise for a file that is wrong: every fault at once, each in one line that helps."""

import tomllib
from pathlib import Path

import pytest

from gateway.settings import ConfigurationError, Fault, load
from gateway.settings.faults import Shown, describe
from tests.gateway.test_settings_sample import ABSENT, GOOD, faults_of, with_changes

CREDENTIAL = "a credential: printable ASCII on one line"


def test_all_faults_are_told_at_once_in_the_order_of_their_paths(tmp_path: Path) -> None:
    """Nobody mends one fault to be told the next, whether keys, values, references or rules are at fault."""
    table = with_changes(
        ("server.host", "0.0.0.0"),  # noqa: S104 -- what is refused
        ("server.auth", ABSENT),
        ("server.port", 70000),
        ("server.only_documents", True),
        ("sources[0].name", "park"),
        ("sources[0].vendor", "event"),
        ("sources[0].time_zone", "Toronto"),
        ("sources[1].credentials.api_key", "env:BE_KEY"),
        ("sources[2].base_url", "api.enviso.io"),
        ("sources[2].z_is_local", 1),
        ("sources[3].window", {"past_days": -1, "days": 1}),
        ("sources[3].extras", []),
    )
    table["sources"].extend({**table["sources"][1], "name": f"park-{more}"} for more in range(8))
    table["sources"][10]["currency"] = "XXX"

    assert [path for path, _, _ in faults_of(tmp_path, table)] == [
        "server.documents",
        "server.host",
        "server.port",
        "sources[0].time_zone",
        "sources[0].vendor",
        "sources[1].credentials.api_key",
        "sources[1].name",
        "sources[2].base_url",
        "sources[2].z_is_local",
        "sources[3].extras",
        "sources[3].window.days",
        "sources[3].window.past_days",
        *(f"sources[{more}].credentials.api_key" for more in range(4, 11)),
        "sources[10].currency",
        "sources[11].credentials.api_key",
    ]


@pytest.mark.parametrize(
    ("reference", "holds", "expected"),
    [
        ("env:UNSET", "«env:UNSET», which is not set", "the name of a variable that is set"),
        ("env:not a name", "«env:…», which names no variable", "env: and the name of a variable"),
        ("file:gone", "«file:gone», which cannot be read (No such file or directory)", "the path of a readable file"),
        ("file:.", "«file:.», which cannot be read (Is a directory)", "the path of a readable file"),
        ("file:binary", "«file:binary», which is no UTF-8 text", "the path of a readable file"),
        ("file:a\0b", r"«file:a\u0000b», which is no UTF-8 text", "the path of a readable file"),
        ("env:EMPTY", "«env:EMPTY»", CREDENTIAL),
        ("env:FORGED", "«env:FORGED»", CREDENTIAL),
    ],
)
def test_references_are_named_and_never_followed_in_a_fault(
    tmp_path: Path, reference: str, holds: str, expected: str
) -> None:
    """A reference that leads nowhere, or to something of no use, is told by its own name and once."""
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    table = with_changes(("sources[1].credentials.api_key", reference))
    assert faults_of(tmp_path, table, {"EMPTY": "", "FORGED": "a\r\nb"}) == [
        ("sources[1].credentials.api_key", holds, expected)
    ]


def test_what_the_environment_overrides_is_told_by_its_variable(tmp_path: Path) -> None:
    """A FOYER_PORT that is no port names the variable, not the file's own value."""
    assert faults_of(tmp_path, with_changes(), {"FOYER_PORT": "tcp://10.0.0.1:80"}) == [
        ("server.port", "«env:FOYER_PORT»", "a port, 0 to 65535")
    ]
    open_door = with_changes(("server.auth", ABSENT))
    ((path, holds, _),) = faults_of(tmp_path, open_door, {"FOYER_HOST": "192.0.2.1"})
    assert (path, holds) == ("server.host", "«env:FOYER_HOST»")


def test_an_unset_variable_under_an_unknown_key_is_no_second_fault(tmp_path: Path) -> None:
    """Who takes the unknown key out needs no variable for it."""
    table = with_changes(("sources[1].secrets", {"key": "env:UNSET"}))
    assert [(path, holds) for path, holds, _ in faults_of(tmp_path, table)] == [("sources[1].secrets", "a table")]


@pytest.mark.parametrize(
    ("content", "holds", "expected"),
    [
        (
            b"[server]\nport = \n",
            "what is not TOML: Invalid value (at line 2, column 8)",
            "TOML 1.0",
        ),
        (b"a = 1\na = 2\n", "what is not TOML: Cannot overwrite a value (at line 2, column 6)", "TOML 1.0"),
        (b"a = 1\n# \xff\n", "a byte that is not UTF-8 in line 2", "TOML, which is UTF-8 text"),
        (b"a = " + b"9" * 5000, "a number or a nesting beyond all bounds", "TOML 1.0"),
        (b"a = " + b"[" * 100000, "a number or a nesting beyond all bounds", "TOML 1.0"),
    ],
)
def test_a_file_that_is_not_toml_says_where(tmp_path: Path, content: bytes, holds: str, expected: str) -> None:
    """A slip in the syntax is told with its line and column."""
    file = tmp_path / "foyer.toml"
    file.write_bytes(content)
    with pytest.raises(ConfigurationError) as caught:
        load(file, {})
    assert caught.value.faults == (Fault(str(file), holds, expected),)


def test_a_file_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An absent file, or a folder in its place, is a fault like any other."""
    monkeypatch.chdir(tmp_path)
    for path, environ, line in (
        (None, {}, "foyer.toml: holds nothing; should hold a TOML file; --config FILE or FOYER_CONFIG names another"),
        (
            None,
            {"FOYER_CONFIG": "x.toml"},
            "x.toml: holds nothing; should hold a TOML file; --config FILE or FOYER_CONFIG names another",
        ),
        (Path(), {}, ".: holds what cannot be read (Is a directory); should hold a TOML file that can be read"),
    ):
        with pytest.raises(ConfigurationError) as caught:
            load(path, environ)
        assert str(caught.value) == line


def test_tables_without_end_are_a_fault_and_no_crash(tmp_path: Path) -> None:
    """Two thousand tables in each other are one unknown key."""
    file = tmp_path / "foyer.toml"
    file.write_text(f"{'.'.join('a' * 2000)} = 1\n{GOOD}", encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load(file, {})
    assert [fault.path for fault in caught.value.faults] == ["a"]


@pytest.mark.parametrize(
    ("document", "shown"),
    [("1979-05-27T07:32:00Z", "1979-05-27 07:32:00+00:00"), ("07:32:00", "07:32:00"), ("[1]", "a list")],
)
def test_every_kind_of_value_can_be_told(document: str, shown: str) -> None:
    """Whatever TOML can hold has words."""
    assert describe(tomllib.loads(f"x = {document}")["x"], Shown.WHOLE) == shown
