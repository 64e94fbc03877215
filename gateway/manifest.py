"""Trusted documents from a manifest, parsed and validated when the gateway starts.

Two shapes are read: what graphql-codegen's `persistedDocuments` writes, `{"<id>": "<text>", …}`, and what Apollo's
`generate-persisted-query-manifest` writes, `{"format": "apollo-persisted-query-manifest", "version": 1, "operations":
[{"id": "<id>", "body": "<text>", …}, …]}`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Final

import orjson
from graphql import GraphQLError, parse

from gateway.documents import Document
from gateway.settings import ConfigurationError, Fault
from gateway.settings.faults import escaped, spell
from schema.build import Schema
from schema.known import Known
from schema.operation import validated

KEY: Final = "server.documents"
APOLLO: Final = "apollo-persisted-query-manifest"
_EXPECTED: Final = "a manifest as graphql-codegen or Apollo writes it"


def read_manifest(path: Path, schema: Schema) -> dict[str, Document]:
    """Read trusted documents, by their ids.

    Args:
        path: the manifest.
        schema: what its documents must fit.

    Raises:
        ConfigurationError: the manifest cannot be read, or documents of it do not fit: one fault each.

    """
    texts = _texts(path)
    documents: dict[str, Document] = {}
    faults: list[Fault] = []
    for name, text in texts.items():
        try:
            documents[name] = Document(text, _known(text, schema))
        except GraphQLError as fault:
            holds = f"a document that cannot be answered ({escaped(fault.message)})"
            faults.append(Fault(spell(("server", "documents", name)), holds, "one that fits the schema"))
    if faults:
        raise ConfigurationError(faults)
    return documents


def _texts(path: Path) -> dict[str, str]:
    try:
        manifest = orjson.loads(path.read_bytes())
    except OSError as fault:
        raise _broken(f"what cannot be read ({fault.strerror})") from None
    except ValueError:
        raise _broken("what is not JSON") from None
    try:
        texts = dict(_entries(manifest))
    except (KeyError, TypeError):
        texts = {}
    if not texts or not all(isinstance(part, str) for entry in texts.items() for part in entry):
        raise _broken("other JSON")
    return texts


def _entries(manifest: object) -> Iterator[tuple[str, str]]:
    if not isinstance(manifest, Mapping):
        return
    if manifest.get("format") != APOLLO:
        yield from manifest.items()
    elif manifest.get("version") == 1:
        yield from ((one["id"], one["body"]) for one in manifest["operations"])


def _known(text: str, schema: Schema) -> Known:
    known = Known(parse(text))
    faults = known.faults(partial(validated, schema._schema))  # noqa: SLF001  # strawberry offers no public way to graphql-core's
    if faults:
        raise faults[0]
    return known


def _broken(holds: str) -> ConfigurationError:
    return ConfigurationError([Fault(KEY, holds, _EXPECTED)])
