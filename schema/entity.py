"""References other subgraphs make to our records: resolved by id, all of an operation in one batch a source."""

from typing import Any, ClassVar

from strawberry.types.info import Info

from loaders.errors import FoyerError
from schema.context import Context, open_context
from schema.edge import show
from schema.inputs import parse_id
from schema.types.errors import graphql_error


class Entity:
    """A record other subgraphs may refer to by its id."""

    record_kind: ClassVar[str]

    @classmethod
    async def resolve_reference(cls, info: Info[Any, Any], **representation: Any) -> Any:
        """Resolve a representation; what else than the id it holds is not looked at."""
        return await look_up(str(representation.get("id")), cls.record_kind, open_context(info), "id")


async def look_up(global_id: str, kind: str, context: Context, field: str) -> Any:
    """Look a record up by its global id; None where nothing has it, or its source is not the caller's to see.

    Raises:
        GraphQLError: the id is none of ours or of another kind; or the source failed.

    """
    try:
        ref = parse_id(global_id, kind, field)
        if ref.source not in context.sources:
            return None
        record = context.loaders.peek(ref) or await context.loaders.load(ref)
    except FoyerError as fault:
        raise graphql_error(fault) from None
    return None if record is None else show(record)
