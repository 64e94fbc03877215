"""Which type shows a source: each vendor has its own, with what only that vendor has."""

from typing import Any, Final

from loaders.port import Source

SOURCE_VIEWS: Final[dict[str, type[Any]]] = {}
"""Vendor name → the type that shows its sources."""


def show_source(source: Source) -> Any:
    """Show a source as the type of its vendor."""
    return SOURCE_VIEWS[source.vendor].of(source)
