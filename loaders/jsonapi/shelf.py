"""Records out of JSON:API resources, translated when somebody looks for them.

An answer brings far more resources than an operation reads, and one resource may be two records: an Event Temple
account is a customer of the graph and an account of its vendor. So an answer is kept as it came, and a resource becomes
a record when its reference is looked up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

from loaders.errors import BadResponse
from loaders.jsonapi.document import Identifier, ResourceObject
from loaders.records import Record, Ref

if TYPE_CHECKING:
    from loaders.jsonapi.include import View

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


class Shelf(Mapping[Ref, Record]):
    """Resources of one source, looked up as records. One that cannot be read is as if it were not there."""

    def __init__(
        self,
        source: str,
        views: Views,
        resources: Mapping[Identifier, ResourceObject],
        translate: Translate,
        fetched_at: dt.datetime,
    ) -> None:
        """Keep resources that were read at a moment."""
        self._source = source
        self._views = views
        self._resources = resources
        self._translate = translate
        self._fetched_at = fetched_at
        self._made: dict[Ref, Record] = {}

    def __getitem__(self, ref: Ref) -> Record:
        """Give a record.

        Raises:
            KeyError: nothing here is it, or it cannot be read.

        """
        made = self._made.get(ref)
        if made is not None:
            return made
        found = self._views.find(ref.kind, ref.id) if ref.source == self._source else None
        resource = self._resources.get(found[1]) if found is not None else None
        if found is None or resource is None:
            raise KeyError(ref)
        try:
            made = self._translate(found[0], resource, self._fetched_at)
        except BadResponse:
            raise KeyError(ref) from None
        self._made[ref] = made
        return made

    def __iter__(self) -> Iterator[Ref]:
        """Go through the records that were made so far."""
        return iter(self._made)

    def __len__(self) -> int:
        """Count the resources."""
        return len(self._resources)
