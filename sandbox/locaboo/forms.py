"""Parameters as PHP reads them: `resource_parts[48][]=49` is a map of a map.

A map's keys are text here, in the order sent; whatever has brackets is a map, a list too: {"0": …, "1": …}.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aiohttp import web

Value: TypeAlias = "str | dict[str, Value]"
Form: TypeAlias = dict[str, Value]

_LONGEST: Final = 19
"""Digits of a number that is too big to be an index."""


async def posted(request: web.BaseRequest) -> Form:
    """Read the form of a POST, url-encoded or multipart. Of any other body PHP makes no parameters."""
    if request.method != "POST":
        return {}
    try:
        form = await request.post()
    except (LookupError, ValueError):
        return {}
    return nested((name, value) for name, value in form.items() if isinstance(value, str))


def nested(pairs: Iterable[tuple[str, str]]) -> Form:
    """Build what the names' brackets say. A name that comes again replaces what it named before."""
    form: Form = {}
    for name, value in pairs:
        path = _path(name)
        if not path:
            continue
        where = form
        for step in path[:-1]:
            key = _next_index(where) if step == "" else step
            below = where.get(key)
            if not isinstance(below, dict):
                below = where[key] = {}
            where = below
        where[_next_index(where) if path[-1] == "" else path[-1]] = value
    return form


def _path(name: str) -> list[str]:
    """Split `a[b][]` into a, b and "" for the next free index. Brackets that do not close are no brackets."""
    base, opened, rest = name.lstrip(" ").partition("[")
    path = [_variable(base)]
    while opened and path[0]:
        step, closed, behind = rest.partition("]")
        if not closed:
            return [_variable(f"{path[0]}_{rest}")] if len(path) == 1 else path
        path.append(step)
        if not behind.startswith("["):
            break
        rest = behind[1:]
    return path if path[0] else []


def _variable(name: str) -> str:
    return name.replace(".", "_").replace(" ", "_")


def _next_index(where: Form) -> str:
    return str(max((int(key) + 1 for key in where if key.isdecimal() and len(key) < _LONGEST), default=0))
