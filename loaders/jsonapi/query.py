"""JSON:API query parameters as decoded pairs; the session percent-encodes them.

What means the same is written the same: names, paths, types and filter values are sorted and each written once, so that
equal questions are equal asks. The order of `sort` is its meaning and is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from loaders.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Pairs: TypeAlias = tuple[tuple[str, str], ...]

_INVERTING: Final = ("!", "~")
_SPLITTING: Final = (",", "..")


def write(*parameters: Pairs) -> Pairs:
    """Put parameters together in the one order they are always sent in."""
    return tuple(sorted({pair for pairs in parameters for pair in pairs}))


def page(number: int, size: int | None = None) -> Pairs:
    """Ask for one page.

    Args:
        number: from 1.
        size: how many rows to a page; the vendor's own number where None.

    """
    sized: Pairs = () if size is None else (("page[size]", str(size)),)
    return (("page[number]", str(number)), *sized)


def include(paths: Iterable[str]) -> Pairs:
    """Ask for related resources to come along, by dotted paths [001:33-44]."""
    listed = ",".join(sorted(set(paths)))
    return (("include", listed),) if listed else ()


def fields(names: Mapping[str, Iterable[str]]) -> Pairs:
    """Ask for some attributes and relationships only, by type [001:67-74]; no names at all ask for neither."""
    return tuple((f"fields[{kind}]", ",".join(sorted(set(names[kind])))) for kind in sorted(names))


def filter(name: str, values: Iterable[str], *, predicate: str | None = None) -> Pairs:  # noqa: A001  # the parameter's own name; always read as `query.filter`
    """Ask for rows where a field is exactly one of the values.

    A vendor reads `!` and `~` at the front, commas and `..` as operators [004:146-157], and may take an empty value for
    no filter at all, so a value with any of these is refused: it could not be asked for exactly.

    Args:
        name: the field, e.g. `id`.
        values: any of these; there must be one.
        predicate: for a vendor that wants it named, e.g. `eq`.

    Raises:
        BadInput: a value that the vendor would read as something else.
        ValueError: no values, which would ask for nothing and be answered with everything.

    """
    exact = sorted(set(values))
    if not exact:
        raise ValueError(f"a filter by {name} needs a value")
    for value in exact:
        _refuse_operators(name, value)
    return ((_filter(name, predicate), ",".join(exact)),)


def between(name: str, first: str, last: str) -> Pairs:
    """Ask for rows where a field lies from first to last, both included, of a vendor that reads `first..last`.

    Raises:
        BadInput: an end that the vendor would read as something else.

    """
    _refuse_operators(name, first)
    _refuse_operators(name, last)
    return ((_filter(name, None), f"{first}..{last}"),)


def sort(names: Iterable[str]) -> Pairs:
    """Ask for an order: by the first name, then by the next; a leading hyphen turns one round [001:46-52]."""
    listed = ",".join(names)
    return (("sort", listed),) if listed else ()


def _refuse_operators(name: str, value: str) -> None:
    bare = value.strip()
    if not bare or bare.startswith(_INVERTING) or any(mark in bare for mark in _SPLITTING):
        raise BadInput(
            f"{name} cannot be searched for a value that is empty, begins with ! or ~, or holds a comma or two dots"
        )


def _filter(name: str, predicate: str | None) -> str:
    return f"filter[{name}]" if predicate is None else f"filter[{name}][{predicate}]"
