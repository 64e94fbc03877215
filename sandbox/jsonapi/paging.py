"""Pages: which records one holds, and the links from it to its neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote, urlencode

from sandbox.jsonapi.query import Pairs, Query

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a collection of `records` records."""

    number: int
    size: int
    records: int

    @classmethod
    def of(cls, query: Query, records: int) -> Page:
        """Return the page that a request asks for."""
        return cls(query.number, query.size, records)

    @property
    def pages(self) -> int:
        """The number of pages; none where there is no record."""
        return -(-self.records // self.size)

    def cut(self, keys: list[T]) -> list[T]:
        """Take this page's part of all records; past the last page that is nothing."""
        return keys[(self.number - 1) * self.size : self.number * self.size]

    def neighbours(self) -> dict[str, int | None]:
        """Name the pages that links lead to. There is nothing before the first page and nothing after the last."""
        last = max(self.pages, 1)
        return {
            "self": self.number,
            "first": 1,
            "last": last,
            "next": self.number + 1 if self.number < last else None,
            "prev": min(self.number - 1, last) if self.number > 1 else None,
        }


def page_links(page: Page, origin: str, path: str, pairs: Pairs, *, size: bool) -> dict[str, str | None]:
    """Write the links of a page, brackets percent-encoded.

    The request's other parameters are kept. With `size`, every link tells the page's size; without it only where the
    request did.
    """
    kept = [(name, value) for name, value in pairs if name not in ("page[number]", "page[size]")]
    sized = [("page[size]", str(page.size))] if size or any(name == "page[size]" for name, _ in pairs) else []

    def write(number: int | None) -> str | None:
        if number is None:
            return None
        query = urlencode([*kept, ("page[number]", str(number)), *sized], quote_via=quote, safe=".-")
        return f"{origin}{path}?{query}"

    return {name: write(number) for name, number in page.neighbours().items()}
