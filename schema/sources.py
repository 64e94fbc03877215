"""Which type shows a source: each vendor has its own, with what only that vendor has."""

from typing import Any, Final

from loaders.port import Source

OTHER: Final = "other"
"""What the graph calls a vendor it has no name for."""

SOURCE_VIEWS: Final[dict[str, type[Any]]] = {}
"""Vendor name → the type that shows its sources."""


def show_source(source: Source) -> Any:
    """Show a source as the type of its vendor; one whose vendor has no type of its own as OtherSource."""
    return SOURCE_VIEWS.get(source.vendor, SOURCE_VIEWS[OTHER]).of(source)
