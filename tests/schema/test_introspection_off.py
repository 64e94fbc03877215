"""A graph that tells nothing of its schema."""

from __future__ import annotations

from schema.build import build_schema


async def test_introspection_can_be_switched_off() -> None:
    """Without introspection a client learns nothing of the schema, and is answered all the same."""
    schema = build_schema(introspection=False)
    answer = await schema.execute("{ __schema { types { name } } }")
    assert answer.errors
    assert answer.data is None
