"""Reads an input: ids become references, and everything wrong with them is kept until all has been read.

A path in a blame is by the names of `loaders.writes`; who shows it makes the input's own names of it.
"""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, Final

import strawberry

from loaders.errors import BadInput, Blame
from loaders.port import Source
from loaders.records import Ref
from schema.changes.paths import shown
from schema.context import Context
from schema.ids import named_source, parse_id
from schema.quote import quoted

MOST_KEY: Final = 200
"""How many characters an idempotency key may have."""


class Reader:
    """Reads one input.

    Args:
        context: the operation's.

    """

    def __init__(self, context: Context) -> None:
        self._context: Final = context
        self.blames: Final[list[Blame]] = []

    def source(self, name: str, *path: str) -> Source | None:
        """Find a source by its name, blaming one there is not."""
        try:
            return named_source(name, self._context.ordered(), shown(path))
        except BadInput as fault:
            self.blame(path, str(fault))
            return None

    def owner(self, ref: Ref, *path: str) -> Source | None:
        """Find the source a thing is at, blaming one that is not the caller's to see."""
        source = self._context.sources.get(ref.source)
        if source is None and ref.source:
            self.blame(path, f"{shown(path)}: there is no such thing.")
        return source

    def ref(self, global_id: str, kind: str, *path: str) -> Ref:
        """Read a global id, blaming one that is none; what stands in for it then is nothing's."""
        try:
            return parse_id(global_id, kind, shown(path))
        except BadInput as fault:
            self.blame(path, str(fault))
            return Ref(kind, "", "")

    def own_id(self, given: str, kind: str, *path: str) -> str:
        """Read the id of a vendor's own thing: a global id, or the vendor's own."""
        ref = Ref.decode(given)
        if ref is None:
            return given
        if ref.kind != kind:
            self.blame(path, f"{shown(path)}: expected the id of a {kind}; got the id of a {ref.kind}.")
        return ref.id

    def key(self, given: str) -> str:
        """Read an idempotency key."""
        if not given.strip() or len(given) > MOST_KEY:
            self.blame(
                ("idempotency_key",), f"idempotencyKey: expected 1 to {MOST_KEY} characters; got {quoted(given)}."
            )
        return given

    def at(self, source: Source | None, refs: Sequence[tuple[Ref, tuple[str, ...]]]) -> None:
        """Blame references of another source than the one the change is for."""
        for ref, path in refs:
            if source is not None and ref.source and ref.source != source.name:
                self.blame(
                    path, f"{shown(path)}: expected something at {source.name}; got something of another source."
                )

    def blame(self, path: Sequence[str], message: str) -> None:
        """Note a fault of one part of the input."""
        self.blames.append(Blame(tuple(path), message))


def given(value: Any) -> Any:
    """Give a part of an input; None where it was left out."""
    return None if value is strawberry.UNSET else value


def several(value: Any) -> Sequence[Any]:
    """Give the parts of a list; none where it was left out."""
    return () if value is strawberry.UNSET or value is None else tuple(value)


def further(value: Any) -> Mapping[str, object]:
    """Give what only one vendor takes: what was given, by its Python names, enum members as their values."""
    if value is strawberry.UNSET or value is None:
        return {}
    parts = {name: getattr(value, name) for name in value.__dataclass_fields__}
    return {name: _plain(part) for name, part in parts.items() if part is not strawberry.UNSET and part is not None}


def _plain(value: Any) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, list):
        return tuple(_plain(one) for one in value)
    if hasattr(value, "__strawberry_definition__"):
        return further(value)
    return value
