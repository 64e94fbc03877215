"""Finds the document of an operation that is asked for, and tells how it is answered: once, in parts or by events."""

from __future__ import annotations

from typing import Final

from gateway.asked import Asked
from gateway.documents import Documents
from gateway.telemetry.noticed import Noticed
from schema.build import Schema
from schema.context import Context
from schema.delivery import Delivery


class Finding:
    """Finds documents.

    Args:
        graph: the schema, which knows what it has read.
        documents: finds a document's text.

    """

    def __init__(self, graph: Schema, documents: Documents) -> None:
        self._graph: Final = graph
        self._documents: Final = documents

    async def __call__(self, asked: Asked, context: Context, one: Noticed | None) -> Delivery:
        """Find an operation's document, for it to be run and for what is noticed of it.

        Raises:
            HTTPException: there is none.
            Refused: there is one that may not be run.

        """
        document = await self._documents.find(asked)
        asked.query, context.trusted = document.text, document.known
        if one is not None:
            one.text, one.asked_name = asked.query, asked.operation_name
        known = context.document = document.known or self._graph.known(document.text, context.allowed)
        return Delivery.ONCE if known is None else known.delivered(asked.operation_name, asked.variables or {})
