"""Records out of JSON:API resources, translated when somebody looks for them.

An answer brings far more resources than an operation reads, and one resource may be two records: an Event Temple
account is a customer of the graph and an account of its vendor. So an answer is kept as it came, and a resource becomes
a record when its reference is looked up.
"""

from __future__ import annotations

import datetime as dt
from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar, overload

from loaders.errors import BadResponse
from loaders.jsonapi.document import Identifier, ResourceObject
from loaders.records import Record, Ref

if TYPE_CHECKING:
    from loaders.jsonapi.include import View

T = TypeVar("T")

Translate: TypeAlias = Callable[[str, ResourceObject, dt.datetime], Record]
"""(view, resource, when it was read) → record. Raises BadResponse where the resource makes no sense."""


class Views:
    """The views of a vendor, found by the reference of a record."""

    def __init__(self, views: Mapping[str, View]) -> None:
        """Index the views by the kind of record they show."""
        self.by_name: Final = views
        self._by_kind: Final[dict[str, dict[str, str]]] = {}
        for name, view in views.items():
            self._by_kind.setdefault(view.kind, {})[view.type] = name

    def find(self, kind: str, vendor_id: str) -> tuple[str, Identifier] | None:
        """Give the view that shows this record and the resource it shows.

        A kind made of several of the vendor's types has the type in its id: `contacts/103`.
        """
        names = self._by_kind.get(kind)
        if names is None:
            return None
        if len(names) == 1:
            (kind_of_resource, name) = next(iter(names.items()))
            return name, Identifier(kind_of_resource, vendor_id)
        kind_of_resource, _, bare = vendor_id.partition("/")
        found = names.get(kind_of_resource)
        return None if found is None or not bare else (found, Identifier(kind_of_resource, bare))


def resources_of(
    rows: Iterable[ResourceObject | BadResponse], included: Mapping[Identifier, ResourceObject]
) -> dict[Identifier, ResourceObject]:
    """Put rows and what came along together; a row is fuller than its copy among what came along."""
    return {**included, **{row.identifier: row for row in rows if not isinstance(row, BadResponse)}}


class Known(Mapping[Ref, Record]):
    """Records by reference. Most that are looked for are not there, so looking raises nothing on the way."""

    @abstractmethod
    def find(self, ref: Ref) -> Record | None:
        """Give a record, or None."""

    def __getitem__(self, ref: Ref) -> Record:
        """Give a record.

        Raises:
            KeyError: it is not there.

        """
        found = self.find(ref)
        if found is None:
            raise KeyError(ref)
        return found

    @overload
    def get(self, ref: Ref, /) -> Record | None: ...
    @overload
    def get(self, ref: Ref, default: Record | T, /) -> Record | T: ...
    def get(self, ref: Ref, default: object = None, /) -> object:
        """Give a record, or the default."""
        found = self.find(ref)
        return default if found is None else found


class Shelf(Known):
    """Resources of one source, looked up as records. One that cannot be read is as if it were not there.

    Args:
        source: the source's name.
        views: its vendor's views.
        resources: all that an answer brought.
        translate: makes records of them.
        fetched_at: when they were read.
        made: records that were made of some of them already.

    """

    def __init__(  # noqa: PLR0913, PLR0917  # what a shelf is made of
        self,
        source: str,
        views: Views,
        resources: Mapping[Identifier, ResourceObject],
        translate: Translate,
        fetched_at: dt.datetime,
        made: Iterable[Record] = (),
    ) -> None:
        self._source = source
        self._views = views
        self._resources = resources
        self._translate = translate
        self._fetched_at = fetched_at
        self._made: dict[Ref, Record | None] = {record.ref: record for record in made}

    def find(self, ref: Ref) -> Record | None:
        """Give a record; None where nothing here is it, or it cannot be read."""
        if ref in self._made:
            return self._made[ref]
        found = self._views.find(ref.kind, ref.id) if ref.source == self._source else None
        resource = self._resources.get(found[1]) if found is not None else None
        if found is None or resource is None:
            return None
        try:
            made = self._translate(found[0], resource, self._fetched_at)
        except BadResponse:
            made = None
        self._made[ref] = made
        return made

    def __iter__(self) -> Iterator[Ref]:
        """Go through the records that were made so far."""
        return (ref for ref, made in tuple(self._made.items()) if made is not None)

    def __len__(self) -> int:
        """Count the resources."""
        return len(self._resources)


class Beside(Known):
    """Several shelves as one."""

    def __init__(self, shelves: Sequence[Mapping[Ref, Record]]) -> None:
        """Put shelves side by side; the first that has a record gives it."""
        self._shelves: Final = shelves

    def find(self, ref: Ref) -> Record | None:
        """Give a record; None where no shelf has it."""
        for shelf in self._shelves:
            found = shelf.get(ref)
            if found is not None:
                return found
        return None

    def __iter__(self) -> Iterator[Ref]:
        """Go through what the shelves know."""
        for shelf in self._shelves:
            yield from shelf

    def __len__(self) -> int:
        """Count what the shelves hold."""
        return sum(len(shelf) for shelf in self._shelves)
