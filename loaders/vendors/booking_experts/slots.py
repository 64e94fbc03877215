"""The answer of a lookup, slot by slot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from loaders.errors import BadResponse, FoyerError
from loaders.jsonapi.document import Identifier
from loaders.jsonapi.shelf import Beside
from loaders.port import Found
from loaders.records import Record, Ref
from loaders.vendors.booking_experts.desk import Desk, Part
from loaders.vendors.booking_experts.views import VIEWS


class Slots:
    """Collects what a lookup found. What was found counts, wherever else it was asked for and that failed."""

    def __init__(self) -> None:
        """Begin with nothing found."""
        self._found: dict[str, Record | FoyerError] = {}
        self._failed: dict[str, FoyerError] = {}
        self._beside: list[Mapping[Ref, Record]] = []

    def put(self, key: str, answer: Record | FoyerError | None) -> None:
        """Put the record, or the fault of the very thing, in a slot; nothing leaves it as it is."""
        if answer is not None:
            self._found[key] = answer

    def fail(self, keys: Iterable[str], fault: FoyerError) -> None:
        """Note that these could not be looked for everywhere."""
        self._failed.update(dict.fromkeys(keys, fault))

    def shelve(self, beside: Mapping[Ref, Record]) -> None:
        """Keep what came along."""
        self._beside.append(beside)

    def answer(self) -> Found:
        """Give the answer."""
        return Found({**self._failed, **self._found}, Beside(self._beside))


def came(desk: Desk, part: Part, view: str, key: str) -> Record | FoyerError | None:
    """Make a record of a resource that came along; the fault if it cannot be read, None if it did not come."""
    if isinstance(part.found, FoyerError):
        return None
    resource = part.found.resources.get(Identifier(VIEWS[view].type, key))
    if resource is None:
        return None
    try:
        return desk.translator(part.scope, part.found.resources)(view, resource, part.found.fetched_at)
    except BadResponse as fault:
        return fault
