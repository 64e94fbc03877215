"""Where something stands in an input: paths by the names of `loaders.writes`, shown by the input's own."""

from collections.abc import Sequence


def shown(path: Sequence[str]) -> str:
    """Write a path as a sentence names it: `spaces[0]`, `customFields[1].space`."""
    written = ""
    for part in path:
        written += f"[{part}]" if part.isdigit() else f"{'.' if written else ''}{camel(part)}"
    return written


def camel(name: str) -> str:
    """Give an input's own name for a part: `full_day` is fullDay, `from_` is from."""
    first, *rest = name.rstrip("_").split("_")
    return first + "".join(part.capitalize() for part in rest)
