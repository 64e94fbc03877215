"""Strings that say where their content is: `env:NAME` in the environment, `file:PATH` in a mounted file.

They are replaced before anything is validated, and what replaces them remembers where it came from: a fault then names
the place and never the content. What was brought in is taken as it is; it is not searched for references again.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_DEEPEST = 16
"""Levels of tables and lists; the deepest key that means anything stands at the sixth."""


class Reference(str):
    """Text brought in from elsewhere. Equal to its content, but shown only as its `origin`, such as `env:ET_KEY`."""

    __slots__ = ("origin",)
    origin: str

    def __new__(cls, content: str, origin: str) -> Self:
        """Make text of the content, and remember its origin."""
        made = super().__new__(cls, content)
        made.origin = origin
        return made

    def __repr__(self) -> str:
        return f"«{self.origin}»"


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A reference that leads nowhere, and why in an operator's words."""

    origin: str
    why: str
    expected: str


def resolve(value: object, folder: Path, environ: Mapping[str, str], depth: int = 0) -> object:
    """Copy a parsed file with each reference replaced by a `Reference`, or by an `Unresolved` where it leads nowhere.

    `folder` is where a relative `file:PATH` starts; `environ` is where `env:NAME` is looked up.
    """
    if depth > _DEEPEST:
        return Unresolved("…", f"more than {_DEEPEST} levels of tables", "no table at all: there is no such key")
    match value:
        case dict():
            return {key: resolve(item, folder, environ, depth + 1) for key, item in value.items()}
        case list():
            return [resolve(item, folder, environ, depth + 1) for item in value]
        case str() if value.startswith("env:"):
            return _from_environment(value.removeprefix("env:"), environ)
        case str() if value.startswith("file:"):
            return _from_file(value.removeprefix("file:"), folder)
        case _:
            return value


def unresolved(value: object, place: tuple[int | str, ...] = ()) -> Iterator[tuple[tuple[int | str, ...], Unresolved]]:
    """Find each reference that led nowhere, and its place."""
    match value:
        case dict():
            for key, item in value.items():
                yield from unresolved(item, (*place, key))
        case list():
            for position, item in enumerate(value):
                yield from unresolved(item, (*place, position))
        case Unresolved():
            yield place, value


def _from_environment(name: str, environ: Mapping[str, str]) -> Reference | Unresolved:
    if not _VARIABLE.fullmatch(name):
        # Somebody may have written the credential itself here: it is not repeated.
        return Unresolved("env:…", "which names no variable", "env: and the name of a variable")
    if name not in environ:
        return Unresolved(f"env:{name}", "which is not set", "the name of a variable that is set")
    return Reference(environ[name], f"env:{name}")


def _from_file(path: str, folder: Path) -> Reference | Unresolved:
    origin = f"file:{path}"
    try:
        content = (folder / path).read_bytes().decode("utf-8")
    except OSError as error:
        why = f"which cannot be read ({error.strerror})"
    except ValueError:  # not UTF-8, or a path no system can have
        why = "which is no UTF-8 text"
    else:
        return Reference(content.removesuffix("\n").removesuffix("\r"), origin)
    return Unresolved(origin, why, "the path of a readable file")
