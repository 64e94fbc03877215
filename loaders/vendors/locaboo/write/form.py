"""What a call sends, each part with the place of the input it came from, so that a refusal finds its way back. Pure.

Nested values have brackets in their names, as PHP reads them: `resource_parts[48][]=49` [002:1200-1205, 002:1226-1242].
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final, TypeAlias
from urllib.parse import urlencode

from loaders.errors import Blame

CONTENT_TYPE: Final = ("Content-Type", "application/x-www-form-urlencoded")

Path: TypeAlias = tuple[str, ...]

_STEP: Final = re.compile(r"[^\[\].]+")
_MOST: Final = 40
"""How many characters of a value are quoted."""


@dataclass(frozen=True, slots=True)
class Part:
    """One parameter.

    Args:
        name: the vendor's name of it, e.g. `weekly_recurrence[0][from]`.
        value: what is sent.
        path: where in the input it came from, by the names of `loaders.writes`.

    """

    name: str
    value: str
    path: Path


def pairs(parts: Iterable[Part]) -> tuple[tuple[str, str], ...]:
    """Give the parameters as a query's pairs."""
    return tuple((part.name, part.value) for part in parts)


def encoded(parts: Iterable[Part]) -> bytes:
    """Write the parameters as a form."""
    return urlencode(pairs(parts)).encode()


def flag(value: object) -> str:
    """Write a yes or no."""
    return "1" if value else "0"


def quoted(value: str) -> str:
    """Quote what was given, not all of it if it is long."""
    return f'"{value}"' if len(value) <= _MOST else f'"{value[:_MOST]}…"'


def refused(source: str, parts: Sequence[Part], named: Iterable[str]) -> list[Blame]:
    """Say which parts of an input the vendor refused.

    Args:
        source: the source's name.
        parts: what was sent.
        named: the parameters that its answer names; none of its words. A name that was not sent is nobody's.

    """
    found = (_blame(source, _meant(parts, name)) for name in named)
    return list(dict.fromkeys(blame for blame in found if blame is not None))


def _meant(parts: Sequence[Part], name: str) -> list[Part]:
    """Give the parts that a name means: itself, all within it, what it is within, or what is so called innermost."""
    wanted = _steps(name)
    if not wanted:
        return []
    ways: tuple[Callable[[Path], bool], ...] = (
        lambda steps: steps == wanted,
        lambda steps: steps[: len(wanted)] == wanted,
        lambda steps: wanted[: len(steps)] == steps,
        lambda steps: steps[-1:] == wanted,
    )
    return next((found for way in ways if (found := [part for part in parts if way(_steps(part.name))])), [])


def _blame(source: str, parts: Sequence[Part]) -> Blame | None:
    if not parts:
        return None
    name = parts[0].name if len(parts) == 1 else _steps(parts[0].name)[0]
    sent = " and ".join(quoted(part.value) for part in parts)
    return Blame(_shared([part.path for part in parts]), f"{source} refuses {name}, sent as {sent}.", by_vendor=True)


def _shared(paths: Sequence[Path]) -> Path:
    """Give the place that holds all these."""
    return tuple(steps[0] for steps in takewhile(lambda steps: len(set(steps)) == 1, zip(*paths, strict=False)))


def _steps(name: str) -> tuple[str, ...]:
    return tuple(_STEP.findall(name))
