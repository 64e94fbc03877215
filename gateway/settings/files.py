"""The files a configuration is made of, for whoever wants to know when one of them changes."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from gateway.settings.faults import Fault
from gateway.settings.read import located, parse


def files_of(path: Path | None, environ: Mapping[str, str]) -> tuple[Path, ...]:
    """Give the configuration's own file, the `file:PATH`s it names and its documents, whether they exist or not."""
    file = located(path, environ)
    parsed = parse(file)
    if isinstance(parsed, Fault):
        return (file,)
    server = parsed.get("server")
    documents = server.get("documents") if isinstance(server, dict) else None
    named = {*_references(parsed), *([documents] if isinstance(documents, str) else [])}
    return (file, *(file.absolute().parent / one for one in sorted(named)))


def _references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _references(item)
    elif isinstance(value, list):
        for item in value:
            yield from _references(item)
    elif isinstance(value, str) and value.startswith("file:"):
        yield value.removeprefix("file:")
