"""The papers are under test: docs/configuration.md and foyer.example.toml say what the settings do."""

import re
import tomllib
from pathlib import Path

import pytest
from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from gateway.settings import Settings, from_table, load
from gateway.settings.explain import VENDORS
from gateway.settings.keys import tables, tables_of, vendor_of
from gateway.settings.read import FILE_VARIABLE, OVERRIDES
from gateway.settings.sources import AnySource, Locale

ROOT = Path(__file__).parents[2]
PAPER = (ROOT / "docs" / "configuration.md").read_text("utf-8")
EXAMPLE = ROOT / "foyer.example.toml"
PEM = "-----BEGIN PUBLIC KEY-----\nMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCB\n-----END PUBLIC KEY-----\n"


def documented() -> dict[tuple[str, str], dict[str, tuple[str, str]]]:
    """Read the paper: for each table and the vendor it is of, if any, the type and default of each key."""
    found: dict[tuple[str, str], dict[str, tuple[str, str]]] = {}
    for section in re.split(r"^#{2,3} ", PAPER, flags=re.MULTILINE):
        heading = re.match(r"`\[+([a-z_.]+)\]+`(?: of `([a-z_]+)`)?\n", section)
        if heading:
            rows = re.findall(r"^\| `([a-z_]+)` \| ([^|]+) \| ([^|]+) \| [^|]+ \|$", section, flags=re.MULTILINE)
            found[heading[1], heading[2] or ""] = {key: (kind, default) for key, kind, default in rows}
    return found


def declared() -> dict[tuple[str, str], dict[str, FieldInfo]]:
    """Read the models in the same way: what sources share is told once, what a vendor adds under its name."""
    found: dict[tuple[str, str], dict[str, FieldInfo]] = {}
    for vendor in VENDORS:
        for name, model in tables():
            if name.startswith("sources") and model not in tables_within(vendor):
                continue
            fields = dict(model.model_fields)
            if issubclass(model, AnySource):
                shared = {key: field for key, field in fields.items() if key in AnySource.model_fields}
                always = {key: fields[key] for key in ("vendor", "credentials")}
                found["sources", ""] = {**shared, **always, "currency": AnySource.model_fields["currency"]}
                own = {key: fields[key] for key in model.__annotations__ if key not in always}
                found["sources", vendor] = own
            elif name:
                found[name, vendor if name == "sources.credentials" else ""] = fields
    return found


def tables_within(vendor: str) -> set[type[BaseModel]]:
    """Answer the models of a vendor's source and of all tables in it."""
    (source,) = (model for model in tables_of(Settings, "sources") if vendor_of(model) == vendor)
    return {model for _, model in tables(source)}


def test_each_table_and_key_is_documented_and_nothing_else() -> None:
    """Every key there is has its row in its table's section, and no row is of a key there is not."""
    assert {table: set(rows) for table, rows in documented().items()} == {
        table: set(fields) for table, fields in declared().items()
    }


@pytest.mark.parametrize(
    ("table", "key"), [(table, key) for table, fields in declared().items() for key in fields], ids="-".join
)
def test_each_default_is_documented(table: tuple[str, str], key: str) -> None:
    """Each key is called required if it is; its default is there in TOML; words stand where there is no such value."""
    _, default = documented()[table][key]
    field = declared()[table][key]
    if field.is_required():
        assert default == "required"
    elif field.default_factory or field.default is None or isinstance(field.default, BaseModel):
        assert default in {"none", "see below", "the vendor's", "the source's name", "from `base_url`"}
    else:
        assert default.startswith("`")
        assert tomllib.loads(f"x = {default.strip('`')}")["x"] == plain(field.default)


def plain(value: object) -> object:
    """Turn a default into what TOML would hold."""
    match value:
        case SecretStr():
            return value.get_secret_value()
        case Path():
            return str(value)
        case tuple():
            return list(value)
        case _:
            return value


def test_secrets_are_documented_as_secrets() -> None:
    """The type `secret` stands at the keys that are never shown, and nowhere else."""
    for table, fields in declared().items():
        for key, field in fields.items():
            assert (documented()[table][key][0] == "secret") == ("SecretStr" in repr(field.annotation)), (table, key)


@pytest.mark.parametrize("word", [FILE_VARIABLE, *OVERRIDES.values(), *VENDORS, *Locale.__args__])  # type: ignore[attr-defined]  # a Literal has them
def test_each_variable_vendor_and_locale_is_documented(word: str) -> None:
    """Nobody needs to read the code to know which words may be written."""
    assert re.search(rf"`\"?{word}\"?`", PAPER)


def test_the_documented_faults_are_the_faults(tmp_path: Path) -> None:
    """The lines the paper shows are the lines an operator gets."""
    shown = PAPER.partition("what it should hold.\n\n```\n")[2].partition("```")[0].splitlines()
    source = {"name": "a", "base_url": "https://a.example", "time_zone": "Europe/Amsterdm"}
    table = {
        "server": {"prot": 1},
        "sources": [
            {**source, "vendor": "locaboo", "credentials": {"api_secret_key": "k"}},
            {
                **source,
                "name": "b",
                "time_zone": "UTC",
                "vendor": "booking_experts",
                "administrations": ["1"],
                "credentials": {"api_key": "env:BE_KEY"},
            },
        ],
    }
    with pytest.raises(Exception, match="prot") as caught:
        from_table(table, tmp_path, {})
    assert str(caught.value).splitlines() == shown


def test_the_example_loads_and_shows_every_vendor() -> None:
    """With the variables it names given, the example is a good file with a source of each vendor."""
    named = set(re.findall(r'"env:([A-Z_]+)"', EXAMPLE.read_text("utf-8")))
    environ = {name: PEM if name == "ENVISO_SECRET" else f"s3cret-{name}" for name in named}

    found = load(EXAMPLE, environ)

    assert tuple(source.vendor for source in found.sources) == VENDORS
    assert "s3cret" not in repr(found)


def test_what_the_example_comments_out_are_the_defaults() -> None:
    """Taking the mark from every commented key changes nothing but the documents, which would then have to exist."""
    text = EXAMPLE.read_text("utf-8")
    named = set(re.findall(r'"env:([A-Z_]+)"', text))
    environ = {name: PEM if name == "ENVISO_SECRET" else f"s3cret-{name}" for name in named}
    uncommented = re.sub(r"^# (?=\[|[a-z_]+ = )(?!documents)", "", text, flags=re.MULTILINE)

    assert uncommented.count("\n# ") < text.count("\n# ") - 15
    assert from_table(tomllib.loads(uncommented), ROOT, environ) == from_table(tomllib.loads(text), ROOT, environ)
