"""Records by their global ids: those a client asks for, and those other subgraphs refer to."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from strawberry.types.info import Info

from loaders.errors import BadInput
from loaders.records import Ref
from schema.context import Context, open_context
from schema.edge import VIEWS, View, show
from schema.ids import parse_id
from schema.quote import quoted


class Entity:
    """Marks a type whose records other subgraphs may refer to by id."""


@cache
def entities() -> Mapping[str, type[View[Any]]]:
    """Give the types other subgraphs may refer to, by name."""
    return {view.__name__: view for view in VIEWS.values() if issubclass(view, Entity)}


async def refer(representation: object, info: Info[Any, Any]) -> Any:
    """Give what another subgraph's representation stands for; what else than type and id it holds is not looked at.

    Raises:
        BadInput: it is no representation of a record of ours.
        FoyerError: the source failed.

    """
    if not isinstance(representation, dict):
        raise BadInput(f"representations: expected an object with __typename and id; got {quoted(representation)}.")
    known = entities()
    name, global_id = representation.get("__typename"), representation.get("id")
    view = known.get(name) if isinstance(name, str) else None
    if view is None:
        raise BadInput(f"__typename: expected one of {', '.join(sorted(known))}; got {quoted(name)}.")
    if not isinstance(global_id, str):
        raise BadInput(f"id: expected a global id; got {quoted(global_id)}.")
    return await look_up(parse_id(global_id, view.record_kind, "id"), open_context(info))


async def look_up(ref: Ref, context: Context) -> Any:
    """Look a record up; None where nothing is known by its id, or its source is not the caller's to see.

    Raises:
        FoyerError: the source failed.

    """
    if ref.source not in context.sources:
        return None
    record = context.loaders.peek(ref) or await context.loaders.load(ref)
    return None if record is None else show(record)
