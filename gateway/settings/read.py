"""From a TOML file and the environment to settings, or to all that is wrong with them at once."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from gateway.settings.explain import validate
from gateway.settings.faults import ConfigurationError, Fault, escaped
from gateway.settings.models import Settings
from gateway.settings.references import resolve
from gateway.settings.rules import broken_rules

FILE_VARIABLE = "FOYER_CONFIG"
DEFAULT_FILE = Path("foyer.toml")
OVERRIDES = {"host": "FOYER_HOST", "port": "FOYER_PORT"}
"""Keys of [server] and the variables that stand above them. An empty variable counts as unset, as FOYER_CONFIG does."""


def load(path: Path | None, environ: Mapping[str, str], documents: Path | None = None) -> Settings:
    """Read the settings from `path`, else from the file FOYER_CONFIG names, else from ./foyer.toml.

    `documents` stands above the key of that name in [server]; where relative, it starts at the working directory.
    Raises ConfigurationError with every fault there is.
    """
    file = located(path, environ)
    parsed = parse(file)
    if isinstance(parsed, Fault):
        raise ConfigurationError([parsed])
    server = parsed.get("server", {})
    if documents is not None and isinstance(server, dict):
        parsed = {**parsed, "server": {**server, "documents": str(documents.absolute())}}
    return from_table(parsed, file.absolute().parent, environ)


def located(path: Path | None, environ: Mapping[str, str]) -> Path:
    """Say which file the configuration is."""
    return path or Path(environ.get(FILE_VARIABLE) or DEFAULT_FILE)


def from_table(table: Mapping[str, object], folder: Path, environ: Mapping[str, str]) -> Settings:
    """Make settings of a parsed file that stands, or would stand, in `folder`: relative paths start there.

    Raises ConfigurationError with every fault there is.
    """
    # [store] is there even where the file leaves it out: the journal's default, too, starts at the folder.
    tree = resolve({"store": {}, **_overridden(table, environ)}, folder, environ)
    outcome = validate(tree, folder)
    broken = list(broken_rules(tree, folder))
    if isinstance(outcome, Settings) and not broken:
        return outcome
    by_path: dict[str, Fault] = {}
    for fault in [*([] if isinstance(outcome, Settings) else outcome), *broken]:
        by_path.setdefault(fault.path, fault)
    raise ConfigurationError(sorted(by_path.values(), key=_natural_order))


def _overridden(table: Mapping[str, object], environ: Mapping[str, str]) -> dict[str, object]:
    """Write the overriding variables into [server] as references, as the file could have done itself."""
    overrides = {key: f"env:{variable}" for key, variable in OVERRIDES.items() if environ.get(variable)}
    server = table.get("server", {})
    if not overrides or not isinstance(server, dict):
        return dict(table)
    return {**table, "server": {**server, **overrides}}


def _natural_order(fault: Fault) -> list[int | str]:
    """Order `sources[2]` before `sources[10]`."""
    parts = re.split(r"(?<=\[)([0-9]{1,9})(?=\])", fault.path)
    return [int(part) if position % 2 else part for position, part in enumerate(parts)]


def parse(file: Path) -> dict[str, object] | Fault:
    """Read a file's table, or say why it has none."""
    path = escaped(str(file))
    # A fault is answered, not raised: an error raised here would carry the file's text along as its context.
    try:
        text = file.read_bytes().decode("utf-8-sig")
        return tomllib.loads(text)
    except FileNotFoundError:
        return Fault(path, "nothing", f"a TOML file; --config FILE or {FILE_VARIABLE} names another")
    except OSError as error:
        return Fault(path, f"what cannot be read ({error.strerror})", "a TOML file that can be read")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return Fault(path, f"a byte that is not UTF-8 in line {line}", "TOML, which is UTF-8 text")
    except tomllib.TOMLDecodeError as error:
        return Fault(path, f"what is not TOML: {escaped(str(error))}", "TOML 1.0")
    except (ValueError, RecursionError):  # digits or brackets without end
        return Fault(path, "a number or a nesting beyond all bounds", "TOML 1.0")
