"""Which document is meant: the one that came along, one that was sent before under its hash, or one of the operator's.

Hashes are Apollo's automatic persisted queries: a client asks with the hash alone; where it is not known, it sends text
and hash once; from then on the hash will do. Trusted documents come from a manifest, and need no such round.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from re import compile as pattern
from typing import Final, Protocol

from cross_web import HTTPException

from gateway.asked import Asked
from gateway.auth import Refused
from schema.known import Known
from schema.types.errors import ErrorCode

KEPT_BYTES: Final = 16 * 1024 * 1024
"""How much of what clients sent under a hash is kept."""

KEPT_SECONDS: Final = 7 * 24 * 3600.0
"""How long a text is kept under its hash, counted from when it was sent last."""

_HASH: Final = pattern(r"[0-9a-f]{64}")
_PREFIX: Final = "sha256:"


@dataclass(frozen=True, slots=True)
class Document:
    """A document to run: its text, and all that is known of it where it is a trusted one, read at the start."""

    text: str | None
    known: Known | None = None


class Shelf(Protocol):
    """Where texts are kept under their hashes: the part of a store's values that is needed."""

    async def get(self, name: str, now: float) -> bytes | None:
        """Give what was put last, if its time is not over."""

    async def put(self, name: str, value: bytes, now: float, seconds: float) -> None:
        """Keep bytes for so many seconds."""


class Recent:
    """A shelf in this process: what was used least recently makes room for what is new."""

    def __init__(self, most: int = KEPT_BYTES) -> None:
        self._most: Final = most
        self._kept: Final[OrderedDict[str, bytes]] = OrderedDict()
        self._held = 0

    async def get(self, name: str, now: float) -> bytes | None:  # noqa: ARG002  # nothing here ends by itself
        """Give what was put last."""
        if name in self._kept:
            self._kept.move_to_end(name)
        return self._kept.get(name)

    async def put(self, name: str, value: bytes, now: float, seconds: float) -> None:  # noqa: ARG002  # as above
        """Keep bytes until others need the room."""
        self._held += len(value) - len(self._kept.pop(name, b""))
        self._kept[name] = value
        while self._held > self._most:
            _, dropped = self._kept.popitem(last=False)
            self._held -= len(dropped)


class Documents:
    """Finds the document of an operation.

    Args:
        trusted: the operator's documents by their ids.
        only: whether no others are answered.
        shelf: where texts are kept under their hashes.
        clock: seconds since 1970.

    """

    def __init__(
        self,
        trusted: Mapping[str, Document] | None = None,
        *,
        only: bool = False,
        shelf: Shelf | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._trusted: Final = trusted or {}
        self._by_text: Final = {one.text: one for one in self._trusted.values()}
        self._only: Final = only
        self._shelf: Final[Shelf] = shelf or Recent()
        self._clock: Final = clock

    async def find(self, asked: Asked) -> Document:
        """Find what an operation means.

        Raises:
            Refused: the document is not known, or none that may be asked for.
            HTTPException: what is said of it contradicts itself.

        """
        if asked.document_id is not None:
            return await self._named(asked.document_id, asked)
        persisted = (asked.extensions or {}).get("persistedQuery")
        if persisted is not None:
            return await self._persisted(persisted, asked)
        return self._written(asked)

    def _written(self, asked: Asked) -> Document:
        known = self._by_text.get(asked.query)
        if known is None and self._only and asked.query:
            raise Refused(
                403, ErrorCode.FORBIDDEN, "Only trusted documents are answered here: send the documentId of one."
            )
        return known or Document(asked.query)

    async def _named(self, name: str, asked: Asked) -> Document:
        if asked.query is not None:
            raise HTTPException(400, "Expected a query or a documentId; got both.")
        bare = name.removeprefix(_PREFIX)
        known = self._trusted.get(name) or self._trusted.get(bare)
        if known is None and name.startswith(_PREFIX):
            known = await self._kept(bare)
        if known is None:
            raise Refused(400, ErrorCode.PERSISTED_QUERY_NOT_FOUND, "documentId: no document is known by it.")
        return known

    async def _persisted(self, persisted: object, asked: Asked) -> Document:
        name = persisted.get("sha256Hash") if isinstance(persisted, Mapping) else None
        known = self._trusted.get(name) if isinstance(name, str) and asked.query is None else None
        if known is not None:
            return known
        version = persisted.get("version") if isinstance(persisted, Mapping) else None
        if version != 1 or not isinstance(name, str) or not _HASH.fullmatch(name):
            raise HTTPException(
                400, "extensions.persistedQuery: expected version 1 and a sha256Hash of 64 hexadecimal digits."
            )
        if asked.query is None:
            known = await self._kept(name)
            if known is None:
                # 200 whatever the media type: Apollo's clients read no further where the status says that all failed.
                raise Refused(200, ErrorCode.PERSISTED_QUERY_NOT_FOUND, "PersistedQueryNotFound")
            return known
        found = self._written(asked)
        text = asked.query.encode()
        if sha256(text).hexdigest() != name:
            raise HTTPException(400, "extensions.persistedQuery: the sha256Hash is not that of the query.")
        if found.known is None:
            await self._shelf.put(f"document:{name}", text, self._clock(), KEPT_SECONDS)
        return found

    async def _kept(self, digest: str) -> Document | None:
        text = None if self._only else await self._shelf.get(f"document:{digest}", self._clock())
        return None if text is None else Document(text.decode())
